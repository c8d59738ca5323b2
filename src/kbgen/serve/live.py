"""What a served page gets beside its own bytes: the script that follows the server. It is never written to the disk.

A page is known by a digest of its bytes and of the files that it loads. The script tells the digest of the page it
stands in, so the server sees which open pages are no longer what they were, also after it was started again.
"""

from __future__ import annotations

import hashlib
import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

from kbgen.serve.places import decoded, find

FOLDER = "-/live/"  # in the folder that is kbgen's own on every site
FILES = {f"{FOLDER}panel.js": "panel.js", f"{FOLDER}panel.css": "panel.css"}
EVENTS = f"{FOLDER}events"
_LOADED = re.compile(rb'<(?:script|img|source|video|audio|link rel="stylesheet")\s(?:[^>]*?\s)?(?:src|href)="([^"]+)"')
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


def page_digest(output: Path, path: str, html: bytes, top: str) -> str:
    """What a page is known by: changes with its bytes, and with a style sheet, script or picture that it names."""
    made = hashlib.blake2b(html, digest_size=12)
    for address in sorted(set(_LOADED.findall(html))):
        written = unescape(address.decode("utf-8", "replace")).partition("?")[0].partition("#")[0]
        folder = top + path.rpartition("/")[0]
        full = written if written.startswith("/") else os.path.normpath(f"{folder}/{written}")
        known = decoded(full.encode())
        if known is not None and known.startswith(top):
            place = find(output, known[len(top) :])
            if not isinstance(place, str) and place.file is not None:
                there = place.file.stat()
                made.update(f"{known} {there.st_size} {there.st_mtime_ns}".encode())
    return made.hexdigest()


def own_file(path: str) -> bytes:
    """A file of the panel; raises KeyError for what is none."""
    return (Path(__file__).parent / FILES[path]).read_bytes()
