"""Sentences whose notes say where they are from and no more: `It slumps.[^1]` with `[^1]: [[log]], p. 3`. Knows tokens;
resolves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.described import only_names
from kbgen.markdown.sentences import last_sentence
from kbgen.markdown.tokens import BREAKS
from kbgen.markdown.wikilinks import links_in, text_of

_ENDED = (".", "!", "?", "…", "。", "！", "？")
_LONGEST = 500  # code points of a sentence


class Noted(NamedTuple):
    """A sentence: the links of its notes, its tokens, its HTML."""

    links: tuple[int, ...]
    tokens: list[Token]
    html: str


def naming_notes(tokens: Sequence[Token]) -> dict[int, tuple[int, ...]]:
    """The links of each note (by its number) that is nothing but links."""
    found: dict[int, tuple[int, ...]] = {}
    number, texts = -1, list[Token]()
    for token in tokens:
        if token.type == "footnote_open":
            number, texts = token.meta["id"], []
        elif token.type == "footnote_close":
            if len(texts) == 1 and only_names(texts[0].children or []):
                found[number] = tuple(links_in(texts[0].children or []))
            number = -1
        elif token.type == "inline" and number >= 0:
            texts.append(token)
    return found


def noted(children: list[Token], parts: list[str], notes: Mapping[int, tuple[int, ...]]) -> Iterator[Noted]:
    """The sentences of a text that end in, or have, references to such notes; `parts` has the HTML of its tokens."""
    begin, links, before = 0, list[int](), ""
    for number, token in enumerate(children):
        before = token.content or before
        if token.type == "footnote_ref":
            links += notes.get(token.meta["id"], ())
            following = children[number + 1] if number + 1 < len(children) else None
            if following is None or (following.type != "footnote_ref" and _ends(before, following)):
                if links:
                    yield from _sentence(tuple(links), children[begin : number + 1], parts[begin : number + 1])
                begin, links = number + 1, []
    if links:
        yield from _sentence(tuple(links), children[begin:], parts[begin:])


def _ends(before: str, following: Token) -> bool:
    """Whether a sentence ends with the reference between a text and what follows."""
    if following.type in BREAKS or following.content.startswith(_ENDED):
        return True
    return before.rstrip("\"'”’)]").endswith(_ENDED)


def _sentence(links: tuple[int, ...], tokens: list[Token], parts: list[str]) -> Iterator[Noted]:
    """The last sentence of some tokens, if it is not too long."""
    shown, html = last_sentence(tokens, parts)
    if 0 < len(text_of(shown).strip()) <= _LONGEST:
        yield Noted(links, shown, html.strip())
