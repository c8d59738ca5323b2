"""Plain text with open links: a bare link is its number between two NUL until it is known what its target is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kbgen.model import Link, Ref
from kbgen.text.regex import regex

_OPEN = regex("\0(\\d+)\0")


def open_link(link: int) -> str:
    """What stands for a link (its number)."""
    return f"\0{link}\0"


def open_links(text: str) -> Iterator[tuple[int, int]]:
    """Where the open links of a text stand, and their numbers."""
    return ((found.start(), int(found[1])) for found in _OPEN.finditer(text))


def closed(text: str, word: Callable[[int], str]) -> str:
    """A text with a word for each link."""
    return _OPEN.sub(lambda found: word(int(found[1])), text) if "\0" in text else text


def filled(text: str, refs: Sequence[Ref]) -> str:
    """A text with the titles of what its links mean."""
    return closed(text, lambda link: refs[link].title)


def with_targets(text: str, links: Sequence[Link]) -> str:
    """A text with the targets of its links as they are written."""
    return closed(text, lambda link: links[link].target or links[link].anchor)


def cut_open(text: str, most: int) -> str:
    """At most so many code points of a text, never within a link's number."""
    cut = text[:most]
    return cut[: cut.rindex("\0")] if cut.count("\0") % 2 else cut
