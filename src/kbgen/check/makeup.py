"""Rules about how a text is put together: headings and what stands below them, rows and their tables. Reads one
text."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kbgen.diagnostics import counted, finding
from kbgen.markdown.tables import cells_in, row_of_dashes
from kbgen.model import Diagnostic, Prose
from kbgen.text.regex import regex


def hollow_sections(prose: Prose) -> Iterator[Diagnostic]:
    """Headings with nothing below them, told once for a page, which may be nothing but the headings of a template. A
    page without any text is told by KB218."""
    if prose.hollow and prose.words:
        spot, more = prose.hollow[0], len(prose.hollow) - 1
        others = f", nor below {counted(more, 'other')} of this page" if more else ""
        hint = "write something below it, remove it, or give what belongs to it headings of a lower level"
        message = f"nothing stands below this heading{others}"
        yield finding("KB237", message, spot.line, spot.column, len(spot.text), hint)


def skipped_levels(prose: Prose) -> Iterator[Diagnostic]:
    """The first heading of a page that is more than one level below the one before it."""
    for leap in prose.leap:
        message = f"this heading is of level {leap.level}, and the one before it of level {leap.above}"
        hint = f"write {'#' * (leap.above + 1)} instead of {'#' * leap.level}"
        yield finding("KB238", message, leap.line, leap.column, leap.level, hint)


# Behind other text, or in bold; `\##` says that none was meant. A single `#` is a number or a tag.
_LOST_HEADING = regex(r"(?:(?<=[^\s\0])[ \t]+|\A\0{2,3})(#{2,6})[ \t]+(?=[^\W_])")


def lost_headings(prose: Prose) -> Iterator[Diagnostic]:
    """Marks of headings in the middle of a line, as are left where line breaks got lost: there they are text."""
    for spot in prose.lines:
        if "## " in spot.text:
            for found in _LOST_HEADING.finditer(spot.text):
                message = f"{found[1]} is not at the beginning of its line, so it is text, not a heading"
                hint = "write the heading on a line of its own"
                if found.start() == 0 and spot.text[0] == "\0":
                    hint = "take away the ** around the heading"
                yield finding("KB229", message, spot.line, spot.column + found.start(1), len(found[1]), hint)


def uneven_rows(prose: Prose) -> Iterator[Diagnostic]:
    """Rows with more cells than their table has columns, whose text is lost, or with fewer (a note)."""
    for row in prose.rows:
        if row.cells > row.columns:
            message = f"this row has {row.cells} cells, its table {row.columns} columns; the rest is not shown"
            yield finding("KB221", message, row.line, hint="a | that belongs to the text is written \\|")
        elif row.cells > 1 or row.columns == 1:  # a lone cell is a heading inside the table
            found = finding("KB221", f"this row has {row.cells} cells, its table {row.columns} columns", row.line)
            yield msgspec.structs.replace(found, severity="note")


def lost_tables(prose: Prose) -> Iterator[Diagnostic]:
    """Rows that are text and not a table: below the first there is no row of dashes with as many cells."""
    for lost in prose.lost_tables:
        spot, dashes = lost.row, row_of_dashes(lost.cells)
        if lost.dashes:
            count = counted(cells_in(spot.text), "cell")
            message = f"this row of dashes has {count} and the row above it {lost.cells}, so both are text, not a table"
            hint = f"write {dashes} in its place"
        else:
            message = "these rows are text, not a table: there is no row of dashes below the first one"
            hint = f"write {dashes} below it"
        yield finding("KB231", message, spot.line, spot.column, len(spot.text), hint)


def cut_rows(prose: Prose) -> Iterator[Diagnostic]:
    """Rows that an empty line parts from their table, so that they are text."""
    for spot in prose.cut_rows:
        message = "this row is text: an empty line parts it from its table"
        yield finding("KB231", message, spot.line, spot.column, len(spot.text), "remove the empty line above it")
