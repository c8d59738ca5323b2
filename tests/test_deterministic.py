"""Same input, same bytes: names, bytes and modes of the output (product.md, rule 4; faults.md R01)."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from kbgen.markdown.code import highlight
from kit import DOT, KB, PAGES, built, kbgen, output_of, write

FILES: dict[str, str | bytes] = {
    **{file.relative_to(KB).as_posix(): file.read_bytes() for file in sorted(KB.rglob("*.md"))},
    **{f"more/{path}": text for path, text in PAGES.items()},
    # What orders and sets could shuffle: names alike, aliases, tags and links in great number.
    **{
        f"many/{n}/note.md": f"---\ntags: [T{n % 3}, t{n % 4}, 标签]\naliases: [same, Other {n % 2}]\nzeta: {n}\nalpha: x\n---\n"
        + " ".join(f"[[{m}]] [[many/{m}/note]] [[same]] [[Wanted {m % 5}]]" for m in range(12))
        for n in range(12)
    },
    "more/img/dot.png": DOT,
    "Case.md": "[[case]]", "case.md": "[[Case]]", "a b.md": "x", "a-b.md": "[[a_b]] [[note]]", "ünï.md": "[[漢字]]",
}  # fmt: skip


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, bytes]]:
    """The site as one plain run in a process of its own writes it."""
    folder = tmp_path_factory.mktemp("reference")
    write(folder / "kb", FILES)
    return _run(folder, folder)


def _run(project: Path, cwd: Path, **env: str) -> dict[str, tuple[int, bytes]]:
    run = kbgen("build", os.path.relpath(project, cwd), "--output", str(project / "out"), cwd=cwd, env=env)
    assert run.returncode == 0, run.stderr
    assert (project / "out/index.html").is_file()
    return output_of(project / "out")


def _same(one: dict[str, tuple[int, bytes]], other: dict[str, tuple[int, bytes]]) -> None:
    assert list(one) == list(other)
    assert [path for path in one if one[path] != other[path]] == []


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "1"},
        {"TZ": "America/St_Johns", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": ""},
        {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "", "COLUMNS": "20"},
    ],
    ids=lambda env: ",".join(f"{key}={value}" for key, value in env.items()),
)
def test_whatever_the_environment(tmp_path: Path, reference: dict[str, tuple[int, bytes]], env: dict[str, str]) -> None:
    write(tmp_path / "kb", FILES)
    _same(_run(tmp_path, tmp_path, **env), reference)


def test_where_names_of_files_can_only_be_ascii(tmp_path: Path, reference: dict[str, tuple[int, bytes]]) -> None:
    """A locale of one-byte characters, with Python's UTF-8 mode off: the same site, or a word why not."""
    write(tmp_path / "kb", FILES)
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = kbgen("build", ".", "--output", "out", cwd=tmp_path, env=env)
    assert "Traceback" not in run.stderr
    assert run.returncode in (0, 2)
    if run.returncode == 0:
        _same(output_of(tmp_path / "out"), reference)


def test_with_workers_that_know_nothing_of_their_parent(
    tmp_path: Path, reference: dict[str, tuple[int, bytes]]
) -> None:
    """As on macOS and Windows, where workers are started anew; by default those of Linux are copies of their parent."""
    write(tmp_path / "kb", FILES)
    program = (
        "import multiprocessing, runpy, sys; context = multiprocessing.get_context('spawn')\n"
        "multiprocessing.get_context = lambda method=None: context\n"
        "sys.argv[0] = 'kbgen'; runpy.run_module('kbgen', run_name='__main__')"
    )
    arguments = ["build", ".", "--output", "out", "--jobs", "3"]
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    _same(output_of(tmp_path / "out"), reference)


@pytest.mark.parametrize("mask", [0o000, 0o027, 0o077])
def test_whatever_the_umask(tmp_path: Path, reference: dict[str, tuple[int, bytes]], mask: int) -> None:
    write(tmp_path / "kb", FILES)
    before = os.umask(mask)
    try:
        _same(_run(tmp_path, tmp_path), reference)
    finally:
        os.umask(before)


def test_wherever_the_knowledge_base_lies(tmp_path: Path, reference: dict[str, tuple[int, bytes]]) -> None:
    project, elsewhere = tmp_path / "another place/ü/deep/project", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(project / "kb", FILES)
    _same(_run(project, elsewhere), reference)


@pytest.mark.parametrize("seed", [1, 2])
def test_whenever_and_in_whatever_order_files_came(
    tmp_path: Path, reference: dict[str, tuple[int, bytes]], seed: int
) -> None:
    """Folders list files as they came to lie on the disk; times and modes of files say nothing."""
    rng = random.Random(seed)
    names = list(FILES)
    rng.shuffle(names)
    for name in names:
        write(tmp_path / "kb", {name: FILES[name]})
        os.utime(tmp_path / "kb" / name, (rng.randrange(1 << 31), rng.randrange(1 << 31)))
        (tmp_path / "kb" / name).chmod(rng.choice((0o600, 0o644, 0o755)))
    _same(_run(tmp_path, tmp_path), reference)


def test_twice_over_and_into_an_older_site(tmp_path: Path, reference: dict[str, tuple[int, bytes]]) -> None:
    """A build over an older site of the same project ends with what a clean one writes."""
    write(
        tmp_path / "kb",
        {**FILES, "gone.md": "[[case]]", "Case.md": "# Old", "old/deep/x.md": "![](../../more/img/dot.png)"},
    )
    built(tmp_path, tmp_path / "out")
    for gone in ("gone.md", "old"):
        path = tmp_path / "kb" / gone
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    write(tmp_path / "kb", FILES)
    _same(_run(tmp_path, tmp_path), reference)
    _same(_run(tmp_path, tmp_path), reference)


def test_nothing_of_this_machine_is_on_the_site(tmp_path: Path, reference: dict[str, tuple[int, bytes]]) -> None:
    """No clock, no absolute path, no mtime in the output."""
    found = [
        path for path, (_, data) in reference.items() if b"pytest-" in data or str(tmp_path.parent).encode() in data
    ]
    assert found == []


def test_a_machine_that_is_busy_costs_no_block_its_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only processor time does, for a lexer that never ends."""
    clock = SimpleNamespace(monotonic=partial(next, count(step=10)), thread_time=lambda: 0.0)
    monkeypatch.setattr("kbgen.markdown.code.time", clock)
    coloured = '<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span>\n'
    assert highlight("x = 1\n", "python") == (coloured, "", False)
    clock.thread_time = clock.monotonic
    assert highlight("x = 1\n", "python") == ("x = 1\n", "highlighting it took more than 1 s", True)
