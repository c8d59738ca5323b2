"""The works that a page lists: what a section such as “References” holds, with a number in brackets before each
(`[1] A talk`, also as points, or in a table), or by the numbers of a list. Outside such sections it takes two lines
with numbers in brackets. A number that two works have is no work's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from kbgen.markdown.sections import REFERENCES, heading_key
from kbgen.markdown.tokens import BREAKS
from kbgen.markdown.wikilinks import text_of
from kbgen.text.regex import regex

OPEN, CLOSE, DIGITS = r"[\[【［]", r"[\]】］]", r"\d{1,3}"
"""Patterns of the brackets around a number of a work, and of that number."""

LEAD = regex(rf"\s*{OPEN}\^?({DIGITS})\^?{CLOSE}(?=[\s:：.,、]|\Z|[^\W\d_a-zA-Z])(?!\s*=\s)")
"""The number in brackets that a line begins with."""

_CELL = regex(rf"\s*{OPEN}?({DIGITS}){CLOSE}?\.?\s*")
_MARKUP = frozenset(("html_inline", "strong_open", "em_open", "link_open"))
_LONGEST = 40  # letters of a heading of works
_LOWEST = 7  # a line that is a heading in all but its markup is of a lower level than any heading


@dataclass
class Work:
    """A work: the text that it is in, which line of that it is, and whether the number stands before it there."""

    text: Token
    line: int
    numbered: bool
    cited: bool = False


@dataclass
class Works:
    """Works by their numbers, and whether some are numbered by a list alone."""

    by_number: dict[int, Work | None] = field(default_factory=dict)  # None: two works have the number
    listed: bool = False

    def add(self, number: int, work: Work) -> None:
        """One more work."""
        self.by_number[number] = None if number in self.by_number else work

    def known(self) -> dict[int, Work]:
        """Those that are the only ones of their numbers."""
        return {number: work for number, work in self.by_number.items() if work is not None}


def works_of(tokens: list[Token]) -> Works:
    """The works that the sections of a page list; without such a section, the lines with numbers in brackets."""
    reader = _Reader(tokens)
    for place, token in enumerate(tokens):
        if token.type == "inline":
            if token.children:
                reader.text(place, token)
        elif (enter := _ENTER.get(token.type)) is not None:
            enter(reader, place, token)
    found, loose = reader.found, reader.loose
    return loose if not found.by_number and len(loose.by_number) > 1 else found


def begins_row(tokens: list[Token], place: int) -> bool:
    """Whether a text is the number that a row of a table begins with."""
    return _is_first(tokens, place) and _CELL.fullmatch(tokens[place].content) is not None


class _Reader:
    """What stands around the text at hand, and the works so far."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.found, self.loose = Works(), Works()  # in sections of works, and elsewhere
        self.level = 0  # of the section of works at hand; 0: none
        self.lists: list[int] = []  # the next number of each list around; -1: it has none
        self.row = 0  # the number that the row at hand begins with; 0: none

    def heading(self, place: int, token: Token) -> None:
        """A section of works begins, goes on, or ends."""
        level, around = int(token.tag[1]), self.level
        if heading_key(text_of(self.tokens[place + 1].children or [])) in REFERENCES:
            self.level = level if not around or level <= around else around
        else:
            self.level = around if level > around else 0

    def list_begin(self, _: int, token: Token) -> None:
        """A list begins."""
        self.lists.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else -1)

    def list_end(self, _: int, __: Token) -> None:
        """It ends."""
        self.lists.pop()

    def item(self, _: int, __: Token) -> None:
        """A point of a list begins."""
        if self.lists[-1] >= 0:
            self.lists[-1] += 1

    def table_row(self, _: int, __: Token) -> None:
        """A row of a table begins."""
        self.row = 0

    def text(self, place: int, token: Token) -> None:
        """A text, which may be a work, hold works in its lines, or be a heading in all but its markup."""
        before = self.tokens[place - 1].type
        if before == "td_open":
            self._cell(place, token)
        elif before == "paragraph_open":
            self._paragraph(place, token)

    def _cell(self, place: int, token: Token) -> None:
        if self.row and self.level:
            self.found.add(self.row, Work(token, 0, False))
        cell = _CELL.fullmatch(token.content) if not self.row and _is_first(self.tokens, place) else None
        self.row = int(cell[1]) if cell is not None else 0

    def _paragraph(self, place: int, token: Token) -> None:
        headline = not self.lists and _is_headline(token.content)
        if headline and len(token.content) <= _LONGEST and heading_key(token.content) in REFERENCES:
            self.level = _LOWEST
            return
        numbered = list(_numbered(token))
        if headline and not numbered and self.level == _LOWEST:
            self.level = 0
        for number, line in numbered:
            (self.found if self.level else self.loose).add(number, Work(token, line, True))
        if self.level and not numbered and self._is_point(place):
            self.found.add(self.lists[0] - 1, Work(token, 0, False))
            self.found.listed = True

    def _is_point(self, place: int) -> bool:
        """Whether a paragraph begins a point of a numbered list, and of none within another."""
        return len(self.lists) == 1 and self.lists[0] > 0 and self.tokens[place - 2].type == "list_item_open"


_ENTER = {
    "heading_open": _Reader.heading,
    "ordered_list_open": _Reader.list_begin,
    "bullet_list_open": _Reader.list_begin,
    "ordered_list_close": _Reader.list_end,
    "bullet_list_close": _Reader.list_end,
    "list_item_open": _Reader.item,
    "tr_open": _Reader.table_row,
}


def _is_first(tokens: list[Token], place: int) -> bool:
    """Whether a text is in the first cell of a row."""
    return tokens[place - 1].type == "td_open" and tokens[place - 2].type == "tr_open"


def _is_headline(text: str) -> bool:
    """Whether a paragraph is a line in bold, or leads in what stands below it."""
    return text.rstrip("*_").endswith((":", "：")) or (text.startswith(("**", "__")) and text.endswith(("**", "__")))


def _numbered(token: Token) -> Iterator[tuple[int, int]]:
    """The numbers in brackets that lines of a text begin with, and which lines these are; none unless the first is, or
    is their title."""
    children = token.children or []
    starts = [0, *(n + 1 for n, child in enumerate(children) if child.type in BREAKS and not child.level)]
    for line, start in enumerate(starts):
        first = next((child for child in children[start : start + 4] if not _is_markup(child)), None)
        lead = LEAD.match(first.content) if first is not None and first.type == "text" else None
        if lead is not None:
            yield int(lead[1]), line
        elif not line and heading_key(token.content.partition("\n")[0]) not in REFERENCES:
            return


def _is_markup(token: Token) -> bool:
    return token.type in _MARKUP or (token.type == "text" and not token.content.strip())
