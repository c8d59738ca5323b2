"""Scanning: every markdown file is a document or left out with a reason, and nothing outside is read."""

from __future__ import annotations

import os
import time
import tomllib
import unicodedata
from pathlib import Path

import pytest

from kbgen.check.judge import settle, severities_of
from kbgen.config import Config, load_config
from kbgen.config.folders import spelled
from kbgen.diagnostics import finding
from kbgen.files import Scan, raw_file, read, scan
from kbgen.model import Diagnostic, Input
from kbgen.pipeline.project import load
from kit import make


def config_of(project: Path, output: Path | None = None) -> Config:
    return load_config(project, output=output, cwd=project.parent)


def scanned(project: Path) -> Scan:
    return scan(config_of(project))


def reasons(project: Path) -> dict[str, str]:
    return {left.path: left.reason for left in scanned(project).left_out}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "kb").mkdir(parents=True)
    return folder


# ---------------------------------------------------------------- what is a document


def test_an_index_beside_the_kb_is_a_document_and_nothing_else_there_is(tmp_path: Path) -> None:
    project = tmp_path / "project"
    make(
        project, "index.md", "log.md", "README.md", "raw/talk.md", "docs/a.md", "wiki/docs/a.md", "wiki/templates/a.md"
    )
    make(project, "picture.png", "wiki/picture.png")
    found = scanned(project)
    assert [one.path for one in found.inputs] == ["index.md", "log.md", "wiki/docs/a.md"]
    assert (list(found.inventory.files), list(found.inventory.raw)) == (["wiki/picture.png"], ["raw/talk.md"])
    assert reasons(project) == {
        "README.md": "outside the kb folder",
        "docs/a.md": "outside the kb folder",
        "raw/talk.md": "raw",
        "wiki/templates/a.md": "templates folder",
    }


def test_documents_come_sorted_with_size_time_and_place(project: Path) -> None:
    make(project, "kb/b.md", "kb/a/z.MD", "kb/ä.md", "kb/name with space.md", text="four")
    result = scanned(project)
    assert [i.path for i in result.inputs] == ["a/z.MD", "b.md", "name with space.md", "ä.md"]
    status = (project / "kb/b.md").stat()
    assert result.inputs[1] == Input("b.md", str(project / "kb/b.md"), 4, status.st_mtime_ns, status.st_ctime_ns)
    assert (result.left_out, result.diagnostics) == ((), ())


LEFT_OUT = {
    "README.md": "outside the kb folder",
    "docs/a.md": "outside the kb folder",
    "kb/.obsidian/a.md": "hidden folder",
    "kb/._draft.md": "hidden file",
    "kb/.md": "hidden file",
    "kb/...md": "hidden file",
    ".github/a.md": "hidden folder",
    "kb/_templates/a.md": "templates folder",
    "kb/x/templates/y/a.md": "templates folder",
    "kb/x/Templates/a.md": "templates folder",
    "kb/raw/a.md": "raw",
    "kb/x/raw/y/a.md": "raw",
    "kb/.raw/a.md": "raw",
    "kb/Raw/a.md": "raw",
    "RAW/a.md": "raw",
    "raw/a.md": "raw",
    ".raw/b.md": "raw",
    "raw/.git.md": "raw",
    "raw/.trash/a.md": "hidden folder",
    "kb/dist/a.md": "folder of a finished site",
    "kb/public/a.md": "folder of files for a site",
    "kb/dist/public/a.md": "folder of a finished site",
    "kb/_site/a.md": "folder of a finished site",
    "site/a.md": "kbgen's own output",
    "site/x/a.md": "kbgen's own output",
    "kb/secret.md": "excluded in kbgen.toml",
    "kb/drafts/a.md": "excluded in kbgen.toml",
    "kb/x/a.tmp.md": "excluded in kbgen.toml",
}


