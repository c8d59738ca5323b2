"""Which files were so young when a build read them that another change could go unnoticed: times are not precise enough
to tell two changes within a moment."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from kbgen.files import read
from kbgen.memory.glance import YOUNG
from kbgen.memory.state import KnownInput, content_digest
from kbgen.model import Input

if TYPE_CHECKING:
    from kbgen.pipeline.documents import ReadDocument


class Ages:
    """How old files were when a build began (`started`, nanoseconds). `read_again` are the documents that were too
    young and have been read again since, with the same content: path -> mtime, ctime."""

    def __init__(self, started: int) -> None:
        self.started = started
        self.read_again: dict[str, tuple[int, int]] = {}

    def is_young(self, *times: int) -> bool:
        """Whether a file with these times is too young to be known by them."""
        return max(times) > self.started - YOUNG

    def known_input(self, source: Input, read: ReadDocument | KnownInput) -> KnownInput:
        """A document as it was read; one that is too young is read again, by the next build if it still is."""
        if self.is_young(source.mtime, source.ctime) and not self._is_settled(source, read.digest):
            return KnownInput(source.path, source.size, 0, 0, read.digest, read.key)
        return KnownInput(source.path, source.size, source.mtime, source.ctime, read.digest, read.key)

    def _is_settled(self, source: Input, known: str) -> bool:
        """Whether a document that was young when it was read no longer is, and holds what it held (digest `known`)."""
        times = source.mtime, source.ctime
        if max(times) > time.time_ns() - YOUNG:
            return False
        data = read(source)
        if not isinstance(data, bytes) or content_digest(data) != known:
            return False
        with contextlib.suppress(OSError):
            status = os.stat(source.file)
            if (status.st_size, status.st_mtime_ns, status.st_ctime_ns) == (source.size, *times):
                self.read_again[source.file] = times
        return source.file in self.read_again
