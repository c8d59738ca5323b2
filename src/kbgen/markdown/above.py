"""What stands above a point of a list and is needed to understand it: the point that it is part of, or the words that
lead into the list. Knows tokens; resolves nothing."""

from __future__ import annotations

from markdown_it.token import Token

from kbgen.markdown.sentences import one_sentence
from kbgen.markdown.writer import InlineWriter

_SHORT = 160  # code points; of a longer text, one sentence is shown
LISTS = frozenset({"bullet_list_open", "ordered_list_open"})


def above_list(tokens: list[Token], number: int, *, within: bool) -> Token | None:
    """The text right above the list that token `number` opens; None where its points need none. `within` a point of
    another list, any text does."""
    if number < 2 or tokens[number - 1].type != "paragraph_close":
        return None
    text = tokens[number - 2]
    return text if within or leads_in(text) or _is_bold(text.content) else None


def leads_in(text: Token) -> bool:
    """Whether a text ends with a colon."""
    return text.content.rstrip("*_ ").endswith((":", "："))


def shown_above(text: Token, write: InlineWriter) -> str:
    """A text above a list as HTML; of a long one, the sentence that leads into the list, or the first."""
    parts = write.parts(text)
    if len(text.content) <= _SHORT:
        return "".join(parts)
    return one_sentence(text.children or [], parts, 2 * _SHORT, last=leads_in(text))


def _is_bold(content: str) -> bool:
    return content.startswith("**") and content.endswith("**") and content.count("**") == 2
