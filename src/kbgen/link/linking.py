"""Names become nodes, links become edges: all documents in, one `Graph` out.

One thread, no disk. Every link is resolved once, by `link.resolve`; every node gets its address here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

import msgspec

from kbgen.diagnostics import finding
from kbgen.link.addresses import RESERVED_FOLDER, Addresses
from kbgen.link.catalog import Catalog
from kbgen.link.edges import Edges, Resolved
from kbgen.link.folders import folders_of
from kbgen.link.kinds import subkind_of
from kbgen.link.meaning import Ambiguous, Found, Inside, Missing
from kbgen.link.namesakes import namesakes_meant
from kbgen.link.redirects import redirects_of
from kbgen.link.refs import Refs
from kbgen.link.settings import LinkSettings
from kbgen.link.shortly import shortly_cited
from kbgen.link.tags import tags_of
from kbgen.link.wanted import MissingLink, WantedPage, numbered, wanted_pages
from kbgen.model import (
    Diagnostic,
    Document,
    Edge,
    Graph,
    Inventory,
    LeftOut,
    Name,
    Node,
    PlainRef,
    Ref,
    Wanted,
)  # fmt: skip
from kbgen.text.names import commonest, fold, readable, slug
from kbgen.text.order import in_order

_PLACE = attrgetter("line", "column")


class Linked(NamedTuple):
    """A graph, and what it was made with: enough to link one document anew (`link.again`). `wanted` maps the key of a
    missing name to its node."""

    graph: Graph
    settings: LinkSettings
    catalog: Catalog
    addresses: Addresses
    wanted: dict[str, int]


def link(
    documents: Sequence[Document],
    inventory: Inventory,
    settings: LinkSettings,
    left_out: Iterable[LeftOut] = (),
) -> Linked:
    """Link all documents (in path order). `left_out` are files that `scan` left out; to them come the
    documents that are not published, with the reason."""
    catalog = Catalog(tuple(documents), inventory, settings.prefix, settings.kinds)
    addresses = Addresses(settings.urls)
    resolved = [resolved_links(catalog, document) for document in catalog.published]

    told = _told_kinds(catalog, resolved)
    written = [catalog.node(n, addresses.document(n, catalog.address(n)), told.get(n, "")) for n in catalog.published]
    missing = wanted_by(catalog, resolved, settings.top)
    nodes = (*written, *(wanted_node(catalog, addresses, page) for page in missing))
    names = _names(catalog, addresses, resolved)
    tags = tags_of(catalog, addresses)
    folders = folders_of(nodes, {path for one in resolved for path in _folders_in(one)})

    refs = Refs(nodes, names, tags, folders, settings)
    wanted = numbered(enumerate(missing, len(written)))
    maker = Edges(catalog, wanted)
    edges: list[Edge] = []
    filled: list[tuple[Ref, ...]] = [()] * len(catalog.documents)
    plain: list[tuple[PlainRef, ...]] = [()] * len(catalog.documents)
    for one in resolved:
        found, filled[one.document], plain[one.document] = linked_document(maker, refs, one)
        edges += found
    diagnostics = list(_clashes(catalog, addresses))
    graph = Graph(
        documents=catalog.documents,
        nodes=nodes,
        edges=tuple(edges),
        refs=tuple(filled),
        plain=tuple(plain),
        tags=tags,
        folders=folders,
        names=names,
        wanted=tuple(_wants(edges, nodes)),
        redirects=redirects_of(catalog, addresses, diagnostics),
        assets=tuple(sorted({ref.url for row in filled for ref in row if ref.form == "file"})),
        left_out=tuple(sorted((*left_out, *catalog.left_out()), key=lambda one: one.path)),
        diagnostics=tuple(diagnostics),
    )
    return Linked(graph, settings, catalog, addresses, wanted)


def with_sizes(linked: Linked, sizes: dict[str, tuple[int, int]]) -> Linked:
    """The same with the sizes of pictures (kb path -> pixels), which are asked for when it is known which are shown."""
    if not sizes:
        return linked

    def sized(ref: Ref) -> Ref:
        return msgspec.structs.replace(ref, size=sizes[ref.url]) if ref.form == "file" and ref.url in sizes else ref

    refs = tuple(tuple(map(sized, row)) for row in linked.graph.refs)
    settings = msgspec.structs.replace(linked.settings, sizes=sizes)
    return linked._replace(graph=msgspec.structs.replace(linked.graph, refs=refs), settings=settings)


def linked_document(
    maker: Edges, refs: Refs, resolved: Resolved
) -> tuple[list[Edge], tuple[Ref, ...], tuple[PlainRef, ...]]:
    """The edges of one document in the order of their places, what its links look like, and its plain values that are
    links: names of other documents, and slugs of its own."""
    made = maker.edges(resolved)
    named = maker.plain(resolved.document)
    edges = [edge for edge in made if edge is not None]
    edges += [one.edge for one in named if one.edge.target != one.edge.source]
    edges.sort(key=_PLACE)
    filled = tuple(map(refs.ref, resolved.links, resolved.results, made))
    plain = tuple(
        PlainRef(text.field, text.text, start, edge.written, refs.plain(edge))
        for edge, text, start in named
        if edge.target >= 0 and (edge.target != edge.source or _is_slug(edge))
    )
    return edges, filled, plain


def _is_slug(edge: Edge) -> bool:
    """Whether a plain value names a page by its file's name, which readers could not read; a path is no name."""
    return edge.resolution != "path" and readable(edge.written) != edge.written


