"""A text without the lines of its header and of other fields, which are empty: all others keep their numbers. Knows
lines, and no field."""

from __future__ import annotations

from kbgen.fields.fences import Header


def first_written(lines: list[str], start: int) -> int:
    """Index of the first line from `start` on that is not empty."""
    while start < len(lines) and not lines[start].strip():
        start += 1
    return start


def without_header(text: str, header: Header) -> str:
    """The text with the header's lines empty; where these are text, only those around them, and none in code."""
    if header.text and header.fences:
        return text
    if header.text:
        return without_lines(text, [header.first - 1, *([header.last + 1] if header.closed else [])])
    parts = text.split("\n", header.body - 1)
    if len(parts) < header.body:
        return "\n" * (len(parts) - 1)
    above = "".join(f"{line}\n" for line in parts[: header.before])
    body = above + "\n" * (header.body - 1 - header.before) + parts[-1]
    behind = [line for line in header.fences if line >= header.body]
    return without_lines(body, behind) if behind else body


def with_lines(body: str, whole: str, numbers: list[int]) -> str:
    """A body with these lines as the `whole` has them."""
    if not numbers:
        return body
    lines, written = body.split("\n"), whole.split("\n", numbers[-1])
    for number in numbers:
        lines[number - 1] = written[number - 1]
    return "\n".join(lines)


def without_lines(body: str, numbers: list[int]) -> str:
    """A body with these lines empty."""
    if not numbers:
        return body
    lines = body.split("\n")
    for number in numbers:
        lines[number - 1] = ""
    return "\n".join(lines)


def without_second(body: str, second: Header) -> str:
    """The body without the lines of a second header; a text right behind its last fence keeps its column."""
    lines = body.split("\n")
    last = lines[second.last]
    lines[second.first - 2 : second.last + 1] = [""] * (second.last - second.first + 3)
    lines[second.last] = "   " + last[3:] if last[3:].strip() else ""
    for number in second.fences:
        lines[number - 1] = ""
    return "\n".join(lines)
