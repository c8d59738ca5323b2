"""A build that has nothing to do says what it would say, from names and times alone; anything else is built."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kbgen.config import load_config
from kbgen.memory import glance
from kbgen.pipeline import build
from kit import PAGES, command, in_kb, write

OLD = 1_700_000_000  # seconds; long before any build


def project(folder: Path) -> Path:
    """A project whose files are old enough to be trusted."""
    others = {"kbgen.toml": "", "README.md": "# Of trees", "templates/static/a.txt": "a"}
    write(folder, in_kb(PAGES) | others)
    settle(folder)
    return folder


def settle(folder: Path) -> None:
    """Give all files of the project an old time."""
    for file in folder.rglob("*"):
        if ".kbgen" not in file.parts and "site" not in file.parts:
            os.utime(file, (OLD, OLD), follow_symlinks=False)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A build of the project in a process of its own; it says on its last line whether it loaded what a build loads."""
    said = command("build", str(folder), *words)
    said[3] = f"import atexit, sys; atexit.register(lambda: print('click' in sys.modules)); {said[3]}"
    return subprocess.run(said, capture_output=True, text=True, check=False)


def is_glance(made: subprocess.CompletedProcess[str]) -> bool:
    """Whether a build did nothing but look."""
    return made.stdout.splitlines()[-1] == "False"


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Builds a project until a look is enough. Times of change cannot be set back: two seconds have to pass."""

    def built(folder: Path) -> None:
        time.sleep(2.1)
        assert run(folder).returncode == 0
        assert is_glance(run(folder))

    return built


def test_it_says_the_same_as_a_build(tmp_path: Path, old: Callable[[Path], None]) -> None:
    folder = project(tmp_path)
    write(folder, {"kb/broken.md": "---\na: [\n---\n[[nobody]] \x1b[31m [[no\x07body]]\n"})
    old(folder)
    short = run(folder)
    (folder / ".kbgen" / glance.NAME).unlink()
    long = run(folder)
    assert is_glance(short)
    assert not is_glance(long)

    def lasting(text: str) -> list[str]:
        return [line for line in text.splitlines()[:-1] if not line.startswith("time")]

    assert lasting(short.stdout) == lasting(long.stdout)
    assert (short.stderr, short.returncode) == (long.stderr, long.returncode)
    assert "\x1b" not in short.stdout + short.stderr


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page edited": lambda p: (p / "kb/entities/openai.md").write_text("new"),
    "a page edited, same size, old time": lambda p: same_size(p / "kb/entities/openai.md"),
    "a page more": lambda p: (p / "kb/new.md").write_text("new"),
    "a page where Python keeps its own": lambda p: write(p, {"kb/__pycache__/page.md": "new"}),
    "a page less": lambda p: (p / "kb/entities/openai.md").unlink(),
    "a page renamed": lambda p: (p / "kb/entities/openai.md").rename(p / "kb/entities/other.md"),
    "a README edited": lambda p: (p / "README.md").write_text("# Other"),
    "settings": lambda p: (p / "kbgen.toml").write_text("[site]\ntitle = 'x'\n"),
    "a file of the theme": lambda p: (p / "templates/static/a.txt").write_text("b"),
    "a page of the site edited": lambda p: (p / "site/index.html").write_text("x"),
    "a page of the site gone": lambda p: (p / "site/index.html").unlink(),
    "the whole site gone": lambda p: (p / "site").rename(p / "elsewhere"),
    "the list of files gone": lambda p: (p / "site/.kbgen-manifest.json").unlink(),
    "a note cut off": lambda p: cut(p / ".kbgen" / glance.NAME),
    "a note of something else": lambda p: (p / ".kbgen" / glance.NAME).write_bytes(b"\xff\0" * 10),
}


def same_size(file: Path) -> None:
    """Another text of the same length, with the time of the old one."""
    file.write_bytes(file.read_bytes()[:-2] + b"!\n")
    os.utime(file, (OLD, OLD))


def cut(file: Path) -> None:
    """Half of a file."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_differs_is_seen(tmp_path: Path, old: Callable[[Path], None], name: str) -> None:
    folder = project(tmp_path)
    old(folder)
    CHANGES[name](folder)
    assert not is_glance(run(folder))


