"""`.kbgen/` may be damaged, old, hostile, shared or gone: a build is then slower and says why, and never wrong."""

from __future__ import annotations

import contextlib
import os
import pickle
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from kbgen.config import load_config
from kbgen.files import scan
from kbgen.memory import store as store_module
from kbgen.memory.state import decode_record, encode_record
from kbgen.memory.store import Store
from kbgen.model import Value
from kbgen.parse import parse
from kbgen.pipeline.build import Report, build
from kbgen.pipeline.documents import parse_one, parse_settings, read_all
from kbgen.process.workers import run_all
from kit import DOT, PAGES, command, in_kb, kbgen, output_of, write

FILES: dict[str, str | bytes] = {**in_kb(PAGES), "kb/img/dot.png": DOT}


def _build(project: Path) -> Report:
    return build(load_config(project, output=None, cwd=project), jobs=1, remember=True)


def _clean(project: Path, name: str) -> dict[str, tuple[int, bytes]]:
    output = project.parent / name
    build(load_config(project, output=output, cwd=project), jobs=1)
    return output_of(output)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", FILES)


def _spoil(file: Path, how: str) -> None:
    data = file.read_bytes()
    rng = random.Random(how)
    if how == "empty":
        file.write_bytes(b"")
    elif how == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif how == "noise":
        file.write_bytes(rng.randbytes(len(data)))
    elif how == "bytes":
        spoiled = bytearray(data)
        for _ in range(max(40, len(data) // 50)):
            spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
        file.write_bytes(spoiled)
    elif how == "pickle":
        file.write_bytes(pickle.dumps(_Bomb(str(file.parent.parent / "ran"))))


class _Bomb:
    """What runs a command if anything unpickles it."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.place,)


@pytest.mark.parametrize("how", ["empty", "cut", "noise", "bytes", "pickle"])
@pytest.mark.parametrize("name", ["state", "store.sqlite", "both"])
def test_a_damaged_store(project: Path, name: str, how: str) -> None:
    """After any damage, then after an edit: the site is right, nothing is run, and nobody sees a traceback."""
    _build(project)
    for file in ("state", "store.sqlite") if name == "both" else (name,):
        _spoil(project / ".kbgen" / file, how)
    write(project, {"kb/concepts/rlvr.md": "---\ntitle: RLVR anew\n---\n\n[[openai]]\n"})
    report = _build(project)
    if name == "state":
        assert any("not used" in note for note in report.notes)
    assert output_of(project / "site") == _clean(project, "clean")
    write(project, {"kb/concepts/rlvr.md": "---\ntitle: RLVR\n---\n\n[[openai]] more\n"})
    assert _build(project).notes == ()
    assert output_of(project / "site") == _clean(project, "clean2")
    assert not (project / "ran").exists()


@pytest.mark.parametrize("what", ["pipe", "device"])
def test_a_store_without_end(project: Path, what: str) -> None:
    """What is no ordinary file is not waited for, and gives way to the next state."""
    _build(project)
    state = project / ".kbgen/state"
    state.unlink()
    os.mkfifo(state) if what == "pipe" else state.symlink_to("/dev/zero")
    write(project, {"kb/concepts/rlvr.md": "---\ntitle: RLVR anew\n---\n\n[[openai]]\n"})
    assert any("no ordinary file" in note for note in _build(project).notes)
    assert output_of(project / "site") == _clean(project, "clean")
    assert _build(project).notes == ()


def test_another_kbgen(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version left is thrown away, with a note."""
    _build(project)
    monkeypatch.setattr(store_module, "fingerprint", lambda: b"x" * 16)
    assert any("another kbgen" in note for note in _build(project).notes)
    assert _build(project).notes == ()
    assert output_of(project / "site") == _clean(project, "clean")


def test_a_store_that_cannot_be_written(project: Path) -> None:
    """A file in its place: the site is built all the same."""
    (project / ".kbgen").write_text("mine")
    report = _build(project)
    assert report.notes
    assert output_of(project / "site") == _clean(project, "clean")
    assert (project / ".kbgen").read_text() == "mine"


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o311])
def test_a_store_that_is_closed(project: Path, mode: int) -> None:
    bounded = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]
    words = bounded if os.geteuid() == 0 else []  # to root nothing is closed
    if words and not shutil.which("setpriv"):
        pytest.skip("nothing is closed to root")
    _build(project)
    site = output_of(project / "site")
    (project / ".kbgen").chmod(mode)
    try:
        for one in (["build"], ["build", "--clean"], ["check"], ["graph"], ["new", "--wanted"]):
            run = subprocess.run([*words, *command(*one)], cwd=project, capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stderr
            assert "Traceback" not in run.stderr
        assert output_of(project / "site") == site
    finally:
        (project / ".kbgen").chmod(0o755)


def test_clean_forgets(project: Path) -> None:
    """`--clean` reads and parses everything again; a folder that is not a store is not touched by it."""
    _build(project)
    assert "reading" not in kbgen("build", ".", cwd=project).stderr
    assert f"reading {len(PAGES)} files" in kbgen("build", ".", "--clean", cwd=project).stderr
    write(project / "other/.kbgen", {"notes.txt": "mine"})
    Store(project / "other/.kbgen").clear()
    assert (project / "other/.kbgen/notes.txt").read_text() == "mine"


@pytest.mark.parametrize("late", [False, True], ids=["too long", "too slow"])
def test_code_that_took_too_long_is_tried_again(project: Path, monkeypatch: pytest.MonkeyPatch, late: bool) -> None:
    """And what is too large on any machine is not."""
    code = "x = 1\n" if late else "x = 1\n" * 5_000
    write(project, {"kb/sources/code.md": f"```python\n{code}```\n"})
    if late:
        monkeypatch.setattr("kbgen.markdown.code.SECONDS", -1.0)
    assert [d.code for d in _build(project).diagnostics if d.path.endswith("code.md")].count("KB212") == 1
    parsed: list[str] = []
    monkeypatch.setattr(
        "kbgen.pipeline.documents.parse_one",
        lambda source, *rest: (parsed.append(source.path), parse_one(source, *rest))[1],
    )
    write(project, {"kb/sources/other.md": "# Other"})
    _build(project)
    assert "sources/other.md" in parsed
    assert ("sources/code.md" in parsed) is late


def test_it_does_not_grow_without_bound(project: Path) -> None:
    """Of many edits only so much is kept as is needed, and as much again."""
    _build(project)
    for number in range(130):
        write(project, {"kb/concepts/rlvr.md": f"Text {number} with [[openai]].\n"})
        _build(project)
    store = Store(project / ".kbgen")
    import sqlite3

    with sqlite3.connect(project / ".kbgen/store.sqlite") as database:
        for table in ("facts", "body", "meaning", "view"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] <= 130, table
    store.close()


def test_records_come_back_as_they_were() -> None:
    """Facts are the same value after a trip through the store, lists in lists and maps included."""
    text = "---\ntitle: X\nlist: [[a, [b, {c: d}]], {e: [f]}]\nmap: {a: [1, 2], b: {c: d}}\ntags: [x, y]\n---\n# H [[l]]\n\n- [[x]] — y\n"
    parsed = parse(
        text.encode(), parse_settings(load_config(Path(__file__).parent, output=Path("/nowhere/x"), cwd=Path()))
    )
    record = decode_record(encode_record(parsed))
    assert record.facts == parsed.facts
    assert record.diagnostics == parsed.diagnostics


def test_two_builds_at_once(project: Path) -> None:
    """Builds of one project into two folders, at the same time, do not harm each other."""
    write(project, {f"kb/sources/s{n}.md": f"# S{n}\n\n[[openai]] {'word ' * 200}\n" for n in range(200)})
    runs = [
        subprocess.Popen(
            command("build", ".", "-q", "-o", f"../out{n}"), cwd=project, stderr=subprocess.PIPE, text=True
        )
        for n in range(2)
    ]
    for run in runs:
        assert run.wait(60) == 0, run.stderr.read() if run.stderr else ""
    for run in runs:
        assert run.stderr is not None
        run.stderr.close()
    clean = _clean(project, "clean")
    assert output_of(project.parent / "out0") == clean
    assert output_of(project.parent / "out1") == clean


def test_killed_at_any_moment(project: Path) -> None:
    """SIGKILL anywhere in a build, with an edit between: the next build is right."""
    write(project, {f"kb/sources/s{n}.md": f"# S{n}\n\n[[openai]] {'word ' * 50}\n" for n in range(120)})
    rng = random.Random(1)
    for number in range(8):
        write(project, {f"kb/sources/s{number}.md": f"# Edited {number}\n\n[[rlvr]] [[s{number + 1}]]\n"})
        run = subprocess.Popen(command("build", ".", "-q", "-j", "2"), cwd=project, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.1, 1.6))
        run.send_signal(signal.SIGKILL)
        run.wait(10)
        if number % 4 == 3:
            _build(project)
            assert output_of(project / "site") == _clean(project, f"clean{number}")


