"""What one page says of another: the blocks in which the links between them stand.

`Blocks` finds the block of a link, `Passages` what is said there. They read a `Graph`, and know no page; all
numbers are of nodes unless said otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from kbgen.fields import parted_key
from kbgen.fields.spellings import EVIDENCE
from kbgen.link.meaning import FOR_RAW
from kbgen.link.told import Mention
from kbgen.model import Block, Edge, Graph

_STATEMENTS = frozenset(("item", "row", "quote", "footnote"))  # blocks of an entity's page that speak for a source


class Blocks:
    """Where the links of a graph stand, and whether they speak for a source."""

    def __init__(self, graph: Graph) -> None:
        documents, self.nodes = graph.documents, graph.nodes
        # of each node's document; nothing for a wanted page
        self.facts = [documents[node.document].facts if node.document >= 0 else None for node in graph.nodes]

    def of(self, edge: Edge) -> Block | None:
        """The block in which a link stands; None for a field of the header that says no more than the name."""
        facts = self.facts[edge.source]
        number = self.number(edge)
        return facts.blocks[number] if facts is not None and number >= 0 else None

    def number(self, edge: Edge) -> int:
        """The index of that block; -1 for none."""
        facts = self.facts[edge.source]
        if facts is None:
            return -1
        if edge.link >= 0:
            return facts.links[edge.link].block
        told = (one for one in facts.texts if one.block >= 0 and one.line == edge.line)
        return next((one.block for one in told if one.column <= edge.column < one.column + one.length), -1)

    def place(self, edge: Edge, own: bool) -> Block | None:
        """The block in which a source speaks of a node; on the `own` page of that, a paragraph counts only for what it
        is from, and a field for nothing."""
        block = self.of(edge)
        return None if own and block is not None and block.kind == "paragraph" and not _is_from(block, edge) else block

    def speaks_for(self, edge: Edge) -> bool:
        """An entity's own page tells what a source says in a list item, a row, a quotation or a footnote that links to
        it, in a paragraph or below a heading that is from it, below a line that is its name, or in `sources:`, be that
        in the header or in fields of the text."""
        if edge.field and self._cites(edge):
            return True
        block = self.of(edge)
        return block is not None and (block.kind in _STATEMENTS or _is_from(block, edge))

    def _cites(self, edge: Edge) -> bool:
        """Whether the field of an edge names what its page is based on."""
        if parted_key(edge.field) in EVIDENCE:
            return True
        facts = self.facts[edge.source]
        return any(field.name == "cites" and field.key == edge.field for field in facts.fields) if facts else False


class Passages:
    """What is said where links stand. `echoes` are the digests of what so many pages say of their sources that it tells
    nothing of any."""

    def __init__(self, blocks: Blocks, echoes: Collection[int]) -> None:
        self.blocks = blocks
        self.echoes = echoes

    def mentions(self, node: int, edges: list[Edge]) -> tuple[Mention, ...]:
        """What a source says about a node in these links: descriptions first, each text once."""
        if len(edges) == 1:
            return self._only_mention(edges[0], edges[0].source == node)
        by_place: defaultdict[tuple[int, int], list[Edge]] = defaultdict(list)
        for edge in self.apart(node, edges):
            block = self.blocks.place(edge, edge.source == node)
            if block is not None:
                by_place[(edge.source, block.paragraph)].append(edge)
        found = [self._read(group, holder == node) for (holder, _), group in by_place.items()]
        kept: list[Mention] = []
        seen: set[int] = set()
        for _, text, mention in sorted([one for one in found if one is not None], key=lambda one: one.rank):
            if not text or text not in seen:
                kept.append(mention)
            seen.add(text)
        return tuple(kept)

    def _read(self, edges: list[Edge], own: bool) -> _Passage | None:
        """What the links in one paragraph say; None on a page's `own` page if that is what all say."""
        holder = edges[0].source
        facts = self.blocks.facts[holder]
        assert facts is not None
        blocks = tuple(dict.fromkeys(self.blocks.number(edge) for edge in edges))
        first = facts.blocks[blocks[0]]
        if own and self._echoed(first):
            return None
        describes = first.describes >= 0 and any(edge.link == first.describes for edge in edges)
        in_words = describes and not first.figures
        in_list = in_words and first.meaning == "entities"
        mention = Mention(self.blocks.nodes[holder].document, blocks, describes, len(edges), _says(first, own))
        rank = (not in_list, not in_words, not describes, int(own), first.paragraph)
        return _Passage(rank, first.said if describes or own else 0, mention)

    def _only_mention(self, edge: Edge, own: bool) -> tuple[Mention, ...]:
        """The place of a link that is the only one between two pages, as most are; none for a field's, and for one of
        the page's `own` that says what all say."""
        facts, block = self.blocks.facts[edge.source], self.blocks.place(edge, own)
        if facts is None or block is None or (own and self._echoed(block)):
            return ()
        describes = 0 <= block.describes == edge.link
        blocks = (self.blocks.number(edge),)
        return (Mention(self.blocks.nodes[edge.source].document, blocks, describes, 1, _says(block, own)),)

    def apart(self, node: int, edges: Iterable[Edge]) -> list[Edge]:
        """Links to a node without those that stand in what is shown below an earlier one of the same page: by whatever
        name they call it, it is told there. What describes it is told by itself as well."""
        kept: list[Edge] = []
        below: set[tuple[int, int]] = set()
        for edge in edges:
            block = self.blocks.of(edge)
            if (edge.source, edge.link) in below and block is not None and block.describes != edge.link:
                continue
            kept.append(edge)
            if (
                block is not None
                and block.further
                and block.words
                and not (edge.source == node and self._echoed(block))
            ):
                below.update([(edge.source, link) for link in block.further])
        return kept

    def _echoed(self, block: Block) -> bool:
        return block.describes >= 0 and block.said in self.echoes


class _Passage(NamedTuple):
    """A mention, what it comes before others by, and the digest of its text (0: it is told whatever others say)."""

    rank: tuple[bool, bool, bool, int, int]
    text: int
    mention: Mention


def _is_from(block: Block, edge: Edge) -> bool:
    """Whether a paragraph or a heading is from what it links to: it cites that or its raw file, begins with it, or is
    its name. A field (`**Sources**: …`) says where the page is from."""
    if block.meaning == "fields":
        return False
    if edge.link in block.cited or edge.link in block.subjects:
        return True
    return 0 <= block.describes == edge.link or edge.note == FOR_RAW


def _says(block: Block, own: bool) -> bool:
    """Whether a block says something: of a source, on a node's own page, only in its own words, and nothing where it
    is written down what was changed there, or anywhere which pages were."""
    if block.meaning == "updates":
        return False
    if own:
        return block.words and block.meaning != "log"
    return block.words or block.led
