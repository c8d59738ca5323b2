"""Whether a text has enough words of its own to be a page. Knows one text."""

from __future__ import annotations

from typing import Literal

from kbgen.model import Prose
from kbgen.text.regex import regex

Length = Literal["empty", "wordless", "few words", "enough"]

STUB = 12  # words of text under which a page is a stub: about one sentence
_SURELY_MORE = 200  # words with links, above which nobody counts those without
_WORD = regex(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{1,2}|[^\W_]+(?:['’.-][^\W_]+)*")


def length_of(prose: Prose) -> Length:
    """Whether there is any text; if so, whether it has words that are no link; if so, whether they are enough. A
    table, and code, are."""
    if prose.words > _SURELY_MORE or prose.figures:
        return "enough"
    if not prose.words:
        return "empty"
    quoted = (line.text for quote in prose.quotes for line in quote.lines)
    words = sum(len(_WORD.findall(text)) for text in (*(line.text for line in prose.lines), *quoted))
    if words >= STUB:
        return "enough"
    return "few words" if words else "wordless"
