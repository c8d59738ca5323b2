"""What excerpts are cut from and phrases are looked up in: the sections of pages, a few pages in a file.

Pages lie together by their numbers. What is too much for one file goes on in others beside it, of which the first one
tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kbgen.model import Ref
from kbgen.scripts import script_json
from kbgen.search.record import Section, filled

PAGES = 4  # numbers of pages that share a file
FOLDER = "-/search/x"
_MOST = 32_000  # bytes
_PIECE = 5_000  # code points; each is at most six bytes in a script

Unit = tuple[int, int, str, str, str]  # page, number of the section, its anchor and heading, a piece of its text


def units(slot: int, sections: Sequence[Section], refs: Sequence[Ref]) -> Iterator[Unit]:
    """A page's sections, in pieces, its links filled in."""
    for number, section in enumerate(sections):
        text = filled(section.text, refs)
        heading = filled(section.heading, refs)[:300]
        for start in range(0, max(1, len(text)), _PIECE):
            yield slot, number, section.anchor[:300], heading if start == 0 else "", text[start : start + _PIECE]


def scripts(group: int, pages: Iterable[Unit]) -> dict[str, bytes]:
    """The files of a group of pages, by their paths. Each is a classic script; the first also tells how many there are,
    and in which of them each page begins."""
    pieces: list[list[bytes]] = [[]]
    starts: list[tuple[int, int]] = []
    size = 0
    for unit in pages:
        data = script_json(unit)
        if size + len(data) > _MOST and pieces[-1]:
            pieces.append([])
            size = 0
        size += len(data) + 1
        pieces[-1].append(data)
        if not starts or starts[-1][0] != unit[0]:
            starts.append((unit[0], len(pieces) - 1))
    told = script_json([len(pieces), starts])
    return {
        path_of(group, piece): b'kbgenTexts("%s",[%b],%b);\n'
        % (_name(group, piece).encode(), b",".join(data), told if piece == 0 else b"null")
        for piece, data in enumerate(pieces)
    }


def path_of(group: int, piece: int = 0) -> str:
    """Where a file of a group lies."""
    return f"{FOLDER}/{_name(group, piece)}.js"


def _name(group: int, piece: int) -> str:
    return f"{group}-{piece}" if piece else str(group)
