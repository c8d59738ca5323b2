"""Which file of the site an address means, and of which kind it is. Nothing outside the output has an address."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from kbgen.files.paths import safe_join
from kbgen.text.paths import ATTACHMENTS, is_plain

# Of all that a site holds, with the endings of each; what the system says is another thing on every system.
_ENDINGS = {
    "text/html; charset=utf-8": "html",
    "text/css; charset=utf-8": "css",
    "text/javascript; charset=utf-8": "js",
    "text/plain; charset=utf-8": "txt bib",
    "text/csv; charset=utf-8": "csv",
    "application/json": "json",
    "application/xml": "xml",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
    "image/x-icon": "ico",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg oga opus",
    "audio/wav": "wav",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/3gpp": "3gp",
    "audio/flac": "flac",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "video/quicktime": "mov",
    "video/x-matroska": "mkv",
    "font/woff2": "woff2",
}
_TYPES = {f".{ending}": kind for kind, endings in _ENDINGS.items() for ending in endings.split()}


class SiteFile(NamedTuple):
    """A file of the site: its path there, where it lies, its kind. Without a place it is not there."""

    path: str
    file: Path | None
    kind: str


def kind_of(path: str) -> str:
    """The type that a file of this name is sent with."""
    return _TYPES.get(os.path.splitext(path)[1].lower(), "application/octet-stream")


def decoded(raw: bytes) -> str | None:
    """The path of a request as it stands in its first line (without the query): decoded once, and begins with `/`.
    None if it is no path below the top: it climbs, is an address of another server, or no UTF-8.

    >>> decoded(b"/a%20b/c.html"), decoded(b"/../etc/passwd"), decoded(b"/%2e%2e/x"), decoded(b"http://a/b")
    ('/a b/c.html', None, None, None)
    """
    if not raw.startswith(b"/") or b"#" in raw:
        return None
    try:
        path = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return None
    bare = path[1:].removesuffix("/")
    return path if not bare or is_plain(bare) else None


def find(output: Path, path: str) -> SiteFile | str:
    """The file that a path below the top (`decoded`, without the first `/`) means; for a folder that was asked for
    without its final `/`, the address with it. Hidden files belong to whoever put them there."""
    if path == "" or path.endswith("/"):
        path += "index.html"
    kind = kind_of(path)
    nothing = SiteFile(path, None, kind)
    if any(part.startswith(".") and part != ATTACHMENTS for part in path.split("/")):
        return nothing
    try:
        real = safe_join(output, path)
        if real is None:
            return nothing
        mode = os.lstat(real).st_mode
        if stat.S_ISDIR(mode) and (real / "index.html").is_file():
            return quote(path.rpartition("/")[2]) + "/"
        return SiteFile(path, real, kind) if stat.S_ISREG(mode) else nothing
    except (OSError, ValueError):  # not there, or a name that is too long for the disk
        return nothing
