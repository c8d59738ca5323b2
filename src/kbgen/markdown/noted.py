"""Sentences and their notes: those whose notes say where they are from and no more (`It slumps.[^1]` with
`[^1]: [[log]], p. 3`), and those that a note with words of its own is shown below. Knows tokens; resolves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.above import NONE, Above
from kbgen.markdown.described import only_names
from kbgen.markdown.sentences import last_sentence
from kbgen.markdown.tokens import BREAKS
from kbgen.markdown.wikilinks import links_in, text_of
from kbgen.model import Link

_ENDED = (".", "!", "?", "…", "。", "！", "？")
_LONGEST = 500  # code points of a sentence


class Noted(NamedTuple):
    """A sentence: the links of its notes that are nothing but links, its tokens, its HTML."""

    links: tuple[int, ...]
    tokens: list[Token]
    html: str


class Notes:
    """The notes of a document that have links, by their numbers, and what refers to them, while that is read."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._naming: dict[int, tuple[int, ...]] = {}  # the links of each that is nothing but links
        self._telling: set[int] = set()  # the others
        self._sentences: dict[int, tuple[int, Noted]] = {}  # of each of these: the first, with a number of its own
        self._read(tokens)

    def __bool__(self) -> bool:
        return bool(self._naming or self._telling)

    def _read(self, tokens: Sequence[Token]) -> None:
        number, texts = -1, list[Token]()
        for token in tokens:
            if token.type == "footnote_open":
                number, texts = token.meta["id"], []
            elif token.type == "footnote_close":
                if len(texts) == 1 and only_names(texts[0].children or []):
                    self._naming[number] = tuple(links_in(texts[0].children or []))
                elif texts and "links" in texts[0].meta:
                    self._telling.add(number)
                number = -1
            elif token.type == "inline" and number >= 0:
                texts.append(token)

    def links(self, children: Iterable[Token]) -> list[int]:
        """The links of the notes that a text refers to and that are nothing but links."""
        refs = (child.meta["id"] for child in children if child.type == "footnote_ref")
        return [link for note in refs for link in self._naming.get(note, ())]

    def sentences(self, children: list[Token], parts: list[str]) -> Iterator[Noted]:
        """The sentences of a text that end in, or have, references to notes that are nothing but links; those of other
        notes are remembered. `parts` has the HTML of the tokens."""
        begin, refs, before = 0, list[int](), ""
        for number, token in enumerate(children):
            before = token.content or before
            if token.type == "footnote_ref":
                refs.append(token.meta["id"])
                following = children[number + 1] if number + 1 < len(children) else None
                if following is None or (following.type != "footnote_ref" and _ends(before, following)):
                    yield from self._sentence(refs, children[begin : number + 1], parts[begin : number + 1])
                    begin, refs = number + 1, []
        if refs:
            yield from self._sentence(refs, children[begin:], parts[begin:])

    def _sentence(self, refs: list[int], tokens: list[Token], parts: list[str]) -> Iterator[Noted]:
        """The last sentence of some tokens, if it is not too long."""
        links = tuple([link for note in refs for link in self._naming.get(note, ())])
        telling = [note for note in refs if note in self._telling and note not in self._sentences]
        if not links and not telling:
            return
        shown, html = last_sentence(tokens, parts)
        if not 0 < len(text_of(shown).strip()) <= _LONGEST:
            return
        sentence = Noted(links, shown, html.strip())
        self._sentences |= dict.fromkeys(telling, (telling[0] if telling else -1, sentence))
        if links:
            yield sentence

    def above(self, tokens: Sequence[Token], number: int, known: list[Link]) -> tuple[int, Above]:
        """The sentence that the text of that number is the note of, if it does not have the links of that itself, and a
        number for the sentence that is below 0."""
        note = tokens[number - 2].meta["id"] if number > 1 and tokens[number - 2].type == "footnote_open" else -1
        first, sentence = self._sentences.get(note, (-1, None))
        if sentence is None:
            return -1, NONE
        lead = Above(sentence.html, sentence.tokens)
        return -2 - first, NONE if lead.names(tokens[number].meta["links"], known) else lead


def _ends(before: str, following: Token) -> bool:
    """Whether a sentence ends with the reference between a text and what follows."""
    if following.type in BREAKS or following.content.startswith(_ENDED):
        return True
    return before.rstrip("\"'”’)]").endswith(_ENDED)
