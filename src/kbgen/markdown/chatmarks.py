"""Marks for citations that chat programs leave in what is copied from them: `:contentReference[oaicite:0]{index=0}`,
`【4:1†source】`, `[cite: 1, 2]`. They lead nowhere: they are told, and not shown, nor is the space before one that ends
a sentence.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context
from kbgen.markdown.liquid import push_program
from kbgen.text.regex import regex

_MARK = regex(
    r"(?::contentReference)?\[oaicite:[0-9]{1,4}\](?:\{index=[0-9]{1,4}\})?"
    r"|【[0-9]{1,4}(?::[0-9]{1,4})?†[^【】\n]{1,60}】"
    r"|\[cite(?:_start|:[ \t]*[0-9]{1,4}(?:,[ \t]*[0-9]{1,4}){0,20})\](?![\[(:])"
)
_CLOSES = " \n.,;:!?)…。，、；：！？"  # stands behind a word without a space, or is one; so is the end of a text


def chatmarks(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("link", "chat_mark", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        context(state.env).report_program("citation", found[0], state.pos, len(found[0]))
        if state.src[found.end() : found.end() + 1] in _CLOSES:
            state.pending = state.pending.rstrip(" ")
        push_program(state, found.end())
    state.pos = found.end()
    return True
