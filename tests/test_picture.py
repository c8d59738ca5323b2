"""Pictures have their sizes on pages, so that nothing moves when they come."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kbgen.files.picture import size_of
from kit import DOT, built, write

JFIF = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
FRAME = b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 200, 300) + bytes(10)


def _exif(order: str, orientation: int) -> bytes:
    mark = b"MM" if order == ">" else b"II"
    entries = struct.pack(order + "HHIHH", 256, 3, 1, 9, 0) + struct.pack(order + "HHIHH", 274, 3, 1, orientation, 0)
    body = b"Exif\0\0" + mark + struct.pack(order + "HIH", 42, 8, 2) + entries
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _riff(chunk: bytes) -> bytes:
    return b"RIFF" + bytes(4) + b"WEBP" + chunk


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (DOT, (1, 1)),
        (b"GIF87a" + struct.pack("<HH", 300, 200), (300, 200)),
        (b"BM" + bytes(16) + struct.pack("<ii", 300, -200), (300, 200)),
        (b"\xff\xd8" + JFIF + b"\xff\xff" + FRAME[1:], (300, 200)),
        (b"\xff\xd8" + _exif(">", 6) + JFIF + FRAME, (200, 300)),
        (b"\xff\xd8" + _exif("<", 8) + FRAME, (200, 300)),
        (b"\xff\xd8" + _exif("<", 3) + FRAME, (300, 200)),
        (_riff(b"VP8 " + bytes(10) + struct.pack("<HH", 300, 200)), (300, 200)),
        (_riff(b"VP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 299 | 199 << 14)), (300, 200)),
        (_riff(b"VP8X" + bytes(8) + (299).to_bytes(3, "little") + (199).to_bytes(3, "little")), (300, 200)),
        (b'<?xml version="1.0"?>\n<svg xmlns="x" width="300.4px" stroke-width="9" height=\'200\'><rect width="1"/></svg>', (300, 200)),
    ],
)  # fmt: skip
def test_the_first_bytes_tell_the_size(data: bytes, size: tuple[int, int]) -> None:
    assert size_of(data) == size
    if not data.startswith(b"<"):  # cut anywhere, it is a file that tells nothing, or the same
        assert all(size_of(data[:end]) in (None, size) for end in range(len(data)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4",
        DOT[:16] + bytes(4) + DOT[20:],  # no pixels wide
        DOT[:16] + b"\xff" + DOT[17:],  # more than anyone has seen
        b"\xff\xd8" + JFIF + b"words",
        b"\xff\xd8\xff\xe0\0\0" + bytes(40),
        _riff(b"AVIF" + bytes(30)),
        b'<svg viewBox="0 0 10 10" stroke-width="3"/>',
        b'<svg width="100%" height="2em"/>',
    ],
)
def test_what_tells_no_size_has_none(data: bytes) -> None:
    assert size_of(data) is None


def test_pages_keep_the_room_of_pictures(tmp_path: Path) -> None:
    """Wherever a picture is shown; what an author says of its size stands, and one side has the other in proportion."""
    wide = DOT[:16] + struct.pack(">II", 300, 200) + DOT[24:]
    text = "![a](a.png) ![b|150](a.png) ![c|60x50](a.png) ![d](odd.png) [no](a.png)\n\n![[a.png|90]]\n\n<img src='a.png'>\n"
    built(write(tmp_path / "p", {"kb/x.md": text, "kb/a.png": wide, "kb/odd.png": b"?"}), tmp_path / "out")
    page = (tmp_path / "out/x.html").read_text("utf-8")
    shown = [line.partition('" loading')[0] for line in page.split("<img ")[1:]]
    assert shown == [
        'src="a.png" alt="a" width="300" height="200',
        'src="a.png" alt="b" width="150" height="100',
        'src="a.png" alt="c" width="60" height="50',
        'src="odd.png" alt="d',
        'src="a.png" alt="a" width="90" height="60',
        'src="a.png" alt="" width="300" height="200',
    ]