def test_every_other_markdown_file_is_left_out_with_a_reason(project: Path) -> None:
    make(project, *LEFT_OUT, "kb/kept.md", "kb/x/drafts.md", "kb/.NET.md")
    make(project, "kbgen.toml", text='exclude = ["kb/secret.md", "drafts/", "*.tmp.md"]')
    assert reasons(project) == LEFT_OUT
    assert [i.path for i in scanned(project).inputs] == [".NET.md", "kept.md", "x/drafts.md"]


def test_public_without_an_index_holds_the_files_for_the_top_of_a_site(project: Path) -> None:
    make(project, "kb/public/img/a.png", "kb/public/x.js", "kb/x/public/index.html", "kb/x/public/b.png", "kb/a.md")
    assert [*scanned(project).inventory.files] == ["public/img/a.png"]


def test_folders_full_of_foreign_files_are_named_not_entered(project: Path) -> None:
    make(
        project,
        ".git/a.md",
        "kb/node_modules/p/README.md",
        "kb/.git/a.md",
        "kb/env/pyvenv.cfg",
        "kb/env/a.md",
    )
    make(project, ".kbgen/a.md", "other-site/.kbgen-manifest.json", "other-site/a.md")
    assert reasons(project) == {
        ".git/": "version control",
        "kb/.git/": "version control",
        "kb/env/": "virtual environment",
        "kb/node_modules/": "installed packages",
        "other-site/a.md": "kbgen's own output",
    }


def test_the_same_files_give_the_same_value_before_and_after_a_build(project: Path) -> None:
    make(project, "kb/a.md", "kb/b/c.md", "raw/x.md", "kb/i.png")
    before = scanned(project)
    make(project, ".kbgen/store", "site/index.html", "site/.kbgen-manifest.json")
    assert scanned(project) == before


def test_a_project_that_is_itself_the_kb(tmp_path: Path) -> None:
    make(tmp_path / "vault", "a.md", "sources/b.md", "raw/c.md", "out/d.md", "pyvenv.cfg", "site/e.md")
    config = load_config(tmp_path / "vault", output=tmp_path / "out", cwd=tmp_path)
    result = scan(config)
    assert [i.path for i in result.inputs] == ["a.md", "out/d.md", "sources/b.md"]
    assert [(left.path, left.reason) for left in result.left_out] == [
        ("raw/c.md", "raw"),
        ("site/e.md", "folder of a finished site"),
    ]


def test_a_kb_in_a_folder_of_any_name(tmp_path: Path) -> None:
    """`content` is the author's word: it holds against the names that are usually left out."""
    make(tmp_path / "p", ".notes/site/raw/a.md", ".notes/b.md", ".notes/site/c.md")
    make(tmp_path / "p", "kbgen.toml", text='content = ".notes/site/raw"')
    result = scanned(tmp_path / "p")
    assert [i.path for i in result.inputs] == ["a.md"]
    assert [left.path for left in result.left_out] == [".notes/b.md", ".notes/site/c.md"]


