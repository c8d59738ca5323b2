"""Files of settings that kbgen does not read, because they are called otherwise or lie in another folder."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from kbgen.config import FILE, Config
from kbgen.diagnostics import finding
from kbgen.model import Diagnostic

_STEM, _FORMATS = "kbgen", ("toml", "yaml", "yml", "json")
_NAMES = frozenset(f"{_STEM}.{form}" for form in _FORMATS)


def misnamed(config: Config) -> Iterator[Diagnostic]:
    """KB232 for each file of the project folder that has nearly the name of `kbgen.toml`, and for those of the kb
    folder that have it or nearly it, where that is another folder."""
    for name in _names(config.project):
        if name != FILE and _is_nearly(name) and not _is_read(config.project, name):
            message = f"this file is not read: settings are read from {FILE} alone"
            yield finding("KB232", message, hint=_hint(config.project, name), path=name)
    for name in _names(config.content) if config.content != config.project else ():
        if _is_nearly(name) and os.path.isfile(config.content / name):
            message = f"this file is not read: settings are read from the {FILE} of the project folder alone"
            yield finding("KB232", message, hint=_hint_inside(config, name), path=f"{config.prefix}{name}")


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _is_nearly(name: str) -> bool:
    """Whether a name is `kbgen.toml`, whatever its case and format, with a dot before it or an ending that an editor
    has put behind it."""
    return name.casefold().removeprefix(".").removesuffix(".txt") in _NAMES


def _is_read(folder: Path, name: str) -> bool:
    """Whether it is the file that is read all the same, as on a disk that does not care for case; or no file."""
    try:
        return not os.path.isfile(folder / name) or os.path.samefile(folder / name, folder / FILE)
    except OSError:
        return False


def _hint(folder: Path, name: str) -> str:
    if os.path.lexists(folder / FILE):
        return f"move its settings to {FILE}, or remove it"
    if ".toml" in name.casefold():
        return f"rename it to {FILE}"
    return f"write its settings in TOML, into {FILE}; kbgen init makes one with every key"


def _hint_inside(config: Config, name: str) -> str:
    there = "move its settings" if os.path.lexists(config.project / FILE) else "move it"
    own = f"; if {config.content.name} is a project of its own: kbgen build {shlex.quote(config.prefix.rstrip('/'))}"
    return f"{there} to {FILE} in the project folder{own if name == FILE else ''}"
