"""Paths that authors write: what they mean, and opening them without leaving a folder. Knows no links.

faults.md, P01-P08: whatever is written, nothing outside the given folder is named or read.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path
from urllib.parse import unquote_to_bytes

# Control characters, and the backslash, which parts folders on some systems only.
_REFUSED = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")
# Opened on Windows, these are devices, whatever folder and ending: naming-a-file, learn.microsoft.com.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)", re.IGNORECASE)
_OPEN = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_OPEN |= getattr(os, "O_NONBLOCK", 0)  # a pipe of a file's name must not stop the build


def author_path(written: str, folder: str = "") -> str | None:
    """The path that an author's address means, counted from the kb folder; None if it is refused.

    `written` is percent-decoded once and brought to NFC; `folder` is that of the page, `/` at the start
    of `written` means the kb folder. Refused: what leads out of the kb, drive letters, addresses with a
    host, control characters, backslashes, names of devices, bytes that are not UTF-8. A final `/` is
    dropped; the kb folder itself is ''.

    >>> author_path("../img/a%20b.png", "sources"), author_path("%2e%2e/%2e%2e/etc/passwd", "sources")
    ('img/a b.png', None)
    """
    try:
        path = unquote_to_bytes(written).decode() if "%" in written else written
    except UnicodeError:
        return None
    path = unicodedata.normalize("NFC", path)
    if _REFUSED.search(path) or _DRIVE.match(path) or path.startswith("//"):
        return None
    parts = [] if path.startswith("/") else [part for part in folder.split("/") if part]
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            if _DEVICE.match(part):
                return None
            parts.append(part)
    return "/".join(parts)


def is_plain(path: str) -> bool:
    """Whether a decoded `/` path names something below a folder, part by part, in one way only."""
    parts = path.split("/")
    return not (_REFUSED.search(path) or _DRIVE.match(path) or any(part in ("", ".", "..") for part in parts))


def safe_join(folder: Path, path: str) -> Path | None:
    """The real place of a decoded `/` path below `folder`, symbolic links resolved; None if it is not
    plain (`is_plain`) or leads out of the folder. It need not exist."""
    if not is_plain(path):
        return None
    root = os.path.realpath(folder)
    real = os.path.realpath(os.path.join(root, path))
    return Path(real) if real.startswith(root.rstrip(os.sep) + os.sep) else None


def read_inside(folder: Path, path: str) -> bytes | None:
    """The bytes of the regular file at a decoded `/` path below `folder`; None if the path is refused.

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
        return file.read()


def open_regular(file: str | Path) -> int:
    """A descriptor for reading a regular file that is no symbolic link; raises OSError for all else."""
    descriptor = os.open(file, _OPEN)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "it is no ordinary file")
    return descriptor
