"""What `kbgen.toml` names and nobody has: folders, the file of accepted findings, and what is to be left out.

Git keeps no empty folders, and a folder may be made later: so it is advice (KB225), and no error.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from kbgen.config import FILE, CheckSettings, Config
from kbgen.config.folders import neighbour, spelled
from kbgen.diagnostics import finding
from kbgen.model import Diagnostic
from kbgen.text.names import fold, nfc


def absent(config: Config, excluded: Collection[str], folders: Collection[str]) -> Iterator[Diagnostic]:
    """A finding for each name that stands for nothing. `excluded` are the names (NFC) of what `exclude` left out,
    `folders` those (folded) of all folders of the kb."""
    for name in config.raw_folders:
        if not os.path.isdir(spelled(config.project, name)):
            yield _told(config, "raw_folders", name, "there is no such folder in the project")
    for name in config.exclude:
        bare = nfc(name.strip("/"))
        there = bare in excluded if "/" not in bare else os.path.lexists(spelled(config.project, bare))
        if not set("*?") & set(name) and not there:
            yield _told(config, "exclude", name, "there is nothing with that name")
    for kind, settings in config.kinds.items():
        for name in settings.folders:
            if fold(name) not in folders:
                yield _told(config, f"kinds.{kind}.folders", name, "no folder of the kb has that name")
    for name in config.check.folders:
        if not any(os.path.lexists(spelled(folder, name.strip("/"))) for folder in (config.project, config.content)):
            yield _told(config, f"check.folders.{name}", name, "there is no such folder", "check.folders")
    name = config.check.baseline
    if name != CheckSettings().baseline and not os.path.lexists(config.project / name):
        hint = "kbgen check --write-baseline makes it, with the findings of today"
        yield _told(config, "check.baseline", name, "there is no such file", hint=hint)


def _told(config: Config, key: str, name: str, why: str, setting: str = "", hint: str = "") -> Diagnostic:
    """The finding about a name that stands at a key; `setting` is what the key is called, if it is not as it is."""
    from kbgen.config.places import find_place

    line, column, length = find_place(config.project, key, name)
    message = f"{setting or key} names “{name}”, but {why}"
    return finding("KB225", message, max(1, line), column, length, hint or _hint(config, name.strip("/")), FILE)


def _hint(config: Config, name: str) -> str:
    if config.prefix and os.path.lexists(spelled(config.content, name)):
        return f"write “{config.prefix}{name}”: paths count from the folder of {FILE}"
    near = neighbour(config.project / name) or neighbour(config.content / name)
    return f"did you mean {near}?" if near else "correct the name, or remove it"
