"""What Logseq keeps in a text for itself (`id:: …`, `collapsed:: true`, clocks) and shows to nobody.

Such lines are emptied before a text is read, and stay lines, so that all others keep their places.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_KEPT = re.compile(
    r"^[ \t]*(?:(?:id|collapsed|background-color|ls-type|hl-[\w-]+|card-[\w-]+|logseq\.[\w.-]+)::(?:[ \t].*)?"
    r"|:LOGBOOK:|:END:|CLOCK: \[.*)$",
    re.MULTILINE,
)


def bookkeeping(md: MarkdownIt) -> None:
    """Install the rule between blocks and what stands in them."""
    md.core.ruler.after("block", "bookkeeping", _rule)


def _rule(state: StateCore) -> None:
    if ":: " not in state.src and ":LOGBOOK:" not in state.src:
        return
    for token in state.tokens:
        if token.type == "inline" and ("::" in token.content or ":LOGBOOK:" in token.content):
            token.content = _KEPT.sub("", token.content)
