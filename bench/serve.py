"""How long an edit takes until it is on screen: `python bench/serve.py 1000 10000`.

Serves a generated knowledge base of each size with the `kbgen` of this virtual environment, opens pages in Chromium and
edits a body, a title (seen on its own page and on one that links to it), a template and the settings, again and again.
Needs Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Error, Page, sync_playwright

import edits
import sides
from generate import generate

LONGEST = 60.0  # seconds that are waited for an edit
_RESTS = (0.5, 12.0)  # seconds between two edits, drawn from here: some come while the last one is still being built
_SETTLE = 15.0  # seconds after the site is served, as between opening a page and writing the first words
_LOOKED = 1.0  # seconds that an open page is looked at before it is edited: Chromium works on behind its loading
_POLLED = 0.05  # seconds between two looks at the page, which itself knows when it was painted
# Says when the page that is there was on screen: two frames behind its last byte.
_PAINTED = """addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.paintedAt = performance.timeOrigin + performance.now();
})));"""
_SEEN = "text => document.documentElement?.textContent.includes(text) && window.paintedAt || 0"


class Act(NamedTuple):
    """One kind of edit: the address of the page that is looked at, and what writes a text that is to be seen there."""

    name: str
    address: str
    write: Callable[[str], None]


def main() -> None:
    """Measure each size and print a line for each kind of edit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("counts", nargs="+", type=int, metavar="N", help="pages")
    parser.add_argument("--repeat", type=int, default=7, help="how often each edit is made (7)")
    parser.add_argument("--only", default="", help="kinds of edits whose names have this in them")
    options = parser.parse_args()
    for count in options.counts:
        with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
            generate(count, Path(place, "from"))
            side = sides.kbgen(Path(place, "from"), Path(place, "from/kb"), Path(place))
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            with served(side) as address:
                for act in acts(side.content):
                    if options.only in act.name:
                        page = browser.new_page()
                        page.add_init_script(_PAINTED)
                        page.goto(address + act.address)
                        time.sleep(_LOOKED)
                        report(f"{count:,} pages, {act.name}", [*measured(page, act, options.repeat)])
                        page.close()
            browser.close()


@contextlib.contextmanager
def served(side: sides.Side) -> Iterator[str]:
    """The address of the site, once pages are answered and all is at rest."""
    said = side.output.parent / "said.txt"
    with said.open("wb") as file:
        command = (side.command[0], "serve", str(side.content.parent), "-o", str(side.output), "--port", "0")
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
    try:
        while not (found := re.search(r"at (http://\S+/)", said.read_text("utf-8"))):
            if process.poll() is not None:
                raise SystemExit(said.read_text("utf-8"))
            time.sleep(0.1)
        time.sleep(_SETTLE)
        yield found[1]
    finally:
        process.terminate()
        process.wait()


def acts(content: Path) -> list[Act]:
    """The edits, each with a page on which it is seen."""
    pages = edits.survey(content)
    body, title = content / edits.body_edit(pages).path, content / edits.title_edit(pages).path
    linker = next(path for path in sorted(pages.titles) if f"[[{title.stem}]]" in edits.read(content / path))

    def words(text: str) -> None:
        edits.write(body, f"{edits.read(body)}\n{text}\n")

    def name(text: str) -> None:
        edits.write(title, re.sub(r"(?m)^title: .*$", f"title: {text}", edits.read(title), count=1))

    def template(text: str) -> None:
        file = content.parent / "templates/node.html.jinja"
        file.parent.mkdir(exist_ok=True)
        edits.write(file, f'{{% extends "kbgen/node.html.jinja" %}}{{% block here %}}{text}{{% endblock %}}')

    def settings(text: str) -> None:
        edits.write(content.parent / "kbgen.toml", f'[site]\ntitle = "{text}"\n')

    own, read = (address_of(file.relative_to(content).as_posix()) for file in (title, body))
    return [
        Act("a body", read, words),
        Act("a title, on its own page", own, name),
        Act("a title, on a page that links to it", address_of(linker), name),
        Act("the settings", read, settings),
        Act("a template", read, template),
    ]


def address_of(path: str) -> str:
    """The address of a page of the generated knowledge base."""
    return path.removesuffix(".md") + ".html"


def measured(page: Page, act: Act, repeat: int) -> Iterator[float]:
    """Seconds from each edit until it is on screen."""
    pick = random.Random(act.name)
    for number in range(repeat):
        text = f"Seen {act.name} {number}".replace(",", "")
        began = time.time()
        act.write(text)
        yield painted(page, text) - began
        time.sleep(pick.uniform(*_RESTS))


def painted(page: Page, text: str) -> float:
    """When the page with this text was on screen. The page may be loaded again at any moment."""
    last = time.monotonic() + LONGEST
    while time.monotonic() < last:
        with contextlib.suppress(Error):
            if at := page.evaluate(_SEEN, text):
                return float(at) / 1000
        time.sleep(_POLLED)
    raise SystemExit(f"not on screen after {LONGEST:.0f} s: {text}")


def report(name: str, times: list[float]) -> None:
    """One line of the table."""
    each = " ".join(f"{one:.2f}" for one in times)
    load = os.getloadavg()[0]
    print(f"{name:<50} median {median(times):.2f} s, most {max(times):.2f} s  ({each}; load {load:.0f})", flush=True)


if __name__ == "__main__":
    main()
