"""`kbgen build`."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

import click

from kbgen.commands.terminal import (
    CONTENT_PROBLEMS,
    EMPTY,
    MORE,
    examples,
    jobs_option,
    loud,
    near,
    part_of,
    progress_bar,
    project_argument,
    tell,
    told,
)
from kbgen.config import FILE, Config, load_config, readme_of
from kbgen.diagnostics import count_codes, summary, visible, worst
from kbgen.files import Changes, patiently
from kbgen.memory import glance
from kbgen.pipeline.build import Report
from kbgen.pipeline.build import build as run_build

_EXAMPLES = ("kbgen build", "kbgen build notes/vault --output /tmp/site")


@click.command("build", epilog=examples(*_EXAMPLES))
@project_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write the site. Default: DIR/site.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there is any error or warning.")
@click.option("-q", "--quiet", is_flag=True, help="Only print errors.")
@click.option("--clean", is_flag=True, help="Discard what earlier builds stored in .kbgen/.")
@jobs_option
def command(project: Path, output: Path | None, strict: bool, quiet: bool, clean: bool, jobs: int | None) -> int:
    """Build the site of the project in DIR (default: this folder)."""
    started, now = time.monotonic(), time.time_ns()
    part = "" if quiet else part_of(project, "kbgen build")
    click.echo(part, nl=False, err=True)
    config = load_config(project, output=output, cwd=Path.cwd())
    settings = [str(file) for file in (config.project / FILE, readme_of(config.project)) if file and file.exists()]
    with progress_bar(quiet) as progress:
        report = patiently(partial(run_build, config, progress, jobs=jobs or 0, remember=True, clean=clean))
    for note in report.notes:
        click.echo(f"note: {visible(note)}", err=True)
    heard = loud(report.diagnostics, quiet)
    tell(heard, config)
    bare = "" if quiet or report.told.sources + report.told.others else f"note: {EMPTY}\n"
    click.echo(bare, nl=False, err=True)
    if not quiet:
        click.echo(_said(report, config, f"{time.monotonic() - started:.2f}"), nl=False)
    code = CONTENT_PROBLEMS if strict and worst(report.diagnostics) in ("error", "warning") else 0
    why = f"--strict: {summary(report.diagnostics)}\n" if code and quiet else ""
    click.echo(why, nl=False, err=True)
    if config.store is not None and report.remembered and not clean:
        again = report._replace(changes=Changes(unchanged=len(report.changes.files) or report.changes.unchanged))
        out = "" if quiet else _said(again, config, glance.TIME)
        said = code, out, part + told(heard, config, colour=False, hint=MORE) + bare + why
        read, places = [*report.read, *settings], _places(config)
        glance.keep(str(config.store), sys.argv[1:], places, str(config.output), now, said, report.settled, read)
    return code


def _places(config: Config) -> list[str]:
    """The folders that a build reads. The kb folder has a line of its own: it is read whatever it is called."""
    places = (config.project, config.content, *config.raw, config.templates)
    inside = [place for place in places if place.is_dir()]
    return list(dict.fromkeys(map(str, inside)))


def _said(report: Report, config: Config, seconds: str) -> str:
    """What is said of a build: what kbgen took the folder for, what it made of it, and where that lies."""
    where = f"wrote {visible(near(config.output))}: open {visible(near(config.output / 'index.html'))}"
    return "".join(f"{line}\n" for line in (*report.told.described, _summary(report, seconds), where))


def _summary(report: Report, seconds: str) -> str:
    told, found = report.told, report.told.diagnostics
    links = ", ".join(f"{step} {count:,}" for step, count in told.resolutions)
    lines = [
        f"pages      {told.pages:,}: sources {told.sources:,}, entities and others {told.others:,}, "
        f"wanted {told.wanted:,}",
        f"links      {links or 'none'}",
        f"files      {len(report.changes.written):,} written, {report.changes.unchanged:,} unchanged, "
        f"{len(report.changes.removed):,} removed"
        + (f", {len(report.changes.kept):,} kept because somebody changed them" if report.changes.kept else ""),
        f"findings   {summary(found)}"
        + (f" ({', '.join(f'{code} {n:,}' for code, n in count_codes(found).items())})" if found else ""),
        f"time       {seconds} s",
    ]
    return "\n".join(lines)
