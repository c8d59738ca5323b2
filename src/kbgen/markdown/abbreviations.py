"""Abbreviations of Markdown Extra and MkDocs: `*[HTML]: Hyper Text Markup Language` says what `HTML` means wherever it
stands on the page. The line itself is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.markdown.tokens import text_token, without_blocks
from kbgen.text.regex import regex

_LINE = regex(r"\*\[([^\[\]\n]{1,80})\]:[ \t]*(\S[^\n]*)")
_MOST = 500  # abbreviations of a page


def abbreviations(md: MarkdownIt) -> None:
    """Install the rules: one takes the lines out, the other finds the words."""
    md.core.ruler.before("inline", "abbreviation_lines", _lines)
    md.core.ruler.after("text_join", "abbreviations", _words)


def _lines(state: StateCore) -> None:
    if "*[" not in state.src:
        return
    known: dict[str, str] = {}
    dropped: set[int] = set()
    for number, token in enumerate(state.tokens):
        if token.type != "inline" or not token.content.startswith("*["):
            continue
        found = [_LINE.fullmatch(line.strip()) for line in token.content.split("\n")]
        if state.tokens[number - 1].type == "paragraph_open" and None not in found:
            known.update((one[1], one[2]) for one in found if one is not None)
            dropped.add(number)
    if dropped:
        state.tokens = without_blocks(state.tokens, dropped)
        state.env["abbreviations"] = dict(list(known.items())[:_MOST])


def _words(state: StateCore) -> None:
    known: dict[str, str] = state.env.pop("abbreviations", {})
    if not known:
        return
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    for token in state.tokens:
        if token.type == "inline" and token.children and pattern.search(token.content):
            token.children = [part for child in token.children for part in _parts(child, pattern, known)]


def _parts(token: Token, pattern: re.Pattern[str], known: dict[str, str]) -> Iterator[Token]:
    """A token, or, where it is text, its parts around abbreviations."""
    if token.type != "text" or pattern.search(token.content) is None:
        yield token
        return
    done = 0
    for found in pattern.finditer(token.content):
        if found.start() > done:
            yield text_token(token.content[done : found.start()])
        yield Token("abbr_open", "abbr", 1, attrs={"title": known[found[0]]})
        yield text_token(found[0])
        yield Token("abbr_close", "abbr", -1)
        done = found.end()
    if done < len(token.content):
        yield text_token(token.content[done:])
