"""Boxes as MkDocs and Python-Markdown write them: `!!! note "Title"`, folded `???`, open `???+`, with the text set in
below. They are callouts. `!!! What a day` is text. A tab (`=== "Title"`) is its title and what stands below it.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.tokens import line_of
from kbgen.text.regex import regex

_HEAD = regex(
    r"(?P<mark>!!!|\?\?\?\+?) +(?P<kind>[A-Za-z][\w-]*)(?: +[a-z][\w-]*)*(?:[ \t]+\"(?P<title>[^\n]*)\")?[ \t]*\Z"
)
_TAB = regex(r"===[!+]?[ \t]+\"(?P<title>[ \t]*[^\"\s][^\n]*)\"[ \t]*\Z")
_INDENT = 4  # columns, of what belongs to a box


def admonitions(md: MarkdownIt) -> None:
    """Install the rule."""
    md.block.ruler.before("fence", "admonition", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = line_of(state, start)
    is_tab = line.startswith("=")
    head = (_TAB if is_tab else _HEAD).match(line)
    if head is None or state.is_code_block(start):
        return False
    inside = state.sCount[start] + _INDENT
    last = _last(state, start, end, inside)
    if last == start + 1:
        return False
    if silent:
        return True
    if is_tab:
        state.push("paragraph_open", "p", 1).map = [start, start + 1]
        state.push("strong_open", "strong", 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = head["title"].strip(), [start, start + 1], []
        inline.meta["closed_heading"] = True  # more stands behind it on its line
        state.push("strong_close", "strong", -1)
        state.push("paragraph_close", "p", -1)
        _read_inside(state, start, last, inside)
        return True
    folded = head["mark"].startswith("?")
    meta = {"callout": head["kind"].lower(), "open": head["mark"].endswith("+")}
    opening = state.push("blockquote_open", "details" if folded else "div", 1)
    opening.meta, opening.map = meta, [start, last]
    if folded or head["title"] != "":
        push_title(state, head["title"] or "", head["kind"], "summary" if folded else "p", start)
    _read_inside(state, start, last, inside)
    state.push("blockquote_close", opening.tag, -1).meta = meta
    return True


def _read_inside(state: StateBlock, start: int, last: int, inside: int) -> None:
    """Read what is set in below a line."""
    around = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "admonition", last, inside
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax, state.blkIndent = around
    state.line = last


def _last(state: StateBlock, start: int, end: int, inside: int) -> int:
    """The line behind the last that is set in far enough; the line behind the first if none is."""
    last = line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= inside):
        line += 1
        if not state.isEmpty(line - 1):
            last = line
    return last


def push_title(state: StateBlock, title: str, kind: str, tag: str, line: int) -> None:
    """The title's tokens: what is written on the box's first line, else its kind with a capital."""
    state.push("callout_title_open", tag, 1).meta = {"callout_title": True}
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title or kind.capitalize(), [line, line + 1], []
    inline.meta["closed_heading" if title else "made"] = True  # more may stand behind it on its line
    state.push("callout_title_close", tag, -1).meta = {"callout_title": True}
