"""Rows of tables as they are written between pipes. Knows one line, and nothing of the table around it."""

from __future__ import annotations

from typing import NamedTuple

from kbgen.text.regex import regex

_CELL = regex(r"[ \t]*(?P<text>(?:\[\[[^\[\]\n]*\]\]|\\.|`[^`\n]*`|[^|\n])*)")


class Cell(NamedTuple):
    """The text of a cell, trimmed, and the column (from 0) at which it begins."""

    text: str
    column: int


def cells_of(row: str) -> list[Cell]:
    """The cells of a row that begins with a pipe. One in a link, in code or behind a backslash parts none.

    >>> [cell.text for cell in cells_of("| a | [[b|c]] | `d|e` | ")]
    ['a', '[[b|c]]', '`d|e`']
    """
    cells: list[Cell] = []
    at, end = row.index("|") + 1, len(row.rstrip())
    while at < end and (found := _CELL.match(row, at, end)) is not None:
        cells.append(Cell(found["text"].rstrip(), found.start("text")))
        at = found.end() + 1
    return cells