def _fragile(shared: str, items: list[int]) -> list[int]:
    """Work that kills its process at one item."""
    for item in items:
        if item == 70 and os.getpid() != int(shared):
            os.kill(os.getpid(), signal.SIGKILL)
    return [item * 2 for item in items]


def test_a_worker_that_dies() -> None:
    """What it had is done again; the item that kills it every time is left to the caller."""
    items = list(range(200))
    found = list(run_all(_fragile, str(os.getpid()), items, 2, lost=lambda shared, item: -item))
    assert found == [-70 if item == 70 else item * 2 for item in items]


def _once(shared: tuple[str, int], items: list[int]) -> list[tuple[int, int]]:
    """Work that kills its process at one item, the first time."""
    mark, own = Path(shared[0]), shared[1]
    if 70 in items and os.getpid() != own and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return [(item, os.getpid()) for item in items]


@pytest.mark.parametrize("here", [False, True])
def test_a_worker_that_was_killed_once(tmp_path: Path, here: bool) -> None:
    """As when memory is short: others do what is left, in chunks, and nothing has a process of its own."""
    found = list(run_all(_once, (str(tmp_path / "mark"), os.getpid()), list(range(400)), 3, here=here))
    assert [item for item, _ in found] == list(range(400))
    assert len({worker for _, worker in found}) <= 7


