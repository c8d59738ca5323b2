"""A row of a table by itself, and what it says of the name that it begins with; a column that has a name for its title.
Knows tokens; resolves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, zip_longest
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.context import Context
from kbgen.markdown.described import Described, begins_with_link
from kbgen.markdown.inlinewriter import InlineWriter
from kbgen.markdown.sentences import LONGEST
from kbgen.markdown.times import is_time
from kbgen.markdown.tokens import joined, text_token
from kbgen.markdown.wikilinks import has_words, text_of
from kbgen.markdown.writer import TABLE, escaped
from kbgen.text.regex import regex

_RANK = regex(r"[^\w\[\]]*+\d{0,3}+[^\w\[\]]*+")  # "1.", "#2" or nothing
_COLUMNS = 24  # the first one would be told again with each of many more
_CELL = 8  # signs that a row counts for beside its text
_FIGURE = 2  # words of a number with its unit


class Row(NamedTuple):
    """A row as a table of its own, and what it says of the link that it begins with, if it does, as tokens and as HTML
    in one line; `figures` tells that it says it in figures alone."""

    html: str
    described: Described | None
    said: str
    figures: bool


class Column(NamedTuple):
    """The link that is the title of a column, and that column beside the first one as a table of its own: its tokens
    and HTML."""

    link: int
    tokens: list[Token]
    html: str


class Table:
    """A table that is read row by row."""

    def __init__(self, write: InlineWriter, ctx: Context) -> None:
        self._write, self._ctx = write, ctx
        self._header: list[Token] = []
        self._head = ""  # the header as HTML, as soon as a row is shown below it

    def begin(self, cells: list[Token]) -> None:
        """A row begins; the first one is the header."""
        self._header = self._header or cells

    def is_header(self, cells: list[Token]) -> bool:
        """Whether a row that has begun is the one with the titles of the columns."""
        return cells is self._header

    def row(self, cells: list[Token]) -> Row:
        """The row that has begun, below the header if it is not that itself."""
        place = _name_at(cells)
        described = self._described(cells, place) if not self.is_header(cells) else None
        html = self._html(cells)
        if described is None:
            return Row(html, None, "", False)
        own = self._told_beside(cells[place], described)
        told = [text_of(cell.children) for cell in cells[place + 1 :] if cell.children]
        said = " · ".join(filter(None, (own, self._told_behind(cells, place))))
        beside = [text_token(described.text), *described.behind] if own else []
        behind = joined([beside, *[cell.children or [] for cell in cells[place + 1 :]]])
        return Row(html, described._replace(text="", behind=behind), said, not own and all(map(_is_figure, told)))

    def columns(self, rows: list[list[Token]]) -> Iterator[Column]:
        """The columns with a page's name for a title, of the table with this header and these rows below it: they say
        something of that page, what the first column names if that has no such title."""
        names = [begins_with_link(title.children or [], alone=True) for title in self._header[:_COLUMNS]]
        for place, name in enumerate(names):
            if name is None or self._ctx.links[name.link].type != "link":
                continue
            beside = [0] if place and names[0] is None else []
            shown = cut(
                [[row[at] for at in (*beside, place)] for row in rows if place < len(row) and row[place].content]
            )
            if any(has_words(row[-1].children or []) for row in shown):
                titles = [self._header[at] for at in (*beside, place)]
                tokens = joined([cell.children or [] for row in (titles, *shown) for cell in row])
                yield Column(name.link, tokens, self.shown(titles, shown))

    def shown(self, titles: list[Token], rows: list[list[Token]]) -> str:
        """A table as HTML."""
        head = "".join(f"<th>{self._write.text(title)}</th>" for title in titles)
        told = ["".join(f"{self._write.cell(cell)}{self._write.text(cell)}</td>" for cell in row) for row in rows]
        body = "".join(f"<tr>{row}</tr>" for row in told)
        return f"<div{self._ctx.mark(TABLE)}><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"

    def _described(self, cells: list[Token], place: int) -> Described | None:
        """What the cell at `place` says of the link that it begins with, or those behind it of one that it is."""
        children = cells[place].children or []
        name = begins_with_link(children, alone=True)
        if name is None:
            return begins_with_link(children)
        return name if any(has_words(cell.children or []) for cell in cells[place + 1 :]) else None

    def _told_beside(self, cell: Token, described: Described) -> str:
        """What a cell says of the link that it begins with, as HTML; '' if it is nothing but that link."""
        behind = self._write.parts(cell)[len(cell.children or []) - len(described.behind) :] if described.behind else []
        return escaped(described.text) + "".join(behind)

    def _html(self, cells: list[Token]) -> str:
        body = "".join(f"{self._write.cell(cell)}{self._write.text(cell)}</td>" for cell in cells)
        if not self.is_header(cells) and not self._head:
            head = "".join(f"<th>{self._write.text(cell)}</th>" for cell in self._header)
            self._head = f"<thead><tr>{head}</tr></thead>"
        wrapper = self._ctx.mark(TABLE)
        return f"<div{wrapper}><table>{self._head}<tbody><tr>{body}</tr></tbody></table></div>"

    def _told_behind(self, cells: list[Token], place: int) -> str:
        """What the cells behind that at `place` say in one line, as HTML: figures with the titles of their columns."""
        told = []
        for title, cell in zip_longest(self._header[place + 1 : len(cells)], cells[place + 1 :]):
            if cell.children:
                html = "".join(self._write.parts(cell))
                named = title is not None and title.children and _is_figure(text_of(cell.children))
                told.append(f"{''.join(self._write.parts(title))} {html}" if named else html)
        return " · ".join(told)


def rows_below(tokens: list[Token], number: int) -> list[list[Token]]:
    """The cells of all rows of a table that end behind the token of that number."""
    rows: list[list[Token]] = []
    for place in range(number + 1, len(tokens)):
        token = tokens[place]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(token)
    return rows


def cut(rows: list[list[Token]]) -> list[list[Token]]:
    """The first of the rows, as many as are not too long to be shown."""
    sizes = accumulate(sum(len(cell.content) for cell in row) + _CELL for row in rows)
    return [row for row, size in zip(rows, sizes, strict=True) if size <= LONGEST]


def _name_at(cells: list[Token]) -> int:
    """The place of the cell that a row begins with: a rank and a time may stand before it (`| 05:30 | [[x]] | … |`)."""
    names = (place for place, cell in enumerate(cells) if not _RANK.fullmatch(cell.content))
    return next((place for place in names if not is_time(cells[place].children or [])), 0)


def _is_figure(text: str) -> bool:
    """Whether a text says nothing without the title of its column: `12`, `4 cm`, `—`."""
    words = text.split()
    letters = next((c for c in text if c.isalnum()), "")
    return bool(words) and len(words) <= _FIGURE and (not letters or letters.isdecimal())
