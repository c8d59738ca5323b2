"""The command line: commands, progress, exit codes. The only place that exits, and that looks at the screen."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kbgen import __version__
from kbgen.build import Progress, Report
from kbgen.build import build as run_build
from kbgen.config import Config, load_config
from kbgen.diagnostics import count_codes, first_of_each, format_text, sort_key, summary, visible, worst
from kbgen.files import source_line
from kbgen.model import Diagnostic, KbgenError

if TYPE_CHECKING:
    from kbgen.audit import Audit

FORMATS = ("text", "json", "sarif", "github")
CONTENT_PROBLEMS, CANNOT_GO_ON, BUG = 1, 2, 70  # product.md, "Exit codes"
_EXAMPLES = {
    "build": "kbgen build\n  kbgen build notes/vault --output /tmp/site",
    "check": "kbgen check\n  kbgen check --strict --format github\n  kbgen check --select KB4,missing-page",
    "graph": "kbgen graph | jq .nodes",
    "schema": "kbgen schema source > source.schema.json",
}


def _examples(command: str) -> str:
    return f"\b\nExamples:\n  {_EXAMPLES[command]}"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kbgen")
def cli() -> None:
    """The compiler for knowledge bases written as source summaries."""


@cli.command(epilog=_examples("build"))
@click.argument("project", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write the site. Default: DIR/site.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there is any error or warning.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("--clean", is_flag=True, help="Forget what earlier builds remembered in .kbgen/.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes. Default: one a processor.")
def build(project: Path, output: Path | None, strict: bool, quiet: bool, clean: bool, jobs: int | None) -> int:
    """Build the site of the project in DIR (default: this folder)."""
    started = time.monotonic()
    config = load_config(project, output=output, cwd=Path.cwd())
    with _progress(quiet) as progress:
        report = run_build(config, progress, jobs=jobs or 0, remember=True, clean=clean)
    for note in report.notes:
        click.echo(f"note: {visible(note)}", err=True)
    _tell(report.diagnostics, config, quiet)
    if not quiet:
        for line in report.told.described:
            click.echo(line)
        click.echo(_summary(report, time.monotonic() - started))
        click.echo(f"wrote {visible(_near(config.output))}: open {visible(_near(config.output / 'index.html'))}")
    return CONTENT_PROBLEMS if strict and worst(report.diagnostics) in ("error", "warning") else 0


@cli.command(epilog=_examples("check"))
@click.argument("project", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to tell findings.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too, not on errors alone.")
@click.option("--select", multiple=True, metavar="CODE", help="Only these rules: codes, names, or KB4 for a family.")
@click.option("--ignore", multiple=True, metavar="CODE", help="All but these rules.")
@click.option("--all", "everything", is_flag=True, help="Tell all findings as text, not the first 20 of each rule.")
@click.option("--git", is_flag=True, help="Ask git which raw files were committed after their summaries.")
@click.option("--write-baseline", is_flag=True, help="Accept all findings there are: from now on only new ones count.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes. Default: one a processor.")
@click.option("--explain", metavar="CODE", help="Print the manual page of a rule, and do nothing else.")
def check(
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
    """Tell what is wrong with the project in DIR (default: this folder). Changes no file of it.

    Exits with 1 if there is any error (with --strict, any warning) that is not in the baseline.
    """
    from kbgen.audit import audit, date_today
    from kbgen.check.judge import code_of, codes_of

    if explain is not None:
        from kbgen.check.manual import page

        click.echo(page(code_of(explain, "--explain")), nl=False)
        return 0
    config = load_config(project, output=None, cwd=Path.cwd(), writes=False)
    chosen, left_out = codes_of(select, "--select"), codes_of(ignore, "--ignore")
    with _progress(quiet=form != "text") as progress:
        found = audit(
            config, progress, today=date_today(), git=git, jobs=jobs or 0, remember=True, select=chosen, ignore=left_out
        )
    if write_baseline:
        return _accept(config, found)
    if form == "text":
        _tell_audit(config, found, everything)
    else:
        from kbgen.check import formats

        click.echo(formats.FORMATS[form](found.findings), nl=False)
    grave = ("error", "warning") if strict else ("error",)
    return CONTENT_PROBLEMS if worst(found.findings) in grave else 0


def _accept(config: Config, found: Audit) -> int:
    """Write the file of accepted findings."""
    from kbgen.audit import baseline_file
    from kbgen.check.baseline import write_baseline

    file = baseline_file(config)
    try:
        file.write_bytes(write_baseline(found.every))
    except OSError as error:
        raise KbgenError(f"{_near(file)} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {visible(_near(file))}: {len(found.every):,} findings are accepted")
    return 0


def _tell_audit(config: Config, found: Audit, everything: bool) -> None:
    shown, more = first_of_each(found.findings, len(found.findings) if everything else 20)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for one in sorted(shown, key=sort_key):
        line = source_line(config.project, one.path, one.line) if one.path else None
        click.echo(format_text(one, line, colour) + "\n")
    for code, count in more.items():
        click.echo(f"{code}: and {count:,} more (--all tells them)\n")
    accepted = f", {found.accepted:,} accepted in {config.check.baseline}" if found.accepted else ""
    click.echo(f"{found.documents:,} documents: {summary(found.findings)}{accepted}")
    if found.findings:
        click.echo(", ".join(f"{code} {count:,}" for code, count in count_codes(found.findings).items()))


@cli.command(epilog=_examples("schema"))
@click.argument("kind", required=False)
@click.option("--project", default=".", type=click.Path(path_type=Path), help="Whose kbgen.toml to read.")
def schema(kind: str | None, project: Path) -> int:
    """Print the JSON Schema of the frontmatter, of one KIND of page or of all, for editors."""
    import json

    from kbgen.audit import kind_settings
    from kbgen.check.schema import json_schema

    config = load_config(project, output=None, cwd=Path.cwd(), writes=False)
    kinds, required = kind_settings(config)
    try:
        made = json_schema(kinds, required, kind or "")
    except KeyError:
        every = ", ".join(sorted(json_schema(kinds, required)["$defs"]))
        raise KbgenError(f"there is no kind “{kind}”; there are {every}") from None
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    return 0


@cli.command(epilog=_examples("graph"))
@click.argument("project", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def graph(project: Path) -> int:
    """Print the graph of the project in DIR as JSON (schema kbgen.graph/1)."""
    from kbgen.graph_json import graph_json
    from kbgen.project import load

    config = load_config(project, output=None, cwd=Path.cwd(), writes=False)
    sys.stdout.buffer.write(graph_json(load(config).graph))
    return 0


def _tell(diagnostics: tuple[Diagnostic, ...], config: Config, quiet: bool) -> None:
    """Print the first findings of each code, and how many more there are."""
    shown, more = first_of_each(d for d in diagnostics if not quiet or d.severity == "error")
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    for diagnostic in shown:
        line = source_line(config.project, diagnostic.path, diagnostic.line) if diagnostic.path else None
        click.echo(format_text(diagnostic, line, colour) + "\n", err=True)
    for code, count in more.items():
        click.echo(f"{code}: and {count:,} more\n", err=True)


def _summary(report: Report, seconds: float) -> str:
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
        f"time       {seconds:.2f} s",
    ]
    return "\n".join(lines)


def _near(path: Path) -> str:
    """A path as seen from here, where that is shorter."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return near if len(near) < len(str(path)) else str(path)


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, a plain line for each stage elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield _silent if quiet else _line
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


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nothing."""


def _line(stage: str, done: int, total: int) -> None:
    """Tell once what a stage is about to do."""
    if done == 0:
        click.echo(f"{stage} {total:,} {'files' if stage == 'reading' else 'pages'}", err=True)


def main() -> NoReturn:
    """Run the command line and exit: 0, 1, 2, 70 for a bug of kbgen, 130 or 143 when interrupted."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        if sys.getfilesystemencoding() != "utf-8":
            raise KbgenError("names of files can only be ASCII here", "set PYTHONUTF8=1, or a locale with UTF-8")
        code = cli.main(standalone_mode=False)
    except KbgenError as error:
        hint = f"\n  hint: {visible(error.hint)}" if error.hint else ""
        click.echo(f"error: {visible(error.message)}{hint}", err=True)
        code = CANNOT_GO_ON
    except click.ClickException as error:
        error.show()
        code = CANNOT_GO_ON
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception:  # a bug: say so, with all that is needed to mend it
        import traceback

        traceback.print_exc()
        click.echo("kbgen has a bug: please report what stands above", err=True)
        code = BUG
    sys.exit(code if isinstance(code, int) else 0)


def _terminated(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)
