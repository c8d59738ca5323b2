"""Links that CommonMark refuses and whose author meant one: `[t](my file.md)`, with spaces in the address, and pictures
with a size behind it, `![t](x.png =300x200)`, as HackMD, Wiki.js and Azure DevOps write them.

What is taken for one: a label without brackets, an address that has a space, ends like a page or a file (before an
anchor), and is no address of the web. It is read as `[t](my%20file.md)` would be, and told (KB122), for other tools
show it as text. Also here: a label that begins at an earlier bracket for its author, and at the last one for everybody
(KB123).
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.markdown.context import context, push_link, read_label
from kbgen.markdown.tokens import give_size
from kbgen.markdown.urls import classify
from kbgen.text.endings import FILES
from kbgen.text.paths import MARKDOWN
from kbgen.text.regex import regex

_ENDING = rf"(?:{MARKDOWN}|\.(?:{'|'.join(sorted(FILES))}))"
# Bounded, so that many brackets cost no more than their number.
_TITLE = r"(?:[ \t]+(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'))?"
_LINK = regex(
    r"\[(?P<label>[^\[\]\n]{0,200})\]\([ \t]*"
    r"(?P<path>(?:[^()<>\n\\]|\([^()<>\n\\]*\)){1,300}?"
    + _ENDING
    + r"(?:\#[^()<>\n\\\"]{0,200}?)?)"
    + _TITLE
    + r"[ \t]*\)",
    re.IGNORECASE,
)
_SIZED = regex(
    r"\[(?P<label>[^\[\]\n]{0,200})\]\([ \t]*(?P<path>[^\s()<>]{1,2000})" + _TITLE + r"[ \t]+"
    r"=(?=[0-9x])(?:(?P<width>[0-9]{1,4})(?:px)?|[0-9]{1,3}%)?x(?:(?P<height>[0-9]{1,4})(?:px)?|[0-9]{1,3}%)?[ \t]*\)"
)
_OPEN = regex(r"(?<![\\\[!])\[(?=[^\W\d_])[^\[\]\n]*\Z")
_BEFORE = 120  # code points in which a bracket is looked for that a label may have begun at


def spaced_link(state: StateInline, silent: bool) -> bool:
    """The rule, where CommonMark's own finds no link."""
    found = _found(state, state.pos)
    if found is None:
        return False
    if not silent:
        _report(state, found, state.pos)
        push_link(state, _attributes("href", found, state), *found.span("label"))
    state.pos = found.end()
    return True


def spaced_image(state: StateInline, silent: bool) -> bool:
    """The same of a picture."""
    found = _found(state, state.pos + 1)
    if found is None:
        return False
    if not silent:
        _report(state, found, state.pos)
        _push_image(state, found)
    state.pos = found.end()
    return True


def sized_image(state: StateInline, silent: bool) -> bool:
    """The rule of a picture with a size behind its address; a share of the page (`=50%x`) is no size."""
    if not state.src.startswith("![", state.pos) or state.html_terminator_last("](") < state.pos:
        return False
    found = _SIZED.match(state.src, state.pos + 1, state.posMax)
    if found is None:
        return False
    if not silent:
        give_size(_push_image(state, found), found.groupdict(""))
    state.pos = found.end()
    return True


def _push_image(state: StateInline, found: re.Match[str]) -> Token:
    token = state.push("image", "img", 0)
    token.attrs = _attributes("src", found, state) | {"alt": ""}
    read_label(state, token, found["label"], found.start("label"))
    return token


def _found(state: StateInline, start: int) -> re.Match[str] | None:
    if state.html_terminator_last("](") < start:
        return None
    found = _LINK.match(state.src, start, state.posMax)
    if found is None or " " not in found["path"] or classify(found["path"]) != "path":
        return None
    return found


def _attributes(name: str, found: re.Match[str], state: StateInline) -> dict[str, str | int | float]:
    title = found["double"] or found["single"] or ""
    return {name: state.md.normalizeLink(found["path"].strip()), **({"title": title} if title else {})}


def _report(state: StateInline, found: re.Match[str], start: int) -> None:
    path = found["path"].strip()
    message = "other tools show a link as text if its address has spaces"
    context(state.env).report("KB122", message, start, found.end() - start, f"write {path.replace(' ', '%20')}")


def report_label(state: StateInline, start: int, end: int) -> None:
    """Say so if a link, between these offsets, has an open bracket before it on its line that nothing closes."""
    src = state.src
    if src.find("]", end) >= 0:
        return
    found = _OPEN.search(src, max(0, start - _BEFORE), start)
    if found is not None:
        message = "the text of this link begins at its last bracket; what comes before that is not part of it"
        hint = "write \\[ for a bracket that belongs to the text"
        context(state.env).report("KB123", message, found.start(), end - found.start(), hint)
