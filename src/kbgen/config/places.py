"""Where in `kbgen.toml` something is said, which TOML's values do not tell. Loaded only where something is amiss."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kbgen.config.keys import FILE
from kbgen.config.settings import SettingError
from kbgen.model import KbgenError


class Place(NamedTuple):
    """Line and column from 1, and how many characters; line 0 where nothing is known."""

    line: int = 0
    column: int = 1
    length: int = 0


_NOWHERE = Place()


def placed(error: SettingError, project: Path) -> KbgenError:
    """What is wrong with a setting, told with the line of the project's `kbgen.toml` in which it stands."""
    line = find_place(project, error.key).line
    return KbgenError(f"{FILE}:{line}: {error.told}", error.hint) if line else error


def find_place(project: Path, key: str, value: str = "") -> Place:
    """Where a key (`site.title`) stands in the project's `kbgen.toml`, or this text among its values."""
    try:
        lines, table, statements = _read((project / FILE).read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return _NOWHERE
    keys = _parts(table, key)
    found = next((one for one in statements if _has(one.table, keys)), None) if keys else None
    return _within(lines, found.begin, found.end, value or keys[-1]) if found is not None else _NOWHERE


class _Statement(NamedTuple):
    """A table's header, or a key with its value: its lines (numbers from 0, up to `end`), and what is said there, in
    the tables around it."""

    begin: int
    end: int
    table: dict[str, Any]


@lru_cache(maxsize=1)  # many settings of one file may be amiss
def _read(text: str) -> tuple[list[str], dict[str, Any], list[_Statement]]:
    """The lines of a file, all that it says, and its statements. A parser decides where these end, and so what is a
    table, a dotted key, or a text of several lines. Raises ValueError."""
    lines, table = text.split("\n"), tomllib.loads(text)
    statements, header, begin = list[_Statement](), list[str](), 0
    for end in range(1, len(lines) + 1):
        try:
            said = tomllib.loads("\n".join(lines[begin:end]))
        except (ValueError, RecursionError):
            continue  # a value of several lines
        if lines[begin].lstrip().startswith("["):
            header = list(_path(said))
        else:
            for name in reversed(header):
                said = {name: said}
        statements.append(_Statement(begin, end, said))
        begin = end
    return lines, table, statements


def _path(header: Any) -> Iterator[str]:
    """The names in a table's header."""
    while isinstance(header, dict) and header:
        [(name, header)] = header.items()
        yield name


def _parts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    """The names that a key is made of, as far as they are there: they may have dots themselves."""
    for name in sorted(table, key=len, reverse=True):
        if key == name:
            return (name,)
        if key.startswith(f"{name}."):
            inner = table[name]
            return (name, *_parts(inner, key[len(name) + 1 :])) if isinstance(inner, dict) else (name,)
    return ()


def _has(table: Any, keys: Sequence[str]) -> bool:
    for name in keys:
        if not isinstance(table, dict) or name not in table:
            return False
        table = table[name]
    return True


def _within(lines: Sequence[str], begin: int, end: int, text: str) -> Place:
    """The text in some lines, in quotes if it stands there so; else the first of them that says anything."""
    said = [n for n in range(begin, end) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
    for written in (f'"{text}"', f"'{text}'", text):
        for n in said:
            if written in lines[n]:
                return Place(n + 1, lines[n].index(written) + 1 + (written != text), len(text))
    return Place(said[0] + 1) if said else _NOWHERE
