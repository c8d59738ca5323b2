"""Cutting a long paragraph into the sentences around its links."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.tokens import text_token

LONG = 500  # code points of source; a shorter paragraph is shown whole
_WINDOW = 320  # code points; sentences beside the linked one are added while the excerpt is shorter

# A sentence ends behind `.!?…` (quotes and brackets may follow) before white space and anything but a small
# letter, so that "e.g. this" stays whole; in scripts without spaces behind their own full stops.
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[^\sa-zß-ÿа-я])|[。！？][”』」）]*")


class Excerpt(NamedTuple):
    """A run of sentences: its tokens, and the index of the first one among the paragraph's."""

    first: int
    tokens: list[Token]


class _Sentence(NamedTuple):
    first: int
    tokens: list[Token]
    size: int


def excerpts(children: list[Token], wanted: Callable[[list[Token]], bool]) -> list[Excerpt]:
    """The sentences of a paragraph that are `wanted`, each with its neighbours; runs that touch are one."""
    sentences = _sentences(children)
    ranges: list[list[int]] = []
    for number, sentence in enumerate(sentences):
        if not wanted(sentence.tokens):
            continue
        low, high = _window(sentences, number)
        if ranges and low <= ranges[-1][1]:
            ranges[-1][1] = max(high, ranges[-1][1])
        else:
            ranges.append([low, high])
    result: list[Excerpt] = []
    for low, high in ranges:
        tokens = [token for sentence in sentences[low:high] for token in sentence.tokens]
        before = [text_token("… ")] if low else []
        after = [text_token(" …")] if high < len(sentences) else []
        result.append(Excerpt(sentences[low].first, [*before, *tokens, *after]))
    return result


def _window(sentences: list[_Sentence], number: int) -> tuple[int, int]:
    low, high, size = number, number + 1, sentences[number].size
    if high < len(sentences) and size + sentences[high].size <= _WINDOW:
        size += sentences[high].size
        high += 1
    if low and size + sentences[low - 1].size <= _WINDOW:
        low -= 1
    return low, high


def _sentences(children: list[Token]) -> list[_Sentence]:
    result: list[_Sentence] = []
    current: list[Token] = []
    first = depth = size = 0

    def close(number: int) -> None:
        nonlocal current, first, size
        if current:
            result.append(_Sentence(first, current, size))
        current, first, size = [], number, 0

    for number, token in enumerate(children):
        depth += token.nesting
        if token.type != "text" or depth:
            current.append(token)
            size += len(token.content)
            if token.type == "softbreak" and not depth and _ended(current, children[number + 1 : number + 2]):
                close(number + 1)
            continue
        done = 0
        for end in _END.finditer(token.content):
            piece = token.content[done : end.end()]
            current.append(text_token(piece))
            size += len(piece)
            close(number)
            done = end.end()
        if done < len(token.content):
            current.append(text_token(token.content[done:]) if done else token)
            size += len(token.content) - done
    close(len(children))
    return result


def _ended(current: list[Token], following: list[Token]) -> bool:
    """Whether a line break stands between two sentences."""
    before = current[-2].content.rstrip("\"'”’)]") if len(current) > 1 else ""
    after = following[0].content[:1] if following else ""
    return before.endswith((".", "!", "?", "…")) and not after.islower()
