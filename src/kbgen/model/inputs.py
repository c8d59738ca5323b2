"""What `scan` sees of the disk."""

from __future__ import annotations

from kbgen.model.values import Value


class Input(Value, frozen=True):
    """One markdown file of the knowledge base, not yet read.

    `path` counts from the kb folder, with `/`, as the disk spells it; `file` is what to open. `mtime` and `ctime`
    (when its content, and anything about it, was changed last) are in nanoseconds.
    """

    path: str
    file: str
    size: int
    mtime: int
    ctime: int = 0


class LeftOut(Value, frozen=True):
    """One markdown file under the project that is not a document. `path` counts from the project folder."""

    path: str
    reason: str


class Inventory(Value, frozen=True):
    """Every other file that a page may refer to: kb path -> size in bytes; raw files apart.

    `files` counts from the kb folder. `raw` maps the path as authors write it (`raw/x.md`) to its size. `beside` has
    the paths, from the project, of pictures and documents that lie beside the kb folder: names for findings, no more.
    """

    files: dict[str, int]
    raw: dict[str, int]
    beside: tuple[str, ...] = ()
