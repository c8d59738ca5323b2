"""How wide and high a picture is, by the first bytes of its file. Knows bytes only.

Browsers keep the room of a picture that has its size in the page, so that nothing moves when it has come.
"""

from __future__ import annotations

import re
from collections.abc import Callable

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp")  # endings of what can be read here
HEAD = 1 << 18  # bytes that are enough: in front of the size of a JPEG lie its profile and its preview
_MOST = 1 << 15  # pixels; what says that it is larger is read no further by most programs either

Size = tuple[int, int]

_SVG = re.compile(rb"<svg\s[^>]*>")
_LENGTH = r"\s%s\s*=\s*[\"']\s*(\d{1,5}(?:\.\d+)?)(?:px)?\s*[\"']"
_WIDTH, _HEIGHT = (re.compile((_LENGTH % name).encode()) for name in ("width", "height"))
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # markers of JPEG behind which its size stands
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # those without a length


def size_of(data: bytes) -> Size | None:
    """Width and height in pixels, as they are shown, of a PNG, GIF, WebP, BMP, JPEG or SVG from its first `HEAD` bytes.
    None for any other file, one that is broken, and an SVG that takes the room it is given.

    >>> size_of(b"GIF89a" + bytes([44, 1, 200, 0]))
    (300, 200)
    """
    for begin, read in _READERS:
        if data.startswith(begin):
            try:
                found = read(data)
            except IndexError:
                return None
            return found if found and all(0 < side <= _MOST for side in found) else None
    return _svg(data)


def _big(data: bytes, at: int, length: int = 2) -> int:
    return int.from_bytes(_part(data, at, length))


def _little(data: bytes, at: int, length: int = 2) -> int:
    return int.from_bytes(_part(data, at, length), "little")


def _part(data: bytes, at: int, length: int) -> bytes:
    """Some bytes. Raises IndexError where there are none."""
    if at + length > len(data):
        raise IndexError(at)
    return data[at : at + length]


def _png(data: bytes) -> Size:
    return _big(data, 16, 4), _big(data, 20, 4)


def _gif(data: bytes) -> Size:
    return _little(data, 6), _little(data, 8)


def _bmp(data: bytes) -> Size:
    height = int.from_bytes(_part(data, 22, 4), "little", signed=True)  # below zero: its first line is the upper one
    return _little(data, 18, 4), abs(height)


def _webp(data: bytes) -> Size | None:
    """https://developers.google.com/speed/webp/docs/riff_container: lossy, lossless, extended."""
    match _part(data, 8, 8):
        case b"WEBPVP8 ":
            return _little(data, 26) & 0x3FFF, _little(data, 28) & 0x3FFF
        case b"WEBPVP8L":
            bits = _little(data, 21, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"WEBPVP8X":
            return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    return None


def _jpeg(data: bytes) -> Size | None:
    """The size in the first frame (ITU T.81, B.2.2), turned if the camera lay on its side (Exif, tag 274)."""
    at, turned = 2, False
    while _part(data, at, 1) == b"\xff":
        marker = _part(data, at + 1, 1)[0]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = _big(data, at + 5), _big(data, at + 7)
            return (height, width) if turned else (width, height)
        if marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            turned = _turned(data[at + 10 : at + 2 + _big(data, at + 2)])
        at += 2 + _big(data, at + 2)
    return None


def _turned(tiff: bytes) -> bool:
    """Whether a picture with this header is shown with its sides changed."""
    number: Callable[..., int] = _big if tiff[:2] == b"MM" else _little
    try:
        entries = number(tiff, 4, 4)
        for entry in range(entries + 2, entries + 2 + 12 * number(tiff, entries), 12):
            if number(tiff, entry) == 274:
                return number(tiff, entry + 8) in (5, 6, 7, 8)
    except IndexError:
        pass  # a broken header turns nothing
    return False


def _svg(data: bytes) -> Size | None:
    root = _SVG.search(data)
    width, height = (root and side.search(root[0]) for side in (_WIDTH, _HEIGHT))
    found = (round(float(width[1])), round(float(height[1]))) if width and height else (0, 0)
    return found if all(0 < side <= _MOST for side in found) else None


_READERS: tuple[tuple[bytes, Callable[[bytes], Size | None]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"GIF8", _gif),
    (b"BM", _bmp),
    (b"RIFF", _webp),
    (b"\xff\xd8", _jpeg),
)
