"""`kbgen graph`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kbgen.commands.terminal import examples, part_of, project_argument
from kbgen.config import load_config

_EXAMPLES = ("kbgen graph | jq .nodes",)


@click.command("graph", epilog=examples(*_EXAMPLES))
@project_argument
def command(project: Path) -> int:
    """Print the graph of the project in DIR as JSON (schema kbgen.graph/1)."""
    from kbgen.link.graph_json import graph_json
    from kbgen.pipeline.project import load

    click.echo(part_of(project, "kbgen graph"), nl=False, err=True)
    config = load_config(project, output=None, cwd=Path.cwd(), writes=False)
    sys.stdout.buffer.write(graph_json(load(config).graph))
    return 0
