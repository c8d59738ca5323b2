"""Rules of which no case file can tell: what is too large, a failure of ours, links of the file system, pictures."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import kbgen.parse
from kbgen.diagnostics import CODES
from kbgen.fields.spellings import ParseSettings
from kbgen.markdown.inlines import MOST_SIGNS
from kbgen.model import Parsed
from kit import ROOT, write
from test_check import found_in


def places(project: Path, code: str) -> list[tuple[str, int, int]]:
    """Where a rule finds something, in the order of places."""
    return [(one.path, one.line, one.column) for one in found_in(project) if one.code == code]


def test_a_block_of_code_is_coloured_up_to_a_length(tmp_path: Path) -> None:
    files = {
        "kb/a.md": f"Text.\n\n```python\n{'x = 1 ' * 4_000}\n```\n",
        "kb/b.md": f"Text.\n\n```python\n{'x = 1 ' * 3_000}\n```\n\n```none\n{'x = 1 ' * 4_000}\n```\n",
        "kb/c.md": f"Text.\n\n```ts\n{'x = 1 ' * 400}\n```\n",
    }
    assert places(write(tmp_path, files), "KB212") == [("kb/a.md", 3, 1), ("kb/c.md", 3, 1)]


def test_a_page_of_more_markup_than_can_be_read_is_told_once(tmp_path: Path) -> None:
    line = "*" * 100 + "a" + "\n\n"
    files = {"kb/a.md": line * (MOST_SIGNS // 100 + 3), "kb/b.md": "Text without signs.\n\n" * 10_000}
    ((path, line_of, column),) = places(write(tmp_path, files), "KB215")
    assert (path, column) == ("kb/a.md", 1)
    assert MOST_SIGNS // 100 * 2 - 3 <= line_of <= MOST_SIGNS // 100 * 2 + 5


def test_a_failure_of_ours_is_told_of_the_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(data: bytes, settings: ParseSettings) -> Parsed:
        if b"failing" in data:
            raise RuntimeError
        return real(data, settings)

    real = kbgen.parse.parse
    monkeypatch.setattr(kbgen.parse, "parse", failing)
    project = write(tmp_path, {"kb/a.md": "# A\n\nfailing\n", "kb/b.md": "# B\n"})
    assert [(one.path, one.line, one.column) for one in found_in(project, jobs=1) if one.code == "KB214"] == [
        ("kb/a.md", 1, 1)
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such links")
def test_what_leads_out_of_the_kb_is_refused_and_what_stays_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"secret.md": "# Secret\n"})
    project = write(tmp_path / "p", {"kb/a.md": "# A\n"})
    (project / "kb/out.md").symlink_to(tmp_path / "secret.md")
    (project / "kb/in.md").symlink_to(project / "kb/a.md")
    assert places(project, "KB504") == [("kb/out.md", 1, 1)]


def test_a_picture_that_runs_code_is_refused_and_one_that_does_not_is_not(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg">{}<path d="M0 0h1v1z"/></svg>'
    files = {
        "kb/a.md": "![](run.svg) ![](still.svg)\n",
        "kb/run.svg": svg.format("<script>alert(1)</script>"),
        "kb/still.svg": svg.format("<title>A square</title>"),
        "kb/unused.svg": svg.format("<script>alert(1)</script>"),
    }
    assert places(write(tmp_path, files), "KB505") == [("kb/run.svg", 1, 1)]


def test_every_rule_is_found_in_a_case_or_in_a_test() -> None:
    cases = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "tests/cases").glob("*.md")))
    told = set(re.findall(r"^(?:error|warning|note) (KB\d+) ", cases, re.MULTILINE))
    assert CODES.keys() - told == {"KB212", "KB213", "KB214", "KB215", "KB504", "KB505"}  # here and in test_scan.py
