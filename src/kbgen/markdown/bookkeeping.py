"""What Logseq keeps in a text for itself (`id:: …`, `collapsed:: true`, clocks, drawers of properties) and shows to
nobody.

Such lines are emptied before a text is read, and stay lines, so that all others keep their places; a paragraph of
nothing else is none. The number of a block (`id::`) is its id, for links that refer to it; items
that are to be counted (`logseq.order-list-type:: number`) are a list of their own.
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
    r"|(?:(?:created|updated|last[-_]modified)[-_]at|now|later|todo|doing|done):: \d{12,}[ \t]*"
    r"|:LOGBOOK:|:END:|CLOCK: \[.*)$",
    re.MULTILINE,
)
# A drawer does not begin within another, so that lines are not looked through again for each that never ends.
_DRAWER = regex(
    r"^[ \t]*:PROPERTIES:[ \t]*(?:\n[ \t]*:(?!PROPERTIES:|END:)[\w-]+:.*)*\n[ \t]*:END:[ \t]*$", re.MULTILINE
)
_SIGNS = (":: ", ":LOGBOOK:", ":PROPERTIES:", "SCHEDULED: <", "DEADLINE: <")  # of texts that have any of it
_COUNTED = regex(r"^[ \t]*logseq\.order-list-type::[ \t]+number[ \t]*$", re.MULTILINE)
# When a task is to be done, and how often (`.+1d`), which tells a reader nothing.
_PLANNED = regex(r"^([ \t]*(?:SCHEDULED|DEADLINE): )<([^<>\n+]*?)[ \t]*(?:[.+]*\+\d+[a-z])?>[ \t]*$", re.MULTILINE)
_NUMBER = regex(rf"^[ \t]*id:: ({BLOCK})[ \t]*$", re.MULTILINE)


def bookkeeping(md: MarkdownIt) -> None:
    """Install the rule between blocks and what stands in them."""
    md.core.ruler.after("block", "bookkeeping", _rule)


def _rule(state: StateCore) -> None:
    if not any(sign in state.src for sign in _SIGNS):
        return
    ctx, tokens, dropped = context(state.env), state.tokens, set[int]()
    ids, items, counted = ctx.block_ids, list[tuple[int, Token]](), set[int]()
    known = set(ids)
    for number, token in enumerate(tokens):
        if token.type == "list_item_open":
            items.append((number, token))
        elif token.type == "list_item_close":
            items.pop()
        if token.type != "inline" or not any(sign in token.content for sign in ("::", *_SIGNS)):
            continue
        found = _NUMBER.search(token.content)
        if found is not None and found[1] not in known:
            known.add(found[1])
            ids.append(found[1])
            first, carrier = (
                items[-1] if items else (number - 1, tokens[number - 1])
            )  # the item around it, or the block
            carrier.meta.setdefault("block_id", found[1])
            ctx.numbered[found[1]] = [one for one in tokens[first : number + 3] if one.type == "inline"]
        if items and "order-list" in token.content and _COUNTED.search(token.content):
            counted.add(id(items[-1][1]))
        content = _KEPT.sub("", _DRAWER.sub(lambda drawer: "\n" * drawer[0].count("\n"), token.content))
        token.content = _PLANNED.sub(r"\1\2", content)
        if not token.content.strip() and tokens[number - 1].type == "paragraph_open":
            dropped.add(number)
    if dropped:
        state.tokens = without_blocks(tokens, dropped)
    if counted:
        state.tokens = _numbered(state.tokens, counted)


def _numbered(tokens: list[Token], counted: set[int]) -> list[Token]:
    """Tokens in which items of bulleted lists that are counted (by `id`) are numbered lists, which part the others."""
    lists, made = list[Token](), list[Token]()
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            token.type, token.tag = f"{lists[-1].type[:-4]}close", lists.pop().tag
        elif token.type == "list_item_open" and lists[-1].markup == "-":
            kind = ("ordered_list", "ol") if id(token) in counted else ("bullet_list", "ul")
            around = lists[-1]
            if around is made[-1]:
                around.type, around.tag = f"{kind[0]}_open", kind[1]
            elif around.tag != kind[1]:
                end = Token(f"{around.type[:-4]}close", around.tag, -1, level=around.level, block=True)
                lists[-1] = Token(
                    f"{kind[0]}_open", kind[1], 1, map=token.map, level=around.level, block=True, markup="-"
                )
                made += [end, lists[-1]]
        made.append(token)
    return made
