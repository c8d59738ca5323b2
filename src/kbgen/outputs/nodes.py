"""A page for every document and every wanted page; long dossiers go on, on pages of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import msgspec

from kbgen.link.dossier import Mention, Speaker
from kbgen.link.kinds import kind_table
from kbgen.model import Facts, Fragment, Page, Ref, Value
from kbgen.names import slug
from kbgen.site import Site
from kbgen.views import Contents, Fact, Run, facts_of, kind_label, reading_minutes, reverse_label, said_by, short

# Templates of pages that are no node's; a kind of such a name (`type: table`) has the common one.
_OTHER_PAGES = frozenset(
    {"404", "base", "dossier", "home", "index", "list", "names", "node", "parts", "redirect", "table", "wanted"}
)
PER_PAGE = 100  # sources of a dossier on one page
_SHOWN_BACKLINKS = 40  # with their blocks; the rest is a list of names
_BLOCKS_OF_BACKLINK = 3


class MentionView(Value, frozen=True):
    """One place where a source speaks: its blocks, the section it stands in and the address of that."""

    id: str
    blocks: tuple[Fragment, ...]
    section: str
    section_ref: Ref | None


class SaidView(Value, frozen=True):
    """What one source says: who, when, how credible, what."""

    id: str
    ref: Ref
    date: str
    iso: str
    format: str
    credibility: str
    mentions: tuple[MentionView, ...]


class AlsoView(Value, frozen=True):
    """A source that names the node and says nothing of it."""

    id: str
    ref: Ref
    date: str
    iso: str


class DossierView(Value, frozen=True):
    """The part of a page that is compiled: this page's sources, those that only name it, the further pages."""

    said: tuple[SaidView, ...]
    also: tuple[AlsoView, ...]
    total: int
    first: str
    last: str
    pages: tuple[Ref, ...] = ()
    page: int = 1


class EntityRow(Value, frozen=True):
    """A row of a source's table of entities: who, what kind, what this source says, how often it links."""

    ref: Ref
    kind: str
    description: Fragment | None
    count: int


class RelatedRow(Value, frozen=True):
    """A related node, how many it shares, and some of them."""

    ref: Ref
    count: int
    shared: tuple[Ref, ...]
    more: int


class RelationView(Value, frozen=True):
    """A field seen from its other end."""

    label: str
    refs: tuple[Ref, ...]


class BacklinkView(Value, frozen=True):
    """Another page that links here, with the blocks around its links."""

    ref: Ref
    kind: str
    blocks: tuple[Fragment, ...]


class NodeView(Value, frozen=True):
    """All that a node's page shows."""

    title: str
    heading: Fragment | None
    heading_id: str
    kind: str
    kind_label: str
    kind_url: str
    kind_plural: str
    description: str
    summary: str
    aliases: tuple[str, ...]
    tags: tuple[Ref, ...]
    facts: tuple[Fact, ...]
    further: tuple[Fact, ...]
    minutes: int
    body: Fragment | None
    contents: tuple[Contents, ...]
    dossier: DossierView | None
    entities: tuple[EntityRow, ...]
    relations: tuple[RelationView, ...]
    related: tuple[RelatedRow, ...]
    backlinks: tuple[BacklinkView, ...]
    more_backlinks: tuple[Ref, ...]
    path: str
    create: str
    draft: str
    wants: int


class MoreView(Value, frozen=True):
    """A further page of a long dossier."""

    ref: Ref
    dossier: DossierView


def node_items(site: Site) -> range:
    """Every node by its number."""
    return range(len(site.nodes))


def node_name(site: Site, number: int) -> str:
    """A node by what it is called, whatever its number is."""
    node = site.nodes[number]
    return node.id if node.document >= 0 else f"?{node.id}"


def node_key(site: Site, number: int) -> bytes:
    """A digest of all that the pages of a node are made of: itself, and its neighbours in the graph.

    That is more than they show, so that it is found without making them: related nodes depend on what the
    neighbours' neighbours are.
    """
    node, dossiers = site.nodes[number], site.dossiers
    made = hashlib.blake2b(site.neighbour_digest(number), digest_size=16)
    made.update(repr((site.wants.get(number), number == site.home)).encode())
    if any(field.name in ("raw_file", "cites") for field in site.fields(number)):  # is the file there?
        made.update(repr(facts_of(site, number)).encode())
    made.update(repr((site.kind_urls.get(node.kind), _plural_of(site, node.kind), _tags(site, number))).encode())
    for edge in (*dossiers.incoming.get(number, ()), *dossiers.outgoing.get(number, ())):
        other = edge.source if edge.target == number else edge.target
        made.update(site.neighbour_digest(other))
    if not node.listing:
        for source in dossiers.around(number):
            made.update(site.circle_digest(source))
    return made.digest()


