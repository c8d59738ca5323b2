"""Marks of changes, as CriticMarkup has them (PyMdown Extensions, Obsidian's plugin Commentator): `{++added++}`,
`{--deleted--}`, `{~~one~>other~~}`, `{==marked==}` and `{>>remark<<}`, of which the last is not shown.

A pair stands in one paragraph, and nothing that it opens is left open.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.kept import push_program
from kbgen.text.regex import regex

_FORMS = {
    "+": ("ins", regex(r"\{\+\+(?!\s*\+\+\})([^{}]{1,2000}?)\+\+\}")),
    "-": ("del", regex(r"\{--(?!\s*--\})([^{}]{1,2000}?)--\}")),
    "=": ("mark", regex(r"\{==(?!\s*==\})([^{}]{1,2000}?)==\}")),
    "~": ("", regex(r"\{~~([^{}]{0,2000}?)~>([^{}]{0,2000}?)~~\}")),
    ">": ("", regex(r"\{>>([^{}]{0,2000}?)<<\}")),
}


def critic(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("escape", "critic", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos + 1 : state.pos + 2]
    if sign not in _FORMS or not sign:
        return False
    tag, form = _FORMS[sign]
    found = form.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        if tag:
            _push(state, tag, *found.span(1))
        elif sign == "~":
            _push(state, "del", *found.span(1))
            _push(state, "ins", *found.span(2))
        else:
            push_program(state, found.end())
            for _ in range(found[0].count("\n")):  # lines are counted by them
                state.push("softbreak", "br", 0)
    state.pos = found.end()
    return True


def _push(state: StateInline, tag: str, start: int, end: int) -> None:
    if start == end:
        return
    limit = state.posMax
    state.push(f"{tag}_open", tag, 1)
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = limit
    state.push(f"{tag}_close", tag, -1)
