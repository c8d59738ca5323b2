"""The server: builds, watches and builds again, while `answers` answers. Starts everything, and ends it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import uvicorn

from kbgen.process.workers import Progress
from kbgen.serve.answers import Answers
from kbgen.serve.builder import Builder, Order, Outcome, Served
from kbgen.serve.prover import Errand, Prover
from kbgen.serve.watching import Watch

_AGAIN = 1.0  # seconds after which a build may be made once more
_MANY = 500  # changes at once
_SOON = 0.5  # seconds; a build that takes longer is announced on the pages


class Settings(NamedTuple):
    """How to serve: what is built and where from, the sockets that listen, the names the server goes by (`guard`)."""

    order: Order
    served: Served
    sockets: list[socket.socket]
    names: frozenset[str]
    open_to_all: bool


class Voice(NamedTuple):
    """Whom to tell: of what a build is doing, of what came of it (with the paths that had changed; None: the first),
    and that pages are answered from now on."""

    progress: Progress
    outcome: Callable[[Outcome, set[str] | None], None]
    ready: Callable[[], None]


def serve(settings: Settings, voice: Voice) -> None:
    """Build, serve and follow the changes until a signal ends it, which is raised again then."""
    asyncio.run(_Server(settings, voice).run())


class _Server:
    """What goes on while it runs: the builder, the prover and the watch, each in a task of its own."""

    def __init__(self, settings: Settings, voice: Voice) -> None:
        self.settings, self.voice = settings, voice
        project = Path(settings.order.cwd / settings.order.project).resolve()
        self.answers = Answers(project, settings.served, settings.names, settings.open_to_all)
        self.builder = Builder(settings.order)
        self.wake = asyncio.Event()
        self.paths: set[str] = set()  # changed since the last build was begun
        self.prover = Prover(settings.order)
        self.unproved: set[str] = set()  # changed since the last proofs
        self.wake_prover = asyncio.Event()
        self.ready = asyncio.Event()  # the first build is done
        self.watch = Watch(project, settings.served.watched, self.changed)

    async def run(self) -> None:
        """Until a signal comes."""
        config = uvicorn.Config(
            self.answers.answer,
            interface="asgi3",
            http="h11",
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        tasks: list[asyncio.Task[None]] = []
        try:
            watching = asyncio.create_task(self.watch.run())  # from before the first build: no change is missed
            building, ending = asyncio.create_task(self.build_on()), asyncio.create_task(self.notice_end(server))
            proving = asyncio.create_task(self.prove_on())
            needed = (watching, building, proving)
            tasks = [*needed, ending]
            for task in needed:  # without them a server is of no use; what was raised is raised again
                task.add_done_callback(lambda _: setattr(server, "should_exit", True))
            await server.serve(self.settings.sockets)
            for task in needed:
                if task.done():
                    task.result()
        finally:
            self.answers.ending = True
            self.builder.end()
            self.prover.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def notice_end(self, server: uvicorn.Server) -> None:
        """Let go of the pages that listen as soon as the server is to end: it waits for them."""
        while not server.should_exit:
            await asyncio.sleep(0.05)
        self.answers.ending = True
        self.answers.tell_viewers()
        await asyncio.gather(asyncio.to_thread(self.builder.end), asyncio.to_thread(self.prover.end))

    async def build_on(self) -> None:
        """Build, and again after each change.

        Once more without one, shortly behind an error (another kbgen may have been at work, a file half there) and
        behind very many changes, of which the system may have kept some to itself.
        """
        paths: set[str] | None = None
        again = False
        while not self.answers.ending:
            outcome = await self.build_once()
            if self.answers.ending:
                return
            self.take(outcome)
            self.voice.outcome(outcome, paths)
            if paths is None:
                self.voice.ready()
                self.ready.set()
            self.answers.tell_viewers()
            again = not again and (bool(outcome.error) or len(paths or ()) >= _MANY)
            try:
                await asyncio.wait_for(self.wake.wait(), _AGAIN if again else None)
                again = False
            except TimeoutError:
                pass
            paths, self.paths = self.paths, set()

    async def build_once(self) -> Outcome:
        """One build, in its own process."""
        self.wake.clear()
        self.answers.ahead.build_begins()
        telling = asyncio.create_task(self.tell_busy())
        outcome = await asyncio.to_thread(self.builder.build, self.voice.progress)
        telling.cancel()
        self.answers.busy = False
        self.answers.ahead.build_ends()
        return outcome

    async def prove_on(self) -> None:
        """Make proofs of the open pages after each change, while it is built."""
        await self.ready.wait()
        await asyncio.to_thread(self.prover.tend)
        while not self.answers.ending:
            try:
                await asyncio.wait_for(self.wake_prover.wait(), self.prover.patience)
            except TimeoutError:
                await asyncio.to_thread(self.prover.tend)
                continue
            self.wake_prover.clear()
            paths, self.unproved = self.unproved, set()
            change = self.answers.ahead.last
            errand = Errand(frozenset(paths), tuple(self.answers.open_pages()))
            files = await asyncio.to_thread(self.prover.prove, errand)
            if files and self.answers.ahead.show(files, change):
                self.answers.tell_viewers()

    async def tell_busy(self) -> None:
        """Say on the pages that they are on their way, where that takes long enough to be read."""
        await asyncio.sleep(_SOON)
        self.answers.busy = True
        self.answers.tell_viewers()

    def take(self, outcome: Outcome) -> None:
        """What came of a build is served, and what it has read is watched."""
        self.answers.take(outcome)
        if outcome.served is not None:
            self.watch.folders = outcome.served.watched
            self.watch.look()

    def changed(self, paths: set[str]) -> None:
        """Something on the disk has changed."""
        self.paths |= paths
        self.unproved |= paths
        self.answers.ahead.change_came()
        self.wake.set()
        self.wake_prover.set()
