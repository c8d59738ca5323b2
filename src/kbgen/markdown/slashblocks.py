"""Blocks between lines of slashes, as PyMdown Extensions and Zensical write them: `/// note | Title … ///`. Boxes are
callouts, a tab is its title and what stands in it, and of others (`/// caption`) what stands in them is shown.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.boxes import KINDS, BoxHead, push_box
from kbgen.markdown.context import context
from kbgen.markdown.tokens import line_of, lines_within
from kbgen.text.regex import regex

_HEAD = regex(r"(?P<mark>/{3,})[ \t]+(?P<kind>[a-z][a-z-]{0,40})(?:[ \t]*\|[ \t]*(?P<title>[^\n]*?))?[ \t]*\Z")
_OPTION = regex(r"(?P<key>[a-z_]+):[ \t]*(?P<value>[^\n]*?)[ \t]*\Z")
_INDENT = 4  # columns, of options
_GENERAL = frozenset({"admonition", "details"})
_TITLED = frozenset({"tab", "details", "admonition"})  # of others, what stands behind `|` is for the program


def slashblocks(md: MarkdownIt) -> None:
    """Install the rule."""
    md.block.ruler.before("fence", "slash_block", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _HEAD.match(line_of(state, start))
    if found is None or state.is_code_block(start) or context(state.env).looked_enough:
        return False
    mark = found["mark"]
    last = next((n for n in lines_within(state, start + 1, end) if line_of(state, n).rstrip(" \t") == mark), -1)
    if last < 0:
        context(state.env).looked += end - start
        return False
    if silent:
        return True
    first, said = start + 1, dict[str, str]()
    while first < last and state.sCount[first] >= state.sCount[start] + _INDENT:
        option = _OPTION.match(line_of(state, first))
        if option is None:
            break
        said[option["key"]] = option["value"]
        first += 1
    kind, title = found["kind"], found["title"] or ""
    named = said.get("type", "")
    if kind in KINDS:
        word = named if kind in _GENERAL and named in KINDS else kind if kind != "admonition" else "note"
        folded = kind == "details"
        push_box(state, start, first, last, BoxHead(word, title, None, folded, said.get("open") == "true"))
    elif kind in _TITLED and title:
        _push_title(state, title, start)
        push_box(state, start, first, last, BoxHead("", ""))
    else:
        push_box(state, start, first, last, BoxHead("", ""))
    return True


def _push_title(state: StateBlock, title: str, line: int) -> None:
    state.push("paragraph_open", "p", 1).map = [line, line + 1]
    state.push("strong_open", "strong", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title, [line, line + 1], []
    state.push("strong_close", "strong", -1)
    state.push("paragraph_close", "p", -1)
