"""Queries that mean harm: typed into the dialog and the page for searching, and as part of its address. What is found
says the same strings, in titles, headings and texts. The site's policy is switched off."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from test_hostile_pages import WATCH

from conftest import wait_for_scripts
from hostile import SUITE, some_vectors, vectors
from kit import absent, built, write

# Searching waits a moment behind each key; here nobody types. What is asked is noticed by what is told of it.
SOON = "window.later = window.setTimeout; window.setTimeout = (call, _, ...rest) => window.later(call, 0, ...rest);"

# Put each query in turn; gives what it made of the list that may not be there, and how many queries found something.
ASK = """async ([queries, how]) => {
  const ELEMENTS = ['a', 'span', 'mark', 'p', 'div'], ATTRIBUTES = ['id', 'href', 'tabindex', 'class', 'dir', 'role',
    'aria-selected', 'aria-label', 'aria-busy'];
  const wait = (ms) => new Promise((done) => window.later(done, ms));
  const bad = [];
  let found = 0;
  for (const query of queries) {
    let place = document.querySelector(how === 'dialog' ? 'dialog.search' : '#search');
    if (how === 'address') {
      history.replaceState(null, '', location.pathname + '?q=' + encodeURIComponent(query));
      place = document.createElement('div');
      document.body.append(place);
      kbgenSearch.mount(place);
    } else {
      const field = place.querySelector('input');
      field.value = query;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await kbgenSearch.find(query, {});  // afterwards the same is loaded for what is shown
    await wait(15);
    found += place.querySelectorAll('[role=option]').length > 0;
    for (const element of place.querySelectorAll('.found, .found *, .status, .status *')) {
      if (!ELEMENTS.includes(element.localName)) bad.push([query, element.localName]);
      for (const { name } of element.attributes) if (!ATTRIBUTES.includes(name)) bad.push([query, name]);
      if (element.href && element.origin !== location.origin) bad.push([query, element.href]);
      for (const event of ['mouseover', 'pointerover', 'focus', 'error', 'load', 'toggle', 'animationend'])
        element.dispatchEvent(new Event(event, { bubbles: false, cancelable: true }));
    }
    if (how === 'address') place.remove();
  }
  return [bad, found, window.__ran];
}"""


def _site(folder: Path, shown: tuple[str, ...]) -> Path:
    files = {"Home.md": "# Home\n"}
    for first in range(0, len(shown), 40):
        bodies = "\n\n".join(f"## {' '.join(one.split())}\n\n    {' '.join(one.split())}" for one in shown[first:][:40])
        files[f"body/{first}.md"] = f"---\ntitle: {json.dumps(shown[first])}\n---\n\n{bodies}\n"
    built(write(folder / "p", files), folder / "out")
    return folder / "out"


@pytest.mark.parametrize("suite", [False, True], ids=["own", "suite"])
def test_hostile_queries_do_not_run(
    browser: Browser, tmp_path: Path, served: Callable[[Path], str], suite: bool
) -> None:
    if suite and not SUITE.is_file():
        absent("the suite of attack strings is not there (../shared/suites)")
    shown = some_vectors(suite, 20)
    top = served(_site(tmp_path, shown))
    foreign: list[str] = []
    dialogs: list[str] = []
    context = browser.new_context(bypass_csp=True)
    context.route(
        "**/*",
        lambda asked: (
            asked.continue_()
            if asked.request.url.startswith(top)
            else (foreign.append(asked.request.url), asked.abort())[1]
        ),
    )
    context.add_init_script(WATCH + SOON)
    for turn, how in enumerate(("dialog", "page", "address")):
        queries = shown[turn::3] if suite else shown  # the suite's in one of the ways each, or it would take too long
        window = context.new_page()
        wait_for_scripts(window)
        window.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        window.goto(top + ("body/0.html" if how == "dialog" else "search.html"))
        if how == "dialog":
            window.keyboard.press("/")
        _ready(window)
        address = window.url
        for first in range(0, len(queries), 200):
            some = list(queries[first : first + 200])
            bad, found, ran = window.evaluate(ASK, [some, how])
            assert bad == []
            assert ran == []
            assert found > len(some) // 2, "the queries find the pages that say them"
        assert window.url.split("?")[0] == address.split("?")[0]
        window.close()
    context.close()
    assert dialogs == []
    assert foreign == []


def test_hostile_addresses_do_not_run(browser: Browser, tmp_path: Path, served: Callable[[Path], str]) -> None:
    """Every part of the address that the page reads is such a string, and the page is opened with it."""
    shown = vectors(False)
    top = served(_site(tmp_path, shown))
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    window = context.new_page()
    dialogs: list[str] = []
    window.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for number, one in enumerate(shown):
        said = quote(one, safe="")
        window.goto(f"{top}search.html?turn={number}&q={said}&kind={said}&tag={said}&year={said}#{said}")
        _ready(window)
        window.wait_for_timeout(50)
        assert window.evaluate("window.__ran") == [], one
        assert window.url.startswith(f"{top}search.html"), one
        assert window.locator("main script, main img, main iframe, main svg").count() == 0, one
    context.close()
    assert dialogs == []


def _ready(window: Page) -> None:
    """Wait for the script; asked from here, for Playwright's own waiting evaluates strings, which the policy forbids."""
    for _ in range(500):
        if window.evaluate("Boolean(window.kbgenSearch)"):
            break
        window.wait_for_timeout(20)
    window.wait_for_selector("input[role=combobox]")
