"""What lies in a project: its documents, its other files, and what is left out, with reasons.

Knows names, sizes and times; opens no file. Follows no symbolic link but one to a file
of the kb that is itself part of the site.
"""

from __future__ import annotations

import os
from typing import NamedTuple

import msgspec

from kbgen.config import Config
from kbgen.diagnostics import finding, sort_key
from kbgen.files.absent import absent
from kbgen.files.leftout import (
    CLOSED,
    EXCLUDED,
    FINISHED,
    FOR_SITE,
    HIDDEN_FILE,
    HIDDEN_FOLDER,
    LINK,
    LINK_OUT,
    MARKERS,
    NO_FILE,
    NO_TEXT,
    OURS,
    OUTSIDE,
    RAW,
    SAME_NAME,
    VENV,
    excluded,
    is_hidden,
    of_public,
    reason_of,
)
from kbgen.files.misnamed import misnamed
from kbgen.files.reading import unreadable
from kbgen.model import Diagnostic, Input, Inventory, LeftOut
from kbgen.text.endings import PUBLISHABLE, ending
from kbgen.text.names import fold, is_text, nfc
from kbgen.text.paths import ATTACHMENTS, is_markdown, is_raw_folder, stem

_OWN = ".kbgen"


class Scan(NamedTuple):
    """What `scan` found. Inputs and left-out files are sorted by path. `times` says of each file of the inventory, for
    any of them may be evidence, when it was changed: mtime and ctime in nanoseconds."""

    inputs: tuple[Input, ...]
    inventory: Inventory
    left_out: tuple[LeftOut, ...]
    diagnostics: tuple[Diagnostic, ...]
    times: dict[str, tuple[int, int]]


def scan(config: Config) -> Scan:
    """List the project folder: every markdown file is an input or left out with a reason.

    Paths of inputs and of `inventory.files` count from the kb folder, those left out and those in
    diagnostics from the project. A folder that is not entered is left out under its name with a final
    `/`. The same files give the same value, whatever order the disk lists them in.
    """
    walk = _Walk(config)
    while walk.todo:
        walk.folder(walk.todo.pop())
    for link in sorted(walk.links):
        walk.link(*link)
    walk.leave_namesakes()
    walk.diagnostics += (*absent(config, walk.names_left_out, walk.names_of_folders), *misnamed(config))
    return Scan(
        tuple(sorted(walk.inputs.values(), key=lambda i: i.path)),
        Inventory(dict(sorted(walk.files.items())), dict(sorted(walk.raw.items())), tuple(sorted(walk.beside))),
        tuple(sorted(walk.left_out, key=lambda l: (l.path, l.reason))),  # noqa: E741
        tuple(sorted(walk.diagnostics, key=sort_key)),
        dict(sorted(walk.times.items())),
    )


# ---------------------------------------------------------------- the walk


class _Folder(NamedTuple):
    """A folder still to be listed. `path` counts from the project and ends in `/` ('' is the project);
    `reason` says why its files are left out ('' for a folder of the kb)."""

    place: str
    path: str
    reason: str


