"""Bare addresses of the web as links: GFM's extended autolinks (GFM 0.29, "Autolinks (extension)"); and what works go
by in libraries (`doi:10.1000/182`, `arXiv:2601.00001`), which leads to the work.

markdown-it's own linkify doubles the time of parsing, and guesses; GFM's rule is exact and needs neither a
list of top-level domains nor a second pass over the text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.markdown.context import context, remember_place
from kbgen.text.identifiers import address_of
from kbgen.text.regex import regex

_SCHEME = regex(r"(?:^|[^A-Za-z0-9])(https?)\Z", re.IGNORECASE)
_ADDRESS = regex(r"://[A-Za-z0-9][^\s<>\u3000-\u3002\uff0c\uff1b\uff1a\uff01\uff09\u300d\u300f\u3011\u201d]*")
WEB = regex(f"https?{_ADDRESS.pattern}", re.IGNORECASE)  # with what may be `trimmed` from its end
_LIBRARY = regex(r"(?:^|[^\w])(doi|arxiv)\Z", re.IGNORECASE)
# A DOI has the signs that Crossref finds in nearly all: what else stands behind it, a note or a word of another script,
# is not part of it. One that goes on with `<` or `%` is none of these.
_IDENTIFIER = regex(
    r":[ \t]?(10\.[0-9]{4,9}/[-._;()/:A-Za-z0-9]{1,200}+(?![<%][0-9A-F])|[0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,3})?(?!\w))"
)
_BARE = regex(
    r"(?<![\w@./+-])(?:(?P<www>www\.[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#][^\s<>]*)?)"
    r"|(?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z][A-Za-z0-9-]*))"
)
_ENTITY = regex(r"&[A-Za-z0-9]+;")
_LONGEST_ENTITY = 33  # with its two signs: &CounterClockwiseContourIntegral;


def autolinks(md: MarkdownIt) -> None:
    """Install both rules: `https://…` while text is read, `www.…` and mail addresses behind it."""
    md.inline.ruler.after("text", "bare_address", _rule)
    md.core.ruler.push("bare_names", _names)


def trimmed(address: str) -> str:
    """An address without the punctuation that belongs to the sentence: `?!.,:*_~'"`, a closing bracket
    more than there are opening ones, or what looks like an entity."""
    end = len(address)
    more = {close: address.count(close) - address.count(open) for open, close in ("()", "[]", "{}")}
    while end:
        last = address[end - 1]
        if last in "?!.,:*_~'\"|":
            end -= 1
        elif more.get(last, 0) > 0:
            more[last] -= 1
            end -= 1
        elif last == ";":
            begin = address.rfind("&", max(0, end - _LONGEST_ENTITY), end)
            end = begin if begin >= 0 and _ENTITY.fullmatch(address, begin, end) else end - 1
        else:
            break
    return address[:end]


def _rule(state: StateInline, silent: bool) -> bool:
    pos = state.pos
    if silent or state.linkLevel:
        return False
    if not state.src.startswith("://", pos):
        return _identified(state)
    waiting = state.pending
    scheme = _SCHEME.search(waiting[-6:])
    rest = _ADDRESS.match(state.src, pos, state.posMax)
    if scheme is None or rest is None:
        return False
    length = len(scheme.group(1))
    address = trimmed(waiting[-length:] + rest.group())
    if len(address) <= length + 3 or ("]]" in address and "[[" not in address):
        address = address.split("]]", 1)[0]
        if len(address) <= length + 3:
            return False
    _link(state, length, pos - length + len(address), address, address)
    return True


def _identified(state: StateInline) -> bool:
    """What stands behind `doi:` or `arXiv:`."""
    found = _IDENTIFIER.match(state.src, state.pos, state.posMax)
    name = _LIBRARY.search(state.pending[-7:]) if found is not None else None
    if found is None or name is None:
        return False
    number = trimmed(found[1])
    address = address_of(name[1], number)
    if not address:
        return False
    end = found.start(1) + len(number)
    _link(state, len(name[1]), end, name[1] + state.src[state.pos : end], address)
    return True


def _link(state: StateInline, before: int, end: int, text: str, address: str) -> None:
    """Put a link at the end of what was read, with the last `before` signs of that as its beginning."""
    start = state.pos - before
    state.pending = state.pending[:-before]
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(address)}
    opening.info = "auto"
    remember_place(state, opening, start, end)
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1).info = "auto"
    state.pos = end


def _names(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and ("www." in block.content or "@" in block.content):
            children = block.children or []
            if any(t.type == "text" and _BARE.search(t.content) for t in children):
                context(state.env).token = block
                block.children = _linked(state, children)
    context(state.env).token = None


def _linked(state: StateCore, tokens: list[Token]) -> list[Token]:
    """The same tokens, with `www.` names and mail addresses outside links made links."""
    result: list[Token] = []
    depth = 0
    for token in tokens:
        if token.type in ("link_open", "wikilink_open"):
            depth += 1
        elif token.type in ("link_close", "wikilink_close"):
            depth -= 1
        if token.type != "text" or depth:
            result.append(token)
            continue
        done = 0
        for found in _BARE.finditer(token.content):
            address = trimmed(found.group())
            href = f"http://{address}" if found.group("www") else f"mailto:{address}"
            if not address or address[-1] in "-_" or (found.group("mail") and address != found.group()):
                continue
            result += [_text(token, token.content[done : found.start()])] if found.start() > done else []
            opening = Token("link_open", "a", 1, attrs={"href": state.md.normalizeLink(href)}, info="auto")
            result += [opening, _text(token, address), Token("link_close", "a", -1, info="auto")]
            done = found.start() + len(address)
        if done < len(token.content) or not token.content:
            result.append(_text(token, token.content[done:]) if done else token)
    return result


def _text(like: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=like.level)
