"""What other programs read in a text and never show: marks for a table of contents (`[[_TOC_]]`, `[TOC]`), which every
page has anyway, and attribute lists of kramdown (`{: .class #id}`, `{:toc}`).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

_CONTENTS = frozenset({"[[_TOC_]]", "[[_toc_]]", "[[toc]]", "[[TOC]]", "[TOC]", "[toc]"})
_ITEM = r"(?:[.#][\w:-]+|[A-Za-z][\w-]*=(?:\"[^\"\n]*\"|'[^'\n]*'|[\w./-]+)|toc|no_toc)"
_ATTRIBUTES = re.compile(rf"\{{:[ \t]*{_ITEM}(?:[ \t]+{_ITEM})*[ \t]*\}}")
_BEFORE = frozenset(")]*_`\n")


def leftovers(md: MarkdownIt) -> None:
    """Install both rules: for what has a paragraph for itself, and for attributes behind what they belong to."""
    md.core.ruler.before("inline", "leftovers", _rule)
    md.inline.ruler.before("escape", "attributes", _attributes)


def _rule(state: StateCore) -> None:
    src = state.src
    if "{:" not in src and not any(mark in src for mark in _CONTENTS):
        return
    dropped: set[int] = set()
    for number, token in enumerate(state.tokens):
        if token.type == "inline" and state.tokens[number - 1].type == "paragraph_open":
            text = token.content
            if text in _CONTENTS or (text.startswith("{:") and _ATTRIBUTES.fullmatch(text)):
                dropped.update((number - 1, number, number + 1))
    if dropped:
        state.tokens = [token for number, token in enumerate(state.tokens) if number not in dropped]


def _attributes(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if not src.startswith("{:", start) or (start and src[start - 1] not in _BEFORE):
        return False
    found = _ATTRIBUTES.match(src, start, state.posMax)
    if found is None:
        return False
    state.pos = found.end()
    return True
