"""The benchmark: what it generates, which pages it edits, what it makes of its figures, and one run of a process."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

import edits
import measure
import report
import run
import sides
from generate import generate
from kit import kbgen, output_of, write

LINK = re.compile(r"\[\[[^\[\]]+\]\]")
COUNT = 100


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    generate(COUNT, folder)
    return folder


@pytest.mark.parametrize(("script", "letter"), [("arabic", "ا"), ("chinese", "的")])
def test_words_of_another_script(tmp_path: Path, script: str, letter: str) -> None:
    generate(5, tmp_path, script=script)
    text = "".join(file.read_text("utf-8") for file in tmp_path.rglob("sources/*.md"))
    assert letter in text
    assert "vishan" not in text


def result(label: str = "x", pages: int = 1_000, generated: bool = True, **sides: float) -> report.Result:
    """A result in which each side took so many seconds cold, and the half for everything else."""
    found = report.Result(label, pages, 10**6, generated)
    for side, seconds in sides.items():
        times = {name: seconds * (1 if name == "cold" else 0.5) for name in report.MEASURES}
        # the order of the runs is not that of their sizes, and one of them is far off
        found.runs[side] = {
            name: [measure.Run(9 * t, t, 10**9), measure.Run(t, 2 * t, 10**6), measure.Run(t / 2, t, 10**8)]
            for name, t in times.items()
        }
        found.written[side], found.versions[side] = (1_234, 5_600_000), "1.0"
    return found


def test_the_same_seed_gives_the_same_bytes(generated: Path, tmp_path: Path) -> None:
    generate(COUNT, tmp_path / "same")
    generate(COUNT, tmp_path / "other", seed=2)
    assert output_of(tmp_path / "same") == output_of(generated)
    assert output_of(tmp_path / "other") != output_of(generated)


def test_a_page_has_about_5_kb_and_15_links(generated: Path) -> None:
    texts = [file.read_text("utf-8") for file in generated.glob("kb/*/*.md")]
    assert len(texts) == COUNT
    assert 4_500 < sum(map(len, texts)) / COUNT < 6_000
    assert 14 < sum(len(LINK.findall(text)) for text in texts) / COUNT < 17
    assert all("\n| Name |" in text for text in texts)
    assert sum("\n```python\n" in text for text in texts) == COUNT // 5


def test_the_survey_agrees_with_kbgen_about_every_link(generated: Path) -> None:
    told = kbgen("graph", str(generated))
    assert told.returncode == 0, told.stderr
    edges = json.loads(told.stdout)["edges"]
    linked = {(edge["from"], edge["to"]) for edge in edges if edge["resolution"] != "missing"}
    by_title = {(edge["from"], edge["to"]) for edge in edges if edge["resolution"] == "title"}
    pages = edits.survey(generated / "kb")

    def pairs(linkers: dict[str, set[str]]) -> set[tuple[str, str]]:
        return {(by.removesuffix(".md"), path.removesuffix(".md")) for path, found in linkers.items() for by in found}

    assert pairs(pages.linkers) == {(a, b) for a, b in linked if a != b}
    assert pairs(pages.by_title) == {(a, b) for a, b in by_title if a != b}


def test_the_edits(generated: Path) -> None:
    pages = edits.survey(generated / "kb")
    body, title = edits.body_edit(pages), edits.title_edit(pages)
    text = edits.read(generated / "kb" / body.path)
    assert body.change(text) == f"{text.rstrip()}\n\n{edits.SENTENCE}\n"
    fewer = [path for path, linkers in pages.linkers.items() if len(linkers) < body.linkers]
    more = [path for path, linkers in pages.linkers.items() if len(linkers) > body.linkers]
    assert max(len(fewer), len(more)) <= COUNT / 2 + 1
    old = pages.titles[title.path]
    assert pages.by_title[title.path]
    assert any(f"[[{old}]]" in edits.read(generated / "kb" / path) for path in pages.by_title[title.path])
    renamed = title.change(edits.read(generated / "kb" / title.path))
    assert edits.title_of(renamed) == title.shows == f"{old} Renamed"


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        ("---\ntitle: A b\n---\n# C\n", "---\ntitle: A b Renamed\n---\n# C\n"),
        ('---\ntitle: "A: b"  \r\ntags: []\r\n---\n', '---\ntitle: "A: b Renamed"  \r\ntags: []\r\n---\n'),
        ("---\ntags: []\n---\n\n# C d\n", "---\ntags: []\n---\n\n# C d Renamed\n"),
        ("# C\n\ntitle: x\n", "# C Renamed\n\ntitle: x\n"),
    ],
)
def test_a_title_is_changed_where_it_stands(text: str, renamed: str) -> None:
    assert edits.retitled(text) == renamed


def test_medians_and_ratios() -> None:
    found = result(kbgen=3.0, Hugo=2.0)
    assert report.wall(found, "kbgen", "cold") == 3
    assert report.cpu(found, "kbgen", "cold") == 3
    assert report.memory(found, "kbgen") == 10**8
    assert report.rebuild(found, "Hugo") == 1
    assert report.ratios(found) == {
        "cold": 1.5, "nothing changed": 1.5, "one body edited": 1.5, "one title edited": 1.5, "peak memory": 1,
    }  # fmt: skip
    assert report.ratios(result(kbgen=3.0)) == {}


def test_the_table() -> None:
    lines = report.table(result(kbgen=3.0, Hugo=20.0), check=True).splitlines()
    assert len({len(line) for line in lines}) == 1
    cells = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]] for line in lines}
    assert cells[""] == ["kbgen 1.0", "Hugo 1.0", "kbgen / Hugo", "at most"]
    assert cells["cold"] == ["3.00 s (CPU 3.00 s)", "20.00 s (CPU 20.00 s)", "0.15", "0.8 ok"]
    assert cells["nothing changed"] == ["1.50 s (CPU 1.50 s)", "10.00 s (CPU 10.00 s)", "0.15", "0.04 SHORT"]
    assert cells["peak memory"] == ["100 MB", "100 MB", "1.00", "0.6 SHORT"]
    assert cells["site"] == ["1,234 files, 6 MB", "1,234 files, 6 MB", "", ""]
    alone = report.table(result(kbgen=3.0), check=True)
    assert "Hugo" not in alone
    assert len({line.count("|") for line in alone.splitlines()}) == 1


def test_what_falls_short() -> None:
    assert [line.split(":")[1].strip() for line in report.short_of([result(kbgen=3.0, Hugo=20.0)])] == [
        "nothing changed", "one body edited", "peak memory",
    ]  # fmt: skip
    (alone,) = report.short_of([result(kbgen=1.0)])
    assert "nothing to compare" in alone
    assert report.short_of([result(generated=False, kbgen=1.0)]) == []
    large = [result("large", 50_000, kbgen=70.0, Hugo=9999.0), result("small", 1_000, kbgen=1.0, Hugo=9999.0)]
    assert [line for line in report.short_of(large) if "grows" in line] == [
        "time per page grows by 1.40 from small to large, at most 1.3 is demanded"
    ]


def test_the_demands_are_those_of_the_nearest_size() -> None:
    assert [report.demands(n)["nothing changed"] for n in (5, 1_001, 10_001, 49_000)] == [0.04, 0.04, 0.015, 0.015]
    assert [report.demands(n)["one body edited"] for n in (10_000, 50_001)] == [0.04, 0.06]


PROC = pytest.mark.skipif(not measure.PROC.is_dir(), reason="there is no /proc here")


@PROC
def test_a_run_counts_the_time_and_memory_of_its_children() -> None:
    """Two processes hold 60 MB each, at the same time; a page that they share counts once."""
    program = (
        "import os, time\n"
        "shared = b'x' * 80_000_000\n"
        "pid = os.fork()\n"
        "own = b'y' * 60_000_000\n"
        "end = time.process_time() + 0.3\n"
        "while time.process_time() < end: pass\n"
        "time.sleep(0.3)\n"
        "pid and os.waitpid(pid, 0)\n"
    )
    found = measure.run([sys.executable, "-I", "-c", program], Path())
    assert 200e6 < found.memory < 260e6
    assert 0.6 <= found.cpu < 2
    assert found.wall >= 0.6


@pytest.mark.parametrize(
    ("said", "reason"),
    [("first\\nno, not so\\n", "no, not so"), ("ERROR: bad\\n 6 |\\n", "ERROR: bad"), ("", "it said nothing")],
)
def test_a_run_that_fails_says_why(said: str, reason: str) -> None:
    with pytest.raises(measure.Failed, match=f"^exit code 3: {reason}$"):
        measure.run([sys.executable, "-c", f"print('{said}', end=''); raise SystemExit(3)"], Path())


def test_a_folder_is_measured_as_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to the folder; what cannot build it is named, and the others are measured."""
    pages = {f"wiki/{name}.md": f"---\ntitle: The {name}\n---\n\n[[the b]] and [[a]].\n" for name in "abc"}
    project, place = write(tmp_path / "project", pages), tmp_path / "place"
    place.mkdir()
    monkeypatch.setattr(run, "_SETTLE", 0)
    before = output_of(project)

    def broken(project: Path, content: Path, place: Path) -> sides.Side:
        return sides.Side(
            "Broken", "0", content, place / "out", (sys.executable, "-c", f"raise SystemExit('no {place}/x')")
        )

    def here(project: Path, content: Path, place: Path) -> sides.Side:
        made = sides.kbgen(project, content, place)
        assert made.content == place / "project/wiki"
        return made

    found = run.bench("x", project, place, 2, (here, broken))
    assert output_of(project) == before
    assert {name: len(runs) for name, runs in found.runs["kbgen"].items()} == dict.fromkeys(report.MEASURES, 2)
    assert list(found.runs) == ["kbgen"]
    assert "Broken cannot build these pages: exit code 1: no broken/x" in found.notes
    assert found.written["kbgen"][0] > 3
    shutil.rmtree(place / "here/project/.kbgen")
    assert output_of(place / "here/project") == before


def test_the_parser_alone_writes_each_page(generated: Path, tmp_path: Path) -> None:
    side = sides.bare(generated, generated / "kb", tmp_path)
    measure.run(side.command, tmp_path)
    pages = {file.relative_to(side.content).with_suffix("") for file in side.content.rglob("*.md")}
    made = {file.relative_to(side.output).with_suffix(""): file for file in side.output.rglob("*.html")}
    assert made.keys() == pages
    assert all("<table>" in file.read_text("utf-8") for page, file in made.items() if page.parent.name == "sources")


def test_each_edit_is_seen_on_the_page_that_is_looked_at(generated: Path, tmp_path: Path) -> None:
    """What `serve.py` waits for is there once the site is built again."""
    serve = pytest.importorskip("serve")  # it needs Playwright
    project = tmp_path / "p"
    shutil.copytree(generated, project)
    texts = {act: f"Seen here {act.name.partition(',')[0]}" for act in serve.acts(project / "kb")}
    for act, text in texts.items():
        act.write(text)
    assert kbgen("build", str(project), "-q").returncode == 0
    for act, text in texts.items():
        assert text in (project / "site" / act.address).read_text("utf-8"), act.name
