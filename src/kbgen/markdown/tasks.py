"""Tasks that are neither open nor done: `- [/] under way`, as Obsidian's themes and plugins know them; and those of
Roam, `- {{[[TODO]]}} open`.

`[ ]` and `[x]` are GitHub's and markdown-it's own. Letters are not read (`[a] first` is a list of someone's own), and
what stands right before a text (`[-](x)`) is no box.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from kbgen.text.regex import regex

# What stands in the box -> what it says. docs.obsidian-tasks (statuses), the Minimal theme and Things agree on these.
STATES = {
    "/": "under way",
    "-": "cancelled",
    ">": "put off",
    "<": "scheduled",
    "!": "important",
    "?": "in question",
    "*": "starred",
}
_SIGNS = re.escape("".join(STATES))
_BOXES = tuple(f"[{sign}]" for sign in STATES)
_BOX = regex(rf"\[([{_SIGNS}])\][ \t]+(?=\S)")
_ROAM = regex(r"\{\{(?:\[\[)?(TODO|DONE)(?:\]\])?\}\}[ \t]+(?=\S)")


def tasks(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "task_state", _rule)


def _rule(state: StateCore) -> None:
    if not any(box in state.src for box in (*_BOXES, "TODO", "DONE")):
        return
    tokens = state.tokens
    for number, token in enumerate(tokens[:-2]):
        if token.type == "list_item_open" and not token.meta and tokens[number + 1].type == "paragraph_open":
            text = tokens[number + 2]
            if (found := _BOX.match(text.content)) is not None:
                token.meta = {"state": found[1]}
            elif (found := _ROAM.match(text.content)) is not None:
                token.meta = {"checked": found[1] == "DONE"}
            if found is not None:
                text.content = text.content[found.end() :]
