"""Lists of plain lines in one step. markdown-it reads each item as a document of its own, which only items of several
lines need.

Exact where it applies: a list at the margin whose items are one line each, no empty line between them, and none of them
begins with what may be another block. All other lists are markdown-it's. Lines that begin with the sign of a bullet
(`• An item`), as they come from other programs, are lists too, which markdown would run together. Where bullets tell
one line from another (`● Open`, `○ Shut`), they are no marks of a list, which would show them all alike, nor where they
part words in the line above (`Books • Films`). Bullets that are set in by two columns below a number belong to its
item.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import FunctionType

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_block.list import skipBulletListMarker

from kbgen.markdown.context import context
from kbgen.markdown.tokens import line_of
from kbgen.text.regex import regex

# What an item begins with so that it can be nothing but text: a letter, a number that is no list's, a wiki-link, bold
# words, code, a link with its address, a quotation mark, a parenthesis.
_TEXT = r"(?:[^\W\d_]|[0-9]+(?![0-9.)])|\[\[|\*\*[^\W_]|`(?!``)|\[[^\[\]\\\n]+\]\(|[\"'“„(])[^\n]*+"
_ITEMS = regex(rf"([-*+]) {_TEXT}(?:\n\1 {_TEXT})*+")


BULLETS = "•◦▪▫‣⁃●○∙"
_STATES = ("●", "○")
_EXPLAINED = regex(r"[ \t]*[=:：–—]")


def lists(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule, in place of markdown-it's own, which reads what is not so plain."""
    if not silent and not state.level and not state.blkIndent and not state.tShift[start]:
        found = _ITEMS.match(state.src, state.bMarks[start])
        if found is not None:
            lines = found[0].split("\n")
            behind = _behind(state, start + len(lines), end, found[1])
            if behind >= 0:
                _push(state, start, behind, lines, found[1])
                return True
    if silent and _parts_words(state, start):
        return False
    return _LIST(state, start, end, silent)


_NUMBERED = regex(r"( *)[0-9]{1,9}[.)] +")
_BULLET = regex(rf"[-*+{BULLETS}][ \t]++(?!\Z|(?:[-*_][ \t]*){{2,}}$)", re.MULTILINE)


def let_in(state: StateBlock, start: int, end: int) -> None:
    """Before an item is read: let it have the bullets below a number that are set in by two columns at least, though
    its text begins further in. CommonMark ends the list there; who writes so means points of the item."""
    begin = state.bMarks[start]
    text = begin + state.tShift[start]
    if state.src[text - 2 : text] not in (". ", ") ") or state.sCount[start] != state.blkIndent:
        return
    marks = _NUMBERED.fullmatch(state.src, begin, text)
    below = state.skipEmptyLines(start + 1)
    if marks is None or below >= end or not len(marks[1]) + 2 <= state.sCount[below] < state.blkIndent:
        return
    if _BULLET.match(state.src, state.bMarks[below] + state.tShift[below], state.eMarks[below]):
        state.blkIndent = state.sCount[below]


def _parts_words(state: StateBlock, line: int) -> bool:
    """Whether the bullet that a line of a paragraph begins with stands between words in the line above, too, which is
    no item of a list of such."""
    begin = state.bMarks[line] + state.tShift[line]
    bullet = state.src[begin]
    if bullet not in BULLETS:
        return False
    known, above = context(state.env).parting, state.bMarks[line - 1] + state.tShift[line - 1]
    marks = state.src[state.src.rfind("\n", 0, above) + 1 : above]
    if above in known or (f" {bullet} " in line_of(state, line - 1) and bullet not in marks):
        known.add(begin)
        return True
    return False


def _behind_mark(state: StateBlock, line: int) -> int:
    """Where the mark of an item ends that a line begins with: markdown's own, or a bullet; -1 if there is none."""
    begin, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if begin < end and state.src[begin] in BULLETS:
        is_mark = state.src[begin + 1 : begin + 2] in (" ", "\t") and not _tells_state(state, line)
        return begin + 1 if is_mark else -1
    return skipBulletListMarker(state, line)


def _tells_state(state: StateBlock, line: int) -> bool:
    """Whether the bullet of a line is explained there, or both that tell states stand at this margin, with nothing but
    empty lines and those that are set in further between them."""
    begin = state.bMarks[line] + state.tShift[line]
    if state.src[begin] not in _STATES:
        return False
    if _EXPLAINED.match(state.src, begin + 1, state.eMarks[line]):
        return True
    known = context(state.env).telling
    if begin not in known:
        bullets = _states_around(state, line)
        known |= dict.fromkeys(bullets, len({state.src[bullet] for bullet in bullets}) > 1)
    return known[begin]


def _states_around(state: StateBlock, line: int) -> list[int]:
    """The offsets of the bullets that may tell states, of this line and of those before and behind it at its margin."""
    found: list[int] = []
    for lines in (range(line, -1, -1), range(line + 1, state.lineMax)):
        for other in lines:
            bullet = state.bMarks[other] + state.tShift[other]
            if bullet >= state.eMarks[other] or state.tShift[other] > state.tShift[line]:
                continue
            if state.tShift[other] < state.tShift[line] or not state.src.startswith(_STATES, bullet):
                break
            found.append(bullet)
    return found


# markdown-it's rule, with more marks.
_LIST: Callable[[StateBlock, int, int, bool], bool] = FunctionType(
    list_block.__code__, {**list_block.__globals__, "skipBulletListMarker": _behind_mark}, "list"
)


def _behind(state: StateBlock, line: int, end: int, mark: str) -> int:
    """The line that a list ends before, if it ends at `line`; -1 if what follows may belong to it."""
    if line < end and not state.isEmpty(line):
        return -1
    line = state.skipEmptyLines(line)
    if line >= end:
        return end
    begin = state.bMarks[line] + state.tShift[line]
    goes_on = state.src[begin] == mark and state.src[begin + 1 : begin + 2] in ("", " ", "\t", "\n")
    return -1 if state.sCount[line] > 1 or goes_on else line


def _push(state: StateBlock, start: int, behind: int, lines: list[str], mark: str) -> None:
    opening = state.push("bullet_list_open", "ul", 1)
    opening.map, opening.markup = [start, behind], mark
    last = start + len(lines) - 1
    for number, line in enumerate(lines, start):
        item = state.push("list_item_open", "li", 1)
        item.map, item.markup = [number, number + 1 if number < last else behind], mark
        paragraph = state.push("paragraph_open", "p", 1)
        paragraph.map, paragraph.hidden = [number, number + 1], True
        text = state.push("inline", "", 0)
        text.content, text.map, text.children = mdTrim(line[2:]), [number, number + 1], []
        state.push("paragraph_close", "p", -1).hidden = True
        state.push("list_item_close", "li", -1).markup = mark
    state.push("bullet_list_close", "ul", -1).markup = mark
    state.line = behind
