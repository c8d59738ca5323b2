"""The inline parser of markdown-it with its rules looked up by the character they begin with.

markdown-it tries every rule at every special character; most characters have one rule or none. Measured on
founder-book: parsing takes 0.7 of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from kbgen.markdown.tokens import Inlines, text_token

Rule = Callable[[StateInline, bool], bool]

# The characters each rule can begin with; a rule that is not listed is tried at all of them.
STARTS: dict[str, str] = {
    "newline": "\n",
    "escape": "\\",
    "json_escape": "\\",
    "backticks": "`",
    "own_field": "`",
    "strikethrough": "~",
    "strong": "*",
    "emphasis": "*_",
    "highlight": "=",
    "raised": "~^",
    "keys": "+",
    "place": "[",
    "wikilink": "[!",
    "link": "[",
    "image": "!",
    "tag": "#",
    "math": "$\\",
    "citation": "[^",
    "said_source": ":",
    "said_name": ":",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "bare_address": ":",
    "comment": "%",
    "inline_field": ":",
    "citekey": "@",
    "cited": "[",
    "marked": "^",
    "labelled": "[",
    "block_reference": "(",
    "macro": "{",
    "program": "{",
    "program_comment": "{",
    "component": "<",
    "jsx": "<",
    "program_link": "[",
    "program_image": "!",
    "attributes": "{",
    "image_size": "{",
    "icon": ":",
    "critic": "{",
    "chat_mark": ":[【",
    "span": "[",
}
_NEEDS_CLOSING = frozenset("[!")  # no rule of theirs matches where no `]` is left

DEEPEST_BRACKET = 32  # brackets are looked through to this depth; what lies deeper is text either way


def dispatch(md: MarkdownIt) -> None:
    """Install the parser; after all rules are there."""
    rules = [(rule.name, rule.fn) for rule in md.inline.ruler.__rules__ if rule.enabled and rule.name != "text"]
    starts = sorted({char for name, _ in rules for char in STARTS.get(name, "")})
    table = {char: tuple(fn for name, fn in rules if char in STARTS.get(name, char)) for char in starts}
    md.inline.__class__ = _Inlines
    md.inline.table = table  # type: ignore[attr-defined]
    # `]` ends a label, so text must stop before it; `(` begins something only in texts that have two in a row
    plain = "".join([char for char in starts if char != "("] + ["]"])
    md.inline.terminator_re = re.compile(f"[{re.escape(plain)}]")
    md.inline.with_parentheses = re.compile(f"[{re.escape(plain)}(]")  # type: ignore[attr-defined]


class _Inlines(ParserInline):
    table: dict[str, tuple[Rule, ...]]
    with_parentheses: re.Pattern[str]

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if self.terminator_re.search(src) is None and "((" not in src:  # nothing but words
            if src:
                tokens.append(text_token(src))
            return tokens
        state = Inlines(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or any(meta and meta["delimiters"] for meta in state.tokens_meta):  # there may be pairs
            for rule in self.ruler2.getRules(""):
                rule(state)
        return tokens

    def tokenize(self, state: StateInline) -> None:
        table, src, end = self.table, state.src, state.posMax
        special = (self.terminator_re if state.html_terminator_last("((") < 0 else self.with_parentheses).search
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            pos = state.pos
            char = src[pos]
            rules = table.get(char)
            if rules is None and char != "]":
                found = special(src, pos, end)
                state.pos = found.start() if found is not None else end
                state.append_pending(src[pos : state.pos])
                continue
            if (
                rules is None
                or state.level >= deepest
                or (char in _NEEDS_CLOSING and state.html_terminator_last("]") < pos)
            ):
                state.append_pending(char)
                state.pos = pos + 1
                continue
            for rule in rules:
                if rule(state, False):
                    break
            else:
                state.append_pending(char)
                state.pos = pos + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:
        pos = state.pos
        known = state.cache.get(pos)
        if known is not None:
            state.pos = known
            return
        char = state.src[pos]
        rules = self.table.get(char)
        if rules is None:
            found = self.terminator_re.search(state.src, pos + 1, state.posMax) if char != "]" else None
            state.pos = pos + 1 if char == "]" else found.start() if found is not None else state.posMax
        elif state.level >= DEEPEST_BRACKET:
            state.pos = state.posMax
        else:
            state.level += 1
            if not any(rule(state, True) for rule in rules):
                state.pos = pos + 1
            state.level -= 1
        state.cache[pos] = state.pos