class _Walk:
    """The state of one scan."""

    def __init__(self, config: Config) -> None:
        self.top = str(config.content).rstrip(os.sep) + os.sep
        self.prefix = config.prefix
        self.parts = config.parts
        self.output = str(config.output)
        self.raw_places = {str(place) for place in config.raw}
        self.excluded = excluded(config.exclude)
        self.todo = [_Folder(str(config.project), "", OUTSIDE if self.prefix else "")]
        self.inputs: dict[str, Input] = {}
        self.files: dict[str, int] = {}
        self.raw: dict[str, int] = {}
        self.beside: list[str] = []
        self.names_left_out: set[str] = set()  # of files and folders, by `exclude`; NFC
        self.names_of_folders: set[str] = set()  # of the kb; folded
        self.times: dict[str, tuple[int, int]] = {}
        self.links: list[tuple[str, str, str]] = []
        self.left_out: list[LeftOut] = []
        self.diagnostics: list[Diagnostic] = []

    def folder(self, folder: _Folder) -> None:
        """List a folder: its folders are put on the list, its files where they belong."""
        try:
            with os.scandir(folder.place) as listing:
                entries = list(listing)
        except OSError as error:
            self.leave_closed(folder, folder.path or "./", error, "folder")
            return
        if not self.prefix.startswith(folder.path):  # never the kb folder, nor one on the way to it
            folder, entries = self.marked(folder, entries)
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    self.enter(folder, entry)
                else:
                    self.file(folder, entry)
            except FileNotFoundError:
                continue  # gone since the folder was listed
            except OSError as error:
                self.leave_closed(folder, folder.path + entry.name, error)

    def marked(self, folder: _Folder, entries: list[os.DirEntry[str]]) -> tuple[_Folder, list[os.DirEntry[str]]]:
        """A folder as what lies in it says that it is, and what of that is looked at."""
        marks = [MARKERS[entry.name] for entry in entries if entry.name in MARKERS]
        if VENV in marks:
            self.leave(folder.path, VENV)
            return folder, []
        if OURS in marks and folder.reason in ("", OUTSIDE):
            folder = folder._replace(reason=OURS)
        if folder.reason in ("", RAW):
            return folder, entries
        if folder.reason == FINISHED:
            folder = folder._replace(reason=of_public(folder.path, [entry.name for entry in entries]))
        shown = PUBLISHABLE if folder.reason in (OUTSIDE, FOR_SITE) else ()  # a finished site has very many files
        return folder, [e for e in entries if is_markdown(e.name) or ending(e.name) in shown or _is_more(e)]

    def enter(self, parent: _Folder, entry: os.DirEntry[str]) -> None:
        """Put a folder on the list, with the reason why its files are left out, if they are."""
        name, path = entry.name, f"{parent.path}{entry.name}/"
        if self.prefix.startswith(path):  # the kb folder, or on the way to it: whatever it is called
            self.todo.append(_Folder(entry.path, path, "" if path == self.prefix else OUTSIDE))
        elif name == _OWN:
            return  # the store: nothing in it was written by anyone
        elif name in CLOSED:
            self.leave(path, CLOSED[name])
        else:
            reason = self.reason(parent, entry, path)
            if not reason:
                self.names_of_folders.add(fold(name))
            self.todo.append(_Folder(entry.path, path, reason))

    def reason(self, parent: _Folder, entry: os.DirEntry[str], path: str) -> str:
        name = entry.name
        if parent.reason not in ("", OUTSIDE, RAW):
            return parent.reason
        if not is_text(name):
            self.unnamable(path, "folder")
            return NO_TEXT
        if entry.path == self.output:
            return OURS
        if self.is_excluded(path[:-1], name):
            return EXCLUDED
        if entry.path in self.raw_places or (is_raw_folder(name) and parent.reason != OUTSIDE):
            return RAW
        if name.startswith(".") and name != ATTACHMENTS:
            return HIDDEN_FOLDER
        return parent.reason or self.beside_kb(parent, name) or reason_of(name, parent.path[:-1].rpartition("/")[2])

    def beside_kb(self, folder: _Folder, name: str) -> str:
        """Why something in a folder is left out that is no part of the knowledge base; '' for all else."""
        return OUTSIDE if self.parts and not folder.path and name not in self.parts else ""

    def is_excluded(self, path: str, name: str) -> bool:
        """Whether `exclude` names what has this path and name; noted for those who ask what was of any use."""
        found = self.excluded is not None and self.excluded.match(nfc(path)) is not None
        if found:
            self.names_left_out.add(nfc(name))
        return found

    def file(self, folder: _Folder, entry: os.DirEntry[str]) -> None:
        """Put a file where it belongs: among the documents, into the inventory, or on the list of what is left out."""
        name, path = entry.name, folder.path + entry.name
        reason = folder.reason or self.beside_kb(folder, name)
        if reason not in ("", RAW):
            self.file_outside(path, entry, reason)
            return
        markdown = is_markdown(name)
        if refusal := self.refusal(path, entry):
            if markdown:
                self.leave(path, refusal)
        elif entry.is_symlink():
            named = RAW if is_raw_folder(name) else CLOSED.get(name) or reason_of(name)
            self.links.append((path, entry.path, reason or named))
        elif reason:
            inside = self.from_kb(path)
            if inside != path or inside not in self.raw:  # of two that are written alike, the kb's (see `raw_file`)
                self.note(self.raw, inside, entry)
            if markdown:
                self.leave(path, RAW)
        elif markdown:
            status = entry.stat()
            inside = path[len(self.prefix) :]
            self.inputs[inside] = Input(inside, entry.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        else:
            self.note(self.files, path[len(self.prefix) :], entry)

    def file_outside(self, path: str, entry: os.DirEntry[str], reason: str) -> None:
        """A file that is neither of the kb nor raw: named if it could be taken for a page, or for a picture of one."""
        if is_markdown(entry.name):
            self.leave(path, reason)
        elif reason == FOR_SITE and entry.is_file(follow_symlinks=False) and not self.refusal(path, entry):
            self.note(self.files, path[len(self.prefix) :], entry)
        elif reason == OUTSIDE and ending(entry.name) in PUBLISHABLE and is_text(entry.name):
            self.beside.append(path)
        elif entry.is_symlink() and entry.is_dir():
            self.leave(f"{path}/", reason)

    def refusal(self, path: str, entry: os.DirEntry[str]) -> str:
        """Why a file of the kb or of raw is passed over, whatever is in it; '' if it is not."""
        name, markdown = entry.name, is_markdown(entry.name)
        if is_hidden(name):
            return HIDDEN_FILE
        if not is_text(name):
            if markdown or ending(name) in PUBLISHABLE:
                self.unnamable(path)
            return NO_TEXT
        if self.is_excluded(path, name):
            return EXCLUDED
        return "" if entry.is_symlink() or entry.is_file() else NO_FILE

    def note(self, files: dict[str, int], path: str, entry: os.DirEntry[str]) -> None:
        """Put a file into a part of the inventory."""
        status = entry.stat()
        files[path] = status.st_size
        self.times[path] = status.st_mtime_ns, status.st_ctime_ns

    def link(self, path: str, place: str, reason: str) -> None:
        """Decide about a symbolic link in the kb or in raw, once all files are known."""
        target = os.path.realpath(place)
        folder = os.path.isdir(target)
        markdown = is_markdown(path)
        inside, name = path[len(self.prefix) :], target[len(self.top) :].replace(os.sep, "/")
        alike = os.path.splitext(name)[1].lower() == os.path.splitext(path)[1].lower()
        if target == self.output:
            self.leave(path + "/", OURS)
        elif reason:
            if folder or markdown:
                self.leave(path + "/" * folder, f"{reason}, a {LINK}")
        elif not (target + os.sep).startswith(self.top):
            self.leave(path, LINK_OUT)
            self.diagnostics.append(
                finding(
                    "KB504",
                    "this symbolic link leads out of the knowledge base and is not followed",
                    path=path,
                    hint="put a copy in its place",
                )
            )
        elif folder:
            self.leave(path + "/", f"{LINK} to a folder")
        elif alike and name in self.inputs:
            self.inputs[inside] = msgspec.structs.replace(self.inputs[name], path=inside, file=target)
        elif alike and name in self.files:
            self.files[inside], self.times[inside] = self.files[name], self.times[name]
        elif markdown:
            there = "left out" if os.path.lexists(target) else "not there"
            self.leave(path, f"{LINK} to a file that is {there}")

    def leave_namesakes(self) -> None:
        """Of documents that differ in their endings alone (`a.md`, `a.mdx`), and so would be one page, keep that in
        `.md`, or the first."""
        kept: dict[str, str] = {}
        for path in sorted(self.inputs, key=lambda path: (not path.endswith(".md"), path)):
            if kept.setdefault(stem(path), path) != path:
                self.leave(f"{self.prefix}{path}", SAME_NAME)
                del self.inputs[path]

    def from_kb(self, path: str) -> str:
        """A path as authors write it: from the kb folder if it lies there, else from the project."""
        return path[len(self.prefix) :] if path.startswith(self.prefix) else path

    def leave(self, path: str, reason: str) -> None:
        self.left_out.append(LeftOut(_printable(path), reason))

    def leave_closed(self, folder: _Folder, path: str, error: OSError, what: str = "file") -> None:
        """Leave out what cannot be opened: that folder, or something in it."""
        self.leave(path, folder.reason or "cannot be opened")
        if folder.reason in ("", RAW):
            self.diagnostics.append(unreadable(error, _printable(path), what))

    def unnamable(self, path: str, what: str = "file") -> None:
        self.diagnostics.append(
            finding(
                "KB213",
                f"the name of this {what} is not UTF-8: no link and no address can spell it",
                path=_printable(path),
                hint="rename it",
            )
        )


def _is_more(entry: os.DirEntry[str]) -> bool:
    """Whether an entry may be a folder."""
    try:
        return not entry.is_file(follow_symlinks=False)
    except OSError:
        return True


def _printable(path: str) -> str:
    return path if is_text(path) else path.encode(errors="surrogateescape").decode(errors="replace")
