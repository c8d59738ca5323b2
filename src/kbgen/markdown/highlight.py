"""`==marked words==`, as Obsidian has them. What compares stays: `a == b`, `a==b`, a row of more than two signs."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_CLOSING = re.compile(r"(?<![\s=])==(?![=A-Za-z0-9_])")
_LONGEST = 2_000  # code points between the signs; keeps signs without end from costing a whole page


def highlight(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("emphasis", "highlight", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    inside = start + 2
    if not src.startswith("==", start) or inside >= state.posMax or src[inside] == "=" or src[inside].isspace():
        return False
    before = src[start - 1] if start else " "
    if before in "=_" or (before.isascii() and before.isalnum()):
        return False
    closing = _CLOSING.search(src, inside + 1, min(state.posMax, inside + _LONGEST))
    if closing is None or _is_cut(src[inside : closing.start()]):
        return False
    if not silent:
        last = state.posMax
        state.pos, state.posMax = inside, closing.start()
        state.push("mark_open", "mark", 1).markup = "=="
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1).markup = "=="
        state.posMax = last
    state.pos = closing.end()
    return True


def _is_cut(text: str) -> bool:
    """Whether code or a link begins in a text and ends behind it."""
    return text.count("`") % 2 == 1 or text.count("[") != text.count("]")
