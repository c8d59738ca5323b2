"""TOML in, the nodes that YAML makes out: for headers between two lines of `+++`, as Hugo and Zola write them.

Knows no fields and no fences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from kbgen.fields.yaml_reader import Node

_KEY = re.compile(r"^[ \t]*\[{0,2}[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([A-Za-z0-9_-]+))", re.MULTILINE)
_LINE = re.compile(r"[ \t]*(?:\"([^\"\n]+)\"|'([^'\n]+)'|([\w-]+))[ \t]*=[ \t]*(.*?)[ \t]*\Z")
_WHERE = re.compile(r"\s*\(at (?:line \d+, column \d+|end of document)\)\Z")


class Slip(NamedTuple):
    """Where a line begins that is no TOML, and what is wrong with it; `read`: its text was kept all the same."""

    start: int
    problem: str
    read: bool


class Toml(NamedTuple):
    """The fields of a header, and what in it is no TOML (nothing where all of it is)."""

    entries: dict[str, Node]
    slips: list[Slip]


def read_toml(source: str) -> Toml:
    """The fields of a header of TOML; of one that is none, those of its lines, read one by one. Never raises."""
    import tomllib  # few headers are of TOML

    try:
        return Toml(dict(_nodes(tomllib.loads(source, parse_float=str), source)), [])
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and numbers of thousands of digits
        problem = _WHERE.sub("", str(error)) if isinstance(error, tomllib.TOMLDecodeError) else "it cannot be read"
    values: dict[str, Any] = {}
    slips: list[Slip] = []
    start = 0
    for line in source.split("\n"):
        try:
            if not line.lstrip().startswith("["):
                for key, value in tomllib.loads(line, parse_float=str).items():
                    values.setdefault(key, value)
        except (ValueError, RecursionError):
            found = _LINE.match(line)
            if found is not None:
                values.setdefault(found[1] or found[2] or found[3], found[4].strip("\"'"))
            slips.append(Slip(start, problem, found is not None))
        start += len(line) + 1
    return Toml(dict(_nodes(values, source)), slips or [Slip(0, problem, True)])


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
        made = str(value).lower() if isinstance(value, bool) else str(value)
    return Node(made, start, end, key=key)
