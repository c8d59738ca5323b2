"""`$…$` and `$$…$$`, kept word for word; the writer sets them (`formulas`). Money stays text.

Pandoc's rule (pandoc.org/MANUAL.html, extension tex_math_dollars): behind the opening `$` and before the
closing one stands no white space, and behind the closing one no digit. What has no sign of a formula in it, but
words, or a number and more behind a space, is what stands between two prices.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import remember_place
from kbgen.markdown.tokens import line_of

_INLINE = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)*?)(?<!\s)\$(?!\d)", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\]|\\.|\$(?!\$))+?)\$\$", re.DOTALL)
_SIGN = re.compile(r"[\\^_=<>+*/{}|&]")
_MONEY = re.compile(r"\A[0-9][^\s]*\s|(?:\A|\s)[^\W\d_]{2,}\s|\s[^\W\d_]{2,}\Z")
_LONGEST = 4000  # code points of one formula in running text; keeps a stray `$` from costing a whole page


def math(md: MarkdownIt) -> None:
    """Install both rules: formulas in running text, and blocks between lines with `$$`."""
    md.inline.ruler.before("escape", "math", _inline)
    md.block.ruler.before("fence", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _inline(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "$":
        return False
    limit = min(state.posMax, start + _LONGEST)
    found = _DISPLAY.match(state.src, start, limit) or _INLINE.match(state.src, start, limit)
    if found is None or not (body := found.group(1)).strip():
        return False
    if not found[0].startswith("$$") and _MONEY.search(body) and not _SIGN.search(body):
        return False
    if not silent:
        token = state.push("math", "code", 0)
        token.content = found.group()
        remember_place(state, token, start, found.end())
    state.pos = found.end()
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", begin) or state.is_code_block(start):
        return False
    if state.src[begin : state.eMarks[start]].strip() != "$$":  # `$$ x $$` on one line is running text
        return False
    line = start + 1
    while line < end and state.sCount[line] >= state.blkIndent:
        text = line_of(state, line).rstrip()
        if text.endswith("$$"):
            break
        line += 1
    else:
        return False
    if silent:
        return True
    token = state.push("math_block", "code", 0)
    token.map = [start, line + 1]
    token.block = True
    token.content = state.getLines(start, line + 1, state.sCount[start], False).rstrip()
    state.line = line + 1
    return True
