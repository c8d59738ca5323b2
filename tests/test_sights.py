"""Ways to look at the whole: recent pages, folders, timeline, matrix, maps. Made from fields, links and titles alone, and
only where they are of use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawl import crawl
from kit import built, output_of, pages_of, write


def site_of(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    """A small site."""
    built(write(tmp_path / "p", files), tmp_path / "out")
    return tmp_path / "out"


def rows(html: str) -> list[list[str]]:
    """The cells of all rows of a page's tables, without markup."""
    found = re.findall(r"<tr>(.*?)</tr>", html.partition("<tbody>")[2], re.DOTALL)
    return [[re.sub(r"<[^>]*>", "", c).strip() for c in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", r, re.DOTALL)] for r in found]


# ---------------------------------------------------------------- recent


def test_recent_pages_come_from_their_fields(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "---\ntitle: A\ncreated: 2020-01-01\nupdated: 2024-05-02\n---\n",
        "b.md": "---\ntitle: B\ningested: 2024-05-03T08:00\ncreated: 2024-05-03\n---\n",
        "c.md": "---\ntitle: C\ncreated: 2024-05\n---\n",
        "d.md": "---\ntitle: D\nupdated: 2021\npublished: 2030-01-01\n---\n",
        "e.md": "---\ntitle: E\nupdated: no idea\n---\n",
        "index.md": "---\nupdated: 2031-01-01\n---\n",
    }
    site = site_of(tmp_path, files)
    assert rows((site / "-/recent.html").read_text("utf-8")) == [
        ["B", "Note", "2024-05-03", "Ingested"],
        ["A", "Note", "2024-05-02", "Updated"],
        ["C", "Note", "2024-05", "Created"],
        ["D", "Note", "2021", "Updated"],
    ]
    assert 'href="-/recent.html"' in (site / "index.html").read_text("utf-8")


def test_where_two_pages_have_dates_nothing_is_recent(tmp_path: Path) -> None:
    site = site_of(tmp_path, {f"{n}.md": "---\nupdated: 2024-05-02\n---\n" for n in "ab"} | {"c.md": "c"})
    assert not (site / "-/recent.html").exists()
    assert "recent.html" not in (site / "a.html").read_text("utf-8")


# ---------------------------------------------------------------- folders


def test_folders_that_say_more_than_kinds_have_tables(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **{f"sources/{n}.md": f"# S{n}\n" for n in range(10)},  # what the table of sources is already
        **{f"topics/Old Things/{n}.md": f"---\ntitle: T{n}\ntype: {'memo' if n else 'plan'}\n---\n" for n in range(3)},
        "topics/old-things/x.md": "---\ntype: memo\n---\n# X\n",
        "topics/old-things/y.md": "---\ntype: plan\n---\n# Y\n",
        "alone/z.md": "# Z\n",
        "index.md": "Home",
    }
    site = site_of(tmp_path, files)
    made = sorted(path for path in output_of(site) if path.startswith("-/folders") and path.endswith(".html"))
    assert made == ["-/folders.html", "-/folders/topics-old-things-2.html", "-/folders/topics-old-things.html"]
    assert [row[0] for row in rows((site / made[2]).read_text("utf-8"))] == ["T0", "T1", "T2"]
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', (site / "topics/old-things/x.html").read_text("utf-8"), re.DOTALL)
    assert crumbs
    assert 'href="../../-/folders/topics-old-things-2.html">topics/old-things</a>' in crumbs[0]
    assert "folders" not in (re.search(r'<nav class="crumbs".*?</nav>', (site / "alone/z.html").read_text("utf-8"), re.DOTALL) or [""])[0]
    assert list(crawl(site)) == []
