"""What `kbgen.toml` names and nobody has: folders with rules or raw files, and what is to be left out.

Git keeps no empty folders, and a folder may be made later: so it is advice (KB225), and no error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from kbgen.config import FILE, Config
from kbgen.config.folders import neighbour
from kbgen.diagnostics import finding
from kbgen.model import Diagnostic


def absent(config: Config, excluded: Callable[[str], bool]) -> Iterator[Diagnostic]:
    """A finding for each name that stands for nothing. `excluded` says whether anything of a name without `/` was
    left out by `exclude`."""
    for name in config.raw_folders:
        if not (config.project / name).is_dir():
            yield _told(config, "raw_folders", name, "there is no such folder in the project")
    for name in config.exclude:
        bare = name.strip("/")
        there = excluded(bare) if "/" not in bare else _lies(config, bare, False)
        if not set("*?") & set(name) and not there:
            yield _told(config, "exclude", name, "there is nothing of that name")
    for name in config.check.folders:
        if not _lies(config, name.strip("/"), True):
            yield _told(config, f"check.folders.{name}", name, "there is no such folder")


def _lies(config: Config, path: str, in_kb: bool) -> bool:
    """Whether anything lies at a path counted from the project, or from the kb folder."""
    return os.path.lexists(config.project / path) or (in_kb and os.path.lexists(config.content / path))


def _told(config: Config, key: str, name: str, why: str) -> Diagnostic:
    from kbgen.config.places import find_place

    line, column, length = find_place(config.project, key, name)
    bare, setting = name.strip("/"), "check.folders" if key.startswith("check.") else key
    if config.content_prefix and os.path.lexists(config.content / bare):
        hint = f"write “{config.content_prefix}/{bare}”: paths count from the folder of {FILE}"
    else:
        near = neighbour(config.project / bare) or neighbour(config.content / bare)
        hint = f"did you mean {near}?" if near else "mend the name, or take it out"
    message = f"{setting} names “{name}”, and {why}"
    return finding("KB225", message, max(1, line), column, length, hint, FILE)
