"""How sentences end, in any script. Knows no language."""

from __future__ import annotations

from kbgen.text.regex import regex

_BEHIND = r"[\"'”’»)\]]*\Z"
_ENDED = regex(rf"[.,;:!?…。！？：；，、]{_BEHIND}")
_STOPPED = regex(rf"[.!?…。！？]{_BEHIND}")


def is_ended(text: str) -> bool:
    """Whether a text ends with a sign that ends a sentence or a part of one; quotes and brackets may stand behind it.

    >>> is_ended("He said: “No.”"), is_ended("Two failed:"), is_ended("A heading")
    (True, True, False)
    """
    return _ENDED.search(text) is not None


def is_stopped(text: str) -> bool:
    """Whether a text ends with the end of a sentence.

    >>> is_stopped("He said: “No.”"), is_stopped("Two failed:")
    (True, False)
    """
    return _STOPPED.search(text) is not None
