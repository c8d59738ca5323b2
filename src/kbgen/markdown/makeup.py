"""How a text is put together, as `check` asks: sections with nothing in them, levels of headings that are skipped,
rows that an empty line parts from their table. Knows tokens; judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.tables import cells_in
from kbgen.model import Leap, Spot


class Makeup(NamedTuple):
    """The places of a text, as `Prose` has them."""

    cut_rows: tuple[Spot, ...]
    hollow: tuple[Spot, ...]
    leap: tuple[Leap, ...]


def makeup(tokens: Sequence[Token], lines: Sequence[str]) -> Makeup:
    """Read the tokens of a text once; `lines` are those of its file."""
    reader = _Reader(lines)
    for token in tokens:
        kind = token.type
        if kind in _ASKED or reader.heading or (kind == "inline" and reader.before == "table_close"):
            reader.read(token)
        else:
            reader.bare = None
            if kind != "paragraph_open":
                reader.before = kind
    if reader.bare is not None:
        reader.hollow.append(reader.spot(reader.bare))
    return Makeup(tuple(reader.cut_rows), tuple(reader.hollow), tuple(reader.leap))


# All others only say that something stands there.
_ASKED = frozenset(("heading_open", "heading_close", "html_block", "table_open", "th_open", "footnote_block_open"))


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.cut_rows: list[Spot] = []
        self.hollow: list[Spot] = []
        self.leap: list[Leap] = []
        self.bare: Token | None = None  # the heading below which nothing stands so far
        self.heading = False  # whether this is within one
        self.level = 0  # of the heading above
        self.columns = 0  # of the table above
        self.before = ""  # the last token but `paragraph_open`

    def read(self, token: Token) -> None:
        kind = token.type
        if kind == "heading_open":
            self._heading(token)
        elif kind == "heading_close":
            self.heading = False
        elif self.heading:
            return
        elif kind == "html_block":
            if not _is_comment(token.content.strip()):
                self.bare = None
        elif token.level or kind != "footnote_block_open":
            self.bare = None
        if kind == "inline" and self.before == "table_close" and token.content[:1] == "|" and token.map:
            rows = token.content.split("\n")
            if all(row[:1] == "|" == row.rstrip()[-1:] and cells_in(row) == self.columns for row in rows):
                line = token.map[0]
                self.cut_rows.append(Spot(line + 1, self.lines[line].find("|") + 1, rows[0].rstrip()))
        if kind != "paragraph_open":
            self.before = kind
        if kind == "table_open":
            self.columns = 0
        elif kind == "th_open":
            self.columns += 1

    def _heading(self, token: Token) -> None:
        level = int(token.tag[1])
        if self.bare is not None and level <= int(self.bare.tag[1]):
            self.hollow.append(self.spot(self.bare))
        if self.level and level > self.level + 1 and not self.leap:
            spot = self.spot(token)
            self.leap.append(Leap(spot.line, spot.column, self.level, level))
        self.bare, self.heading, self.level = token, True, level

    def spot(self, heading: Token) -> Spot:
        line = (heading.map or [0])[0]
        written = self.lines[line] if line < len(self.lines) else ""
        return Spot(line + 1, len(written) - len(written.lstrip()) + 1, written.strip())


def _is_comment(html: str) -> bool:
    """Whether a block of raw HTML is one comment, which is nothing below a heading."""
    return html.startswith("<!--") and html.find("-->") == len(html) - 3
