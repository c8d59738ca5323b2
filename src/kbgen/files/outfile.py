"""What is to be written, and what came of it. Knows no disk."""

from __future__ import annotations

import msgspec

from kbgen.files.manifest import is_ours
from kbgen.model import KbgenError, Value
from kbgen.text.names import fold


class OutFile(Value, frozen=True):
    """One file of the site. `path` counts from the output, with `/`.

    `source` is the absolute path of a file to copy; if it is empty, `content` is the file. `table` marks
    a page that names others, and is put in place after them. `kept` is the digest of a file that lies there already,
    as it should (then it has neither content nor source).
    """

    path: str
    content: bytes = b""
    source: str = ""
    table: bool = False
    kept: str = ""


class Changes(Value, frozen=True):
    """What `publish` did. Paths count from the output, sorted.

    `kept` are files that kbgen wrote and no longer makes, but that someone has changed since: they stay.
    `unreadable` are assets whose source could not be read; they are not on the site. `files` are all that kbgen
    has in the output now, with the digests of their bytes.
    """

    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    files: dict[str, str] = msgspec.field(default_factory=dict)


class SitePaths:
    """The paths of one site, each once, on whatever file system."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.folders: dict[str, str] = {}

    def add(self, path: str) -> None:
        """Raises KbgenError for a path that is no name for a file, or that differs from another only in
        case or Unicode form, or is a folder of another: addresses are made so that this does not happen."""
        if not is_ours(path):
            raise KbgenError(f"“{path}” cannot be the name of a file of the site")
        key = fold(path)
        clash = self.files.get(key) or self.folders.get(key)
        self.files[key] = path
        while not clash and (key := key.rpartition("/")[0]) and key not in self.folders:
            clash = self.files.get(key)
            self.folders[key] = path
        if clash:
            raise KbgenError(f"“{clash}” and “{path}” cannot both be files of the site")
