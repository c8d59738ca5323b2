"""Where the dots of a graph stand: what is linked lies near, and no dot upon another. Knows no page.

The most linked nodes and all that hangs on them are laid out as wholes first, by forces between all of them; then each
node finds its place among its neighbours, by forces of those nearby alone. So the cost grows with the number of nodes
and links, and by no more. There are no random numbers, and only operations whose results IEEE 754 fixes, so that the
same graph has the same places everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import sqrt

_CORES = 120  # wholes that are laid out against each other, at most (beside parts without links to others)
_MOST_CORES = 240
_ROUNDS = 45
_SWEEPS = 10
_PARTED = 8  # further sweeps in which dots only part
_ROOM = 1.7  # the side of the whole, times the root of the number of dots
_RANKED = 0.7  # how much of a place its rank decides, where dots are spread over the whole
_SCALE = 10  # units of a whole number between two dots that are next to each other
_COS, _SIN = -0.7373688780783197, 0.6754902942615238  # of the golden angle: dots on a spiral lie evenly

Point = tuple[int, int]


def layout(size: int, pairs: Sequence[tuple[int, int]]) -> list[Point]:
    """A place for each of `size` nodes, from (0, 0) on. `pairs` are links between numbers, each once; nodes should be
    numbered from the most linked one on. Dots are about 10 apart."""
    if not size:
        return []
    near: list[list[int]] = [[] for _ in range(size)]
    for one, other in pairs:
        near[one].append(other)
        near[other].append(one)
    core, parent = _cores(near)
    xs, ys = _spread(core, _core_places(core, pairs))
    _fill(xs)
    _fill(ys)
    _settle(xs, ys, near, parent)
    _fill(xs)
    _fill(ys)
    for _ in range(_PARTED):
        _part(xs, ys)
    left, top = min(xs), min(ys)
    return [(round((x - left) * _SCALE), round((y - top) * _SCALE)) for x, y in zip(xs, ys, strict=True)]


def _spiral(count: int) -> list[tuple[float, float]]:
    """Points around (0, 0), each in about as much room as the next."""
    found: list[tuple[float, float]] = []
    along, across = 1.0, 0.0
    for number in range(count):
        reach = sqrt(number)
        found.append((reach * along, reach * across))
        along, across = along * _COS - across * _SIN, along * _SIN + across * _COS
    return found


def _cores(near: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """For each node the whole that it belongs to, and the node that it hangs on (itself: it begins a whole)."""
    core, parent = list[int](), list[int]()
    begun = 0
    for node, others in enumerate(near):
        above = [other for other in others if other < node]
        if node < _CORES or (not above and begun < _MOST_CORES):
            core.append(begun)
            parent.append(node)
            begun += 1
        elif above:  # the least linked of those that have more links: it says most about where this one belongs
            parent.append(max(above))
            core.append(core[parent[-1]])
        else:
            core.append(begun - 1)
            parent.append(node)
    return core, parent


def _core_places(core: Sequence[int], pairs: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Places of the wholes: each in the room that its nodes need, the more links between two the nearer."""
    count = max(core) + 1
    sizes = Counter(core)
    room = [sqrt(sizes[number]) for number in range(count)]
    weights = Counter((min(core[a], core[b]), max(core[a], core[b])) for a, b in pairs if core[a] != core[b])
    links = [(a, b, sqrt(weight / min(sizes[a], sizes[b]))) for (a, b), weight in sorted(weights.items())]
    wide = sqrt(len(core) / count)
    xs = [x * wide for x, _ in _spiral(count)]
    ys = [y * wide for _, y in _spiral(count)]
    for turn in range(_ROUNDS):
        across, along = [0.0] * count, [0.0] * count
        _push_apart(xs, ys, room, across, along)
        _pull_together(xs, ys, room, links, wide, across, along)
        _step(xs, ys, across, along, 2.0 * wide * (1 - turn / _ROUNDS))
    return list(zip(xs, ys, strict=True))


def _push_apart(xs: list[float], ys: list[float], room: list[float], across: list[float], along: list[float]) -> None:
    """Add to the forces `across` and `along` what every whole does to every other: the nearer and larger, the more."""
    for a in range(len(xs)):
        x, y, own = xs[a], ys[a], room[a]
        fx = fy = 0.0
        for b in range(a):
            dx, dy = x - xs[b], y - ys[b]
            push = own * room[b] / (dx * dx + dy * dy + 0.01)
            dx *= push
            dy *= push
            fx += dx
            fy += dy
            across[b] -= dx
            along[b] -= dy
        across[a] += fx
        along[a] += fy


