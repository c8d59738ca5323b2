"""How wide and high a picture is, by the first bytes of its file. Knows bytes only.

Browsers keep the room of a picture that has its size in the page, so that nothing moves when it has come.
"""

from __future__ import annotations

import re
from io import BytesIO

HEADS = (1 << 12, 1 << 18)  # bytes that are enough: in front of the size of a JPEG may be its profile and its preview
_MOST = 1 << 15  # pixels; what says that it is larger is read no further by most programs either

Size = tuple[int, int]

_SVG = re.compile(rb"<svg\s[^>]*>")
_LENGTH = r"\s%s\s*=\s*[\"']\s*(\d{1,5}(?:\.\d+)?)(?:px)?\s*[\"']"
_WIDTH, _HEIGHT = (re.compile((_LENGTH % name).encode()) for name in ("width", "height"))


def size_of(data: bytes) -> Size | None:
    """Width and height in pixels, as they are shown, of a picture from its first bytes (`HEADS`). None for any other
    file, one that is broken, and an SVG that takes the room it is given.

    >>> size_of(b"GIF89a" + bytes([44, 1, 200, 0]))
    (300, 200)
    """
    found = _svg(data) if data.lstrip().startswith(b"<") else _raster(data)
    return found if found and all(0 < side <= _MOST for side in found) else None


def _raster(data: bytes) -> Size:
    import imagesize  # seldom needed, and slow to load

    width, height = imagesize.get(BytesIO(data))
    return width, height


def _svg(data: bytes) -> Size | None:
    root = _SVG.search(data)
    width, height = (root and side.search(root[0]) for side in (_WIDTH, _HEIGHT))
    return (round(float(width[1])), round(float(height[1]))) if width and height else None
