"""Rules about links that come back: embeds without end, links to the page itself, headings that stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kbgen.check.known import Known
from kbgen.diagnostics import finding
from kbgen.model import Diagnostic, Edge, Facts, Link, Node
from kbgen.names import clean, fold


class _Part(NamedTuple):
    """What an embed shows: a page, or the section of it that begins at a heading."""

    node: int
    anchor: str


def cycles(known: Known) -> Iterator[Diagnostic]:
    """Embeds that lead back to where they stand, each cycle told once, at its first embed."""
    embeds: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in known.graph.edges:
        if edge.type == "embed" and edge.target >= 0 and known.graph.nodes[edge.target].document >= 0:
            embeds[edge.source].append(edge)
    told: set[frozenset[_Part]] = set()
    for node in list(embeds):
        for edge in embeds[node]:
            chain = _chain(known, embeds, edge)
            if chain and frozenset(chain) not in told:
                told.add(frozenset(chain))
                names = " → ".join(_name(known, part) for part in (chain[-1], *chain))
                link = _link(known, edge)
                message = f"this embed comes back to itself: {names}"
                path = known.graph.nodes[node].path
                yield finding("KB116", message, link.line, link.column, link.length, "link one of them instead", path)


def _chain(known: Known, embeds: dict[int, list[Edge]], start: Edge) -> list[_Part]:
    """The parts that an embed shows one in the other until it shows itself; empty if it never does."""
    first = _Part(start.target, start.anchor_id)
    seen: dict[_Part, _Part | None] = {first: None}
    todo = [first]
    while todo:
        part = todo.pop()
        for edge in embeds.get(part.node, ()):
            if not _within(known, part, edge):
                continue
            if edge is start:
                chain: list[_Part] = []
                at: _Part | None = part
                while at is not None:
                    chain.append(at)
                    at = seen[at]
                return chain[::-1]
            shown = _Part(edge.target, edge.anchor_id)
            if shown not in seen:
                seen[shown] = part
                todo.append(shown)
    return []


def _within(known: Known, part: _Part, edge: Edge) -> bool:
    """Whether an embed stands in the part of its page that is shown."""
    if not part.anchor:
        return True
    if part.anchor.startswith("^"):
        return False  # a block: one that embeds itself would have to be its own paragraph
    headings = known.facts(known.graph.nodes[part.node]).headings
    for number, heading in enumerate(headings):
        if heading.id == part.anchor:
            end = next((h.line for h in headings[number + 1 :] if h.level <= heading.level), 1 << 60)
            return heading.line <= edge.line < end
    return False


def _name(known: Known, part: _Part) -> str:
    short = known.graph.nodes[part.node].short
    return f"{short}#{part.anchor}" if part.anchor else short


def _link(known: Known, edge: Edge) -> Link:
    return known.facts(known.graph.nodes[edge.source]).links[edge.link]


def to_itself(known: Known) -> Iterator[Diagnostic]:
    """Links that name the page they stand on, and no place in it."""
    named: defaultdict[str, list[Node]] = defaultdict(list)
    for _, other in known.written:
        named[fold(clean(other.short))].append(other)
    for edge in known.graph.edges:
        if edge.target != edge.source or edge.link < 0 or edge.type == "embed" or edge.resolution == "self":
            continue
        link = _link(known, edge)
        node = known.graph.nodes[edge.source]
        if not link.anchor and not node.listing:
            message = f"this link leads to the page it stands on, “{node.short}”"
            others = [f"[[{other.id}]]" for other in named[fold(clean(link.target))] if other.id != node.id]
            hint = f"{' and '.join(others[:3])} {'have' if others[1:] else 'has'} this title too" if others else ""
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
        count = several[document].get(fold(clean(link.anchor)), 0)
        if count > 1:
            short = known.graph.nodes[edge.target].short
            message = f"“{short}” has {count} headings “{link.anchor}”; the link leads to the first"
            hint = "name the heading above it too: [[page#Above#Heading]]"
            path = known.graph.nodes[edge.source].path
            yield finding("KB118", message, link.line, link.column, link.length, hint, path)


def _counted(facts: Facts) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for heading in facts.headings:
        counts[fold(clean(heading.written))] += 1
    return counts
