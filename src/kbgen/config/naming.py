"""What a project is called where neither a setting nor its home page says so."""

from __future__ import annotations

from pathlib import Path

from kbgen.text.codefence import outside_code
from kbgen.text.names import fold, readable
from kbgen.text.regex import regex

_MOST = 1 << 16  # bytes of a README in which its title is looked for
_HEADING = regex(r"#[ \t]+(?P<text>.*?)[ \t#]*\Z")
_PICTURE = regex(r"!\[[^\]]*\]\([^)]*\)|<[^>]*>|!\[\[[^\]]*\]\]")
_LINK = regex(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|\[([^\]]*)\]\([^)]*\)")
_SIGNS = str.maketrans("", "", "*`_")
# Names of folders that say what lies there, and not what it is about.
_ANY = frozenset(
    (
        *("kb", "wiki", "docs", "doc", "content", "contents", "notes", "note", "vault", "pages", "src", "site", "data"),
        *("md", "markdown", "bundle", "bundles", "okf", "okf-bundle", "knowledge", "knowledge-base"),
    )
)


def readme_of(project: Path) -> Path | None:
    """The README of a project; None if it has none."""
    try:
        named = sorted(file for file in project.iterdir() if file.name.casefold() == "readme.md")
    except OSError:
        return None
    return next((file for file in named if file.is_file() and not file.is_symlink()), None)


def name_of(project: Path, content: str) -> str:
    """The name of the folder that `content` in the settings names ('' = none), unless any project might have one of
    that name; else the title of the project's README; '' for neither."""
    folder = content.strip("/").rpartition("/")[2]
    if folder.strip(".") and fold(folder) not in _ANY:
        return readable(folder)
    readme = readme_of(project)
    return _title(readme) if readme is not None else ""


def _title(file: Path) -> str:
    """The first heading of level 1, in plain words; '' for none."""
    try:
        with open(file, "rb") as opened:
            lines = opened.read(_MOST).decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    for number in outside_code(lines):
        found = _HEADING.match(lines[number])
        if found is not None and (words := _plain(found["text"])):
            return words
    return ""


def _plain(text: str) -> str:
    """
    >>> _plain("**Trees** of [the park](https://example.org) ![](badge.svg)")
    'Trees of the park'
    """
    text = _LINK.sub(lambda found: found[1] or found[2] or "", _PICTURE.sub("", text))
    words = " ".join(text.translate(_SIGNS).split())
    return "".join(char for char in words if char.isprintable())
