"""One document linked anew in a graph that is there, for a page that is wanted at once.

What is said *in* the document is new: what it is called, its fields, where its links lead; and how other documents show
it. Who is found under which name stays what it was: that is for a whole `link`.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from kbgen.link.dossier import edges_of
from kbgen.link.edges import Edges
from kbgen.link.linking import Linked, linked_document, resolved_links, wanted_by, wanted_node
from kbgen.link.refs import Refs
from kbgen.link.wanted import WantedPage, numbered
from kbgen.model import Document, Graph

_MOST = 100  # documents that are gone over because they show the name of the one that is new


class Relinked(NamedTuple):
    """A graph with some documents (numbers) linked anew."""

    linked: Linked
    documents: frozenset[int]


def link_again(linked: Linked, number: int, document: Document) -> Relinked | None:
    """The same with another text of the document (number, of the same path). New wanted pages come behind all other
    nodes, so that every number stays what it means.

    None where more is new than can be told of one document: it is published or no longer, or leads to a tag, a
    folder or an ambiguous name for the first time.
    """
    graph, settings = linked.graph, linked.settings
    catalog = linked.catalog.with_document(number, document)
    if number not in catalog.node_of or catalog.reasons[number]:
        return None
    at = catalog.node_of[number]
    links = resolved_links(catalog, number)
    pages = wanted_by(catalog, [links], settings.top)
    missing = [page for page in pages if _known(linked, page) < 0]
    there = [(_known(linked, page), page) for page in pages if page not in missing]
    wanted = numbered([*there, *enumerate(missing, len(graph.nodes))]) | linked.wanted
    nodes = list(graph.nodes)
    told = "" if linked.catalog.kinds[number].subkind else nodes[at].subkind  # what sources call it is not asked anew
    nodes[at] = catalog.node(number, nodes[at].url, told)
    nodes += [wanted_node(catalog, linked.addresses, page) for page in missing]
    refs = Refs(tuple(nodes), graph.names, graph.tags, graph.folders, settings)
    maker = Edges(catalog, wanted)
    edges, filled, plain = list(graph.edges), list(graph.refs), list(graph.plain)
    documents = {number, *_showing(graph, at, document)}
    for one in documents:
        try:
            made, filled[one], plain[one] = linked_document(maker, refs, resolved_links(catalog, one))
        except KeyError:  # of `Refs`: a tag, a folder or a name without a page
            return None
        edges[edges_of(edges, catalog.node_of[one])] = made
    new = msgspec.structs.replace(
        graph,
        documents=catalog.documents,
        nodes=refs.nodes,
        edges=tuple(edges),
        refs=tuple(filled),
        plain=tuple(plain),
    )
    return Relinked(Linked(new, settings, catalog, linked.addresses, wanted), frozenset(documents))


def _known(linked: Linked, page: WantedPage) -> int:
    """The node of a wanted page that is wanted already, by whichever of its names; -1 for none."""
    return next((linked.wanted[name] for name in (page.name, *page.others) if name in linked.wanted), -1)


def _showing(graph: Graph, node: int, document: Document) -> set[int]:
    """The documents that link to a node, if they may show it by another name than before, and are not too many."""
    before, now = graph.documents[graph.nodes[node].document].facts, document.facts
    if (before.title, before.heading, before.headings) == (now.title, now.heading, now.headings):
        return set()
    found = {graph.nodes[edge.source].document for edge in graph.edges if edge.target == node}
    return found if len(found) <= _MOST else set()
