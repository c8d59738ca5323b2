"""The graph as JSON: everything, schema `kbgen.graph/1` (`product.md`, "What pages promise")."""

from __future__ import annotations

import msgspec

from kbgen.model import Edge, Graph, Node


def graph_json(graph: Graph) -> bytes:
    """UTF-8 JSON, keys and rows in a fixed order, with a final newline."""
    data = {
        "schema": "kbgen.graph/1",
        "nodes": [_node(node) for node in graph.nodes],
        "edges": [_edge(graph, edge) for edge in graph.edges],
        "left_out": [{"path": one.path, "reason": one.reason} for one in graph.left_out],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _node(node: Node) -> dict[str, object]:
    return {
        "id": node.id,
        "title": node.title,
        "kind": node.kind,
        "url": node.url,
        "path": node.path or None,
        "aliases": list(node.aliases) if node.document >= 0 else [],
        "tags": list(node.tags),
        "published": node.published.iso or None,
    }


def _edge(graph: Graph, edge: Edge) -> dict[str, object]:
    source = graph.nodes[edge.source]
    link = graph.documents[source.document].facts.links[edge.link] if edge.link >= 0 else None
    return {
        "from": source.id,
        "to": graph.nodes[edge.target].id if edge.target >= 0 else None,
        "target": edge.written,
        "label": (link.label or None) if link else None,
        "anchor": (link.anchor or None) if link and edge.note != "whole" else None,
        "anchor_found": edge.anchor_found,
        "type": edge.type,
        "field": edge.field or None,
        "path": source.path,
        "line": edge.line,
        "column": edge.column,
        "resolution": edge.resolution,
        "candidates": [graph.nodes[c].id for c in edge.candidates],
    }
