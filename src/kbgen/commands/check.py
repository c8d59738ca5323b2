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
    coloured,
    examples,
    jobs_option,
    near,
    part_of,
    progress_bar,
    project_argument,
    told,
)
from kbgen.config import Config, load_config
from kbgen.diagnostics import count_codes, counted, summary, visible, worst
from kbgen.model import KbgenError

if TYPE_CHECKING:
    from kbgen.audit import Audit

FORMATS = ("text", "json", "sarif", "github")
_EXAMPLES = (
    "kbgen check",
    "kbgen check --strict --format github",
    "kbgen check --select KB4,missing-page",
)


@click.command("check", epilog=examples(*_EXAMPLES))
@project_argument
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
    project: Path,
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

    Exits with code 1 if there is an error (with --strict, any warning) that is not in the baseline.
    """
    from kbgen.audit import audit, date_today
    from kbgen.check.judge import code_of, codes_of

    if explain is not None:
        from kbgen.check.manual import page

        click.echo(page(code_of(explain, "--explain")), nl=False)
        return 0
    click.echo(part_of(project, "kbgen check"), nl=False, err=True)
    config = load_config(project, output=None, cwd=Path.cwd(), writes=False)
    if write_baseline and (select or ignore):
        raise KbgenError("--write-baseline accepts all findings, so it cannot be combined with --select or --ignore")
    chosen, left_out = codes_of(select, "--select"), codes_of(ignore, "--ignore")
    with progress_bar(quiet=form != "text") as progress:
        found = audit(
            config, progress, today=date_today(), git=git, jobs=jobs or 0, remember=True, select=chosen, ignore=left_out
        )
    if write_baseline:
        return _accept(config, found)
    if form == "text":
        _tell_audit(config, found, everything)
    else:
        from kbgen.check import formats

        where = _in_repository(config.project) if form in formats.IN_REPOSITORY else ""
        shown = formats.from_repository(found.findings, where)
        click.echo(formats.FORMATS[form](shown), nl=False)
    grave = ("error", "warning") if strict else ("error",)
    return CONTENT_PROBLEMS if worst(found.findings) in grave else 0


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


def _tell_audit(config: Config, found: Audit, everything: bool) -> None:
    most = len(found.findings) if everything else 20
    click.echo(told(found.findings, config, coloured(sys.stdout), most, " (--all shows them)"), nl=False)
    accepted = f", {found.accepted:,} accepted in {config.check.baseline}" if found.accepted else ""
    click.echo(f"{counted(found.documents, 'document')}: {summary(found.findings)}{accepted}")
    if found.mended:
        forget = "" if found.findings else " (kbgen check --write-baseline forgets them)"
        click.echo(f"accepted once, and mended since: {counted(found.mended, 'finding')}{forget}")
    if not found.documents:
        click.echo(f"  hint: {EMPTY}")
    if found.findings:
        click.echo(", ".join(f"{code} {count:,}" for code, count in count_codes(found.findings).items()))