def node_pages(site: Site, number: int) -> Iterator[Page]:
    """The page of a node, and the further pages of its dossier."""
    node = site.nodes[number]
    dossiers = _dossiers(site, number)
    template = "wanted" if node.document < 0 else "node" if node.kind in _OTHER_PAGES else node.kind
    yield Page(node.url, template, node.title, _view(site, number, dossiers[0] if dossiers else None))
    for more in dossiers[1:]:
        url = more.pages[more.page - 1].url
        yield Page(url, "dossier", f"{node.short}, page {more.page}", MoreView(site.ref(number), more))


def _view(site: Site, number: int, dossier: DossierView | None) -> NodeView:
    node = site.nodes[number]
    facts, further = facts_of(site, number)
    document = site.graph.documents[node.document].facts if node.document >= 0 else None
    is_source = node.kind == "source"
    backlinks = _backlinks(site, number)
    relations = tuple(
        RelationView(reverse_label(r.field), tuple(site.ref(n) for n in r.nodes))
        for r in site.dossiers.relations(number)
    )
    related = () if node.listing else _related(site, number)
    entities = _entities(site, number) if is_source else ()
    view = NodeView(
        title=node.title,
        heading=site.fragment(node.document, "heading", 0) if document and document.titled else None,
        heading_id=document.headings[0].id if document and document.titled else "",
        kind=node.kind,
        kind_label=kind_label(site, number),
        kind_url=site.kind_urls.get(node.kind, "-/wanted.html" if node.document < 0 else ""),
        kind_plural=_plural_of(site, node.kind),
        description=short(said_by(site, number, "description") or (document.lead if document else ""), 160),
        summary=_summary(site, number, document),
        aliases=node.aliases if node.document >= 0 else (),
        tags=_tags(site, number),
        facts=(*_seen(site, number, dossier), *facts),
        further=further,
        minutes=reading_minutes(document.words) if document else 0,
        body=site.fragment(node.document, "body") if document else None,
        contents=(),
        dossier=dossier,
        entities=entities,
        relations=relations,
        related=related,
        backlinks=backlinks[0],
        more_backlinks=backlinks[1],
        path=node.path,
        create=node.create,
        draft=_draft(site, number) if node.document < 0 else "",
        wants=site.wants.get(number, 0),
    )
    return msgspec.structs.replace(view, contents=tuple(_contents(site, number, view)))


def _plural_of(site: Site, kind: str) -> str:
    return next((g.plural for g in site.kinds if g.name == kind), "Wanted")


def _contents(site: Site, number: int, view: NodeView) -> Iterator[Contents]:
    node = site.nodes[number]
    if node.document >= 0:
        facts = site.graph.documents[node.document].facts
        for index, heading in enumerate(facts.headings):
            if 2 <= heading.level <= 3:
                yield Contents(heading.level, heading.id, site.fragment(node.document, "heading", index))
    if view.dossier is not None:
        yield Contents(2, "dossier", None, "What the sources say")
    if view.entities:
        yield Contents(2, "kb-entities", None, "What it speaks about")
    if view.relations:
        yield Contents(2, "kb-relations", None, "Relations")
    if view.related:
        yield Contents(2, "kb-related", None, "Related")
    if view.backlinks:
        yield Contents(2, "backlinks", None, "Linked from")


def _summary(site: Site, number: int, document: Facts | None) -> str:
    """The author's description, unless the text begins with it or says the same."""
    said = said_by(site, number, "description")
    return "" if document is None or document.lead.startswith(said.rstrip(" .…")) else said


def _draft(site: Site, number: int) -> str:
    """The frontmatter that a wanted page may begin with; JSON's strings are YAML's too."""
    node = site.nodes[number]
    folder = node.create.rpartition("/")[0].rpartition("/")[2].casefold()
    kind = "entity" if node.subkind else kind_table(site.settings.kinds).by_folder.get(folder, "")
    lines = [f"title: {json.dumps(node.title, ensure_ascii=False)}"]
    lines += [f"aliases: {json.dumps(node.aliases, ensure_ascii=False)}"] if node.aliases else []
    lines += [f"type: {kind}"] if kind else []
    lines += [f"entity_type: {node.subkind}"] if kind == "entity" and node.subkind else []
    return "\n".join(("---", *lines, "---"))


def _tags(site: Site, number: int) -> tuple[Ref, ...]:
    tags = site.tags_by_name
    return tuple(
        Ref("page", tag.url, tag.anchor, tag.name, "tag")
        for name in site.nodes[number].tags
        if (tag := tags.get(name.casefold())) is not None
    )


def _seen(site: Site, number: int, dossier: DossierView | None) -> tuple[Fact, ...]:
    if dossier is None:
        return ()
    named = f"{dossier.total} {'source' if dossier.total == 1 else 'sources'}"
    rows = [Fact("Named in", ((Run(named),),))]
    if dossier.first:
        rows.append(Fact("First mentioned", ((Run(dossier.first),),)))
        rows.append(Fact("Last mentioned", ((Run(dossier.last),),)))
    return tuple(rows)


