"""Marks with which Obsidian's plugin Multi-Column Markdown sets a text in columns: `--- start-multi-column: a`,
`--- column-break ---`, `--- end-multi-column` (also with `===`), and a fence of settings. A page has one column: what
stands in the columns follows one after the other, and the marks are not shown.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.boxes import fence_end
from kbgen.markdown.context import context
from kbgen.markdown.tokens import line_of
from kbgen.text.codefence import fence_of
from kbgen.text.regex import regex

# github.com/ckRobinson/multi-column-markdown, "Syntax overview".
_MARK = regex(
    r"(?P<sign>---|===)[ \t]*(?:(?:start-multi-column|multi-column-start)(?::[^\n]*)?"
    r"|(?:column-break|break-column|column-end|end-column|end-multi-column|multi-column-end)(?:[ \t]*(?P=sign))?)\Z"
)
_SETTINGS = regex(r"(?:`{3,}|~{3,})(?:multi-)?column-settings\Z")
_SIGNS = ("---", "===", "```", "~~~")


def columns(md: MarkdownIt) -> None:
    """Install the rule."""
    md.block.ruler.before("fence", "column", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not line_of(state, start).startswith(_SIGNS) or state.is_code_block(start):
        return False
    line = line_of(state, start).rstrip(" \t")
    last = start if _MARK.match(line) else _end_of_settings(state, start, end) if _SETTINGS.match(line) else -1
    if last < 0:
        return False
    if not silent:
        state.line = last + 1
    return True


def _end_of_settings(state: StateBlock, start: int, end: int) -> int:
    """The line that closes the fence opened at `start`, -1 for none."""
    ctx = context(state.env)
    last = -1 if ctx.looked_enough else fence_end(state, start, end, fence_of(line_of(state, start)))
    if last < 0:
        ctx.looked += end - start
    return last
