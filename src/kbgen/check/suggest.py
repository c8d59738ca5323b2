"""Names that may have been meant. Knows the names of a graph, no links."""

from __future__ import annotations

from functools import cached_property

from rapidfuzz import fuzz, process

from kbgen.model import Graph
from kbgen.names import clean, fold, loose

_ALIKE = 82  # per cent of rapidfuzz's ratio; lower ones suggest words that merely rhyme
_MOST = 3


class Suggestions:
    """Suggestions for missing names, each name looked up once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.known: dict[str, tuple[str, ...]] = {}

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """Folded name -> how to link to it, and the id of the page: file names, titles, aliases of what is written."""
        found: dict[str, tuple[str, str]] = {}
        for node in self.graph.nodes:
            if node.document >= 0:
                last = node.id.rpartition("/")[2]
                for name in (last, node.title, *node.aliases):
                    found.setdefault(fold(clean(name)), (name, node.id))
        return found

    @cached_property
    def by_last(self) -> dict[str, list[str]]:
        """Loose last part of an id -> the ids that end so."""
        found: dict[str, list[str]] = {}
        for node in self.graph.nodes:
            if node.document >= 0:
                found.setdefault(loose(node.id.rpartition("/")[2]), []).append(node.id)
        return found

    def exists(self, name: str) -> bool:
        """Whether a page goes by exactly this name."""
        return fold(clean(name)) in self.names

    def for_name(self, target: str) -> tuple[str, ...]:
        """Up to three names of different pages, best first: the same name in another folder, then names spelled
        alike."""
        if target not in self.known:
            self.known[target] = self._found(clean(target))
        return self.known[target]

    def _found(self, target: str) -> tuple[str, ...]:
        last = target.rpartition("/")[2]
        elsewhere = self.by_last.get(loose(last), []) if "/" in target else []
        found = {page: page for page in elsewhere[:_MOST]}
        near = process.extract(fold(last), self.names.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2 * _MOST)
        for key, _, _ in near:
            name, page = self.names[key]
            found.setdefault(page, name)
        return tuple(found.values())[:_MOST]
