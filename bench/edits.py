"""The edits that are measured: which page, and what is changed in it. The same for every side."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SENTENCE = "This sentence was added to be measured."
_LINK = re.compile(r"\[\[([^\[\]|#\\]+)")
_TITLE = re.compile(r"^(title:[ \t]*)([\"']?)(.+?)\2[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(r"^(#[ \t]+)()(.+?)[ \t]*\r?$", re.MULTILINE)
_FIELDS = re.compile(r"\A---\r?\n.*?^---[ \t]*\r?$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Edit:
    """What is done to one page: `path` within the kb, how its text changes, what must stand in the site afterwards."""

    path: str
    change: Callable[[str], str]
    shows: str
    linkers: int


@dataclass(frozen=True)
class Pages:
    """The pages of a kb: title, linkers, and those of the linkers that name the title, each by path."""

    titles: dict[str, str]
    linkers: dict[str, set[str]]
    by_title: dict[str, set[str]]


def survey(content: Path) -> Pages:
    """Read who links to whom in a kb: by path, by the name of the file, or by title, in this order."""
    texts = {file.relative_to(content).as_posix(): read(file) for file in sorted(content.rglob("*.md"))}
    titles = {path: title_of(text) or Path(path).stem for path, text in texts.items()}
    by_name = {Path(path).stem.lower(): path for path in texts}
    by_name |= {path.removesuffix(".md").lower(): path for path in texts}
    by_title = {title.lower(): path for path, title in titles.items()}
    pages = Pages(titles, {path: set() for path in texts}, {path: set() for path in texts})
    for linker, text in texts.items():
        for target in _LINK.findall(text):
            name = target.strip().lower()
            path = by_name.get(name) or by_title.get(name)
            if path is not None and path != linker:
                pages.linkers[path].add(linker)
                if name not in by_name:
                    pages.by_title[path].add(linker)
    return pages


def body_edit(pages: Pages) -> Edit:
    """A sentence without links, at the end of the page that is the median by number of linkers."""
    path = _median(pages.linkers, of=_editable(pages))
    return Edit(path, lambda text: f"{text.rstrip()}\n\n{SENTENCE}\n", SENTENCE, len(pages.linkers[path]))


def title_edit(pages: Pages) -> Edit:
    """A new title for the page that is the median, by number of these linkers, of those linked by their title.

    Where no page is linked by its title, the median of those that are linked at all.
    """
    editable = [path for path in _editable(pages) if pages.titles[path] != Path(path).stem]
    named = [path for path in editable if pages.by_title[path]]
    path = _median(pages.by_title, named) if named else _median(pages.linkers, editable)
    return Edit(path, retitled, f"{pages.titles[path]} Renamed", len(pages.linkers[path]))


def title_of(text: str) -> str:
    """The title in the frontmatter, else the first heading, else ''."""
    found = _title(text)
    return found[3] if found else ""


def retitled(text: str) -> str:
    """The text with ` Renamed` behind its title."""
    found = _title(text)
    if found is None:
        raise ValueError("a page without a title cannot be retitled")
    return f"{text[: found.end(3)]} Renamed{text[found.end(3) :]}"


def read(file: Path) -> str:
    """The text of a file; bytes that are no UTF-8 and line ends survive `write`."""
    return file.read_bytes().decode("utf-8", "surrogateescape")


def write(file: Path, text: str) -> None:
    """Write the text of a file as `read` gave it."""
    file.write_bytes(text.encode("utf-8", "surrogateescape"))


def _title(text: str) -> re.Match[str] | None:
    fields = _FIELDS.match(text)
    return (_TITLE.search(text, 0, fields.end()) if fields else None) or _HEADING.search(text)


def _editable(pages: Pages) -> list[str]:
    """All but index pages, which have another name on Hugo's side."""
    return [path for path in pages.titles if Path(path).stem.lower() != "index"]


def _median(linkers: dict[str, set[str]], of: list[str]) -> str:
    if not of:
        raise ValueError("there is no page to edit here")
    return sorted(of, key=lambda path: (len(linkers[path]), path))[len(of) // 2]
