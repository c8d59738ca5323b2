"""TOML in, the nodes that YAML makes out: for headers between two lines of `+++`, as Hugo and Zola write them.

Knows no fields and no fences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from kbgen.fields.yaml_reader import DEEPEST, Node
from kbgen.text.controls import without_controls
from kbgen.text.regex import regex

_TRIED = 20  # lines of a field that may be left out at its end
_KEY = regex(r"^[ \t]*\[{0,2}[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([A-Za-z0-9_-]+))", re.MULTILINE)
_FIELD = regex(r"[ \t]*(?:\"([^\"]+)\"|'([^']+)'|([\w-]+))[ \t]*=(.*)\Z")
_TABLE = regex(r"[ \t]*\[{1,2}[ \t]*([\w.-]+)[ \t]*\]{1,2}[ \t]*(?:#.*)?\Z")
_WHERE = regex(r"\s*\(at (?:line \d+, column \d+|end of document)\)\Z")


class TomlSlip(NamedTuple):
    """Where a line begins that is no TOML, and what is wrong with it; `read`: its text was kept all the same."""

    start: int
    problem: str
    read: bool


class Toml(NamedTuple):
    """The fields of a header, and what in it is no TOML (nothing where all of it is)."""

    entries: dict[str, Node]
    slips: list[TomlSlip]


def read_toml(source: str) -> Toml:
    """The fields of a header of TOML; of one that is none, those that can be read by themselves. Never raises."""
    try:
        values, slips = _loaded(source), list[TomlSlip]()
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and numbers of thousands of digits
        values, slips = _one_by_one(source)
        slips = slips or [TomlSlip(0, _problem(error), True)]
    return Toml(dict(_nodes(values, source)), slips)


def _loaded(source: str) -> dict[str, Any]:
    """Raises ValueError and RecursionError, also for what is nested too deeply to be remembered."""
    import tomllib  # few headers are of TOML

    values = tomllib.loads(source, parse_float=str)
    level, inner = 0, [*values.values()]
    while inner := [one for value in inner if isinstance(value, (list, dict)) for one in _within(value)]:
        level += 1
        if level > DEEPEST:
            raise ValueError(f"a value is nested more than {DEEPEST} levels deep")
    return values


def _within(value: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _problem(error: Exception) -> str:
    return "a value is nested too deeply" if isinstance(error, RecursionError) else _WHERE.sub("", str(error))


def _one_by_one(source: str) -> tuple[dict[str, Any], list[TomlSlip]]:
    """The fields that are TOML by themselves, with the lines that belong to them; of others the text of the line."""
    values: dict[str, Any] = {}
    table, slips, start = values, list[TomlSlip](), 0
    for lines in _pieces(source.split("\n")):
        header, field = _TABLE.match(lines[0]), _FIELD.match(lines[0])
        size = sum(len(line) + 1 for line in lines)
        if header is not None:
            table = values.setdefault(header[1], {}) if isinstance(values.get(header[1], {}), dict) else {}
            field, lines = None, [" " * len(lines[0]), *lines[1:]]
        read, found, problem = _longest(lines)
        text = field[4].strip() if field is not None and not read else ""
        kept = bool(text) and text[0] not in "[{" and not text.startswith(('"""', "'''"))
        if field is not None and kept:
            found = {field[1] or field[2] or field[3]: text.strip("\"'")}
        for key, value in found.items():
            table.setdefault(key, value)
        at = start
        for number, line in enumerate(lines):
            if number >= read and line.strip() and not line.lstrip().startswith("#"):
                slips.append(TomlSlip(at, problem, kept and not number))
            at += len(line) + 1
        start += size
    return values, slips


def _longest(lines: list[str]) -> tuple[int, dict[str, Any], str]:
    """How many of the first lines are TOML, what they say, and what is wrong with those behind."""
    problem = ""
    for count in range(len(lines), max(0, len(lines) - _TRIED), -1):
        try:
            return count, _loaded("\n".join(lines[:count])), problem
        except (ValueError, RecursionError) as error:
            problem = problem or _problem(error)
    return 0, {}, problem


def _pieces(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each field or table's head, with those behind that belong to it."""
    piece: list[str] = []
    for line in lines:
        if piece and (_FIELD.match(line) or _TABLE.match(line)):
            yield piece
            piece = []
        piece.append(line)
    yield piece


def _nodes(values: dict[str, Any], source: str) -> Iterator[tuple[str, Node]]:
    """The values with their places: a key's is its first, and a value reaches as far as the next key."""
    places: dict[str, re.Match[str]] = {}
    begins: list[int] = []
    for found in _KEY.finditer(source):
        places.setdefault(found[1] or found[2] or found[3] or "", found)
        begins.append(found.start())
    ends = dict(zip(begins, [*begins[1:], len(source)], strict=True))
    for key, value in values.items():
        place = places.get(key)
        start, end = (place.start(), ends[place.start()]) if place is not None else (0, 0)
        yield key, _node(value, place.end() if place is not None else 0, end, start)


def _node(value: Any, start: int, end: int, key: int = -1) -> Node:
    made: str | list[Node] | dict[str, Node]
    if isinstance(value, dict):
        made = {name: _node(one, start, end, key) for name, one in value.items()}
    elif isinstance(value, list):
        made = [_node(one, start, end) for one in value]
    elif isinstance(value, (datetime, date, time)):
        made = value.isoformat().replace("+00:00", "Z")
    else:
        made = without_controls(str(value).lower() if isinstance(value, bool) else str(value))
    return Node(made, start, end, key=key)
