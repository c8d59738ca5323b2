"""`#tags` in running text. Knows no page; which tags have one is found out later."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context, remember_place

_TAG = re.compile(r"#([\w/-]*[^\W\d_][\w/-]*)")
_COLOUR = re.compile(r"(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")


def tags(md: MarkdownIt) -> None:
    """Install the rule: `#name` behind white space, `(` or nothing, with a letter, and no hex colour."""
    md.inline.ruler.before("link", "tag", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "#" or (start and state.src[start - 1] not in " \t\n(\u00a0\u3000"):
        return False
    found = _TAG.match(state.src, start, state.posMax)
    if found is None:
        return False
    name = found.group(1).strip("/").rstrip("-")
    if not name or _COLOUR.match(name) or state.linkLevel or context(state.env).no_tags:
        return False
    end = start + 1 + len(found.group(1).rstrip("/-"))
    if not silent:
        token = state.push("tag", "a", 0)
        token.content = name
        remember_place(state, token, start, end)
    state.pos = end
    return True
