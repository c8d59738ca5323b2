"""Headings whose text stands right behind two marks or more (`##Summary`), as people write them who do not know that
CommonMark wants a space there. Behind one mark alone such a word is a tag.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.tokens import line_of
from kbgen.text.regex import regex

_HEADING = regex(r"(?P<marks>#{2,6})(?P<text>[\w*\[\"'“‘(「『【《<`\U0001f300-\U0001faff][^\n]*)")


def headings(md: MarkdownIt) -> None:
    """Install the rule, behind that for headings with a space."""
    md.block.ruler.after("heading", "tight_heading", _rule, {"alt": ["paragraph", "reference", "blockquote"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not state.src.startswith("##", state.bMarks[start] + state.tShift[start]) or state.is_code_block(start):
        return False
    found = _HEADING.match(line_of(state, start))
    if found is None:
        return False
    if silent:
        return True
    marks, text = found["marks"], found["text"].rstrip(" \t")
    bare = text.rstrip("#")
    if len(text) - len(bare) == len(marks) or bare.endswith((" ", "\t")):  # marks at the end, as some have them
        text = bare.rstrip(" \t")
    state.line = start + 1
    opening = state.push("heading_open", f"h{len(marks)}", 1)
    opening.markup, opening.map = marks, [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text, [start, state.line], []
    state.push("heading_close", f"h{len(marks)}", -1).markup = marks
    return True
