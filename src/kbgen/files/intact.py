"""Whether files on the disk are still those that were seen before: by size and time of change, without reading them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kbgen.files.manifest import NAME, read_manifest
from kbgen.memory.state import KnownFile, KnownSource
from kbgen.model import KbgenError


def known_file(output: Path, path: str, digest: str) -> KnownFile:
    """A file of the output as it lies there; what is not there has the size -1."""
    return KnownFile(path, digest, *_look(os.path.join(output, path)))


def known_source(content: Path, path: str) -> KnownSource:
    """A file of the kb as it lies there."""
    return KnownSource(path, *_look(os.path.join(content, path)))


def known_list(output: Path) -> KnownFile:
    """The output's list of files, as it lies there."""
    return known_file(output, NAME, "")


def intact_files(output: Path, files: Iterable[KnownFile]) -> list[KnownFile]:
    """Those of the files that lie in the output as they did, and are still listed there as kbgen's with the same
    digest. The last of `files` is the list itself."""
    *rest, listed = files
    top = f"{output}{os.sep}"
    there = [one for one in rest if _look(top + one.path) == (one.size, one.mtime)]
    if known_file(output, NAME, "") == listed:
        return [*there, listed]
    try:
        owned = read_manifest(str(output)) or {}
    except KbgenError:
        return []
    return [one for one in there if owned.get(one.path) == one.digest]


def _look(place: str) -> tuple[int, int]:
    try:
        there = os.lstat(place)
    except OSError:
        return -1, -1
    return there.st_size, there.st_mtime_ns
