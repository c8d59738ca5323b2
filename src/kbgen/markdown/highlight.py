"""`==marked words==`, as Obsidian has them, with emphasis and wiki-links in them.

`a == b`, `a==b` and a row of more than two signs stay as they are. Code, formulas and links stand whole in what is
marked; what holds HTML or comments stays as it is: no sign of these may be taken apart.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.text.regex import regex

_FORMULA = r"\$(?![\s$])(?:[^$\\\n=]|\\.|=(?!=))*(?<!\s)\$(?!\d)"
_WHOLE = rf"`[^`\n]+`|\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]\([^()\s]*\)|{_FORMULA}|\\[^\w\s]"
_PLAIN = r"[^=`<\\\n\[\]%]|%(?!%)|(?<!=)=(?!=)"
_MARKED = regex(rf"==(?!\s)((?:{_WHOLE}|{_PLAIN})++)(?<!\s)==(?![=A-Za-z0-9_])")


def highlight(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("emphasis", "highlight", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start = state.pos
    before = state.src[start - 1] if start else " "
    if before in "=_" or (before.isascii() and before.isalnum()):
        return False
    found = _MARKED.match(state.src, start, state.posMax)
    if found is None:
        return False
    if not silent:
        last = state.posMax
        state.pos, state.posMax = found.span(1)
        state.push("mark_open", "mark", 1).markup = "=="
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1).markup = "=="
        state.posMax = last
    state.pos = found.end()
    return True
