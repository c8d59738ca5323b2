"""Titles in little room. Knows no page: a title is a text, and so is what is left of it."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kbgen.text.names import shared


class Parted(NamedTuple):
    """A title in three: where something can be left out to tell it from others, `left_out` is that."""

    begin: str
    left_out: str = ""
    end: str = ""

    def within(self, letters: int) -> str:
        """As one text, cut to about so many Latin letters' width."""
        return fitted(f"{self.begin}…{self.end}" if self.left_out else self.begin, letters)


def parted(titles: Sequence[str], letters: int) -> list[Parted]:
    """Each title, parted where without that it would be cut to the same words as another one of them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for title in titles:
        found[fitted(title, letters)].add(title)
    made = {title: made for same in found.values() if len(same) > 1 for title, made in _told_apart(same, letters)}
    return [made.get(title) or Parted(title) for title in titles]


def _told_apart(titles: set[str], letters: int) -> Iterator[tuple[str, Parted]]:
    """Titles that begin alike, each with its first words and those in which it differs from the one most like it."""
    order = sorted(titles)
    alike = [shared(one, other) for one, other in pairwise(order)]
    for place, title in enumerate(order):
        differs = max(alike[max(0, place - 1) : place + 1])
        begin = title.rfind(" ", 0, differs) + 1
        if differs - begin > letters // 3:  # a script without spaces, or a very long word
            begin = differs
        room = max(letters // 3, letters - 2 - _width(title[begin:]))
        head = title[: len(fitted(title, room)) - 1]
        head = head[: head.rfind(" ") + 1] or head
        yield title, Parted(head, title[len(head) : begin], title[begin:])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@lru_cache(maxsize=4_096)
def fitted(text: str, letters: int) -> str:
    """A text cut to about so many Latin letters' width, with an ellipsis."""
    if len(text) <= letters and text.isascii():
        return text
    width, kept = 0, ""
    for char in text:
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
        if width > letters:
            return kept[:-1].rstrip() + "…"
        kept += char
    return text
