"""Callouts: a block quote that begins with `[!kind] Title`, folded with `-`, open with `+`, or a quote or paragraph
that ends with `{.is-info}` (Wiki.js), `{: .prompt-tip }` or `{: .notice--warning}` (themes of Jekyll) on a line, or
stands below `{: .note }` (Just the Docs).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.text.regex import regex

_HEAD = regex(r"\[!([A-Za-z][\w-]{0,31})(?:\|[^\]\n]*)?\]([+-]?)(?:[ \t]+([^\n]*)|[ \t]*(?=\n|\Z))")

_MARK = regex(r"\n[ \t]*\{:?[ \t]*([.#][^{}\n]{1,80})\}[ \t]*\Z")
_ABOVE = regex(r"\{:[ \t]*([.#][^{}\n]{1,80})\}[ \t]*(?:\n|\Z)")
_CLASS = regex(
    r"\.(?:(?:prompt-|notice--|alert-|is-)(info|tip|success|warning|danger|primary)"
    r"|(note|tip|important|warning|caution|danger|info|new|notice)(-title)?)(?=[ \t]|\Z)"
)
_KINDS = {"primary": "note", "new": "tip", "notice": "note"}


def callouts(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "callout", _rule)


def _rule(state: StateCore) -> None:
    marked = any(sign in state.src for sign in ("{.", "{:", "{ ."))
    if "[!" not in state.src and not marked:
        return
    result: list[Token] = []
    open_quotes: list[tuple[Token, int]] = []  # and their places in the result
    tokens = state.tokens
    skip = 0
    above = ""  # classes that stand above a quote
    for number, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        if marked and token.type == "paragraph_open" and (found := _classed(tokens, number)) is not None:
            kind, classes = found
            if kind:
                result += _boxed(tokens[number : number + 3], kind)
            above, skip = classes, 2
            continue
        if above and token.type == "blockquote_open":
            kind, titled = _kind(above)
            token.tag, token.meta = "div", {"callout": kind, "open": False}
            own = titled and [t.type for t in tokens[number + 1 : number + 3]] == ["paragraph_open", "inline"]
            result += [token, *_title(tokens[number + 2].content if own else "", kind, "p", tokens[number + 2])]
            open_quotes.append((token, len(result)))
            above, skip = "", 3 if own else 0
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
    kind = _kind(found[1])[0] if found is not None else ""
    if last is None or found is None or not kind:
        return ""
    last.content = last.content[: found.start()]
    if last.map:
        last.map = [last.map[0], last.map[1] - 1]
    return kind


def _kind(classes: str) -> tuple[str, bool]:
    """The kind of box that classes name ('' = none), and whether its first paragraph is its title."""
    found = _CLASS.search(classes)
    kind = (found[1] or found[2]) if found is not None else ""
    return _KINDS.get(kind, kind), found is not None and bool(found[3])


def _classed(tokens: list[Token], number: int) -> tuple[str, str] | None:
    """The kind of box that classes at the first or the last line of a paragraph (number) make of it; or the classes, if
    it is nothing but these, and a quote follows. None for any other. The line is taken off."""
    text = tokens[number + 1]
    if "{" not in text.content or text.map is None or tokens[number].hidden:
        return None
    after = tokens[number + 3] if number + 3 < len(tokens) else None
    first, last = _ABOVE.match(text.content), _MARK.search(text.content)
    if first is not None and (kind := _kind(first[1])[0]):
        rest = text.content[first.end() :]
        if not rest.strip():
            is_above = after is not None and after.type == "blockquote_open" and (after.map or [-1])[0] == text.map[1]
            return ("", first[1]) if is_above else None
        text.content, text.map = rest, [text.map[0] + 1, text.map[1]]
        return kind, ""
    if after is not None and after.type == "blockquote_close":  # what it says is said of the quote
        return None
    if last is not None and (kind := _kind(last[1])[0]):
        text.content, text.map = text.content[: last.start()], [text.map[0], text.map[1] - 1]
        return kind, ""
    return None


def _boxed(paragraph: list[Token], kind: str) -> list[Token]:
    """A paragraph in a box."""
    meta = {"callout": kind, "open": False}
    opening, closing = paragraph[0].level, Token("blockquote_close", "div", -1, block=True, meta=meta)
    box = Token("blockquote_open", "div", 1, block=True, level=opening, map=paragraph[1].map, meta=meta)
    closing.level = opening
    for token in paragraph:
        token.level += 1
    return [box, *_title("", kind, "p", paragraph[1]), *paragraph, closing]


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
