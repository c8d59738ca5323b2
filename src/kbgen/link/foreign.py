"""Pages by the addresses that they have elsewhere: on another site, in a vault that is the whole project, on Windows,
in Denote and Basic Memory. Asked only where no file of the kb is meant; knows nothing of raw files.
"""

from __future__ import annotations

import posixpath

from kbgen.link.index import Hit, Index, nearest
from kbgen.link.meaning import Found
from kbgen.names import clean, fold

_NOTES = ("denote:", "memory:")  # of Denote and Basic Memory


def note_of(target: str) -> str | None:
    """What Denote or Basic Memory calls a note (`denote:20240131T123000`, `memory://plans`); None for others."""
    return target.partition(":")[2].strip("/") if target.startswith(_NOTES) else None


def at_address(index: Index, target: str, path: str | None, here: str) -> Found | None:
    """A page by the address it has on another site: as its `permalink` says, or with `.html` for `.md`. `path` is the
    kb path that a target leads to from the file at `here` (None: out of the kb)."""
    if target.startswith("/"):
        number = index.addresses.get(fold(target.strip("/")))
        if number is not None:
            return Found(number, "path")
        if (found := from_folder_above(index, target.strip("/"), here)) is not None:
            return found
    hit = index.at(path[:-5]) if path is not None and path[-5:].lower() == ".html" else None
    return Found(hit.documents[0], hit.step) if hit is not None and len(hit.documents) == 1 else None


def from_folder_above(index: Index, path: str, here: str) -> Found | None:
    """A page whose path counts from a folder around the file, as in a bundle that is a part of the kb."""
    folder = posixpath.dirname(here)
    while folder:
        hit = index.at(f"{folder}/{path}")
        if hit is not None and len(hit.documents) == 1:
            return Found(hit.documents[0], "path")
        folder = posixpath.dirname(folder)
    return None


def in_vault(index: Index, target: str, prefix: str, here: str) -> Found | None:
    """A page by its path in a vault that is the whole project; `prefix` is the kb folder there, with `/` ('' = the
    same)."""
    path = target.replace("\\", "/")
    if not prefix or not path.casefold().startswith(prefix.casefold()):
        return None
    hit = index.at(clean(path[len(prefix) :]))
    return Found(nearest(hit.documents, index.paths, here)[0], "path") if hit is not None else None


def on_windows(index: Index, target: str) -> Hit | None:
    """The documents that a path with backslashes may mean."""
    hit = index.lookup(target.replace("\\", "/")) if "\\" in target else None
    return hit._replace(step="loose") if hit is not None else None
