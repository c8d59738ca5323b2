"""Files that may have been meant by a path that leads nowhere. Knows paths alone."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection
from functools import cached_property

from kbgen.text.names import fold

_ALIKE = 82  # per cent of rapidfuzz's ratio, as for names of pages
_MOST = 500  # files of a folder; among more, one is not looked for


class NearFiles:
    """The files of a folder, asked for those that have nearly a path."""

    def __init__(self, paths: Collection[str]) -> None:
        """Nothing is made of the paths before one is asked for."""
        self.paths = paths

    @cached_property
    def _in_folder(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            found[fold(path.rpartition("/")[0])].append(path)
        return found

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            found[_name(path)].append(path)
        return found

    @cached_property
    def _counted(self) -> dict[tuple[str, ...], dict[str, str]]:
        """Folder and the numbers in a name -> the files there that have these numbers, each with its name."""
        found: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        for folder, paths in self._in_folder.items():
            for path in paths:
                found[folder, *_numbers(_name(path))][path] = _name(path)
        return found

    def meant(self, path: str) -> str:
        """The file that a path means, most likely: the one of this name, in whatever case, in its folder or else in any
        other; else the one in its folder whose name is nearly this. '' for none, and where there are several. Names
        that differ in a number are those of two files: of two days, or two episodes."""
        beside = self._in_folder.get(fold(posixpath.dirname(path)), [])
        name = _name(path)
        same = [one for one in beside if _name(one) == name] or self._named.get(name, [])
        if same or len(beside) > _MOST:
            return same[0] if len(same) == 1 else ""
        from rapidfuzz import fuzz, process  # seldom needed, and slow to load

        names = self._counted.get((fold(posixpath.dirname(path)), *_numbers(name)), {})
        best = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return best[2] if best else ""


def _numbers(name: str) -> list[str]:
    return re.findall(r"[0-9]+", name)


def _name(path: str) -> str:
    return fold(path.rpartition("/")[2])
