"""The page for searching, which without scripts is an index of all pages, and what searching needs to know of pages:
their names, their titles and addresses, what they are narrowed by. The text of pages is `search.index`'s.

All of it depends on the graph alone, so new words in a text change nothing here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import log2

import msgspec

from kbgen.memory.store import digest
from kbgen.model import Asset, Node, Page, Ref, Value
from kbgen.search.letters import NUMBERS, OTHERS, Reading, letter_of, order_of, reading_of
from kbgen.search.postings import SIGNS, fronted, script, shards
from kbgen.search.ranges import WHOLE
from kbgen.search.record import LEVELS
from kbgen.search.terms import LONGEST, fold, has_dense, terms, words_of
from kbgen.text.names import stem_of
from kbgen.text.order import in_order
from kbgen.text.regex import regex
from kbgen.text.scripts import script_json
from kbgen.views.around import common_of
from kbgen.views.said import NOBODY
from kbgen.views.site import Site
from kbgen.views.views import kind_label, mark_of, page_refs

FOLDER = "-/search"
ABOUT = 32  # numbers of pages that share a file of titles
FACETS = 8_192  # numbers of pages that share a file of what they are narrowed by
_ENTRIES = 350  # pages on one page of the index
_TAGS = 100  # tags to choose from; every other one can be typed
_WORDS = 30_000  # bytes of words of one length that share a file


class Letter(Value, frozen=True):
    """A letter of the index, how many pages begin with it, and where they are listed."""

    ref: Ref
    count: int


class Group(Value, frozen=True):
    """Pages that begin with the same letter, as far as this page of the index lists them."""

    letter: str
    anchor: str
    pages: tuple[Listed, ...]


class Listed(Value, frozen=True):
    """A page in the index, and what tells it from others of the same title: its kind, or else its file (neither: it has
    the title to itself)."""

    ref: Ref
    kind: str = ""
    file: str = ""


class SearchView(Value, frozen=True):
    """The page for searching, or a page of its index (`page` of `pages`)."""

    title: str
    total: int
    letters: tuple[Letter, ...]
    groups: tuple[Group, ...]
    pages: tuple[Ref, ...] = ()
    page: int = 0


def search_key(site: Site, item: int) -> bytes:
    """A digest of all that these files are made of: the nodes, how much each is mentioned, who made it, tags, kinds."""
    mentioned = [len(site.dossiers.sources_of(number)) for number in range(len(site.nodes))]
    tags = [(tag.name, tag.nodes) for tag in site.graph.tags]
    kinds = [(group.name, group.plural, group.url) for group in site.kinds]
    makers = common_of(site).makers
    made = b"".join([makers[number] for number in range(len(site.nodes))])
    return digest(b"".join(site.node_digests), made, msgspec.msgpack.encode((mentioned, tags, kinds, site.search_url)))


def search(site: Site, item: int) -> Iterator[Page | Asset]:
    """`search.html` (or where `Site.search_url` says), `-/az/…`, and the files in `-/search/` that know no text."""
    yield from _index(site)
    yield from _about(site)
    yield from _facets(site)
    yield from _names(site)


# ---------------------------------------------------------------- the index of all pages


def _index(site: Site) -> Iterator[Page]:
    reading = reading_of((node.short for node in site.nodes), site.lang)
    listed = sorted(range(len(site.nodes)), key=lambda n: _order(site.nodes[n], reading))
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number in listed:
        groups[letter_of(site.nodes[number].short, reading)].append(number)
    names = sorted(groups, key=lambda name: (name == OTHERS, name != NUMBERS, in_order(name), name))
    url, title, total = site.search_url, "Search", len(listed)
    if total <= _ENTRIES:
        letters = tuple(Letter(Ref("page", url, f"az-{n}", name), len(groups[name])) for n, name in enumerate(names))
        shown = tuple(Group(name, f"az-{n}", _listed(site, groups[name])) for n, name in enumerate(names))
        yield Page(url, "search", title, SearchView(title, total, letters, shown), tables=True)
        return
    base = {name: f"-/az/{_called(name)}" for name in names}
    letters = tuple(Letter(Ref("page", f"{base[name]}.html", "", name), len(groups[name])) for name in names)
    yield Page(url, "search", title, SearchView(title, total, letters, ()), tables=True)
    for name in names:
        rows = groups[name]
        chunks = [rows[at : at + _ENTRIES] for at in range(0, len(rows), _ENTRIES)]
        urls = [f"{base[name]}{f'-{page}' if page > 1 else ''}.html" for page in range(1, len(chunks) + 1)]
        pages = page_refs(urls)
        for page, (address, chunk) in enumerate(zip(urls, chunks, strict=True), 1):
            group = Group(name, "", _listed(site, chunk))
            yield Page(address, "az", name, SearchView(name, len(rows), letters, (group,), pages, page), tables=True)


def _listed(site: Site, numbers: Sequence[int]) -> tuple[Listed, ...]:
    """Pages of one letter, in order, those of one title told apart."""
    found: list[Listed] = []
    for _, same in groupby(numbers, lambda number: in_order(site.nodes[number].short)):
        alike = list(same)
        kinds = [kind_label(site, number) for number in alike]
        if len(set(kinds)) == len(alike):
            found += map(Listed, map(site.ref, alike), kinds if len(alike) > 1 else ("",))
        else:
            found += [Listed(site.ref(number), file=site.nodes[number].id) for number in alike]
    return tuple(found)


def _called(letter: str) -> str:
    """A letter in an address."""
    names = {NUMBERS: "0-9", OTHERS: "signs"}
    return names.get(letter) or (
        letter.lower() if letter.isascii() else "u" + "-".join(f"{ord(sign):x}" for sign in letter)
    )


def _order(node: Node, reading: Reading) -> tuple[str, str, str]:
    return order_of(node.short, reading), node.short, node.id


# ---------------------------------------------------------------- what is shown of a page that was found


def _about(site: Site) -> Iterator[Asset]:
    """`-/search/a/N.js`: the first number of the file, the folders of its pages, and for each number a page's title,
    its sort (`_sorts`), folder, address in that (`stem_of`), date, and who made it, as a place among all that the file
    names at its end; what is `*` or empty at the end is left out. Of what only has a title and lies in the folder of
    the one before it, the sort is a sign before the title."""
    sorts = {sort: number for number, sort in enumerate(_sorts(site))}
    names = common_of(site).names
    files: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for number, slot in enumerate(site.slots):
        files[slot // ABOUT][slot] = number
    for group, pages in sorted(files.items()):
        folders: dict[str, int] = {}
        makers: dict[str, int] = {}
        rows: list[list[str | int] | str | int] = [0] * (max(pages) % ABOUT + 1)
        last = 0
        for slot, number in sorted(pages.items()):
            node = site.nodes[number]
            folder, _, page = node.url.rpartition("/")
            title = node.short[:400]
            date = node.published.iso[:10] or node.published.written[:40]
            stem = stem_of(page, title)
            sort, place = sorts[_sort(site, number)], folders.setdefault(folder, len(folders))
            row: list[str | int] = [title, sort, place]
            made = names[number] if node.kind == "source" else NOBODY
            if made.by:
                row += stem, date, makers.setdefault("\n".join([*made.by, *[""] * made.others]), len(makers))
            elif date or stem != "*":
                row += [stem, date] if date else [stem]
            short = len(row) == 3 and place == last and sort < len(SIGNS)
            rows[slot % ABOUT] = SIGNS[sort] + title if short else row
            last = place
        told = [script_json(value) for value in ([*folders], rows, [*makers]) if value]
        data = b"kbgenAbout(%d,%b);\n" % (group * ABOUT, b",".join(told))
        yield Asset(f"{FOLDER}/a/{group}.js", data, tables=True)


def _sorts(site: Site) -> list[tuple[str, str]]:
    """The names of kinds and the marks that pages have."""
    return sorted({_sort(site, number) for number in range(len(site.nodes))})


def _sort(site: Site, number: int) -> tuple[str, str]:
    return kind_label(site, number), mark_of(site.nodes[number])


def _facets(site: Site) -> Iterator[Asset]:
    """`-/search/f/N.js`: one sign for each number of a page: how much it is mentioned, its kind, its year. And
    `-/search/index.js`: what those signs mean, how many pages there are, which tags are used most."""
    kinds = [group.name for group in site.kinds]
    years = sorted({node.published.iso[:4] for node in site.nodes} - {""}, reverse=True)
    size = max(site.slots, default=-1) + 1
    rank, kind, year = ["!"] * size, ["!"] * size, ["!"] * size
    for number, slot in enumerate(site.slots):
        node = site.nodes[number]
        rank[slot] = _sign(
            0 if node.listing else 1 + min(80, round(4 * log2(1 + len(site.dossiers.sources_of(number)))))
        )
        kind[slot] = _sign(1 + kinds.index(node.kind) if node.kind in kinds and not node.listing else 0)
        year[slot] = _sign(1 + years.index(node.published.iso[:4]) if node.published.iso else 0)
    files = -(-size // FACETS)
    for part in range(files):
        span = slice(part * FACETS, (part + 1) * FACETS)
        columns = [part * FACETS, *("".join(column[span]) for column in (rank, kind, year))]
        yield Asset(f"{FOLDER}/f/{part}.js", b"kbgenFacets(%b);\n" % script_json(columns), tables=True)
    tags = sorted(site.graph.tags, key=lambda tag: (-len(tag.nodes), in_order(tag.name), tag.name))[:_TAGS]
    told = {
        "pages": len(site.nodes),
        "facets": files,
        "aliases": any(node.aliases for node in site.nodes),
        "kinds": [group.plural for group in site.kinds],
        "sorts": _sorts(site),
        "years": years,
        "tags": sorted((tag.name for tag in tags), key=lambda name: (in_order(name), name)),
        "signs": SIGNS,
    }
    yield Asset(f"{FOLDER}/index.js", b"kbgenIndex(%b);\n" % script_json(told), tables=True)


def _sign(number: int) -> str:
    """A small number as one sign; what is too large is the last."""
    return SIGNS[min(number, len(SIGNS) - 1)]


# ---------------------------------------------------------------- names


def _names(site: Site) -> Iterator[Asset]:
    """`-/search/n/…`: words of names, tags with a `#` before them, and whole aliases with a `=`, as `search.postings`
    has it. Weights say how much of a name a word is: 3 all of it, 2 the first of a title, 1 another of a title or
    alias, 0 one of the file's. `-/search/names.js` says which files there are. `-/search/w/…`: the words by their
    number of letters, for typos."""
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, slot in enumerate(site.slots):
        for term, weight in _weighed(site.nodes[number]).items():
            found[term][slot] = weight
        for alias in site.nodes[number].aliases:
            if whole := _whole(alias):
                found[whole][slot] = 0
    for tag in site.graph.tags:
        for number in tag.nodes:
            found[_tagged(tag.name)][site.slots[number]] = 0
    postings = {t: [LEVELS * slot + weight for slot, weight in sorted(some.items())] for t, some in found.items()}
    made = shards(WHOLE, postings)
    for shard in made:
        yield Asset(f"{FOLDER}/n/{shard.range.name}.js", script("n", shard), tables=True)
    ranges = " ".join(shard.range.name for shard in made)
    yield Asset(f"{FOLDER}/names.js", b'kbgenStarts("n",%b);\n' % script_json(ranges), tables=True)
    yield from _words(term for term in postings if term[0] not in "#=")


def _tagged(tag: str) -> str:
    """A tag as a term: its words are joined by a sign that `fold` leaves nowhere, for a space ends a term, and however
    they are joined, the tag is one (`text.names.tag_key`)."""
    return "#" + _JOINTS.sub("·", fold(tag)[:60])


def _whole(alias: str) -> str:
    """All of an alias as one term: `=` and its letters."""
    joined = "".join(words_of(fold(alias)))
    return f"={joined[: 2 * LONGEST]}" if joined else ""


_JOINTS = regex(r"[\s_-]+")


def _weighed(node: Node) -> dict[str, int]:
    weights: dict[str, int] = {}
    for name, first in ((node.short, 2), *((alias, 1) for alias in node.aliases), (node.id.rpartition("/")[2], 0)):
        words = terms(name)
        for place, word in enumerate(words):
            weight = 3 if len(words) == 1 and first else first if place == 0 else min(first, 1)
            weights[word] = max(weight, weights.get(word, 0))
    return weights


def _words(words: Iterable[str]) -> Iterator[Asset]:
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= 3 and not has_dense(word):
            by_length[len(word)].append(word)
    counts: Counter[int] = Counter()
    for length, some in sorted(by_length.items()):
        part, size = list[str](), 0
        for word in (*sorted(some), ""):
            if part and (not word or size + len(word.encode()) + 2 > _WORDS):
                counts[length] += 1
                name = f"{length}-{counts[length]}"
                yield Asset(
                    f"{FOLDER}/w/{name}.js",
                    b"kbgenWordsOf(%d,%b);\n" % (length, script_json(" ".join(fronted(part)))),
                    tables=True,
                )
                part, size = [], 0
            part.append(word)
            size += len(word.encode()) + 2
    rows = [[length, count] for length, count in sorted(counts.items())]
    yield Asset(f"{FOLDER}/lengths.js", b"kbgenLengths(%b);\n" % script_json(rows), tables=True)
