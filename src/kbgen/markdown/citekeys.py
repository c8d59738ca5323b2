"""Citations as pandoc writes them: `[@smith2020]`, `[see @smith2020, p. 12; @jones2021]`.

A key is a link where a page is called so (`@smith2020`, `smith2020`, or by its field `citekey`), else text: it may be
of a bibliography elsewhere. An `@name` without brackets is somebody's name on a network.

So is the name of a page in brackets (`[2026-01-31-a-talk]`), alone or with others, what stands behind `[Source: `,
`[^src: ` or `(source: `, and a note that nobody wrote (`[^a-talk]`): many wikis that agents write cite so.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import remember_place
from kbgen.markdown.rawcitations import PATH, SAID, cite
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink

_KEY = regex(r"@(\w(?:[\w:./+-]*\w)?)")
_BEFORE = regex(r"\[(?:[^\[\]\n]*[ ;(])?-?\Z")
_BEHIND = regex(r"[^\[\]\n]*\](?![\[(:])")
_FAR = 300  # signs of a bracket that is a citation


_NAME = r"[^\W_][\w.+-]{6,160}"  # of a file, as programs make them: with two hyphens or more, and letters
_CITED = regex(
    rf"\[(?:\^?(?P<word>{SAID})[ \t]*[:：][ \t]*(?P<any>[^\[\]\n`*<>@$&\\]{{1,{_FAR}}})|"
    rf"(?P<note>\^(?=[^\[\]\n]*[^\W\d_])[^\[\]\s^|`<>$&\\]{{2,{_FAR}}})|"
    rf"(?P<names>(?:{_NAME})(?:[ \t]*[,;][ \t]*{_NAME}){{0,20}}))\](?![\[(:])",
    re.IGNORECASE,
)
_NAMED = regex(rf":[ \t]*(?P<any>[^()\[\]\n`*<>@$&\\|]{{2,{_FAR}}})(?=\))")
_OPENED = regex(rf"[(][ \t]*{SAID}[ \t]*\Z", re.IGNORECASE)
_LABEL = 24  # signs of the parenthesis and the word before the colon
_PART = regex(r"[^\s,;§][^,;§]*")
_WORDS = regex(r"[^\n]*?[^\W\d_]")  # a year, or the number of a page, is no name
_SLUG = regex(r"(?=[\d.+-]*[^\W\d_])[^-]+-[^-]+-.+")


def citekeys(md: MarkdownIt) -> None:
    """Install the rules."""
    md.inline.ruler.before("escape", "citekey", _rule)
    md.inline.ruler.before("escape", "said_name", _said)
    md.inline.ruler.push("cited", _cited)


def _rule(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if state.linkLevel or state.html_terminator_last("]") < start:
        return False
    found = _KEY.match(src, start, state.posMax)
    if found is None or _BEFORE.search(src, max(0, start - _FAR), start) is None:
        return False
    if _BEHIND.match(src, found.end(), min(state.posMax, found.end() + _FAR)) is None:
        return False
    if not silent:
        if state.pending.endswith("-"):  # `-@key` leaves the author out
            state.pending = state.pending[:-1]
        _push(state, found[0], start, found.end())
    state.pos = found.end()
    return True


def _cited(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if silent or state.linkLevel:
        return False
    found = _CITED.match(state.src, start, state.posMax)
    if found is None or "://" in found[0]:
        return False
    group = "any" if found["word"] else "note" if found["note"] else "names"
    name = _SLUG if group == "names" else _WORDS
    parts = [part for part in _PART.finditer(state.src, *found.span(group)) if name.match(part[0])]
    if not parts:
        return False
    _cite(state, parts, found, bool(found["word"]))
    return True


def _said(state: StateInline, silent: bool) -> bool:
    """What stands behind `(source:`."""
    start = state.pos
    if silent or state.linkLevel or state.src.rfind("(", max(0, start - _LABEL), start) < 0:
        return False
    found = _NAMED.match(state.src, start, state.posMax)
    if found is None or "://" in found[0] or _OPENED.search(state.src, max(0, start - _LABEL), start) is None:
        return False
    parts = [part for part in _PART.finditer(state.src, *found.span("any")) if _WORDS.match(part[0])]
    if not parts:
        return False
    _cite(state, parts, found, True)
    return True


def _cite(state: StateInline, parts: list[re.Match[str]], found: re.Match[str], raw_too: bool) -> None:
    """Put the citations of some parts of what was found, with the text around them; `raw_too`: of raw files as well."""
    pos = found.start()
    if raw_too and state.src.startswith("[^", pos):  # no note
        state.append_pending("[")
        pos += 2
    for part in parts:
        state.append_pending(state.src[pos : part.start()])
        raw = PATH.match(state.src, part.start(), part.end()) if raw_too else None
        if raw is not None:
            cite(state, raw, *raw.span())
            pos = raw.end()
        else:
            pos = part.start() + len(part[0].rstrip())
            _push(state, state.src[part.start() : pos], part.start(), pos)
    state.append_pending(state.src[pos : found.end()])
    state.pos = found.end()


def _push(state: StateInline, name: str, start: int, end: int) -> None:
    token = state.push("wikilink_open", "a", 1)
    remember_place(state, token, start, end)
    token.meta |= {"wikilink": Wikilink(end, -1, name, "", "", False), "embed": False, "citekey": True}
    state.push("wikilink_close", "a", -1)
