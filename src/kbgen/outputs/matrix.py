"""Who speaks about whom: the entities that most sources name, by sources, newest first; and all of it as CSV."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kbgen.link.dossier import newest_first
from kbgen.model import Asset, Page, Ref, Value
from kbgen.text.apart import parted
from kbgen.text.names import relative
from kbgen.views.sights import sights_of
from kbgen.views.site import Site
from kbgen.views.tabledata import csv_rows, harmless
from kbgen.views.views import kind_label, page_refs

_ROWS = 100  # sources on one page
_HEAD, _SIDE = 30, 60  # letters that there is room for above a column, and at the side of a row


class PartedName(Value, frozen=True):
    """A link, its title in three: what stands before and behind what is left out of it, where that tells it apart."""

    ref: Ref
    begin: str
    left_out: str
    end: str


class MatrixRow(Value, frozen=True):
    """A source: its name and date, and for each column in how many places it speaks of that (0: it only names it in a
    field; -1: not at all)."""

    name: PartedName
    date: str
    iso: str
    cells: tuple[int, ...]


class MatrixView(Value, frozen=True):
    """One page of the matrix. `file` is the address of the whole as CSV, from here; `dots`: whether any cell is 0."""

    total: int
    columns: tuple[PartedName, ...]
    rows: tuple[MatrixRow, ...]
    file: str
    pages: tuple[Ref, ...]
    page: int
    dots: bool


def matrix(site: Site) -> Iterator[Page | Asset]:
    """`-/matrix.html`, its further pages and `-/matrix.csv`, if enough is said to be set side by side."""
    columns = sights_of(site).columns
    if not columns:
        return
    sources = sorted(sights_of(site).sources, key=lambda n: newest_first(site.nodes[n]))
    chunks = [sources[i : i + _ROWS] for i in range(0, len(sources), _ROWS)]
    urls = ["-/matrix.html", *(f"-/matrix/{page}.html" for page in range(2, len(chunks) + 1))]
    pages = page_refs(urls)
    heads = _named(site, columns, _HEAD)
    cells = _cells(site, columns)
    for page, (url, chunk) in enumerate(zip(urls, chunks, strict=True), 1):
        names = _named(site, chunk, _SIDE)
        rows = tuple(
            _row(site, source, name, cells.get(source, {}), columns) for source, name in zip(chunk, names, strict=True)
        )
        dots = any(0 in row.cells for row in rows)
        view = MatrixView(len(sources), heads, rows, relative(url, "-/matrix.csv"), pages, page, dots)
        yield Page(url, "matrix", "Matrix" if page == 1 else f"Matrix, page {page}", view, tables=True)
    yield Asset("-/matrix.csv", _csv(site, sources), tables=True)


def _cells(site: Site, columns: tuple[int, ...]) -> dict[int, dict[int, int]]:
    """Source -> column -> in how many places the source speaks of it."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for column in columns:
        for source in site.dossiers.sources_of(column):
            found[source][column] = site.dossiers.places(column, source)
    return found


def _named(site: Site, nodes: Sequence[int], letters: int) -> tuple[PartedName, ...]:
    refs = [site.ref(number) for number in nodes]
    return tuple(
        PartedName(ref, *made) for ref, made in zip(refs, parted([ref.title for ref in refs], letters), strict=True)
    )


def _row(site: Site, source: int, name: PartedName, places: dict[int, int], columns: tuple[int, ...]) -> MatrixRow:
    published = site.nodes[source].published
    cells = tuple([places.get(column, -1) for column in columns])
    return MatrixRow(name, published.written, published.iso, cells)


def _csv(site: Site, sources: list[int]) -> bytes:
    """A row for each source and each entity of which it speaks."""
    dossiers, nodes = site.dossiers, site.nodes
    columns = ("Source", "Published", "Entity", "Kind", "Passages", "Source address", "Entity address")
    names = [harmless(node.short) for node in nodes]
    kinds = [harmless(kind_label(site, number)) for number in range(len(nodes))]
    urls = [harmless(node.url) for node in nodes]
    dates = {source: harmless(nodes[source].published.iso or nodes[source].published.written) for source in sources}
    return csv_rows(
        columns,
        (
            (names[one], dates[one], names[other], kinds[other], dossiers.places(other, one), urls[one], urls[other])
            for one in sources
            for other in dossiers.named_in.get(one, ())
        ),
    )
