"""Which changes on the disk may change a site, and waiting for them. Knows folders and names, no content.

The folders of content, templates and raw files are watched as a whole; the project, and what lies on the way to
those, by its own entries alone (`kbgen.toml`, a folder that comes back), so that the site that is written, installed
packages and the like are not. A batch says only that something has changed: a build looks for itself at what.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from watchfiles import Change, awatch

from kbgen.config import FILE, is_inside
from kbgen.config.keys import DEFAULT_TEMPLATES
from kbgen.files.leftout import is_hidden
from kbgen.text.paths import ATTACHMENTS, is_raw_folder
from kbgen.text.regex import regex

STEP = 20  # milliseconds without a change, after which a batch is whole
LONGEST = 1_000  # milliseconds, after which it is handed on all the same
# They mean something where they come up, as raw folders do.
_FOLDERS = frozenset(("kb", "wiki", "content", DEFAULT_TEMPLATES))
_AGAIN = 0.5  # seconds before it is tried again to watch
# What editors leave beside a file: Emacs, LibreOffice, Office, Vim (also its try whether a folder can be written to),
# JetBrains; what is on its way under another name; and folders that hold nothing of anyone's.
_EDITORS = regex(
    r"""\#.*\#\Z | .*~\Z | [.]?~ | .*[.]sw[a-z]\Z | 4913\Z | .*___jb_(?:tmp|old)___\Z
        | .*[.](?:tmp|temp|part|crdownload)(?:[.][\w.-]+)?\Z | .*[.](?:bak|orig|lock|py[co])\Z
        | (?:__pycache__|node_modules)\Z""",
    re.VERBOSE,
)


def matters(path: str, roots: Iterable[str]) -> bool:
    """Whether a change of this file or folder may change the site: no part of its path below its root is hidden, an
    editor's, or a folder that is never entered."""
    for root in roots:
        if path == root or path.startswith(root + os.sep):
            below = path[len(root) :].split(os.sep)
            if not any(_EDITORS.match(part) or _is_hidden(part) for part in below):
                return True
    return False


def _is_hidden(name: str) -> bool:
    return is_hidden(name) and not is_raw_folder(name) and name != ATTACHMENTS


class Watch:
    """Watches the folders of a project, also when some of them go and come back. `changed` is called with the paths of
    each batch. `folders` may be replaced at any time; `look` has to be called then."""

    def __init__(self, project: Path, folders: tuple[Path, ...], changed: Callable[[set[str]], None]) -> None:
        self.project, self.folders, self.changed = project, folders, changed
        self.polling = False
        self._stop = asyncio.Event()
        self._seen: tuple[tuple[str, int], ...] = ()

    def look(self) -> None:
        """See whether the folders to be watched are still those that are watched."""
        if self._identities() != self._seen:
            self._stop.set()

    async def run(self) -> None:
        """Watch until it is cancelled."""
        self._seen = self._identities()
        while True:
            self._stop = asyncio.Event()
            deep = self._deep()
            try:
                async with asyncio.TaskGroup() as group:
                    if deep:
                        group.create_task(self._batches(deep, recursive=True))
                    group.create_task(self._batches(self._around(), recursive=False))
            except* (OSError, RuntimeError) as errors:
                if not self.polling and any(_is_limit(error) for error in errors.exceptions):
                    self.polling = True  # the system watches no more folders for us
            while (now := self._identities()) == self._seen and not self.project.is_dir():
                await asyncio.sleep(_AGAIN)
            await asyncio.sleep(_AGAIN / 10)
            if now != self._seen:  # what has changed in between was seen by nobody
                self._seen = now
                self.changed(set())

    async def _batches(self, places: list[str], *, recursive: bool) -> None:
        """Hand on the batches below these folders, until they are to be looked at anew."""

        def wanted(change: Change, path: str) -> bool:
            return matters(path, places) and (recursive or self._is_known(path))

        batches = awatch(
            *places,
            recursive=recursive,
            watch_filter=wanted,
            step=STEP,
            debounce=LONGEST,
            stop_event=self._stop,
            force_polling=self.polling or None,
            poll_delay_ms=200,
            yield_on_timeout=True,
            rust_timeout=1_000,
        )
        with contextlib.suppress(FileNotFoundError):
            async for batch in batches:
                if batch:
                    self.changed({os.path.relpath(path, self.project) for _, path in batch})
                self.look()
        self._stop.set()

    def _is_known(self, path: str) -> bool:
        """Whether an entry of a folder that is only looked at from above has to do with the site."""
        name = os.path.basename(path)
        if name == FILE or name.lower() in _FOLDERS or is_raw_folder(name):
            return True
        return any(str(folder) == path or str(folder).startswith(path + os.sep) for folder in self.folders)

    def _deep(self) -> list[str]:
        """The folders that are watched as a whole: those that are there, none inside another."""
        there = [folder for folder in dict.fromkeys(self.folders) if folder.is_dir()]
        return [str(f) for f in there if not any(f != other and is_inside(f, other) for other in there)]

    def _around(self) -> list[str]:
        """The project, and the folders between it and those."""
        found = {str(self.project): None}
        for folder in self.folders:
            for parent in folder.parents:
                if parent != self.project and self.project in parent.parents and parent.is_dir():
                    found[str(parent)] = None
        return list(found)

    def _identities(self) -> tuple[tuple[str, int], ...]:
        """The watched folders, told from others that may have come in their places."""
        found: list[tuple[str, int]] = []
        for place in (*self._deep(), *self._around()):
            with contextlib.suppress(OSError):
                found.append((place, os.stat(place).st_ino))
        return tuple(found)


def _is_limit(error: BaseException) -> bool:
    return "limit" in str(error).lower() or "no space" in str(error).lower()
