"""Files of a project, opened: what a scan has found is read here."""

from __future__ import annotations

from pathlib import Path

from kbgen.config import Config
from kbgen.diagnostics import finding
from kbgen.files.paths import open_regular, safe_join
from kbgen.model import Diagnostic, Input


def read(source: Input) -> bytes | Diagnostic:
    """The bytes of a document; KB213, without a path, if they cannot be had."""
    try:
        with open(open_regular(source.file), "rb", buffering=0) as file:
            return file.read()
    except OSError as error:
        return unreadable(error)


def raw_file(config: Config, path: str) -> Path | None:
    """Where the raw file lies that `inventory.raw` has under this path; None if it is nowhere."""
    for folder in (config.content, config.project):
        place = safe_join(folder, path)
        if place is not None and place.is_file():
            return place
    return None


def unreadable(error: OSError, path: str = "", what: str = "file") -> Diagnostic:
    """KB213 for a file or folder at a path (from the project) that cannot be opened."""
    return finding(
        "KB213",
        f"this {what} cannot be opened: {error.strerror or 'unknown error'}",
        path=path,
        hint="check its permissions" if isinstance(error, PermissionError) else "",
    )
