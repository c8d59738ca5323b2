"""Addresses: every node its own file on the site, whatever two names have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from kbgen.text.names import fold, slug
from kbgen.text.paths import is_plain
from kbgen.text.regex import regex

RESERVED_FOLDER = "-"
_GENERATED = regex(r"(?:index|404|search)\.html|graph\.json|robots\.txt|sitemap[\w-]*\.xml|\.kbgen.*|-")
_LONGEST, _LONGEST_PART = 1_000, 240  # bytes: what file systems take, with room for the folder that the site lies in


def folder_name(name: str) -> str:
    """A folder's name that no file of the site can have: `foo.html/` cannot lie beside `foo.html`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{ending}" if dot and ending in ("html", "json", "xml", "txt") else name


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


class Clash(NamedTuple):
    """A document whose address was taken: its number, the number of the one that has it, its new address."""

    document: int
    holder: int
    url: str


class Addresses:
    """Hands out addresses; the first to ask gets the plain one."""

    def __init__(self, style: Literal["file", "directory"]) -> None:
        self.style = style
        self.taken: dict[str, int] = {}
        self.folders: set[str] = set()
        self.clashes: list[Clash] = []

    def document(self, number: int, path: str) -> str:
        """The address of a document (kb path without `.md`), distinct from all before it."""
        *folders, name = path.split("/")
        where = [folder_name(slug(folder)) for folder in folders]
        return self._free(number, where, slug(name))

    def page(self, path: str) -> str:
        """The address of a generated page or wanted node at a path that is slugged already, none of those that every
        site has."""
        *folders, last = path.split("/")
        return self._free(-1, folders, last)

    def claim(self, path: str) -> bool:
        """Take exactly this path; False if something has it, or no file of a site can have it."""
        sizes = [len(part.encode()) for part in path.split("/")] if is_plain(path) else []
        if not sizes or max(sizes) > _LONGEST_PART or sum(sizes) > _LONGEST:
            return False
        key = fold(path)
        above = [*_above(key)]
        if _GENERATED.fullmatch(above[-1] if above else key) or key in self.taken or key in self.folders:
            return False
        if any(folder in self.taken for folder in above):
            return False
        self._take(key, -1)
        return True

    def _free(self, number: int, folders: list[str], last: str) -> str:
        url = self._url(folders, last)
        holder = self.taken.get(fold(url))
        count = 1
        while fold(url) in self.taken or (number < 0 and _GENERATED.fullmatch(url)):
            count += 1
            url = self._url(folders, f"{last}-{count}")
        self._take(fold(url), number)
        if holder is not None and number >= 0:
            self.clashes.append(Clash(number, holder, url))
        return url

    def _take(self, key: str, number: int) -> None:
        self.taken[key] = number
        for folder in _above(key):
            if folder in self.folders:
                break
            self.folders.add(folder)

    def _url(self, folders: list[str], last: str) -> str:
        if self.style == "directory" and last != "index" and not (not folders and last == "404"):
            return "/".join([*folders, folder_name(last), "index.html"])
        return "/".join([*folders, f"{last}.html"])
