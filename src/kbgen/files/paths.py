"""Paths that authors write: what they mean, and opening them without leaving a folder. Knows no links.

faults.md, P01-P08: whatever is written, nothing outside the given folder is named or read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kbgen.text.paths import is_plain

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_OPEN |= getattr(os, "O_NONBLOCK", 0)  # a pipe with a file's name must not stop the build


def safe_join(folder: Path, path: str) -> Path | None:
    """The real place of a decoded `/` path below `folder`, symbolic links resolved; None if it is not
    plain (`is_plain`) or leads out of the folder. It need not exist."""
    if not is_plain(path):
        return None
    root = os.path.realpath(folder)
    real = os.path.realpath(os.path.join(root, path))
    return Path(real) if real.startswith(root.rstrip(os.sep) + os.sep) else None


def read_inside(folder: Path, path: str, most: int = -1) -> bytes | None:
    """The bytes (`most` at most, if it is given) of the regular file at a decoded `/` path below `folder`; None if
    the path is refused.

    The place is looked at again once the file is open, so that a link put there meanwhile gains
    nothing. Raises OSError for a file that is missing or cannot be read.
    """
    real = safe_join(folder, path)
    if real is None:
        return None
    descriptor = open_regular(real)
    with open(descriptor, "rb") as file:
        again = safe_join(folder, path)
        if again is None or not os.path.samestat(os.fstat(descriptor), os.stat(again)):
            return None
        return file.read(most)


def open_regular(file: str | Path) -> int:
    """A descriptor for reading a regular file that is no symbolic link; raises OSError for all else."""
    descriptor = os.open(file, _OPEN)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "it is no ordinary file")
    return descriptor


def source_line(project: Path, path: str, line: int) -> str | None:
    """A line of a file of the project, for showing a finding; None if it cannot be had."""
    try:
        data = read_inside(project, path)
    except OSError:
        return None
    if data is None:
        return None
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[line - 1] if 0 < line <= len(lines) else None
