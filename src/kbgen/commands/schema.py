"""`kbgen schema`."""

from __future__ import annotations

from pathlib import Path

import click

from kbgen.commands.terminal import examples, project_of, project_option
from kbgen.config import load_config
from kbgen.model import KbgenError

_EXAMPLES = ("kbgen schema source > source.schema.json",)


@click.command("schema", epilog=examples(*_EXAMPLES))
@click.argument("kind", required=False)
@project_option
def command(kind: str | None, project: Path | None) -> int:
    """Print the JSON Schema of the frontmatter, for editors: for one KIND of page, or for all."""
    import json

    from kbgen.check.schema import json_schema
    from kbgen.link.kinds import kind_table, type_key
    from kbgen.pipeline.evidence import kind_settings

    config = load_config(project_of(project, "kbgen schema"), output=None, cwd=Path.cwd(), writes=False)
    kinds, required = kind_settings(config)
    try:
        made = json_schema(kinds, required, kind_table(kinds).by_type[type_key(kind)] if kind else "")
    except KeyError:
        every = ", ".join(sorted(json_schema(kinds, required)["$defs"]))
        raise KbgenError(f"there is no kind “{kind}”", f"there are {every}") from None
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    return 0