def _dossiers(site: Site, number: int) -> list[DossierView]:
    """The dossier of a node, cut into pages; empty if no source speaks about it."""
    node = site.nodes[number]
    if not site.dossiers.has_dossier(number):
        return []
    speakers = site.dossiers.speakers.get(number, ())
    if not speakers:
        return []
    dates = sorted((d.iso, d.written) for s in speakers if (d := site.nodes[s.source].published).iso)
    first, last = (dates[0][0][:10], dates[-1][0][:10]) if dates else ("", "")
    ids = _mention_ids(site, speakers)
    in_order = [*(s for s in speakers if s.spoken), *(s for s in speakers if not s.spoken)]
    chunks = [in_order[i : i + PER_PAGE] for i in range(0, len(in_order), PER_PAGE)]
    base = node.url.removesuffix(".html")
    urls = [node.url] + [f"-/mentions/{base}-{page}.html" for page in range(2, len(chunks) + 1)]
    pages = tuple(Ref("page", url, "dossier", str(n)) for n, url in enumerate(urls, 1)) if len(urls) > 1 else ()
    return [
        DossierView(
            tuple(_said(site, number, s, ids[s.source]) for s in chunk if s.spoken),
            tuple(
                AlsoView(ids[s.source], site.ref(s.source), *_date(site, s.source)) for s in chunk if not s.spoken
            ),
            len(speakers),
            first,
            last,
            pages,
            page,
        )
        for page, chunk in enumerate(chunks, 1)
    ]


def _date(site: Site, number: int) -> tuple[str, str]:
    published = site.nodes[number].published
    return published.written, published.iso


def _mention_ids(site: Site, speakers: tuple[Speaker, ...]) -> dict[int, str]:
    """`m-` and the source's slug; where two are alike, a digest of the source's id tells them apart."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for speaker in sorted(speakers, key=lambda s: s.source):
        source = site.nodes[speaker.source]
        candidate = f"m-{slug(source.id.rpartition('/')[2])}"
        if candidate in taken:
            candidate += "-" + hashlib.blake2b(source.id.encode(), digest_size=3).hexdigest()
        taken.add(candidate)
        ids[speaker.source] = candidate
    return ids


def _said(site: Site, number: int, speaker: Speaker, identity: str) -> SaidView:
    source = site.nodes[speaker.source]
    return SaidView(
        identity,
        site.ref(speaker.source),
        source.published.written,
        source.published.iso,
        said_by(site, speaker.source, "format"),
        short(said_by(site, speaker.source, "credibility"), 80),
        tuple(
            _mention(site, number, mention, f"{identity}-{count}") for count, mention in enumerate(speaker.spoken, 1)
        ),
    )


def _mention(site: Site, number: int, mention: Mention, identity: str) -> MentionView:
    facts = site.graph.documents[mention.document].facts
    own = site.nodes[number].document == mention.document
    first = facts.blocks[mention.blocks[0]]
    part = "description" if own and mention.describes else "block"
    heading = facts.headings[first.heading] if first.heading >= 0 else None
    url = site.url_of_document[mention.document]
    section = ""
    if heading is not None and not own and first.kind != "heading":
        section = site.heading_text(mention.document, first.heading)
    return MentionView(
        identity,
        tuple(site.fragment(mention.document, part, block) for block in mention.blocks),
        section,
        Ref("page", url, heading.id, section) if section and heading else None,
    )


def _entities(site: Site, number: int) -> tuple[EntityRow, ...]:
    rows: list[EntityRow] = []
    for entity in site.dossiers.named_in.get(number, ()):
        speaker = site.dossiers.speaker(entity, number)
        if speaker is None:
            continue
        described = next((m for m in speaker.mentions if m.describes), None)
        description = site.fragment(described.document, "description", described.blocks[0]) if described else None
        count = sum(m.links for m in speaker.mentions)
        rows.append(EntityRow(site.ref(entity), kind_label(site, entity), description, count))
    return tuple(rows)


def _related(site: Site, number: int) -> tuple[RelatedRow, ...]:
    return tuple(
        RelatedRow(site.ref(r.node), r.common, tuple(site.ref(n) for n in r.shared), r.common - len(r.shared))
        for r in site.dossiers.related(number)
    )


def _backlinks(site: Site, number: int) -> tuple[tuple[BacklinkView, ...], tuple[Ref, ...]]:
    links = site.dossiers.backlinks(number)
    shown = tuple(
        BacklinkView(
            site.ref(link.node),
            kind_label(site, link.node),
            tuple(site.fragment(link.document, "block", block) for block in link.blocks[:_BLOCKS_OF_BACKLINK]),
        )
        for link in links[:_SHOWN_BACKLINKS]
    )
    return shown, tuple(site.ref(link.node) for link in links[_SHOWN_BACKLINKS:])
