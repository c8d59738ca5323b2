"""A new page made safe: what kbgen would refuse in it is shown as text instead."""

from __future__ import annotations

import re

from kbgen.fields.spellings import ParseSettings
from kbgen.parse import parse
from kbgen.text.regex import regex

_ROUNDS = 4
_QUOTED = regex(r"(?: {0,3}>){1,3}(?!>)")  # a line of a quote or a box stays one
_LINK = regex(r"[\[\]<>!`]")


def mended(lines: list[str], first: int, settings: ParseSettings) -> str:
    """The page as text, with a final newline. Markup in a line of the body (from index `first` on) that is an error
    (an address that would run code) is hidden behind backslashes; if that does not help, the body is shown as it is."""
    written = list(lines)
    for _ in range(_ROUNDS):
        wrong = {
            one.line - 1 for one in parse(_joined(written).encode(), settings).diagnostics if one.severity == "error"
        }
        wrong = {number for number in wrong if number >= first}
        if not wrong:
            return _joined(written)
        for number in wrong & set(range(len(written))):
            line = written[number].replace("\\", "")
            start = found.end() if (found := _QUOTED.match(line)) is not None else 0
            written[number] = line[:start] + _LINK.sub(r"\\\g<0>", line[start:])
    fence = "`" * max(3, 1 + max((len(run) for line in lines for run in re.findall("`+", line)), default=0))
    return _joined([*lines[:first], f"{fence}text", *lines[first:], fence])


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
