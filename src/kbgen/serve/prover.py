"""The process that makes proofs: the open pages as they will be, while the process that builds is still at it.

It keeps the site as it was read once, with the graph, and reads it anew when it has fallen behind and nothing else is
to be done. Whatever happens to it, pages are served as they are built.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from collections.abc import Collection
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from kbgen.composed import Composed, compose
from kbgen.config import Config, load_config
from kbgen.files import scan
from kbgen.model import KbgenError, Value
from kbgen.project import silent
from kbgen.proof import prove
from kbgen.serve.builder import Order
from kbgen.store import Store
from kbgen.theme import load_theme

_FEW = 32  # changed files; for more it is not worth while to be ahead of the build
_REST = 5.0  # seconds without a change, after which the site is read anew
_PATIENCE = 1.0  # seconds that the process gets to end


class Errand(Value, frozen=True):
    """What has changed (paths as counted from the project; none: it is not known), and which pages are open
    (addresses)."""

    changed: frozenset[str]
    open: tuple[str, ...]


class Prover:
    """The process, as the server has it. If it dies, it is started again with the next errand."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._ended = False

    def start(self) -> None:
        """Begin to read the site."""
        if self._process is None and not self._ended:
            context = get_context("spawn")  # a fork would take the server's connections with it
            self._pipe, there = context.Pipe()
            self._process = context.Process(target=_main, args=(there, self.order), name="kbgen prover")
            self._process.start()
            there.close()

    def prove(self, errand: Errand) -> dict[str, bytes]:
        """Pages and files by their paths, to be served until a build that was begun after the change is done. Blocks
        until they are made."""
        self.start()
        self.start()
        if self._pipe is None:
            return {}
        try:
            self._pipe.send(errand)
            found: dict[str, bytes] = self._pipe.recv()
        except (EOFError, OSError):
            self._process = self._pipe = None
            return {}
        return found

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._ended = True
        process = self._process
        if process is not None:
            process.terminate()
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()


# ---------------------------------------------------------------- the process itself


def _main(pipe: Connection[Any, Any], order: Order) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears it too, and ends this process
    desk = _Desk(order)
    with contextlib.suppress(EOFError, OSError):  # the server is gone
        while True:
            if desk.behind and not pipe.poll(_REST if desk.composed else 0):
                desk.compose()
            errand = pipe.recv()
            pipe.send(desk.prove(errand))


class _Desk:
    """The site as it was read last, with what was proved since. It is `behind` when more than words is new."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.composed: Composed | None = None
        self.behind = True

    def _settings(self) -> Config:
        return load_config(self.order.project, output=self.order.output, cwd=self.order.cwd)

    def compose(self) -> None:
        """Read and link the whole site."""
        self.composed, self.behind = None, False
        gc.collect()  # a graph holds itself in circles
        with contextlib.suppress(KbgenError, OSError):
            config = self._settings()
            with contextlib.closing(Store(config.store)) as store:
                self.composed = compose(config, scan(config), store, load_theme(config.templates), {}, {}, 1, silent)

    def prove(self, errand: Errand) -> dict[str, bytes]:
        """The open pages as they will be, as far as that can be known. What is wrong is told by the build."""
        composed, changed = self.composed, errand.changed
        if composed is None or len(changed) > _FEW:
            self.behind = True
            return {}
        try:
            config = self._settings()
            proof = prove(composed, config, _documents(config, changed), errand.open)
        except (KbgenError, OSError):
            self.behind = True
            return {}
        self.composed = proof.composed
        self.behind = self.behind or not proof.whole or not changed  # of what is not told more may be new
        return proof.pages


def _documents(config: Config, changed: Collection[str]) -> set[str]:
    """Changed files as counted from the kb folder, those outside of it as they are."""
    folder = f"{config.content_prefix}/" if config.content_prefix else ""
    return {path.replace(os.sep, "/").removeprefix(folder) for path in changed}
