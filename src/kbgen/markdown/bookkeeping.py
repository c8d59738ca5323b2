"""What Logseq keeps in a text for itself (`id:: …`, `collapsed:: true`, clocks, drawers of properties) and shows to
nobody.

Such lines are emptied before a text is read, and stay lines, so that all others keep their places; a paragraph of
nothing else is none. The number of a block (`id::`) is its id, for links that refer to it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.markdown.context import context
from kbgen.markdown.logseq import BLOCK
from kbgen.markdown.tokens import without_blocks
from kbgen.text.regex import regex

_KEPT = regex(
    r"^[ \t]*(?:(?:id|collapsed)::(?:[ \t]++\S*+)?[ \t]*+"
    r"|heading::[ \t]+(?:true|[1-6])[ \t]*"
    r"|(?:background-color|ls-type|template|template-including-parent"
    r"|(?:hl|card|query|logseq|heading)[-.][\w.-]+)::(?:[ \t].*)?"
    r"|(?:created-at|updated-at|now|later|todo|doing|done):: \d{12,}[ \t]*"
    r"|:LOGBOOK:|:END:|CLOCK: \[.*)$",
    re.MULTILINE,
)
# A drawer does not begin within another, so that lines are not looked through again for each that never ends.
_DRAWER = regex(
    r"^[ \t]*:PROPERTIES:[ \t]*(?:\n[ \t]*:(?!PROPERTIES:|END:)[\w-]+:.*)*\n[ \t]*:END:[ \t]*$", re.MULTILINE
)
_SIGNS = (":: ", ":LOGBOOK:", ":PROPERTIES:")  # of texts that have any of it
_NUMBER = regex(rf"^[ \t]*id:: ({BLOCK})[ \t]*$", re.MULTILINE)


def bookkeeping(md: MarkdownIt) -> None:
    """Install the rule between blocks and what stands in them."""
    md.core.ruler.after("block", "bookkeeping", _rule)


def _rule(state: StateCore) -> None:
    if not any(sign in state.src for sign in _SIGNS):
        return
    ids, tokens, dropped = context(state.env).block_ids, state.tokens, set[int]()
    known, items = set(ids), list[Token]()
    for number, token in enumerate(tokens):
        if token.type == "list_item_open":
            items.append(token)
        elif token.type == "list_item_close":
            items.pop()
        if token.type != "inline" or not any(sign in token.content for sign in ("::", *_SIGNS)):
            continue
        found = _NUMBER.search(token.content)
        if found is not None and found[1] not in known:
            known.add(found[1])
            ids.append(found[1])
            carrier = items[-1] if items else tokens[number - 1]  # the list item around the text, else its own block
            carrier.meta.setdefault("block_id", found[1])
        token.content = _KEPT.sub("", _DRAWER.sub(lambda drawer: "\n" * drawer[0].count("\n"), token.content))
        if not token.content.strip() and tokens[number - 1].type == "paragraph_open":
            dropped.add(number)
    if dropped:
        state.tokens = without_blocks(tokens, dropped)
