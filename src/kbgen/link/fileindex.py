"""All that is no page, as links name it: files to be shown, and raw files. Knows no documents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from kbgen.link.meaning import Dead
from kbgen.model import Inventory
from kbgen.text.endings import FILES, ending, is_bare_file
from kbgen.text.names import clean, fold
from kbgen.text.paths import RAW_FOLDER, is_markdown
from kbgen.text.regex import regex

# Folders whose files lie at the top of a site: those of Hugo and Docusaurus, and of VitePress and Astro.
_SITE_ROOTS = ("static", "public")
_RAW_PATH = regex(rf"(?:^|/)({RAW_FOLDER}[^/].*)", re.IGNORECASE)


class FileIndex:
    """The files of one knowledge base that are no pages; `here` is always the kb path of the linking file."""

    def __init__(self, inventory: Inventory, prefix: str, raw: Iterable[str] = ()) -> None:
        """`prefix` is the kb folder's path in the project; `raw` are raw files beside those of the inventory."""
        self._prefix = prefix
        self._exact = inventory.files
        self._folded = {fold(clean(path)): path for path in sorted(inventory.files, reverse=True)}
        self._any_hash = any("#" in path for path in inventory.files)
        self._named: dict[str, list[str]] = {}
        for path in sorted(inventory.files):
            self._named.setdefault(fold(path.rpartition("/")[2]), []).append(path)
        self._numbered: dict[str, str] | None = None
        self._beside = dict[str, str]()
        for path in reversed(inventory.beside):  # by its path, and by its bare name, as Obsidian finds it
            self._beside.update({path: path, path.rpartition("/")[2]: path})
            top, _, rest = path.partition("/")
            if rest and top in _SITE_ROOTS:
                self._beside[rest] = path
        self._raw = {fold(clean(path)): path for path in (*inventory.raw, *raw)}
        self._raw_named: dict[str, list[str]] = {}
        for path in (*inventory.raw, *raw):
            self._raw_named.setdefault(fold(clean(path.rpartition("/")[2])), []).append(path)

    def linked(self, target: str, path: str | None, here: str) -> str | None:
        """The file that a markdown link names; `path` is the kb path of its target (None: out of the kb). An address is
        exact, for another case fails on most servers."""
        if path is None:
            return None
        return self._at(path) or self._in_site_root(target, here) or self._only_named(target)

    def shown(self, target: str, path: str | None, here: str) -> str | None:
        """The file that an image names: as a link does, or counted from the top, or by its bare name."""
        if path is None:
            return None
        found = self._at(path) or self._at(joined("/" + target, here)) or self._in_site_root(target, here)
        return found or self._only_named(target)

    def numbered(self, number: str) -> str | None:
        """The file, in whatever folder, whose name without its ending is a number that Joplin has given it."""
        if self._numbered is None:
            stems = ((posixpath.splitext(name)[0], paths[0]) for name, paths in self._named.items())
            self._numbered = {stem: path for stem, path in stems if len(stem) == len(number)}
        return self._numbered.get(number)

    def at(self, path: str) -> str | None:
        """A file by its kb path, in any case."""
        return self._folded.get(fold(path))

    def attached(self, target: str, here: str) -> str | None:
        """A file named in double brackets: by its path from the file or the kb folder, or its bare name."""
        for path in (joined(target, here), target):
            if path is not None and (found := self.at(path)):
                return found
        named = self._named.get(fold(target), []) if "/" not in target else []
        return named[0] if named else None

    def with_hash(self, target: str, anchor: str, here: str) -> str | None:
        """A file named so whose name holds the `#` at which the link was split."""
        return self.attached(f"{target}#{anchor}", here) if anchor and self._any_hash else None

    def raw(self, target: str) -> str | None:
        """A raw file by its path or its bare name, as authors write it."""
        key = fold(clean(target))
        found = self._raw.get(key)
        return self._raw_named.get(key, [None])[-1] if found is None and "/" not in key else found

    def raw_called(self, name: str) -> str | None:
        """The only raw file of that name, with its ending."""
        named = self._raw_named.get(fold(clean(name)), []) if is_bare_file(name) else []
        return named[0] if len(named) == 1 else None

    def raw_from(self, target: str, here: str) -> str | None:
        """The raw file that a path leads to, from the file's folder or from the top."""
        path = self._in_project(target, here)
        for one in (path, path.removeprefix(self._prefix), target.lstrip("/")):
            found = self._raw.get(fold(clean(one)))
            if found is not None:
                return found
        return None

    def beside(self, target: str) -> str:
        """The path of what a target may mean that lies beside the kb in the project ('' = nothing)."""
        return self._beside.get(target, "")

    def outside(self, target: str, here: str) -> Dead:
        """A path that leads out of the kb: to a page, a picture or a document of the project around it, or anywhere."""
        path = self._in_project(target, here)
        shown = bool(self._prefix) and (is_markdown(path) or ending(path) in FILES)
        return Dead(target, outside=True, beside=path if shown and not path.startswith(("..", "/")) else "")

    def _in_project(self, target: str, here: str) -> str:
        """A path from the file's folder, counted from the project."""
        return posixpath.normpath(posixpath.join(self._prefix + posixpath.dirname(here), target))

    def _at(self, path: str | None) -> str | None:
        return path if path in self._exact else None

    def _only_named(self, target: str) -> str | None:
        """The only file of a name, in whatever folder, as Obsidian finds it."""
        named = self._named.get(fold(target), []) if "/" not in target else []
        return named[0] if len(named) == 1 else None

    def _in_site_root(self, target: str, here: str) -> str | None:
        """A file by its address on a site whose pictures lie in a folder for the top of the site (`/a.png` is
        `static/a.png`): one at the top of the kb, or beside a folder around the file. Such a folder may also be the top
        itself, as a vault of Dendron's is."""
        folder = here if target.startswith("/") else ""
        while folder:
            folder = posixpath.dirname(folder)
            for root in (*_SITE_ROOTS, ""):
                if found := self._at(posixpath.join(folder, root, target.lstrip("/"))):
                    return found
        return None


def absent_raw(written: str) -> str | None:
    """The path from `raw/` on of what leads into a raw folder: evidence, whether it is here or not."""
    found = _RAW_PATH.search(written.strip())
    return found[1] if found is not None else None


def joined(target: str, here: str) -> str | None:
    """A path from the file's folder (or, with `/`, from the kb folder) as a kb path; None if it leads out.

    >>> joined("../a.png", "sources/x.md"), joined("/a.png", "sources/x.md"), joined("../../a.png", "sources/x.md")
    ('a.png', 'a.png', None)
    """
    base = "" if target.startswith("/") else posixpath.dirname(here)
    path = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    if path == ".." or path.startswith("../"):
        return None
    return "" if path == "." else path
