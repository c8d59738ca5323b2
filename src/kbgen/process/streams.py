"""What a program says, where nobody may be listening. Knows nothing of kbgen."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
from typing import Any, TextIO, cast

FULL = frozenset((errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG))  # what a disk says that takes no more


def lasting_streams() -> None:
    """Have what is printed go nowhere where a stream is closed, or whoever read it has gone: neither is a reason to
    leave work undone, or for another exit code."""
    sys.stdout = _lasting(sys.stdout)
    sys.stderr = _lasting(sys.stderr)


def to_nowhere(stream: TextIO) -> None:
    """Let what a stream still holds, and all that follows, be lost."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _lasting(stream: TextIO | None) -> TextIO:
    if isinstance(stream, TextIOWrapper) and stream.errors == "strict":  # a pipe of Windows cannot take every letter
        stream.reconfigure(errors="backslashreplace")
    return cast(TextIO, _Lasting(stream if stream is not None else open(os.devnull, "w", encoding="utf-8")))


class _Lasting:
    """A stream that outlives its reader."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            to_nowhere(self._stream)
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BrokenPipeError:
            to_nowhere(self._stream)
