"""What `![[embeds]]` show: pages and parts of pages, one in the other, until one would come back to itself.

Knows the graph; writes no page. What a page shows of others is bounded: a page with ten embeds of pages with ten
embeds has as much to show as nobody can read, and soon nobody can write.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kbgen.model import Edge, Graph

MOST_PARTS = 200  # that one page shows, one in the other
MOST_WORDS = 20_000  # of the pages that they are parts of; about 150 kB


class Part(NamedTuple):
    """What an embed shows: a page (its node), or what begins at an anchor of it."""

    node: int
    anchor: str


class Embedded(NamedTuple):
    """An embed: its link (number in its document), what it shows, and the embeds in that. With a `chain` it shows
    nothing, for this would come back to itself: the parts from the one that it shows to that part again."""

    link: int
    part: Part
    embeds: tuple[Embedded, ...] = ()
    chain: tuple[Part, ...] = ()


class Embeds:
    """All embeds of a graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.of: defaultdict[int, list[Edge]] = defaultdict(list)  # node -> edges to pages that it embeds
        for edge in graph.edges:
            if edge.type == "embed" and edge.target >= 0 and graph.nodes[edge.target].document >= 0:
                self.of[edge.source].append(edge)

    def within(self, part: Part) -> list[Edge]:
        """The embeds that stand in a part."""
        return [edge for edge in self.of.get(part.node, ()) if self._stands_in(part, edge)]

    def _stands_in(self, part: Part, edge: Edge) -> bool:
        if not part.anchor:
            return True
        if part.anchor.startswith("^"):
            return False  # a block: one that embeds itself would have to be its own paragraph
        headings = self.graph.documents[self.graph.nodes[part.node].document].facts.headings
        for number, heading in enumerate(headings):
            if heading.id == part.anchor:
                end = next((h.line for h in headings[number + 1 :] if h.level <= heading.level), 1 << 60)
                return heading.line <= edge.line < end
        return False

    def shown_on(self, node: int) -> tuple[tuple[Embedded, ...], Edge | None]:
        """What the page of a node shows in place of its embeds; and the first of its embeds that is left a link,
        because there would be too much of it."""
        if node not in self.of:
            return (), None
        walk = _Walk(self)
        own = Part(node, "")
        return walk.inside(own, (own,)), walk.refused


class _Walk:
    """Goes through the embeds of one page; each is followed as long as there is room on the page."""

    def __init__(self, embeds: Embeds) -> None:
        self.embeds = embeds
        self.parts, self.words = MOST_PARTS, MOST_WORDS
        self.top: Edge | None = None
        self.refused: Edge | None = None

    def inside(self, part: Part, above: tuple[Part, ...]) -> tuple[Embedded, ...]:
        """The embeds in a part; `above` are the parts that it stands in, and it."""
        graph = self.embeds.graph
        found: list[Embedded] = []
        for edge in self.embeds.within(part):
            if edge.link < 0 or edge.anchor_found is False or not self._is_wikilink(edge):
                continue
            if len(above) == 1:
                self.top = edge
            shown = Part(edge.target, edge.anchor_id)
            if shown in above:
                found.append(Embedded(edge.link, shown, chain=(*above[above.index(shown) :], shown)))
                continue
            words = graph.documents[graph.nodes[edge.target].document].facts.words
            if self.parts < 1 or self.words < words:
                self.refused = self.refused or self.top
                continue
            self.parts, self.words = self.parts - 1, self.words - words
            found.append(Embedded(edge.link, shown, self.inside(shown, (*above, shown))))
        return tuple(found)

    def _is_wikilink(self, edge: Edge) -> bool:
        """`![text](page.md)` embeds nothing: that is how pictures are written."""
        document = self.embeds.graph.nodes[edge.source].document
        return self.embeds.graph.documents[document].facts.links[edge.link].type == "embed"
