"""GFM tables, but for three things: `[[a|b]]` is one thing when a row is split at `|`; a line that is only a comment,
or attributes of the table, neither ends it nor shows in it; and a row of dashes may have empty cells, and the first row
bars between brackets, if there are as many cells otherwise (`|---||---|`, `| P(a|b) |`). Knows no page.

Rules of GFM 0.29, section "Tables": https://github.github.com/gfm/#tables-extension-
"""

from __future__ import annotations

from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.diagnostics import finding
from kbgen.markdown.blocks import Parser
from kbgen.markdown.context import context
from kbgen.markdown.leftovers import is_attributes
from kbgen.markdown.tokens import line_of
from kbgen.markdown.wikilinks import has_word
from kbgen.text.regex import regex
from kbgen.text.wikilink import match_wikilink

_DELIMITERS = regex(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t|]*+:?-++:?[ \t]*+)*+\|?[ \t]*+\Z")
_COMMENT = regex(r"(?:<!--(?:(?!-->).)*-->|%%(?!%)(?:(?!%%).)*%%)\s*\Z")
_BLOCK_ID = regex(r"\^[A-Za-z0-9-]+\s*\Z")
_MARK = regex(r"\\\||\\|\||\[\[")
_ESCAPED = regex(r"\\\|")
_MANY = 4  # columns that may have no room beside each other
_MOST_ADDED_CELLS = 0x10000  # empty cells added to short rows, as markdown-it has it (its issue 1000)


class Cell(NamedTuple):
    """One cell: its text with `\\|` unescaped, where it starts in the source line (code points from 0), and
    the offsets in the text before which a backslash was taken out."""

    text: str
    start: int
    removed: tuple[int, ...]


_NO_CELL = Cell("", 0, ())


def tables(md: MarkdownIt) -> None:
    """Install the rule in place of markdown-it's own."""
    md.block.ruler.at("table", _rule, {"alt": ["paragraph", "reference"]})


def row_of_dashes(cells: int) -> str:
    """The row that makes a table of rows with so many cells."""
    return "|---" * min(cells, _MOST_DASHES) + ("|" if cells <= _MOST_DASHES else "|…")


_MOST_DASHES = 20


def cells_in(row: str) -> int:
    """How many cells a row has."""
    return len(_split_row(row.strip()))


def is_dashes(row: str) -> bool:
    """Whether a row is one of dashes."""
    return _DELIMITERS.match(row.strip()) is not None


def _split_row(line: str, start: int = 0) -> list[Cell]:
    """The cells of a row. `start` is the column (from 0) at which `line` begins in its source line."""
    if "[[" not in line and "\\" not in line:
        return _plain_cells(line, start)
    bounds: list[tuple[int, int, list[int]]] = []
    begin, pos, escapes = 0, 0, list[int]()
    while (mark := _MARK.search(line, pos)) is not None:
        pos = mark.end()
        if mark.group() == "|":
            bounds.append((begin, mark.start(), escapes))
            begin, escapes = pos, []
        elif mark.group() == "\\|":
            escapes.append(mark.start())
        elif mark.group() == "[[":
            link = match_wikilink(line, mark.start(), len(line))
            if not isinstance(link, int) and "`" not in link.target and has_word(link.target + link.anchor):
                escapes.extend(m.start() for m in _ESCAPED.finditer(line, mark.start(), link.end))
                pos = link.end
    bounds.append((begin, len(line), escapes))
    if bounds and not line[bounds[0][0] : bounds[0][1]].strip():
        bounds.pop(0)
    if bounds and not line[bounds[-1][0] : bounds[-1][1]].strip():
        bounds.pop()
    return [_cell(line, start, *bound) for bound in bounds]


def _plain_cells(line: str, start: int) -> list[Cell]:
    """The cells of a row that is parted by nothing but its pipes."""
    cells: list[Cell] = []
    parts = line.split("|")
    begin, last = 0, len(parts) - 1
    for number, part in enumerate(parts):
        if number not in (0, last) or part.strip():  # what stands outside the outer pipes is no cell
            left = part.lstrip(" \t")
            cells.append(Cell(left.rstrip(" \t"), start + begin + len(part) - len(left), ()))
        begin += len(part) + 1
    return cells


