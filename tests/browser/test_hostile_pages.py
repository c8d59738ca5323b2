"""Hostile content in a real browser: it does not run, whatever tempts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route

from conftest import wait_for_scripts
from hostile import PLAIN, SUITE, diagram, file_name, page, some_vectors
from kit import DOT, absent, built, write

# Every way out that a payload could take is replaced by one that tells.
WATCH = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'msgbox'])
  window[name] = () => { window.__ran.push(name); return null; };
"""
# Not all payloads run by themselves: some wait for a pointer, a key, a click.
# What `site.js` puts in its place has a style; that no page is written with one is tested in test_hostile.py.
TEMPT = """() => {
  const events = ['mouseover', 'mouseenter', 'pointerover', 'focus', 'blur', 'click', 'error', 'load', 'toggle',
    'animationend', 'transitionend', 'input', 'keydown', 'copy', 'wheel', 'scroll', 'begin'];
  for (const element of document.querySelectorAll('*'))
    for (const event of events) {
      if (event === 'click' && element.localName === 'a') continue;
      try { element.dispatchEvent(new Event(event, { bubbles: false, cancelable: true })); } catch {}
    }
  for (const link of document.querySelectorAll('a[href]')) {  // those of a drawing have no protocol of their own
    const to = new URL(link.getAttribute('href'), location.href);
    if (!['http:', 'https:', 'mailto:', 'tel:', 'file:'].includes(to.protocol)) window.__ran.push(to.href);
  }
  for (const active of document.querySelectorAll('script:not([src]), iframe, object, embed, [style]:not(.page, .margin-note, .card), form, svg script'))
    if (active.type !== 'application/ld+json') window.__ran.push(active.outerHTML.slice(0, 80));
  return window.__ran;
}"""


def _context(browser: Browser, site: Path, foreign: list[str], **options: object) -> BrowserContext:
    """A browser window that may load what lies in the site and nothing else."""
    context = browser.new_context(**options)  # type: ignore[arg-type]

    def route(asked: Route) -> None:
        url = asked.request.url
        if url.startswith((site.as_uri() + "/", "data:")):
            asked.continue_()
        else:
            foreign.append(url)
            asked.abort()

    context.route("**/*", route)
    return context


@pytest.mark.parametrize("suite", [False, True], ids=["own", "suite"])
def test_hostile_content_does_not_run(browser: Browser, tmp_path: Path, suite: bool) -> None:
    """The vectors, many to a page and each in a block of its own, with the site's CSP switched off."""
    if suite and not SUITE.is_file():
        absent("the suite of attack strings is not there (../shared/suites)")
    shown, many = some_vectors(suite, 4), 40 if suite else 5
    files = {}
    for first in range(0, len(shown), many):
        bodies = "\n\n".join(_block(vector, n) for n, vector in enumerate(shown[first : first + many], first))
        files[f"body/{first}.md"] = f"---\ntitle: Body {first}\n---\n\n{bodies}\n"
    if not suite:
        files |= {f"all/{file_name(v, n)}": page(v, n) for n, v in enumerate(shown)}
    site = tmp_path / "out"
    report = built(write(tmp_path / "p", {**files, "Home.md": "# Home\n", "dot.png": DOT, **PLAIN}), site)
    ran, foreign, dialogs = [], list[str](), list[str]()
    context = _context(browser, site, foreign, bypass_csp=True)
    context.add_init_script(WATCH)
    window = context.new_page()
    wait_for_scripts(window)
    window.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for node in report.graph.nodes:
        if node.document >= 0 or not suite:
            window.goto((site / node.url).as_uri())
            ran += [(node.url, what) for what in window.evaluate(TEMPT)]
    window.wait_for_timeout(300)
    context.close()
    assert ran == []
    assert dialogs == []
    assert foreign == []


def _block(vector: str, number: int) -> str:
    """The vector as a paragraph, in a list and in a diagram; what it leaves open ends with the quote around it."""
    line = " ".join(vector.split())
    quoted = "\n".join("> " + part for part in vector.splitlines())
    drawn = f"```mermaid\n{diagram(vector, number)}\n```"
    return f"{quoted}\n\n{drawn}\n\n- {line}\n\n[{line}](<{line}>) [x]({line}) ![x]({line})\n\n## {line}"


def test_the_test_would_see_it(browser: Browser, tmp_path: Path) -> None:
    """A page that does run something is noticed, in each of the ways that are watched."""
    site = write(
        tmp_path,
        {"a.html": "<script>alert(1)</script><img src=//evil.test/x onerror=alert(2)><a href=javascript:x>x</a>"},
    )
    foreign: list[str] = []
    context = _context(browser, site, foreign, bypass_csp=True)
    context.add_init_script(WATCH)
    window = context.new_page()
    window.goto((site / "a.html").as_uri())
    ran = window.evaluate(TEMPT)
    context.close()
    assert "alert" in ran
    assert "javascript:x" in ran
    assert len(ran) >= 4
    assert foreign
