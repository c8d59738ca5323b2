"""What stands above a text and is needed to understand it: the point of a list that it is part of, the words that lead
into the list, a line in bold, the question that it answers. Knows tokens; resolves nothing."""

from __future__ import annotations

from markdown_it.token import Token

from kbgen.markdown.sentences import one_sentence
from kbgen.markdown.writer import InlineWriter
from kbgen.text.regex import regex

_SHORT = 160  # code points; of a longer text, one sentence is shown
_QUESTION = regex(r"[*_]*+(?:Q(?:uestion)?\s?\d*+|问|問)[*_]*+[:：.]")
_ANSWER = regex(r"[*_]*+(?:A(?:nswer)?\s?\d*+|答)[*_]*+[:：.]")
LISTS = frozenset({"bullet_list_open", "ordered_list_open"})


def above_list(tokens: list[Token], number: int, *, within: bool) -> Token | None:
    """The text right above the list that token `number` opens; None where its points need none. `within` a point of
    another list, any text does."""
    if number < 2 or tokens[number - 1].type != "paragraph_close":
        return None
    text = tokens[number - 2]
    return text if within or leads_in(text) or is_title(text) else None


def above_paragraph(tokens: list[Token], number: int) -> Token | None:
    """The line in bold, or the question, right above the paragraph whose text token `number` is."""
    text = tokens[number - 3] if number > 3 and tokens[number - 2].type == "paragraph_close" else None
    if text is None or tokens[number - 1].type != "paragraph_open":
        return None
    return text if is_title(text) or is_answered(text, tokens[number]) else None


def is_title(text: Token) -> bool:
    """Whether a text is a line in bold, as people write titles."""
    content = text.content
    return content.startswith("**") and content.endswith("**") and content.count("**") == 2 and "\n" not in content


def is_answered(question: Token, answer: Token) -> bool:
    """Whether the one is a question and the other its answer: `Q: …`, `A: …`."""
    return _QUESTION.match(question.content) is not None and _ANSWER.match(answer.content) is not None


def leads_in(text: Token) -> bool:
    """Whether a text ends with a colon."""
    return text.content.rstrip("*_ ").endswith((":", "："))


def shown_above(text: Token, write: InlineWriter) -> str:
    """A text above others as HTML; of a long one, the sentence that leads into a list, or the first. Made once for all
    that stands below it."""
    html: str | None = text.meta.get("above")
    if html is None:
        parts = write.parts(text)
        short = len(text.content) <= _SHORT
        html = "".join(parts) if short else one_sentence(text.children or [], parts, 2 * _SHORT, last=leads_in(text))
        text.meta["above"] = html
    return html
