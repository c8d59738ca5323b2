"""Who speaks about whom: the graph read from the side of what is spoken of.

Reads `Graph`, knows no page. All numbers are of nodes unless said otherwise; sources come newest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import NamedTuple

from kbgen.model import Block, Edge, Facts, Graph, Node
from kbgen.names import fold

HUB = 200  # entities named by more sources than this say nothing about which sources are related


class Mention(NamedTuple):
    """A place where a source speaks about a node: the document (number) and the blocks (indexes) in which it
    stands, whether it describes the node, how many `links` it has, and whether it has words of its own."""

    document: int
    blocks: tuple[int, ...]
    describes: bool
    links: int
    words: bool


class Speaker(NamedTuple):
    """One source and all its mentions of one node, descriptions first, each text once."""

    source: int
    mentions: tuple[Mention, ...]

    @property
    def spoken(self) -> tuple[Mention, ...]:
        """The mentions that say something."""
        return tuple(mention for mention in self.mentions if mention.words)


class Backlink(NamedTuple):
    """Another page that links to a node, and its blocks around the links (document-order)."""

    node: int
    document: int
    blocks: tuple[int, ...]


class Relation(NamedTuple):
    """A frontmatter field seen from its other end: the key as written, and who has this node in it."""

    field: str
    nodes: tuple[int, ...]


class Related(NamedTuple):
    """A node that has others in `common` with this one; `shared` are those, at most as many as were asked for."""

    node: int
    common: int
    shared: tuple[int, ...]


class Dossiers:
    """Everything that pages tell of a node beside its own text; each asked for by the node's number."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = graph.nodes
        self.incoming: defaultdict[int, list[Edge]] = defaultdict(list)
        self.outgoing: defaultdict[int, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            if edge.target >= 0 and edge.target != edge.source:
                self.outgoing[edge.source].append(edge)
                if not self.nodes[edge.source].listing:
                    self.incoming[edge.target].append(edge)

    def has_dossier(self, node: int) -> bool:
        """Everything but sources and listings is spoken of like an entity."""
        return self.nodes[node].kind != "source" and not self.nodes[node].listing

    @cached_property
    def speakers(self) -> dict[int, tuple[Speaker, ...]]:
        """Node -> the sources that speak about it, newest first, undated ones last, then by id."""
        said: defaultdict[int, defaultdict[int, list[Edge]]] = defaultdict(lambda: defaultdict(list))
        for edge in self.graph.edges:
            one, other = edge.source, edge.target
            if other < 0 or one == other:
                continue
            if self._is_source(one) and self.has_dossier(other):
                if edge.type != "field":  # `host: Ada` is a relation, no mention
                    said[other][one].append(edge)
            elif self.has_dossier(one) and self._is_source(other) and self._speaks_for(edge):
                said[one][other].append(edge)
        return {
            node: tuple(
                sorted((self._speaker(node, s, edges) for s, edges in by_source.items()), key=self._newest_first)
            )
            for node, by_source in said.items()
        }

    @cached_property
    def _by_pair(self) -> dict[tuple[int, int], Speaker]:
        return {(node, s.source): s for node, speakers in self.speakers.items() for s in speakers}

    def speaker(self, node: int, source: int) -> Speaker | None:
        """What one source says about a node; None if it does not speak about it."""
        return self._by_pair.get((node, source))

    def _is_source(self, node: int) -> bool:
        return self.nodes[node].kind == "source" and not self.nodes[node].listing

    def _speaks_for(self, edge: Edge) -> bool:
        """An entity's own page tells what a source says in a list item that links to it, or in `sources:`."""
        if edge.type == "field":
            return self._field_is_cites(edge)
        block = self._block(edge)
        return block is not None and block.kind == "item"

    def _field_is_cites(self, edge: Edge) -> bool:
        facts = self.facts(edge.source)
        return any(field.name == "cites" and field.key == edge.field for field in facts.fields) if facts else False

    def facts(self, node: int) -> Facts | None:
        """The facts of a node's document; None for a wanted page."""
        document = self.nodes[node].document
        return self.graph.documents[document].facts if document >= 0 else None

    def _block(self, edge: Edge) -> Block | None:
        facts = self.facts(edge.source)
        if facts is None or edge.link < 0:
            return None
        number = facts.links[edge.link].block
        return facts.blocks[number] if number >= 0 else None

    def _speaker(self, node: int, source: int, edges: list[Edge]) -> Speaker:
        found: list[tuple[tuple[bool, bool, int, int], str, Mention]] = []
        by_place: defaultdict[tuple[int, int], list[Edge]] = defaultdict(list)
        for edge in edges:
            block = self._block(edge)
            if block is not None:
                by_place[(edge.source, block.paragraph)].append(edge)
        for (holder, paragraph), group in by_place.items():
            facts = self.facts(holder)
            assert facts is not None
            blocks = tuple(dict.fromkeys(facts.links[edge.link].block for edge in group))
            first = facts.blocks[blocks[0]]
            own = holder == node
            describes = first.describes >= 0 and any(edge.link == first.describes for edge in group)
            in_list = first.meaning == "entities"
            key = fold(first.text) if describes or own else ""
            mention = Mention(self.nodes[holder].document, blocks, describes, len(group), first.words)
            found.append(((not (describes and in_list), not describes, int(own), paragraph), key, mention))
        kept: list[Mention] = []
        seen: set[str] = set()
        for _, key, mention in sorted(found, key=lambda one: one[0]):
            if not key or key not in seen:
                kept.append(mention)
            seen.add(key)
        return Speaker(source, tuple(kept))

    def _newest_first(self, speaker: Speaker) -> tuple[bool, tuple[int, ...], str]:
        return newest_first(self.nodes[speaker.source])

    @cached_property
    def named_in(self) -> dict[int, tuple[int, ...]]:
        """Source -> the nodes it speaks about, in the order in which it first links to them."""
        order: defaultdict[int, dict[int, None]] = defaultdict(dict)
        speaks = {(s.source, node) for node, speakers in self.speakers.items() for s in speakers}
        for edge in self.graph.edges:
            if (edge.source, edge.target) in speaks:
                order[edge.source][edge.target] = None
        for source, node in sorted(speaks):
            order[source].setdefault(node)
        return {source: tuple(nodes) for source, nodes in order.items()}

    def backlinks(self, node: int) -> tuple[Backlink, ...]:
        """Other pages (no listings) that link to a node, by title; what the dossier holds is left out."""
        in_dossier = {s.source for s in self.speakers.get(node, ())} if self.has_dossier(node) else set[int]()
        found: defaultdict[int, dict[int, None]] = defaultdict(dict)
        for edge in self.incoming.get(node, ()):
            facts = self.facts(edge.source)
            if edge.source in in_dossier or edge.type == "field" or facts is None:  # a field is a relation
                continue
            found[edge.source][facts.links[edge.link].block] = None
        return tuple(
            Backlink(other, self.nodes[other].document, tuple(b for b in blocks if b >= 0))
            for other, blocks in sorted(found.items(), key=lambda one: (self.nodes[one[0]].short.casefold(), one[0]))
        )

    def relations(self, node: int) -> tuple[Relation, ...]:
        """Frontmatter fields of other pages in which this node stands, by key; pages newest first."""
        found: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for edge in self.incoming.get(node, ()):
            if edge.field:
                found[edge.field.casefold()][edge.source] = None
        return tuple(
            Relation(field, tuple(sorted(nodes, key=lambda n: newest_first(self.nodes[n]))))
            for field, nodes in sorted(found.items())
        )

    def related(self, node: int, most: int = 8, shown: int = 4) -> tuple[Related, ...]:
        """Sources that share most entities with a source, entities named in the same sources as an entity.

        Entities named by more than `HUB` sources do not count. At least two must be shared where there is
        any such pair, else one.
        """
        if self.nodes[node].kind == "source":
            mine = [n for n in self.named_in.get(node, ()) if len(self.speakers.get(n, ())) <= HUB]
            pairs = ((s.source, n) for n in mine for s in self.speakers.get(n, ()))
        else:
            mine = [s.source for s in self.speakers.get(node, ())]
            pairs = (
                (other, source)
                for source in mine
                for other in self.named_in.get(source, ())
                if len(self.speakers.get(other, ())) <= HUB
            )
        shared: defaultdict[int, list[int]] = defaultdict(list)
        for other, through in pairs:
            if other != node:
                shared[other].append(through)
        best = sorted(shared.items(), key=lambda one: (-len(one[1]), self.nodes[one[0]].short.casefold(), one[0]))
        kept = [one for one in best if len(one[1]) > 1][:most] or best[:most]
        return tuple(Related(other, len(through), tuple(through[:shown])) for other, through in kept)

    def orphans(self, home: int) -> tuple[int, ...]:
        """Pages that nothing but listings links to, in path order; neither listings nor the home page."""
        return tuple(
            number
            for number, node in enumerate(self.nodes)
            if node.document >= 0 and not node.listing and number != home and not self.incoming.get(number)
        )

    def mention_count(self, node: int) -> int:
        """How many mentions a node has in all sources."""
        return sum(len(speaker.mentions) for speaker in self.speakers.get(node, ()))

    def most_mentioned(self) -> list[int]:
        """Nodes that have a dossier with anything in it, those with most sources first."""
        counted = Counter({node: len(speakers) for node, speakers in self.speakers.items()})
        return sorted(counted, key=lambda n: (-counted[n], self.nodes[n].short.casefold(), n))


def newest_first(node: Node) -> tuple[bool, tuple[int, ...], str]:
    """Sort key: newest date first, pages without a date last, then by id."""
    iso = node.published.iso
    return (not iso, (*(-ord(char) for char in iso), 1), node.id)  # a year alone counts as its beginning
