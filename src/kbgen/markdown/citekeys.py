"""Citations as pandoc writes them: `[@smith2020]`, `[see @smith2020, p. 12; @jones2021]`.

A key is a link where a page is called so (`@smith2020`, `smith2020`, or by its field `citekey`), else text: it may be
of a bibliography elsewhere. An `@name` without brackets is somebody's name on a network.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import remember_place
from kbgen.wikilink import Written

_KEY = re.compile(r"@(\w(?:[\w:./+-]*\w)?)")
_BEFORE = re.compile(r"\[(?:[^\[\]\n]*[ ;(])?-?\Z")
_BEHIND = re.compile(r"[^\[\]\n]*\](?![\[(:])")
_FAR = 300  # signs of a bracket that is a citation


def citekeys(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("escape", "citekey", _rule)


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
        token = state.push("wikilink_open", "a", 1)
        remember_place(state, token, start, found.end())
        token.meta |= {"wikilink": Written(found.end(), -1, found[0], "", "", False), "embed": False, "citekey": True}
        state.push("wikilink_close", "a", -1)
    state.pos = found.end()
    return True
