"""Block ids: ` ^id` at the end of a paragraph or list item, or on a line of its own behind a block, or as the last line
of a quote or callout, whether that line is marked as its own or not."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.diagnostics import finding
from kbgen.markdown.context import context
from kbgen.markdown.tokens import without_blocks
from kbgen.text.regex import regex

_ID = regex(r"(?:^|[ \t\n])\^([A-Za-z0-9-]+)[ \t]*\Z")
_CARRIERS = {"paragraph_open", "blockquote_open", "bullet_list_open", "ordered_list_open", "table_open"}
_LEAVES = {"fence", "code_block", "math_block", "html_block", "hr"}


def blockids(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "block_id", _rule)


def anchor(block_id: str) -> str:
    """The HTML id of a block: `^` cannot stand in a heading's anchor, so the two never meet."""
    return f"^{block_id}"


def _rule(state: StateCore) -> None:
    if "^" not in state.src:
        return
    ctx = context(state.env)
    seen: set[str] = set()
    dropped: set[int] = set()
    tokens = state.tokens
    for number, token in enumerate(tokens):
        if token.type != "inline" or token.content[-1:].isspace() or "^" not in token.content:
            continue
        found = _ID.search(token.content)
        if found is None:
            continue
        block_id = found.group(1)
        alone = found.start() == 0
        on_own_line = found[0].startswith("\n")
        carrier = (
            _previous(tokens, number)
            if alone
            else (on_own_line and _quote_ending(tokens, number)) or _carrier(tokens, number)
        )
        if carrier is None:
            continue
        if block_id in seen:
            line = (token.map or [0, 0])[0] + token.content.count("\n", 0, found.start(1))
            source = ctx.lines[line] if line < len(ctx.lines) else ""
            column = source.rfind("^" + block_id) + 1
            message = f"the block id ^{block_id} is on this page twice; links go to the first"
            ctx.diagnostics.append(finding("KB114", message, line + 1, max(1, column), len(block_id) + 1))
        else:
            seen.add(block_id)
            ctx.block_ids.append(block_id)
            carrier.meta["block_id"] = block_id
        if alone:
            dropped.add(number)
        else:
            token.meta["full"] = token.content  # columns are counted from the end of the line
            token.content = token.content[: found.start()]
    if dropped:
        state.tokens = without_blocks(tokens, dropped)


def _carrier(tokens: list[Token], number: int) -> Token | None:
    """The block that ends with this inline text: its list item or definition where paragraphs are hidden, else its
    own."""
    opening = tokens[number - 1]
    if not opening.hidden and opening.type != "strong_open":  # which is the title of a tab
        return opening
    around = range(number - 2, -1, -1)
    return next((tokens[n] for n in around if tokens[n].nesting == 1 and tokens[n].level < opening.level), opening)


def _quote_ending(tokens: list[Token], number: int) -> Token | None:
    """The outermost quote or callout that ends with an inline text."""
    level, end = -1, number + 2
    while end < len(tokens) and tokens[end].type == "blockquote_close":
        level, end = tokens[end].level, end + 1
    if level < 0:
        return None
    before = range(number - 1, -1, -1)
    return next(tokens[n] for n in before if tokens[n].type == "blockquote_open" and tokens[n].level == level)


def _previous(tokens: list[Token], number: int) -> Token | None:
    """The block before a paragraph that holds an id alone."""
    pos = number - 2
    if pos < 0 or tokens[number - 1].type != "paragraph_open" or tokens[number - 1].hidden:
        return None
    last = tokens[pos]
    if last.type in _LEAVES:
        return last
    if last.nesting != -1:
        return None
    level = last.level
    while pos >= 0:
        token = tokens[pos]
        if token.nesting == 1 and token.level == level:
            return token if token.type in _CARRIERS else None
        pos -= 1
    return None
