"""Lists set in by a tab below a line that is no item, as outliners write them: below a heading, or another text.
CommonMark takes them for code, or for more of the paragraph.

An empty item, a hyphen alone, would underline the line above it. Only a tab, a list's sign and no empty line above make
a list: code of that look stands behind an empty line.

The empty item that outliners leave at the end of a list is not shown.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

from kbgen.text.regex import regex

_EMPTY = regex(r"^[ \t]*+-[ \t]*+$", re.MULTILINE)


def outline(md: MarkdownIt) -> None:
    """Install the rule; where a paragraph ends before such a list, `blocks` asks `begins_outline`."""
    md.block.ruler.before("code", "outline", _rule)
    md.core.ruler.after("block", "empty_items", _without_empty)


def begins_outline(state: StateBlock, line: int) -> bool:
    """Whether a list begins at a line that is set in too far for one, or that is an empty item."""
    begin, indent = state.bMarks[line] + state.tShift[line], state.sCount[line] - state.blkIndent
    empty = indent > 0 and state.src[begin : state.eMarks[line]].rstrip() == "-"
    if not empty and (indent < 4 or not state.src.startswith(("- ", "* "), begin)):
        return False
    return line > 0 and "\t" in state.src[state.bMarks[line] : begin] and not state.isEmpty(line - 1)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.sCount[start] - state.blkIndent < 4 or not begins_outline(state, start):
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


def _without_empty(state: StateCore) -> None:
    """Drop empty items at the ends of lists, and lists within others that are nothing else."""
    src, tokens = state.src, state.tokens
    if not ("-\n" in src or src.endswith("-")) or _EMPTY.search(src) is None:
        return
    if src.strip() == "-":
        tokens.clear()
    dropped = set[int]()
    for number in range(1, len(tokens) - 2):
        item, close, end = tokens[number : number + 3]
        if (item.type, close.type, end.type) != ("list_item_open", "list_item_close", "bullet_list_close"):
            continue
        alone = tokens[number - 1].type == "bullet_list_open"
        if item.markup == "-" and (item.level > 1 or not alone):
            dropped.update(range(number - alone, number + 2 + alone))
    if dropped:
        state.tokens = [token for number, token in enumerate(tokens) if number not in dropped]
