"""Boxes of tasks that are neither open nor done: `- [/] under way`, `- [-] cancelled`.

Obsidian shows a box for any sign; letters and digits are left alone, for `- [1]` begins an entry of a bibliography.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

# Sign -> whether the task is off the list, and what the box says to those who do not see it.
_STATES = {
    "/": (False, "under way"),
    "-": (True, "cancelled"),
    ">": (True, "moved"),
    "<": (True, "scheduled"),
    "!": (False, "important"),
    "?": (False, "question"),
    "*": (False, "starred"),
}
_BOXES = tuple(f"[{sign}] " for sign in _STATES)


def tasks(md: MarkdownIt) -> None:
    """Install the rule between blocks and what stands in them."""
    md.core.ruler.after("block", "tasks", _rule)


def _rule(state: StateCore) -> None:
    if not any(box in state.src for box in _BOXES):
        return
    tokens = state.tokens
    for number in range(len(tokens) - 2):
        item, text = tokens[number], tokens[number + 2]
        if item.type == "list_item_open" and text.type == "inline" and text.content.startswith(_BOXES):
            checked, label = _STATES[text.content[1]]
            item.meta |= {"checked": checked, "label": label}
            text.content = text.content[4:].lstrip(" ")
