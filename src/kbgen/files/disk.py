"""Comparing and writing single files and folders. Knows no site and no list of files."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from kbgen.files.manifest import digest
from kbgen.files.outfile import OutFile
from kbgen.files.paths import open_regular
from kbgen.model import KbgenError

try:
    import fcntl
except ImportError:  # Windows has no flock: there, nobody but the user keeps two runs apart
    fcntl = None  # type: ignore[assignment]

_CHUNK = 1 << 20
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755  # whatever the umask: same input, same site
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


_PATIENCE = 10.0  # seconds that a run waits for another one
_PAUSE = 0.1  # seconds between two looks at whether it is done
Made = TypeVar("Made")


class Busy(KbgenError):
    """Another run of kbgen writes to the same `folder`."""

    def __init__(self, folder: str, output: str) -> None:
        super().__init__(f"another kbgen is writing to {output}", "wait until it has finished")
        self.folder = folder


def patiently(work: Callable[[], Made], patience: float = _PATIENCE) -> Made:
    """What `work` comes to. It is begun again from the start when another run has written to its output: what it has
    read may be older than what that one has. Raises Busy where that takes longer than `patience` seconds."""
    end = time.monotonic() + patience
    while True:
        try:
            return work()
        except Busy as busy:
            while _is_held(busy.folder):
                if time.monotonic() > end:
                    raise
                time.sleep(_PAUSE)
            if time.monotonic() > end:
                raise


def _is_held(folder: str) -> bool:
    """Whether another run holds a folder; one that is there no more is held by nobody."""
    try:
        with alone(folder, folder):
            return False
    except Busy:
        return True
    except OSError:
        return False


class Unreadable(Exception):
    """An asset's source that cannot be read."""


@contextlib.contextmanager
def told(output: str) -> Iterator[None]:
    """Errors of the disk, as one message."""
    try:
        yield
    except OSError as error:
        hints = {
            errno.ENOSPC: "make room on the disk and build again",
            errno.EDQUOT: "make room on the disk and build again",
            errno.EACCES: "choose another folder with --output, or mend its permissions",
            errno.EPERM: "choose another folder with --output, or mend its permissions",
            errno.EROFS: "choose another folder with --output",
        }
        message = f"the site cannot be written to {output}: {error.strerror or error}"
        raise KbgenError(message, hints.get(error.errno or 0, "")) from error


@contextlib.contextmanager
def alone(folder: str, output: str) -> Iterator[None]:
    """Hold a folder against other runs of kbgen; the system lets go of it when the process ends."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(folder, output) from None
        except OSError:  # a file system that knows no locks
            pass
        yield
    finally:
        os.close(descriptor)


def chunks(file: OutFile) -> Iterator[bytes]:
    """The bytes of a file to be written; raises Unreadable if its source cannot be read."""
    if not file.source:
        yield file.content
        return
    try:
        with open(open_regular(file.source), "rb") as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except OSError:
        raise Unreadable from None


def holds(place: str, size: int, file: OutFile) -> bool:
    """Whether a regular file on disk has just the bytes of `file`."""
    if not file.source and size != len(file.content):
        return False
    try:
        with open(open_regular(place), "rb") as there:
            return all(there.read(len(chunk)) == chunk for chunk in chunks(file)) and not there.read(1)
    except OSError:
        return False


def write(place: str, file: OutFile) -> str:
    """Write a new file, and return its digest."""
    descriptor = os.open(place, _CREATE, _FILE_MODE)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, _FILE_MODE)
        if not file.source:
            _write_all(descriptor, file.content)
            return digest((file.content,))

        def written() -> Iterator[bytes]:
            for chunk in chunks(file):
                _write_all(descriptor, chunk)
                yield chunk

        return digest(written())
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    done = os.write(descriptor, data)
    while done < len(data):
        done += os.write(descriptor, memoryview(data)[done:])


def replace_file(place: Path, data: bytes) -> None:
    """Have a file hold these bytes, or what it held before: never a part of them. Raises OSError."""
    beside = place.with_name(f".{place.name}-{os.getpid()}")
    try:
        beside.write_bytes(data)
        os.replace(beside, place)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def look(place: str) -> os.stat_result | None:
    """What lies at a place, a symbolic link as itself; None for nothing."""
    try:
        return os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_same(one: str, other: str) -> bool:
    """Whether two paths lead to one file; False if either does not exist."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def missing(folder: str) -> list[str]:
    """The folders on the way to `folder`, itself last, that do not exist."""
    missing: list[str] = []
    while not os.path.lexists(folder):
        missing.insert(0, folder)
        folder = os.path.dirname(folder)
    return missing


def make_parents(top: str, path: str, known: set[str]) -> None:
    """Make the folders of a `/` path below `top`; `known` remembers those that are there."""
    wanted = []
    while (path := path.rpartition("/")[0]) and path not in known:
        wanted.append(path)
    for folder in reversed(wanted):
        place = os.path.join(top, folder)
        if not os.path.isdir(place):
            make_folder(place)
        known.add(folder)


def make_folder(place: str) -> None:
    """Make one folder, with the same mode whatever the umask."""
    os.mkdir(place)
    try:
        os.chmod(place, _FOLDER_MODE)
    except OSError:
        drop_folder(place)
        raise


def drop_folder(place: str) -> bool:
    """Remove a folder if it is empty; says whether it was."""
    try:
        os.rmdir(place)
    except OSError:
        return False
    return True


def drop_folders(place: str) -> None:
    """Remove a folder that holds nothing but folders; other things stay."""
    for root, _, _ in os.walk(place, topdown=False):
        drop_folder(root)


def clear(place: str) -> None:
    """Remove what is temporary, as far as it lets itself be removed; follows no symbolic link."""
    if os.path.isdir(place) and not os.path.islink(place):
        shutil.rmtree(place, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            os.unlink(place)
