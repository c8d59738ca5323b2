"""What the tests in a browser share: Chromium as installed, windows that see only the site, a server, a site of everything.

Without a browser these tests skip and say so; in CI they run.
"""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from everything import EVERYTHING
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, sync_playwright

from kit import ROOT, built, chromium, write

HERE = Path(__file__).parent
ARGUMENTS = [
    *("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]
Window = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may be late. What fails is tried twice more, and told as such."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page of every sort: languages, long titles, wide tables, code, notes, a table of 1,200 rows."""
    folder = tmp_path_factory.mktemp("everything")
    built(write(folder / "p", EVERYTHING), folder / "out")
    return folder / "out"


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own knowledge base as a site."""
    site = tmp_path_factory.mktemp("own") / "out"
    built(ROOT, site)
    return site


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # a page asks for many files at once; five may wait otherwise, others are turned away


@pytest.fixture
def servers() -> Iterator[list[_Server]]:
    """The servers of a test. They end behind its windows, which would say that nobody answers."""
    running: list[_Server] = []
    yield running
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def served(servers: list[_Server]) -> Callable[[Path], str]:
    """Serve a folder below `/x/y/`, or as it is; gives the address of its top."""

    def serve(folder: Path) -> str:
        server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/"

    return serve


def wait_for_scripts(page: Page) -> None:
    """Let each way to a page end when its scripts have run, which they do behind the first paint."""

    def waiting(go: Callable[..., Response | None]) -> Callable[..., Response | None]:
        def gone(*words: object, **options: object) -> Response | None:
            answer = go(*words, **options)
            for _ in range(400):
                if page.evaluate(_RUN):
                    break
                page.wait_for_timeout(20)
            return answer

        return gone

    for way in ("goto", "reload", "go_back"):
        setattr(page, way, waiting(getattr(page, way)))


_RUN = "!document.querySelector('script[data-scripts]') || document.documentElement.dataset.js === 'all'"


@pytest.fixture
def window(browser: Browser, servers: list[_Server]) -> Iterator[Window]:
    """Opens windows. What they say on their consoles, and every request to elsewhere, fails the test at its end."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def make(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)

        def route(asked: Route) -> None:
            if asked.request.url.startswith(("file:", "data:", "http://127.0.0.1")):
                asked.continue_()
            else:
                said.append(f"asks for {asked.request.url}")
                asked.abort()

        context.route("**/*", route)
        page = context.new_page()
        page.set_default_timeout(8_000)
        if options.get("java_script_enabled", True):
            wait_for_scripts(page)
        page.on("console", lambda message: heard(page, message.text))
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        return page

    def heard(page: Page, text: str) -> None:
        # The page for addresses that do not exist looks for its sheets in the folders above as well.
        if "ERR_FILE_NOT_FOUND" not in text or not page.url.endswith(("/404.html", "/open-aj.html")):
            said.append(f"{page.url}: {text}")

    yield make
    for context in contexts:
        context.close()
    assert said == []
