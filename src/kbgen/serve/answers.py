"""What the server answers: files of the site, its own, and to each open page what has become of it. Builds nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from kbgen.diagnostics import format_text, sort_key
from kbgen.files import source_line
from kbgen.model import Diagnostic
from kbgen.render.renderer import content_policy
from kbgen.serve import live
from kbgen.serve.builder import Outcome, Served
from kbgen.serve.guard import METHODS, refused
from kbgen.serve.live import Ahead
from kbgen.serve.places import SiteFile, decoded, find, kind_of

_ALIVE = 15.0  # seconds between two signs of life to a page
_LATELY = 2.0  # seconds that a page gets to begin to listen
_SHOWN = 50  # findings of one page
_LINK = re.compile(rb'((?:href|src)=")(?![/#"]|[a-z][a-z0-9+.-]*:)')


class Answers:
    """What is served: where the site lies, what the last build found, and who looks at which page."""

    def __init__(self, project: Path, served: Served, names: frozenset[str], open_to_all: bool) -> None:
        """`names` and `open_to_all` are those of `guard.refused`."""
        self.project, self.served = project, served
        self.names, self.open_to_all = names, open_to_all
        self.outcome = Outcome(None, 0.0)
        self.findings: dict[str, list[Diagnostic]] = {}
        self.documents: dict[str, str] = {}
        self.ahead = Ahead()
        self.asked: dict[str, float] = {}  # address of a page -> when it was asked for
        self.viewers: dict[asyncio.Event, str] = {}  # by whom an open page is told -> its address
        self.busy = False
        self.ending = False

    def take(self, outcome: Outcome) -> None:
        """What came of a build is what is served from now on."""
        self.outcome = outcome
        if outcome.served is not None:
            self.served = outcome.served
        if outcome.documents is not None:
            self.documents = outcome.documents
        if not outcome.error:
            self.findings = {}
            for one in outcome.findings:
                self.findings.setdefault(one.path, []).append(one)

    def tell_viewers(self) -> None:
        """All open pages are to look what has changed."""
        for viewer in self.viewers:
            viewer.set()

    def open_pages(self) -> list[str]:
        """The addresses of the pages that listen, or were asked for so lately that they will."""
        now = time.monotonic()
        self.asked = {path: when for path, when in self.asked.items() if now - when < _LATELY}
        return sorted({*self.asked, *self.viewers.values()})

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
        top = self.served.top
        refusal = refused(request.method, request.headers, self.names, self.open_to_all)
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
