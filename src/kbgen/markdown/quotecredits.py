"""Whose words a quotation has, in the line below a list in it: `> 2. Safe`, `> — [[x]]`. For CommonMark that line goes
on with the last point; it is a paragraph of the quotation, and credits all of it."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.text.regex import regex

_SIGNS = ("> —", "> –", "> --", ">—")
_MAY_CREDIT = regex(r"^[ \t]*>[> \t]*(?:[—–―]|--)[ \t]*[\w\[*_]", re.MULTILINE)
_CREDIT = regex(r"(?:[—–―]|--)[ \t]*(?:[\w\[*_]|\Z)")
_CLOSING = frozenset(("paragraph_close", "list_item_close", "bullet_list_close", "ordered_list_close"))
_LISTS = ("bullet_list_close", "ordered_list_close")


def quotecredits(md: MarkdownIt) -> None:
    """Install the rule."""
    md.core.ruler.after("inline", "quote_credits", _rule)


def _rule(state: StateCore) -> None:
    if not any(sign in state.src for sign in _SIGNS) or _MAY_CREDIT.search(state.src) is None:
        return
    tokens, kept = state.tokens, list[Token]()
    credit: Token | None = None
    for number, token in enumerate(tokens):
        if credit is not None and token.type not in _CLOSING:
            kept += _paragraph(credit, token.level + 1)
            credit = None
        elif credit is None and token.type == "inline" and _ends_quotation(tokens, number):
            credit = _taken_off(token)
        kept.append(token)
    state.tokens = kept


def _ends_quotation(tokens: list[Token], number: int) -> bool:
    """Whether a text is the last in a list with which a quotation ends."""
    end, lists = number + 1, False
    while end < len(tokens) and tokens[end].type in _CLOSING:
        lists = lists or tokens[end].type in _LISTS
        end += 1
    return lists and end < len(tokens) and tokens[end].type == "blockquote_close"


def _taken_off(text: Token) -> Token | None:
    """The last line of a text, taken off that, if it says whose words stand above it; else None."""
    children = text.children or []
    at = next((n for n in range(len(children) - 1, -1, -1) if children[n].type == "softbreak"), 0)
    first = children[at + 1] if at else None
    if first is None or first.type != "text" or first.level or _CREDIT.match(first.content.strip()) is None:
        return None
    above, _, line = text.content.rpartition("\n")
    last = (text.map or [0, 1])[1]
    credit = Token("inline", "", 0, {}, [last - 1, last], text.level, children[at + 1 :], line)
    text.children, text.content, text.map = children[:at], above, [(text.map or [0])[0], last - 1]
    return credit


def _paragraph(text: Token, level: int) -> tuple[Token, Token, Token]:
    text.level = level + 1
    opening = Token("paragraph_open", "p", 1, map=text.map, level=level, block=True)
    return opening, text, Token("paragraph_close", "p", -1, level=level, block=True)