def _pull_together(
    xs: list[float],
    ys: list[float],
    room: list[float],
    links: list[tuple[int, int, float]],
    wide: float,
    across: list[float],
    along: list[float],
) -> None:
    """Add to the forces what links do: they draw two wholes together until these touch."""
    for a, b, weight in links:
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        apart = sqrt(dx * dx + dy * dy) + 0.01
        pull = weight * max(0.0, apart - (room[a] + room[b]) / 2) / (room[a] + room[b]) / apart * wide
        dx *= pull
        dy *= pull
        across[a] -= dx
        along[a] -= dy
        across[b] += dx
        along[b] += dy


def _step(xs: list[float], ys: list[float], across: list[float], along: list[float], most: float) -> None:
    """Move each whole as the forces say, and a little to the middle, but no further than `most`."""
    for a in range(len(xs)):
        dx, dy = across[a] - xs[a] * 0.06, along[a] - ys[a] * 0.06
        step = sqrt(dx * dx + dy * dy) + 0.01
        step = min(step, most) / step
        xs[a] += dx * step
        ys[a] += dy * step


def _spread(core: Sequence[int], places: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """All nodes on spirals around the places of their wholes."""
    sizes = Counter(core)
    around = _spiral(max(sizes.values()))
    done: Counter[int] = Counter()
    xs, ys = list[float](), list[float]()
    for number in core:
        x, y = around[done[number]]
        done[number] += 1
        xs.append(places[number][0] + x * 0.6)
        ys.append(places[number][1] + y * 0.6)
    return xs, ys


def _settle(xs: list[float], ys: list[float], near: Sequence[Sequence[int]], parent: Sequence[int]) -> None:
    """Each node goes towards its neighbours, most of all the one that it hangs on, and away from what is too near."""
    size = len(xs)
    for turn in range(_SWEEPS):
        pull = 0.2 * (1 - turn / _SWEEPS)
        for node in range(size):
            others = near[node]
            if not others or parent[node] == node:
                continue
            on = parent[node]
            x, y = xs[on], ys[on]
            weight = 1.0
            for other in others[:12]:
                x += xs[other] * 0.5
                y += ys[other] * 0.5
                weight += 0.5
            xs[node] += (x / weight - xs[node]) * pull
            ys[node] += (y / weight - ys[node]) * pull
        _part(xs, ys)


def _fill(values: list[float]) -> None:
    """Spread what is crowded, and draw in what is far away: `_RANKED` of a place is its rank among all, the rest where
    it was. Order stays."""
    size = len(values)
    wide = sqrt(size) * _ROOM
    low, high = min(values), max(values)
    scale = wide / (high - low) if high > low else 0.0
    ranks = sorted(range(size), key=values.__getitem__)
    for rank, node in enumerate(ranks):
        values[node] = _RANKED * wide * rank / size + (1 - _RANKED) * (values[node] - low) * scale


def _part(xs: list[float], ys: list[float]) -> None:
    """Dots that are nearer than one unit move apart. Each looks at those in its own and the nearest squares alone."""
    squares: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for node in range(len(xs)):
        squares[(int(xs[node] // 1), int(ys[node] // 1))].append(node)
    for (column, row), inside in squares.items():
        beside = [
            other
            for place in ((column + 1, row - 1), (column + 1, row), (column + 1, row + 1), (column, row + 1))
            if place in squares
            for other in squares[place]
        ]
        for at, node in enumerate(inside):
            x, y = xs[node], ys[node]
            for other in (*inside[at + 1 : at + 12], *beside[:48]):
                dx, dy = x - xs[other], y - ys[other]
                apart = dx * dx + dy * dy
                if apart >= 1.0:
                    continue
                if apart < 1e-6:  # one upon the other: which way they part is told by their numbers
                    dx, dy = (0.1, 0.05 * (node % 7 - 3))
                    apart = dx * dx + dy * dy
                apart = sqrt(apart)
                push = (1.0 - apart) / apart * 0.4
                dx *= push
                dy *= push
                x += dx
                y += dy
                xs[other] -= dx
                ys[other] -= dy
            xs[node], ys[node] = x, y
