"""Making files: where they may lie, and that nothing that is there is touched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kbgen.files.paths import safe_join
from kbgen.model import KbgenError


def create(top: Path, path: str, data: bytes, shown: Callable[[Path], str] = str) -> Path:
    """Make the file at a `/` path below the folder `top`, with all folders on the way, and give its place. Messages
    name files as `shown` says.

    Raises KbgenError if anything is there already, if the path leads out of `top`, or if the disk refuses.
    """
    place = safe_join(top, path)
    if place is None:
        raise KbgenError(f"{path} leads out of {top}", "choose another name")
    for folder in Path(path).parents:
        if os.path.lexists(one := Path(top, folder)) and not one.is_dir():
            raise KbgenError(
                f"{shown(one)} is a file, not a folder", f"rename it, or remove it: {path} has to go there"
            )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with open(Path(top, path), "xb") as file:  # `x`: not even a link that leads nowhere is written through
            file.write(data)
    except FileExistsError:
        told = f"{shown(Path(top, path))} already exists, and kbgen does not overwrite files"
        raise KbgenError(told, "edit that file, or give the new one another name: --name NAME") from None
    except OSError as error:
        raise KbgenError(f"{shown(Path(top, path))} cannot be written: {error.strerror or error}") from None
    return place


def exists(top: Path, path: str) -> bool:
    """Whether there is anything at a `/` path below `top`, be it a link that leads nowhere."""
    return os.path.lexists(os.path.join(top, path))
