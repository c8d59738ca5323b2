"""The least that a site takes whose pages markdown-it-py parses: each is parsed, rendered and written, and that is all.

No link, no header, no template, nothing remembered: `python bench/bare.py PAGES OUTPUT` is what `run.py --peers` has as
a side of its own, so that it can be seen how much of a build any Python program with this parser would take.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

_AT_ONCE = 50  # pages that a process is given


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _write(pages: list[tuple[Path, Path]]) -> None:
    for page, file in pages:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_parser().render(page.read_text("utf-8", "replace")), "utf-8")


def main(content: Path, output: Path) -> None:
    """Write an HTML file for each page below `content`, in as many processes as there are processors."""
    pages = [(page, output / page.relative_to(content).with_suffix(".html")) for page in sorted(content.rglob("*.md"))]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None) as workers:
        list(workers.map(_write, (pages[at : at + _AT_ONCE] for at in range(0, len(pages), _AT_ONCE))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
