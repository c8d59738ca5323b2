"""Changing a site that is there, file by file. Knows what the folder's list of files says is kbgen's."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kbgen.files.disk import (
    Unreadable,
    alone,
    chunks,
    clear,
    drop_folder,
    drop_folders,
    holds,
    is_same,
    look,
    make_folder,
    make_parents,
    told,
    write,
)
from kbgen.files.manifest import NAME, digest, encode_manifest, file_digest, read_manifest
from kbgen.files.outfile import Changes, OutFile, SitePaths
from kbgen.model import KbgenError
from kbgen.text.names import fold


def replace_site(files: Iterable[OutFile], output: str, kept: Mapping[str, str]) -> Changes:
    """Change a folder that exists, writing only what differs; `publish` says in which order, and what is `kept`."""
    with contextlib.ExitStack() as stack:
        with told(output):
            stack.enter_context(alone(output, output))
            owned = read_manifest(output)
            if owned is None:
                _refuse_foreign(output)
            site = OutputFolder(output, owned or {})
            site.keep(kept)
            clear(site.temporary)
            stack.callback(clear, site.temporary)
        for file in files:
            with told(output):
                site.stage(file)
        with told(output):
            return site.commit()


class OutputFolder:
    """An output folder on its way from one state to the next. `stage` changes nothing but `.kbgen-tmp/`."""

    def __init__(self, output: str, owned: dict[str, str]) -> None:
        self.output = output
        self.temporary = os.path.join(output, ".kbgen-tmp")
        self.owned = owned
        self.names = SitePaths()
        self.made: dict[str, str] = {}
        self.staged: list[tuple[int, str, str]] = []
        self.unchanged = 0
        self.unreadable: list[str] = []
        self.folders: set[str] = {""}
        self.occupied: list[str] = []

    @cached_property
    def spellings(self) -> dict[str, str]:
        """What kbgen has in the folder, by names without case."""
        return {fold(path): path for path in self.owned}

    def keep(self, files: Mapping[str, str]) -> None:
        """Leave files (path -> digest) as they lie there."""
        if not files.items() <= self.owned.items():  # looked at just now: somebody else is at work here
            raise busy(self.output)
        self.made.update(files)
        self.unchanged += len(files)

    def stage(self, file: OutFile) -> None:
        """Compare one file with the disk, and write it aside if it differs."""
        path = file.path
        self.names.add(path)
        self.check_folders(path)
        if file.kept:
            if self.owned.get(path) != file.kept:  # looked at just now: somebody else is at work here
                raise busy(self.output)
            self.made[path] = file.kept
            self.unchanged += 1
            return
        place = os.path.join(self.output, path)
        there = look(place)
        try:
            same = there is not None and stat.S_ISREG(there.st_mode) and holds(place, there.st_size, file)
            if there is not None and not self.owns(path, place):
                if same:  # somebody else's, and just what we want: it stays theirs
                    self.unchanged += 1
                    return
                if not stat.S_ISDIR(there.st_mode):
                    raise _foreign(place)
            if there is not None and stat.S_ISDIR(there.st_mode):
                self.occupied.append(path)
            if same:
                self.made[path] = digest(chunks(file))
                self.unchanged += 1
            else:
                self.write(file)
        except Unreadable:
            self.unreadable.append(path)

    def owns(self, path: str, place: str) -> bool:
        """Whether kbgen wrote the file at a path, perhaps in other case on a disk that does not care."""
        if path in self.owned:
            return True
        other = self.spellings.get(fold(path))
        return other is not None and is_same(place, os.path.join(self.output, other))

    def write(self, file: OutFile) -> None:
        if not self.staged:
            clear(self.temporary)
            make_folder(self.temporary)
        place = os.path.join(self.temporary, str(len(self.staged)))
        rank = 0 if file.source else 2 if file.table else 1
        try:
            self.made[file.path] = write(place, file)
        except Unreadable:
            clear(place)
            raise
        self.staged.append((rank, file.path, place))

    def commit(self) -> Changes:
        """Put everything in its place."""
        doomed, kept = self.obsolete()
        blocking = self.blocking(doomed)
        if self.staged:
            self.list_files(self.owned, {path: self.made[path] for _, path, _ in self.staged})
        for path in blocking:
            self.remove(path)
        for path in self.occupied:  # what is left there are empty folders
            drop_folders(os.path.join(self.output, path))
        folders: set[str] = set()
        for _, path, place in sorted(self.staged):
            make_parents(self.output, path, folders)
            os.replace(place, os.path.join(self.output, path))
        for path in doomed:
            if path not in blocking:
                self.remove(path)
        self.list_files(self.made)
        written = tuple(sorted(path for _, path, _ in self.staged))
        return Changes(written, self.unchanged, tuple(doomed), tuple(kept), tuple(sorted(self.unreadable)), self.made)

    def obsolete(self) -> tuple[list[str], list[str]]:
        """What kbgen wrote and no longer makes: what is to go, and what someone has changed since."""
        doomed: list[str] = []
        kept: list[str] = []
        for path in sorted(set(self.owned) - set(self.made)):
            place = os.path.join(self.output, path)
            if not self.is_real(path):
                kept.append(path)
                continue
            new = self.names.files.get(fold(path), path)
            if look(place) is None or (new != path and is_same(place, os.path.join(self.output, new))):
                continue
            (doomed if file_digest(place) == self.owned[path] else kept).append(path)
        return doomed, kept

    def blocking(self, doomed: list[str]) -> list[str]:
        """The files to be removed first, because a folder must take their place, or theirs a file.

        Raises KbgenError, before anything is changed, if one of them is not kbgen's to remove.
        """
        going = set(doomed)
        below = tuple(f"{path}/" for path in self.occupied)
        for path in self.occupied:
            for place in _files_below(os.path.join(self.output, path)):
                if os.path.relpath(place, self.output).replace(os.sep, "/") not in going:
                    raise _foreign(place)
        for path in self.folders - {""} - going:
            place = os.path.join(self.output, path)
            there = look(place)
            if there is not None and not stat.S_ISDIR(there.st_mode):
                raise _foreign(place)
        return [path for path in doomed if path in self.folders or path.startswith(below)]

    def check_folders(self, path: str) -> None:
        """Refuse a path through a symbolic link; remember its folders."""
        while (path := path.rpartition("/")[0]) not in self.folders:
            place = os.path.join(self.output, path)
            if os.path.islink(place):
                raise KbgenError(
                    f"{place} is a symbolic link, and kbgen does not write through it",
                    "remove the link, or choose another folder with --output",
                )
            self.folders.add(path)

    def is_real(self, path: str) -> bool:
        """Whether no folder on the way to a path is a symbolic link."""
        while path := path.rpartition("/")[0]:
            if os.path.islink(os.path.join(self.output, path)):
                return False
        return True

    def remove(self, path: str) -> None:
        """Remove one file, and the folders that are empty without it."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(self.output, path))
        while path := path.rpartition("/")[0]:
            if not drop_folder(os.path.join(self.output, path)):
                return

    def list_files(self, files: dict[str, str], pending: dict[str, str] | None = None) -> None:
        """Replace the list of what is ours, if it changes."""
        content = encode_manifest(files, pending)
        place = os.path.join(self.output, NAME)
        there = look(place)
        file = OutFile(NAME, content)
        if there is not None and stat.S_ISREG(there.st_mode) and holds(place, there.st_size, file):
            return
        if not os.path.isdir(self.temporary):
            make_folder(self.temporary)
        beside = os.path.join(self.temporary, "list")
        write(beside, file)
        os.replace(beside, place)


def _files_below(place: str) -> Iterator[str]:
    """Everything below a folder that is no folder itself."""
    for root, folders, names in os.walk(place):
        for name in (*names, *(f for f in folders if os.path.islink(os.path.join(root, f)))):
            yield os.path.join(root, name)


def busy(output: str) -> KbgenError:
    """What is said where an output is no longer what it was when a build looked at it."""
    return KbgenError(f"{output} was changed while the site was being built", "build again")


def _foreign(place: str) -> KbgenError:
    return KbgenError(
        f"{place} was not written by kbgen and is where a file of the site must go",
        "move it away, or choose another folder with --output",
    )


def _refuse_foreign(output: str) -> None:
    """Raise KbgenError if a folder holds more than what may lie around in an empty one (product.md)."""
    foreign = sorted(
        name
        for name in os.listdir(output)
        if not name.startswith(".") and name != "CNAME" and name.partition(".")[0].upper() != "README"
    )
    if foreign:
        raise KbgenError(
            f"{output} has files in it that kbgen did not write, like {foreign[0]}",
            "choose a new or empty folder with --output",
        )
