"""Definition lists of PHP Markdown Extra, as MkDocs, Hugo, Pandoc and kramdown have them: a term, `: `, its meaning.

The rule is that of mdit-py-plugins, which is also tried at `~`; few mean a definition by that, and a line that begins
with `~ 5 km` is text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.deflist import deflist_plugin

from kbgen.text.regex import regex

NAME = "deflist"  # of the rule
_MEANING = regex(r"^[ \t>]*:[ \t]+\S", re.MULTILINE)


def definitions(md: MarkdownIt) -> None:
    """Install the rule, before that of paragraphs."""
    deflist_plugin(md)
    rule = next(one.fn for one in md.block.ruler.__rules__ if one.name == NAME)

    def read(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent:
            begin = state.bMarks[start] + state.tShift[start]
            return state.src.startswith(":", begin) and rule(state, start, end, silent)
        return meaning_below(state, start, end) >= 0 and rule(state, start, end, silent)

    md.block.ruler.at(NAME, read, {"alt": ["paragraph", "reference", "blockquote"]})


def may_define(text: str) -> bool:
    """Whether any line of a text may say what a term means."""
    return ":" in text and _MEANING.search(text) is not None


def meaning_below(state: StateBlock, term: int, end: int) -> int:
    """The line that begins with a colon right below a term (line), or below the empty line there; -1 for none."""
    for line in (term + 1, term + 2):
        if line >= end:
            break
        begin = state.bMarks[line] + state.tShift[line]
        if begin < state.eMarks[line]:
            return line if state.src[begin] == ":" else -1
    return -1
