"""Lists set in by a tab below a line that is no item, as outliners write them: below a heading, or another text.
CommonMark takes them for code, or for more of the paragraph.

Only a tab, a list's sign and no empty line above make one: code of that look stands behind an empty line.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock


def outline(md: MarkdownIt) -> None:
    """Install the rule; where a paragraph ends before such a list, `blocks` asks `begins_outline`."""
    md.block.ruler.before("code", "outline", _rule)


def begins_outline(state: StateBlock, line: int) -> bool:
    """Whether a list begins at a line that is set in too far for one."""
    begin = state.bMarks[line] + state.tShift[line]
    if state.sCount[line] - state.blkIndent < 4 or not state.src.startswith(("- ", "* ", "-\n"), begin):
        return False
    return line > 0 and "\t" in state.src[state.bMarks[line] : begin] and not state.isEmpty(line - 1)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not begins_outline(state, start):
        return False
    if silent:
        return True
    inside, last = state.sCount[start], start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= inside):
        last += 1
    around = state.lineMax, state.blkIndent
    state.lineMax, state.blkIndent = last, inside
    state.md.block.tokenize(state, start, last)
    state.lineMax, state.blkIndent = around
    state.line = last
    return True
