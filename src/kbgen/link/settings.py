"""What of the settings changes the graph."""

from __future__ import annotations

from typing import Literal

import msgspec

from kbgen.link.kinds import Kind
from kbgen.model import Value


class LinkSettings(Value, frozen=True):
    """`prefix` is that of `Config`; `refused` are kb files that are not copied beside pages whatever their endings;
    `home` is what the home page is called where no document is it, `top` the folder (kb path) of pages that are wanted
    nowhere else, `sizes` how wide and high pictures are (kb path -> pixels)."""

    prefix: str = ""
    urls: Literal["file", "directory"] = "file"
    kinds: tuple[Kind, ...] = ()
    refused: frozenset[str] = frozenset()
    home: str = "Home"
    top: str = ""
    sizes: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)
