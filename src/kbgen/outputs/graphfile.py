"""The published `graph.json`: nodes and counted edges as index pairs, and nothing that is not on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from kbgen.model import Asset
from kbgen.site import Site


def graphfile(site: Site) -> Iterator[Asset]:
    """`graph.json`, schema `kbgen.graph-site/1`, unless an author's page has its address."""
    nodes = [{"title": n.title, "kind": n.kind, "url": n.url, "published": n.published.iso or None} for n in site.nodes]
    counts = Counter((e.source, e.target) for e in site.graph.edges if e.target >= 0 and e.target != e.source)
    edges = [[source, target, count] for (source, target), count in sorted(counts.items())]
    data = {"schema": "kbgen.graph-site/1", "nodes": nodes, "edges": edges}
    yield Asset("graph.json", msgspec.json.encode(data) + b"\n", tables=True)
