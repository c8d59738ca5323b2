"""A crawl of a finished site: every `href`, `src` and `#id` on every page leads somewhere.

Run by the tests; `python tests/crawl.py SITE` prints what is dead and exits with 1 if anything is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser


class Dead(NamedTuple):
    """A reference that leads nowhere: page, what was written, why."""

    page: str
    reference: str
    reason: str


class _Page:
    """What a page refers to, and what can be referred to in it."""

    def __init__(self, text: str) -> None:
        document = LexborHTMLParser(text)
        self.references: list[str] = []
        self.ids: list[str] = []
        for name, found in (("href", self.references), ("src", self.references), ("id", self.ids)):
            found += [value for node in document.css(f"[{name}]") if (value := node.attributes[name]) is not None]
        # One of kbgen's own has its state behind the `#` of an address.
        self.tables = document.css_first(".table.wide") is not None


def crawl(site: Path) -> Iterator[Dead]:
    """All dead references of a site, and ids that stand twice on a page, in path order."""
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    pages = {path: _Page((site / path).read_text("utf-8")) for path in sorted(files) if path.endswith(".html")}
    ids = {path: set(page.ids) for path, page in pages.items()}
    tables = {path for path, page in pages.items() if page.tables}
    for path, page in pages.items():
        if len(ids[path]) != len(page.ids):
            twice = sorted({i for i in page.ids if page.ids.count(i) > 1})
            yield Dead(path, ", ".join(twice), "id stands twice")
        for reference in dict.fromkeys(page.references):
            reason = _dead(path, reference, files, ids, tables)
            if reason:
                yield Dead(path, reference, reason)


def _dead(page: str, reference: str, files: set[str], ids: dict[str, set[str]], tables: set[str]) -> str:
    if reference.startswith(("https://", "http://")):  # also one that is none, such as `https://a.b[c`
        return ""
    parts = urlsplit(reference)
    if parts.scheme or parts.netloc:
        return ""
    target = page
    if page == "404.html" and reference.startswith(
        "../"
    ):  # shown at any depth, it looks for its sheets in folders above
        return ""
    if parts.path:
        folders = page.split("/")[:-1]
        for part in unquote(parts.path).split("/"):
            if part == "..":
                if not folders:
                    return "leads out of the site"
                folders.pop()
            elif part != ".":
                folders.append(part)
        target = "/".join(folders)
        if target.endswith("/") or not target:
            target += "index.html"
    if target not in files:
        return "no such file"
    if parts.fragment.startswith("q=") and target in tables:  # what the table is narrowed to
        return ""
    if parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
        return "no such id"
    return ""


if __name__ == "__main__":
    count = 0
    for dead in crawl(Path(sys.argv[1])):
        count += 1
        if count <= 50:
            print(f"{dead.page}: {dead.reference}: {dead.reason}")
    print(f"{count} dead")
    sys.exit(count > 0)
