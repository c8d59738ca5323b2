"""Places in a recording, as chapters and transcripts name them before what is said there: `[00:12:34]`, `05:30`, and
the same as a link, in bold or as code."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from kbgen.text.regex import regex

_CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
_SPAN = rf"{_CLOCK}(?:\s?(?:-->|[-–—])\s?{_CLOCK})?"
_TIME = regex(rf"\s*+(?:\[{_SPAN}\]|\({_SPAN}\)|（{_SPAN}）|{_SPAN}(?![\d:.,]|\s?[ap]\.?m\b))")
_AFTER = regex(r"\s*+(?:[-–—:|·]{1,3}(?=\s)\s*+)?")
_MARKUP = {"link_open": "link_close", "strong_open": "strong_close", "em_open": "em_close"}


def begins_with_time(children: Sequence[Token]) -> bool:
    """Whether a text begins with a place in a recording."""
    return behind_time(children) is not None


def is_time(children: Sequence[Token]) -> bool:
    """Whether a text is a place in a recording and nothing else."""
    found = behind_time(children)
    if found is None or found[1]:
        return False
    rest = children[found[0] :]
    return not (rest[1:] if rest and rest[0].type == "text" else rest)


def behind_time(children: Sequence[Token]) -> tuple[int, str] | None:
    """Where a text goes on behind the place in a recording that it begins with, and the sign that parts the two: the
    number of a token, and what is left of that one (a text); None if it begins with none.

    In markup, nothing but the place may stand: `[00:12](https://…)` and `**05:30**`, but not `**05:30 Frost**`.
    """
    skipped = 0
    while skipped < len(children) and children[skipped].type == "text" and not children[skipped].content:
        skipped += 1
    rest = children[skipped:]
    if not rest:
        return None
    first = rest[0]
    if first.type == "text":
        found = _TIME.match(first.content)
        return (skipped, _left(first.content[found.end() :])) if found is not None else None
    if first.type == "code_inline":
        length, written = 1, first.content
    elif first.type in _MARKUP and len(rest) > 2 and rest[2].type == _MARKUP[first.type]:
        length, written = 3, rest[1].content
    else:
        return None
    if _TIME.fullmatch(written.rstrip().removesuffix(":")) is None:
        return None
    behind = skipped + length
    text = children[behind].content if behind < len(children) and children[behind].type == "text" else ""
    return behind, _left(text)


def _left(text: str) -> str:
    """A text without the sign that parts it from what stands before it."""
    found = _AFTER.match(text)
    return text[found.end() :] if found is not None else text