def test_what_was_lost_is_put_there_again(project: Path) -> None:
    """Without the database, though with the state, a build remembers as much as the first one did."""
    _build(project)
    (project / ".kbgen/store.sqlite").unlink()
    write(project, {"kb/concepts/rlvr.md": "---\ntitle: Another\n---\n\n[[openai]] said.\n"})
    _build(project)
    write(project, {"kb/concepts/rlvr.md": "---\ntitle: Another\n---\n\n[[openai]] said.\n\nMore words.\n"})
    assert _build(project).graph is None
    assert output_of(project / "site") == _clean(project, "clean")


@pytest.mark.parametrize("table", [True, False])
def test_a_store_that_is_no_store_is_made_anew(project: Path, table: bool) -> None:
    """Whatever is odd about it costs one build its memory, not each."""
    _build(project)
    place = project / ".kbgen/store.sqlite"
    if table:
        with contextlib.closing(sqlite3.connect(place)) as database:
            database.executescript("DROP TABLE body; CREATE TABLE body (a, b);")
    else:
        for name in ("store.sqlite", "state"):
            (project / ".kbgen" / name).unlink()
            (project / ".kbgen" / name).mkdir()
    (project / "kb/another.md").write_text("# Another\n\n[[openai]]\n")
    assert _build(project).notes
    (project / "kb/more.md").write_text("# More\n\n[[openai]]\n")
    assert not _build(project).notes
    assert output_of(project / "site") == _clean(project, "clean")


def _whose(shared: int, items: list[int]) -> list[tuple[int, int]]:
    """Work that says who did it."""
    time.sleep(0.02)
    return [(item, os.getpid()) for item in items]


def test_this_process_is_one_of_the_workers() -> None:
    """It does what nobody has begun, and the order stays."""
    found = list(run_all(_whose, 0, list(range(500)), 2, here=True))
    assert [item for item, _ in found] == list(range(500))
    workers = {worker for _, worker in found}
    assert len(workers) == 2
    assert os.getpid() in workers


def test_this_process_goes_on_where_the_other_died() -> None:
    items = list(range(200))
    found = list(run_all(_fragile, str(os.getpid()), items, 2, lost=lambda shared, item: item * 2, here=True))
    assert found == [item * 2 for item in items]


def test_records_of_a_folder_in_any_number_of_workers(project: Path) -> None:
    """`read_all` gives the same documents, whoever reads them."""
    write(project, {f"kb/sources/s{n}.md": f"# S{n}\n\n[[openai]]\n" for n in range(100)})
    config = load_config(project, output=None, cwd=project)
    inputs, settings = scan(config).inputs, parse_settings(config)
    one = read_all(inputs, settings, Store(None), {}, jobs=1)
    assert one == read_all(inputs, settings, Store(None), {}, jobs=2)


def test_a_view_is_known_by_the_name_of_its_class() -> None:
    """So that a page that is remembered is never read as something else, no two values have one name."""
    for module in walk_packages(import_module("kbgen").__path__, "kbgen."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    names, waiting = Counter[str](), [Value]
    while waiting:
        found = waiting.pop().__subclasses__()
        names.update(one.__name__ for one in found if one.__module__.startswith("kbgen."))
        waiting += found
    assert names["NodeView"] == 1
    assert [name for name, count in names.items() if count > 1] == []


def test_an_executor_of_the_callers_does_the_work() -> None:
    """Any will do: what it is given and gives back is only data."""
    called: list[int] = []
    items = list(range(50))
    with ProcessPoolExecutor(2) as executor:
        found = list(run_all(_whose, 0, items, 2, executor=executor, meanwhile=lambda: called.append(1)))
    assert [item for item, _ in found] == items
    assert os.getpid() not in {who for _, who in found}
    assert called == [1]


@pytest.mark.parametrize("here", [False, True])
def test_what_is_done_meanwhile_is_done_once_whatever_breaks(monkeypatch: pytest.MonkeyPatch, here: bool) -> None:
    """Also where no pool comes to begin: pages depend on it."""

    def broken(*_: object) -> None:
        raise BrokenProcessPool

    called: list[int] = []
    items = list(range(4))
    expected = list(run_all(_whose, 0, items, 1, meanwhile=lambda: called.append(1)))
    assert called == [1]
    with monkeypatch.context() as patch:
        patch.setattr("concurrent.futures.ProcessPoolExecutor.submit", broken)
        with pytest.raises(BrokenProcessPool):
            list(run_all(_whose, 0, items, 2, least=2, here=here, meanwhile=lambda: called.append(2)))
    assert called == [1, 2]
    found = list(run_all(_whose, 0, items, 2, least=2, here=here, meanwhile=lambda: called.append(3)))
    assert called == [1, 2, 3]
    assert len(found) == len(expected)
