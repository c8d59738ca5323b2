"""How large the index of a built site is, how fast and how well it finds: `python bench/search.py SITE [SITE …]`.

With `--minisearch FOLDER` (where `npm i minisearch` was run, outside the repository) the same queries are put to
MiniSearch, which has all texts in memory. Needs Playwright and Chromium; sites are opened from disk.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
INDEX = ("t", "n", "a", "f", "w")  # terms, names, titles, facets, words; texts (x) are counted by themselves
SEED = 5


def main() -> None:
    """Measure each site and print a table of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sites", nargs="+", type=Path)
    parser.add_argument("--queries", type=int, default=100, help="for each site (100)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"which queries are made ({SEED})")
    parser.add_argument("--minisearch", type=Path)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-headless-shell"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for site in map(Path.resolve, options.sites):
            pages = read_pages(site)
            told = sizes(site, pages)
            queries = make_queries(pages, options.queries, options.seed)
            told |= moved(browser.new_context, site, queries[:20])
            told |= asked(browser.new_page(), site, queries, options.minisearch, pages)
            print(f"{site.name}")
            for name, value in told.items():
                print(f"  {name:<52} {value}")
        browser.close()


def read_pages(site: Path) -> dict[int, dict[str, Any]]:
    """Pages by their numbers: title, address, text."""
    folder = site / "-/search"
    pages: dict[int, dict[str, Any]] = {}
    for file in (folder / "a").iterdir():
        first, folders, rows, *_ = json.loads("[" + file.read_text("utf-8")[len("kbgenAbout(") : -3] + "]")
        last = 0
        for place, row in enumerate(rows):
            if row:
                title, last, *more = (row[1:], last) if isinstance(row, str) else (row[0], *row[2:])
                pages[first + place] = {"title": title, "url": _address(title, folders[last], *more[:1]), "text": ""}
    for file in sorted((folder / "x").iterdir(), key=lambda f: [int(n) for n in f.stem.split("-")]):
        data = json.loads("[" + file.read_text("utf-8")[len("kbgenTexts(") : -3] + "]")
        for slot, _, _, heading, text in data[1]:
            pages[slot]["text"] += f"{heading}\n{text}\n"
    return pages


def _address(title: str, folder: str, stem: str = "*") -> str:
    """The address of a page, as `search.js` makes it."""
    name = stem.replace("*", re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-"), 1)
    return f"{folder}/{name}.html" if folder else f"{name}.html"


def sizes(site: Path, pages: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Bytes of the index beside those of the texts."""
    folder = site / "-/search"
    files = [file for name in INDEX for file in (folder / name).iterdir()] + list(folder.glob("*.js"))
    text = sum(len(page["text"].encode()) for page in pages.values())
    raw = sum(file.stat().st_size for file in files)
    packed = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
    every = [*files, *(folder / "x").iterdir()]
    return {
        "pages": len(pages),
        "bytes of text": f"{text:,}",
        "index / text, raw": f"{raw / text:.3f}",
        "index / text, gzipped": f"{packed / text:.3f}",
        "files (of them texts)": f"{len(every)} ({len(every) - len(files)})",
        "largest file": f"{max(file.stat().st_size for file in every):,}",
    }


def make_queries(pages: dict[int, dict[str, Any]], count: int, seed: int = SEED) -> list[tuple[str, str]]:
    """Queries and the address of the page that each was taken from: three to five words of a title, and as many that
    stand one behind the other in a text. The same pages and seed give the same queries."""
    pick = random.Random(seed)
    written = [pages[slot] for slot in sorted(pages) if len(pages[slot]["text"].split()) > 30]
    queries: list[tuple[str, str]] = []
    while len(queries) < count:
        page = pick.choice(written)
        source = page["title"] if len(queries) % 2 else page["text"]
        words = re.findall(r"\w[\w'’-]*", source)
        length = min(len(words), pick.randrange(3, 6))
        if length < 2:
            continue
        start = pick.randrange(len(words) - length + 1)
        queries.append((" ".join(words[start : start + length]), page["url"]))
    return queries


def moved(context: Any, site: Path, queries: list[tuple[str, str]]) -> dict[str, Any]:
    """Bytes, gzipped, of all that a first query loads on a page, with excerpts of ten results."""
    found: list[int] = []
    for query, _ in queries:
        with context() as window:
            page = window.new_page()
            files: set[Path] = set()
            page.on(
                "request",
                lambda request, files=files: files.add(Path(request.url.removeprefix("file://").split("?")[0])),
            )
            page.goto((site / "404.html").as_uri())
            _until(page, _LOADED)
            files.clear()
            _open(page)
            page.evaluate(_WHOLE, query)
            found.append(sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.is_file()))
    found.sort()
    return {"a first query loads, gzipped, median and most": f"{found[len(found) // 2]:,} {found[-1]:,}"}


def asked(
    page: Page, site: Path, queries: list[tuple[str, str]], minisearch: Path | None, pages: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    """Time of each query with its excerpts, in one window from disk; and how often the page that it was taken from is
    among the first ten."""
    page.goto((site / "404.html").as_uri())
    _until(page, _LOADED)
    _open(page)
    times: list[float] = []
    ours: list[bool] = []
    for query, url in queries:
        took, urls = page.evaluate(_WHOLE, query)
        times.append(took)
        ours.append(url in urls)
    times.sort()
    told = {
        "a query takes, ms, median and 95 %": f"{times[len(times) // 2]:.0f} {times[int(len(times) * 0.95)]:.0f}",
        "recall@10": f"{sum(ours) / len(ours):.3f}",
    }
    if minisearch is not None:
        theirs = _minisearch(minisearch, queries, pages)
        both = sum(a and b for a, b in zip(ours, theirs, strict=True))
        told["recall@10 of MiniSearch"] = f"{sum(theirs) / len(theirs):.3f}"
        told["of what MiniSearch has among ten, found too"] = f"{both / max(1, sum(theirs)):.3f}"
    return told


_LOADED = "document.documentElement.dataset.js === 'all'"  # scripts come when a page has been painted


def _open(page: Page) -> None:
    page.keyboard.press("/")
    _until(page, "Boolean(window.kbgenSearch)")


def _until(page: Page, said: str) -> None:
    """Wait for something. Asked again and again from here: Playwright's own waiting evaluates strings, which the policy
    of the page forbids."""
    while not page.evaluate(said):
        page.wait_for_timeout(10)


_WHOLE = """async (query) => {
  const begun = performance.now();
  const { found } = await kbgenSearch.find(query, {});
  await Promise.all(found.slice(0, 10).map((slot) => kbgenSearch.sections(slot, (_, files) => files >= 1)));
  return [performance.now() - begun, found.slice(0, 10).map((slot) => kbgenSearch.pages.get(slot).url)];
}"""


def _minisearch(folder: Path, queries: list[tuple[str, str]], pages: dict[int, dict[str, Any]]) -> list[bool]:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"pages": list(pages.values()), "queries": [query for query, _ in queries]}, file)
        file.flush()
        run = ["node", str(HERE / "search.mjs"), str(folder.resolve()), file.name]
        found = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
    return [url in urls for (_, url), urls in zip(queries, found, strict=True)]


if __name__ == "__main__":
    main()
