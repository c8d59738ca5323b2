"""Escapes of JSON in running text (`caf\\u00e9`), which a program has left there; in code they are what it is about.

A range of characters (`[\\u4e00-\\u9fff]`) is left as it is written: it is a pattern.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context
from kbgen.text.escapes import unescaped
from kbgen.text.regex import regex

_RUN = regex(r"(?:\\u[0-9A-Fa-f]{4}){1,200}+(?!-\\u)")
_RANGE = regex(r"\\u[0-9A-Fa-f]{4}-\Z")


def jsonescapes(md: MarkdownIt) -> None:
    """Install the rule, ahead of markdown's own escapes, which are signs alone."""
    md.inline.ruler.before("escape", "json_escape", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    found = _RUN.match(state.src, state.pos, state.posMax)
    if found is None or _RANGE.search(state.src, max(0, state.pos - 7), state.pos):
        return False
    said = unescaped(found[0])
    if said == found[0]:
        return False
    if not silent:
        state.pending += said
        context(state.env).report_escape(state.pos, len(found[0]))
    state.pos = found.end()
    return True
