"""What pasting did to a text, undone: hidden signs, an indent of the whole, empty lines between all lines, what stands
around it.

Lines are only taken out, never added, so that each that is left knows its number.
"""

from __future__ import annotations

from itertools import pairwise
from textwrap import dedent
from typing import NamedTuple

from kbgen.author.inline import ROW, RULE_ROW
from kbgen.author.wrapping import unwrap
from kbgen.fields.spellings import known
from kbgen.text.regex import regex


class Tidy(NamedTuple):
    """The text, and for each of its lines the number that it had in the text as given, from 1; and what of that is no
    part of it, by its line."""

    text: str
    numbers: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...] = ()


_HIDDEN = regex(
    "[\u200b\u200e\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ENDS = regex("[\u2028\u2029\u0085]")
_FIELD = regex(r"\s*(?:[-*]\s+)?(?:\*\*|__)?([^\W\d_][^:*_|\n]{0,40}?)(?:\*\*|__)?\s*(?::\s|:(?:\*\*|__)\s?|:\Z)")


def tidy(text: str, spellings: dict[str, str]) -> Tidy:
    """The text that was meant. `spellings` are the names of fields, for the lines of those below the title."""
    text = dedent(_HIDDEN.sub("", _ENDS.sub("\n", text).replace("\u00a0", " ")))
    whole = text.split("\n")
    lines, around = unwrap(whole)
    kept = [number for number in range(len(lines)) if number not in around]
    emptied = {number for number in kept if not lines[number]}
    lines = [lines[number] for number in kept]
    gone = _between_rows(lines) | _between_fields(lines, spellings)
    left = [number for number in range(len(lines)) if number not in gone]
    return Tidy(
        "\n".join(lines[number] for number in left),
        tuple(kept[number] + 1 for number in left),
        tuple((number + 1, whole[number].strip()) for number in sorted(around | emptied) if whole[number].strip()),
    )


def _between_rows(lines: list[str]) -> set[int]:
    """Empty lines, one each, between rows of a table; not those before the head of another."""
    return {
        number
        for number in range(1, len(lines) - 1)
        if not lines[number].strip()
        and ROW.fullmatch(lines[number - 1])
        and ROW.fullmatch(lines[number + 1])
        and not (number + 2 < len(lines) and RULE_ROW.fullmatch(lines[number + 2]))
    }


def _between_fields(lines: list[str], spellings: dict[str, str]) -> set[int]:
    """Empty lines, one each, between the lines of fields that begin below the title, if two of their keys are known."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    first = _FIELD.match(lines[written[0]]) if written else None
    start = int(first is None or known(first[1], spellings) is None)  # the title, also `Source Summary: …`
    block: list[int] = []
    for number in written[start:]:
        match = _FIELD.match(lines[number])
        if match is None or len(match[1].split()) > 4 or (block and number - block[-1] > 2):
            break
        block.append(number)
    names = [known(match[1], spellings) for number in block if (match := _FIELD.match(lines[number]))]
    if sum(name is not None for name in names) < 2:
        return set()
    while names and names[-1] is None:  # behind the last known key the text may begin
        names.pop()
        block.pop()
    return {number - 1 for before, number in pairwise(block) if number - before == 2}
