"""Names become nodes, links become edges: all documents in, one `Graph` out.

One thread, no disk. Every link is resolved once, here, by `link.resolve`; every node gets its address here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape, unescape
from typing import Literal, NamedTuple

from kbgen.diagnostics import finding
from kbgen.link.addresses import RESERVED_FOLDER, Addresses
from kbgen.link.anchors import Anchors, Place
from kbgen.link.fields import PERSONS, cited, named_raw, names_in, raw_files_of, raw_key
from kbgen.link.index import Index, Named
from kbgen.link.kinds import Kind, KindTable, is_listing, kind_of, kind_table
from kbgen.link.refs import Refs
from kbgen.link.resolve import Ambiguous, File, Found, Missing, Raw, Resolver, Result
from kbgen.link.titles import short_title, title_of, told_apart
from kbgen.link.wanted import WantedPage, wanted_key, wanted_pages
from kbgen.model import (
    Diagnostic,
    Document,
    Edge,
    FieldText,
    Graph,
    Heading,
    Inventory,
    LeftOut,
    Link,
    Name,
    Node,
    PlainRef,
    Redirect,
    Ref,
    Tag,
    Value,
    Wanted,
)  # fmt: skip
from kbgen.names import fold, slug
from kbgen.paths import author_path


class LinkSettings(Value, frozen=True):
    """What of `kbgen.toml` changes the graph. `prefix` is the kb folder counted from the project."""

    prefix: str = ""
    urls: Literal["file", "directory"] = "file"
    kinds: tuple[Kind, ...] = ()
    relations: tuple[str, ...] = ()
    publishable: frozenset[str] = frozenset()

def link(
    documents: Sequence[Document],
    inventory: Inventory,
    settings: LinkSettings,
    left_out: Iterable[LeftOut] = (),
) -> Graph:
    """Link all documents (in path order). `left_out` are files that `scan` left out; to them come the
    documents that are not published, with the reason."""
    return _Linker(tuple(documents), inventory, settings).graph(tuple(left_out))


class _Link(NamedTuple):
    """A link of a document with what it means, before nodes have their numbers."""

    document: int
    number: int
    link: Link
    result: Result


class _Linker:
    """The steps of linking, in the order in which `graph` takes them."""

    def __init__(self, documents: tuple[Document, ...], inventory: Inventory, settings: LinkSettings) -> None:
        self.documents = documents
        self.settings = settings
        self.table: KindTable = kind_table(settings.kinds)
        self.kinds = [kind_of(d.path, d.facts, self.table) for d in documents]
        raw = named_raw(documents)
        self.reasons = [raw.get(n) or _unpublished(d) for n, d in enumerate(documents)]
        ids = [d.path[:-3] for d in documents]
        raw_titles = [title_of(i, d.facts) for i, d in zip(ids, documents, strict=True)]
        self.titles = told_apart(raw_titles, ids)
        self.index = Index(_named(d) if n not in raw else _NAMELESS for n, d in enumerate(documents))
        raw_paths = [documents[n].path for n in raw]
        self.resolver = Resolver(self.index, inventory, settings.prefix, raw_paths)
        self.ids = ids
        self.summaries = self._summaries()
        self.addresses = Addresses(settings.urls)
        self.anchors: dict[int, Anchors] = {}
        self.assets: set[str] = set()
        self.diagnostics: list[Diagnostic] = []

    def graph(self, left_out: tuple[LeftOut, ...]) -> Graph:
        published = [n for n, reason in enumerate(self.reasons) if not reason]
        resolved = [
            [_Link(n, k, link, self.resolver.resolve(link, self.documents[n].path)) if link.type != "tag" else None
             for k, link in enumerate(self.documents[n].facts.links)]
            for n in published
        ]  # fmt: skip
        self.node_of = {document: number for number, document in enumerate(published)}
        urls = [self.addresses.document(n, self.ids[n]) for n in published]
        wanted = self._wanted([one for links in resolved for one in links if one is not None])
        self.wanted_node = {page.name: len(published) + k for k, page in enumerate(wanted)}
        written = [self._node(n, url) for n, url in zip(published, urls, strict=True)]
        nodes = (*written, *(self._wanted_node(page) for page in wanted))
        names = self._names(one for links in resolved for one in links if one is not None)
        tags = self._tags(published)
        refs = Refs(nodes, names, tags, self.settings.publishable)
        edges: list[Edge] = []
        all_refs: list[tuple[Ref, ...]] = [()] * len(self.documents)
        plain: list[tuple[PlainRef, ...]] = [()] * len(self.documents)
        for document, links in zip(published, resolved, strict=True):
            row: list[Ref] = []
            for number, one in enumerate(links):
                if one is None:
                    row.append(refs.tag(self.documents[document].facts.links[number]))
                    continue
                edge = self._edge(one, nodes)
                row.append(self._ref(one, edge, refs))
                if edge is not None:
                    edges.append(edge)
            all_refs[document] = tuple(row)
            found = self._plain(document)
            edges += [edge for edge, _ in found]
            plain[document] = tuple(
                PlainRef(text.field, edge.written, refs.node(nodes[edge.target], ""))
                for edge, text in found
                if edge.target >= 0
            )
        edges.sort(key=lambda e: (e.source, e.line, e.column))
        return Graph(
            documents=self.documents,
            nodes=nodes,
            edges=tuple(edges),
            refs=tuple(all_refs),
            plain=tuple(plain),
            tags=tags,
            names=names,
            wanted=tuple(self._wants(edges, nodes)),
            redirects=tuple(self._redirects(published)),
            assets=tuple(sorted(self.assets)),
            left_out=tuple(sorted((*left_out, *self._left_out()), key=lambda one: one.path)),
            diagnostics=(*self.diagnostics, *self._clashes()),
        )

    # -- nodes

    def _node(self, document: int, url: str) -> Node:
        path, facts = self.documents[document].path, self.documents[document].facts
        kind, subkind = self.kinds[document]
        return Node(
            id=self.ids[document],
            title=self.titles[document],
            short=short_title(self.titles[document]),
            kind=kind,
            subkind=subkind,
            url=url,
            path=self._project(path),
            document=document,
            listing=is_listing(path, kind, self.table),
            aliases=facts.aliases,
            tags=facts.tags,
            published=facts.published,
        )

    def _wanted_node(self, page: WantedPage) -> Node:
        url = self.addresses.page(page.address)
        return Node(
            page.name, page.title, page.title, "wanted", page.subkind, url, "", -1, create=self._project(page.create)
        )

    def _project(self, path: str) -> str:
        return f"{self.settings.prefix}/{path}" if self.settings.prefix else path

    def _wanted(self, links: list[_Link]) -> list[WantedPage]:
        missing = [(one.result.name, one.document, one.link) for one in links if isinstance(one.result, Missing)]
        folders: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for one in links:
            if isinstance(one.result, Found) and self.reasons[one.result.document] == "":
                folder = self.ids[one.result.document].rpartition("/")[0]
                folders[one.document].append((one.link.block, folder))
        return wanted_pages(missing, self.documents, self.ids, folders)

    def _names(self, links: Iterable[_Link]) -> tuple[Name, ...]:
        """A page for each name that means several documents."""
        found: dict[str, tuple[str, tuple[int, ...]]] = {}
        for one in links:
            if isinstance(one.result, Ambiguous):
                key = fold(one.result.name)
                spelled, known = found.get(key, (one.result.name, ()))
                found[key] = (min(spelled, one.result.name), tuple(sorted({*known, *one.result.candidates})))
        return tuple(
            Name(
                name,
                self.addresses.page(f"{RESERVED_FOLDER}/names/{slug(name)}"),
                tuple(self.node_of[c] for c in candidates if c in self.node_of),
            )
            for _, (name, candidates) in sorted(found.items())
        )

    def _tags(self, published: list[int]) -> tuple[Tag, ...]:
        used: dict[str, tuple[str, list[int]]] = {}
        for node, document in enumerate(published):
            for tag in self.documents[document].facts.tags:
                used.setdefault(tag.casefold(), (tag, []))[1].append(node)
        index = self.addresses.page(f"{RESERVED_FOLDER}/tags")
        tags: list[Tag] = []
        anchors: set[str] = set()
        for _, (name, nodes) in sorted(used.items()):
            anchor = base = f"tag-{slug(name)}"
            count = 1
            while anchor in anchors:
                count += 1
                anchor = f"{base}-{count}"
            anchors.add(anchor)
            if len(nodes) > 1:
                tags.append(Tag(name, tuple(nodes), self.addresses.page(f"{RESERVED_FOLDER}/tags/{slug(name)}"), ""))
            else:
                tags.append(Tag(name, tuple(nodes), index, anchor))
        return tuple(tags)

    def _summaries(self) -> dict[str, list[int]]:
        """Raw file -> the sources that summarise it, by its path from `raw/` on and by its bare name."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(self.documents):
            if self.kinds[number][0] == "source" and not self.reasons[number]:
                for path in raw_files_of(document.facts):
                    for key in {raw_key(path) or fold(path), fold(path.rpartition("/")[2])}:
                        found[key].append(number)
        return dict(found)

    # -- edges

    def _edge(self, one: _Link, nodes: tuple[Node, ...]) -> Edge | None:
        """The edge of a link; None for files and for what turned out to be no link."""
        link, result = one.link, one.result
        kind: Literal["link", "embed", "field"] = "field" if link.type == "field" else "link"
        if link.type in ("embed", "image"):
            kind = "embed"
        source = self.node_of[one.document]

        def edge(target: int, resolution: str, **more: object) -> Edge:
            return Edge(
                source, target, resolution, one.number, kind, link.target, link.field, link.line, link.column, **more  # type: ignore[arg-type]
            )  # fmt: skip

        match result:
            case Found(document, step, note):
                if self.reasons[document]:
                    return edge(-1, "unpublished")
                anchor = self._anchor(document, link.anchor)
                place = {"anchor_id": anchor.id, "anchor_title": anchor.title} if anchor else {}
                found = anchor is not None if link.anchor else None
                return edge(self.node_of[document], step, anchor_found=found, note=note, **place)
            case Ambiguous(_, candidates):
                shown = tuple(self.node_of[c] for c in candidates if c in self.node_of)
                return edge(-1, "ambiguous", candidates=shown) if shown else edge(-1, "unpublished")
            case Missing(name):
                return edge(self.wanted_node[wanted_key(name)], "missing")
            case Raw(path):
                return edge(-1, "raw", note=path)
        return None

    def _anchor(self, document: int, anchor: str) -> Place | None:
        if not anchor:
            return None
        if document not in self.anchors:
            facts = self.documents[document].facts
            self.anchors[document] = Anchors(facts, tuple(self._shown(document, h) for h in facts.headings))
        return self.anchors[document].find(anchor)

    def _shown(self, document: int, heading: Heading) -> str:
        """A heading's text as the page shows it: bare links as their targets' titles."""
        if not heading.html.holes:
            return heading.written
        links, here = self.documents[document].facts.links, self.documents[document].path
        parts = [heading.html.pieces[0]]
        for hole, piece in zip(heading.html.holes, heading.html.pieces[1:], strict=True):
            result = self.resolver.resolve(links[hole.link], here) if hole.form == "bare" else None
            if isinstance(result, Found):
                parts.append(escape(short_title(self.titles[result.document])))
            elif result is not None:
                parts.append(escape(links[hole.link].target))
            parts.append(piece)
        return unescape(re.sub(r"<[^>]*>", "", "".join(parts)))

    def _ref(self, one: _Link, edge: Edge | None, refs: Refs) -> Ref:
        if isinstance(one.result, File) and edge is None:
            ref = refs.file(one.link, one.result)
            if ref.form == "file":
                self.assets.add(one.result.path)
            return ref
        return refs.link(one.link, one.result, edge)

    def _plain(self, document: int) -> list[tuple[Edge, FieldText]]:
        """Edges of plain field values that name pages."""
        facts, path = self.documents[document].facts, self.documents[document].path
        source = self.node_of[document]
        found: list[tuple[Edge, FieldText]] = []
        is_source = self.kinds[document][0] == "source"
        for text in facts.texts:
            field = facts.fields[text.field]
            place = (field.key, text.line, text.column)
            if field.name in ("cites", "raw_file", "redirect_from"):
                if field.name != "cites" or (is_source and raw_key(text.text)):
                    continue
                for one in cited(text, self.resolver, path, self.summaries):
                    if one.document in self.node_of:
                        target = self.node_of[one.document]
                        edge = Edge(source, target, one.step, -1, "field", text.text.strip(), *place)
                        found.append((edge, text))
                continue
            for name in names_in(text, "host" if field.name in PERSONS else field.name, self.resolver, path):
                place = (field.key, text.line, text.column + max(0, text.text.find(name.written)))
                if isinstance(name.found, Found):
                    target = self.node_of.get(name.found.document, -1)
                    resolution = name.found.step if target >= 0 else "unpublished"
                    found.append((Edge(source, target, resolution, -1, "field", name.written, *place), text))
                else:
                    shown = tuple(self.node_of[c] for c in name.found.candidates if c in self.node_of)
                    edge = Edge(source, -1, "ambiguous", -1, "field", name.written, *place, candidates=shown)
                    found.append((edge, text))
        return [(e, t) for e, t in found if e.target != e.source]

    def _wants(self, edges: list[Edge], nodes: tuple[Node, ...]) -> list[Wanted]:
        """The wanted pages that anything but a listing wants, most wanted first."""
        counts: dict[int, int] = defaultdict(int)
        sources: dict[int, set[int]] = defaultdict(set)
        for edge in edges:
            if edge.resolution == "missing" and not nodes[edge.source].listing:
                counts[edge.target] += 1
                sources[edge.target].add(edge.source)
        wanted = [Wanted(node, counts[node], len(sources[node])) for node in counts]
        return sorted(wanted, key=lambda w: (-w.sources, -w.wants, nodes[w.node].title.casefold(), w.node))

    def _redirects(self, published: list[int]) -> Iterable[Redirect]:
        """A page at each old address; one that leads out of the site, or that is taken, is refused."""
        for document in published:
            facts = self.documents[document].facts
            for text in facts.texts:
                if facts.fields[text.field].name != "redirect_from":
                    continue
                path = author_path(f"/{text.text.lstrip('/')}")
                place = (text.line, text.column, text.length)
                where = self._project(self.documents[document].path)
                if not path:
                    message = f"“{text.text}” leads out of the knowledge base"
                    self.diagnostics.append(finding("KB501", message, *place, path=where))
                    continue
                url = path if path.endswith(".html") else path + ("/index.html" if text.text.endswith("/") else ".html")
                if self.addresses.claim(url):
                    yield Redirect(url, self.node_of[document])
                else:
                    message = f"there is a page at the old address “{text.text}” already; it leads nowhere else"
                    self.diagnostics.append(finding("KB208", message, *place, path=where))

    def _left_out(self) -> list[LeftOut]:
        return [
            LeftOut(self._project(d.path), reason)
            for d, reason in zip(self.documents, self.reasons, strict=True)
            if reason
        ]

    def _clashes(self) -> Iterable[Diagnostic]:
        for clash in self.addresses.clashes:
            one, other = (self._project(self.documents[n].path) for n in (clash.document, clash.holder))
            message = f"{one} and {other} would be written to one file; this one is published as {clash.url}"
            yield finding("KB208", message, path=one, hint="rename one of the two")


_NAMELESS = Named("", (), (), ())


def _unpublished(document: Document) -> str:
    """Why a document is not published ('' = it is)."""
    if "{{" in document.path and "}}" in document.path:
        return "unfilled placeholder in the file's name"
    if document.facts.placeholder:
        return f"unfilled placeholder {document.facts.placeholder} in the title"
    for field in document.facts.fields:
        if isinstance(field.value, str):
            word = field.value.strip().casefold()
            if field.key in ("publish", "published") and word in ("false", "no", "off"):
                return f"{field.key}: {field.value.strip()}"
            if field.key == "draft" and word in ("true", "yes", "on"):
                return f"draft: {field.value.strip()}"
    return ""


def _named(document: Document) -> Named:
    facts = document.facts
    ids = tuple(
        field.value for field in facts.fields if field.key in ("id", "slug") and isinstance(field.value, str)
    )
    titles = tuple(dict.fromkeys(t for t in (facts.title, facts.heading) if t))
    return Named(document.path[:-3], ids, (*titles, *(s for t in titles if (s := short_title(t)) != t)), facts.aliases)
