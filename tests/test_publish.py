"""Publishing: only what differs is written, nothing foreign is touched, and no moment is a bad one to die."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kbgen.files import Changes, OutFile, patiently, publish
from kbgen.model import KbgenError

OLD = [
    OutFile("index.html", b"home 1", table=True),
    OutFile("a.html", b"a"),
    OutFile("b/c.html", b"c 1"),
    OutFile("b/gone.html", b"gone"),
    OutFile("only/gone.html", b"gone too"),
]
NEW = [
    OutFile("index.html", b"home 2", table=True),
    OutFile("a.html", b"a"),
    OutFile("b/c.html", b"c 22"),
    OutFile("b/new/d.html", b"d"),
]


def tree(folder: Path, own: bool = False) -> dict[str, bytes]:
    """Every file below a folder; kbgen's own list only on demand."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (own or not path.name.startswith(".kbgen-"))
    }


def wanted(files: list[OutFile]) -> dict[str, bytes]:
    return {file.path: file.content for file in files}


def bare(changes: Changes) -> Changes:
    """What changed, without the list of all that is there."""
    return msgspec.structs.replace(changes, files={})


def temporary(folder: Path) -> list[str]:
    return [str(p) for p in folder.rglob(".kbgen-*") if p.name != ".kbgen-manifest.json"]


# ---------------------------------------------------------------- what is written


def test_a_new_site_is_written_whole(tmp_path: Path) -> None:
    changes = publish(iter(OLD), tmp_path / "deep" / "site")
    assert tree(tmp_path / "deep" / "site") == wanted(OLD)
    assert bare(changes) == Changes(written=tuple(sorted(wanted(OLD))))
    assert os.listdir(tmp_path / "deep") == ["site"]


def test_a_file_that_is_kept_need_not_be_given(tmp_path: Path) -> None:
    """A file known by its digest stays without being read; if it is not what is in the list, nothing is changed."""
    made = publish(OLD, tmp_path).files
    assert sorted(made) == sorted(wanted(OLD))
    files = [OutFile("a.html", kept=made["a.html"]), OutFile("index.html", b"home 3")]
    assert publish(files, tmp_path).files["a.html"] == made["a.html"]
    assert tree(tmp_path) == {"a.html": b"a", "index.html": b"home 3"}
    with pytest.raises(KbgenError, match="changed while"):
        publish([OutFile("a.html", kept="0" * 32), OutFile("index.html", b"home 4")], tmp_path)
    assert tree(tmp_path) == {"a.html": b"a", "index.html": b"home 3"}
    assert temporary(tmp_path) == []


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    inode = (site / "a.html").stat()
    changes = publish(NEW, site)
    assert tree(site) == wanted(NEW)
    assert bare(changes) == Changes(
        written=("b/c.html", "b/new/d.html", "index.html"),
        unchanged=1,
        removed=("b/gone.html", "only/gone.html"),
    )
    assert (site / "a.html").stat() == inode
    assert not (site / "only").exists()
    assert temporary(tmp_path) == []


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    before = {path: path.stat().st_mtime_ns for path in [site, *site.rglob("*")]}
    assert bare(publish(reversed(OLD), site)) == Changes(unchanged=5)
    assert {path: path.stat().st_mtime_ns for path in [site, *site.rglob("*")]} == before


def test_a_clean_build_and_a_changed_one_are_the_same_bytes(tmp_path: Path) -> None:
    publish(OLD, tmp_path / "changed")
    publish(NEW, tmp_path / "changed")
    publish(NEW[::-1], tmp_path / "clean")
    assert tree(tmp_path / "changed", own=True) == tree(tmp_path / "clean", own=True)