def test_other_words_are_another_build(tmp_path: Path, old: Callable[[Path], None]) -> None:
    folder = project(tmp_path)
    old(folder)
    assert not is_glance(run(folder, "--strict"))
    assert not is_glance(run(folder, "--clean"))
    assert not is_glance(run(folder, "--clean"))


def test_a_virtual_environment_is_no_place_to_hide(tmp_path: Path, old: Callable[[Path], None]) -> None:
    """A kb folder that looks like one is read all the same; one beside it may change as it likes."""
    folder = project(tmp_path)
    write(folder, {"kb/pyvenv.cfg": "", "venv/pyvenv.cfg": "", "venv/lib.py": "x"})
    old(folder)
    write(folder, {"venv/lib/lib.py": "y"})
    assert is_glance(run(folder))
    write(folder, {"kb/entities/openai.md": "y"})
    assert not is_glance(run(folder))


def test_a_young_file_is_read_again(tmp_path: Path) -> None:
    folder = project(tmp_path)
    write(folder, {"kb/new.md": "now"})
    run(folder)
    assert not is_glance(run(folder))


@pytest.mark.parametrize("edited", [False, True])
def test_a_young_file_that_grew_old_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: bool) -> None:
    """A build that takes long reads what was young when it began a second time; where that is what it was, a look is
    enough for the next one."""
    folder = project(tmp_path)
    time.sleep(2.1)  # all but the new page is old
    page = write(folder, {"kb/new.md": "now"}) / "kb/new.md"
    published = build.publish

    def slowly(*given: Any) -> Any:
        changes = published(*given)
        if edited:
            same_size(page)
        time.sleep(2.1)
        return changes

    monkeypatch.setattr(build, "publish", slowly)
    config = load_config(folder, output=None, cwd=folder)
    began = time.time_ns()
    report = build.build(config, remember=True)
    assert (str(page) in report.settled) is not edited
    assert report.remembered is not edited
    places, output = [str(folder), str(config.content)], str(config.output)
    assert (glance.listing(places, output, settled=report.settled)[1] < began - glance.YOUNG) is not edited
    report = build.build(config, remember=True)
    assert (report.changes.written == ()) is not edited


def test_raw_files_and_folders_of_git_are_no_reason_to_build(tmp_path: Path, old: Callable[[Path], None]) -> None:
    folder = project(tmp_path)
    write(folder, {"raw/talk.txt": "words", "kb/raw/other.txt": "words", "templates/.git/x": "x", "kb/a b/ü.png": "x"})
    settle(folder)
    old(folder)


@pytest.mark.parametrize("gone", ["kb/entities/openai.md", "kbgen.toml", "templates/static/a.txt"])
def test_what_is_gone_since_it_was_read_is_noticed(tmp_path: Path, gone: str) -> None:
    """A file that is deleted while a build runs leaves no time behind; the note would call the site finished."""
    folder = project(tmp_path)
    time.sleep(2.1)
    told = command("build", str(folder))
    told[3] = (
        f"import kbgen.pipeline.build as b, os; real = b.publish; b.publish = lambda *a: (real(*a), os.path.exists({str(folder / gone)!r}) and os.unlink({str(folder / gone)!r}))[0]; {told[3]}"
    )
    assert subprocess.run(told, capture_output=True, check=False).returncode == 0
    assert not (folder / gone).exists()
    assert not is_glance(run(folder))
    if gone.endswith(".md"):
        assert not (folder / "site/entities/openai.html").exists()


def test_a_note_cannot_steer_the_terminal(tmp_path: Path, old: Callable[[Path], None]) -> None:
    """A store may come with a cloned folder."""
    folder = project(tmp_path)
    old(folder)
    note = folder / ".kbgen" / glance.NAME
    note.write_bytes(note.read_bytes().replace(b"kb folder", b"\x1b[2J\x9b\r\x07x"))
    said = run(folder)
    assert is_glance(said)
    assert "�[2J" in said.stdout
    assert not set(said.stdout) & set("\x1b\x9b\r\x07")


def test_links_are_followed_as_the_site_does(tmp_path: Path, old: Callable[[Path], None]) -> None:
    folder = project(tmp_path / "project")
    outside = write(tmp_path / "outside", {"far.md": "far"}) / "far.md"
    (folder / "kb/near.md").symlink_to(folder / "kb/index.md")
    (folder / "kb/far.md").symlink_to(outside)
    old(folder)
    outside.write_text("other")
    assert not is_glance(run(folder))
