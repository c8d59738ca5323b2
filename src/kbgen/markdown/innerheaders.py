"""The header of a text that stands within another, between two lines `---`, as programs leave it that put a whole file
into a page: it is shown as what it is. Markdown makes a heading of it, with all its fields.

Where something is linked in it, or all lines are sentences (`Note: this is so.`), it is text between two lines across
the page: no link is lost.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.tokens import line_of
from kbgen.text.regex import regex

_KEY = regex(r"[A-Za-z_][\w-]{0,60}:(?:[ \t]|\Z)")
_MORE = regex(r"[ \t]|- |-\Z|#")  # what a line begins with that goes on with the value of a key
_FENCE = regex(r"-{3}[ \t]*")
_LINKED = regex(r"\[\[|\]\(")
_SENTENCE = regex(r"\S+(?:[ \t]+\S+){4,}(?<=[.!?…。！？])[ \t]*")
_FEWEST = 2  # keys: one line between two rules is a remark
_MOST = 200  # lines


def innerheaders(md: MarkdownIt) -> None:
    """Install the rule, before that for lines across the page."""
    md.block.ruler.before("hr", "inner_header", _rule)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if _FENCE.fullmatch(line_of(state, start)) is None or state.sCount[start] != state.blkIndent:
        return False
    close = _close(state, start + 1, min(end, start + _MOST))
    if close < 0:
        return False
    if not silent:
        lines = [line_of(state, line) for line in range(start + 1, close)]
        if any(map(_LINKED.search, lines)) or all(map(_SENTENCE.fullmatch, lines)):
            _push_text(state, start, close)
        else:
            token = state.push("fence", "code", 0)
            token.info, token.markup, token.map = "yaml", "```", [start, close + 1]
            token.content = state.getLines(start + 1, close, state.blkIndent, True)
    state.line = close + 1
    return True


def _push_text(state: StateBlock, start: int, close: int) -> None:
    """What stands between two lines across the page, as a paragraph."""
    state.push("hr", "hr", 0).map = [start, start + 1]
    state.push("paragraph_open", "p", 1).map = [start + 1, close]
    text = state.push("inline", "", 0)
    text.content, text.children = state.getLines(start + 1, close, state.blkIndent, False).strip(), []
    text.map = [start + 1, close]
    state.push("paragraph_close", "p", -1)
    state.push("hr", "hr", 0).map = [close, close + 1]


def _close(state: StateBlock, line: int, end: int) -> int:
    """The line that ends the fields from a line on; -1 where there are none."""
    keys = 0
    while line < end and not state.isEmpty(line):
        written = state.src[state.bMarks[line] : state.eMarks[line]]
        if keys >= _FEWEST and _FENCE.fullmatch(written) is not None:
            return line
        if _KEY.match(written) is not None:
            keys += 1
        elif not keys or _MORE.match(written) is None:
            return -1
        line += 1
    return -1
