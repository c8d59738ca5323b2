"""Which of several documents of one name is meant, by where they lie and where the link stands. Knows paths only."""

from __future__ import annotations

import re

from kbgen.text.names import shared
from kbgen.text.regex import regex


def nearest(candidates: list[int], paths: list[str], here: str) -> list[int]:
    """Of several documents the one in the linking file's folder, else the one nearest up the tree (deepest
    common folder); all that tie where none is nearer."""
    if len(candidates) == 1:
        return candidates
    home = here.split("/")[:-1]
    same = [c for c in candidates if paths[c].split("/")[:-1] == home]
    if same:
        return same
    depths = [shared(paths[c].split("/")[:-1], home) for c in candidates]
    deepest = max(depths)
    return [c for c, depth in zip(candidates, depths, strict=True) if depth == deepest]


_ARCHIVE = regex(r"(?:^|/)[\W\d_]*archived?s?(?=/)", re.IGNORECASE)


def in_archive(path: str) -> bool:
    """Whether a file lies in a folder that is called an archive."""
    return _ARCHIVE.search(path) is not None


def living(candidates: list[int], paths: list[str], here: str) -> list[int]:
    """Of several documents those that lie in no archive, if any does and the linking file is in none."""
    if len(candidates) == 1 or in_archive(here):
        return candidates
    return [c for c in candidates if not in_archive(paths[c])] or candidates
