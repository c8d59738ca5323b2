"""Links written in the value of a field, each with its place. Knows no YAML and no other file."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from kbgen.model import Syntax
from kbgen.names import link_parts

BARE_LINK = re.compile(r"\[\[(?!\[)(?=[^\[\]\n]*[^\s\[\]|#])(?:[^\[\]\n]|\[[^\[\]\n]*\])+\]\]")
"""`[[target|label]]` with something in it; `[[1, 2], [3]]` and `[[]]` are lists."""

# A label may hold brackets, `[[a|b [c] d]]`; of `[[[a]]]` the inner two pairs are the link.
_INNER = r"(?<!\\)\[\[(?!\[)(?P<wiki>(?:[^\[\]{0}]|\[[^\[\]{0}]*\])+)\]\]"
_OUTER = (
    r"(?<![!\\])\[(?P<label>[^\[\]\n]*)\]\([ \t]*(?P<path><[^<>\n]*>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_LINK = re.compile(_INNER.format(r"\n") + "|" + _OUTER)
_ACROSS_LINES = re.compile(_INNER.format("") + "|" + _OUTER)  # YAML folds lines: one link, written on two
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)


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
    cursor = 0
    for match in _LINK.finditer(value):
        link = _wiki(match["wiki"]) if match["wiki"] is not None else _markdown(match["label"], match["path"])
        start, length = match.start(), len(match[0])
        if source is not None:
            start, length = _place(match[0], source, cursor)
            cursor = start + length
        if link is not None:
            found.append(link._replace(start=start, length=length))
    return found


def _place(text: str, source: str, cursor: int) -> tuple[int, int]:
    """Where the next link stands in the source, which may be written with escapes and on two lines."""
    for match in _ACROSS_LINES.finditer(source, cursor):
        if "\n" not in match[0] or " ".join(match[0].split()) == text:
            return match.start(), len(match[0])
    return cursor, 0


def _wiki(inner: str) -> Written | None:
    inner = inner.replace("\\|", "|")
    whole, _, label = inner.partition("|")
    if _WEB.match(whole.strip()):
        return Written("wiki", whole.strip(), "", unescape(label.strip()), 0, 0, web=True)
    parts = link_parts(whole, label)
    if not parts.target and not parts.anchor:
        return None
    return Written("wiki", parts.target, parts.anchor, parts.label, 0, 0, bare_hash=parts.bare_hash)


def _markdown(label: str, path: str) -> Written | None:
    path = path.removeprefix("<").removesuffix(">").strip()
    target, _, anchor = path.partition("#")
    if not path or path == "#" or _SCHEME.match(path):
        return None  # addresses of the web are no matter of the graph
    return Written("markdown", unquote(target), unquote(anchor), unescape(label.strip()), 0, 0)
