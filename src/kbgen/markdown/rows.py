"""What a row of a table says of the name that it begins with. Knows tokens; resolves nothing."""

from __future__ import annotations

from itertools import zip_longest

from markdown_it.token import Token

from kbgen.markdown.inlinewriter import InlineWriter
from kbgen.markdown.times import is_time
from kbgen.markdown.wikilinks import text_of
from kbgen.text.regex import regex

_RANK = regex(r"[^\w\[\]]*+\d{0,3}+[^\w\[\]]*+")  # "1.", "#2" or nothing
_FIGURE = 2  # words of a number with its unit


def name_at(cells: list[Token]) -> int:
    """The place of the cell that a row begins with: a rank and a time may stand before it (`| 05:30 | [[x]] | … |`)."""
    names = (place for place, cell in enumerate(cells) if not _RANK.fullmatch(cell.content))
    return next((place for place in names if not is_time(cells[place].children or [])), 0)


def told_behind(header: list[Token], cells: list[Token], place: int, write: InlineWriter) -> str:
    """What the cells behind that at `place` say in one line, as HTML: figures with the titles of their columns, of
    which `header` has the cells."""
    told = []
    for title, cell in zip_longest(header[place + 1 : len(cells)], cells[place + 1 :]):
        if cell.children:
            html = "".join(write.parts(cell))
            named = title is not None and title.children and _is_figure(text_of(cell.children))
            told.append(f"{''.join(write.parts(title))} {html}" if named else html)
    return " · ".join(told)


def _is_figure(text: str) -> bool:
    """Whether a text says nothing without the title of its column: `12`, `4 cm`, `—`."""
    words = text.split()
    letters = next((c for c in text if c.isalnum()), "")
    return bool(words) and len(words) <= _FIGURE and (not letters or letters.isdecimal())
