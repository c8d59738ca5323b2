"""What is told of a node beside its own text: values. `link.dossier` finds them; all numbers are of nodes unless said
otherwise."""

from __future__ import annotations

from typing import NamedTuple


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
        if len(self.mentions) == 1 and self.mentions[0].words:
            return self.mentions
        return tuple([mention for mention in self.mentions if mention.words])


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
