"""What an address that an author wrote means as a path: a pure function. Opens nothing (`files.paths` does).

faults.md, P01-P03 and P08: whatever is written, nothing outside the given folder is named.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, unquote_to_bytes

from kbgen.text.regex import regex

# Control characters, and the backslash, which parts folders on some systems only.
REFUSED = regex(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
DRIVE = regex(r"[A-Za-z]:")
# Opened on Windows, files of these names are devices, whatever folder and ending:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
DEVICE = r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])"
_DEVICE = regex(rf"{DEVICE} *(?:\.|$)", re.IGNORECASE)
# How authors write the folder of raw files in paths, in any case; numbered where they put folders in order.
RAW_FOLDER = r"(?:\d{1,3}[ ._-]{1,3})?[._]?raw(?:[-_](?:sources|files))?/"
# The same with the steps that lead to it from a page.
RAW_PATH = rf"(?:\.{{1,2}}/){{0,8}}{RAW_FOLDER}"
_RAW_NAME = regex(RAW_FOLDER.removesuffix("/"), re.IGNORECASE)


ATTACHMENTS = ".attachments"
"""The folder in which wikis of Azure DevOps keep pictures and other files: hidden, and a part of the wiki."""

# Markdown, and what is markdown with more in it: MDX, Quarto, R Markdown.
_ENDINGS = (".md", ".mdx", ".qmd", ".rmd", ".markdown", ".mdown", ".mkd")
MARKDOWN = rf"(?:{'|'.join(map(re.escape, _ENDINGS))})"
"""The endings of documents as an expression, for one that knows no case."""

_PART = rf"(?!\.{{1,2}}(?:/|\Z))[^/{REFUSED.pattern[1:-1]}]+"
_PLAIN = regex(rf"(?!{DRIVE.pattern}){_PART}(?:/{_PART})*")  # in one go: a site has 16 files for 10 pages


def is_raw_folder(name: str) -> bool:
    """Whether a folder of this name holds raw files.

    >>> is_raw_folder("Raw"), is_raw_folder("01-raw"), is_raw_folder("raw-sources"), is_raw_folder("rawhide")
    (True, True, True, False)
    """
    return _RAW_NAME.fullmatch(name) is not None


def is_markdown(name: str) -> bool:
    """Whether the name of a file, or a path or address, says that it is a document."""
    return name.lower().endswith(_ENDINGS)


def stem(path: str) -> str:
    """The path of a document without the ending that says that it is one; any other as it is.

    >>> stem("docs/Intro.mdx"), stem("oak.MD"), stem("Node.js")
    ('docs/Intro', 'oak', 'Node.js')
    """
    return path[: path.rindex(".")] if is_markdown(path) else path


def last_part(path: str) -> str:
    """The name of a file or folder, from its path."""
    return path.rpartition("/")[2]


def is_plain(path: str) -> bool:
    """Whether a decoded `/` path names something below a folder, part by part, in one way only."""
    return _PLAIN.fullmatch(path) is not None


def leads_out(written: str) -> bool:
    """Whether a name or address climbs above the folder it counts from (`../x`, `/../x`, also percent-encoded)."""
    return ".." in unquote(written).replace("\\", "/").split("/") and author_path(written) is None


_UNFIT = regex(r'[<>:"\\|?*\x00-\x1f]')
_LONGEST = 255  # bytes of one name on ext4 and APFS, code units on NTFS


def unportable(name: str) -> str:
    """Why a file or folder of this name cannot be on every system; '' if it can.

    >>> unportable("aux.md"), unportable("a.md")
    ('is reserved for a device on Windows', '')
    """
    if found := _UNFIT.search(name):
        return f"contains {found[0]!r}, which Windows does not allow"
    if name.endswith((".", " ")):
        return "ends in a dot or space, which Windows drops"
    if _DEVICE.match(name):
        return "is reserved for a device on Windows"
    if len(name.encode()) > _LONGEST:
        return f"is longer than {_LONGEST} bytes"
    return ""


def author_path(written: str) -> str | None:
    """The path that an author's address means, counted from the kb folder, with a slash before it or without; None if
    it is refused.

    `written` is percent-decoded once and brought to NFC. Refused: what leads out of the kb, control characters,
    backslashes, names of devices, bytes that are not UTF-8. A final `/` is dropped; the kb folder itself is ''.

    >>> author_path("/img/../a%20b.png"), author_path("img/%2e%2e/%2e%2e/etc/passwd")
    ('a b.png', None)
    """
    try:
        path = unquote_to_bytes(written.lstrip("/")).decode() if "%" in written else written.lstrip("/")
    except UnicodeError:
        return None
    path = unicodedata.normalize("NFC", path)
    if REFUSED.search(path) or path.startswith("/"):
        return None
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            if _DEVICE.match(part):
                return None
            parts.append(part)
    return "/".join(parts)
