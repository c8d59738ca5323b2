"""Static files as they are published: without what only those need who read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbgen.theme.lean import lean
from kit import ROOT

STATIC = sorted((ROOT / "templates/static").iterdir())
SCRIPTS = [file for file in STATIC if file.suffix == ".js"]


def test_what_is_left_out() -> None:
    css = '/* Why. */\n\n.a, .b > p { color: red; margin: 0 auto; }\n@media print {\n  .c { content: " (" / ""; }\n}\n'
    assert lean("x.css", css.encode()) == b'.a,.b>p{color:red;margin:0 auto}@media print{.c{content:" (" / ""}}'
    js = '// Why.\nfunction f() {\n  // how\n  return "https://" + x;  // and why not\n}\n'
    assert lean("x.js", js.encode()) == b'function f() {\nreturn "https://" + x;\n}\n'
    assert lean("icon.svg", b"<svg> </svg>\n") == b"<svg> </svg>\n"


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_text_of_a_script_looks_like_a_remark(file: Path) -> None:
    """A text ends in its line, and has no two slashes behind two spaces."""
    for line in file.read_text("utf-8").splitlines():
        assert line.count("`") % 2 == 0, line
        code, remark, _ = line.partition("  // ")
        assert not remark or line.strip().startswith("//") or code.count('"') % 2 == 0, line