def _cell(line: str, start: int, begin: int, end: int, escapes: list[int]) -> Cell:
    raw = line[begin:end]
    left = begin + len(raw) - len(raw.lstrip(" \t"))
    right = max(left, begin + len(raw.rstrip(" \t")))
    if not escapes:
        return Cell(line[left:right], start + left, ())
    parts, removed, pos = list[str](), list[int](), left
    for count, escape in enumerate(escapes):
        parts.append(line[pos:escape])
        removed.append(escape - left - count)
        pos = escape + 1
    parts.append(line[pos:right])
    return Cell("".join(parts), start + left, tuple(removed))


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent or state.is_code_block(start + 1):
        return False
    delimiters = line_of(state, start + 1)
    if not delimiters or delimiters[0] not in "|-:" or not _DELIMITERS.match(delimiters):
        return False
    if delimiters[0] == "-" and delimiters[1:2] in (" ", "\t", ""):  # a list item or a heading underline
        return False
    first = line_of(state, start)
    if "|" not in first or state.is_code_block(start):
        return False
    head = _head(first, delimiters, _column(state, start))
    if head is None:
        return False
    if silent:
        return True
    header, dashes = head
    alignments = [_alignment(part) for part in dashes]
    if (cells := delimiters.strip().strip("|").count("|") + 1) != (above := len(_split_row(first))):
        message = f"this row of dashes has {cells} cells and the row above it {above}; other programs show text here"
        place = (start + 2, _column(state, start + 1) + 1, len(delimiters.rstrip()))
        hint = f"write {row_of_dashes(above)} in its place"
        if above > len(header):
            hint = "write \\| for the bar between brackets, which belongs to their text"
        context(state.env).diagnostics.append(finding("KB231", message, *place, hint=hint))
    old_parent, state.parentType = state.parentType, "table"
    table = state.push("table_open", "table", 1)
    state.push("thead_open", "thead", 1).map = [start, start + 1]
    _row(state, start, header, alignments, "th")
    state.push("thead_close", "thead", -1)
    last = _body(state, start + 2, end, alignments)
    state.push("table_close", "table", -1)
    table.map = [start, last]
    state.parentType = old_parent
    state.line = last
    return True


def _head(first: str, delimiters: str, column: int) -> tuple[list[Cell], list[str]] | None:
    """The cells of the first row, which begins in a column, and as many of the row of dashes; None if they are not as
    many."""
    dashes = delimiters.strip().strip("|").split("|")
    framed = first.lstrip()[:1] == delimiters[0] == "|"
    if not framed and "[[" not in first and "\\" not in first:  # the number of cells is plain before they are cut
        bare = first.strip()
        if bare.count("|") + 1 - bare.endswith("|") != len(dashes):
            return None
    header = _split_row(first, column)
    if framed and header and len(header) != len(dashes):
        dashes = [part for part in dashes if part.strip()]
        if len(header) > len(dashes) and "\\" not in first:
            header = _whole(header, first, column)
    return (header, dashes) if header and len(header) == len(dashes) else None


def _whole(cells: list[Cell], line: str, column: int) -> list[Cell]:
    """Cells with those as one between which a bracket is open that one of them closes."""
    whole: list[Cell] = []
    opened = 0
    for cell in cells:
        if opened > 0:
            begin = whole[-1].start
            whole[-1] = Cell(line[begin - column : cell.start - column + len(cell.text)], begin, ())
        else:
            whole.append(cell)
            opened = 0
        opened += sum(cell.text.count(sign) for sign in "([{") - sum(cell.text.count(sign) for sign in ")]}")
    return whole if opened <= 0 else cells


def _body(state: StateBlock, start: int, end: int, alignments: list[str]) -> int:
    """Push the rows; returns the line behind the table."""
    parser = state.md.block
    assert isinstance(parser, Parser)
    line, added, body = start, 0, None
    while line < end and state.sCount[line] >= state.blkIndent:
        text = line_of(state, line).strip()
        if (text.startswith(("<!--", "%%")) and _COMMENT.match(text)) or (text[:1] == "{" and is_attributes(text)):
            line += 1
            continue
        if not text or state.is_code_block(line) or _BLOCK_ID.match(text):
            break
        if any(rule(state, line, end, True) for rule in parser.interrupts.get(text[0], ())):
            break
        cells = _split_row(line_of(state, line), _column(state, line))
        added += max(0, len(alignments) - len(cells))
        if added > _MOST_ADDED_CELLS:
            break
        if body is None:
            body = state.push("tbody_open", "tbody", 1)
        _row(state, line, cells, alignments, "td")
        line += 1
    if body is not None:
        state.push("tbody_close", "tbody", -1)
        body.map = [start, line]
    return line


def _row(state: StateBlock, line: int, cells: list[Cell], alignments: list[str], tag: str) -> None:
    opening = state.push("tr_open", "tr", 1)
    opening.map = [line, line + 1]
    if len(cells) != len(alignments):
        opening.meta["uneven"] = (len(cells), len(alignments))
    opens, closes = f"{tag}_open", f"{tag}_close"
    for number, alignment in enumerate(alignments):
        text, column, removed = cells[number] if number < len(cells) else _NO_CELL
        token = state.push(opens, tag, 1)
        if alignment:
            token.attrs = {"style": f"text-align:{alignment}"}
        if tag == "td" and len(alignments) >= _MANY:
            token.meta["of_many"] = True
        token = state.push("inline", "", 0)
        token.map, token.content, token.children = [line, line + 1], text, []
        token.meta = {"cell": (column, removed)}
        state.push(closes, tag, -1)
    state.push("tr_close", "tr", -1)


def _column(state: StateBlock, line: int) -> int:
    """Where `line_of` begins in its source line, code points from 0."""
    begin = state.bMarks[line] + state.tShift[line]
    return begin - (state.src.rfind("\n", 0, begin) + 1)


def _alignment(part: str) -> str:
    part = part.strip()
    if part.endswith(":"):
        return "center" if part.startswith(":") else "right"
    return "left" if part.startswith(":") else ""
