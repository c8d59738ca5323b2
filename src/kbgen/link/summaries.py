"""Which sources sum up which raw files: those that name a file, and those that name a folder of it. Knows keys and
numbers only."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable


class Summaries:
    """The sources (numbers) of raw files. Files, and folders of them, go by their keys (`raw.raw_key`), files also by
    their bare names; `files` are those that are there. A folder may be named by many sources, and hold many files:
    which these are is asked for a file at a time."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files = sorted(filter(None, files))
        self._there = frozenset(self._files)
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        self._breadth: dict[int, int] = {}

    def add(self, source: int, paths: int, keys: Iterable[str]) -> None:
        """A source, how many paths it names, and all keys of these."""
        self._breadth[source] = paths
        for key in keys:
            self._named[key].append(source)
            # all that begins with `key/` stands between that and `key0`
            self._breadth[source] += bisect_left(self._files, f"{key}0") - bisect_left(self._files, f"{key}/")

    def of(self, key: str) -> list[int]:
        """The sources that sum up a file."""
        found = set(self._named.get(key, ()))
        if key in self._there:
            folder = key
            while folder := folder.rpartition("/")[0]:
                found.update(self._named.get(folder, ()))
        return sorted(found)

    def nearest(self, sources: Iterable[int]) -> int:
        """Of some sources the one that sums up fewest files."""
        return min(sources, key=self._breadth.__getitem__)
