"""Links written in the value of a field, each with its place. Knows no YAML and no other file."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from kbgen.model import Syntax
from kbgen.text.controls import without_controls
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink, match_wikilink

BARE_LINK = regex(r"\[\[(?!\[)(?=[^\[\]\n]*[^\s\[\]|#])(?:[^\[\]\n]|\[[^\[\]\n]*\])+\]\]")
"""`[[target|label]]` with something in it; `[[1, 2], [3]]` and `[[]]` are lists."""

# Of `[[[a]]]` the inner two pairs are the link. How a wiki-link goes on, `wikilink.match_wikilink` knows.
_WIKI = r"(?<!\\)(?P<wiki>\[\[)(?!\[)"
_FOLDED = r"(?<!\\)\[\[(?!\[)(?:[^\[\]]|\[[^\[\]]*\])+\]\]"
_MARKDOWN = (
    r"(?<![!\\])\[(?P<label>[^\[\]\n]*)\]\([ \t]*(?P<path><[^<>\n]*>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_LINK = regex(f"{_WIKI}|{_MARKDOWN}")
_ACROSS_LINES = regex(f"{_FOLDED}|{_MARKDOWN}")  # YAML folds lines: one link, written on two
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_WEB = regex(r"(?:https?:)?//", re.IGNORECASE)


class Written(NamedTuple):
    """One link found in a text: its parts, and where it stands there (code points from 0)."""

    syntax: Syntax
    target: str
    anchor: str
    label: str
    start: int
    length: int
    web: bool = False  # an address of the web in double brackets
    bare_hash: bool = False


def links_in(value: str, source: str | None = None) -> list[Written]:
    """The links of a value, in order. `source` is how the value is written in the file, where quotes,
    escapes and line breaks may make a difference; places count in it."""
    if "[[" not in value and "](" not in value:
        return []
    found = []
    cursor = pos = 0
    while (match := _LINK.search(value, pos)) is not None:
        start, pos = match.span()
        if match["wiki"]:
            wiki = match_wikilink(value, start, len(value))
            if isinstance(wiki, int):
                continue
            pos = wiki.end
            link = _wiki(wiki, value[start + 2 : pos - 2])
        else:
            link = _markdown(match["label"], match["path"])
        length = pos - start
        if source is not None:
            start, length = _place(value[start:pos], source, cursor)
            cursor = start + length
        if link is not None:
            found.append(link._replace(start=start, length=length))
    return found


def _place(text: str, source: str, cursor: int) -> tuple[int, int]:
    """Where the next link stands in the source, which may be written with escapes and on two lines."""
    here = source.find(text, cursor)
    if here >= 0:
        return here, len(text)
    for match in _ACROSS_LINES.finditer(source, cursor):
        if "\n" not in match[0] or " ".join(match[0].split()) == text:
            return match.start(), len(match[0])
    return cursor, 0


def _wiki(link: Wikilink, inner: str) -> Written | None:
    if _WEB.match(link.target):
        whole = inner.partition("|")[0].strip()
        return Written("wiki", whole, "", link.label, 0, 0, web=True)
    if not link.target and not link.anchor:
        return None
    return Written("wiki", link.target, link.anchor, link.label, 0, 0, bare_hash=link.bare_hash)


def _markdown(label: str, path: str) -> Written | None:
    path = path.removeprefix("<").removesuffix(">").strip()
    target, _, anchor = path.partition("#")
    if not path or path == "#" or _SCHEME.match(path):
        return None  # addresses of the web are no matter of the graph
    target, anchor, label = map(without_controls, (unquote(target), unquote(anchor), unescape(label.strip())))
    return Written("markdown", target, anchor, label, 0, 0)
