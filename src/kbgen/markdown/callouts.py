"""Callouts: a block quote that begins with `[!kind] Title`, folded with `-`, open with `+`, or one that ends with
`{.is-info}` on a line, as in Wiki.js.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.text.regex import regex

_HEAD = regex(r"\[!([A-Za-z][\w-]{0,31})(?:\|[^\]\n]*)?\]([+-]?)(?:[ \t]+([^\n]*)|[ \t]*(?=\n|\Z))")

_MARK = regex(r"\n[ \t]*\{\.is-(info|success|warning|danger)\}[ \t]*\Z")


def callouts(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "callout", _rule)


def _rule(state: StateCore) -> None:
    marked = "{.is-" in state.src
    if "[!" not in state.src and not marked:
        return
    result: list[Token] = []
    open_quotes: list[tuple[Token, int]] = []  # and their places in the result
    tokens = state.tokens
    skip = 0
    for number, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "blockquote_open":
            open_quotes.append((token, len(result)))
            head = _head(tokens, number)
            if head is not None:
                _make(token, head)
                text, tag = (head.group(3) or "").strip(), "summary" if head.group(2) else "p"
                title = _title(text, head.group(1), tag, tokens[number + 2])
                result += [token, *title, *_rest(tokens[number + 1 : number + 4], head)]
                skip = 3
                continue
        elif token.type == "blockquote_close" and open_quotes:
            opening, at = open_quotes.pop()
            if marked and not opening.meta and (kind := _mark_at_end(result)):
                opening.tag, opening.meta = "div", {"callout": kind, "open": False}
                result[at + 1 : at + 1] = _title("", kind, "p", result[at + 1])
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


def _mark_at_end(tokens: list[Token]) -> str:
    """The kind of box that the last line of a quote's tokens names, which is taken off; '' without."""
    last = next((token for token in reversed(tokens) if token.nesting >= 0), None)
    found = _MARK.search(last.content) if last is not None and last.type == "inline" else None
    if last is None or found is None:
        return ""
    last.content = last.content[: found.start()]
    if last.map:
        last.map = [last.map[0], last.map[1] - 1]
    return found[1]


def _title(text: str, kind: str, tag: str, first: Token) -> list[Token]:
    """The title's tokens: the text behind the mark, else the kind with a capital; `first` is what it stands at."""
    level = first.level if first.type == "inline" else first.level + 1
    title = Token("inline", "", 0, content=text, map=first.map and [first.map[0], first.map[0] + 1], level=level)
    title.children = []
    if not text:
        name = kind.replace("-", " ").replace("_", " ")
        title.content = name[:1].upper() + name[1:].lower()
        title.meta["made"] = True
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
