"""The command line: its commands, and exit codes. The only place that exits."""

from __future__ import annotations

import contextlib
import importlib
import os
import shlex
import sys
from typing import NoReturn

import click

from kbgen import __version__
from kbgen.diagnostics import visible
from kbgen.model import KbgenError
from kbgen.process.ending import end_when_told
from kbgen.process.streams import FULL, lasting_streams, to_nowhere

CANNOT_GO_ON, BUG = 2, 70  # product.md, "Exit codes"
# A command is a module of its name in `commands/`, loaded when it is asked for.
COMMANDS = ("init", "new", "import", "build", "serve", "check", "graph", "schema")


# What each does, in the list of all; its own help says more.
ABOUT = {
    "init": "Make a new knowledge base.",
    "new": "Make a page, or list the pages that are wanted.",
    "import": "Make a page from a text that you have.",
    "build": "Build the site.",
    "serve": "Serve the site and follow every change.",
    "check": "Report what is wrong.",
    "graph": "Print all pages and links as JSON.",
    "schema": "Print the JSON Schema of the frontmatter.",
}


class _Commands(click.Group):
    """The commands, each loaded when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"kbgen.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of all, for which none has to be loaded."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, ABOUT[name]) for name in COMMANDS])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named. Raises KbgenError, with what was meant, where there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise KbgenError(f"there is no command “{args[0]}”", _meant(args[0]))
        return super().resolve_command(ctx, args)


def _meant(word: str) -> str:
    """A hint for a word that is no command: a folder, or nearly a command."""
    from rapidfuzz import fuzz, process  # seldom needed, and slow to load

    if word == "help":
        return "kbgen --help lists all commands; kbgen build --help explains one"
    if os.path.isdir(word):
        return f"to build that folder: kbgen build {shlex.quote(word)}"
    best = process.extractOne(word.casefold(), COMMANDS, scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {best[0]}?" if best else f"there are {', '.join(COMMANDS)}"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kbgen")
def cli() -> None:
    """The compiler for knowledge bases written as source summaries."""


def main() -> NoReturn:
    """Run the command line and exit: 0, 1, 2, 70 for a bug of kbgen, 130 or 143 when interrupted."""
    end_when_told()
    lasting_streams()
    try:
        if sys.getfilesystemencoding() != "utf-8":
            raise KbgenError("file names can only be ASCII in this locale", "set PYTHONUTF8=1, or a locale with UTF-8")
        _look_around()
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except KbgenError as error:
        hint = f"\n  hint: {visible(error.hint)}" if error.hint else ""
        click.echo(f"error: {visible(error.message)}{hint}", err=True)
        code = CANNOT_GO_ON
    except click.ClickException as error:
        error.show()
        code = CANNOT_GO_ON
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except BrokenPipeError:  # bytes, which know nothing of `streams`
        to_nowhere(sys.stdout)
        code = 0
    except Exception as error:
        code = _failed(error)
    sys.exit(code if isinstance(code, int) else 0)


def _look_around() -> None:
    """Raise KbgenError where the folder that the user is in has been deleted."""
    try:
        os.getcwd()
    except OSError:
        raise KbgenError("the folder that you are in no longer exists", "go to another, like cd ~") from None


def _failed(error: Exception) -> int:
    """The exit code of what nobody expected, once it is told."""
    full = isinstance(error, OSError) and error.errno in FULL
    closed = isinstance(error, PermissionError) and error.filename is not None
    with contextlib.suppress(OSError):
        if closed and isinstance(error, OSError):
            told = f"{visible(str(error.filename))} cannot be opened: {error.strerror}"
            click.echo(f"error: {told}\n  hint: check its permissions", err=True)
        elif full:
            to_nowhere(sys.stdout)
            why = visible(getattr(error, "strerror", None) or str(error))
            click.echo(f"error: the output cannot be printed: {why}", err=True)
        else:  # a bug: say so, with all that is needed to mend it
            import traceback

            traceback.print_exc()
            click.echo("kbgen has a bug: please report the lines above", err=True)
    return CANNOT_GO_ON if full or closed else BUG
