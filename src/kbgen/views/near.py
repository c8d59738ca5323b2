"""The small map on a page: what is most related to it, and what of that belongs together. Drawn when the site is made.

It shows what the list of related pages says, so the list is its equal in words. All numbers are units of the drawing,
which is 360 wide.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import combinations, islice
from typing import TYPE_CHECKING

from kbgen.link.told import Related
from kbgen.model import Ref, Value
from kbgen.text.apart import parted

if TYPE_CHECKING:
    from kbgen.views.site import Site

_FEWEST = 4  # neighbours, for a drawing to say more than a list
_LOOKED_AT = 60  # of what is between, to find out what belongs together
_TIES = 12
_MIDDLE, _REACH, _ROW = 180, 64, 28  # the middle of the drawing, half the width of the ring, the height of a row
_LETTERS = 16  # of a label; those of Chinese, Japanese and Korean count twice


class Dot(Value, frozen=True):
    """A neighbour: its link, the label (cut), how many they share, where it is, where its label begins or ends."""

    ref: Ref
    label: str
    count: int
    x: int
    y: int
    text: int
    end: bool
    width: int


class Near(Value, frozen=True):
    """The drawing: its height, the neighbours clockwise, the lines between those that belong together (an SVG path)."""

    height: int
    dots: tuple[Dot, ...]
    ties: str


def near_of(site: Site, number: int, related: Sequence[Related]) -> Near | None:
    """The map of a node and its related ones; None for too few of them."""
    if len(related) < _FEWEST:
        return None
    ties = _ties(site, number, [row.node for row in related])
    refs = [site.ref(row.node) for row in related]
    labels = parted(distinct([ref.title for ref in refs]), _LETTERS)
    order = _round(len(related), ties)
    most = max(row.common for row in related)
    dots: list[Dot] = []
    for index, (x, y, text, left) in zip(order, _spots(len(order)), strict=True):
        row, label = related[index], labels[index].within(_LETTERS)
        dots.append(Dot(refs[index], label, row.common, x, y, text, left, -(-3 * row.common // most)))
    at = {index: dots[place] for place, index in enumerate(order)}
    lines = (f"M{at[a].x} {at[a].y}L{at[b].x} {at[b].y}" for a, b in sorted(ties))
    return Near(_height(len(order)), tuple(dots), "".join(lines))


def _height(count: int) -> int:
    return _ROW * ((count + 1) // 2)


@cache
def _spots(count: int) -> tuple[tuple[int, int, int, bool], ...]:
    """Where so many neighbours are, clockwise: x, y, where the label begins or ends, whether it is on the left."""
    right, height = (count + 1) // 2, _height(count)
    spots: list[tuple[int, int, int, bool]] = []
    for place in range(count):
        left = place >= right
        y = _ROW * (count - 1 - place if left else place) + _ROW // 2
        bend = (y - height / 2) / (height / 2 + _ROW // 2)
        x = _MIDDLE + round(_REACH * math.sqrt(1 - bend * bend)) * (-1 if left else 1)
        spots.append((x, y, x + (-10 if left else 10), left))
    return tuple(spots)


def _ties(site: Site, number: int, nodes: Sequence[int]) -> dict[tuple[int, int], int]:
    """Pairs of neighbours (by place) that have more than one of the things between in common, the closest of them."""
    dossiers = site.dossiers
    have = [0] * len(nodes)  # for each neighbour what it has of the things between, a bit for each
    place = {node: at for at, node in enumerate(nodes)}
    bit = 1
    source = site.nodes[number].kind == "source"
    for one in islice(dossiers.around(number), _LOOKED_AT):
        said = dossiers.sources_of(one) if source else dossiers.named_in.get(one, ())
        for node in place.keys() & said:
            have[place[node]] |= bit
        bit += bit
    counts = [(-(have[a] & have[b]).bit_count(), (a, b)) for a, b in combinations(range(len(nodes)), 2)]
    best = sorted([pair for pair in counts if pair[0] < -1])
    return {pair: -count for count, pair in best[:_TIES]}


def _round(size: int, ties: dict[tuple[int, int], int]) -> list[int]:
    """The order around the middle: from the most related one on, each beside the one it is tied to most."""
    near = [[0] * size for _ in range(size)]
    for (one, other), count in ties.items():
        near[one][other] = near[other][one] = count
    order, left = [0], list(range(1, size))
    while left:
        following = max(left, key=near[order[-1]].__getitem__)  # of equals the first
        left.remove(following)
        order.append(following)
    return order


def distinct(titles: Sequence[str]) -> list[str]:
    """Titles without the beginning, up to a colon, that several of them share."""
    begins = Counter([title.partition(": ")[0] for title in titles if ": " in title])
    if not begins:
        return list(titles)
    return [title.partition(": ")[2] or title if begins[title.partition(": ")[0]] > 1 else title for title in titles]