def test_folders_are_found_however_the_disk_spells_them(tmp_path: Path) -> None:
    """faults.md P12: a disk may have accents as letters of their own where an author's editor, and kbgen, have them not."""

    def apart(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    project = tmp_path / "p"
    make(project, *map(apart, ("bücher/größe/a.md", "bücher/entités/b.md", "bücher/modèles/c.md", "bücher/é/d.md")))
    make(project, *map(apart, ("bücher/entités/é.md", "quellen/tonbänder/e.txt")))
    settings = """content = "bücher"
exclude = ["größe", "bücher/é"]
raw_folders = ["quellen/tonbänder"]
[kinds.person]
folders = ["entités"]
[check.folders."bücher/entités"]
KB219 = "off"
"""
    make(project, "kbgen.toml", text=settings)
    result = scanned(project)
    assert [i.path for i in result.inputs] == [apart("entités/b.md"), apart("entités/é.md")]
    assert (list(result.inventory.raw), result.diagnostics) == ([apart("quellen/tonbänder/e.txt")], ())
    nodes = load(config_of(project)).graph.nodes
    assert [(node.kind, node.create) for node in nodes] == [("person", "")] * 2
    told = [finding("KB219", "", path=apart("bücher/entités/b.md")), finding("KB219", "", path="b.md")]
    assert settle(told, severities_of(config_of(project)), config_of(project).prefix) == told[1:]


def test_a_kb_folder_in_other_case_is_found_where_the_disk_ignores_that(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "Notes").mkdir()
    assert spelled(project, "notes/a") == project / "notes/a"
    monkeypatch.setattr(os.path, "samefile", lambda one, other: str(one).casefold() == str(other).casefold())
    assert (spelled(project, "notes/a"), spelled(project, "/x/../y")) == (project / "Notes/a", Path("/x/../y"))


def test_settings_are_looked_up_once_whatever_is_amiss(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its own place, also `ab` and `a`; the file is parsed a few times for each of its lines, not for each name."""
    names = ["ab", "a", *(f"f{number}" for number in range(100))]
    rows = "".join(f'  "{name}",\n' for name in names)
    tables = "".join(f'[kinds.k{number}]\nfolders = ["g{number}"]\n' for number in range(100))
    make(project, "kbgen.toml", text=f"exclude = [\n{rows}]\n{tables}")
    parsed: list[int] = []
    loads = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", lambda text: parsed.append(1) or loads(text))
    found = scanned(project).diagnostics
    expected = [*range(2, 104), *range(106, 306, 2)]
    assert ([one.line for one in found], len(parsed) < 1_000) == (expected, True)
    assert [(one.column, one.length) for one in found[:2]] == [(4, 2), (4, 1)]


# ---------------------------------------------------------------- other files


def test_the_inventory_names_files_and_raw_files_as_authors_write_them(project: Path) -> None:
    make(
        project,
        "kb/img/a.PNG",
        "kb/b.pem",
        "kb/.env",
        "kb/.DS_Store",
        "kb/.x/c.png",
        "kb/d.md",
        "e.png",
        text="123",
    )
    make(
        project,
        "raw/articles/Transcript for … 490.md",
        "kb/raw/x.pdf",
        "kb/t/raw/y.txt",
        "raw/.hidden",
        text="12",
    )
    make(project, "archive/old/z.md", "kb/dist/f.png")
    make(project, "kbgen.toml", text='raw_folders = ["archive/old"]')
    result = scanned(project)
    assert result.inventory.files == {"b.pem": 3, "img/a.PNG": 3}
    assert result.inventory.raw == {
        "archive/old/z.md": 1,
        "raw/articles/Transcript for … 490.md": 2,
        "raw/x.pdf": 2,
        "t/raw/y.txt": 2,
    }
    for path in result.inventory.raw:
        place = raw_file(config_of(project), path)
        assert place is not None
        assert place.is_file()
    assert raw_file(config_of(project), "raw/../../x") is None
    assert raw_file(config_of(project), "raw/none.md") is None


def test_of_raw_files_that_are_written_alike_the_one_in_the_kb_is_meant(project: Path) -> None:
    """`raw/x.txt` is looked for in the kb folder first, whichever of the two the disk lists first."""
    make(project, "raw/x.txt", text="1")
    make(project, "kb/raw/x.txt", text="22")
    make(project, "kb/raw/y.txt", text="22")
    make(project, "raw/y.txt", text="1")
    place = raw_file(config_of(project), "raw/x.txt")
    assert (scanned(project).inventory.raw, place) == ({"raw/x.txt": 2, "raw/y.txt": 2}, project / "kb/raw/x.txt")


# ---------------------------------------------------------------- symbolic links


def test_links_out_of_the_kb_are_refused(project: Path, tmp_path: Path) -> None:
    make(tmp_path, "secret.md", "secret.png", "elsewhere/a.md", text="secret")
    make(project, "outside.md")
    for name, target in {
        "a.md": "../../secret.md",
        "p.png": str(tmp_path / "secret.png"),
        "folder": "../../elsewhere",
        "o.md": "../outside.md",
        "gone.md": "/nowhere/at/all.md",
    }.items():
        (project / "kb" / name).symlink_to(target)
    result = scanned(project)
    assert result.inputs == ()
    assert result.inventory.files == {}
    refused = ["kb/a.md", "kb/folder", "kb/gone.md", "kb/o.md", "kb/p.png"]
    assert [(d.code, d.severity, d.path) for d in result.diagnostics] == [("KB504", "error", p) for p in refused]
    assert [left.path for left in result.left_out if "link out" in left.reason] == refused


def test_links_inside_the_kb(project: Path) -> None:
    make(project, "kb/real.md", "kb/real.png", "kb/.env", "kb/.hidden/x.md", "kb/raw/r.md", "kb/f/g.md")
    for name, target in {
        "same.md": "real.md",
        "same.png": "real.png",
        "again.md": "same.md",
        "env.png": ".env",
        "env.md": ".env",
        "hidden.md": ".hidden/x.md",
        "raw.md": "raw/r.md",
        "folder": "f",
        "loop": ".",
        "me.md": "me.md",
        "gone.md": "none.md",
        "picture.md": "real.png",
    }.items():
        (project / "kb" / name).symlink_to(target)
    result = scanned(project)
    assert [i.path for i in result.inputs] == ["again.md", "f/g.md", "real.md", "same.md"]
    assert {i.file for i in result.inputs if i.path != "f/g.md"} == {str(project / "kb/real.md")}
    assert sorted(result.inventory.files) == ["real.png", "same.png"]
    left = "symbolic link to a file that is left out"
    assert {k: v for k, v in reasons(project).items() if "link" in v} == {
        "kb/env.md": left,
        "kb/folder/": "symbolic link to a folder",
        "kb/gone.md": "symbolic link to a file that is not there",
        "kb/hidden.md": left,
        "kb/loop/": "symbolic link to a folder",
        "kb/me.md": left,
        "kb/picture.md": left,
        "kb/raw.md": left,
    }
    assert result.diagnostics == ()


def test_a_raw_folder_elsewhere_is_no_danger_and_not_followed(project: Path, tmp_path: Path) -> None:
    make(tmp_path, "big/a.md")
    (project / "kb/raw").symlink_to(tmp_path / "big")
    (project / "raw").symlink_to(tmp_path / "big")
    result = scanned(project)
    assert (result.inventory.raw, result.diagnostics) == ({}, ())
    assert reasons(project) == {"kb/raw/": "raw, a symbolic link", "raw/": "outside the kb folder"}


# ---------------------------------------------------------------- odd names and files


def test_odd_names_are_documents_too(project: Path) -> None:
    names = [
        "con.md",
        "a:b.md",
        "x .md",
        "q?.md",
        "h#.md",
        "new\nline.md",
        "bell\x07.md",
        "😀.md",
        "e\u0301.md",
        "*.md",
    ]
    make(project, *(f"kb/{name}" for name in names))
    assert [i.path for i in scanned(project).inputs] == sorted(names)


def test_a_name_that_is_not_utf8_is_told_and_printable(project: Path) -> None:
    for name in (b"\xff.md", b"\xff.png", b"\xff.txt", b"\xfe/a.md"):
        place = os.path.join(os.fsencode(project), b"kb", name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb"):
            pass
    result = scanned(project)
    assert (result.inputs, result.inventory.files) == ((), {})
    assert [left.path for left in result.left_out] == ["kb/\ufffd.md", "kb/\ufffd/a.md"]
    assert [(d.code, d.path) for d in result.diagnostics] == [
        ("KB213", "kb/\ufffd.md"),
        ("KB213", "kb/\ufffd.png"),
        ("KB213", "kb/\ufffd/"),
    ]


def test_pipes_and_folders_called_like_documents(project: Path) -> None:
    os.mkfifo(project / "kb/pipe.md")
    make(project, "kb/folder.md/a.md")
    assert reasons(project) == {"kb/pipe.md": "not an ordinary file"}
    assert [i.path for i in scanned(project).inputs] == ["folder.md/a.md"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_told(project: Path) -> None:
    make(project, "kb/closed/a.md")
    (project / "kb/closed").chmod(0)
    try:
        result = scanned(project)
    finally:
        (project / "kb/closed").chmod(0o755)
    assert [(d.code, d.path) for d in result.diagnostics] == [("KB213", "kb/closed/")]
    assert [left.path for left in result.left_out] == ["kb/closed/"]


def test_what_cannot_be_listed_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, "kb/closed/a.md", "kb/b.md", "docs/c.md", "raw/closed/d.txt")
    real = os.scandir

    def closed(path: str) -> object:
        if path.endswith(("closed", "docs")):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    result = scanned(project)
    assert [i.path for i in result.inputs] == ["b.md"]
    told = [("KB213", path, "check its permissions") for path in ("kb/closed/", "raw/closed/")]  # no page, no evidence
    assert [(d.code, d.path, d.hint) for d in result.diagnostics] == told
    assert [left.path for left in result.left_out] == ["docs/", "kb/closed/", "raw/closed/"]


def test_reading(project: Path, tmp_path: Path) -> None:
    make(project, "kb/a.md", text="text")
    (one,) = scanned(project).inputs
    assert read(one) == b"text"
    for change in (
        lambda place: place.unlink(),
        lambda place: place.symlink_to(tmp_path),
        lambda place: (place.unlink(), os.mkfifo(place)),
        lambda place: (place.unlink(), place.mkdir()),
    ):
        change(project / "kb/a.md")
        result = read(one)
        assert isinstance(result, Diagnostic)
        assert (result.code, result.severity, result.path) == ("KB213", "error", "")


# ---------------------------------------------------------------- globs


@pytest.mark.parametrize(
    ("glob", "out", "kept"),
    [
        ("drafts", ["kb/drafts/a.md", "kb/x/drafts/b/c.md"], ["kb/drafts.md", "kb/mydrafts/a.md"]),
        ("kb/drafts", ["kb/drafts/a.md"], ["kb/x/drafts/a.md"]),
        ("/kb/a.md", ["kb/a.md"], ["kb/kb/a.md", "kb/aXmd"]),
        ("*.tmp.md", ["kb/a.tmp.md", "kb/x/.b.tmp.md"], ["kb/a.md"]),
        ("kb/*.md", ["kb/a.md"], ["kb/x/a.md"]),
        ("kb/**/old.md", ["kb/old.md", "kb/x/y/old.md"], ["kb/told.md"]),
        ("kb/x/**", ["kb/x/a.md", "kb/x/y/b.md"], ["kb/a.md"]),
        ("kb/?.md", ["kb/a.md"], ["kb/ab.md"]),
        ("[a](b).md", ["kb/[a](b).md"], ["kb/a.md"]),
        ("a|b.md", ["kb/a|b.md"], ["kb/b.md"]),
    ],
)
def test_exclude(project: Path, glob: str, out: list[str], kept: list[str]) -> None:
    kept = [path for path in kept if path.endswith(".md")]
    make(project, *out, *kept)
    make(project, "kbgen.toml", text=f'exclude = ["{glob}"]')
    result = scanned(project)
    assert [f"kb/{i.path}" for i in result.inputs] == sorted(kept)
    assert [left.path for left in result.left_out] == sorted(out)


# ---------------------------------------------------------------- speed


def test_ten_thousand_files_are_listed_fast(project: Path) -> None:
    for folder in range(50):
        (project / f"kb/{folder}").mkdir()
        for number in range(200):
            (project / f"kb/{folder}/page-{number}.md").touch()
    config = config_of(project)
    times = []
    for _ in range(3):
        start = time.process_time()
        result = scan(config)
        times.append(time.process_time() - start)
    assert len(result.inputs) == 10_000
    assert min(times) < 0.5  # 0.05 s on a laptop; the rest is for machines under load


def test_pictures_of_another_site_of_kbgen_are_not_taken_for_the_authors(project: Path) -> None:
    make(project, "kb/a.md", "img/a.png", "other-site/.kbgen-manifest.json", "other-site/img/b.png")
    assert scanned(project).inventory.beside == ("img/a.png",)
