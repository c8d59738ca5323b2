"""Escapes of JSON in running text (`caf\\u00e9`), which a program has left there; in code they are what it is about.

What a text says of escapes is left as it is written: a range of characters (`[\\u4e00-\\u9fff]`), which is a pattern;
letters, digits and spaces that no program writes so; a quotation mark and what shows nothing, where they stand alone
(`replace \\u2019 with '`).
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context
from kbgen.text.escapes import unescaped
from kbgen.text.regex import regex

_ESCAPE = r"\\u[0-9A-Fa-f]{4}"
_RUN = regex(rf"(?:{_ESCAPE})++(?!-\\u)")
_BEHIND_ONE = regex(rf"{_ESCAPE}-?\Z")  # that was left as it is written, with all that follow it
_BEHIND = 7  # signs before a place that tell this
_PLAIN = regex(r"[\t-\r 0-9A-Za-z]")
_MARK = regex(r"[\"'‘’“”„\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_BEGIN = regex(r"(?:\A|[\s(\[{\"'‘“/])\Z")
_END = regex(r"\Z|[\s)\]}\"'’”/,.;:!?]")


def jsonescapes(md: MarkdownIt) -> None:
    """Install the rule, ahead of markdown's own escapes, which are signs alone."""
    md.inline.ruler.before("escape", "json_escape", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if _BEHIND_ONE.search(state.src, max(0, start - _BEHIND), start):
        return False
    found = _RUN.match(state.src, start, state.posMax)
    if found is None:
        return False
    said = unescaped(found[0])
    if said == found[0] or _is_told_of(said, state.src, start, found.end()):
        return False
    if not silent:
        state.pending += said
        context(state.env).report_escape(start, len(found[0]))
    state.pos = found.end()
    return True


def _is_told_of(said: str, text: str, start: int, end: int) -> bool:
    """Whether a text is about escapes that stand there and mean what is `said`, and has not come from JSON."""
    if _PLAIN.search(said):
        return True
    alone = _BEGIN.search(text, max(0, start - 1), start) and _END.match(text, end)
    return alone is not None and _MARK.fullmatch(said) is not None
