"""The list or table right above a line that says where it is from: `Source: [[x]]`. Knows tokens; resolves nothing."""

from __future__ import annotations

from itertools import takewhile

from markdown_it.token import Token

from kbgen.markdown.above import NONE, Above, leads_in
from kbgen.markdown.below import points
from kbgen.markdown.context import Context
from kbgen.markdown.inlinewriter import InlineWriter
from kbgen.markdown.rows import Table, cut, rows_below
from kbgen.markdown.sentences import LONG
from kbgen.markdown.tokens import joined

_ENDS = {
    "bullet_list_close": "bullet_list_open",
    "ordered_list_close": "ordered_list_open",
    "table_close": "table_open",
}


def credited(tokens: list[Token], number: int, write: InlineWriter, ctx: Context) -> Above:
    """What the list or table says that ends right above the text of that number, with the line that leads it in."""
    opening = _opening(tokens, number - 2)
    if opening < 0:
        return NONE
    told = (
        _table(tokens, opening, write, ctx) if tokens[opening].type == "table_open" else _list(tokens, opening, write)
    )
    lead = tokens[opening - 2] if opening > 1 else None
    if not told.html or lead is None or lead.type != "inline" or tokens[opening - 1].type != "paragraph_close":
        return told
    if len(lead.content) > LONG or not leads_in(tokens, opening - 2):
        return told
    own = f"{write.paragraph(lead)}{write.text(lead)}</p>\n"
    return Above(own + told.html, joined([lead.children or [], told.tokens]), whole=True)


def _opening(tokens: list[Token], end: int) -> int:
    """Where the list or table begins that ends at a token; -1 for any other token."""
    kind = _ENDS.get(tokens[end].type, "") if end >= 0 else ""
    if not kind:
        return -1
    level = tokens[end].level
    inside = takewhile(lambda at: tokens[at].level != level or tokens[at].type != kind, range(end - 1, -1, -1))
    return end - 1 - sum(1 for _ in inside)


def _list(tokens: list[Token], opening: int, write: InlineWriter) -> Above:
    told = points(tokens, opening - 2, write)
    return Above(told.under.lstrip("\n"), told.tokens, whole=True) if told.words else NONE


def _table(tokens: list[Token], opening: int, write: InlineWriter, ctx: Context) -> Above:
    titles, *rows = rows_below(tokens, opening)
    shown = cut(rows)
    own = joined([cell.children or [] for row in (titles, *shown) for cell in row])
    return Above(Table(write, ctx).shown(titles, shown), own, whole=True) if shown else NONE
