"""`kbgen init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from kbgen.commands.terminal import FOLDER, examples, near
from kbgen.diagnostics import visible

_EXAMPLES = ("kbgen init", "kbgen init notes && cd notes && kbgen check && kbgen build")


@click.command("init", epilog=examples(*_EXAMPLES))
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
def command(folder: Path) -> int:
    """Make a knowledge base in DIR (default: this folder): folders, settings, an example, a workflow, AGENTS.md.

    In a folder that already has content, only what is missing is made. Existing files are never overwritten.
    """
    from kbgen.author.init import init

    made = init(folder)
    for path in made.new:
        click.echo(f"made  {visible(near(folder / path))}")
    for path, remark in made.left:
        click.echo(f"left  {visible(near(folder / path))}, which already exists{f'; {remark}' if remark else ''}")
    if made.repository is not None:
        where = visible(near(made.repository / ".github/workflows"))
        click.echo(f"note  GitHub only runs workflows in {where}: move site.yml there, and name this folder in it")
        click.echo("      (the manual, Deploying, “A folder of a repository”, shows where)")
    here = "" if near(folder) == "." else f"cd {visible(shlex.quote(near(folder)))} && "
    click.echo(f'next  {here}kbgen new source "Its title", then kbgen check && kbgen build{visible(made.output)}')
    return 0
