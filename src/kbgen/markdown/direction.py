"""In which direction a list item, a quote, a table runs, for bullets, borders and columns to stand where it begins.

Paragraphs and cells that have letters of their own need no word about it: a browser finds out (`unicode-bidi:
plaintext`), but it puts a bullet where the page begins, and does not look into links. Only asked of documents with any
letter that runs from right to left. What pages get is an attribute, empty where none is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import bidirectional

from markdown_it.token import Token

from kbgen.markdown.context import Context

_CELL = 3  # levels of a cell below its table
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def of_block(tokens: Sequence[Token], number: int, ctx: Context) -> str:
    """The attribute of a quote."""
    return _attribute(_direction(tokens, number)) if ctx.both_ways else ""


def of_list(tokens: Sequence[Token], number: int, ctx: Context) -> str:
    """The attribute of a list or table, whose direction items and cells without letters have too."""
    if not ctx.both_ways:
        return ""
    found = _direction(tokens, number)
    ctx.runs[tokens[number].level] = found or ctx.main_direction
    return _attribute(found)


def of_item(tokens: Sequence[Token], number: int, ctx: Context) -> str:
    """The attribute of a list item."""
    if not ctx.both_ways:
        return ""
    return _attribute(_direction(tokens, number) or ctx.runs.get(tokens[number].level - 1, ctx.main_direction))


def of_cell(tokens: Sequence[Token], number: int, ctx: Context) -> str:
    """The attribute of a cell."""
    if not ctx.both_ways:
        return ""
    own, in_links = _directions(tokens, number)
    return "" if own else _attribute(in_links or ctx.runs.get(tokens[number].level - _CELL, ctx.main_direction))


def of_paragraph(tokens: Sequence[Token], number: int, ctx: Context) -> str:
    """The attribute of a paragraph that has letters in links only."""
    own, in_links = _directions(tokens, number) if ctx.both_ways else ("", "")
    return "" if own else _attribute(in_links)


def _attribute(found: str) -> str:
    return f' dir="{found}"' if found else ""


def _direction(tokens: Sequence[Token], number: int) -> str:
    """That of the block that opens at a token: of its first letter outside links (their titles run in their own), else
    of the first in a link's label; else right to left, if the name that a bare link is written with does; '' if there
    is none."""
    own, in_link = _directions(tokens, number)
    return own or in_link


def _directions(tokens: Sequence[Token], number: int) -> tuple[str, str]:
    """That of its first letter outside links, and that of what is in its links; '' for none."""
    level, in_link = tokens[number].level, ""
    for place in range(number + 1, len(tokens)):
        token = tokens[place]
        if token.level <= level and token.nesting < 0:
            break
        if token.meta.get("made"):  # the title of a callout that has none of its own
            continue
        depth = 0
        for child in token.children or ():
            if child.type in ("link_open", "wikilink_open", "link_close", "wikilink_close"):
                depth += child.nesting
                bare = child.type == "wikilink_open" and child.meta.get("bare")
                if bare and not in_link and _strong(child.meta["wikilink"].target) == "rtl":
                    in_link = "rtl"
            elif child.type == "text" and not (depth and in_link):
                found = _strong(child.content)
                if found and not depth:
                    return found, in_link
                in_link = in_link or found
    return "", in_link


def _strong(text: str) -> str:
    return next((_STRONG[kind] for kind in map(bidirectional, text) if kind in _STRONG), "")
