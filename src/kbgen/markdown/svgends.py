"""How the lines of an SVG begin and end, so that the heads of arrows can be put there. Knows no list of elements."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from kbgen.markdown.svgtree import Element, RefusedError, number
from kbgen.text.regex import regex

PATH = regex(r"[MmLlHhVvCcSsQqTtAaZz0-9eE,.\s+-]*")
_STEP = regex(r"([MmLlHhVvCcSsQqTtAaZz])|([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")


class End(NamedTuple):
    """A place, and the direction in which a line runs there, in degrees."""

    x: float
    y: float
    turn: float


def ends_of(element: Element) -> tuple[End, End]:
    """How a line begins and ends."""
    given, points = element.attributes, list[tuple[float, float]]()
    if element.name == "line":
        points = [(number(given.get(f"x{n}", "0")), number(given.get(f"y{n}", "0"))) for n in "12"]
    elif element.name in ("polyline", "polygon"):
        numbers = [float(found[0]) for found in _STEP.finditer(given.get("points", "")) if found[2]]
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
    elif element.name == "path" and PATH.fullmatch(given.get("d", "")):
        points = list(_points(given["d"]))
    if not points:
        raise RefusedError("a line of it has no end")
    return _end(points), _end(points[::-1], 180)


def _end(points: list[tuple[float, float]], more: float = 0) -> End:
    x, y = points[0]
    for other_x, other_y in points[1:]:
        if abs(other_x - x) + abs(other_y - y) > 0.01:
            return End(x, y, math.degrees(math.atan2(other_y - y, other_x - x)) + more)
    return End(x, y, 0)


# How many numbers each step of a path has; where the last two of them are the place that it leads to.
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def _points(d: str) -> Iterator[tuple[float, float]]:
    """The places that a path leads through or bends towards, in order (w3.org/TR/SVG2/paths.html)."""
    steps = [(found[1], found[2]) for found in _STEP.finditer(d)]
    x = y = start_x = start_y = 0.0
    command, at = "", 0
    while at < len(steps):
        letter = steps[at][0]
        if letter:
            command, at = letter, at + 1
        kind = command.upper()
        taken = [float(number) for _, number in steps[at : at + _TAKES.get(kind, 0)] if number]
        if not command or len(taken) != _TAKES[kind] or (not taken and not letter):
            raise RefusedError("a line of it has no end")
        at += len(taken)
        from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
        if kind == "Z":
            x, y = start_x, start_y
        elif kind == "H":
            x = from_x + taken[0]
        elif kind == "V":
            y = from_y + taken[0]
        else:
            pairs = taken[5:] if kind == "A" else taken
            for place in zip(pairs[::2], pairs[1::2], strict=True):
                x, y = from_x + place[0], from_y + place[1]
                if place != (pairs[-2], pairs[-1]):
                    yield x, y
        yield x, y
        if kind == "M":
            start_x, start_y, command = x, y, "l" if command == "m" else "L"
