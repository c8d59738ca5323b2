"""Who speaks about whom: the entities that most sources name, by sources, newest first; and all of it as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.link.dossier import newest_first
from kbgen.model import Asset, Page, Ref, Value
from kbgen.names import relative
from kbgen.sights import sights_of
from kbgen.site import Site
from kbgen.tabledata import csv_rows
from kbgen.views import kind_label

_ROWS = 100  # sources on one page


class MatrixRow(Value, frozen=True):
    """A source: the link, its date, and for each column in how many places it speaks of that (0: it only names it in a
    field; -1: not at all)."""

    ref: Ref
    date: str
    iso: str
    cells: tuple[int, ...]


class MatrixView(Value, frozen=True):
    """One page of the matrix. `file` is the address of the whole as CSV, from here."""

    total: int
    columns: tuple[Ref, ...]
    rows: tuple[MatrixRow, ...]
    file: str
    pages: tuple[Ref, ...]
    page: int


def matrix(site: Site) -> Iterator[Page | Asset]:
    """`-/matrix.html`, its further pages and `-/matrix.csv`, if enough is said to be set side by side."""
    columns = sights_of(site).columns
    if not columns:
        return
    sources = sorted(sights_of(site).sources, key=lambda n: newest_first(site.nodes[n]))
    chunks = [sources[i : i + _ROWS] for i in range(0, len(sources), _ROWS)]
    urls = ["-/matrix.html", *(f"-/matrix/{page}.html" for page in range(2, len(chunks) + 1))]
    pages = tuple(Ref("page", url, "", str(n)) for n, url in enumerate(urls, 1)) if len(urls) > 1 else ()
    heads = tuple(site.ref(number) for number in columns)
    for page, (url, chunk) in enumerate(zip(urls, chunks, strict=True), 1):
        rows = tuple(_row(site, source, columns) for source in chunk)
        view = MatrixView(len(sources), heads, rows, relative(url, "-/matrix.csv"), pages, page)
        yield Page(url, "matrix", "Matrix" if page == 1 else f"Matrix, page {page}", view, tables=True)
    yield Asset("-/matrix.csv", _csv(site, sources), tables=True)


def _row(site: Site, source: int, columns: tuple[int, ...]) -> MatrixRow:
    published = site.nodes[source].published
    named = set(site.dossiers.named_in.get(source, ()))
    cells = tuple([site.dossiers.places(column, source) if column in named else -1 for column in columns])
    return MatrixRow(site.ref(source), published.written, published.iso, cells)


def _csv(site: Site, sources: list[int]) -> bytes:
    """A row for each source and each entity of which it speaks."""
    dossiers, nodes = site.dossiers, site.nodes
    columns = ("Source", "Published", "Entity", "Kind", "Mentions", "Source address", "Entity address")
    return csv_rows(
        columns,
        (
            (
                nodes[source].short,
                nodes[source].published.iso or nodes[source].published.written,
                nodes[entity].short,
                kind_label(site, entity),
                str(dossiers.places(entity, source)),
                nodes[source].url,
                nodes[entity].url,
            )
            for source in sources
            for entity in dossiers.named_in.get(source, ())
        ),
    )
