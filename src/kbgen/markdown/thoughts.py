"""`<think> … </think>`: what a language model says to itself before it writes, left in what it wrote. It is no text of
the page, which begins behind it: it is told, and not shown, nor is anything linked there.

It begins a line of the page's own text, and what is never closed is text. So is a sentence about such tags, which goes
on in small letters behind both: `<think> begins what ends with </think>.`
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.diagnostics import finding
from kbgen.markdown.context import context
from kbgen.text.regex import regex

_OPENING, _CLOSING = "<think>", "</think>"
_SENTENCE = regex(r"[ \t]+[a-zß-ÿа-я]")
_END = regex(r"[ \t]*[a-zß-ÿа-я,.;:)]")


def thoughts(md: MarkdownIt) -> None:
    """Install the rule, before that for raw HTML."""
    md.block.ruler.before("html_block", "thoughts", _rule, {"alt": ["paragraph"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    src, begin = state.src, state.bMarks[start] + state.tShift[start]
    if state.level or not src.startswith(_OPENING, begin) or state.is_code_block(start):
        return False
    ctx = context(state.env)
    if ctx.looked_enough:
        return False
    behind = _behind(src, begin, state.eMarks[end - 1])
    if behind < 0:
        ctx.looked += end - start
        return False
    if _SENTENCE.match(src, begin + len(_OPENING)) and _END.match(src, behind):
        return False
    if silent:
        return True
    if "thoughts" not in ctx.programs:  # once for each file
        ctx.programs.add("thoughts")
        message = "what a language model said to itself (<think>) is not shown"
        place = start + 1, state.tShift[start] + 1, len(_OPENING)
        ctx.diagnostics.append(finding("KB224", message, *place, "remove it, to the line with </think>"))
    last = next(line for line in range(start, end) if behind <= state.eMarks[line])
    text = state.skipSpaces(behind)
    if text < state.eMarks[last]:  # the page goes on in the same line
        state.bMarks[last], state.tShift[last], state.sCount[last] = text, 0, 0
        state.line = last
    else:
        state.line = last + 1
    return True


def _behind(src: str, begin: int, end: int) -> int:
    """Where the page goes on behind the thoughts that begin there, and others right behind those; -1 if they never
    close before `end`."""
    behind = -1
    while src.startswith(_OPENING, begin) and (closing := src.find(_CLOSING, begin, end)) >= 0:
        begin = behind = closing + len(_CLOSING)
    return behind
