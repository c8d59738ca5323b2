"""Words in brackets with attributes behind, as Pandoc writes them: `[words]{.underline}`, `[words]{.smallcaps}`. The
words are text; those that are to be marked (`.mark`) are.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.leftovers import BARE


def spans(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("link", "span", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start, limit, src = state.pos, state.posMax, state.src
    if state.html_terminator_last("]{") < start or src.startswith("[[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start, True)
    found = BARE.match(src, end + 1, limit) if end > start + 1 else None
    if found is None or found["first"] not in ".#":
        return False
    if not silent:
        marked = ".mark" in found[0]
        if marked:
            state.push("mark_open", "mark", 1)
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.posMax = limit
        if marked:
            state.push("mark_close", "mark", -1)
    state.pos = found.end()
    return True
