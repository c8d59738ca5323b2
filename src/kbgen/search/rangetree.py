"""The ranges that the terms of an index are cut into, while some of its postings change; in the end they are what a
whole index has (`ranges`). Knows no files.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable

from kbgen.search.postings import MOST, Shard, block_of, decode, items_of, key_of, shards
from kbgen.search.postings import encode as signs_of
from kbgen.search.ranges import WHOLE, Range


class RangeTree:
    """The ranges that terms are cut into, and what is to be changed in them. `sizes` is kept up to date."""

    def __init__(self, sizes: dict[Range, int], terms_in: Callable[[Range], dict[str, str]]) -> None:
        """`terms_in` gives the terms of a range that there is, with their postings in signs; what it raises, `changed`
        raises."""
        self.sizes, self.terms_in = sizes, terms_in
        self.starts = sorted(sizes)
        self.notes: defaultdict[bytes, list[tuple[str, int | None, int | None]]] = defaultdict(list)
        self.open: dict[Range, dict[str, str]] = {}

    def note(self, term: str, before: int | None, now: int | None) -> None:
        """A posting of a term that was and one that is; they may be of different pages."""
        name = term.encode("utf-8", "replace")
        for was, will in ((before, None), (None, now)):
            posting = was if was is not None else will
            if posting is not None:
                self.notes[key_of(name, block_of(posting))].append((term, was, will))

    def changed(self) -> list[Shard]:
        """Bring all ranges to what was noted; gives those whose content is new."""
        touched: defaultdict[Range, list[tuple[str, int | None, int | None]]] = defaultdict(list)
        for key, notes in sorted(self.notes.items()):
            touched[self._place(key)] += notes
        for part, notes in touched.items():
            self._change(part, notes)
        for part in list(touched):
            self._merge(part)
        found: list[Shard] = []
        for part, terms in sorted(self.open.items()):
            if self.sizes[part] <= MOST:
                found.append(Shard(part, self.sizes[part], terms))
                continue
            del self.sizes[part]
            for shard in shards(part, {term: decode(signs) for term, signs in terms.items()}):
                self.sizes[shard.range] = shard.size
                found.append(shard)
        return found

    def _place(self, key: bytes) -> Range:
        """The range that a key belongs to: one that there is, or the widest one that holds nothing yet."""
        at = bisect_right(self.starts, Range(key, 1 << 30)) - 1
        if at >= 0 and (not self.starts[at].end or key < self.starts[at].end):
            return self.starts[at]
        part = WHOLE
        while self._inside(part):
            lower, upper = part.halves()
            part = upper if key >= upper.start else lower
        return part

    def _inside(self, part: Range) -> list[Range]:
        """The ranges that lie in this one."""
        low = bisect_left(self.starts, Range(part.start, part.bits))
        high = bisect_left(self.starts, Range(part.end, 0)) if part.end else len(self.starts)
        return self.starts[low:high]

    def _content(self, part: Range) -> dict[str, str]:
        if part not in self.open:
            self.open[part] = self.terms_in(part) if part in self.sizes else {}
        return self.open[part]

    def _change(self, part: Range, notes: Iterable[tuple[str, int | None, int | None]]) -> None:
        terms, size = self._content(part), self.sizes.get(part, 0)
        by_term: defaultdict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
        for term, before, now in notes:
            by_term[term].append((before, now))
        for term, changes in by_term.items():
            old = decode(terms[term]) if term in terms else []
            gone = {before for before, _ in changes}
            new = sorted({*(one for one in old if one not in gone), *(now for _, now in changes if now is not None)})
            size += sum(item.size for item in items_of(term, new)) - sum(item.size for item in items_of(term, old))
            terms.pop(term, None)
            if new:
                terms[term] = signs_of(new)
        self._set(part, size)

    def _merge(self, part: Range) -> None:
        """Where a range and those beside it have room in the one that they are parts of, they become that one."""
        while part.bits:
            part = part.half_of()
            inside = self._inside(part)
            if sum(self.sizes[one] for one in inside) > MOST:
                return
            if inside and inside != [part]:
                merged: dict[str, str] = {}
                for one in inside:
                    for term, signs in self._content(one).items():
                        both = term in merged
                        merged[term] = signs_of(decode(merged[term]) + decode(signs)) if both else signs
                size = sum(self.sizes[one] for one in inside)
                for one in inside:
                    self._set(one, 0)
                self.open[part] = merged
                self._set(part, size)

    def _set(self, part: Range, size: int) -> None:
        """A range has another size; without any it is no more."""
        there = part in self.sizes
        if size:
            self.sizes[part] = size
            if not there:
                self.starts.insert(bisect_left(self.starts, part), part)
        else:
            self.open.pop(part, None)
            if there:
                del self.sizes[part]
                self.starts.remove(part)
