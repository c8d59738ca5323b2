"""Raw files by the paths that authors write. Knows names; reads a file only when asked for its content."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from kbgen.check.nearfiles import NearFiles
from kbgen.check.raw_text import MOST
from kbgen.fields import first
from kbgen.link.raw import clean_path, raw_key
from kbgen.model import Document, Facts, Inventory
from kbgen.text.endings import READABLE, is_bare_file
from kbgen.text.names import fold

_MOST_OF_A_FOLDER = 100  # of one that is named as a whole; more are not looked at


class RawFile(NamedTuple):
    """A raw file as a document names it: as written, its path in the inventory ('' = not there), its place."""

    written: str
    path: str
    line: int
    column: int
    length: int


class RawIndex:
    """The raw files of one project, and other files that may be evidence; `read` gives a file's bytes by its path in
    the inventory, `hash` its hash by an algorithm, and holds no file in memory. Both give None where there is none."""

    def __init__(
        self,
        documents: Sequence[Document],
        inventory: Inventory,
        prefix: str,
        read: Callable[[str], bytes | None],
        hash: Callable[[str, str], str | None],
    ) -> None:
        self.prefix = prefix
        self.read = read
        self.hash = hash
        self.sizes = {**inventory.files, **inventory.raw}
        self.files = tuple(inventory.raw)
        self.near = NearFiles(self.files)
        self.keys: dict[str, str] = {}
        self.names: dict[str, list[str]] = {}
        for path in (*inventory.raw, *inventory.files, *(d.path for d in documents)):
            self.keys.setdefault(fold(path), path)
        for path in inventory.raw:
            self.keys.setdefault(raw_key(path) or fold(path), path)
            self.names.setdefault(fold(path.rpartition("/")[2]), []).append(path)

    def is_large(self, path: str) -> bool:
        """Whether a file is too large to be looked at as a text: a recording, mostly."""
        return self.sizes.get(path, 0) > MOST

    def find(self, written: str, here: str) -> str:
        """The path in the inventory of what is written in a document (`here`, counted from the project); '' if there
        is no such file. Looked up from the document's folder, the kb folder and the project. A summary that has the
        name of its raw file is not its own evidence."""
        path, own = clean_path(written), here.removeprefix(self.prefix)
        folder = posixpath.dirname(own)
        tries = (raw_key(path), path, posixpath.normpath(posixpath.join(folder, path)), path.removeprefix(self.prefix))
        for one in dict.fromkeys(map(fold, filter(None, tries))):
            for name in (one, *(f"{one}.{ending}" for ending in READABLE)):
                found = self.keys.get(name)
                if found is not None and found != own:
                    return found
        named = self.names.get(fold(path), []) if "/" not in path else []
        return named[0] if len(named) == 1 else ""

    def hint(self, written: str) -> str:
        """A hint at the raw file that may be meant by the path of none."""
        path = clean_path(written)
        meant = self.near.meant(raw_key(path) or path)
        return f"did you mean {meant}?" if meant else ""

    @cached_property
    def folders(self) -> dict[str, list[str]]:
        """Folder within a raw folder (as `raw_key` has it) -> the raw files in it, however deep."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.files:
            folder = posixpath.dirname(raw_key(path))
            while "/" in folder:
                found[folder].append(path)
                folder = posixpath.dirname(folder)
        return dict(found)

    def within(self, written: str) -> list[str]:
        """The raw files of a folder that is named as a whole (`raw/articles/survey/`), in order; none of a file."""
        return self.folders.get(raw_key(written), []) if "/" in written else []

    def of(self, facts: Facts, here: str) -> tuple[RawFile, ...]:
        """The raw files that a source names, in the order of the file."""
        found: dict[str, RawFile] = {}
        for text in facts.texts:
            field = facts.fields[text.field]
            if field.name == "raw_file" or (field.name == "cites" and self._is_raw(text.text)):
                folded = (text.line, text.column) == (field.line, field.column)  # its place is that of the key
                length = len(field.key) if folded else text.length
                for file in self._named(text.text, here, text.line, text.column, length):
                    found.setdefault(file.path or fold(file.written), file)
        line = first(facts.fields, "raw_file")
        if not found and line is not None and isinstance(line.value, str):  # a line `**Raw file:** …` of the text
            for file in self._named(line.value, here, line.line, line.column, len(line.value)):
                found[file.path or fold(file.written)] = file
        return tuple(found.values())

    def _is_raw(self, written: str) -> bool:
        """Whether what a source cites is a raw file: by its path, or by the bare name that one has."""
        return bool(raw_key(written)) or (is_bare_file(written) and len(self.names.get(fold(written.strip()), ())) == 1)

    def _named(self, written: str, here: str, line: int, column: int, length: int) -> Iterator[RawFile]:
        """Nothing for what is no path at all (an address, a link, a word such as “transcript”)."""
        text = written.strip()
        if not text or "://" in text or "[[" in text or "](" in text:
            return
        path = self.find(text, here)
        paths = [path] if path else self.within(text)[:_MOST_OF_A_FOLDER]
        if not paths and ("/" in text or "." in text.rpartition("/")[2]):
            paths = [""]
        for one in paths:
            yield RawFile(text, one, line, column, length)
