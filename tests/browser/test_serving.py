"""`kbgen serve` in a browser: an edit is seen on the open page, which stays where it was. Prints how long that took.

The limits are those of a machine that does other things too; `bench/serve.py` measures it in large knowledge bases.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kit import PAGES, command, in_kb, write

LIMIT = 15_000  # milliseconds
Open = Callable[[str], Page]


class Served:
    """A project that is served."""

    def __init__(self, project: Path) -> None:
        self.project, said = project, project.parent / "said.txt"
        with said.open("wb") as file:
            self.process = subprocess.Popen(
                command("serve", str(project), "--port", "0"), stdout=file, stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip
        self.said = said
        self.address = ""

    def until_ready(self) -> Served:
        """Itself, when pages are answered."""
        end = time.monotonic() + 600
        while not (found := re.search(r"http://127[^ ]*/", self.said.read_text("utf-8"))):
            assert time.monotonic() < end, self.said.read_text("utf-8")
            assert self.process.poll() is None, self.said.read_text("utf-8")
            time.sleep(0.05)
        self.address = found[0]
        return self


@pytest.fixture
def serve() -> Iterator[Callable[[Path], Served]]:
    running: list[Served] = []

    def begin(project: Path) -> Served:
        running.append(Served(project))
        return running[-1].until_ready()

    yield begin
    for one in running:
        one.process.terminate()
        one.process.wait(20)


@pytest.fixture
def served(tmp_path: Path, serve: Callable[[Path], Served]) -> Served:
    pages = in_kb(PAGES)
    pages["kb/entities/openai.md"] += "\n\n" + "A paragraph of its history.\n\n" * 120
    return serve(write(tmp_path / "p", pages))


def _seen(page: Page, text: str, what: str, change: Callable[[], object]) -> float:
    """Make a change, and wait until the page has this text; seconds, which are printed."""
    began = time.monotonic()
    change()
    page.wait_for_function("text => document.documentElement.textContent.includes(text)", arg=text, timeout=LIMIT)
    took = time.monotonic() - began
    print(f"{what}: on screen after {took:.2f} s")
    return took


def _edited(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_edits_are_seen(served: Served, window: Callable[..., Page]) -> None:
    page, kb = window(), served.project / "kb"
    page.goto(served.address + "entities/ada-lovelace.html")
    _seen(
        page,
        "She writes programs.",
        "body",
        lambda: _edited(kb / "entities/ada-lovelace.md", "She hosts.", "She writes programs."),
    )
    _seen(
        page,
        "Countess of",
        "title",
        lambda: _edited(kb / "entities/ada-lovelace.md", "title: Ada", "title: Countess of"),
    )
    _seen(
        page,
        "My own words",
        "configuration",
        lambda: write(served.project, {"kbgen.toml": '[site]\ntitle = "My own words"\n'}),
    )
    template = '{% extends "kbgen/node.html.jinja" %}{% block here %}from a template of mine{% endblock %}'
    _seen(
        page,
        "from a template of mine",
        "template",
        lambda: write(served.project, {"templates/person.html.jinja": template, "templates/node.html.jinja": template}),
    )
    write(served.project, {"templates/static/custom.css": "body { color: rgb(1, 2, 3) }"})
    colour = "() => document.body && getComputedStyle(document.body).color === 'rgb(1, 2, 3)'"
    page.wait_for_function(colour, timeout=LIMIT)


def test_a_title_is_seen_on_the_pages_that_link_to_it(served: Served, window: Callable[..., Page]) -> None:
    page, kb = window(), served.project / "kb"
    page.goto(served.address + "sources/survey.html")
    _seen(
        page,
        "Countess of Lovelace",
        "title",
        lambda: _edited(kb / "entities/ada-lovelace.md", "title: Ada", "title: Countess of"),
    )


def test_only_a_page_that_changed_is_loaded_again_and_it_stays_where_it_was(
    served: Served, window: Callable[..., Page]
) -> None:
    page, other, kb = window(viewport={"width": 900, "height": 700}), window(), served.project / "kb"
    for one, path in ((page, "entities/openai.html#history"), (other, "entities/ada-lovelace.html")):
        one.goto(served.address + path)
        one.evaluate("window.sameDocument = true")
    page.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
    text = kb / "entities/openai.md"
    text.write_text(text.read_text("utf-8") + "\nIts last line.\n", "utf-8")
    page.wait_for_function("() => document.body?.textContent.includes('Its last line.')", timeout=LIMIT)
    page.wait_for_function("() => scrollY === 1500", timeout=LIMIT)
    assert page.evaluate("window.sameDocument") is None
    assert other.evaluate("window.sameDocument") is True


def test_what_is_wrong_is_shown_on_the_page(served: Served, window: Callable[..., Page]) -> None:
    page = window()
    page.goto(served.address + "sources/survey.html")
    panel = page.locator("#kbgen-live")
    panel.locator("summary").click()
    assert panel.locator("li.warning").first.inner_text().startswith("warning[KB101 missing-page]: no page is called")
    assert panel.locator("details").evaluate("d => getComputedStyle(d).backgroundColor") != "rgba(0, 0, 0, 0)"
    write(served.project, {"kbgen.toml": "title = <img src=x onerror=alert(1)>\n"})
    panel.locator(".failed").wait_for(timeout=LIMIT)
    assert "kbgen.toml:1:9: this is not valid TOML" in panel.inner_text()
    assert panel.locator("img").count() == 0
    write(served.project, {"kbgen.toml": "", "templates/source.html.jinja": "{{ nothing_of_that_name }}"})
    panel.locator(".failed", has_text="nothing_of_that_name").wait_for(timeout=LIMIT)
    (served.project / "templates/source.html.jinja").unlink()
    panel.locator(".failed").wait_for(state="detached", timeout=LIMIT)
    page.goto(served.address + "entities/ada-lovelace.html")
    page.wait_for_timeout(500)
    assert page.locator("#kbgen-live").count() == 0  # nothing to say


def test_names_from_content_are_text_in_the_panel(served: Served, browser: Browser) -> None:
    write(served.project, {"kb/bad.md": "# Bad\n\n[[<img src=x onerror=alert(1)>]] and [x](javascript:alert(1))\n"})
    page = browser.new_page()  # the browser says on the console that a page is missing: it may be asked for too soon
    page.goto(served.address + "bad.html")
    page.get_by_text("Bad").first.wait_for(timeout=LIMIT)
    page.locator("#kbgen-live summary").click(timeout=LIMIT)
    assert "javascript:alert(1)" in page.locator("#kbgen-live").inner_text()
    assert page.locator("#kbgen-live img, #kbgen-live script").count() == 0
    page.close()


def test_a_page_that_is_written_appears_where_it_was_missing(served: Served, browser: Browser) -> None:
    page = browser.new_page()  # the browser says on the console that a page is missing
    page.goto(served.address + "entities/someone-new.html")
    assert "Page not found" in page.title()
    write(served.project, {"kb/entities/someone-new.md": "# Someone new\n\nHere now.\n"})
    page.wait_for_function("() => document.body?.textContent.includes('Here now.')", timeout=LIMIT)
    page.close()


def test_a_server_that_was_started_again_is_found(tmp_path: Path, browser: Browser) -> None:
    project = write(tmp_path / "p", in_kb(PAGES))
    first = Served(project).until_ready()
    page = browser.new_page()  # the browser says on the console that nobody answers
    page.goto(first.address + "entities/ada-lovelace.html")
    first.process.terminate()
    first.process.wait(20)
    _edited(project / "kb/entities/ada-lovelace.md", "She hosts.", "She waited.")
    port = first.address.rstrip("/").rpartition(":")[2]
    with (tmp_path / "again.txt").open("wb") as file:
        again = subprocess.Popen(command("serve", str(project), "--port", port), stdout=file, stderr=file)
    try:
        page.wait_for_function("() => document.body?.textContent.includes('She waited.')", timeout=LIMIT)
    finally:
        again.terminate()
        again.wait(20)
        page.close()
