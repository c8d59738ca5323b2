"""Where blocks of code begin and end between lines of backticks or tildes (CommonMark 0.31.2, section 4.5). Knows
lines, and nothing of the quotes and lists that may stand around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbgen.text.regex import regex

_BEGIN = regex(r" {0,3}(`{3,}+(?![^\n]*`)|~{3,})")
_END = regex(r" {0,3}(`{3,}|~{3,})[ \t]*")


def fence_of(line: str) -> str:
    """The fence with which a line begins a block of code; '' for any other line.

    >>> fence_of("```python"), fence_of("  ~~~~"), fence_of("```x``` is code in a line")
    ('```', '~~~~', '')
    """
    found = _BEGIN.match(line)
    return found[1] if found is not None else ""


def closes(line: str, fence: str) -> bool:
    """Whether a line ends the block that a fence has begun: with no shorter one of the same signs, and nothing else.

    >>> closes("````  ", "```"), closes("```python", "```"), closes("~~~", "```")
    (True, False, False)
    """
    found = _END.fullmatch(line)
    return found is not None and found[1].startswith(fence)


def outside_code(lines: Sequence[str], first: int = 0) -> Iterator[int]:
    """Indexes of the lines of a text, from `first` on, that are neither fences nor between them."""
    fence = ""
    for number in range(first, len(lines)):
        line = lines[number]
        if "```" not in line and "~~~" not in line:
            if not fence:
                yield number
        elif fence:
            fence = "" if closes(line, fence) else fence
        else:
            fence = fence_of(line)
            if not fence:
                yield number


def left_open(lines: Sequence[str], start: int, end: int) -> int:
    """The index of the line between two that begins a block of code which does not end between them; -1 for none."""
    fence, opened = "", -1
    for number in range(start, end):
        if fence:
            fence = "" if closes(lines[number], fence) else fence
        elif fence := fence_of(lines[number]):
            opened = number
    return opened if fence else -1
