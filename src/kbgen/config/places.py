"""Where in `kbgen.toml` something is said, which TOML's values do not tell. Loaded only where something is amiss."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kbgen.config.settings import FILE, SettingError
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
        text = (project / FILE).read_text("utf-8-sig")
        keys = _parts(tomllib.loads(text), key)
    except (OSError, ValueError, RecursionError):
        return _NOWHERE
    return _place(text.split("\n"), keys, value)


def _parts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    """The names that a key is made of, as far as they are there: they may have dots themselves."""
    for name in sorted(table, key=len, reverse=True):
        if key == name:
            return (name,)
        if key.startswith(f"{name}."):
            inner = table[name]
            return (name, *_parts(inner, key[len(name) + 1 :])) if isinstance(inner, dict) else (name,)
    return ()


def _place(lines: Sequence[str], keys: Sequence[str], value: str) -> Place:
    """Where the key begins: in the lines by which a file that ends there begins to have it. So a parser decides what
    is a table, a dotted key, or a text of several lines."""
    begin = 0
    for end in range(1, len(lines) + 1 if keys else 0):
        try:
            table = tomllib.loads("\n".join(lines[:end]))
        except (ValueError, RecursionError):
            continue  # a value of several lines
        if _has(table, keys):
            return _within(lines, begin, end, value or keys[-1])
        begin = end
    return _NOWHERE


def _has(table: Any, keys: Sequence[str]) -> bool:
    for name in keys:
        if not isinstance(table, dict) or name not in table:
            return False
        table = table[name]
    return True


def _within(lines: Sequence[str], begin: int, end: int, text: str) -> Place:
    """The text in some lines; else the first of them that says anything."""
    said = [n for n in range(begin, end) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
    for n in said:
        if text in lines[n]:
            return Place(n + 1, lines[n].index(text) + 1, len(text))
    return Place(said[0] + 1) if said else _NOWHERE
