"""`kbgen new`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbgen.commands.terminal import PageCommand, examples, near, project_of, project_option
from kbgen.config import load_config
from kbgen.diagnostics import visible
from kbgen.model import KbgenError

if TYPE_CHECKING:
    from kbgen.author.kb import Kb

_EXAMPLES = (
    'kbgen new source "A talk about machines" --published 2026-01-31 --host lex-fridman --raw raw/talk.txt',
    'kbgen new entity "Ada Lovelace" --field entity_type=person',
    "kbgen new --wanted",
    "kbgen new text-diffusion-models",
)


@click.command("new", cls=PageCommand, epilog=examples(*_EXAMPLES))
@click.argument("words", metavar="[KIND TITLE | NAME]", nargs=-1)
@click.option("--wanted", is_flag=True, help="List the pages to write next, the most wanted first.")
@click.option("--url", default="", help="The address of the work on the web.")
@click.option(
    "--published", default="", metavar="DATE", help="When the work was published: 2026-01-31, 2026-01 or 2026."
)
@click.option("--host", multiple=True, metavar="NAME", help="A host. Can be given several times.")
@click.option("--guest", multiple=True, metavar="NAME", help="A guest. Can be given several times.")
@click.option("--author", multiple=True, metavar="NAME", help="An author. Can be given several times.")
@click.option("--raw", multiple=True, metavar="FILE", help="The original, in a raw folder; its hash is stored.")
@click.option("--tag", multiple=True, metavar="TAG", help="A tag. Can be given several times.")
@click.option("--alias", multiple=True, metavar="NAME", help="Another name of the page. Can be given several times.")
@click.option("--field", multiple=True, metavar="KEY=VALUE", help="Any other field. Can be given several times.")
@click.option("--name", default="", metavar="NAME", help="The name of the file. Default: made from the title.")
@project_option
def command(
    words: tuple[str, ...],
    wanted: bool,
    url: str,
    published: str,
    host: tuple[str, ...],
    guest: tuple[str, ...],
    author: tuple[str, ...],
    raw: tuple[str, ...],
    tag: tuple[str, ...],
    alias: tuple[str, ...],
    field: tuple[str, ...],
    name: str,
    project: Path | None,
) -> int:
    """Make a page of a KIND (source, entity, concept …) with a TITLE, or the page that others link to by NAME.

    The file goes to the folder of its kind, and has the fields and sections of its kind. Existing files are never
    overwritten. The path of the new file is printed.
    """
    from kbgen.author.files import create
    from kbgen.author.kb import read_kb
    from kbgen.author.pages import Asked, fields_of, kind_named, new_page, wanted_page

    config = load_config(project_of(project, "kbgen new"), output=None, cwd=Path.cwd(), writes=False)
    kb = read_kb(config)
    if wanted:
        if words:
            raise KbgenError("--wanted lists pages, and makes none", f"kbgen new {words[0]}")
        return _list(kb)
    if not "".join(words).strip():
        raise KbgenError("which page?", 'kbgen new source "Its title", or kbgen new --wanted for what is missing')
    asked = Asked("", published, url, host, guest, author, raw, tag, alias, fields_of(field, kb), name)
    what = kind_named(words[0], kb) if len(words) > 1 else None
    if what is not None:
        page = new_page(kb, what, asked._replace(title=" ".join(words[1:])), Path.cwd())
    else:
        node = kb.wanted_page(" ".join(words))
        if node is None:
            raise _unknown(kb, words)
        if name:
            raise KbgenError(f"the links to “{node.title}” say what its file is called", "leave out --name")
        page = wanted_page(kb, node, Path.cwd(), asked=asked)
    click.echo(visible(near(create(config.content, page.path, page.text.encode(), near))))
    if what is not None:
        click.echo(_namesake(kb, " ".join(words[1:])), nl=False, err=True)
    return 0


def _list(kb: Kb) -> int:
    from kbgen.author.wanted import wants

    found = wants(kb)
    if not found:
        click.echo("nothing is wanted: every link leads to a page")
    for want in found:
        pages = "1 page " if want.pages == 1 else f"{want.pages:,} pages"
        click.echo(visible(f"{pages:>10}  {want.node.create}  {want.node.title}"))
    return 0


def _namesake(kb: Kb, title: str) -> str:
    """What to say of a new page whose title is a name of another page already ('' where it is not)."""
    from kbgen.model import Node

    page = kb.find(title)
    if not isinstance(page, Node):
        return ""
    told = f"note: “{title}” is a name of {page.path} already\n  hint: if both are about the same, keep only that page"
    return "".join(f"{visible(line)}\n" for line in told.splitlines())


def _unknown(kb: Kb, words: tuple[str, ...]) -> KbgenError:
    """What to say of a name that nothing wants."""
    from rapidfuzz import fuzz, process

    from kbgen.author.pages import kind_named, words_for_kinds
    from kbgen.model import Node

    name = " ".join(words)
    if len(words) == 1 and kind_named(name, kb) is not None:
        return KbgenError(f"the new {name} needs a title", f'kbgen new {name} "Its title"')
    page = kb.find(name)
    if isinstance(page, Node):
        return KbgenError(f"{page.path} already exists, and kbgen does not overwrite files", "edit that file")
    kinds = ", ".join(sorted(set(kb.kinds) - {"listing"}))
    hint = f'for a page of your own: kbgen new KIND "{name}", with one of {kinds}'
    if best := process.extractOne(name.casefold(), sorted(kb.wanted), scorer=fuzz.ratio, score_cutoff=70):
        hint = f"did you mean {best[0]}?"
    elif len(words) > 1 and (
        best := process.extractOne(words[0].casefold(), words_for_kinds(kb), scorer=fuzz.ratio, score_cutoff=75)
    ):
        return KbgenError(
            f"there is no kind “{words[0]}”", f'did you mean kbgen new {best[0]} "{" ".join(words[1:])}"?'
        )
    return KbgenError(f"no page links to “{name}”", hint)
