"""The files of terms and texts, made of what is remembered of each document; after a change only those that it touches.

A whole index and one that was changed bit by bit have the same bytes: where a file ends is a function of what is in all
of them (`ranges`), and a page's number one of all addresses (`slots`).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from kbgen.memory.state import KnownSearch
from kbgen.memory.store import Store
from kbgen.model import Parsed, Ref
from kbgen.search.postings import Shard, read_script, script, shards
from kbgen.search.ranges import WHOLE, Range
from kbgen.search.rangetree import RangeTree
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
        tree = RangeTree({Range(start, bits): size for start, bits, size in known.shards}, self._terms_in)
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

    def _terms_in(self, part: Range) -> dict[str, str]:
        """The terms in the file of a range, as the last build wrote it. Raises OSError, KeyError or ValueError."""
        return read_script(self.sources.file(_path(part)))

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


def _path(part: Range) -> str:
    return f"{FOLDER}/{part.name}.js"


def starts(sort: str, ranges: Iterable[Range]) -> bytes:
    """The names of ranges, which say where each begins, as a classic script."""
    return b'kbgenStarts("%s","%s");\n' % (sort.encode(), " ".join(part.name for part in ranges).encode())
