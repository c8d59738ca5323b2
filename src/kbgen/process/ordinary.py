"""Reading files of which nobody knows what they are. Knows nothing of kbgen."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def read_ordinary(file: Path) -> bytes:
    """The bytes of a file, symbolic links followed. Raises OSError for what is no ordinary file: nothing may ever come
    out of a pipe, and without end out of a device."""
    with open(os.open(file, _OPEN), "rb") as there:
        if not stat.S_ISREG(os.fstat(there.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file", str(file))
        return there.read()
