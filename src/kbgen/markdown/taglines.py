"""The line of tags that HackMD reads in a note, a heading of level 6: `` ###### tags: `trees`, `paper` ``. Its tags are
those of the page.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from kbgen.text.regex import regex

_LINE = regex(r"tags:((?:[ \t]+(?:`[^`\n]+`|[^\s`,#]+),?)+)[ \t]*", re.IGNORECASE)
_TAG = regex(r"[ \t](?=[^\s`,])|`([^`\n]+)`|,")


def taglines(md: MarkdownIt) -> None:
    """Install the rule, before inline text is parsed."""
    md.core.ruler.before("inline", "tagline", _rule)


def _rule(state: StateCore) -> None:
    if "###### " not in state.src:
        return
    for number, token in enumerate(state.tokens):
        if token.type == "heading_open" and token.tag == "h6" and token.level == 0:
            inline = state.tokens[number + 1]
            found = _LINE.fullmatch(inline.content)
            if found is not None:
                inline.content = _TAG.sub(_tag, found[1])  # as long as it was, for positions count from its end
                for around, end in ((token, "open"), (state.tokens[number + 2], "close")):
                    around.type, around.tag = f"paragraph_{end}", "p"


def _tag(found: re.Match[str]) -> str:
    if found[1] is not None:
        return f" #{found[1].replace(' ', '-')}"
    return " " if found[0] == "," else "#"