def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        publish(OLD, tmp_path / "site")
        publish(NEW, tmp_path / "site")
    finally:
        os.umask(old)
    for path in [tmp_path / "site", *(tmp_path / "site").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_assets_are_copied_and_one_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(b"x" * 3_000_000)
    files = [OutFile("p.png", source=str(picture)), OutFile("q.png", source=str(tmp_path / "none.png"))]
    for site in (tmp_path / "fresh", tmp_path / "there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        changes = publish(files, site)
        assert (changes.written, changes.unreadable) == (("p.png",), ("q.png",))
        assert tree(site) == {"p.png": picture.read_bytes()}
    assert publish(files, tmp_path / "fresh").unchanged == 1
    picture.write_bytes(b"x" * 2_999_999 + b"y")
    assert publish(files, tmp_path / "fresh").written == ("p.png",)
    assert tree(tmp_path / "fresh") == {"p.png": picture.read_bytes()}


def test_a_folder_takes_the_place_of_a_file_and_the_other_way_round(tmp_path: Path) -> None:
    one, other = [OutFile("x", b"file"), OutFile("y/a/b", b"1")], [OutFile("x/z", b"in"), OutFile("y", b"2")]
    for files in (one, other, one):
        publish(files, tmp_path / "site")
        assert tree(tmp_path / "site") == wanted(files)


def test_pages_come_before_tables_and_removals_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, order = tmp_path / "site", []
    publish(OLD, site)
    replace, unlink = os.replace, os.unlink

    def replaced(source: str, target: str) -> None:
        order.append(os.path.relpath(target, site))
        replace(source, target)

    def unlinked(path: str, **rest: int) -> None:
        if not rest:
            order.append("-" + os.path.relpath(path, site))
        unlink(path, **rest)

    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(os, "unlink", unlinked)
    publish(NEW, site)
    listed = ".kbgen-manifest.json"
    order = [name for name in order if ".kbgen-tmp" not in name]
    assert order == [
        *(listed, "b/c.html", "b/new/d.html", "index.html"),
        *("-b/gone.html", "-only/gone.html", listed),
    ]


# ---------------------------------------------------------------- what is foreign


def test_foreign_files_are_kept_byte_for_byte(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    foreign = {
        "CNAME": b"x.org",
        ".git/HEAD": b"ref",
        ".nojekyll": b"",
        "notes.txt": b"n",
        "b/mine.txt": b"m",
    }
    foreign |= {"only/mine.html": b"mine"}
    for path, content in foreign.items():
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(content)
    publish(NEW, site)
    assert tree(site) == wanted(NEW) | foreign
    publish([], site)
    assert tree(site) == foreign


@pytest.mark.parametrize("name", [".gitignore", ".git/HEAD", "CNAME", "README.md", ".nojekyll"])
def test_a_folder_with_nothing_but_harmless_files_may_be_used(tmp_path: Path, name: str) -> None:
    (tmp_path / "site" / name).parent.mkdir(parents=True)
    (tmp_path / "site" / name).write_text("mine")
    publish(OLD, tmp_path / "site")
    assert tree(tmp_path / "site") == wanted(OLD) | {name: b"mine"}


def test_a_folder_that_was_never_kbgens_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(KbgenError, match=r"did not write, like thesis\.doc") as error:
        publish(OLD, tmp_path)
    assert "--output" in error.value.hint
    assert tree(tmp_path, own=True) == {"thesis.doc": b"years of work"}


@pytest.mark.parametrize("name", ["b/new/d.html", "b/new"])
def test_a_foreign_file_in_our_way_is_refused_before_anything_changes(tmp_path: Path, name: str) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text("mine")
    before = tree(site, own=True)
    with pytest.raises(KbgenError, match=f"site/{name} was not written by kbgen"):
        publish(NEW, site)
    assert tree(site, own=True) == before
    assert temporary(tmp_path) == []


def test_a_foreign_folder_in_our_way_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish([OutFile("a", b"1")], site)
    (site / "a").unlink()
    (site / "a").mkdir()
    (site / "a" / "mine").write_text("mine")
    with pytest.raises(KbgenError, match="a/mine was not written"):
        publish([OutFile("a", b"1")], site)
    assert (site / "a" / "mine").read_text() == "mine"
    (site / "a" / "mine").unlink()
    publish([OutFile("a", b"1")], site)
    assert tree(site) == {"a": b"1"}


def test_a_foreign_file_that_is_just_what_we_want_stays_foreign(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish([OutFile("a", b"1")], site)
    (site / "b").write_bytes(b"2")
    assert bare(publish([OutFile("a", b"1"), OutFile("b", b"2")], site)) == Changes(unchanged=2)
    publish([], site)
    assert tree(site) == {"b": b"2"}


def test_a_page_that_someone_edited_is_made_anew_but_never_deleted(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    (site / "a.html").write_text("edited")
    (site / "b/gone.html").write_text("edited")
    changes = publish(NEW, site)
    assert changes.kept == ("b/gone.html",)
    assert tree(site) == wanted(NEW) | {"b/gone.html": b"edited"}
    assert bare(publish(NEW, site)) == Changes(unchanged=4)


def test_nothing_is_written_or_removed_through_a_symbolic_link(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    publish(OLD, site)
    elsewhere.mkdir()
    (elsewhere / "gone.html").write_bytes(b"gone too")
    (site / "only/gone.html").unlink()
    (site / "only").rmdir()
    (site / "only").symlink_to(elsewhere)
    assert publish(NEW, site).kept == ("only/gone.html",)
    with pytest.raises(KbgenError, match="symbolic link"):
        publish([*NEW, OutFile("only/x.html", b"x")], site)
    assert tree(elsewhere) == {"gone.html": b"gone too"}


def test_a_symbolic_link_in_place_of_our_page_is_replaced_itself(tmp_path: Path) -> None:
    site, mine = tmp_path / "site", tmp_path / "mine"
    mine.write_text("mine")
    publish(OLD, site)
    (site / "a.html").unlink()
    (site / "a.html").symlink_to(mine)
    publish(OLD, site)
    assert mine.read_text() == "mine"
    assert tree(site) == wanted(OLD)


def test_a_list_of_files_from_elsewhere_deletes_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    site = tmp_path / "site"
    publish(OLD, site)
    listed = site / ".kbgen-manifest.json"
    for text in (
        '{"schema": "kbgen.manifest/1", "files": {"../mine": ""}}',
        '{"schema": "other", "files": {}}',
        '{"schema": "kbgen.manifest/1", "files": [1]}',
        "",
        "\xff",
        "[" * 100_000,
    ):
        listed.write_text(text, encoding="latin-1")
        with pytest.raises(KbgenError, match="damaged"):
            publish(NEW, site)
    assert (tmp_path / "mine").exists()
    assert tree(site) == wanted(OLD)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/x",
        "../x",
        "a/../x",
        "a//b",
        "./a",
        "a/",
        "a\\b",
        "c:x",
        "a\x00",
        "a\nb",
        ".kbgen-tmp/x",
        "\ud800",
    ],
)
@pytest.mark.parametrize("fresh", [True, False])
def test_a_path_that_is_no_name_for_a_file_is_refused(tmp_path: Path, path: str, fresh: bool) -> None:
    (tmp_path / "site").mkdir() if not fresh else None
    with pytest.raises(KbgenError, match="cannot be the name"):
        publish([OutFile("ok", b""), OutFile(path, b"x")], tmp_path / "site")
    assert tree(tmp_path, own=True) == {}
    assert (tmp_path / "site").exists() is not fresh


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.html", "a.html"), ("a.html", "A.html"), ("é.html", "e\u0301.html"), ("a", "A/b"), ("A/b", "a")],
)
def test_two_paths_that_are_one_on_some_disks_are_refused(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(KbgenError, match="cannot both be"):
        publish([OutFile(one, b"1"), OutFile(other, b"2")], tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_a_new_spelling_on_a_disk_that_ignores_case(tmp_path: Path) -> None:
    """Two names of one file, which is what such a disk shows; here they are made with a hard link."""
    site = tmp_path / "site"
    publish([OutFile("A.html", b"1"), OutFile("B.html", b"1")], site)
    os.link(site / "A.html", site / "a.html")
    os.link(site / "B.html", site / "b.html")
    changes = publish([OutFile("a.html", b"1"), OutFile("b.html", b"2")], site)
    assert (changes.written, changes.removed) == (("b.html",), ())
    assert (site / "a.html").read_bytes() == b"1"
    assert publish([], site).removed == ("a.html", "b.html")


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(KbgenError, match="is a file"):
        publish(OLD, tmp_path / "site")


def test_a_second_run_stops(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    publish(OLD, tmp_path / "site")
    descriptor = os.open(tmp_path / "site", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with pytest.raises(KbgenError, match="another kbgen"):
            publish(NEW, tmp_path / "site")
    finally:
        os.close(descriptor)
    publish(NEW, tmp_path / "site")

    def reentrant() -> Iterator[OutFile]:
        with pytest.raises(KbgenError, match="another kbgen"):
            publish(OLD, tmp_path / "fresh")
        yield from OLD

    publish(reentrant(), tmp_path / "fresh")
    assert tree(tmp_path / "fresh") == wanted(OLD)


def test_a_run_that_waits_for_another_begins_again(tmp_path: Path) -> None:
    """When that has ended: what it read before may be older than what the other one wrote."""
    fcntl = pytest.importorskip("fcntl")
    publish(OLD, tmp_path / "site")
    descriptor = os.open(tmp_path / "site", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    ended: list[bool] = []
    read: list[bool] = []

    def end() -> None:
        ended.append(True)
        os.close(descriptor)

    def work() -> Changes:
        read.append(bool(ended))
        return publish(NEW if ended else OLD, tmp_path / "site")

    threading.Timer(0.3, end).start()
    assert "b/new/d.html" in patiently(work).written
    assert read == [False, True]


def test_a_run_does_not_wait_for_ever(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    publish(OLD, tmp_path / "site")
    descriptor = os.open(tmp_path / "site", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(KbgenError, match="another kbgen"):
        patiently(lambda: publish(NEW, tmp_path / "site"), patience=0)
    os.close(descriptor)


# ---------------------------------------------------------------- dying at any moment


class Killed(BaseException):
    """Stands for SIGKILL: nothing may be tidied up behind it."""


TAKES_ROOM = ("replace", "rename", "mkdir", "chmod", "fchmod", "open")
STEPS = (*TAKES_ROOM, "unlink", "rmdir")


def after(count: int, error: BaseException, monkeypatch: pytest.MonkeyPatch, frozen: bool) -> Callable[[], int]:
    """Let every step that changes the disk fail from the `count`-th on: all of them when the process is
    dead (`frozen`), else that one alone. Returns a function that tells how many steps there were."""
    calls = 0

    def wrap(real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            nonlocal calls
            if real is not opened or args[1] & os.O_CREAT:  # type: ignore[operator]
                calls += 1
                if calls == count or (frozen and calls > count):
                    raise error
            return real(*args, **kwargs)

        return step

    opened = os.open
    for name in STEPS if frozen else TAKES_ROOM:
        monkeypatch.setattr(os, name, wrap(getattr(os, name)))
    return lambda: calls


@pytest.mark.parametrize("start", ["none", "empty", "old"])
def test_killed_at_every_step_every_file_is_whole_and_the_next_run_is_right(
    tmp_path: Path, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in range(1, 200):
        site = tmp_path / str(count) / "site"
        site.parent.mkdir()
        if start == "old":
            publish(OLD, site)
        elif start == "empty":
            site.mkdir()
        old = tree(site) if site.exists() else {}
        with monkeypatch.context() as patch:
            calls = after(count, Killed(), patch, frozen=True)
            with contextlib.suppress(Killed):
                publish(NEW, site)
            total = calls()
        if start == "none":
            assert not site.exists() or tree(site) == wanted(NEW)
        else:
            for path, content in tree(site).items():
                if ".kbgen-tmp" not in path:
                    assert content in (old.get(path), wanted(NEW).get(path)), (count, path)
            table = site / "index.html"
            if table.exists() and table.read_bytes() == b"home 2":
                assert wanted(NEW).items() <= tree(site).items()
        publish(NEW, site)
        assert tree(site) == wanted(NEW), count
        assert temporary(site.parent) == [], count
        publish(OLD, site)
        assert tree(site) == wanted(OLD), count
        if total < count:
            return
    pytest.fail("there is no end to the steps")


def test_killed_twice_and_changed_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    site = tmp_path / "site"
    publish(OLD, site)
    (site / "notes.txt").write_text("mine")
    for _ in range(150):
        files = [
            OutFile(f"{folder}/{name}", str(chance.random()).encode() * chance.randint(1, 3))
            for folder in "xyz"
            for name in "abcd"
            if chance.random() < 0.6
        ]
        with monkeypatch.context() as patch:
            after(chance.randint(1, 60), Killed(), patch, frozen=True)
            with contextlib.suppress(Killed):
                publish(files, site)
    publish(NEW, site)
    assert tree(site) == wanted(NEW) | {"notes.txt": b"mine"}
    assert temporary(tmp_path) == []


def test_a_file_put_where_a_killed_run_meant_to_write_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    real = os.replace
    with monkeypatch.context() as patch:

        def replace(source: str, target: str) -> None:
            if target.endswith("d.html"):
                raise Killed
            real(source, target)

        patch.setattr(os, "replace", replace)
        with pytest.raises(Killed):
            publish(NEW, site)
    (site / "b/new").mkdir(exist_ok=True)
    (site / "b/new/d.html").write_text("mine")
    with pytest.raises(KbgenError, match="was not written by kbgen"):
        publish(NEW, site)
    publish(OLD, site)
    assert tree(site) == wanted(OLD) | {"b/new/d.html": b"mine"}


@pytest.mark.parametrize("start", ["none", "old"])
def test_a_full_disk_is_one_message_and_leaves_nothing_behind(
    tmp_path: Path, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in range(1, 200):
        site = tmp_path / str(count) / "site"
        site.parent.mkdir()
        if start == "old":
            publish(OLD, site)
        old = tree(site) if site.exists() else {}
        with monkeypatch.context() as patch:
            full = OSError(errno.ENOSPC, "No space left on device")
            calls = after(count, full, patch, frozen=False)
            told = ""
            try:
                publish(NEW, site)
            except KbgenError as error:
                told = f"{error.message} ({error.hint})"
            total = calls()
        assert total < count or re.search(r"No space left on device \(make room", told), (count, told)
        assert temporary(site.parent) == [], count
        for path, content in (tree(site) if site.exists() else {}).items():
            assert content in (old.get(path), wanted(NEW).get(path)), (count, path)
        publish(NEW, site)
        assert tree(site) == wanted(NEW), count
        if total < count:
            return
    pytest.fail("there is no end to the steps")


def test_an_interrupted_run_tidies_up(tmp_path: Path) -> None:
    def files() -> Iterator[OutFile]:
        yield OLD[0]
        raise KeyboardInterrupt

    for site in (tmp_path / "deep" / "fresh", tmp_path / "there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        with pytest.raises(KeyboardInterrupt):
            publish(files(), site)
    assert [p.name for p in tmp_path.rglob("*")] == ["there"]


def test_what_is_kept_must_lie_there_as_it_was_left(tmp_path: Path) -> None:
    """A small change writes its own files and leaves the rest; where the rest is not what it was, nothing is written."""
    output = tmp_path / "site"
    made = publish([OutFile("a.html", b"a"), OutFile("b.html", b"b")], output)
    kept = {"a.html": made.files["a.html"]}
    changes = publish([OutFile("b.html", b"new")], output, kept)
    assert (changes.written, changes.unchanged, changes.removed) == (("b.html",), 1, ())
    assert (output / "a.html").read_bytes() == b"a"
    for other in ({"a.html": "0"}, {"c.html": made.files["a.html"]}):
        with pytest.raises(KbgenError, match="was changed while"):
            publish([OutFile("b.html", b"newer")], output, other)
    assert (output / "b.html").read_bytes() == b"new"
    with pytest.raises(KbgenError, match="was changed while"):
        publish([OutFile("b.html", b"newer")], tmp_path / "gone", kept)
    assert not (tmp_path / "gone").exists()
