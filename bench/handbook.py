"""A knowledge base of a real text in many languages: the sections of the Debian Administrator's Handbook.

    apt-get download debian-handbook && dpkg -x debian-handbook_*.deb FOLDER
    python bench/handbook.py FOLDER zh-CN DIR

The handbook is by Raphaël Hertzog and Roland Mas, under GPL-2+ and CC-BY-SA; nothing of it is in this repository.
Needs what `kbgen import` needs.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from markdownify import markdownify

_BOOKS = "usr/share/doc/debian-handbook/html"


def main() -> None:
    """Write DIR/kb/sources, one file for each section of the handbook in a language."""
    folder, language, made = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3], "kb", "sources")
    made.mkdir(parents=True, exist_ok=True)
    for file in sorted((folder / _BOOKS / language).glob("*.html")):
        made.joinpath(f"{file.stem}.md").write_text(page(file.read_text("utf-8"), language), "utf-8")


def page(html: str, language: str) -> str:
    """A section as a source: its title, and its text as markdown with links to the other sections."""
    soup = BeautifulSoup(html, "html.parser")
    title = soup.title.get_text().strip() if soup.title else ""
    for element in soup.select("head, script, style, img, .docnav, .toc"):
        element.decompose()
    text = re.sub(r"\n{3,}", "\n\n", markdownify(str(soup.body or soup), heading_style="ATX"))
    text = re.sub(r"\]\(([^)#:/]+)\.html", r"](\1.md", text)
    header = [f"title: {json.dumps(title, ensure_ascii=False)}", "type: source", f"lang: {language}"]
    return "\n".join(("---", *header, "---", "", text))


if __name__ == "__main__":
    main()
