"""Callouts: a block quote that begins with `[!kind] Title`, folded with `-`, open with `+`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.text.regex import regex

_HEAD = regex(r"\[!([A-Za-z][\w-]{0,31})(?:\|[^\]\n]*)?\]([+-]?)(?:[ \t]+([^\n]*)|[ \t]*(?=\n|\Z))")


def callouts(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "callout", _rule)


def _rule(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    result: list[Token] = []
    open_quotes: list[Token] = []
    tokens = state.tokens
    skip = 0
    for number, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "blockquote_open":
            open_quotes.append(token)
            head = _head(tokens, number)
            if head is not None:
                _make(token, head)
                result += [token, *_title(tokens[number + 2], head), *_rest(tokens[number + 1 : number + 4], head)]
                skip = 3
                continue
        elif token.type == "blockquote_close" and open_quotes:
            opening = open_quotes.pop()
            token.tag = opening.tag
            token.meta = opening.meta
        result.append(token)
    state.tokens = result


def _head(tokens: list[Token], number: int) -> re.Match[str] | None:
    if number + 2 < len(tokens) and tokens[number + 1].type == "paragraph_open":
        return _HEAD.match(tokens[number + 2].content)
    return None


def _make(token: Token, head: re.Match[str]) -> None:
    token.tag = "details" if head.group(2) else "div"
    token.meta = {"callout": head.group(1).lower(), "open": head.group(2) == "+"}


def _title(inline: Token, head: re.Match[str]) -> list[Token]:
    """The title's tokens: the text behind the mark, else the kind with a capital."""
    text = (head.group(3) or "").strip()
    level = inline.level
    title = Token("inline", "", 0, content=text, map=inline.map and [inline.map[0], inline.map[0] + 1], level=level)
    title.children = []
    if not text:
        kind = head.group(1).replace("-", " ").replace("_", " ")
        title.content = kind[:1].upper() + kind[1:].lower()
        title.meta["made"] = True
    tag = "summary" if head.group(2) else "p"
    meta = {"callout_title": True}
    return [
        Token("callout_title_open", tag, 1, block=True, level=level - 1, meta=meta),
        title,
        Token("callout_title_close", tag, -1, block=True, level=level - 1, meta=meta),
    ]


def _rest(paragraph: list[Token], head: re.Match[str]) -> list[Token]:
    """What is left of the paragraph that the mark stood in."""
    inline = paragraph[1]
    rest = inline.content[head.end() :].removeprefix("\n")
    if not rest.strip():
        return []
    inline.content = rest
    if inline.map:
        inline.map = [inline.map[0] + 1, inline.map[1]]
    return paragraph
