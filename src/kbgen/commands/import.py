"""`kbgen import`."""

from __future__ import annotations

import codecs
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbgen.commands.terminal import PageCommand, examples, near, project_of, project_option
from kbgen.config import load_config
from kbgen.diagnostics import counted, visible
from kbgen.model import KbgenError
from kbgen.text.names import cut

if TYPE_CHECKING:
    from kbgen.author.reading import ImportedPage

_EXAMPLES = (
    "kbgen import summary.txt --dry-run",
    "kbgen import summary.txt --write",
    "kbgen import saved-page.html --write --field tags=web",
    "pbpaste | kbgen import - > kb/sources/talk.md",
)
_WIDEST = 100


@click.command("import", cls=PageCommand, epilog=examples(*_EXAMPLES))
@click.argument("file", metavar="FILE|-", type=click.Path(allow_dash=True, readable=False, path_type=Path))
@click.option(
    "--dry-run", is_flag=True, help="Instead of the page, print how each line is read and which links are made."
)
@click.option("--write", is_flag=True, help="Write the page to the folder of its kind and print its path.")
@click.option(
    "--kind", default="source", metavar="KIND", help="The kind of page, if the text does not name one. Default: source."
)
@click.option("--field", multiple=True, metavar="KEY=VALUE", help="A field of the page. Can be given several times.")
@click.option("--name", default="", metavar="NAME", help="The name of the file to write. Default: made from the title.")
@project_option
def command(
    file: Path, dry_run: bool, write: bool, kind: str, field: tuple[str, ...], name: str, project: Path | None
) -> int:
    """Make a page from a summary that you have as text: pasted, markdown, or a saved web page (HTML).

    Lines are read as title, fields, headings, paragraphs, lists and tables; names become links. The page is printed,
    or written to a file with --write. Existing files are never overwritten.
    """
    from kbgen.author.files import create
    from kbgen.author.kb import read_kb
    from kbgen.author.names import given_name, refuse_listing
    from kbgen.author.pages import fields_of, kind_named
    from kbgen.author.reading import read_page

    if dry_run and write:
        raise KbgenError("--dry-run and --write cannot be combined: the first only shows what the second would write")
    data = _read(file)
    config = load_config(project_of(project, "kbgen import"), output=None, cwd=Path.cwd(), writes=False)
    kb = read_kb(config)
    what = kind_named(kind, kb)
    if what is None:
        kinds = ", ".join(sorted(set(kb.kinds) - {"listing"}))
        raise KbgenError(f"there is no kind “{kind}”", f"there are {kinds}")
    page = read_page(data, kb, _title(file), kind, fields_of(field, kb))
    if name:
        page = page._replace(path=given_name(name, page.path.rpartition("/")[0]))
    if write:
        refuse_listing(page.path, kb)
    for problem in page.problems:
        click.echo(f"warning: {visible(problem.message)}\n  hint: {visible(problem.hint)}", err=True)
    if dry_run:
        _tell(page, kb.prefix)
    elif write:
        click.echo(visible(near(create(config.content, page.path, page.text.encode(), near))))
    else:
        sys.stdout.buffer.write(page.text.encode())
    return 0


_STDIN = Path("-")


def _read(file: Path) -> bytes:
    if re.match(r"https?:/", str(file)) and not file.exists():
        raise KbgenError(
            f"kbgen opens no connection, so it cannot read {_address(file)}", "save the page, then name its file"
        )
    try:
        data = sys.stdin.buffer.read() if file == _STDIN else file.read_bytes()
    except OSError as error:
        raise KbgenError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise KbgenError("there is no text to make a page from", "name a file, or paste the text and press Ctrl-D")
    what = next((what for mark, what in _NO_TEXT if data.startswith(mark)), "")
    if what or (b"\0" in data[:_LOOKED_AT] and not data.startswith(_UTF16)):
        raise KbgenError(f"{file} is {what or 'no text'}", "save what it says as text or HTML, then name that file")
    return data


def _address(file: Path) -> str:
    """The address that was given as a file: a path has one slash where addresses have two."""
    return re.sub(r"^(\w+:)/+", r"\1//", str(file))


# What the bytes of files begin with that many would like to import; git, too, takes a file with a NUL for no text.
_NO_TEXT = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "an archive, such as a document of Word or an e-book"),
    (b"{\\rtf", "a document in RTF"),
)
_LOOKED_AT = 8000  # bytes
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _title(file: Path) -> str:
    """What a page is called whose text has no title: as its file, as far as that is UTF-8."""
    return file.stem.encode(errors="ignore").decode() if file != _STDIN else ""


def _tell(page: ImportedPage, prefix: str) -> None:
    """What each line was taken for, and which links were made."""
    for seen in page.seen:
        click.echo(cut(visible(f"{seen.line:>5}  {seen.what:<10} {seen.text}"), _WIDEST))
    click.echo(f"\n{counted(len(page.links), 'link')}, by the lines of the page:")
    for made in page.links:
        click.echo(cut(visible(f"{made.line:>5}  {made.link}  ({made.why})"), _WIDEST))
    click.echo(f"\nwith --write it becomes {visible(prefix + page.path)}")
