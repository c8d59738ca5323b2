"""`#tags` in running text. Knows no page; which tags have one is found out later."""

from __future__ import annotations

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context, remember_place
from kbgen.text.names import nfc
from kbgen.text.regex import regex

_SIGNS = regex(r"[\w/-]*")
_DOTTED = regex(r"(?:\.[\w-]+)*")
_LETTER = regex(r"[^\W\d_]")
_JOINERS = "\u200c\u200d"  # they part no word
_COLOUR = regex(r"(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")


def tags(md: MarkdownIt) -> None:
    """Install the rule: `#name` behind white space, `(` or nothing, with a letter, and no hex colour."""
    md.inline.ruler.before("link", "tag", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "#" or (start and state.src[start - 1] not in " \t\n(\u00a0\u3000"):
        return False
    end = _end(state.src, start + 1, state.posMax)
    if state.src.startswith(".", end) and context(state.env).label_first:  # a name of Dendron's
        end = _DOTTED.match(state.src, end, state.posMax).end()  # type: ignore[union-attr]
    written = state.src[start + 1 : end].rstrip("/-")
    name = nfc(written.lstrip("/"))
    if not _LETTER.search(name) or _COLOUR.match(name) or state.linkLevel or context(state.env).no_tags:
        return False
    end = start + 1 + len(written)
    if not silent:
        token = state.push("tag", "a", 0)
        token.content = name
        remember_place(state, token, start, end)
    state.pos = end
    return True


def _end(src: str, start: int, limit: int) -> int:
    """Where a name ends that begins at `start`. Accents and vowel signs, which `re` takes for no letters, are in it."""
    end = start
    while (found := _SIGNS.match(src, end, limit)) is not None:
        end = found.end()
        if not start < end < limit or not (src[end] in _JOINERS or unicodedata.category(src[end])[0] == "M"):
            break
        end += 1
    return end
