"""Fields in running text, as Dataview and Logseq write them: `due:: today` on a line, `(due:: today)`, `[due:: today]`,
and `**due**:: today`.

They are shown as a reader would write them, with one colon. `std::vector`, `a::b`, `(x :: Int)` and `fe80::` are text.

A question with its answer behind two colons, or three (`Who dug it?::Ada`), is a card of the plugin Spaced Repetition.

A query of Dataview in a line that only asks for a field of its own page (`` `= this.author` ``) is what that says.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context
from kbgen.markdown.tokens import BREAKS
from kbgen.text.regex import regex

_KEY = regex(r"(?:^|[(\[])(?![a-f]{1,3}\d[a-f\d]{0,2}\Z)[^\W\d_][\w-]*(?: [\w-]+){0,3}\Z")
_CARD = regex(r":{2,3}[ \t]*(?=[^\s:])")
_ASKS = ("?", "？", "؟")
_LONGEST = 500  # code points of a question


def inlinefields(md: MarkdownIt) -> None:
    """Install the rules."""
    md.inline.ruler.before("backticks", "own_field", _own_field)
    md.inline.ruler.before("escape", "inline_field", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    asked = state.pending.rstrip(" ")
    card = _CARD.match(src, start, state.posMax) if _is_question(asked) else None
    if card is not None:
        if not silent:
            state.pending = f"{asked} — "
        state.pos = card.end()
        return True
    if not src.startswith("::", start) or (start + 2 < state.posMax and src[start + 2] not in " \t\n"):
        return False
    if not state.pending and start and src[start - 1] in "*_" and _is_emphasised(state):
        if not silent:
            state.append_pending(":")
        state.pos = start + 2
        return True
    key = _KEY.search(state.pending[-80:])
    if key is None:
        return False
    if key[0][0] not in "([" and (len(key[0]) < len(state.pending) or not _begins_line(state)):
        return False
    if not silent:
        state.append_pending(":")
    state.pos = start + 2
    return True


def _is_question(text: str) -> bool:
    """Whether a text is one question, and no name with a sign (`a?`)."""
    if text[-1:] not in _ASKS or len(text) > _LONGEST or sum(map(text.count, _ASKS)) > 1:
        return False
    return " " in text or not text.isascii()


# blacksmithgu.github.io/obsidian-dataview, "Inline DQL"
_OWN = regex(r"`\$?=[ \t]*this(?:\.([\w-]{1,60})|\[[\"']([^\"'\]\n`]{1,60})[\"']\])[ \t]*`(?!`)")
_LINK = regex(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")


def _own_field(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    found = _OWN.match(src, start, state.posMax) if not start or src[start - 1] != "`" else None
    said = (
        context(state.env).said.get((found[1] or found[2]).replace("-", "_").lower(), "") if found is not None else ""
    )
    if found is None or not said:
        return False
    if not silent:
        state.append_pending(_LINK.sub(r"\1", said))
    state.pos = found.end()
    return True


_BOLD = regex(r"(?:^|\n)[ \t]*(\*\*|__|\*|_)[^\W\d_][\w -]{0,60}\1\Z")


def _is_emphasised(state: StateInline) -> bool:
    """Whether a line begins with nothing but a key in emphasis before this place."""
    before = state.src[max(0, state.pos - 80) : state.pos]
    return _BOLD.search("." + before if state.pos > 80 else before) is not None


def _begins_line(state: StateInline) -> bool:
    return not state.tokens or state.tokens[-1].type in BREAKS
