"""Anchors of an author's own: `## Heading {#name}`, as Pandoc, MkDocs, Hugo and Docusaurus have them.

What else stands in the braces (`.class`, `key=value`) is for other programs, and is not shown.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from kbgen.text.regex import regex

_ATTRIBUTES = regex(r"[ \t]+\{:?(?P<inside>[^{}\n]*)\}[ \t]*\Z")
_ATTRIBUTE = regex(r"#(?P<id>[^\s#.,{}=]+)|\.[\w-]+|[\w-]+=(?:\"[^\"]*\"|[^\s\"]+)")


def headingids(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "heading_id", _rule)


def _rule(state: StateCore) -> None:
    if "{" not in state.src:
        return
    for number, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[number + 1]
        found = _ATTRIBUTES.search(inline.content) if inline.content.endswith("}") else None
        attributes = [_ATTRIBUTE.fullmatch(one) for one in found["inside"].split()] if found is not None else []
        if found is None or not attributes or None in attributes or not inline.content[: found.start()].strip():
            continue  # words in braces are words
        named = next((one["id"] for one in attributes if one is not None and one["id"]), None)
        if named is not None:
            token.meta["named"] = named
        inline.meta.setdefault("full", inline.content)  # columns are counted from the end of the line
        inline.content = inline.content[: found.start()]
