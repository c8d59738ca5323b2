"""What `![[embeds]]` show: pages and parts of pages, one in the other, until one would come back to itself.

Knows the graph; writes no page. What a page shows of others is bounded: a page with ten embeds of pages with ten
embeds has as much to show as nobody can read, and soon nobody can write. (How much text it is, `filling` counts.)
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kbgen.model import Edge, Graph, Heading

MOST_PARTS = 200  # that one page shows, one in the other


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
        self.of: defaultdict[int, list[Edge]] = defaultdict(list)  # node -> edges to pages that it shows
        for edge in graph.edges:
            is_embed = edge.type == "embed" and edge.target >= 0 and graph.nodes[edge.target].document >= 0
            if is_embed and self._may_show(edge):
                self.of[edge.source].append(edge)
        self._sections: dict[int, dict[str, tuple[int, int]]] = {}
        self._within: dict[Part, list[Edge]] = {}
        self._shown: dict[int, tuple[tuple[Embedded, ...], Edge | None]] = {}

    def _may_show(self, edge: Edge) -> bool:
        """Whether an embed may show what it leads to. One that leads to a place that is not there does not, nor one in
        a table or heading or among words, which is a link; and `![text](page.md)` is how pictures are written."""
        if edge.link < 0 or edge.anchor_found is False:
            return False
        facts = self.graph.documents[self.graph.nodes[edge.source].document].facts
        link = facts.links[edge.link]
        if link.type != "embed":
            return False
        if link.block < 0:
            return True
        block = facts.blocks[link.block]  # an item may be a term with what it means, of which one is the embed
        return block.kind == "item" or (block.kind not in ("row", "heading") and not block.words)

    def name_of(self, part: Part) -> str:
        """What a part is called where parts stand in a row."""
        short = self.graph.nodes[part.node].short
        return f"{short}#{part.anchor}" if part.anchor else short

    def within(self, part: Part) -> list[Edge]:
        """The embeds that stand in a part, in the order of their places."""
        if part.anchor.startswith("^") or part.node not in self.of:
            return []  # a block that embeds itself would have to be its own paragraph
        if not part.anchor:
            return self.of[part.node]
        found = self._within.get(part)
        if found is None:
            first, end = self._lines(part.node).get(part.anchor, (0, 0))
            found = self._within[part] = [edge for edge in self.of[part.node] if first <= edge.line < end]
        return found

    def _lines(self, node: int) -> dict[str, tuple[int, int]]:
        """The lines of each section of a page: that of its heading, and the first that is no more in it."""
        if node not in self._sections:
            headings = self.graph.documents[self.graph.nodes[node].document].facts.headings
            found: dict[str, tuple[int, int]] = {}
            above: list[Heading] = []
            for heading in headings:
                while above and above[-1].level >= heading.level:
                    closed = above.pop()
                    found[closed.id] = closed.line, heading.line
                above.append(heading)
            self._sections[node] = found | {heading.id: (heading.line, 1 << 60) for heading in above}
        return self._sections[node]

    def shown_on(self, node: int) -> tuple[tuple[Embedded, ...], Edge | None]:
        """What the page of a node shows in place of its embeds; and the first of its embeds that is left a link,
        because there would be too many."""
        if node not in self.of:
            return (), None
        if node not in self._shown:
            walk = _Walk(self)
            own = Part(node, "")
            self._shown[node] = walk.inside(own, (own,)), walk.refused
        return self._shown[node]


class _Walk:
    """Goes through the embeds of one page; each is followed as long as there is room on the page."""

    def __init__(self, embeds: Embeds) -> None:
        self.embeds = embeds
        self.parts = MOST_PARTS
        self.top: Edge | None = None
        self.refused: Edge | None = None

    def inside(self, part: Part, above: tuple[Part, ...]) -> tuple[Embedded, ...]:
        """The embeds in a part; `above` are the parts that it stands in, and it."""
        found: list[Embedded] = []
        for edge in self.embeds.within(part):
            if len(above) == 1:
                self.top = edge
            shown = Part(edge.target, edge.anchor_id)
            if shown in above:
                found.append(Embedded(edge.link, shown, chain=(*above[above.index(shown) :], shown)))
            elif self.parts:
                self.parts -= 1
                found.append(Embedded(edge.link, shown, self.inside(shown, (*above, shown))))
            else:
                self.refused = self.refused or self.top
                break
        return tuple(found)
