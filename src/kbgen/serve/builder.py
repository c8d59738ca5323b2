"""The process that builds: one that stays, so that libraries and templates are loaded once.

It is a process of its own, not a thread: pages are served while it works, its workers may be forked, and it can be
ended in the middle of a build (`files.publish` says why every file is whole then).
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import time
import traceback
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from kbgen.config import FILE, Config, load_config
from kbgen.files import patiently
from kbgen.memory.state import decode_head, decode_state
from kbgen.memory.store import Store
from kbgen.model import Diagnostic, KbgenError, Value
from kbgen.pipeline.build import Report, build
from kbgen.process.ending import end_when_told
from kbgen.process.workers import Progress
from kbgen.serve.child import Child
from kbgen.text.paths import stem

_POLITE = 10  # more niceness than the server has


class Served(Value, frozen=True):
    """Where a built site lies, and how it is to be served: the folder, the path of its top on the server (it ends in
    `/`), whether its pages may load pictures from elsewhere; and the folders whose files may change it."""

    output: Path
    top: str
    remote_images: bool
    watched: tuple[Path, ...]


class Outcome(Value, frozen=True):
    """What came of one build: findings and changes, or the `error` that it could not go on with.

    `served` is None where even the settings cannot be read. `documents` (address of a page -> path of its document, as
    findings have it) is None where it is what it was.
    """

    served: Served | None
    seconds: float
    error: str = ""
    hint: str = ""
    findings: tuple[Diagnostic, ...] = ()
    described: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    documents: dict[str, str] | None = None


class Order(NamedTuple):
    """What is to be built: as the command line has it. `jobs` 0: as many as there are processors."""

    project: Path
    output: Path | None
    cwd: Path
    jobs: int


def served(config: Config) -> Served:
    """How the site of these settings is to be served."""
    top = unquote(urlsplit(config.site.base_url).path) or "/"
    watched = (config.content, config.templates, *config.raw)
    return Served(config.output, top, config.remote_images, watched)


# ---------------------------------------------------------------- seen from the server


class Builder:
    """The process, as the server has it. It is started when it is first needed, and again if it dies."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._child: Child | None = None
        self._ended = False
        self._lock = Lock()  # it may be ended while it is started, by another thread

    def build(self, progress: Progress) -> Outcome:
        """Build once; blocks until it is done. `progress` is called meanwhile."""
        started = time.monotonic()
        try:
            pipe = self._started().pipe
            pipe.send(None)
            while True:
                said = pipe.recv()
                if isinstance(said, Outcome):
                    return said
                progress(*said)
        except (EOFError, OSError):
            self._child = None
            error = "the process that builds has died"
            return Outcome(None, time.monotonic() - started, error, "it is started again with the next change")

    def _started(self) -> Child:
        """The process. Raises EOFError when there is to be none any more."""
        with self._lock:
            if self._ended:
                raise EOFError
            if self._child is None:
                self._child = Child(_main, self.order, "kbgen builder")
            return self._child

    def end(self) -> None:
        """End the process, whatever it is doing."""
        with self._lock:
            self._ended, child = True, self._child
        if child is not None:
            child.end()


# ---------------------------------------------------------------- the process itself


def _main(pipe: Connection[Any, Any], order: Order) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears it too, and ends this process
    end_when_told()
    bench = _Bench(order)
    with contextlib.suppress(EOFError, OSError):  # the server is gone
        for number in count():
            pipe.recv()
            outcome = bench.build(_through(pipe))
            pipe.send(outcome)
            if number == 0:
                _step_back()
            if outcome.documents is not None:  # a whole graph was made, and holds itself in circles
                gc.collect()


def _step_back() -> None:
    """After the first build let proofs, and the browser that shows them, go first."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)


def _through(pipe: Connection[Any, Any]) -> Progress:
    def tell(stage: str, done: int, total: int) -> None:
        if done % 32 == 0 or done + 1 == total:
            pipe.send((stage, done, total))

    return tell


class _Bench:
    """Builds again and again, and knows what it was that it built last."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.config: Config | None = None
        self.settings: bytes | None = None  # the bytes of kbgen.toml behind `config`
        self.told = False  # whether the server knows which page is whose

    def build(self, progress: Progress) -> Outcome:
        """One build. Nothing that goes wrong is raised."""
        started = time.monotonic()
        found: Served | None = None
        try:
            config = self._settings()
            found = served(config)
            report = patiently(partial(build, config, progress, jobs=self.order.jobs, remember=True))
            documents = self._documents(config, report)
        except KbgenError as error:
            return Outcome(found, time.monotonic() - started, error.message, error.hint)
        except OSError as error:  # gone between two looks at it
            message = f"{error.filename or 'a file'} cannot be read: {error.strerror or error}"
            return Outcome(found, time.monotonic() - started, message)
        except Exception:  # a bug: the author goes on writing, and sees what is to be reported
            hint = "kbgen has a bug: please report this"
            return Outcome(found, time.monotonic() - started, traceback.format_exc().rstrip(), hint)
        told, changes = report.told, report.changes
        return Outcome(
            found,
            time.monotonic() - started,
            findings=told.diagnostics,
            described=told.described,
            notes=report.notes,
            written=changes.written,
            removed=changes.removed,
            documents=documents,
        )

    def _settings(self) -> Config:
        """The settings as they are now. A kb folder that has gone is waited for: without it the project would be taken
        for one that is its own kb folder."""
        order, last = self.order, self.config
        written = _bytes_of(last.project / FILE) if last is not None else None
        if last is not None and written == self.settings and not last.content.is_dir():
            name = os.path.relpath(last.content, last.project)
            raise KbgenError(f"the kb folder {name} no longer exists", "the site will be built when it is back")
        config = load_config(order.project, output=order.output, cwd=order.cwd)
        self.config, self.settings = config, _bytes_of(config.project / FILE)
        return config

    def _documents(self, config: Config, report: Report) -> dict[str, str] | None:
        """The document of each page, as findings name it; None if the server knows it."""
        if report.graph is not None:
            self.told = True
            nodes = (node for node in report.graph.nodes if node.document >= 0)
            return {node.url: node.path for node in nodes}
        if self.told or config.store is None:
            return None
        self.told = True
        return _remembered(config.store, config.prefix)


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _remembered(store: Path, prefix: str) -> dict[str, str] | None:
    """The same from the state of a build in which nothing was new."""
    with contextlib.closing(Store(store)) as memory:
        encoded = memory.state()
    if encoded is None:
        return None
    try:
        state = decode_state(decode_head(encoded)[1])
    except (msgspec.DecodeError, ValueError):
        return None
    documents = {stem(source.path): source.path for source in state.inputs}
    return {
        part.pages[0].url: prefix + documents[part.name]
        for part in state.parts
        if part.output == "nodes" and part.pages and part.name in documents
    }
