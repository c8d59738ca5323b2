"""Measure kbgen beside Hugo in the same run: see README.md. Example: `python bench/run.py 1000 10000`."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import edits
import measure
import report
import sides
from generate import generate

README = Path(__file__).resolve().parent / "README.md"
BEGIN, END = "<!-- figures: `run.py --readme` writes what follows -->", "<!-- end of figures -->"

# Seconds between the writing of the pages and the first build: nobody builds in the second in which he writes 1,000
# pages, and a file whose time lies that near is one that no cache can trust.
_SETTLE = 3


def bench(label: str, project: Path, place: Path, repeat: int, makers: Sequence[sides.Make]) -> report.Result:
    """Measure all sides on a project, which is copied to `place` and not written to."""
    content = sides.find_content(project)
    pages = edits.survey(content)
    size = sum((content / path).stat().st_size for path in pages.titles)
    result = report.Result(label, len(pages.titles), size)
    found = _made(makers, project, content, place, result)
    changes = {"one body edited": edits.body_edit(pages), "one title edited": edits.title_edit(pages)}
    result.notes += [f"{name}: a page with {edit.linkers:,} linkers" for name, edit in changes.items()]
    del pages
    time.sleep(_SETTLE)
    for number in range(repeat):
        originals = {side.name: _texts(side, changes) for side in found}
        for name in report.MEASURES:
            for side in list(found if number % 2 == 0 else reversed(found)):  # neither is always the first
                _say(f"{label}: {name}, {side.name}, {number + 1} of {repeat}")
                try:
                    _measure(side, name, changes.get(name), result)
                except measure.Failed as failed:
                    if side.name == "kbgen":
                        raise
                    found.remove(side)
                    result.runs.pop(side.name, None)
                    result.notes.append(f"{side.name} cannot build these pages: {str(failed).replace(f'{place}/', '')}")
        for side in found:
            for path, text in originals[side.name].items():
                edits.write(side.content / path, text)
    return result


def _made(
    makers: Sequence[sides.Make], project: Path, content: Path, place: Path, result: report.Result
) -> list[sides.Side]:
    found = []
    for make in makers:
        try:
            (place / make.__name__).mkdir()
            side = make(project, content, place / make.__name__)
        except sides.Absent as absent:
            if make is sides.kbgen:
                raise
            result.notes.append(f"{make.__name__} is not installed and was not measured: {absent}")
            continue
        found.append(side)
        result.versions[side.name] = side.version
    return found


def _measure(side: sides.Side, name: str, edit: edits.Edit | None, result: report.Result) -> None:
    """One build of one side, after what comes before it; sees to it that the edit reached the site."""
    if name == "cold":
        side.make_cold()
    if edit is not None:
        file = side.content / edit.path
        edits.write(file, edit.change(edits.read(file)))
    run = measure.run(side.command, side.output.parent, side.env)
    result.runs.setdefault(side.name, {}).setdefault(name, []).append(run)
    if name == "cold":
        sizes = [file.stat().st_size for file in side.output.rglob("*") if file.is_file()]
        result.written[side.name] = (len(sizes), sum(sizes))
    if edit is not None and not _shows(side.output, edit):
        sys.exit(f"{side.name} has built {edit.path} without “{edit.shows}”: nothing of this run can be used")


def _shows(output: Path, edit: edits.Edit) -> bool:
    """Whether some page of the site says what the edit wrote; those named like the edited page are asked first."""
    stem = Path(edit.path).stem.lower()
    pages = sorted(output.rglob("*.html"), key=lambda file: stem not in file.as_posix().lower())
    return any(edit.shows in file.read_text("utf-8", "replace") for file in pages)


def _texts(side: sides.Side, changes: dict[str, edits.Edit]) -> dict[str, str]:
    return {edit.path: edits.read(side.content / edit.path) for edit in changes.values()}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _write_readme(text: str) -> None:
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        sys.exit(f"{README} has no place for the figures: a line “{BEGIN}” and a line “{END}”")
    README.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def machine() -> str:
    """What it was measured on, without its name: cores, memory counted how, Python, date."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    counted = "all processes together" if measure.PROC.is_dir() else "only the largest process: there is no /proc here"
    return (
        f"{datetime.date.today().isoformat()}, {platform.system()} {platform.machine()}, {cores} cores, "
        f"Python {platform.python_version()}; memory of {counted}"
    )


def described(result: report.Result, repeat: int, check: bool) -> str:
    """A result as text: heading, table, notes."""
    times = f"medians of {repeat} runs" if repeat > 1 else "one run"
    lines = [f"### {result.label}: {result.pages:,} pages, {result.size / 1e6:.1f} MB of markdown, {times}", ""]
    lines += [report.table(result, check), ""]
    return "\n".join(lines + [f"- {note}" for note in result.notes])


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of pages to generate and measure")
    parser.add_argument("--folder", action="append", type=Path, default=[], help="a project to measure, as a copy")
    parser.add_argument("--repeat", type=int, help="runs of each measure (default: 3; 1 from 10,000 pages on)")
    parser.add_argument("--peers", action="store_true", help="the parser alone, and Pelican and MkDocs where installed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single run as JSON")
    parser.add_argument("--check", action="store_true", help="compare with what is demanded; exit with 1 if short")
    parser.add_argument("--readme", action="store_true", help="write the tables into bench/README.md")
    found = parser.parse_args(words)
    if not found.sizes and not found.folder:
        parser.error("nothing to measure: say a number of pages, or --folder PATH")
    if any(size < 10 for size in found.sizes) or (found.repeat is not None and found.repeat < 1):
        parser.error("sizes are 10 or more, repeats 1 or more")
    for folder in found.folder:
        if not folder.is_dir():
            parser.error(f"{folder} is no folder")
    return found


def main() -> None:
    """Measure what the command line says, print the tables, and exit with 1 where a check falls short."""
    asked = arguments()
    makers = (sides.kbgen, sides.hugo, *(sides.PEERS if asked.peers else ()))
    subjects: list[tuple[str, Callable[[Path], Path]]] = [
        *((f"generated {size:,}", lambda place, size=size: _generated(size, place)) for size in asked.sizes),
        *((folder.resolve().name, lambda place, folder=folder: folder.resolve()) for folder in asked.folder),
    ]
    results, texts = [], []
    for label, prepare in subjects:
        with tempfile.TemporaryDirectory(prefix="kbgen-bench-") as place:
            project = prepare(Path(place))
            repeat = asked.repeat or (1 if _count(project) >= 10_000 else 3)
            try:
                result = bench(label, project, Path(place), repeat, makers)
            except (sides.Absent, measure.Failed, ValueError) as error:
                sys.exit(f"{label}: {error}")
        result.generated = project.is_relative_to(place)
        results.append(result)
        texts.append(described(result, repeat, asked.check))
        print(texts[-1], end="\n\n", flush=True)
    print(machine())
    if asked.json:
        asked.json.write_text(json.dumps({"on": machine(), "results": list(map(asdict, results))}, indent=1) + "\n")
    if asked.readme:
        _write_readme("\n\n".join((f"Measured on {machine()}.", *texts)))
    short = report.short_of(results) if asked.check else []
    for line in short:
        print(f"SHORT {line}")
    sys.exit(1 if short else 0)


def _generated(size: int, place: Path) -> Path:
    _say(f"generating {size:,} pages")
    generate(size, place / "generated")
    return place / "generated"


def _count(project: Path) -> int:
    return sum(1 for _ in sides.find_content(project).rglob("*.md"))


if __name__ == "__main__":
    main()
