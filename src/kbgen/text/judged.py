"""How credible a source is, in short: the verdict that an assessment begins with. Knows no source."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbgen.text.regex import regex

# A verdict stands at the beginning: "High — both are researchers", "very low.", "Mittel, weil …".
_WORDS = {
    3: "high strong excellent good reliable hoch gut stark 高 높음 高い",
    2: "medium moderate mixed fair average partial mittel mäßig gemischt 中 중간",
    1: "low weak poor questionable unreliable doubtful niedrig gering schwach 低 낮음",
}
_LEVELS = {word: level for level, words in _WORDS.items() for word in words.split()}
_BEGIN = regex(r"\W*(?:(?:very|quite|fairly|rather|generally|mostly|sehr|eher|recht)\s+)?([^\W\d_]+)", re.IGNORECASE)
_END = regex(r"\s*(?:[—–;:.,(（，。；：]|\s-\s)")


class Judgement(NamedTuple):
    """An assessment in short: the level (3 high, 2 medium, 1 low, 0 none that is understood) and its words."""

    level: int
    words: str


def judgement_of(text: str, most: int = 80) -> Judgement:
    """The verdict of an assessment: its first words where they are a verdict, else the text, cut at a word."""
    text = text.strip()
    begin = _BEGIN.match(text)
    level = _level(begin[1]) if begin else 0
    if level:
        head = _END.split(text, maxsplit=1)[0]
        if len(head) <= 32:
            return Judgement(level, head)
    return Judgement(level, text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" .,;—–") + "…")


def _level(word: str) -> int:
    found = _LEVELS.get(word.casefold(), 0)
    return found or _LEVELS.get(word[0], 0)  # in Chinese the verdict is a character, not parted from the next
