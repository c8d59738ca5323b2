"""The page with the whole graph, laid out when the site is made; beside it a list of the same pages.

In two parts, so that a title does not lay it out again: places and links (which depend on who links to whom alone), and
names. Both are classic scripts, because nothing else can be loaded from disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from kbgen.memory.meanings import short_digest
from kbgen.model import Asset, Page, Ref, Value
from kbgen.text.names import stem_of
from kbgen.text.scripts import script_json
from kbgen.views.layout import layout
from kbgen.views.runs import Run
from kbgen.views.sights import sights_of
from kbgen.views.site import Site
from kbgen.views.tabledata import with_choices
from kbgen.views.views import Cell, Column, Table, kind_label, mark_of

_PLACES, _NAMES = 0, 1
_LISTED = 200  # pages on the list; the tables of kinds have all


class MapView(Value, frozen=True):
    """What the page says beside the drawing: the pages with most links, how many there are in all and how many are
    drawn, the tables that have them (titles are phrases), the signs that are drawn."""

    table: Table
    total: int
    drawn: int
    tables: tuple[Ref, ...]
    marks: tuple[str, ...]


def map_items(site: Site) -> tuple[int, ...]:
    """The two parts; none where there is too little to be drawn."""
    return (_PLACES, _NAMES) if sights_of(site).drawn else ()


def map_name(site: Site, item: int) -> str:
    """What the parts are called."""
    return "names" if item == _NAMES else "places"


def map_key(site: Site, item: int) -> bytes:
    """Places depend on the links between what is drawn, and on nothing else; names on everything."""
    if item == _NAMES:
        return b""
    sights = sights_of(site)
    return short_digest(msgspec.msgpack.encode((len(sights.drawn), sights.drawn_links))).encode()


def map_pages(site: Site, item: int) -> Iterator[Page | Asset]:
    """`-/map.html`, `-/map/places.js`, `-/map/names.js`."""
    if item == _PLACES:
        yield Asset("-/map/places.js", _places(site), tables=True)
        return
    yield Asset("-/map/names.js", _names(site), tables=True)
    yield Page("-/map.html", "map", "Map", _list(site), tables=True)


def _script(name: bytes, data: Any) -> bytes:
    return name + b"(" + script_json(data) + b");\n"


def _places(site: Site) -> bytes:
    """`kbgenPlaces([xs, ys, links])`: for each node the nodes behind it that it is linked with, each as the distance
    from the one before."""
    sights = sights_of(site)
    points = layout(len(sights.drawn), sights.drawn_links)
    links: list[list[int]] = [[] for _ in points]
    last = list(range(len(points)))
    for one, other in sights.drawn_links:
        links[one].append(other - last[one])
        last[one] = other
    while links and not links[-1]:
        links.pop()
    return _script(b"kbgenPlaces", [[x for x, _ in points], [y for _, y in points], links])


def _names(site: Site) -> bytes:
    """`kbgenNames([marks, folders, names])`: of each node title, mark and folder, and the address in that
    (`stem_of`) where it is not what the title makes."""
    marks: dict[str, int] = {}
    folders: dict[str, int] = {}
    names: list[list[str | int]] = []
    sights = sights_of(site)
    for number in sights.drawn:
        node = site.nodes[number]
        folder, _, page = node.url.rpartition("/")
        mark = marks.setdefault(mark_of(node), len(marks))
        row: list[str | int] = [node.short, mark, folders.setdefault(folder, len(folders))]
        stem = stem_of(page, node.short)
        names.append([*row, stem] if stem != "*" else row)
    return _script(b"kbgenNames", [list(marks), list(folders), names])


def _list(site: Site) -> MapView:
    sights = sights_of(site)
    rows = [
        (
            Cell((Run(site.nodes[number].short, site.ref(number)),)),
            Cell((Run(kind_label(site, number)),)),
            Cell((Run(str(sights.ties[number])),)),
        )
        for number in sights.linked[:_LISTED]
    ]
    columns = (Column("Name", "name"), Column("Kind"), Column("Linked pages", "number", order="descending"))
    tables = [Ref("page", group.url, "", group.plural) for group in site.kinds]
    if site.graph.wanted:
        tables.append(Ref("page", "-/wanted.html", "", "Wanted pages"))
    table = Table(with_choices(columns, rows, (1,)), tuple(rows))
    marks = sorted({mark_of(site.nodes[number]) for number in sights.drawn})
    return MapView(table, len(sights.linked), len(sights.drawn), tuple(tables), tuple(marks))
