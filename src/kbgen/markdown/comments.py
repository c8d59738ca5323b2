"""`%% comments %%`, as Obsidian has them: what stands between the signs is not on the page, and its links are none.

A comment is one in running text, or lines of its own with anything between them. What is never closed is text, and so
is `%%` behind a digit (`100%%`) or in a row of more than two.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_SIGN = "%%"


def comments(md: MarkdownIt) -> None:
    """Install both rules: comments in running text, and those that take whole lines."""
    md.inline.ruler.before("escape", "comment", _inline)
    md.block.ruler.before("fence", "comment_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _opens(src: str, start: int, behind_comment: bool = False) -> bool:
    """Whether a comment may begin at a place."""
    if not src.startswith(_SIGN, start) or src.startswith("%", start + 2):
        return False
    return not start or behind_comment or (src[start - 1] != "%" and not src[start - 1].isdigit())


def _inline(state: StateInline, silent: bool) -> bool:
    start = state.pos
    before = next((token for token in reversed(state.tokens) if token.type != "softbreak"), None)
    chained = before is not None and before.type == "comment" and before.meta["end"] == start
    closing = state.src.find(_SIGN, start + 2, state.posMax) if _opens(state.src, start, chained) else -1
    if closing < 0:
        return False
    if not silent:
        token = state.push("comment", "", 0)
        token.content = state.src[start : closing + 2]
        token.meta["end"] = closing + 2
        for _ in range(token.content.count("\n")):  # lines are counted by them
            state.push("softbreak", "br", 0)
    state.pos = closing + 2
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    src, ends = state.src, state.eMarks
    begin, last = state.bMarks[start] + state.tShift[start], start
    if not _opens(src, begin) or state.is_code_block(start):
        return False
    around = min(state.blkIndent, state.sCount[start])  # where it ends a list item, it is none of its text
    closing, line = _closing(state, begin + 2, start, end, around)
    if closing < 0:
        return False
    while closing >= 0:  # comments one behind the other
        last = line
        begin = ends[last] - len(src[closing + 2 : ends[last]].lstrip())
        if begin >= ends[last] or not _opens(src, begin, behind_comment=True):
            break
        closing, line = _closing(state, begin + 2, last, end, around)
    behind = begin < ends[last]
    if last == start and (behind or silent):  # with text around it is one in running text
        return False
    if silent:
        return True
    if behind:  # the text begins where the comment ends
        state.bMarks[last], state.tShift[last], state.sCount[last] = begin, 0, state.sCount[start]
    state.line = last if behind else last + 1
    return True


def _closing(state: StateBlock, begin: int, line: int, end: int, around: int) -> tuple[int, int]:
    """Where the comment is closed that is open at `begin` in a line (-1: nowhere before the end of the text, or of the
    list or quote around it, which is set in as far as `around`), and in which line that is."""
    closing = state.src.find(_SIGN, begin, state.eMarks[line])
    while closing < 0:
        line += 1
        if line >= end or (state.sCount[line] < around and not state.isEmpty(line)):
            break
        closing = state.src.find(_SIGN, state.bMarks[line], state.eMarks[line])
    return closing, line
