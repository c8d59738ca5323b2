"""The process that makes proofs: the open pages as they will be, while the process that builds is still at it.

It keeps the site as it was read once, with the graph. When that has fallen behind, and nothing changes for a while,
another process reads the site anew and takes its place, so that no page waits for the reading. Whatever happens to
either, pages are served as they are built.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from collections.abc import Collection
from itertools import islice
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from kbgen.config import Config, load_config
from kbgen.files import scan
from kbgen.memory.store import Store
from kbgen.model import KbgenError, Value
from kbgen.pipeline.composed import Composed, compose
from kbgen.process.workers import quick_memory, silent
from kbgen.serve.builder import Order
from kbgen.serve.child import Child
from kbgen.serve.proof import prove
from kbgen.theme.theme import load_theme

_FEW = 32  # changed files; for more it is not worth while to be ahead of the build
_REST = 5.0  # seconds without a change, after which the site is read anew
_LOOK = 0.5  # seconds between two looks whether that is done


class Errand(Value, frozen=True):
    """What has changed (paths as counted from the project; none: it is not known), and which pages are open
    (addresses)."""

    changed: frozenset[str]
    open: tuple[str, ...]


class Proved(Value, frozen=True):
    """Pages and files by their paths, to be served until a build that was begun after the change is done; and whether
    more is new than words, so that the site has to be read anew."""

    files: dict[str, bytes]
    behind: bool


class Prover:
    """The process, as the server has it, and the one that is to follow it. If it dies, another is started."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._now: _Hand | None = None
        self._next: _Hand | None = None
        self._behind = False
        self._ended = False
        self._lock = Lock()  # a process may be started while all are ended, by another thread

    @property
    def patience(self) -> float | None:
        """Seconds without a change, after which there is something to `tend` to; None: there is nothing."""
        if self._next is not None:
            return _LOOK
        return _REST if self._behind else None

    def tend(self) -> None:
        """Begin to read the site anew, or let the process that has done so take over."""
        if self._next is None:
            with self._lock:
                if not self._ended:
                    self._next, self._behind = _Hand(self.order), False
        elif self._next.is_ready():
            self._relieve()

    def prove(self, errand: Errand) -> dict[str, bytes]:
        """What there is to be shown after a change. Blocks until it is made."""
        if self._next is not None:
            self._next.missed |= errand.changed
            if self._now is None or self._next.is_ready():
                self._relieve()
        if self._now is None:
            self.tend()
            return {}
        try:
            proved = self._now.prove(errand)
        except (EOFError, OSError):
            self._now = None
            self.tend()
            return {}
        self._behind = self._behind or proved.behind
        if not errand.changed and self._next is not None:  # nobody knows whether it has read that
            self._next.end()
            self._next = None
        return proved.files

    def end(self) -> None:
        """End the processes, whatever they are doing."""
        with self._lock:
            self._ended = True
            hands = list(filter(None, (self._now, self._next)))
        for hand in hands:
            hand.end()

    def _relieve(self) -> None:
        """Let the next process take over. What it has missed it is told with the next errand."""
        last, self._now, self._next, self._behind = self._now, self._next, None, False
        if last is not None:
            last.end()


class _Hand(Child):
    """One process, as the server has it; `missed` are the files that have changed since it began to read."""

    def __init__(self, order: Order) -> None:
        super().__init__(_main, order, "kbgen prover")
        self.missed = set[str]()
        self._has_read = False

    def is_ready(self) -> bool:
        """Whether it has read the site, or died."""
        try:
            return self.pipe.poll()
        except OSError:
            return True

    def prove(self, errand: Errand) -> Proved:
        """What it makes of a change, and of those that it has missed. Raises EOFError or OSError if it is dead."""
        if not self._has_read:
            self.pipe.recv()
            self._has_read = True
        changed = errand.changed | self.missed if errand.changed else errand.changed
        self.pipe.send(Errand(changed, errand.open))
        proved: Proved = self.pipe.recv()
        self.missed = set()
        return proved


# ---------------------------------------------------------------- the process itself


def _main(pipe: Connection[Any, Any], order: Order) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears it too, and ends this process
    with contextlib.suppress(EOFError, OSError):  # the server is gone
        desk = _Desk(order)
        pipe.send(None)
        while True:
            pipe.send(desk.prove(pipe.recv()))


class _Desk:
    """The site as it was read once, with what was proved since."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.composed: Composed | None = None
        quick_memory()
        with contextlib.suppress(KbgenError, OSError):
            config = self._settings()
            with contextlib.closing(Store(config.store)) as store:
                self.composed = compose(config, scan(config), store, load_theme(config.templates), {}, {}, 1, silent)
            self._rehearse(config)
        gc.collect()
        gc.freeze()  # a graph is many values, which would be looked through in the middle of a proof

    def _rehearse(self, config: Config) -> None:
        """Prove a page of which nothing is new, so that the first that is edited waits for no library or template."""
        if self.composed is not None:
            graph = self.composed.read.graph
            for node in islice((node for node in graph.nodes if node.document >= 0), 1):
                prove(self.composed, config, {graph.documents[node.document].path}, {node.url}, anew=True)

    def prove(self, errand: Errand) -> Proved:
        """The open pages as they will be, as far as that can be known. What is wrong is told by the build."""
        composed, changed = self.composed, errand.changed
        if composed is None or len(changed) > _FEW:
            return Proved({}, behind=True)
        try:
            config = self._settings()
            proof = prove(composed, config, _documents(config, changed), errand.open)
        except (KbgenError, OSError):
            return Proved({}, behind=True)
        self.composed = proof.composed
        return Proved(proof.pages, behind=not proof.whole or not changed)  # of what is not told more may be new

    def _settings(self) -> Config:
        return load_config(self.order.project, output=self.order.output, cwd=self.order.cwd)


def _documents(config: Config, changed: Collection[str]) -> set[str]:
    """Changed files as counted from the kb folder, those outside of it as they are."""
    return {path.replace(os.sep, "/").removeprefix(config.prefix) for path in changed}
