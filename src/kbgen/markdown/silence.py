"""Remarks that tell check to be silent: `%% kbgen: ignore KB101 %%` and the same as an HTML comment.

Raw HTML comments are never on a page; what stands between `%%` is hidden here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.model import Silence

_REMARK = re.compile(r"%%\s*kbgen:\s*ignore\b([^%\n]*)%%|<!--\s*kbgen:\s*ignore\b((?:(?!-->)[^\n])*)-->")
_HIDDEN = re.compile(r"%%\s*kbgen:[^%\n]*%%")
_CODE = re.compile(r"[\w-]+")


def silence(md: MarkdownIt) -> None:
    """Install the rule that hides the remarks between `%%`."""
    md.inline.ruler.before("link", "silence", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    found = _HIDDEN.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    state.pos = found.end()
    return True


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
