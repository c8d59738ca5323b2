"""Tables on pages of their own: long ones are cut into pages, whose rows scripts find again. Shared by outputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbgen.model import Asset, Page, Ref, Value
from kbgen.text.names import relative
from kbgen.views.tabledata import narrowed, rows_script, text_of
from kbgen.views.views import Cell, Column, Table, page_refs

ROWS = 500  # rows on one page, at most
LIGHT = 33_500  # bytes of what is listed on one page, about: with its frame it comes in few round trips on a slow line
FEW = 5  # rows of a table that is shown as it is; the template gives it no tools either


class TableView(Value, frozen=True):
    """One page of a table: what it is of, how many rows in all, this page's rows, the pages, the number of its
    `first` row. `files` are addresses of the whole table as CSV and JSON (none: it is not to be had so); the rows of
    all further pages lie in scripts beside it, by their numbers. `feed` is the address of what is new in it, from the
    top."""

    title: str
    total: int
    table: Table
    pages: tuple[Ref, ...]
    page: int
    first: int = 1
    files: tuple[str, ...] = ()
    rows: str = ""
    feed: str = ""
    note: str = ""
    empty: str = ""


def telling(table: Table) -> Table:
    """The table without the columns that tell nothing: those where no row has anything (or every number is 0), numbers
    that are those of the column before in every row, and the kind where all have the same. The first column stays, and
    of a few rows, which are seen at a glance, all in which anything stands. Words that few rows have stand last, so
    that on a phone nothing empty takes the room of numbers. What is taken away as a file has them all, in their order.
    """
    long = len(table.rows) > FEW
    tells = _tells if long else _has_any
    kept = [0, *(n for n, column in enumerate(table.columns) if n and tells(table, n, column))]
    if long:
        kept.sort(key=lambda n: _is_sparse(table, n, table.columns[n]))
    if kept == list(range(len(table.columns))):
        return table
    return narrowed(table, kept)


def _is_sparse(table: Table, number: int, column: Column) -> bool:
    """Whether less than a quarter of the rows have anything in a column of words."""
    return column.type == "text" and 4 * sum(bool(row[number].runs) for row in table.rows) < len(table.rows)


def _tells(table: Table, number: int, column: Column) -> bool:
    found = {text_of(row[number]) for row in table.rows}
    if column.title == "Kind":
        return len(found) > 1
    if column.type == table.columns[number - 1].type == "number" and all(
        r[number] == r[number - 1] for r in table.rows
    ):
        return False
    return not found <= ({"", "0"} if column.type == "number" else {""})


def _has_any(table: Table, number: int, column: Column) -> bool:
    return not table.rows or any(row[number].runs for row in table.rows)


def _per_page(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows of a table stand on one page: 500, or where they are heavy fewer, as many on each page."""
    weight = sum(map(_weight, rows))
    if weight * ROWS <= LIGHT * len(rows):
        return ROWS
    return -(-len(rows) // -(-weight // LIGHT))


def fitting(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """As many rows from the first on as stand on one page."""
    room = LIGHT
    for place, row in enumerate(rows):
        room -= _weight(row)
        if room < 0:
            return rows[:place]
    return rows


def _weight(row: Sequence[Cell]) -> int:
    """About the bytes of a row in a page: tags, texts, addresses."""
    weight = 22 + 9 * len(row)
    for cell in row:
        for run in cell.runs:
            weight += len(run.text.encode("utf-8", "replace"))
            if run.ref is not None:
                weight += 21 + len(run.ref.url) + (9 + len(run.ref.css) if run.ref.css else 0)
    return weight


def paged(
    url: str, title: str, table: Table, files: tuple[str, ...] = (), feed: str = "", note: str = "", empty: str = ""
) -> Iterator[Page | Asset]:
    """The pages of a table from its address on, and where there are several their rows as scripts. `files` and `feed`
    are addresses from the top; they and the words are those of `TableView`."""
    table = telling(table)
    rows = table.rows
    most = _per_page(rows)
    chunks = [rows[i : i + most] for i in range(0, len(rows), most)] or [()]
    base = url.removesuffix("/index.html").removesuffix(".html")
    urls = [url] + [f"{base}/{page}.html" for page in range(2, len(chunks) + 1)]
    pages = page_refs(urls)
    data = f"{base}/rows-" if pages else ""
    for page, (address, chunk) in enumerate(zip(urls, chunks, strict=True), 1):
        near = tuple(relative(address, file) for file in files)
        first = (page - 1) * most + 1
        shown = Table(table.columns, chunk)
        view = TableView(title, len(rows), shown, pages, page, first, near, data, feed, note, empty)
        yield Page(address, "table", title if page == 1 else f"{title}, page {page}", view, tables=True)
        if pages:
            yield Asset(f"{data}{page}.js", rows_script(page, chunk), tables=True)
