"""All names of all documents, ready to be looked up in the order of `links.md`. Resolves single names; knows
nothing of where a link stands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from kbgen.model import Resolution
from kbgen.text.names import clean, fold, loose, spaced
from kbgen.text.paths import is_markdown
from kbgen.text.regex import regex


class Named(NamedTuple):
    """What a document is called: kb path without `.md`, ids, titles, aliases (as written); its addresses on another
    site; the name that the file's stands for, if it is another (`Oak trees`)."""

    path: str
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    aliases: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    spoken: str = ""


# The number of a note that its file's name begins with (`202401311230 Trees`), by which a Zettelkasten links to it; and
# Denote, which has a `T` in it.
_STAMP = regex(r"(?:\d{10,17}|\d{8}T\d{6})(?=[ _.=-])")


class _Numbers(dict[str, list[int]]):
    """Documents by what they are called, each once, in the order in which they were added."""

    def add(self, name: str, number: int) -> None:
        numbers = self.setdefault(name, [])
        if number not in numbers:
            numbers.append(number)


class _Step:
    """One step of the resolution: names compared exactly, then case-folded."""

    def __init__(self) -> None:
        self.exact, self.folded = _Numbers(), _Numbers()

    def add(self, name: str, number: int) -> None:
        """`name` is `clean`, or a part of a path without its ending."""
        if name:
            self.exact.add(name, number)
            self.folded.add(fold(name), number)

    def find(self, name: str, key: str) -> list[int]:
        return self.exact.get(name) or self.folded.get(key) or []


class Hit(NamedTuple):
    """Documents found (numbers, in path order), and by which step."""

    documents: list[int]
    step: Resolution


