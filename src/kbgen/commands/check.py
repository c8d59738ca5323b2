"""`kbgen check`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbgen.commands.terminal import (
    CONTENT_PROBLEMS,
    EMPTY,
    FOLDER,
    coloured,
    examples,
    jobs_option,
    near,
    part_of,
    progress_bar,
    told,
)
from kbgen.config import FILE, Config, load_config, outer_project
from kbgen.diagnostics import count_codes, counted, summary, visible, worst
from kbgen.model import KbgenError

if TYPE_CHECKING:
    from kbgen.audit import Audit

FORMATS = ("text", "json", "sarif", "github")
_EXAMPLES = (
    "kbgen check",
    "kbgen check kb/sources/talk.md --strict",
    "kbgen check --strict --format github",
    "kbgen check --select KB4,missing-page",
)


@click.command("check", epilog=examples(*_EXAMPLES))
@click.argument("paths", metavar="[DIR | FILE...]", nargs=-1, type=FOLDER)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are printed.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too, not only on errors.")
@click.option(
    "--select", multiple=True, metavar="CODE", help="Check only these rules: codes, names, or KB4 for a family."
)
@click.option("--ignore", multiple=True, metavar="CODE", help="Check all rules but these.")
@click.option(
    "--all", "everything", is_flag=True, help="Print all findings as text, not only the first 20 of each rule."
)
@click.option("--git", is_flag=True, help="Ask git which raw files were committed after their summaries.")
@click.option("--write-baseline", is_flag=True, help="Accept all current findings: from now on, only new ones count.")
@jobs_option
@click.option("--explain", metavar="CODE", help="Only print the manual page of a rule.")
def command(
    paths: tuple[Path, ...],
    form: str,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    everything: bool,
    git: bool,
    write_baseline: bool,
    jobs: int | None,
    explain: str | None,
) -> int:
    """Report what is wrong with the project in DIR (default: this folder), without changing its files.

    With the names of files, only what is wrong with these is reported; all others are read, for their names and links.

    Exits with code 1 if there is an error (with --strict, any warning) that is not in the baseline.
    """
    from kbgen.audit import audit, date_today
    from kbgen.check.judge import code_of, codes_of

    if explain is not None:
        from kbgen.check.manual import page

        click.echo(page(code_of(explain, "--explain")), nl=False)
        return 0
    project, files = _asked(paths)
    click.echo(part_of(project, "kbgen check"), nl=False, err=True)
    config = load_config(project, output=None, cwd=Path.cwd(), writes=False)
    if write_baseline and (select or ignore or files):
        other = "--select or --ignore" if select or ignore else "names of files"
        raise KbgenError(f"--write-baseline accepts all findings, so it cannot be combined with {other}")
    chosen, left_out = codes_of(select, "--select"), codes_of(ignore, "--ignore")
    with progress_bar(quiet=form != "text") as progress:
        found = audit(
            config, progress, today=date_today(), git=git, jobs=jobs or 0, remember=True, select=chosen, ignore=left_out
        )
    if write_baseline:
        return _accept(config, found)
    if files:
        found = found.of_files(_paths(config, files))
        for one in found.left_out:
            click.echo(f"note: {visible(one.path)} is no page here ({one.reason})", err=True)
    if form == "text":
        _tell_audit(config, found, "file" if files else "document", everything or bool(files))
    else:
        from kbgen.check import formats

        where = _in_repository(config.project) if form in formats.IN_REPOSITORY else ""
        shown = formats.from_repository(found.findings, where)
        click.echo(formats.FORMATS[form](shown), nl=False)
    grave = ("error", "warning") if strict else ("error",)
    return CONTENT_PROBLEMS if worst(found.findings) in grave else 0


def _asked(paths: tuple[Path, ...]) -> tuple[Path, tuple[Path, ...]]:
    """The project, and the files of it that are asked for (none: all). Raises KbgenError for what is not one of these,
    and for files whose project nobody knows."""
    files = tuple(path for path in paths if path.is_file())
    if not files and len(paths) < 2:
        return (paths or (Path(),))[0], ()
    other = next((path for path in paths if path not in files), None)
    if other is not None:
        what = f"{other} is a folder" if other.is_dir() else f"there is no file {other}"
        raise KbgenError(what, "name one folder, or only files")
    folder, here = files[0].parent, Path.cwd()
    inside = here in Path(os.path.realpath(folder), "x").parents
    project = folder if (folder / FILE).is_file() else outer_project(folder) or (Path() if inside else None)
    if project is None:
        raise KbgenError(f"nobody knows of which project {files[0]} is a part", "go to the folder of the project first")
    return project, files


def _paths(config: Config, files: tuple[Path, ...]) -> frozenset[str]:
    """The files as findings name them. Raises KbgenError for one that is not in the project."""
    found = set()
    for file in files:
        path = os.path.relpath(Path(os.path.realpath(file.parent), file.name), os.path.realpath(config.project))
        if path.startswith(".."):
            raise KbgenError(
                f"{file} is not in {near(config.project)}, as {files[0]} is", "check one project at a time"
            )
        found.add(path.replace(os.sep, "/"))
    return frozenset(found)


def _in_repository(project: Path) -> str:
    """The project as counted from the top of the repository: where GitHub's runners say it is, else this folder."""
    top = os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or ".")
    try:
        return os.path.relpath(project, top).replace(os.sep, "/")
    except ValueError:  # another drive
        return ""


def _accept(config: Config, found: Audit) -> int:
    """Write the file of accepted findings."""
    from kbgen.audit import baseline_file
    from kbgen.check.baseline import write_baseline
    from kbgen.files.disk import replace_file

    file = baseline_file(config)
    try:
        replace_file(file.resolve(), write_baseline(found.every))
    except OSError as error:
        raise KbgenError(f"{near(file)} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {visible(near(file))}: {counted(len(found.every), 'finding')} accepted")
    return 0


def _tell_audit(config: Config, found: Audit, what: str, everything: bool) -> None:
    most = len(found.findings) if everything else 20
    click.echo(told(found.findings, config, coloured(sys.stdout), most, " (--all shows them)"), nl=False)
    accepted = f", {found.accepted:,} accepted in {config.check.baseline}" if found.accepted else ""
    click.echo(f"{counted(found.documents, what)}: {summary(found.findings)}{accepted}")
    if found.mended:
        forget = "" if found.findings else " (kbgen check --write-baseline forgets them)"
        click.echo(f"accepted once, and mended since: {counted(found.mended, 'finding')}{forget}")
    if not found.documents and not found.left_out:
        click.echo(f"  hint: {EMPTY}")
    if found.findings:
        click.echo(", ".join(f"{code} {count:,}" for code, count in count_codes(found.findings).items()))
