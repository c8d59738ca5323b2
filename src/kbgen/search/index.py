"""The files of terms and texts, made of what is remembered of each document; after a change only those that it touches.

A whole index and one that was changed bit by bit have the same bytes: where a file ends is a function of what is in all
of them (`ranges`), and a page's number one of all addresses (`slots`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from kbgen.memory.state import KnownSearch
from kbgen.memory.store import Store
from kbgen.model import Parsed, Ref
from kbgen.search.postings import (
    MOST,
    Shard,
    block_of,
    decode,
    items_of,
    key_of,
    read_script,
    script,
    shards,
)
from kbgen.search.postings import encode as signs_of
from kbgen.search.ranges import WHOLE, Range
from kbgen.search.record import LEVELS, Section, Terms, decode_sections, decode_terms, sections_of, terms_of
from kbgen.search.texts import PAGES, path_of, scripts, units

FOLDER = "-/search/t"
STARTS = "-/search/terms.js"
_AT_ONCE = 400  # documents read from the store in one go
_FEW = 8  # a change of more than one document in so many is as much work as a whole index


class Indexed(NamedTuple):
    """A document in the index: its kb path, its number among all documents, that of its page, the key of its record,
    and the digest of it with what its links mean."""

    path: str
    document: int
    slot: int
    key: bytes
    meaning: str


class IndexSources(NamedTuple):
    """Where an index is made from: the store, what a document's links mean, how to read again what the store has lost
    (both by the document's number), and the files as they lie there (raises OSError, KeyError)."""

    store: Store
    refs: Callable[[int], Sequence[Ref]]
    again: Callable[[int], Parsed]
    file: Callable[[str], bytes]


_Files = Generator[tuple[str, bytes], None, KnownSearch]


class Index:
    """The files of terms and texts that are new, as path and bytes, each made when it is asked for, and once: all of
    them are as much as all texts. Then `known` is what is to be remembered (`paths_of` names all files)."""

    def __init__(self, files: _Files) -> None:
        self._files = files
        self._known: KnownSearch | None = None

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        self._known = yield from self._files

    @property
    def known(self) -> KnownSearch:
        """What is to be remembered, when all files have been made."""
        assert self._known is not None
        return self._known


def make_index(
    entries: Sequence[Indexed], old: Sequence[Indexed], known: KnownSearch | None, sources: IndexSources
) -> Index:
    """The index of these documents; `old` are those of the last build, and `known` what was remembered of it."""
    if known is not None:
        before = {entry.path: entry for entry in old}
        now = {entry.path: entry for entry in entries}
        changed = [path for path in before.keys() | now.keys() if not _same(before.get(path), now.get(path))]
        if len(changed) * _FEW <= len(entries) + _FEW:
            pairs = [(before.get(path), now.get(path)) for path in sorted(changed)]
            index = change_index(pairs, entries, known, sources)
            if index is not None:
                return index
    return Index(_Maker(entries, sources).whole())


def change_index(
    changes: Sequence[tuple[Indexed | None, Indexed | None]],
    entries: Sequence[Indexed],
    known: KnownSearch,
    sources: IndexSources,
) -> Index | None:
    """The last index with some documents (as they were, as they are) other ones; `entries` are all documents as they
    are. None where a file or a record that this needs is lost."""
    index = Index(_Maker(entries, sources).updated(changes, known))
    try:
        files = dict(index)
    except (LookupError, ValueError, OSError):
        return None
    return Index(_made(files, index.known))


def _made(files: dict[str, bytes], known: KnownSearch) -> _Files:
    yield from files.items()
    return known


def paths_of(known: KnownSearch) -> list[str]:
    """All files of an index."""
    counts = dict(known.pieces)
    groups = sorted({slot // PAGES for slot in known.slots if slot >= 0})
    texts = [path_of(group, piece) for group in groups for piece in range(counts.get(group, 1))]
    return [STARTS, *(_path(Range(start, bits)) for start, bits, _ in known.shards), *texts]


def _same(one: Indexed | None, other: Indexed | None) -> bool:
    return one is not None and other is not None and one[2:] == other[2:]


class _Maker:
    """Makes the files of one index."""

    def __init__(self, entries: Sequence[Indexed], sources: IndexSources) -> None:
        self.entries = sorted(entries, key=lambda entry: entry.slot)
        self.sources = sources

    def whole(self) -> _Files:
        """Everything anew."""
        postings: defaultdict[str, array[int]] = defaultdict(_numbers)
        for start in range(0, len(self.entries), _AT_ONCE):
            some = self.entries[start : start + _AT_ONCE]
            for entry, levels in zip(some, self._terms(some), strict=True):
                for weight, terms in enumerate(levels):
                    if terms:
                        posting = LEVELS * entry.slot + weight
                        for term in terms.split(" "):
                            postings[term].append(posting)
        made = shards(WHOLE, postings)
        del postings
        sizes = {shard.range: shard.size for shard in made}
        yield from self._files(sizes, made)
        pieces = yield from self._texts(sorted({entry.slot // PAGES for entry in self.entries}))
        return self._known(sizes, pieces)

    def updated(self, changes: Sequence[tuple[Indexed | None, Indexed | None]], known: KnownSearch) -> _Files:
        """The last index, with some documents (as they were, as they are) other ones. Raises LookupError, ValueError or
        OSError where something is lost that this needs."""
        tree = _Tree({Range(start, bits): size for start, bits, size in known.shards}, self.sources.file)
        for old, new in changes:
            before = self._postings(old, known=True) if old is not None else {}
            now = self._postings(new) if new is not None else {}
            for term in before.keys() | now.keys():
                if before.get(term) != now.get(term):
                    tree.note(term, before.get(term), now.get(term))
        made = tree.changed()
        touched = {entry.slot // PAGES for pair in changes for entry in pair if entry is not None}
        live = {group for entry in self.entries if (group := entry.slot // PAGES) in touched}
        pieces = {group: count for group, count in known.pieces if group not in touched}
        yield from self._files(tree.sizes, made)
        pieces |= yield from self._texts(sorted(live))
        return self._known(tree.sizes, pieces)

    def _files(self, sizes: dict[Range, int], made: Iterable[Shard]) -> Iterator[tuple[str, bytes]]:
        """Those of terms."""
        for shard in made:
            yield _path(shard.range), script("t", shard)
        yield STARTS, starts("t", sorted(sizes))

    def _known(self, sizes: dict[Range, int], pieces: dict[int, int]) -> KnownSearch:
        slots = [-1] * (1 + max((entry.document for entry in self.entries), default=-1))
        for entry in self.entries:
            slots[entry.document] = entry.slot
        return KnownSearch(
            tuple(slots),
            tuple((part.start, part.bits, sizes[part]) for part in sorted(sizes)),
            tuple(sorted((group, count) for group, count in pieces.items() if count > 1)),
        )

    def _texts(self, groups: Sequence[int]) -> Generator[tuple[str, bytes], None, dict[int, int]]:
        """Make the files of some groups of pages; gives how many files each has."""
        wanted = set(groups)
        entries = [entry for entry in self.entries if entry.slot // PAGES in wanted]
        of_group: defaultdict[int, list[Indexed]] = defaultdict(list)
        for entry in entries:
            of_group[entry.slot // PAGES].append(entry)
        counts: dict[int, int] = {}
        for start in range(0, len(groups), _AT_ONCE // PAGES):
            some = groups[start : start + _AT_ONCE // PAGES]
            texts = iter(self._sections([entry for group in some for entry in of_group[group]]))
            for group in some:
                found = (units(e.slot, next(texts), self.sources.refs(e.document)) for e in of_group[group])
                made = scripts(group, (unit for one in found for unit in one))
                counts[group] = len(made)
                yield from made.items()
        return counts

    def _postings(self, entry: Indexed, known: bool = False) -> dict[str, int]:
        """The postings of one document by term; where it must be `known`, KeyError says that it is not."""
        if known and not self.sources.store.get("terms", [entry.key]):
            raise KeyError(entry.path)
        [levels] = self._terms([entry])
        return {
            term: LEVELS * entry.slot + weight
            for weight, terms in enumerate(levels)
            if terms
            for term in terms.split(" ")
        }

    def _terms(self, entries: Sequence[Indexed]) -> list[Terms]:
        stored = self.sources.store.get("terms", [entry.key for entry in entries])
        found: list[Terms] = []
        for entry in entries:
            try:
                found.append(decode_terms(stored[entry.key]))
            except (KeyError, msgspec.DecodeError):
                parsed = self.sources.again(entry.document)
                found.append(terms_of(parsed.facts, sections_of(parsed)))
        return found

    def _sections(self, entries: Sequence[Indexed]) -> list[tuple[Section, ...]]:
        stored = self.sources.store.get("texts", [entry.key for entry in entries])
        found: list[tuple[Section, ...]] = []
        for entry in entries:
            try:
                found.append(decode_sections(stored[entry.key]))
            except (KeyError, msgspec.DecodeError):
                found.append(sections_of(self.sources.again(entry.document)))
        return found


def _numbers() -> array[int]:
    """Postings of a term, in half the memory of a list."""
    return array("I")


class _Tree:
    """The ranges that terms are cut into, and what is to be changed in them. `sizes` is kept up to date."""

    def __init__(self, sizes: dict[Range, int], file: Callable[[str], bytes]) -> None:
        self.sizes, self.file = sizes, file
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
            self.open[part] = read_script(self.file(_path(part))) if part in self.sizes else {}
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


def _path(part: Range) -> str:
    return f"{FOLDER}/{part.name}.js"


def starts(sort: str, ranges: Iterable[Range]) -> bytes:
    """The names of ranges, which say where each begins, as a classic script."""
    return b'kbgenStarts("%s","%s");\n' % (sort.encode(), " ".join(part.name for part in ranges).encode())
