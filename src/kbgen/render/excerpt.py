"""Parts of a document's HTML, and HTML as it can stand on the page of another. Knows tags, and no page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from kbgen.model import Html
from kbgen.text.regex import regex

_TAG = regex(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_VOID = frozenset(("br", "hr", "img", "input", "source", "wbr"))
_DEPENDENT = frozenset(("td", "th", "dt", "dd", "summary"))  # which stand nowhere by themselves
_HEADING = regex(r"h[1-6]\Z")
_ATTRIBUTE = regex(r' ([a-zA-Z-]+)="([^"]*)"')
_NOTES = '<section class="footnotes"'
_TO_NOTES = ("footnote-ref", "cites")  # classes of what leads to a note, or a work, on the same page


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


class Parts:
    """The parts of one document's HTML, whose tags are gone through once."""

    def __init__(self, html: Html) -> None:
        self.html = html
        self.tags = list(_tags(html))
        self.starts: dict[str, int] = {}  # id -> where what it names begins, among the tags
        heading = -1
        for number, tag in enumerate(self.tags):
            if _HEADING.match(tag.name):
                heading = -1 if tag.closing else number
            if not tag.closing and ' id="' in tag.attributes:
                found = next((value for name, value in _ATTRIBUTE.findall(tag.attributes) if name == "id"), "")
                # a block's id on a heading is that of a span in it
                self.starts.setdefault(found, heading if tag.name == "span" and heading >= 0 else number)

    def of(self, anchor: str) -> Html | None:
        """What begins at an id: from a heading to the next one of its level or above, or the end of what it stands in;
        of anything else, that element. None if there is none."""
        html, start = self.html, self.starts.get(escape(anchor), -1)
        if start < 0:
            return None
        first = self.tags[start]
        level = first.name if _HEADING.match(first.name) else ""
        depth, end = 1, (len(html.pieces) - 1, len(html.pieces[-1]))
        following = range(start + 1, len(self.tags))
        if first.name in _VOID:
            following, end = range(0), (first.piece, first.end)
        for number in following:
            tag = self.tags[number]
            if level and depth == 0 and (tag.closing or _ends(tag.name, level)):
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
        elif first.name in _DEPENDENT:
            pieces[0] = f"<div>{pieces[0][first.end - first.start :]}"
            pieces[-1] = f"{pieces[-1].removesuffix(f'</{first.name}>')}</div>"
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
            pieces[-1] += _closings(Html(tuple(pieces)))
            break
    return Html(tuple(pieces), html.holes[: len(pieces) - 1])


def _closings(html: Html) -> str:
    """The tags that close what stands open at the end."""
    around: list[str] = []
    for tag in _tags(html):
        if tag.closing:
            del around[-1:]
        elif tag.name not in _VOID:
            around.append(tag.name)
    return "".join(f"</{name}>" for name in reversed(around))


def _plain(tag: re.Match[str], address: str) -> str:
    closing, name, attributes = tag.groups()
    if _HEADING.match(name):
        return "</p>" if closing else '<p class="embed-heading">'
    return f"<{closing}{name}{_ATTRIBUTE.sub(lambda one: _attribute(one, address), attributes)}>"


def _attribute(found: re.Match[str], address: str) -> str:
    name, value = found.groups()
    if name == "id" or (name == "class" and value in _TO_NOTES):
        return ""
    if name == "href" and value.startswith("#"):
        return f' href="{escape(address)}{value}"'
    return found[0]
