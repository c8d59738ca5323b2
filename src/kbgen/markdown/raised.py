"""Subscripts and superscripts: `H~2~O`, `m^2^`, `Ca^2+^`, as Pandoc, Quarto, Joplin and R Markdown write them.

Only right behind a letter (superscripts also behind a digit) and without a space: `~5~ km`, `1~2~3`, `a^b^c` and `^_^`
are text, and so are words between tildes, which other programs strike through.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.text.regex import regex

_LETTER = r"A-Za-z\u0370-\u03ff"  # and Greek; where words have no spaces, `~` is a mark of its own
_INSIDE = rf"([+\-−]?[{_LETTER}0-9][{_LETTER}0-9+\-−]{{0,11}})"
_FORMS = {
    "~": ("sub", regex(rf"(?<=[{_LETTER})\]])~{_INSIDE}~(?!~)")),
    "^": ("sup", regex(rf"(?<=[{_LETTER}0-9)\]])\^{_INSIDE}\^(?![\w^])")),
}


def raised(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("strikethrough", "raised", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    tag, form = _FORMS[sign]
    found = form.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push(f"{tag}_open", tag, 1).markup = sign
        state.push("text", "", 0).content = found[1]
        state.push(f"{tag}_close", tag, -1).markup = sign
    state.pos = found.end()
    return True
