"""Tables as data: CSV and JSON to take away, scripts of rows for the page itself. Knows no page.

CSV as RFC 4180 has it, in UTF-8 with a byte order mark (spreadsheets take it for an old code page without).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kbgen.model import Ref
from kbgen.text.controls import encoded
from kbgen.text.order import in_order
from kbgen.text.scripts import script_json
from kbgen.views.runs import PHRASES, Run
from kbgen.views.views import Cell, Column, Table

# A spreadsheet takes a cell that begins so for a formula: OWASP, "CSV Injection".
_FORMULA = frozenset("=+-@＝＋－＠\t\r")
_MOST_CHOICES = 40


def text_of(cell: Cell) -> str:
    """A cell as plain text."""
    return "".join(run.text for run in cell.runs)


def with_choices(
    columns: Iterable[Column], rows: Sequence[Sequence[Cell]], narrowed: Iterable[int]
) -> tuple[Column, ...]:
    """The columns, those of the given numbers with the values that they may be narrowed to, in order."""
    result = list(columns)
    for number in narrowed:
        found = sorted({text_of(row[number]) for row in rows} - {""}, key=lambda text: (in_order(text), text))
        numbers = sum(text.isdecimal() for text in found)  # to be put in order, not chosen from
        if 2 <= len(found) <= _MOST_CHOICES and 2 * numbers <= len(found):
            result[number] = msgspec.structs.replace(result[number], choices=tuple(found))
    return tuple(result)


def narrowed(table: Table, kept: Sequence[int]) -> Table:
    """The table with some of its columns alone, by their numbers."""
    return Table(tuple(table.columns[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in table.rows))


def csv_of(table: Table) -> bytes:
    """The table as CSV; cells that a spreadsheet would take for formulas begin with an apostrophe."""
    columns = [harmless(column.title) for column in (*table.columns, Column("Address"))]
    return csv_rows(columns, ([*(harmless(_value(c)) for c in row), harmless(_address(row[0]))] for row in table.rows))


def csv_rows(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Rows of numbers and `harmless` texts as CSV, as `csv_of` writes them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + encoded(out.getvalue())


def json_of(table: Table, title: str) -> bytes:
    """The table as JSON: the title, the columns, the rows as lists; numbers are numbers, dates ISO where understood."""
    rows = [[*(_typed(cell, column) for cell, column in zip(row, table.columns, strict=True)), _address(row[0])]
            for row in table.rows]  # fmt: skip
    columns = [*({"title": column.title, "type": column.type} for column in table.columns),
               {"title": "Address", "type": "address"}]  # fmt: skip
    return script_json({"schema": "kbgen.table/1", "title": title, "columns": columns, "rows": rows}) + b"\n"


def rows_script(number: int, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as a classic script that hands them to `lists.js`: a cell is a text, or `[level, iso, run, …]`, a run
    a text (one of `PHRASES` is one of the interface) or `[text, address from the top, class]`."""
    return b"kbgenRows(%d,%s);\n" % (number, script_json([[_packed(cell) for cell in row] for row in rows]))


def _packed(cell: Cell) -> Any:
    plain = all(run.ref is None and not run.href and run.text not in PHRASES for run in cell.runs)
    if plain and not cell.level and not cell.iso:
        return text_of(cell)
    return [cell.level, cell.iso, *(_packed_run(run) for run in cell.runs)]


def _packed_run(run: Run) -> Any:
    if run.ref is not None:
        return [run.text, run.ref.url, run.ref.css]
    return [run.text, run.href, "external"] if run.href else run.text


def _value(cell: Cell) -> str:
    return cell.iso or text_of(cell)


def _typed(cell: Cell, column: Column) -> str | int:
    text = _value(cell)
    return int(text) if column.type == "number" and text.isdecimal() else text


def harmless(text: str) -> str:
    """A text as no spreadsheet takes it for a formula: with an apostrophe before what begins like one."""
    if text[:1].isalnum():
        return text
    begins = text[:1] in _FORMULA or text.lstrip()[:1] in _FORMULA
    return f"'{text}" if text and begins else text


def _address(cell: Cell) -> str:
    return next((run.ref.url for run in cell.runs if isinstance(run.ref, Ref)), "")
