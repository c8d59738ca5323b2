"""Sources by their short names, on a page with a field that names its sources: `(Dyer 1996, p. 3)`, `Dyer et al.
(1996)`, `(slides-04 s.14)`, which is the beginning of a file's name; and that of a file behind what is quoted from it,
`"…" — slides-04`. A short name is a link if one of these sources answers to it, else text: `link.shortly` decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.markdown.context import Context, context
from kbgen.markdown.tokens import QuickToken, text_token
from kbgen.markdown.wikilinks import LINKS
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink

_NAME = r"[^\W\d_a-z][\w'’-]*+"
_NAMES = rf"(?<![\w'’.-]){_NAME}(?:(?:,? (?:&|and|und|et|y|e|en|i)|,) {_NAME}){{0,4}}(?:,? et al\.?)?"
_YEAR = r"(?:19|20)\d\d[a-z]?"
# The beginning of a file's name, before a place in it; a long name without one.
_PLACE = r"(?=,? (?:§|[A-Za-z]{1,8}\.? ?\d|\d))"
_SLUG = rf"(?<![\w./-])(?=[\w-]*[a-z])(?:[a-z0-9_]+-[a-z0-9_-]+{_PLACE}|(?:[a-z0-9_]+-){{3}}[a-z0-9_-]+(?![\w/-]|\.\w))"
_SAID = regex(rf"{_NAMES} ?[(（]{_YEAR}[)）]|[(（](?P<in>[^()（）\n]{{3,240}})[)）]")
_WITHIN = regex(rf"{_NAMES},? {_YEAR}(?![\w-])|{_SLUG}")
_BEHIND = regex(r"(?<=[\"”»“」』.*_] )(?:[—–]|--) (?P<end>[^\W_][^\s—–|]{0,160})\s*\Z")  # a hyphen or `_` in it
_SIGNS = ("(", "— ", "（", "– ", "-- ")
_MAY_CITE = regex(r"(?:[—–]|--) \w[^\s_-]{0,80}[_-]|[(（][^()（）\n]{0,240}?(?:(?:19|20)\d\d|\w-\w)")


def shortcites(md: MarkdownIt) -> None:
    """Install the rule."""
    md.core.ruler.after("inline", "short_cites", _rule)


def _rule(state: StateCore) -> None:
    ctx = context(state.env)
    if not ctx.cites or not any(sign in state.src for sign in _SIGNS) or _MAY_CITE.search(state.src) is None:
        return
    for token in state.tokens:
        if token.type == "inline" and token.children and any(sign in token.content for sign in _SIGNS):
            ctx.token = token
            token.children = list(_read(ctx, token.content, token.children))
    ctx.token = None


def _read(ctx: Context, content: str, children: list[Token]) -> Iterator[Token]:
    """The tokens of a text, with links in the places of short names."""
    depth = read = 0
    last = children[-1]
    for child in children:
        if child.type in LINKS or child.type in ("wikilink_close", "link_close"):
            depth += child.nesting
        if depth or child.type != "text":
            yield child
            continue
        written, shown = child.content, 0
        for start, end in _short_names(written, child is last):
            at = content.find(written[start:end], read)
            read = max(read, at + end - start)
            if start > shown:
                yield text_token(written[shown:start], child.level)
            yield from _link(ctx, written[start:end], max(0, at))
            shown = end
        if shown < len(written):
            yield text_token(written[shown:], child.level) if shown else child


def _short_names(text: str, is_last: bool) -> Iterator[tuple[int, int]]:
    """Where they stand in a text, which may be the last of its paragraph."""
    for found in _SAID.finditer(text):
        if found["in"] is None:
            yield found.span()
        else:
            yield from map(re.Match.span, _WITHIN.finditer(text, *found.span("in")))
    behind = _BEHIND.search(text) if is_last else None
    if behind is not None and ("-" in behind["end"] or "_" in behind["end"]):
        yield behind.span("end")


def _link(ctx: Context, name: str, start: int) -> tuple[Token, Token]:
    line, column = ctx.place(start)
    token = QuickToken("wikilink_open", "a", 1)
    token.meta = {
        "wikilink": Wikilink(start + len(name), -1, name, "", "", False),
        "embed": False,
        "citekey": True,
        "place": (line, column, len(name)),
    }
    return token, QuickToken("wikilink_close", "a", -1)
