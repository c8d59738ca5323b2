"""What was measured as figures and tables: medians, ratios, demands. Pure; knows nothing of processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from measure import Run

MEASURES = ("cold", "nothing changed", "one body edited", "one title edited")
MEMORY = "peak memory"

# The most that kbgen / Hugo may be, by number of pages: the table of the issue on speed.
DEMANDS: dict[int, dict[str, float]] = {
    1_000: dict(zip((*MEASURES, MEMORY), (0.8, 0.04, 0.1, 0.15, 0.6), strict=True)),
    10_000: dict(zip((*MEASURES, MEMORY), (0.7, 0.015, 0.04, 0.08, 0.3), strict=True)),
    50_000: dict(zip((*MEASURES, MEMORY), (0.7, 0.015, 0.06, 0.1, 0.3), strict=True)),
}
# The most that the time of kbgen per page from cold may grow from the smallest to the largest of these sizes.
GROWTH = 1.3


@dataclass
class Result:
    """All that was measured on one kb; the runs by side and measure, in the order in which they were made."""

    label: str
    pages: int
    size: int  # bytes of markdown
    generated: bool = False
    runs: dict[str, dict[str, list[Run]]] = field(default_factory=dict)
    written: dict[str, tuple[int, int]] = field(default_factory=dict)  # files and bytes of each side's site
    versions: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def wall(result: Result, side: str, measure: str) -> float:
    """The median of the wall time in seconds."""
    return median(run.wall for run in result.runs[side][measure])


def cpu(result: Result, side: str, measure: str) -> float:
    """The median of the CPU time in seconds."""
    return median(run.cpu for run in result.runs[side][measure])


def memory(result: Result, side: str) -> float:
    """The largest of the measures' medians of peak memory, in bytes."""
    return max(median(run.memory for run in runs) for runs in result.runs[side].values())


def rebuild(result: Result, side: str) -> float:
    """The median wall time of all builds after the first: for Hugo they all are the same work."""
    return median(run.wall for measure in MEASURES[1:] for run in result.runs[side][measure])


def ratios(result: Result) -> dict[str, float]:
    """kbgen / Hugo: cold by cold, every other build by Hugo's rebuild, memory by memory. Empty without Hugo."""
    if "Hugo" not in result.runs:
        return {}
    found = {"cold": wall(result, "kbgen", "cold") / wall(result, "Hugo", "cold")}
    found |= {name: wall(result, "kbgen", name) / rebuild(result, "Hugo") for name in MEASURES[1:]}
    return found | {MEMORY: memory(result, "kbgen") / memory(result, "Hugo")}


def demands(pages: int) -> dict[str, float]:
    """The demands at the size of the table that is nearest by its factor."""
    return DEMANDS[min(DEMANDS, key=lambda size: max(size / pages, pages / size) if pages else size)]


def short_of(results: Sequence[Result]) -> list[str]:
    """What falls short of the demands, a line each."""
    lines = [
        f"{result.label}: {name}: {ratio:.3f} of Hugo, at most {demands(result.pages)[name]} is demanded"
        for result in results
        for name, ratio in ratios(result).items()
        if ratio > demands(result.pages)[name]
    ]
    lines += [
        f"{r.label}: no Hugo beside it, nothing to compare with" for r in results if r.generated and not ratios(r)
    ]
    generated = sorted((result for result in results if result.generated), key=lambda result: result.pages)
    if generated:
        first, last = (wall(result, "kbgen", "cold") / result.pages for result in (generated[0], generated[-1]))
        if last / first > GROWTH:
            span = f"from {generated[0].label} to {generated[-1].label}"
            lines.append(f"time per page grows by {last / first:.2f} {span}, at most {GROWTH} is demanded")
    return lines


def table(result: Result, check: bool = False) -> str:
    """The result as a table in markdown that can be read as it is; with `check`, the demands beside the ratios."""
    sides = list(result.runs)
    found = ratios(result)
    head = ["", *(f"{side} {result.versions[side]}" for side in sides)]
    head += ["kbgen / Hugo"] * bool(found) + ["at most"] * check
    rows = [head]
    for name in MEASURES:
        times = [f"{wall(result, side, name):.2f} s (CPU {cpu(result, side, name):.2f} s)" for side in sides]
        rows.append([name, *times, *_judged(name, found, result.pages, check)])
    peaks = [_bytes(memory(result, side)) for side in sides]
    rows.append([MEMORY, *peaks, *_judged(MEMORY, found, result.pages, check)])
    written = [f"{files:,} files, {_bytes(size)}" for files, size in (result.written[side] for side in sides)]
    rows.append(["site", *written, *[""] * (len(head) - len(sides) - 1)])
    return aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a table in markdown, the first row its head, all but the first column to the right."""
    widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = (c.rjust(w) if n else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        lines.append(f"| {' | '.join(cells)} |")
    rule = ("-" * width if n == 0 else "-" * (width - 1) + ":" for n, width in enumerate(widths))
    return "\n".join((lines[0], f"| {' | '.join(rule)} |", *lines[1:]))


def _judged(name: str, found: dict[str, float], pages: int, check: bool) -> list[str]:
    """The cells of the ratio and of the demand; what falls short is marked."""
    if not found:
        return ["–"] * check
    ratio, most = found[name], demands(pages)[name]
    cells = [f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}"]
    return [*cells, f"{most} {'SHORT' if ratio > most else 'ok'}"] if check else cells


def _bytes(number: float) -> str:
    return f"{number / 1e9:.2f} GB" if number >= 1e9 else f"{number / 1e6:.0f} MB"
