"""Patterns that are compiled when they are first used: a program that reads one page needs few of several hundred, and
compiling all of them is a tenth of an edit's time. Knows no text."""

from __future__ import annotations

import re
from typing import Any, cast


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, later: what is wrong with a pattern is raised (`re.error`) where it is first used. Not for a
    library that asks whether it is given an `re.Pattern`."""
    return cast("re.Pattern[str]", _Pattern(pattern, flags))


def spaces(text: str) -> str:
    r"""As many spaces on as many lines: to be put in the place of a text, so that all behind it stays where it is.

    >>> spaces("ab\nc")
    '  \n '
    """
    return _NO_BREAK.sub(" ", text)


def as_spaces(found: re.Match[str]) -> str:
    """The same of what was found."""
    return spaces(found[0])


class _Pattern:
    """A pattern whose attributes are those of the compiled one, each fetched once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, value)
        return value


_NO_BREAK = regex(r"[^\n]")