class Index:
    """The names of documents `0 … n-1`, in path order."""

    def __init__(self, names: Iterable[Named], home: str) -> None:
        """`home` is the kb path (without `.md`) of a home page that is not called `index`, '' without."""
        self.path, self.suffix, self.name, self.id = _Step(), _Step(), _Step(), _Step()
        self.title, self.alias = _Step(), _Step()
        self.steps: dict[Resolution, _Step] = {
            "suffix": self.suffix,
            "name": self.name,
            "id": self.id,
            "title": self.title,
            "alias": self.alias,
        }
        self.loose = _Numbers()
        self.folders: dict[str, int] = {}
        self.inner_folders = _Numbers()  # their pages by the last parts of their paths
        self.addresses = _Numbers()
        self.with_ending = _Numbers()  # titles and aliases such as `CLAUDE.md`
        # What stands before the first `|` of titles and aliases, and before the first `#` of any name, folded.
        self.before_pipe: set[str] = set()
        self.before_hash: set[str] = set()
        self.paths: list[str] = []
        for number, named in enumerate(names):
            self._add(number, named)
        encoded = [(clean(unquote(path)), number) for number, path in enumerate(self.paths) if "%" in path]
        # an address is read so: `A%2DZ` is `A-Z`, where no page has that path
        for path, number in [one for one in encoded if fold(one[0]) not in self.path.folded]:
            self.path.add(path, number)
        # `a.md.md` is the page `a.md`, and `a` where there is no other
        endless = [(clean(path), number) for number, path in enumerate(self.paths) if is_markdown(path)]
        for path, number in [one for one in endless if fold(one[0]) not in self.path.folded]:
            self._add_path(path, number)
        self._find_folders(clean(home))

    def _add(self, number: int, named: Named) -> None:
        path = spaced(named.path)
        self.paths.append(path)
        if not path or path.endswith("/"):  # a raw file among the documents, or a name of spaces: not linked to
            return
        self._add_path(path, number)
        name = path.rpartition("/")[2]
        called = (*named.titles, *named.aliases)
        for step, names in (
            (self.name, (named.spoken,)),
            (self.id, (_stamp(name), *named.ids)),
            (self.title, named.titles),
            (self.alias, named.aliases),
        ):
            for written in names:
                step.add(clean(written), number)
        for written in named.addresses:
            self.addresses.add(fold(written.strip("/")), number)
        for written in filter(is_markdown, called):
            self.with_ending.add(spaced(written), number)
        for written in (name, *called):
            if key := loose(clean(written)):
                self.loose.add(key, number)
        tails = _tails(path) if "#" in path else ()
        self.before_pipe.update([fold(spaced(head)) for head in _heads("|", called)])
        self.before_hash.update([fold(clean(head)) for head in _heads("#", (*tails, *named.ids, *called))])

    def _add_path(self, path: str, number: int) -> None:
        self.path.add(path, number)
        _, *tails = _tails(path)
        for tail in tails[:-1]:
            self.suffix.add(tail, number)
        self.name.add(path.rpartition("/")[2], number)

    def _find_folders(self, home: str) -> None:
        """The page of each folder: `index.md` (at the top the home page), else `README.md`, else `x/x.md`, else `x.md`
        beside it."""
        ranks: dict[str, int] = {}
        there: set[str] = set()
        for number, path in enumerate(self.paths):
            folder, _, name = path.rpartition("/")
            there.add(folder)
            if not path:
                continue
            known = {"index": 0, "_index": 0, "readme": 1, folder.rpartition("/")[2].casefold(): 2}.get(name.casefold())
            for key, rank in ((fold(folder), known), (fold(path), 3), ("", 0 if path == home else None)):
                if rank is not None and rank < ranks.get(key, 9):
                    ranks[key] = rank
                    self.folders[key] = number
        for folder in sorted(fold(one) for one in there if "/" in one):
            if (page := self.folders.get(folder)) is not None:
                for tail in _tails(folder)[1:]:
                    self.inner_folders.add(tail, page)

    @cached_property
    def known_folders(self) -> frozenset[str]:
        """What folders that hold pages are called, however deep, folded."""
        folders = {path.rpartition("/")[0] for path in self.paths}
        return frozenset(fold(name) for folder in folders for name in folder.split("/"))

    def lookup(self, target: str) -> Hit | None:
        """Steps 2 to 7 for a `clean` target; None if none of them has a hit."""
        key = fold(target)
        if "/" in target:
            return self._lookup_path(target, key)
        found = self.path.find(target, key)
        if found:  # a page at the top: its path is its name, and only beside a namesake does the path decide
            return Hit(found, "name" if self.name.find(target, key) == found else "path")
        hit = self._first(target, key, ("name", "id", "title", "alias"))
        if hit is None and (folder := self.folder(target)) is not None:
            return Hit([folder], "folder")
        return hit

    def _lookup_path(self, target: str, key: str) -> Hit | None:
        found = self.path.find(target, key)
        if found:
            return Hit(found, "path")
        folder = self.folder(target)
        if folder is not None:
            return Hit([folder], "folder")
        if (hit := self._first(target, key, ("suffix", "title", "alias"))) is not None:
            return hit
        found = self.inner_folders.get(key.removesuffix("index").rstrip("/"), []) if _FOLDER.search(key) else []
        return Hit(found, "suffix") if found else None

    def _first(self, target: str, key: str, steps: tuple[Resolution, ...]) -> Hit | None:
        """The hit of the first of these steps that has one."""
        for step in steps:
            found = self.steps[step].find(target, key)
            if found:
                return Hit(found, step)
        return None

    def folder(self, target: str) -> int | None:
        """The page of the folder that `x/` or `x/index` names; of the kb folder itself that is `index`."""
        key = fold(target)
        if key == "index":
            return self.folders.get("")
        if key.endswith("/"):
            return self.folders.get(key.rstrip("/"))
        if key.endswith("/index"):
            return self.folders.get(key[:-5].rstrip("/"))
        return None

    def of_folder(self, target: str) -> Hit | None:
        """The page of a folder that is named without a slash, wherever it lies; at the top first."""
        key = fold(target)
        found = [self.folders[key]] if key in self.folders else self.inner_folders.get(key)
        return Hit(found, "folder") if found else None

    def lookup_loose(self, target: str) -> Hit | None:
        """Step 8, for targets without `/`."""
        key = loose(target)
        found = self.loose.get(key) if key else None
        return Hit(found, "loose") if found else None

    def at_spelled(self, path: str) -> Hit | None:
        """The only document at a path as addresses spell it: `notes/my-note` for `notes/My note`."""
        found = self._spelled.get(_address(path)) or []
        return Hit(found, "path") if len(found) == 1 else None

    @cached_property
    def _spelled(self) -> _Numbers:
        """Documents by their paths as addresses spell them, and by those without numbers that only sort."""
        spelled, unnumbered = _Numbers(), _Numbers()
        for number, path in enumerate(self.paths):
            spelled.add(_address(path.removesuffix("/index")), number)
            unnumbered.add(_address("/".join(_SORTED.sub("", part) for part in path.split("/"))), number)
        return _Numbers(unnumbered | spelled)

    def at(self, path: str) -> Hit | None:
        """The document whose kb path (without `.md`) this is, and nothing else; else that folder's page."""
        path = clean(path)
        found = self.path.find(path, fold(path))
        if found:
            return Hit(found, "relative")
        folder = self.folders.get(fold(path).rstrip("/"), self.folder(path))
        return Hit([folder], "folder") if folder is not None else None


_FOLDER = regex(r"/(?:index)?\Z")  # how the name of a folder's page ends


_SORTED = regex(r"\A\d{1,3}[ \t]*[-_.]+[ \t]*(?=\S)")  # docusaurus.io/docs/sidebar/autogenerated, "Number prefixes"
_GAP = regex(r"[\W_]+")


def _address(path: str) -> str:
    """A path as programs make addresses of it: small letters, and a hyphen for what is neither letter nor digit."""
    return "/".join(_GAP.sub("-", part).strip("-") for part in fold(path).split("/"))


def _stamp(name: str) -> str:
    """The number of a note that a file's name begins with; '' without."""
    found = _STAMP.match(name) if name[0].isdigit() else None
    return found[0] if found is not None else ""


def _heads(sign: str, names: Iterable[str]) -> list[str]:
    """What stands before the first such sign in those names that have it."""
    return [name.partition(sign)[0] for name in names if sign in name]


def _tails(path: str) -> list[str]:
    """A path as links may write it: from any of its folders on, and its last part alone."""
    segments = path.split("/")
    return ["/".join(segments[start:]) for start in range(len(segments))]