def resolved_links(catalog: Catalog, document: int) -> Resolved:
    """All links of a document (number) with what they mean."""
    facts, path = catalog.documents[document].facts, catalog.documents[document].path
    results = catalog.resolver.resolve_all(facts.links, path)
    results = namesakes_meant(catalog.resolver, facts, document, results, catalog.kinds)
    results = shortly_cited(catalog, document, catalog.cited(document, results))
    return Resolved(document, facts.links, results)


def _told_kinds(catalog: Catalog, resolved: Iterable[Resolved]) -> dict[int, str]:
    """What sources call documents (numbers) in parentheses behind the links that they describe (`[[ada]] (person): …`):
    what most of them do, if it is a subkind that is known."""
    said: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for number, _, results in resolved:
        if catalog.kinds[number].kind != "source":
            continue
        called: dict[int, str] = {}
        for block in catalog.documents[number].facts.blocks:
            if block.subkind and type(result := results[block.describes]) is Found:
                called.setdefault(result.document, subkind_of(block.subkind))
        for document, word in called.items():
            said[document][word] += 1
    return {document: commonest(words) for document, words in said.items()}


def _folders_in(resolved: Resolved) -> Iterable[str]:
    """The folders that the links of a document lead to."""
    return [result.folder for result in resolved.results if type(result) is Inside]


def wanted_by(catalog: Catalog, resolved: Sequence[Resolved], top: str) -> list[WantedPage]:
    """The pages that the links of some documents want and that are not there, in the order of their names. `top` is the
    folder of those that belong to no other."""
    missing: list[MissingLink] = []
    folders: dict[int, list[tuple[int, str]]] = {}
    home = [catalog.folder(number) for number in range(len(catalog.ids))]
    for document, links, results in resolved:
        if Missing in map(type, results):
            both = list(zip(links, results, strict=True))
            missing += [MissingLink(result.name, document, link) for link, result in both if type(result) is Missing]
            folders[document] = [
                (link.block, home[result.document])
                for link, result in both
                if type(result) is Found and not catalog.reasons[result.document]
            ]
    return wanted_pages(missing, catalog, folders, top)


def wanted_node(catalog: Catalog, addresses: Addresses, page: WantedPage) -> Node:
    """The node of a page that is not written, at an address of its own."""
    url, create = addresses.page(page.address), catalog.place(page.create)
    aliases = (page.alias,) if page.alias else ()
    return Node(page.name, page.title, page.title, "wanted", page.subkind, url, "", -1, create=create, aliases=aliases)


def _names(catalog: Catalog, addresses: Addresses, resolved: Sequence[Resolved]) -> tuple[Name, ...]:
    """A page for each name that means several documents."""
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    found: defaultdict[str, set[int]] = defaultdict(set)
    for one in resolved:
        for result in one.results if Ambiguous in map(type, one.results) else ():
            if type(result) is Ambiguous:
                key = fold(result.name)
                spelled[key][result.name] += 1
                found[key].update(result.candidates)
    names: list[Name] = []
    for key, candidates in sorted(found.items()):
        name = commonest(spelled[key])
        url = addresses.page(f"{RESERVED_FOLDER}/names/{slug(name)}")
        names.append(Name(name, url, tuple(catalog.node_of[c] for c in sorted(candidates) if c in catalog.node_of)))
    return tuple(names)


def _wants(edges: list[Edge], nodes: tuple[Node, ...]) -> list[Wanted]:
    """The wanted pages that anything but a listing wants, most wanted first."""
    counts: dict[int, int] = defaultdict(int)
    sources: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        if edge.resolution == "missing" and not nodes[edge.source].listing:
            counts[edge.target] += 1
            sources[edge.target].add(edge.source)
    wanted = [Wanted(node, counts[node], len(sources[node])) for node in counts]
    return sorted(wanted, key=lambda w: (-w.sources, -w.wants, in_order(nodes[w.node].title), w.node))


def _clashes(catalog: Catalog, addresses: Addresses) -> Iterable[Diagnostic]:
    for clash in addresses.clashes:
        one, other = (catalog.place(catalog.documents[n].path) for n in (clash.document, clash.holder))
        message = f"{one} and {other} would be written to the same file; this one is published as {clash.url}"
        yield finding("KB208", message, path=one, hint="rename one of the two")
