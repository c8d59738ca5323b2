"""What commands share: arguments, progress, and how things are told on a terminal."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from kbgen.config import FILE, Config, outer_project
from kbgen.diagnostics import counted, first_of_each, format_text, visible
from kbgen.files import source_line
from kbgen.model import Diagnostic, KbgenError
from kbgen.process.workers import Progress, silent
from kbgen.text.names import is_text

CONTENT_PROBLEMS = 1  # product.md, "Exit codes"
EMPTY = "no markdown was read here: name the folder of your notes, or begin with kbgen init"

MORE = " (kbgen check --all shows them)"

FOLDER = click.Path(path_type=Path, readable=False)  # `load_config` tells what is wrong with it, in words of ours
project_argument = click.argument("project", metavar="[DIR]", default=".", type=FOLDER)
project_option = click.option(
    "--project",
    metavar="DIR",
    type=FOLDER,
    help="The project. Default: the one that this folder is a part of, or else this folder.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="The number of processes. Default: one per processor.",
)


class PageCommand(click.Command):
    """A command that makes a page of the words it is given. Raises KbgenError for those that are not UTF-8, which no
    page can hold; paths may be."""

    def invoke(self, ctx: click.Context) -> Any:
        for value in ctx.params.values():
            for word in value if isinstance(value, tuple) else (value,):
                if isinstance(word, str) and not is_text(word):
                    raise KbgenError(f"“{word}” is not UTF-8", "write it again, in a terminal that uses UTF-8")
        return super().invoke(ctx)


def examples(*lines: str) -> str:
    """The end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def told(diagnostics: Iterable[Diagnostic], config: Config, colour: bool, most: int = 20, hint: str = "") -> str:
    """The first findings of each code (at most `most`), and how many more there are: whole lines, or nothing."""
    shown, more = first_of_each(diagnostics, most)
    lines = [
        format_text(one, source_line(config.project, one.path, one.line) if one.path else None, colour) for one in shown
    ]
    lines += [f"{code}: and {count:,} more{hint}" for code, count in more.items()]
    return "".join(f"{line}\n\n" for line in lines)


def tell(diagnostics: Iterable[Diagnostic], config: Config) -> None:
    """Print findings beside what a command puts out: to the stream of errors."""
    click.echo(told(diagnostics, config, coloured(sys.stderr), hint=MORE), nl=False, err=True)


def part_of(project: Path, command: str) -> str:
    """What is told of a folder that is only a part of a project, whose settings do not count there: a line and a hint,
    which begins with the words of `command`; nothing of any other."""
    outer = outer_project(project)
    if outer is None:
        return ""
    where, file = visible(shlex.quote(near(outer))), visible(near(outer / FILE))
    part = "this folder" if project == Path() else visible(str(project))
    told = f"note: {file} is not read, because {part} is only a part of its project"
    return f"{told}\n  hint: for the project: {command} {where}\n"


def project_of(given: Path | None, command: str) -> Path:
    """The project that `--project` names; else the one that this folder is a part of, for what is made here is to lie
    where it reads it; else this folder. A part that was named is said to be one, as by `part_of`."""
    if given is None:
        return outer_project(Path()) or Path()
    click.echo(part_of(given, f"{command} --project"), nl=False, err=True)
    return given


def loud(diagnostics: Iterable[Diagnostic], quiet: bool) -> list[Diagnostic]:
    """What is told of findings: all of them, or errors alone."""
    return [one for one in diagnostics if not quiet or one.severity == "error"]


def coloured(stream: TextIO) -> bool:
    """Whether what is written there has colours: on a terminal that has them, unless `NO_COLOR` says anything
    (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def near(path: Path) -> str:
    """A path as seen from here, where that is shorter."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return near if len(near) < len(str(path)) else str(path)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, a plain line for each stage elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield silent if quiet else _line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, object] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            if done % 32 == 0 or done + 1 == total:
                bar.update(tasks[stage], completed=done + 1)  # type: ignore[arg-type]

        yield tell


def _line(stage: str, done: int, total: int) -> None:
    """Tell once what a stage is about to do."""
    if done == 0:
        click.echo(f"{stage} {counted(total, 'file' if stage == 'reading' else 'page')}", err=True)
