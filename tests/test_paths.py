"""Paths that authors write: whatever they say, they stay inside."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kbgen.files import read_inside, safe_join
from kbgen.text.paths import author_path
from kit import make


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a.png", "a.png"),
        ("x/y/a.png", "x/y/a.png"),
        ("x/y/../a%20b.png", "x/a b.png"),
        ("/img/a.png", "img/a.png"),
        ("//img/a.png", "img/a.png"),
        ("./a//b/", "a/b"),
        ("e\u0301.png", "é.png"),
        ("e%CC%81.png", "é.png"),
        ("100%.png", "100%.png"),
        ("a%252e.png", "a%2e.png"),
        ("x/..", ""),
        ("..", None),
        ("x/../..", None),
        ("x/y/../../../etc/passwd", None),
        ("/../x", None),
        ("a/%2e%2e/%2e%2e/x", None),
        ("..%2fx", None),
        ("..%5cx", None),
        ("..\\x", None),
        ("\\\\srv\\x", None),
        ("/%2fsrv/x", None),
        ("C:/x", "C:/x"),  # no file of a site has such a name: `Addresses.claim`
        ("a%00.png", None),
        ("a%0ab", None),
        ("a\x1b", None),
        ("%ff", None),
        ("\ud800", None),
        ("nul", None),
        ("a/AUX.png", None),
        ("console.png", "console.png"),
    ],
)
def test_author_path(written: str, path: str | None) -> None:
    assert author_path(written) == path


def test_joining_and_reading_stay_inside(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "secret", "in2/x", text="text")
    inside = tmp_path / "in"
    (inside / "out").symlink_to(tmp_path)
    (inside / "secret").symlink_to(tmp_path / "secret")
    (inside / "fine").symlink_to("a.txt")
    assert read_inside(inside, "a.txt") == read_inside(inside, "fine") == b"text"
    assert safe_join(inside, "none/yet") == inside / "none/yet"
    for path in (
        "out/secret",
        "secret",
        "out/in2/x",
        "../secret",
        "/etc/passwd",
        "",
        ".",
        "a/../a.txt",
        "a.txt\x00",
    ):
        assert safe_join(inside, path) is None
        assert read_inside(inside, path) is None
    with pytest.raises(OSError, match="No such file"):
        read_inside(inside, "none")


def test_random_paths_never_lead_out() -> None:
    chance = random.Random(7)
    for _ in range(5000):
        written = "".join(chance.choice(["..", "/", "%2e", "%2F", "a", ".", "%", "\\", ":", "é"]) for _ in range(8))
        path = author_path(written)
        assert path is None or not ({"", ".", ".."} & set(path.split("/")) - ({""} if path == "" else set()))
