"""Breaks of lines between letters of Chinese and Japanese, which no space stands for: a reader would see a gap.

A break stays where one of its sides is no such letter or sign, is unknown (a link that shows a title), or is Hangul,
for Korean has spaces (CSS Text 3, section 4.1.3, "Segment Break Transformation Rules").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MARKS = frozenset(
    ("strong_open", "strong_close", "em_open", "em_close", "s_open", "s_close", "mark_open", "mark_close")
)


def eastbreaks(md: MarkdownIt) -> None:
    """Install the rule, behind all that makes of a break what it is."""
    md.core.ruler.after("labelled_lines", "east_breaks", _rule)


def _rule(state: StateCore) -> None:
    if state.src.isascii():
        return
    for token in state.tokens:
        if token.type == "inline" and token.children and "\n" in token.content and not token.content.isascii():
            _join(token.children)


def _join(children: list[Token]) -> None:
    for number, child in enumerate(children):
        if child.type == "softbreak":
            child.hidden = _is_east(_shown(children, number, -1)[-1:]) and _is_east(_shown(children, number, 1)[:1])


def _shown(children: Sequence[Token], number: int, step: int) -> str:
    """The text that comes next to a token, on the side to which `step` leads; '' where anything else does."""
    number += step
    while 0 <= number < len(children):
        token = children[number]
        if token.type == "text" and token.content:
            return token.content
        if token.type not in _MARKS and token.type != "text":
            return ""
        number += step
    return ""


def _is_east(char: str) -> bool:
    if not char or char.isascii() or unicodedata.east_asian_width(char) not in "WF":
        return False
    return not unicodedata.name(char, "").startswith(("HANGUL", "HALFWIDTH HANGUL"))
