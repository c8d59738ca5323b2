"""The server: builds, watches, builds again, and answers. Starts everything, and ends it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import uvicorn
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from kbgen.diagnostics import format_text, sort_key
from kbgen.files import source_line
from kbgen.model import Diagnostic
from kbgen.process.workers import Progress
from kbgen.render.renderer import content_policy
from kbgen.serve import live
from kbgen.serve.builder import Builder, Order, Outcome, Served
from kbgen.serve.guard import METHODS, refused
from kbgen.serve.live import Ahead
from kbgen.serve.places import SiteFile, decoded, find, kind_of
from kbgen.serve.prover import Errand, Prover
from kbgen.serve.watching import Watch

_ALIVE = 15.0  # seconds between two signs of life to a page
_AGAIN = 1.0  # seconds after which a build may be made once more
_MANY = 500  # changes at once
_SOON = 0.5  # seconds; a build that takes longer is announced on the pages
_LATELY = 2.0  # seconds that a page gets to begin to listen
_SHOWN = 50  # findings of one page
_LINK = re.compile(rb'((?:href|src)=")(?![/#"]|[a-z][a-z0-9+.-]*:)')


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
    """All that is known while it runs: the last outcome, and who looks at which page."""

    def __init__(self, settings: Settings, voice: Voice) -> None:
        self.settings, self.voice = settings, voice
        self.served = settings.served
        self.project = Path(settings.order.cwd / settings.order.project).resolve()
        self.outcome = Outcome(None, 0.0)
        self.findings: dict[str, list[Diagnostic]] = {}
        self.documents: dict[str, str] = {}
        self.builder = Builder(settings.order)
        self.wake = asyncio.Event()
        self.paths: set[str] = set()  # changed since the last build was begun
        self.prover = Prover(settings.order)
        self.unproved: set[str] = set()  # changed since the last proofs
        self.wake_prover = asyncio.Event()
        self.ready = asyncio.Event()  # the first build is done
        self.ahead = Ahead()
        self.asked: dict[str, float] = {}  # address of a page -> when it was asked for
        self.viewers: dict[asyncio.Event, str] = {}  # by whom an open page is told -> its address
        self.busy = False
        self.ending = False
        self.watch = Watch(self.project, self.served.watched, self.changed)

    # ------------------------------------------------------------ running

    async def run(self) -> None:
        """Until a signal comes."""
        config = uvicorn.Config(
            self.answer,
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
            self.ending = True
            self.builder.end()
            self.prover.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def notice_end(self, server: uvicorn.Server) -> None:
        """Let go of the pages that listen as soon as the server is to end: it waits for them."""
        while not server.should_exit:
            await asyncio.sleep(0.05)
        self.ending = True
        self.tell_viewers()
        await asyncio.gather(asyncio.to_thread(self.builder.end), asyncio.to_thread(self.prover.end))

    async def build_on(self) -> None:
        """Build, and again after each change.

        Once more without one, shortly behind an error (another kbgen may have been at work, a file half there) and
        behind very many changes, of which the system may have kept some to itself.
        """
        paths: set[str] | None = None
        again = False
        while not self.ending:
            outcome = await self.build_once()
            if self.ending:
                return
            self.take(outcome)
            self.voice.outcome(outcome, paths)
            if paths is None:
                self.voice.ready()
                self.ready.set()
            self.tell_viewers()
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
        self.ahead.build_begins()
        telling = asyncio.create_task(self.tell_busy())
        outcome = await asyncio.to_thread(self.builder.build, self.voice.progress)
        telling.cancel()
        self.busy = False
        self.ahead.build_ends()
        return outcome

    async def prove_on(self) -> None:
        """Make proofs of the open pages after each change, while it is built."""
        await self.ready.wait()
        await asyncio.to_thread(self.prover.tend)
        while not self.ending:
            try:
                await asyncio.wait_for(self.wake_prover.wait(), self.prover.patience)
            except TimeoutError:
                await asyncio.to_thread(self.prover.tend)
                continue
            self.wake_prover.clear()
            paths, self.unproved = self.unproved, set()
            change = self.ahead.last
            errand = Errand(frozenset(paths), tuple(self.open_pages()))
            files = await asyncio.to_thread(self.prover.prove, errand)
            if files and self.ahead.show(files, change):
                self.tell_viewers()

    def open_pages(self) -> list[str]:
        """The addresses of the pages that listen, or were asked for so lately that they will."""
        now = time.monotonic()
        self.asked = {path: when for path, when in self.asked.items() if now - when < _LATELY}
        return sorted({*self.asked, *self.viewers.values()})

    async def tell_busy(self) -> None:
        """Say on the pages that they are on their way, where that takes long enough to be read."""
        await asyncio.sleep(_SOON)
        self.busy = True
        self.tell_viewers()

    def take(self, outcome: Outcome) -> None:
        """What came of a build is what is served from now on."""
        self.outcome = outcome
        if outcome.served is not None:
            self.served = outcome.served
            self.watch.folders = self.served.watched
            self.watch.look()
        if outcome.documents is not None:
            self.documents = outcome.documents
        if not outcome.error:
            self.findings = {}
            for one in outcome.findings:
                self.findings.setdefault(one.path, []).append(one)

    def changed(self, paths: set[str]) -> None:
        """Something on the disk has changed."""
        self.paths |= paths
        self.unproved |= paths
        self.ahead.change_came()
        self.wake.set()
        self.wake_prover.set()

    def tell_viewers(self) -> None:
        for viewer in self.viewers:
            viewer.set()

    # ------------------------------------------------------------ answering

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http":
            response = await asyncio.to_thread(self.response, Request(scope))
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
            response.headers["Content-Security-Policy"] = content_policy(self.served.remote_images)
            response.headers["Cache-Control"] = "no-cache"
            await response(scope, receive, send)

    def response(self, request: Request) -> Response:
        """What is answered to a request."""
        settings, top = self.settings, self.served.top
        refusal = refused(request.method, request.headers, settings.names, settings.open_to_all)
        if refusal is not None:
            headers = {"Allow": ", ".join(METHODS)} if refusal.status == 405 else None
            return PlainTextResponse(f"{refusal.reason}\n", refusal.status, headers)
        path = decoded(request.scope["raw_path"])
        if path is None:
            return PlainTextResponse("this is no address of a page\n", 400)
        if path == "/" != top or path == top[:-1]:
            return RedirectResponse(top, 307)
        if not path.startswith(top):
            return self.missing(path)
        path = path[len(top) :]
        if path in live.FILES:
            return Response(live.own_file(path), media_type=kind_of(path))
        if path == live.EVENTS:
            return self.events(request)
        place = find(self.served.output, path)
        if isinstance(place, str):
            return RedirectResponse(place, 307)
        return self.file(place)

    def file(self, place: SiteFile) -> Response:
        """A file of the site, pages with the script."""
        ahead = self.ahead.files
        if place.file is not None and place.path not in ahead and not place.path.endswith(".html"):
            return FileResponse(place.file, media_type=place.kind)
        try:
            data = live.bytes_of(place, ahead)
        except OSError:
            return self.missing(place.path)
        if not place.path.endswith(".html"):
            return Response(data, media_type=place.kind)
        self.asked[place.path] = time.monotonic()
        made = live.page_digest(self.served.output, place.path, data, self.served.top, ahead)
        return Response(live.with_script(data, self.served.top, made), media_type=place.kind)

    def missing(self, path: str) -> Response:
        """What is shown where there is nothing."""
        html, made = self.nothing()
        status = 404 if html is not live.NO_SITE else 503
        return Response(live.with_script(html, self.served.top, made), status, media_type="text/html; charset=utf-8")

    def nothing(self) -> tuple[bytes, str]:
        """The site's page for addresses that do not exist, and its digest. Its links begin at the top of the site, for
        it is shown at any depth."""
        page = find(self.served.output, "404.html")
        if isinstance(page, str) or page.file is None:
            return live.NO_SITE, "none"
        try:
            html = page.file.read_bytes()
        except OSError:
            return live.NO_SITE, "none"
        made = live.page_digest(self.served.output, "404.html", html, self.served.top)
        return _LINK.sub(rb"\1" + quote(self.served.top).encode(), html), made

    # ------------------------------------------------------------ what pages hear

    def events(self, request: Request) -> Response:
        """The stream that an open page listens to. A visit from elsewhere is none, however it came about."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("only pages of this site are answered\n", 403)
        asked = decoded(request.query_params.get("page", "").encode())
        if asked is None or not asked.startswith(self.served.top):
            return PlainTextResponse("which page?\n", 400)
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        known = request.query_params.get("digest", "")
        return StreamingResponse(self.listen(asked[len(self.served.top) :], known), media_type="text/event-stream")

    async def listen(self, path: str, known: str) -> AsyncIterator[bytes]:
        """What one page is told: that it is no longer what it was, and what is wrong with it."""
        viewer = asyncio.Event()
        place = find(self.served.output, path)
        self.viewers[viewer] = path if isinstance(place, str) else place.path
        try:
            last = b""
            yield b"retry: 500\n\n"
            while not self.ending:
                viewer.clear()
                now, state = await asyncio.to_thread(self.seen, path)
                if now != known:
                    yield b"event: reload\ndata: 1\n\n"
                    return
                if state != last:
                    yield b"event: state\ndata: " + state + b"\n\n"
                    last = state
                try:
                    await asyncio.wait_for(viewer.wait(), _ALIVE)
                except TimeoutError:
                    yield b": \n\n"
        finally:
            self.viewers.pop(viewer, None)

    def seen(self, path: str) -> tuple[str, bytes]:
        """The digest of a page as it lies there, and what is to be said on it, as JSON."""
        place = find(self.served.output, path)
        made, document = "", ""
        if not isinstance(place, str):
            with contextlib.suppress(OSError):
                ahead = self.ahead.files
                html = live.bytes_of(place, ahead)
                made = live.page_digest(self.served.output, place.path, html, self.served.top, ahead)
            document = self.documents.get(place.path, "")
        if not made:
            made = self.nothing()[1]
        here = sorted(self.findings.get(document, ()), key=sort_key) if document else []
        state = {
            "busy": self.busy,
            "error": self.outcome.error,
            "hint": self.outcome.hint,
            "findings": [self.told(one) for one in here[:_SHOWN]],
            "more": max(0, len(here) - _SHOWN),
        }
        return made, json.dumps(state).encode()

    def told(self, one: Diagnostic) -> dict[str, str]:
        line = source_line(self.project, one.path, one.line)
        return {"severity": one.severity, "text": format_text(one, line)}
