"""What a served page gets beside its own bytes: the script that follows the server. It is never written to the disk.

A page is known by a digest of its bytes and of the files that it loads. The script tells the digest of the page it
stands in, so the server sees which open pages are no longer what they were, also after it was started again.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from kbgen.serve.places import SiteFile, decoded, find
from kbgen.theme.theme import STATIC

FOLDER = "-/live/"  # in the folder that is kbgen's own on every site
FILES = {f"{FOLDER}panel.js": "panel.js", f"{FOLDER}panel.css": "panel.css"}
EVENTS = f"{FOLDER}events"
_LOADED = re.compile(rb'<(?:script|img|source|video|audio|link rel="stylesheet")\s(?:[^>]*?\s)?(?:src|href)="([^"]+)"')
_LATER = re.compile(rb'<script src="([^"]+/)[^"/]+"[^>]* data-scripts="([^"]*)"')  # what `theme.js` loads
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
NO_SITE = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>kbgen serve</title><meta name="color-scheme" content="light dark"></head>
<body><p>There is no site here yet.</p></body>
</html>
"""


def with_script(html: bytes, top: str, made: str) -> bytes:
    """A page with the script of this server, at the end of its head. `top` is the path of the site's top, `made` the
    digest of the page."""
    tag = f'<script src="{quote(top)}{FOLDER}panel.js" defer data-digest="{made}"></script>\n'.encode()
    at = html.find(b"</head>")
    return html[:at] + tag + html[at:] if at >= 0 else html + tag


def page_digest(output: Path, path: str, html: bytes, top: str, ahead: Mapping[str, bytes] = _NOTHING) -> str:
    """What a page is known by: changes with its bytes, and with a style sheet, script or picture that it names. `ahead`
    are files that are served instead of those of the output."""
    made = hashlib.blake2b(html, digest_size=12)
    for address in sorted({*_LOADED.findall(html), *_later(html)}):
        written = unescape(address.decode("utf-8", "replace")).partition("?")[0].partition("#")[0]
        folder = top + path.rpartition("/")[0]
        full = written if written.startswith("/") else os.path.normpath(f"{folder}/{written}")
        known = decoded(full.encode())
        if known is not None and known.startswith(top):
            place = find(output, known[len(top) :])
            if not isinstance(place, str):
                made.update(f"{known} {_state(place, ahead)}".encode())
    return made.hexdigest()


def _later(html: bytes) -> list[bytes]:
    return [os.path.normpath(folder + name) for folder, names in _LATER.findall(html) for name in names.split()]


def _state(place: SiteFile, ahead: Mapping[str, bytes]) -> str:
    """What changes with the bytes of a file: those of the theme are small enough to be read."""
    if place.path.startswith(f"{STATIC}/") and (place.file is not None or place.path in ahead):
        return hashlib.blake2b(bytes_of(place, ahead), digest_size=12).hexdigest()
    there = place.file.stat() if place.file is not None else None
    return f"{there.st_size} {there.st_mtime_ns}" if there is not None else ""


def bytes_of(place: SiteFile, ahead: Mapping[str, bytes]) -> bytes:
    """A file as it is to be served. Raises OSError where there is none."""
    if place.path in ahead:
        return ahead[place.path]
    if place.file is None:
        raise FileNotFoundError(place.path)
    return place.file.read_bytes()


class Ahead:
    """Files that are served instead of those of the output: proofs, each until a build that was begun after its change
    is done. Changes are counted; `last` is the last one."""

    def __init__(self) -> None:
        self.last = 0
        self._begun = self._built = 0  # the last change before the build that is going on, and before the one behind it
        self._files: dict[str, tuple[int, bytes]] = {}

    @property
    def files(self) -> dict[str, bytes]:
        """By their paths."""
        return {path: data for path, (_, data) in self._files.items()}

    def change_came(self) -> None:
        """Something has changed on the disk."""
        self.last += 1

    def build_begins(self) -> None:
        """A build begins, which sees all changes until now."""
        self._begun = self.last

    def build_ends(self) -> None:
        """It is done: what it has seen is on the disk, or cannot be built."""
        self._built = self._begun
        self._files = {path: file for path, file in self._files.items() if file[0] > self._built}

    def show(self, files: dict[str, bytes], change: int) -> bool:
        """Serve proofs that were made after a change; False if a build has been faster."""
        if change <= self._built:
            return False
        self._files |= {path: (change, data) for path, data in files.items()}
        return True


def own_file(path: str) -> bytes:
    """A file of the panel; raises KeyError for what is none."""
    return (Path(__file__).parent / FILES[path]).read_bytes()
