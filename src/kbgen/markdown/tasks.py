"""Tasks that are neither open nor done: `- [/] under way`, as Obsidian's themes and plugins know them; those of Roam,
`- {{[[TODO]]}} open`; and those of Logseq, `- TODO open`, in a text that is an outline, lists and nothing else.

`[ ]` and `[x]` are GitHub's and markdown-it's own. Letters are not read (`[a] first` is a list of someone's own), and
what stands right before a text (`[-](x)`) is no box.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

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
# docs.logseq.com, "Tasks"; None is done, '' is open.
_MARKERS = {
    **dict.fromkeys(("TODO", "LATER"), ""),
    **dict.fromkeys(("DOING", "NOW", "IN-PROGRESS"), "/"),
    **dict.fromkeys(("WAITING", "WAIT"), ">"),
    **dict.fromkeys(("CANCELED", "CANCELLED"), "-"),
    "DONE": None,
}
_MARKER = regex(rf"({'|'.join(_MARKERS)})[ \t]+(?=\S)")


def tasks(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "task_state", _rule)


def _rule(state: StateCore) -> None:
    outlined = any(marker in state.src for marker in _MARKERS) and _is_outline(state.tokens)
    if not outlined and not any(box in state.src for box in (*_BOXES, "TODO", "DONE")):
        return
    tokens = state.tokens
    for number, token in enumerate(tokens[:-2]):
        if token.type == "list_item_open" and not token.meta and tokens[number + 1].type == "paragraph_open":
            text = tokens[number + 2]
            if (found := _BOX.match(text.content)) is not None:
                token.meta = {"state": found[1]}
            elif (found := _ROAM.match(text.content)) is not None:
                token.meta = {"checked": found[1] == "DONE"}
            elif outlined and (found := _MARKER.match(text.content)) is not None:
                mark = _MARKERS[found[1]]
                token.meta = {"state": mark} if mark else {"checked": mark is None}
            if found is not None:
                text.content = text.content[found.end() :]


def _is_outline(tokens: list[Token]) -> bool:
    """Whether a text is bulleted lists and nothing else."""
    return all(token.type == "bullet_list_open" for token in tokens if token.level == 0 and token.nesting >= 0)
