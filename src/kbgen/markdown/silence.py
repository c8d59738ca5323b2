"""Remarks that tell check to be silent: `%% kbgen: ignore KB101 %%` and the same as an HTML comment.

Neither kind of comment is on a page (`comments`, `rawhtml`).
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from kbgen.model import Silence
from kbgen.text.regex import regex

_REMARK = regex(r"%%\s*kbgen:\s*ignore\b([^%\n]*)%%|<!--\s*kbgen:\s*ignore\b((?:(?!-->)[^\n])*)-->")
_CODE = regex(r"[\w-]+")


def silences_in(lines: Sequence[str], tokens: Sequence[Token]) -> tuple[Silence, ...]:
    """The remarks in the lines of a text, but for those in blocks of code."""
    found: list[Silence] = []
    code: list[tuple[int, int]] | None = None
    for number, line in enumerate(lines):
        if "kbgen:" not in line:
            continue
        if code is None:
            code = [(t.map[0], t.map[1]) for t in tokens if t.type in ("fence", "code_block") and t.map]
        if any(first <= number < last for first, last in code):
            continue
        rest = _REMARK.sub("", line).strip(" \t>")
        for match in _REMARK.finditer(line):
            codes = tuple(_CODE.findall(match[1] or match[2] or ""))
            found.append(Silence(number + 1, codes, not rest))
    return tuple(found)
