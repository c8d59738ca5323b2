"""Lines of a paragraph that begin with a bold label: `**Author:** Ada`, `**Date**: 1843`; and those of a paragraph that
begins with a number in brackets, if they do so too: `[1] A talk`, as lists of works have them. Each stays a line.

Markdown runs the lines of a paragraph together; who writes such lines one below the other sees them so in an editor and
in Obsidian, and means them so. A label at the beginning of a line has a colon at its end, inside the stars or behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.text.regex import regex

_COLONS = (":", "：")
_NUMBER = regex(r"\[\d{1,3}\](?=[\s:])")


def labelled(md: MarkdownIt) -> None:
    """Install the rule, behind all that makes inline text."""
    md.core.ruler.after("text_join", "labelled_lines", _rule)


def _rule(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children and "\n" in token.content:
            numbered = _NUMBER.match(token.content) is not None
            for number, child in enumerate(token.children):
                if child.type == "softbreak" and (
                    _is_label(token.children, number + 1) or (numbered and _is_number(token.children, number + 1))
                ):
                    child.type = "hardbreak"


def _is_number(children: Sequence[Token], start: int) -> bool:
    """Whether text begins at a token with a number in brackets."""
    return start < len(children) and children[start].type == "text" and bool(_NUMBER.match(children[start].content))


def _is_label(children: Sequence[Token], start: int) -> bool:
    """Whether a label begins at a token: text alone in bold, with a colon."""
    near = children[start : start + 6]  # markdown-it leaves texts without a letter around emphasis
    found = [(one.type, one.content) for one in near if one.type != "text" or one.content]
    if [kind for kind, _ in found[:3]] != ["strong_open", "text", "strong_close"]:
        return False
    behind = found[3][1] if len(found) > 3 and found[3][0] == "text" else ""
    return found[1][1].rstrip().endswith(_COLONS) or behind.lstrip().startswith(_COLONS)
