"""What stands above a text and without which it is not understood: the point that it is below, the line that leads a
list in, the question that it answers, the words that it credits to somebody. Knows tokens; resolves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.inlinewriter import InlineWriter
from kbgen.markdown.rawcitations import SAID
from kbgen.markdown.sentences import ending
from kbgen.markdown.times import is_time
from kbgen.markdown.wikilinks import links_in, text_of
from kbgen.model import Link
from kbgen.text.names import fold
from kbgen.text.paths import RAW_PATH
from kbgen.text.regex import regex

_MARKUP = "*_ "
_IN_BRACKETS = r"[(（\[【](?=[^\n]*[)）\]】][.。*_\s]*+\Z)"
_CREDIT = regex(
    r"\s*+(?:(?:[—–―]|--)\s*+[\w\[*_]"
    rf"|[*_]{{0,3}}(?:{_IN_BRACKETS})?[*_]{{0,3}}{SAID}[*_]{{0,3}}\s*+[:：][*_\s]*+(?:\[|`?{RAW_PATH}))",
    re.IGNORECASE,
)
_LABEL = r"[\W_]{{0,4}}(?:{})[*_ ]{{0,4}}[:：]"
_QUESTION = regex(
    _LABEL.format(
        "q|question|frage|pregunta|pergunta|domanda|pytanie|soru|vraag|вопрос|питання|السؤال|سؤال|س|问|問|质问|質問"
        "|问题|提问|질문|문|प्रश्न|सवाल|คำถาม"
    ),
    re.IGNORECASE,
)
_ANSWER = regex(
    _LABEL.format(
        "a|answer|antwort|respuesta|r|resposta|réponse|risposta|odpowiedź|o|cevap|c|antwoord|ответ|відповідь|о"
        "|الجواب|جواب|ج|答|回答|答案|답|답변|उत्तर|जवाब|คำตอบ"
    ),
    re.IGNORECASE,
)
_SHORT = 160  # code points of a line in bold that is above a text like a heading, or of whom words are credited to
_STATEMENT = 4  # words: "See also:" and "Key people:" say nothing of the names below them


class Above(NamedTuple):
    """A text above another: as HTML, and its tokens; empty where there is none. A `whole` one is HTML of blocks."""

    html: str
    tokens: list[Token]
    whole: bool = False

    def states(self) -> bool:
        """Whether it says something of names that stand alone below it."""
        return len(text_of(self.tokens).split()) >= _STATEMENT

    def is_one_paragraph(self) -> bool:
        """Whether it is one in HTML too: raw HTML may end it and begin others."""
        return all(token.type != "html_inline" for token in self.tokens)

    def names(self, links: list[int], known: list[Link]) -> bool:
        """Whether it has links to all that these lead to, so that it is told of them by itself."""
        targets = {fold(known[link].target) for link in links_in(self.tokens)}
        return bool(targets) and all(fold(known[link].target) in targets for link in links)


NONE = Above("", [])


class Outline:
    """Below which texts the tokens of a document stand, while they are read in order; texts by their numbers."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.above: list[int] = []  # of each list, item, quotation that is open (-1: none)

    @property
    def last(self) -> int:
        """The text that all in the innermost open block stands below (-1: none)."""
        return self.above[-1] if self.above else -1

    def open(self, number: int) -> None:
        """A list, an item or a quotation begins at this token: it may be led in."""
        closed = self.tokens[number - 1].type if number else ""
        leads = closed in ("paragraph_close", "callout_title_close") and leads_in(self.tokens, number - 2)
        self.above.append(number - 2 if leads else self.last)

    def close(self) -> None:
        """The innermost open block ends."""
        self.above.pop()

    def place(self, number: int, first: bool) -> int:
        """The text that this one stands below (-1: none); all that follows in an item stands below its `first`."""
        if first:
            above, self.above[-1] = self.last, number
            return number - 5 if self._answers(number) else above
        closed = self.tokens[number - 2].type if number > 1 else ""
        if closed in ("blockquote_close", "paragraph_close") and is_credit(self.tokens, number):
            return number - (4 if closed == "blockquote_close" else 3)
        if closed in ("paragraph_close", "callout_title_close") and leads_in(self.tokens, number - 3):
            return number - 3
        return self.last

    def _answers(self, number: int) -> bool:
        """Whether the text that a point begins with answers the point before it, as on cards: `A: …` behind `Q: …`."""
        if number < 5 or self.tokens[number - 3].type != "list_item_close":
            return False
        before = self.tokens[number - 5]
        return before.type == "inline" and asks(before) and _ANSWER.match(self.tokens[number].content) is not None

    def text(self, number: int, write: InlineWriter) -> Above:
        """The text of that number, or its last sentence if it is long."""
        if number < 0 or self.tokens[number].type != "inline":
            return NONE
        return Above(*ending(self.tokens[number], write))


def leads_in(tokens: list[Token], number: int) -> bool:
    """Whether the text of that number speaks of what follows: it ends in a colon or a question mark, or is in bold
    altogether, or the title that somebody gave to a box."""
    text = tokens[number]
    if tokens[number - 1].type == "callout_title_open":
        return not text.meta.get("made")
    return text.content.rstrip(_MARKUP).endswith((":", "：")) or asks(text)


def asks(text: Token) -> bool:
    """Whether what follows a text answers it: a question, or a line in bold, maybe with the time when somebody of that
    name speaks."""
    if text.content.rstrip(_MARKUP).endswith(("?", "？", "؟")) or _QUESTION.match(text.content):
        return True
    if len(text.content) > _SHORT or not begins_in_bold(text.children or ()):
        return False
    children = [child for child in text.children or () if child.type != "text" or child.content.strip()]
    ends = [number for number, child in enumerate(children) if child.type == "strong_close"]
    return ends == [len(children) - 1] or (len(ends) == 1 and is_time(children[ends[0] + 1 :]))


def begins_in_bold(children: Iterable[Token]) -> bool:
    """Whether the first of the tokens of a text that are not blank begins bold ones."""
    for child in children:
        if child.type != "text" or child.content.strip():
            return child.type == "strong_open"
    return False


def is_credit(tokens: list[Token], number: int) -> bool:
    """Whether the text of that number says whose words stand above it: `— [[Ada]], 00:12:40`, `Source: [[x]], p. 3`.
    Where people talk, each behind a dash, it does not."""
    text = tokens[number]
    if not _says_whose(text) or text.content.rstrip(_MARKUP).endswith(("?", "!", "…")):
        return False
    return not any(_says_whose(tokens[beside]) for beside in (number - 3, number + 3) if 0 <= beside < len(tokens))


def _says_whose(text: Token) -> bool:
    return text.type == "inline" and len(text.content) <= _SHORT and _CREDIT.match(text.content) is not None


def credit_of(tokens: list[Token], number: int) -> Token | None:
    """The text right behind the one of that number, in its quotation or below it, that says whose words these are."""
    following = [token.type for token in tokens[number + 2 : number + 4]]
    behind = number + 3 + (following[:1] == ["blockquote_close"])
    if "paragraph_open" not in following or behind >= len(tokens) or not is_credit(tokens, behind):
        return None
    return tokens[behind]
