"""`kbgen serve`."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbgen.commands.terminal import examples, jobs_option, near, part_of, progress_bar, project_argument, tell
from kbgen.config import Config, load_config
from kbgen.diagnostics import summary, visible
from kbgen.model import Diagnostic, KbgenError

if TYPE_CHECKING:
    from kbgen.serve import Outcome

_EXAMPLES = ("kbgen serve", "kbgen serve notes/vault --output /tmp/site --open", "kbgen serve --port 9000")
_PORT = 8000
INTERRUPTED = 130  # product.md, "Exit codes"
_TRIED = 50  # ports behind the one that is taken


@click.command("serve", epilog=examples(*_EXAMPLES))
@project_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write the site. Default: DIR/site.")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help=f"The port to listen on; 0: any free port. Default: {_PORT}, or the next one that is free.",
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="NAME", help="The address to listen on.")
@click.option("--open", "show", is_flag=True, help="Open the site in a browser.")
@jobs_option
def command(project: Path, output: Path | None, port: int | None, host: str, show: bool, jobs: int | None) -> int:
    """Build the site of the project in DIR (default: this folder), serve it, and follow every change.

    The site is written to the same folder as by `kbgen build`, with the same bytes. Open pages are reloaded when they
    change, and show what is wrong with them. Ctrl-C stops the server.
    """
    from kbgen.serve.builder import Order, served
    from kbgen.serve.server import Settings, Voice, serve

    cwd = Path.cwd()
    click.echo(part_of(project, "kbgen serve"), nl=False, err=True)
    config = load_config(project, output=output, cwd=cwd)
    sockets, is_open = _listen(host, port)
    with sockets[0]:
        address = _address(host, sockets[0].getsockname()[1], served(config).top)
        if is_open:
            click.echo("warning: whoever can reach this machine over the network can read this site", err=True)
        terminal = _Terminal(config, address, show)
        settings = Settings(Order(project, output, cwd, jobs or 0), served(config), sockets, _names(host), is_open)
        serve(settings, Voice(terminal.progress, terminal.outcome, terminal.ready))
    return INTERRUPTED  # raised as KeyboardInterrupt, but below a shell that ignores it


# ---------------------------------------------------------------- where to listen


def _listen(host: str, asked: int | None) -> tuple[list[socket.socket], bool]:
    """A socket that listens at the port that was asked for, or at the usual one or, if that is taken, the next that is
    free; and whether others than this machine can reach it. Raises KbgenError, also where the port that was asked for
    is taken: a bookmark, a tunnel or a script counts on that one."""
    port = _PORT if asked is None else asked
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError) as error:
        raise KbgenError(f"there is no address {visible(host)} here: {_reason(error)}", "leave out --host") from None
    for tried in (*range(port, min(port + _TRIED, 65535) + 1), 0):
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            if os.name != "nt":  # there it would let two servers have one port
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((place[0], tried))
            listening.listen(128)
        except OSError as error:
            listening.close()
            if error.errno == errno.EADDRINUSE and asked is None:
                continue
            if error.errno == errno.EADDRINUSE:
                hint = "name another, or leave out --port to take the next that is free"
                raise KbgenError(f"port {tried} is taken", hint) from None
            hint = "ports below 1024 belong to the administrator" if error.errno == errno.EACCES else ""
            raise KbgenError(f"cannot listen on {visible(host)}:{tried}: {_reason(error)}", hint) from None
        if tried != port:
            click.echo(f"port {port} is taken: listening on {listening.getsockname()[1]} instead", err=True)
        return [listening], not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_loopback
    raise KbgenError("there is no free port")


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _address(host: str, port: int, top: str) -> str:
    """Where a browser on this machine finds the site."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    name = f"[{name}]" if ":" in name and not name.startswith("[") else name
    return f"http://{name}:{port}{top}"


def _names(host: str) -> frozenset[str]:
    """What the server may be called by, beside IP addresses."""
    own = socket.gethostname().casefold()
    return frozenset(
        {"localhost", host.casefold(), *((own, f"{own}.local") if host not in ("127.0.0.1", "::1") else ())}
    )


# ---------------------------------------------------------------- what is said


class _Terminal:
    """Tells of builds on the terminal: everything of the first, of others what is new."""

    def __init__(self, config: Config, address: str, show: bool) -> None:
        self.config, self.address, self.show = config, address, show
        self.known: tuple[Diagnostic, ...] = ()
        self.first = True
        self.failed = ""
        self._bar = progress_bar(quiet=False)
        self._tell = self._bar.__enter__()

    def progress(self, stage: str, done: int, total: int) -> None:
        """The first build is shown going on; later ones are over before they could be read."""
        if self.first:
            self._tell(stage, done, total)

    def outcome(self, outcome: Outcome, paths: set[str] | None) -> None:
        """What came of a build."""
        if self.first:
            self._bar.__exit__(None, None, None)
            self.first = False
        for note in outcome.notes:
            click.echo(f"note: {visible(note)}", err=True)
        if outcome.error:
            if outcome.error != self.failed:
                hint = f"\n  hint: {visible(outcome.hint)}" if outcome.hint else ""
                click.echo(f"error: {_lines(outcome.error)}{hint}", err=True)
            self.failed = outcome.error
            return
        told, changed = set(self.known), outcome.written or outcome.removed or self.failed
        if paths is not None and not changed and told == set(outcome.findings):
            return
        self.failed = ""
        tell([one for one in outcome.findings if one not in told], self.config)
        self.known = outcome.findings
        if paths is None:
            for line in outcome.described:
                click.echo(line)
        click.echo(_line(outcome, paths))

    def ready(self) -> None:
        """Pages are answered from now on."""
        click.echo(f"serving    {visible(near(self.config.output))} at {self.address} (Ctrl-C stops it)")
        sys.stdout.flush()
        if self.show:
            import webbrowser

            webbrowser.open(self.address)


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines())


def _line(outcome: Outcome, paths: Iterable[str] | None) -> str:
    """One build in one line."""
    named = sorted(paths or ())
    what = f"{visible(named[0])}{f' and {len(named) - 1:,} more' if len(named) > 1 else ''}: " if named else ""
    removed = f", {len(outcome.removed):,} removed" if outcome.removed else ""
    done = f"{len(outcome.written):,} written{removed} in {outcome.seconds:.2f} s"
    return f"{'built' if paths is None else 'again':10} {what}{done}, {summary(outcome.findings)}"
