"""Who speaks about whom: the graph read from the side of what is spoken of.

Reads `Graph`, knows no page. All numbers are of nodes unless said otherwise; sources come newest first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from operator import attrgetter

from kbgen.fields import parted_key
from kbgen.fields.dates import latest_first
from kbgen.link.passages import Blocks, Passages
from kbgen.link.told import Backlink, Related, Relation, Speaker
from kbgen.model import Edge, Graph, Node
from kbgen.text.order import in_order

HUB = 200  # entities named by more sources than this say nothing about which sources are related
_ECHOED = 10  # pages of which each says the same of some source: it is no word of any source's


class Dossiers:
    """Everything that pages tell of a node beside its own text; each asked for by the node's number."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = graph.nodes
        self.blocks = Blocks(graph)
        self.incoming: defaultdict[int, list[Edge]] = defaultdict(list)
        self.outgoing: defaultdict[int, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            if edge.target >= 0 and edge.target != edge.source:
                self.outgoing[edge.source].append(edge)
                if not self.nodes[edge.source].listing:
                    self.incoming[edge.target].append(edge)

    def again(self, graph: Graph, changed: Collection[int]) -> Dossiers:
        """The same of a graph in which only these nodes have other texts, and all nodes the same numbers."""
        new = Dossiers.__new__(Dossiers)
        new.graph, new.nodes, new.blocks = graph, graph.nodes, Blocks(graph)
        new.incoming, new.outgoing = self.incoming.copy(), self.outgoing.copy()
        around = set(changed)
        for node in changed:
            if _as_source(self.nodes[node]) != _as_source(new.nodes[node]):
                around.update(edge.source for edge in self.incoming.get(node, ()))
            around.update(edge.target for edge in self.outgoing.get(node, ()))
            for other in {edge.target for edge in self.outgoing.get(node, ())}:
                new.incoming[other] = [edge for edge in new.incoming[other] if edge.source != node]
            new.outgoing[node] = [
                e for e in graph.edges[edges_of(graph.edges, node)] if e.target >= 0 and e.target != node
            ]
            around.update(edge.target for edge in new.outgoing[node])
            if not new.nodes[node].listing:
                for edge in new.outgoing[node]:
                    new.incoming[edge.target] = sorted((*new.incoming[edge.target], edge), key=_place_of)
        new.said, new.named_in, new.echoes = self.said.copy(), self.named_in.copy(), self.echoes
        for node in around:
            new.said.pop(node, None)
            if said := new._said_of(node):
                new.said[node] = said
        for node in around:
            new.named_in.pop(node, None)
            if named := new._named_in(node):
                new.named_in[node] = named
        return new

    def _said_of(self, node: int) -> dict[int, list[Edge]]:
        """`said` of one node."""
        if not self.has_dossier(node):
            return {}
        found: defaultdict[int, list[Edge]] = defaultdict(list)
        for edge in sorted((*self.incoming.get(node, ()), *self.outgoing.get(node, ())), key=_place_of):
            if edge.target == node:
                if self._is_source(edge.source) and edge.type != "field":
                    found[edge.source].append(edge)
            elif self._is_source(edge.target) and self.blocks.speaks_for(edge):
                found[edge.target].append(edge)
        return dict(sorted(found.items(), key=lambda one: self._newest_first(one[0])))

    def _named_in(self, source: int) -> tuple[int, ...]:
        """`named_in` of one source."""
        named = [e.target for e in self.outgoing.get(source, ()) if source in self.said.get(e.target, _NOBODY)]
        others = sorted({e.source for e in self.incoming.get(source, ()) if source in self.said.get(e.source, _NOBODY)})
        return tuple(dict.fromkeys((*named, *others)))

    def has_dossier(self, node: int) -> bool:
        """Everything but sources and listings is spoken of like an entity."""
        return self.nodes[node].kind != "source" and not self.nodes[node].listing

    @cached_property
    def by_title(self) -> list[int]:
        """All nodes in the order of titles, numbers in them by what they count."""
        return sorted(range(len(self.nodes)), key=lambda n: (in_order(self.nodes[n].short), n))

    @cached_property
    def alphabet(self) -> list[int]:
        """The place of each node in that order."""
        places = [0] * len(self.nodes)
        for place, number in enumerate(self.by_title):
            places[number] = place
        return places

    @cached_property
    def said(self) -> dict[int, dict[int, list[Edge]]]:
        """Node -> the sources that speak about it, newest first, undated ones last, then by id -> the links in which
        they do."""
        return self._read[0]

    @cached_property
    def echoes(self) -> frozenset[int]:
        """What so many pages say of their sources that it tells nothing of any ("additional source"): the digests."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[dict[int, dict[int, list[Edge]]], frozenset[int]]:
        """`said` and `echoes`, which are found together."""
        said: defaultdict[int, defaultdict[int, list[Edge]]] = defaultdict(lambda: defaultdict(list))
        remarks: defaultdict[int, set[int]] = defaultdict(set)
        sources = [self._is_source(number) for number in range(len(self.nodes))]
        spoken = [self.has_dossier(number) for number in range(len(self.nodes))]
        for edge in self.graph.edges:
            one, other = edge.source, edge.target
            if other < 0 or one == other:
                continue
            if sources[one] and spoken[other]:
                if edge.type != "field":  # `host: Ada` is a relation, no mention
                    said[other][one].append(edge)
            elif spoken[one] and sources[other] and self.blocks.speaks_for(edge):
                said[one][other].append(edge)
                block = self.blocks.of(edge)
                if block is not None and block.describes == edge.link and block.said > 0:
                    remarks[block.said].add(one)
        order = sorted((n for n, is_source in enumerate(sources) if is_source), key=self._newest_first)
        rank = {number: place for place, number in enumerate(order)}
        ranked = {
            node: dict(sorted(by_source.items(), key=lambda one: rank[one[0]])) for node, by_source in said.items()
        }
        return ranked, frozenset(one for one, pages in remarks.items() if len(pages) >= _ECHOED)

    @cached_property
    def passages(self) -> Passages:
        """What the links between two pages say."""
        return Passages(self.blocks, self.echoes)

    def _is_source(self, node: int) -> bool:
        return self.nodes[node].kind == "source" and not self.nodes[node].listing

    def sources_of(self, node: int) -> Collection[int]:
        """The sources that speak about a node, newest first."""
        return self.said.get(node, {})

    @cached_property
    def speakers(self) -> Mapping[int, tuple[Speaker, ...]]:
        """Node -> the sources that speak about it and what they say, newest first; read when it is asked for."""
        return _Speakers(self)

    def speaker(self, node: int, source: int) -> Speaker | None:
        """What one source says about a node; None if it does not speak about it."""
        edges = self.said.get(node, {}).get(source)
        return Speaker(source, self.passages.mentions(node, edges)) if edges else None

    def _newest_first(self, number: int) -> tuple[bool, tuple[int, ...], str]:
        return newest_first(self.nodes[number])

    @cached_property
    def named_in(self) -> dict[int, tuple[int, ...]]:
        """Source -> the nodes it speaks about, in the order in which it first links to them."""
        order: defaultdict[int, dict[int, None]] = defaultdict(dict)
        for edge in self.graph.edges:
            if edge.source in self.said.get(edge.target, _NOBODY):
                order[edge.source][edge.target] = None
        for node, sources in sorted(self.said.items()):
            for source in sources:
                order[source].setdefault(node)
        return {source: tuple(nodes) for source, nodes in order.items()}

    def around(self, node: int) -> Collection[int]:
        """The nodes through which others are related to this one: the entities a source speaks about, or the
        sources that speak about an entity."""
        if self.nodes[node].kind == "source":
            return [n for n in self.named_in.get(node, ()) if n not in self.hubs]
        return self.sources_of(node)

    @cached_property
    def hubs(self) -> frozenset[int]:
        """Nodes that so many sources speak about that it says nothing about which of them are related."""
        return frozenset(node for node, sources in self.said.items() if len(sources) > HUB)

    def backlinks(self, node: int) -> tuple[Backlink, ...]:
        """Other pages (no listings) that link to a node, by title; what the dossier holds is left out."""
        in_dossier = self.said.get(node, _NOBODY) if self.has_dossier(node) else _NOBODY
        found: defaultdict[int, dict[int, None]] = defaultdict(dict)
        others = [edge for edge in self.incoming.get(node, ()) if edge.source not in in_dossier]
        linking = [edge for edge in others if edge.type != "field"]  # a field is a relation
        for edge in self.passages.apart(node, linking):
            facts = self.blocks.facts[edge.source]
            if facts is not None:
                found[edge.source][facts.links[edge.link].block] = None
        return tuple(
            [
                Backlink(other, self.nodes[other].document, tuple([block for block in found[other] if block >= 0]))
                for other in sorted(found, key=self.alphabet.__getitem__)
            ]
        )

    def relations(self, node: int) -> tuple[Relation, ...]:
        """Frontmatter fields of other pages in which this node stands, by key."""
        found: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for edge in self.incoming.get(node, ()):
            if edge.field:
                found[parted_key(edge.field)][edge.source] = None
        return tuple(Relation(field, tuple(nodes)) for field, nodes in sorted(found.items()))

    def related(self, node: int, most: int = 8, shown: int = 4) -> tuple[Related, ...]:
        """Sources that share most entities with a source, entities named in the same sources as an entity.

        Entities named by more than `HUB` sources do not count. At least two must be shared where there is
        any such pair, else one.
        """
        around = self.around(node)
        if self.nodes[node].kind == "source":
            others: dict[int, Collection[int]] = {one: self.sources_of(one) for one in around}
        else:
            others = {one: self.named_in.get(one, ()) for one in around}
        counts = Counter(chain.from_iterable(others.values()))
        del counts[node]
        size, places = len(self.alphabet), self.alphabet
        ranked = sorted([places[one] - count * size for one, count in counts.items() if one not in self.hubs])
        best = [(self.by_title[rank % size], -(rank // size)) for rank in ranked[:most]]
        kept = [one for one in best if one[1] > 1] or best
        return tuple(
            [
                Related(other, count, tuple(islice((one for one, group in others.items() if other in group), shown)))
                for other, count in kept
            ]
        )

    def orphans(self, home: int) -> tuple[int, ...]:
        """Pages that nothing but listings links to, in path order; neither listings nor the home page."""
        return tuple(
            number
            for number, node in enumerate(self.nodes)
            if node.document >= 0 and not node.listing and number != home and not self.incoming.get(number)
        )

    def mention_count(self, node: int) -> int:
        """In how many places of all sources a node is spoken of; a paragraph is one place, a `sources:` none."""
        return sum([max(0, self.places(node, source)) for source in self.said.get(node, _NOBODY)])

    def places(self, node: int, source: int) -> int:
        """In how many places a source speaks of a node; 0 if it does so in a `sources:` alone, -1 if nowhere. What the
        page of the node tells of a source that is silent counts, but not beside what that source says itself."""
        edges = self.said.get(node, _NOBODY).get(source)
        if edges is None:
            return -1
        if len(edges) == 1:
            return int(self.blocks.place(edges[0], edges[0].source == node) is not None)
        own = self.passages.apart(node, [edge for edge in edges if edge.source == source] or edges)
        told = [self.blocks.place(edge, edge.source == node) for edge in own]
        return len({block.paragraph for block in told if block is not None})

    def most_mentioned(self) -> list[int]:
        """Nodes that have a dossier with anything in it, those with most sources first."""
        return sorted(self.said, key=lambda n: (-len(self.said[n]), self.alphabet[n]))


def _as_source(node: Node) -> tuple[object, ...]:
    """What of a node decides whether, and in which place, pages that cite it show what it says."""
    return node.kind, node.listing, newest_first(node)


_NOBODY: dict[int, list[Edge]] = {}
_SOURCE = attrgetter("source")


def _place_of(edge: Edge) -> tuple[int, int, int]:
    """Sort key: the order of `Graph.edges`."""
    return edge.source, edge.line, edge.column


def edges_of(edges: Sequence[Edge], node: int) -> slice:
    """Where among the edges of a graph those lie that start at a node, in the order of its text."""
    return slice(bisect_left(edges, node, key=_SOURCE), bisect_right(edges, node, key=_SOURCE))


class _Speakers(Mapping[int, tuple[Speaker, ...]]):
    """What all sources say about each node, read node by node."""

    def __init__(self, dossiers: Dossiers) -> None:
        self.dossiers = dossiers

    def __getitem__(self, node: int) -> tuple[Speaker, ...]:
        mentions = self.dossiers.passages.mentions
        return tuple([Speaker(source, mentions(node, edges)) for source, edges in self.dossiers.said[node].items()])

    def __iter__(self) -> Iterator[int]:
        return iter(self.dossiers.said)

    def __len__(self) -> int:
        return len(self.dossiers.said)


def newest_first(node: Node) -> tuple[bool, tuple[int, ...], str]:
    """Sort key: newest date first, pages without a date last, then by id."""
    iso = node.published.iso
    return not iso, latest_first(iso), node.id
