"""Boxes as MkDocs and Python-Markdown write them: `!!! note "Title"`, folded `???`, open `???+`, with the text set in
below. They become callouts.

The plugin of mdit-py-plugins reads them; only what is meant as a box comes to it, for `!!! What a day` is text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon.index import admonition

_HEAD = re.compile(r"(?:!!!|\?\?\?\+?) +[A-Za-z][\w-]*(?: +[a-z][\w-]*)*(?P<title>[ \t]+\"[^\n]*\")?[ \t]*\Z")
_INDENT = 4  # columns, of what belongs to a box


def admonitions(md: MarkdownIt) -> None:
    """Install the rule for blocks, and what makes callouts of them."""
    md.block.ruler.before("fence", "admonition", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.core.ruler.before("callout", "admonition_callout", _callouts)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    head = _HEAD.match(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
    if head is None or not _has_text(state, start, end):
        return False
    return admonition(state, start, end, silent)


def _has_text(state: StateBlock, start: int, end: int) -> bool:
    """Whether the next line that is not empty is set in."""
    line = start + 1
    while line < end and state.isEmpty(line):
        line += 1
    return line < end and state.sCount[line] >= state.sCount[start] + _INDENT


def _callouts(state: StateCore) -> None:
    around: list[Token] = []
    for number, token in enumerate(state.tokens):
        if token.type == "admonition_open":
            folded = token.markup.startswith("?")
            token.type, token.tag, token.attrs = "blockquote_open", "details" if folded else "div", {}
            token.meta = {"callout": token.meta["tag"], "open": token.markup.endswith("+")}
            around.append(token)
        elif token.type == "admonition_close":
            opening = around.pop()
            token.type, token.tag, token.meta = "blockquote_close", opening.tag, opening.meta
        elif token.type in ("admonition_title_open", "admonition_title_close"):
            token.type = token.type.replace("admonition", "callout")
            token.tag, token.attrs = "summary" if around[-1].tag == "details" else "p", {}
            token.meta = {"callout_title": True}
            if token.nesting == 1 and '"' not in around[-1].info:
                state.tokens[number + 1].meta["made"] = True
