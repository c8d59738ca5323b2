"""Parts of a document's HTML, and HTML as it can stand on the page of another. Knows tags, and no page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from kbgen.model import Html

_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_VOID = frozenset(("br", "hr", "img", "input", "source", "wbr"))
_HEADING = re.compile(r"h[1-6]\Z")
_ID = re.compile(r' id="[^"]*"')
_NOTE = ' class="footnote-ref"'
_NOTES = '<section class="footnotes"'


class _Tag(NamedTuple):
    """A tag: the piece that it stands in, where it begins and ends there, what is written in it."""

    piece: int
    start: int
    end: int
    closing: bool
    name: str
    attributes: str


def _tags(html: Html) -> Iterator[_Tag]:
    for number, piece in enumerate(html.pieces):
        for found in _TAG.finditer(piece):
            yield _Tag(number, found.start(), found.end(), bool(found[1]), found[2].lower(), found[3])


def part_of(html: Html, anchor: str) -> Html | None:
    """What begins at an id: from a heading to the next one of its level or above, or the end of what it stands in; of
    anything else, that element. None if there is none, or it is no block."""
    wanted = f' id="{escape(anchor)}"'
    tags = _tags(html)
    first = next((tag for tag in tags if not tag.closing and wanted in tag.attributes), None)
    if first is None or first.name == "span":
        return None
    level = first.name if _HEADING.match(first.name) else ""
    depth, end = 1, (len(html.pieces) - 1, len(html.pieces[-1]))
    for tag in tags:
        if level and ((depth == 0 and not tag.closing and _ends(tag.name, level)) or (depth == 0 and tag.closing)):
            end = tag.piece, tag.start
            break
        if tag.name not in _VOID:
            depth += -1 if tag.closing else 1
        if not level and not depth:
            end = tag.piece, tag.end
            break
    pieces = list(html.pieces[first.piece : end[0] + 1])
    pieces[-1] = pieces[-1][: end[1]]
    pieces[0] = pieces[0][first.start :]
    if first.name == "li":
        pieces[0] = f"<ul>\n{pieces[0]}"
        pieces[-1] += "\n</ul>"
    return Html(tuple(pieces), html.holes[first.piece : end[0]])


def _ends(name: str, level: str) -> bool:
    return bool(_HEADING.match(name)) and name <= level


def quoted(html: Html, address: str) -> Html:
    """HTML as it stands on another page: without ids and notes of its own; headings are no headings of that page; and
    what leads to a place on its own page (at `address`) still does."""
    pieces: list[str] = []
    for piece in html.pieces:
        notes = piece.find(_NOTES)
        pieces.append(_TAG.sub(lambda tag: _plain(tag, address), piece if notes < 0 else piece[:notes]))
        if notes >= 0:  # they are the last on a page
            break
    return Html(tuple(pieces), html.holes[: len(pieces) - 1])


def _plain(tag: re.Match[str], address: str) -> str:
    closing, name, attributes = tag.groups()
    if _HEADING.match(name):
        return "</p>" if closing else '<p class="embed-heading">'
    if "=" not in attributes:
        return tag[0]
    attributes = _ID.sub("", attributes).replace(' href="#', f' href="{escape(address)}#').replace(_NOTE, "")
    return f"<{closing}{name}{attributes}>"
