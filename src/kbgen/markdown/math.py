"""`$…$` and `$$…$$`, kept word for word; the writer sets them (`formulas`). Money stays text.

And `\\(…\\)` and `\\[…\\]`, as TeX has them and language models like to write: what looks like a formula is one, for in
markdown these are brackets that were escaped, as converters do with all (`\\[1\\]`). With two backslashes each, of
which markdown leaves one for a script (mathjax.org), they are formulas too.

Pandoc's rule (pandoc.org/MANUAL.html, extension tex_math_dollars): behind the opening `$` and before the
closing one stands no white space, and behind the closing one no digit. What has no sign of a formula in it, but
words, or a number and more behind a space, is what stands between two prices.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context, remember_place
from kbgen.markdown.formulas import EATEN, LONGEST, restored
from kbgen.markdown.tokens import line_of
from kbgen.text.regex import regex

_INLINE = regex(rf"\$(?!(?!{EATEN})[\s$])((?:[^$\\]|\\.)*?)(?<!\s)\$(?!\d)", re.DOTALL)
_DISPLAY = regex(r"\$\$((?:[^$\\]|\\.|\$(?!\$))+?)\$\$", re.DOTALL)
_SIGN = regex(r"[\\^_=<>+*/{}|&]")
_MONEY = regex(r"\A[0-9][^\s]*\s|(?:\A|\s)[^\W\d_]{2,}\s|\s[^\W\d_]{2,}\Z")
_BRACKETED = regex(r"\\(?:\(((?:[^\\]|\\(?!\))[\s\S])*?)\\\)|\[((?:[^\\]|\\(?!\])[\s\S])*?)\\\])(?!\()")
_ESCAPED = regex(r"\\[^A-Za-z]")
_TEX = regex(r"\\[A-Za-z]|[\^_]")  # a formula has
_SHORT = regex(r"\s*(?:[A-Za-z]{1,2}'?|[^\s=<>]{1,20}\s*[=<>+]\s*\S.*)\s*", re.DOTALL)  # or is, between round brackets
_DOUBLED = regex(r"\\\\(?:\(((?:(?!\\\\[(\[])[\s\S])*?)\\\\\)|\[((?:(?!\\\\[(\[])[\s\S])*?)\\\\\])(?!\()")
_PAIRS = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]"}
_CLOSINGS = {"$$": "$$", "\\[": "\\]", "\\\\[": "\\\\]"}


def math(md: MarkdownIt) -> None:
    """Install both rules: formulas in running text, and blocks between lines with `$$`, or `\\[` and `\\]`."""
    md.inline.ruler.before("escape", "math", _inline)
    md.block.ruler.before("fence", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def end_of_formula(text: str, start: int, limit: int) -> int:
    """Where the formula ends that begins at a `$` or backslash of a text, before `limit`; -1 where none begins. As none
    is longer than `LONGEST`, a stray `$` does not cost a whole page."""
    limit = min(limit, start + LONGEST)
    if text[start] == "\\":
        return _end_of_bracketed(text, start, limit)
    found = _DISPLAY.match(text, start, limit) or _INLINE.match(text, start, limit)
    if found is None or not (body := restored(found.group(1))).strip():
        return -1
    if not found[0].startswith("$$") and (body.count("`") % 2 or (_MONEY.search(body) and not _SIGN.search(body))):
        return -1  # a span of code that begins in it ends behind it
    return found.end()


def _end_of_bracketed(text: str, start: int, limit: int) -> int:
    """The same for a formula between brackets with backslashes."""
    opening = _opening(text, start)
    closing = _PAIRS.get(opening)
    end = text.find(closing, start + len(opening), limit) if closing else -1
    pattern = _BRACKETED if len(opening) == 2 else _DOUBLED
    found = pattern.match(text, start, end + len(opening) + 1) if end > 0 else None
    if found is None:
        return -1
    body = _ESCAPED.sub("", found[1] or found[2] or "")
    apart = found[1] is not None or (body[:1].isspace() and body[-1:].isspace())  # `\[1\]` has no spaces
    return found.end() if _TEX.search(body) or (apart and _SHORT.fullmatch(body)) else -1


def _opening(text: str, start: int) -> str:
    """The backslash or both that begin there, and what they stand before."""
    return text[start : start + (3 if text.startswith("\\\\", start) else 2)]


def _inline(state: StateInline, silent: bool) -> bool:
    start = state.pos
    closing = _PAIRS.get(_opening(state.src, start)) if state.src[start] == "\\" else "$"
    if closing is None or (closing != "$" and state.html_terminator_last(closing) < start):
        return False
    end = end_of_formula(state.src, start, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("math", "code", 0)
        token.content = state.src[start:end]
        remember_place(state, token, start, end)
    state.pos = end
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    closing = _CLOSINGS.get(state.src[begin : state.eMarks[start]].strip())  # `$$ x $$` on one line is running text
    if closing is None or state.is_code_block(start):
        return False
    ctx = context(state.env)
    if ctx.looked_enough:
        return False
    line = start + 1
    while line < end and state.sCount[line] >= state.blkIndent:
        text = line_of(state, line).rstrip()
        if text.endswith(closing):
            break
        line += 1
    else:
        ctx.looked += line - start
        return False
    if silent:
        return True
    token = state.push("math_block", "code", 0)
    token.map = [start, line + 1]
    token.block = True
    token.content = state.getLines(start, line + 1, state.sCount[start], False).rstrip()
    state.line = line + 1
    return True
