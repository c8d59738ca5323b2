"""Rules about embeds without end, or too many; links to the page itself; headings that stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kbgen.check.known import Known
from kbgen.diagnostics import finding
from kbgen.link.embeds import MOST_PARTS, Embeds, Part
from kbgen.model import Diagnostic, Edge, Facts, Link
from kbgen.text.names import clean, fold


def cycles(known: Known) -> Iterator[Diagnostic]:
    """Embeds that lead back to where they stand, each cycle told once, at its first embed."""
    embeds = known.embeds
    told: set[frozenset[Part]] = set()
    for node in list(embeds.of):
        for edge in embeds.of[node]:
            chain = _chain(embeds, edge)
            if chain and frozenset(chain) not in told:
                told.add(frozenset(chain))
                names = " → ".join(embeds.name_of(part) for part in (chain[-1], *chain))
                link = _link(known, edge)
                message = f"this embed leads back to itself: {names}"
                path = known.graph.nodes[node].path
                yield finding("KB116", message, link.line, link.column, link.length, "link one of them instead", path)


def _chain(embeds: Embeds, start: Edge) -> list[Part]:
    """The parts that an embed shows one in the other until it shows itself; empty if it never does."""
    first = Part(start.target, start.anchor_id)
    seen: dict[Part, Part | None] = {first: None}
    todo = [first]
    while todo:
        part = todo.pop()
        for edge in embeds.within(part):
            if edge is start:
                chain: list[Part] = []
                at: Part | None = part
                while at is not None:
                    chain.append(at)
                    at = seen[at]
                return chain[::-1]
            shown = Part(edge.target, edge.anchor_id)
            if shown not in seen:
                seen[shown] = part
                todo.append(shown)
    return []


def too_many(known: Known) -> Iterator[Diagnostic]:
    """Pages that embed more than they can show."""
    embeds = known.embeds
    for node in list(embeds.of):
        edge = embeds.shown_on(node)[1]
        if edge is not None:
            link = _link(known, edge)
            message = f"this page embeds more than {MOST_PARTS} parts; from here on embeds are links"
            path = known.graph.nodes[node].path
            yield finding("KB121", message, link.line, link.column, link.length, "link some of them instead", path)


def _link(known: Known, edge: Edge) -> Link:
    return known.facts(known.graph.nodes[edge.source]).links[edge.link]


def to_itself(known: Known) -> Iterator[Diagnostic]:
    """Links that name the page they stand on, and no place in it."""
    for edge in known.graph.edges:
        if edge.target != edge.source or edge.link < 0 or edge.type == "embed" or edge.resolution == "self":
            continue
        link = _link(known, edge)
        node = known.graph.nodes[edge.source]
        block = known.facts(node).blocks[link.block] if link.block >= 0 else None
        if block is not None and (block.kind == "footnote" or edge.link in block.cited):
            continue  # a summary cites itself
        if not link.anchor and not node.listing:
            message = f"this link leads to the page it is on, “{node.short}”"
            hint = "link to another page, or write the name without brackets"
            yield finding("KB117", message, link.line, link.column, link.length, hint, node.path)


def twice(known: Known) -> Iterator[Diagnostic]:
    """Links to a heading of which their page has several."""
    several: dict[int, dict[str, int]] = {}
    for edge in known.graph.edges:
        if not edge.anchor_found or not edge.anchor_title or edge.link < 0:
            continue
        document = known.graph.nodes[edge.target].document
        if document not in several:
            several[document] = _counted(known.graph.documents[document].facts)
        link = _link(known, edge)
        if link.syntax == "markdown" and link.anchor == edge.anchor_id:
            continue  # the anchor itself, which only one of them has
        count = several[document].get(fold(clean(link.anchor)), 0)
        if count > 1:
            short = known.graph.nodes[edge.target].short
            message = f"“{short}” has {count} headings “{link.anchor}”; the link leads to the first"
            named = fold(clean(link.anchor))
            same = [h for h in known.graph.documents[document].facts.headings if fold(clean(h.written)) == named]
            hint = (
                f"name the heading above it too, [[page#Above#Heading]], or its anchor, [[{link.target}#{same[1].id}]]"
            )
            path = known.graph.nodes[edge.source].path
            yield finding("KB118", message, link.line, link.column, link.length, hint, path)


def _counted(facts: Facts) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for heading in facts.headings:
        counts[fold(clean(heading.written))] += 1
    return counts
