"""The list of blocks that grows while a document is read: what each is, and what is shown of it. Knows tokens;
resolves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from hashlib import blake2b
from typing import Literal, NamedTuple

from markdown_it.token import Token

from kbgen.markdown.cited import NOWHERE, Origins
from kbgen.markdown.described import Described
from kbgen.markdown.openlinks import cut_open, with_targets
from kbgen.markdown.wikilinks import text_of
from kbgen.model import BY_ROTE, Block, Link
from kbgen.text.names import fold

BlockKind = Literal["item", "row", "paragraph", "heading", "quote", "footnote"]

_ROOM = 2000  # code points of HTML of the sentences that have one note
_TEXT = 300  # code points of what a block says that are kept


class Mentions(NamedTuple):
    """Blocks in the order of the text; their HTML (to be finished), that of their descriptions, and their texts, same
    index; and the index of the block that each link stands in (-1: none)."""

    blocks: tuple[Block, ...]
    html: tuple[str, ...]
    descriptions: tuple[str, ...]
    texts: tuple[str, ...]
    block_of: dict[int, int]


class Gathered:
    """The blocks that were read so far, each with what `Mentions` has of it. `meanings` has that of each heading's
    section ('' = none), `fields` the lines of the file that are fields; `links` are those of the document."""

    def __init__(self, meanings: Sequence[str], fields: Set[int], links: Sequence[Link]) -> None:
        self._meanings, self._fields, self._links = meanings, fields, links
        self._blocks: list[Block] = []
        self._html: list[str] = []
        self._descriptions: list[str] = []
        self._texts: list[str] = []
        self.block_of: dict[int, int] = {}
        self.heading = -1  # the one that the next block stands below
        self.paragraph = -1

    @property
    def section(self) -> str:
        """What the section means in which the next block stands ('' = nothing)."""
        return self._meanings[self.heading] if self.heading >= 0 else ""

    def mentions(self) -> Mentions:
        """All of them."""
        html, descriptions, texts = tuple(self._html), tuple(self._descriptions), tuple(self._texts)
        return Mentions(tuple(self._blocks), html, descriptions, texts, self.block_of)

    def append(
        self,
        kind: BlockKind,
        line: int,
        own: list[Token],
        holes: Iterable[int],
        html: str,
        words: bool,
        described: Described | None = None,
        said: str = "",
        led: bool = False,
        above: int = -1,
        figures: bool = False,
        of: Origins = NOWHERE,
    ) -> None:
        """Add a block of the paragraph at work: its kind and line, its `own` tokens, its links (`holes`), its HTML, and
        whether it has `words`; what it describes, what it is from (`of`), and the rest as `Block` has it."""
        links = tuple(dict.fromkeys(holes))
        text = described.text + text_of(described.behind, shown=True) if described else text_of(own, shown=True)
        text = " ".join(text.split())
        block = Block(
            kind,
            line,
            self.heading,
            self.paragraph,
            links,
            self._meaning(kind, line),
            described.link if described else -1,
            described.subkind if described else "",
            words,
            said_of(with_targets(text, self._links)[:_TEXT]) if described or kind == "item" else 0,
            led=led,
            above=above,
            figures=figures,
            cited=of.cited,
            subjects=of.subjects,
        )
        for link in links:
            self.block_of.setdefault(link, len(self._blocks))
        self._blocks.append(block)
        self._html.append(html)
        self._descriptions.append(said)
        self._texts.append(cut_open(text, _TEXT))

    def go_on(self, holes: Iterable[int], html: str) -> None:
        """Show this, too, in the blocks that have none but these links, as long as there is room."""
        links = set(holes)
        for number in sorted({self.block_of[link] for link in links if link in self.block_of}):
            if links.issuperset(self._blocks[number].links) and len(self._html[number]) + len(html) <= _ROOM:
                self._html[number] += f"\n{html}"

    def _meaning(self, kind: BlockKind, line: int) -> str:
        """What a block is by its place: a field, or what its section means."""
        if kind == "paragraph" and line in self._fields:
            return "fields"
        return self.section


def said_of(text: str) -> int:
    """A number to compare texts by, whatever their case; 0 for none, below 0 for one too long to be said by rote."""
    if not text:
        return 0
    number = int.from_bytes(blake2b(fold(text).encode("utf-8", "replace"), digest_size=7).digest(), "big")
    return number if len(text) <= BY_ROTE else -number
