"""The only writer of a site: brings a folder to hold exactly the given files, and touches no others.

Safe under kill -9 at any system call:

- An output that does not exist is built beside its place, list of files included, and renamed once.
- Else what differs is first written to `.kbgen-tmp/` in the output, so that a full disk or a kill up to
  here leaves the old site as it was. Then, each step by one rename or one unlink: the list of files that
  announces what is about to appear; the files, assets first, then pages, then the tables that name them;
  the removals; the list without announcements. A kill in between leaves every file whole, old or new, and
  a list from which the next run knows its own files (`manifest`).
- Leftovers have fixed names (`.kbgen-tmp/`, `.kbgen-new-…/` beside the output), and the next run clears
  them away. One run at a time writes to an output: a second one stops with a message.

Nothing is flushed to the disk by force: a power cut is not a kill.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from kbgen.files import disk
from kbgen.files.manifest import NAME, digest, encode_manifest
from kbgen.files.outfile import Changes, OutFile, SitePaths
from kbgen.files.replace import busy, replace_site
from kbgen.model import KbgenError


def publish(files: Iterable[OutFile], output: Path, kept: Mapping[str, str] = MappingProxyType({})) -> Changes:
    """Make the output folder hold exactly these files and those `kept` (path -> digest), which lie there as kbgen left
    them, besides those that it never wrote.

    `files` may come in any order and is read once. A file with the bytes it should have is not written.
    Raises KbgenError, with every file whole and nothing temporary left, when the folder holds foreign
    files but was never kbgen's, when a foreign file lies where one of ours must go, when two paths are
    one on some file systems, or when the disk is full or closed.
    """
    place = os.path.realpath(output)
    if os.path.isdir(place):
        return replace_site(files, place, kept)
    if os.path.lexists(place):
        raise KbgenError(f"the output {output} is a file", "choose a folder with --output")
    if kept:
        raise busy(place)
    return _create(files, place)


def _create(files: Iterable[OutFile], output: str) -> Changes:
    """Build a site beside its place and rename it once."""
    parent, name = os.path.split(output)
    beside = os.path.join(parent, f".kbgen-new-{digest([os.fsencode(name)])[:8]}")
    names, folders, made = SitePaths(), set[str](), disk.missing(parent)
    written: dict[str, str] = {}
    unreadable: list[str] = []
    with contextlib.ExitStack() as stack:
        failure = stack.enter_context(contextlib.ExitStack())
        with disk.told(output):
            for folder in made:
                disk.make_folder(folder)
                failure.callback(disk.drop_folder, folder)
            if os.path.lexists(beside):
                with disk.alone(beside, output):
                    disk.clear(beside)
            disk.make_folder(beside)
            failure.callback(disk.clear, beside)
            stack.enter_context(disk.alone(beside, output))
        for file in files:
            names.add(file.path)
            place = os.path.join(beside, file.path)
            with disk.told(output):
                try:
                    disk.make_parents(beside, file.path, folders)
                    written[file.path] = disk.write(place, file)
                except disk.Unreadable:
                    disk.clear(place)
                    unreadable.append(file.path)
        with disk.told(output):
            disk.write(os.path.join(beside, NAME), OutFile(NAME, encode_manifest(written)))
            os.rename(beside, output)
        failure.pop_all()
    return Changes(written=tuple(sorted(written)), unreadable=tuple(sorted(unreadable)), files=written)
