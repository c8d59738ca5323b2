"""What an address written in a document is: elsewhere on the web, a picture in the text, a path, or refused."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote

from kbgen.markdown.sanitise import SCHEMES
from kbgen.text.controls import without_controls
from kbgen.text.regex import regex

_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SIGNED = regex(r"(?:https?:)?//[^/?#]*@", re.IGNORECASE)  # no HTML may have it (URL Standard, "credentials")
_IGNORED = regex(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")  # what browsers skip, and more
_SHOWN = regex(r"\Ahttps?://(?:www\.)?")
_DANGEROUS = {"javascript", "vbscript", "data", "file", "blob", "filesystem", "view-source", "about"}
_NOTES = frozenset({"denote", "memory"})  # schemes by which Emacs' Denote and Basic Memory link to their notes
_PICTURE_DATA = regex(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]+\Z", re.IGNORECASE)

# Schemes of programs in which notes and papers are kept: of use to the author alone.
APPS = frozenset(
    (
        "obsidian zotero evernote notion logseq devonthink x-devonthink-item bookends papers things omnifocus message "
        "craftdocs bear marginnote marginnote3app marginnote4app hook readwise raycast vscode calibre mendeley onenote"
    ).split()
)

UrlKind = Literal["web", "picture", "path", "unsafe", "signed", "unknown"]


def classify(href: str) -> UrlKind:
    """`web` (a scheme of the allow-list, or `//host`), `picture` (data of an allowed type), `path`,
    `unsafe` (a scheme that can run code or read files), `signed` (with a name or password before its host, by which
    one place looks like another), or `unknown` (any other scheme)."""
    bare = _IGNORED.sub("", href)
    if "@" in bare and _SIGNED.match(bare):
        return "signed"
    if bare.startswith(("//", "\\\\", "/\\", "\\/")):
        return "web" if bare.startswith("//") else "unsafe"
    scheme = _SCHEME.match(bare)
    if scheme is None:
        scheme = _SCHEME.match(_IGNORED.sub("", unquote(href)))
        if scheme is None or scheme[1].lower() not in _DANGEROUS:
            return "path"
        return "unsafe"
    name = scheme[1].lower()
    if name in _NOTES:
        return "path"
    if name in SCHEMES:
        return "web"
    if _PICTURE_DATA.match(bare):
        return "picture"
    return "unsafe" if name in _DANGEROUS else "unknown"


def split_target(href: str) -> tuple[str, str]:
    """A relative address as (path, anchor), both decoded once, without controls (`%1b`); a query is dropped."""
    path, _, anchor = href.partition("#")
    return without_controls(unquote(path.partition("?")[0]).strip()), without_controls(unquote(anchor))


def shown_address(address: str) -> str:
    """An address of the web as a text for readers: without scheme and `www.`, at most 60 code points."""
    shown = _SHOWN.sub("", address).rstrip("/")
    return shown if len(shown) <= 60 else shown[:57] + "…"
