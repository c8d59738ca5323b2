"""Resolved links as edges of the graph, with the heading or block they lead to; plain field values that are names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

import msgspec

from kbgen.link.anchors import Anchors, Target
from kbgen.link.catalog import Catalog
from kbgen.link.fields import NamedPage, cited, names_in
from kbgen.link.meaning import FOR_RAW, Ambiguous, Found, Missing, Raw, Result
from kbgen.link.raw import raw_key
from kbgen.link.titles import short_title
from kbgen.link.wanted import wanted_key
from kbgen.markdown.headingtext import heading_text
from kbgen.model import Edge, Facts, FieldText, Link, Resolution
from kbgen.text.endings import CAPTIONS, FILES, ending

_TYPES: dict[str, Literal["link", "embed", "field"]] = {
    "link": "link", "tag": "link", "field": "field", "embed": "embed", "image": "embed",
}  # fmt: skip


class Resolved(NamedTuple):
    """The links of a document (number), and what each of them means."""

    document: int
    links: Sequence[Link]
    results: Sequence[Result]


def _made(
    source: int, target: int, resolution: Resolution, number: int, link: Link, note: str = "", written: str = "",
    **more: Any,
) -> Edge:  # fmt: skip
    """The edge of a link, with its number in its document."""
    return Edge(
        source, target, resolution, number, _TYPES[link.type],
        written or link.target, link.field, link.line, link.column, note=note, **more,
    )  # fmt: skip


class PlainEdge(NamedTuple):
    """The edge of a plain value, the text of the field that it stands in, and where in that it begins."""

    edge: Edge
    text: FieldText
    start: int


class Edges:
    """Makes the edges of one knowledge base. `wanted` maps the key of a missing name to its node."""

    def __init__(self, catalog: Catalog, wanted: dict[str, int]) -> None:
        self.catalog = catalog
        self.wanted = wanted
        self.wanted_by_name: dict[str, int] = {}
        self.anchors: dict[int, Anchors] = {}

    def edges(self, resolved: Resolved) -> list[Edge | None]:
        """The edge of each link; None for files and for what turned out to be no link."""
        source = self.catalog.node_of[resolved.document]
        both = zip(resolved.links, resolved.results, strict=True)
        return [self._edge(source, number, link, result) for number, (link, result) in enumerate(both)]

    def _edge(self, source: int, number: int, link: Link, result: Result) -> Edge | None:
        node_of = self.catalog.node_of
        if type(result) is Found:  # nearly all of them
            document, step = result.document, result.step
            if self.catalog.reasons[document]:
                return _made(source, -1, "unpublished", number, link)
            target = node_of[document]
            if result.whole:
                whole = f"{link.target}#{link.anchor}"
                return _made(source, target, step, number, link, note="whole", written=whole)
            if not link.anchor or result.note == FOR_RAW:
                kind, written = _TYPES[link.type], link.target
                return Edge(
                    source, target, step, number, kind, written, link.field, link.line, link.column, note=result.note
                )
            place = self._anchor(document, link.anchor)
            where = {"anchor_id": place.id, "anchor_title": place.title} if place else {}
            found = place is not None
            return _made(source, target, step, number, link, result.note, anchor_found=found, **where)
        match result:
            case Ambiguous(_, candidates):
                shown = tuple(node_of[c] for c in candidates if c in node_of)
                return _made(source, -1, "ambiguous" if shown else "unpublished", number, link, candidates=shown)
            case Missing(name):
                return _made(source, self._wanted(name), "missing", number, link)
            case Raw() if link.syntax == "plain":  # a citation
                return None
            case Raw(path) if ending(path) not in FILES and ending(path) not in CAPTIONS:
                return _made(source, -1, "raw", number, link, note=path)
        return None

    def _wanted(self, name: str) -> int:
        """The node of a page that is not written."""
        node = self.wanted_by_name.get(name)
        if node is None:
            node = self.wanted_by_name[name] = self.wanted[wanted_key(name)]
        return node

    def plain(self, document: int) -> list[PlainEdge]:
        """Edges of the plain field values of a document that name pages; also its own, as no link of the graph."""
        facts: Facts = self.catalog.documents[document].facts
        return [one for text in facts.texts for one in self._named(document, facts, text)]

    def _anchor(self, document: int, anchor: str) -> Target | None:
        if not anchor:
            return None
        if document not in self.anchors:
            facts = self.catalog.documents[document].facts
            shown = tuple(heading_text(heading, partial(self._title, document)) for heading in facts.headings)
            self.anchors[document] = Anchors(facts, shown)
        return self.anchors[document].find(anchor)

    def _title(self, document: int, link: int) -> str:
        """What a bare link of a document is called on its page."""
        of = self.catalog.documents[document]
        result = self.catalog.resolver.resolve(of.facts.links[link], of.path)
        if isinstance(result, Found):
            return short_title(self.catalog.titles[result.document])
        return of.facts.links[link].target

    def _named(self, document: int, facts: Facts, text: FieldText) -> list[PlainEdge]:
        """The edges of one text of a field: to the pages it names, or to a place on one (`a.md#part`)."""
        source, relation = self.catalog.node_of[document], text.relation or facts.fields[text.field].key
        named, anchor = self._pages(document, facts, text), ""
        if not named and "#" in text.text:
            page, _, anchor = text.text.partition("#")
            meant = self._pages(document, facts, msgspec.structs.replace(text, text=page)) if page.strip() else []
            named = [NamedPage(0, text.text, name.found) for name in meant[:1]]
        edges: list[PlainEdge] = []
        for start, written, meant_page in named:
            target = self.catalog.node_of.get(meant_page.document, -1)
            step: Resolution = meant_page.step if target >= 0 else "unpublished"
            place = self._anchor(meant_page.document, anchor) if target >= 0 else None
            edge = Edge(
                source, target, step, -1, "field", written, relation, text.line, text.column + start,
                anchor_id=place.id if place else "", anchor_title=place.title if place else "",
            )  # fmt: skip
            edges.append(PlainEdge(edge, text, start))
        return edges

    def _pages(self, document: int, facts: Facts, text: FieldText) -> list[NamedPage]:
        """The pages that a text of a field names."""
        catalog, path, field = self.catalog, self.catalog.documents[document].path, facts.fields[text.field]
        if field.name in ("raw_file", "redirect_from", "aliases"):
            return []
        if field.name == "cites":
            if catalog.kinds[document].kind == "source" and raw_key(text.text):  # its own raw file
                return []
            whole, start = text.text.strip(), len(text.text) - len(text.text.lstrip())
            pages = cited(text, catalog.resolver, path, catalog.summaries) or catalog.explained(document, whole)
            return [NamedPage(start, whole, one) for one in pages]
        named = [] if text.by_path else names_in(text, field.name, catalog.resolver, path)
        if named or not (text.by_path or "/" in text.text):
            return named
        found = catalog.resolver.path(text.text, path)
        own = found is not None and found.document == document and field.name == "url"  # what it says it is about
        return [NamedPage(0, text.text, found)] if found is not None and not own else []
