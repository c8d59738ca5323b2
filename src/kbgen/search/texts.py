"""What excerpts are cut from and phrases are looked up in: the sections of pages, a few pages in a file.

Pages lie together by their numbers. What is too much for one file lies in others beside it, of which the first one
tells. quality.md grants a query with ten results 200 kB, gzipped, and each result loads all that its file holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from kbgen.markdown.openlinks import filled
from kbgen.model import Ref
from kbgen.search.record import Section
from kbgen.text.scripts import script_json

PAGES = 4  # numbers of pages that share a file
FOLDER = "-/search/x"
_MOST = 32_000  # bytes of a file that holds all of a group
_FEW = 16_000  # bytes of a file where a group has several; more only for a piece that is larger by itself
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
    and in which of them each page begins. Where one file cannot hold the group, the first only tells, and no other
    holds anything of two pages unless both are in it whole, so that little is loaded for one of them."""
    encoded = [(page, [script_json(unit) for unit in its]) for page, its in groupby(pages, key=itemgetter(0))]
    pieces: list[list[bytes]] = [[]]
    starts: list[tuple[int, int]] = []
    together = sum(_size(texts) for _, texts in encoded) <= _MOST
    size = 0 if together else _FEW  # the first is full before anything is in it
    for page, texts in encoded:
        if not together and size + _size(texts) > _FEW:
            pieces.append([])
            size = 0
        starts.append((page, len(pieces) - 1))
        for data in texts:
            if not together and size + len(data) > _FEW and pieces[-1]:
                pieces.append([])
                size = 0
            size += len(data) + 1
            pieces[-1].append(data)
        if _size(texts) > _FEW:
            size = _FEW  # what is left of a long page has no other beside it
    told = script_json([len(pieces), starts])
    return {
        path_of(group, piece): b'kbgenTexts("%s",[%b],%b);\n'
        % (_name(group, piece).encode(), b",".join(data), told if piece == 0 else b"null")
        for piece, data in enumerate(pieces)
    }


def _size(texts: Sequence[bytes]) -> int:
    return sum(map(len, texts)) + len(texts)


def path_of(group: int, piece: int = 0) -> str:
    """Where a file of a group lies."""
    return f"{FOLDER}/{_name(group, piece)}.js"


def _name(group: int, piece: int) -> str:
    return f"{group}-{piece}" if piece else str(group)
