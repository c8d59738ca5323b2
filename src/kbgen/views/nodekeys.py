"""What the pages of a node are made of, as digests: found without making them, so that only those are made that may be
other ones."""

from __future__ import annotations

import hashlib

from kbgen.memory.state import encode
from kbgen.model import Edge
from kbgen.views.around import common_of, embeds_of, near_to, related_to, tags_of
from kbgen.views.infobox import facts_of
from kbgen.views.proven import newer_of, quotes_of
from kbgen.views.sights import sights_of
from kbgen.views.site import Site


def node_key(site: Site, number: int) -> bytes:
    """A digest of all that the pages of a node are made of: itself, and its neighbours in the graph.

    That is more than they show, so that it is found without making them. What the links in the texts of neighbours
    mean, of which a page shows a few passages, is no part of it, nor who the neighbours' neighbours are, of whom it
    shows those that are related (`node_around`). The home page has an overview of everything, and no key.
    """
    if number == site.home:
        return b""
    node, dossiers, common = site.nodes[number], site.dossiers, common_of(site)
    made = hashlib.blake2b(site.node_digests[number], digest_size=16)
    made.update(site.text_digests[number])
    kind = site.kind_urls.get(node.kind), common.plurals.get(node.kind)
    about = (site.wants.get(number), *kind, tags_of(site, number), sights_of(site).folder_of(number))
    made.update(encode((about, common.echoes)))
    if any(field.name in ("raw_file", "cites") for field in site.fields(number)):  # is the file there?
        made.update(encode(facts_of(site, number)))
    if embeds := embeds_of(site, number):
        made.update(encode(embeds))
    if number in site.evidence:
        made.update(encode((quotes_of(site, number), newer_of(site, number))))
    others = [edge.source for edge in dossiers.incoming.get(number, ())]
    others += [edge.target for edge in dossiers.outgoing.get(number, ())]
    made.update(b"".join([site.neighbour_digests[other] for other in others]))
    for neighbours in (common.older, common.newer):
        made.update(site.node_digests[neighbours[number]] if number in neighbours else b"-")
    return made.digest()


def node_around(site: Site, number: int) -> bytes:
    """A digest of all nodes that may be told to be related to a node and what they are called, of what the links mean
    in all texts of which a passage may be shown, and of who made the sources that speak about it."""
    around = [] if site.nodes[number].listing else site.dossiers.around(number)
    circles, texts, makers = site.circles, site.text_digests, common_of(site).makers
    made = [circles[other] for other in around]
    made += [texts[edge.source] for edge in site.dossiers.incoming.get(number, ())]
    made += [makers[source] for source in site.dossiers.said.get(number, ())]
    return hashlib.blake2b(b"".join(made), digest_size=8).digest()


def node_chosen(site: Site, number: int) -> bytes:
    """A digest of those that are related, with the drawing of them, and of the passages that are shown: those with a
    link to the node; and of who made the sources, whose pages may be called otherwise now."""
    made = hashlib.blake2b(digest_size=8)
    for row in related_to(site, number):
        made.update(b"".join([site.node_digests[one] for one in (row.node, *row.shared)]) + b"%d;" % row.common)
    made.update(encode(near_to(site, number)))
    for edge in site.dossiers.incoming.get(number, ()):
        made.update(_passage(site, edge))
    makers = common_of(site).makers
    made.update(b"".join([makers[source] for source in site.dossiers.said.get(number, ())]))
    return made.digest()


def _passage(site: Site, edge: Edge) -> bytes:
    """A digest of what the links mean in the passage around one, and in the heading above it."""
    document = site.nodes[edge.source].document
    facts = site.graph.documents[document].facts
    place = facts.links[edge.link].block if edge.link >= 0 else -1
    if place < 0:
        return b""
    heading = facts.blocks[place].heading
    if heading >= 0 and facts.headings[heading].html.holes:
        return site.text_digests[edge.source]
    return site.block_meanings[(document, place)].encode()
