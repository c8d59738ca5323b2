"""Addresses: every node its own file on the site, whatever two names have in common."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kbgen.names import fold, slug

RESERVED_FOLDER = "-"
GENERATED = frozenset({"index.html", "404.html", "search.html", "graph.json"})


def _folder(name: str) -> str:
    """A folder's name that no file of the site can have: `foo.html/` cannot lie beside `foo.html`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{ending}" if dot and ending in ("html", "json", "xml") else name


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
        self.clashes: list[Clash] = []

    def document(self, number: int, path: str) -> str:
        """The address of a document (kb path without `.md`), distinct from all before it."""
        *folders, name = path.split("/")
        where = [_folder(slug(folder)) for folder in folders]
        last = "index" if name.casefold() == "index" else slug(name)
        return self._free(number, where, last)

    def page(self, path: str) -> str:
        """The address of a generated page or wanted node at a path that is slugged already."""
        *folders, last = path.split("/")
        return self._free(-1, folders, last)

    def claim(self, url: str) -> bool:
        """Take exactly this address; False if something has it."""
        if fold(url) in self.taken or fold(url) in GENERATED or url.startswith(f"{RESERVED_FOLDER}/"):
            return False
        self.taken[fold(url)] = -1
        return True

    def _free(self, number: int, folders: list[str], last: str) -> str:
        url = self._url(folders, last)
        holder = self.taken.get(fold(url))
        count = 1
        while fold(url) in self.taken:
            count += 1
            url = self._url(folders, f"{last}-{count}")
        self.taken[fold(url)] = number
        if holder is not None and number >= 0:
            self.clashes.append(Clash(number, holder, url))
        return url

    def _url(self, folders: list[str], last: str) -> str:
        if self.style == "directory" and last != "index" and not (not folders and last == "404"):
            return "/".join([*folders, _folder(last), "index.html"])
        return "/".join([*folders, f"{last}.html"])
