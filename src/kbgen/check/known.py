"""All that rules may look at: the graph, the prose of its documents, the raw files, what day it is.

Disk, clock and git stay outside: `Known` is handed what they say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from kbgen.check.raw_index import RawFile, RawIndex
from kbgen.diagnostics import finding
from kbgen.fields import first
from kbgen.link.dossier import Dossiers
from kbgen.link.embeds import Embeds
from kbgen.link.kinds import Kind
from kbgen.memory.noticed import Noticed
from kbgen.model import Diagnostic, Edge, Evidence, Facts, Field, Graph, Inventory, Node, Prose, Value
from kbgen.text.names import fold


class RawFolder(NamedTuple):
    """How raw files are reached, by their paths in the inventory: their bytes, and their hashes by an algorithm of
    hashlib (None if they cannot be had), and their places counted from the project."""

    read: Callable[[str], bytes | None]
    hash: Callable[[str, str], str | None]
    place: Callable[[str], str]


class RuleSettings(Value, frozen=True):
    """What of `kbgen.toml` and the command line changes findings. `prefix` is that of `Config`;
    `required` maps a kind to the fields it should have; `today` is a date (ISO), empty where none is wanted."""

    prefix: str = ""
    kinds: tuple[Kind, ...] = ()
    required: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    today: str = ""


class Known:
    """One knowledge base as rules see it; look-ups are made once, when first asked for."""

    def __init__(
        self,
        graph: Graph,
        prose: Sequence[Prose],
        inventory: Inventory,
        settings: RuleSettings,
        folder: RawFolder,
        commits: dict[str, str] | None = None,
    ) -> None:
        """`commits` says when each file was last committed: path counted from the project -> ISO 8601 in UTC. What is
        known already of the evidence of sources (`remembered`, by node), and what was noticed in each text (`noticed`,
        by document), is told afterwards."""
        self.graph = graph
        self.prose = prose
        self.inventory = inventory
        self.settings = settings
        self.commits = commits or {}
        self.remembered: Mapping[int, Evidence] = {}
        self.noticed: Mapping[int, Noticed] = {}
        self.raw = RawIndex(graph.documents, inventory, settings.prefix, folder.read, folder.hash)
        self.place_of_raw = folder.place

    @cached_property
    def embeds(self) -> Embeds:
        """All embeds, and what they show."""
        return Embeds(self.graph)

    @cached_property
    def dossiers(self) -> Dossiers:
        """Who speaks of whom."""
        return Dossiers(self.graph)

    @cached_property
    def written(self) -> tuple[tuple[int, Node], ...]:
        """The nodes that are documents, with their numbers."""
        return tuple((n, node) for n, node in enumerate(self.graph.nodes) if node.document >= 0)

    @cached_property
    def pages(self) -> tuple[tuple[int, Node], ...]:
        """The written nodes that count: no listings, not the home page, nor what servers show for missing ones, which
        lies beside an index."""
        errors = {
            node.url.removesuffix("index.html") + "404.html"
            for _, node in self.written
            if node.url.endswith("index.html")
        }
        left_out = {"index.html", "404.html", *errors}
        return tuple((n, node) for n, node in self.written if not node.listing and node.url not in left_out)

    @cached_property
    def files(self) -> Counter[str]:
        """How many pages have a file of each name (folded)."""
        return Counter(fold(node.id.rpartition("/")[2]) for _, node in self.written)

    def spelled(self, node: Node) -> str:
        """What to write in double brackets to mean a page: the name of its file, or, if others have it, its path."""
        last = node.id.rpartition("/")[2]
        return last if self.files[fold(last)] == 1 else node.id

    @cached_property
    def sources(self) -> tuple[tuple[int, Node], ...]:
        """The written sources."""
        return tuple((n, node) for n, node in self.pages if node.kind == "source")

    @cached_property
    def edges_from(self) -> dict[int, list[Edge]]:
        """Node -> its edges, in the order of their places."""
        found: dict[int, list[Edge]] = defaultdict(list)
        for edge in self.graph.edges:
            found[edge.source].append(edge)
        return found

    @cached_property
    def linked(self) -> dict[int, frozenset[int]]:
        """Node -> the nodes that it links to, in its text or its fields; those that an ambiguous link may mean too."""
        return {
            node: frozenset(n for edge in edges for n in (edge.target, *edge.candidates) if n >= 0)
            for node, edges in self.edges_from.items()
        }

    @cached_property
    def raw_files(self) -> dict[int, tuple[RawFile, ...]]:
        """Source (node) -> the raw files that it names."""
        return {n: files for n, node in self.sources if (files := self.raw.of(self.facts(node), node.path))}

    def facts(self, node: Node) -> Facts:
        """What is known of a written node's file."""
        return self.graph.documents[node.document].facts

    def field(self, node: Node, name: str) -> Field | None:
        """The field of a canonical name."""
        return first(self.facts(node).fields, name)


def at_field(code: str, message: str, node: Node, field: Field | None, hint: str = "") -> Diagnostic:
    """A finding about a field; about the whole file where there is none."""
    if field is None:
        return finding(code, message, hint=hint, path=node.path)
    return finding(code, message, field.line, field.column, len(field.key), hint, node.path)
