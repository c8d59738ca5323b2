"""The published `graph.json`: nodes and counted edges as index pairs, and nothing that is not on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import msgspec

from kbgen.model import Asset
from kbgen.views.site import Site

_SOURCE, _TARGET = attrgetter("source"), attrgetter("target")


def graphfile(site: Site) -> Iterator[Asset]:
    """`graph.json`, schema `kbgen.graph-site/1`, unless an author's page has its address."""
    nodes = [{"title": n.title, "kind": n.kind, "url": n.url, "published": n.published.iso or None} for n in site.nodes]
    data = {"schema": "kbgen.graph-site/1", "nodes": nodes, "edges": list(_counted(site))}
    yield Asset("graph.json", msgspec.json.encode(data) + b"\n", tables=True)


def _counted(site: Site) -> Iterator[tuple[int, int, int]]:
    """Who links to whom, and how often, in the order of their numbers."""
    for source, edges in groupby(site.graph.edges, _SOURCE):
        counts = Counter(map(_TARGET, edges))
        yield from ((source, target, counts[target]) for target in sorted(counts) if target not in (-1, source))
