"""What the manual says of one rule."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NONE: Mapping[str, str] = MappingProxyType({})


class Entry(NamedTuple):
    """Why a rule is there, how to mend what it finds, and an example: files of a small project in which it finds
    something (paths counted from the project). A rule about what no file can show
    has no example."""

    why: str
    mend: str
    files: Mapping[str, str] = _NONE
