"""A page for every document and every wanted page; long dossiers go on, on pages of their own."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from kbgen.link.dossier import newest_first
from kbgen.link.kinds import kind_table
from kbgen.link.told import Backlink, Related
from kbgen.markdown.sections import says_sources
from kbgen.markdown.titles import says_title
from kbgen.model import Facts, Page, Ref
from kbgen.text.apart import fitted
from kbgen.text.names import cut_at_word, loose
from kbgen.views.around import Common, alike, common_of, embeds_of, near_to, related_to, tags_of
from kbgen.views.cite import Work, citation_of, work_of
from kbgen.views.heads import json_ld
from kbgen.views.infobox import Fact, facts_of, in_sight
from kbgen.views.nodeview import BacklinkView, Byline, EntityRow, MoreView, NodeView, RelatedRow, RelationView
from kbgen.views.overview import overview_of
from kbgen.views.proven import newer_of, quotes_of
from kbgen.views.runs import MAKERS, Run, about, described, made_by, tells
from kbgen.views.said import DossierView, dossiers_of, following
from kbgen.views.sights import sights_of
from kbgen.views.site import Site
from kbgen.views.views import (
    Contents,
    kind_label,
    lang_of,
    mark_of,
    marks_of,
    reading_minutes,
    reverse_label,
)

# Templates of pages that are no node's; a kind of such a name (`type: table`) has the common one.
_OTHER_PAGES = frozenset(
    "404 az base dossier evidence health home index list map matrix names node parts rawtext redirect search table "
    "timeline wanted".split()
)
_TITLE = 90  # Latin letters, or half as many Chinese ones: about three lines of the largest size
_SHOWN_BACKLINKS = 40  # with their blocks; the rest is a list of names
_BLOCKS_OF_BACKLINK = 3
_SHOWN_RELATIONS = 100  # pages of one field; a hub has many hundred, and its page is to stay light
_TOLD_RELATIONS = 30  # of those where all are told elsewhere: in the dossier above, in the table of sources
_CATALOGUE = 60  # links; a home page with more is a list to look things up in, and the overview stands above it
_BY = frozenset({"Host of", "Author of", "Channel of", "Publisher of"})  # the column "By" of the table of sources


def node_items(site: Site) -> range:
    """Every node by its number."""
    return range(len(site.nodes))


def node_name(site: Site, number: int) -> str:
    """A node by what it is called, whatever its number is."""
    node = site.nodes[number]
    return node.id if node.document >= 0 else f"?{node.id}"


def node_pages(site: Site, number: int) -> Iterator[Page]:
    """The page of a node, and the further pages of its dossier."""
    node, common = site.nodes[number], common_of(site)
    dossiers = dossiers_of(site, number, common.sources)
    template = "wanted" if node.document < 0 else "node" if node.kind in _OTHER_PAGES else node.kind
    view = _view(site, number, dossiers[0] if dossiers else None, common)
    yield Page(node.url, template, view.title, view, tables=number == site.home)
    for more in dossiers[1:]:
        url = more.pages[more.page - 1].url
        yield Page(url, "dossier", f"{node.short}, page {more.page}", MoreView(site.ref(number), view.lang, more))


def _view(site: Site, number: int, dossier: DossierView | None, common: Common) -> NodeView:
    node = site.nodes[number]
    facts, further = facts_of(site, number)
    document = site.graph.documents[node.document].facts if node.document >= 0 else None
    is_source = node.kind == "source"
    backlinks = _backlinks(site, number)
    relations = tuple(_relations(site, number))
    related = related_to(site, number)
    entities = _entities(site, number) if is_source else ()
    description = cut_at_word(about(site, number), 160)
    work = work_of(site, number, facts) if is_source else None
    shown, folded = in_sight(facts, further)
    title = site.title if number == site.home and not site.home_title else node.title
    view = NodeView(
        title=title,
        heading=site.fragment(node.document, "heading", 0) if document and _heads(document) else None,
        heading_id=document.headings[0].id if document and document.titled else "",
        lang=lang_of(site, number) if document else "",
        kind=node.kind,
        kind_label=kind_label(site, number),
        mark=mark_of(node),
        kind_url=site.kind_urls.get(node.kind, "-/wanted.html" if node.document < 0 else ""),
        kind_plural=common.plurals.get(node.kind, "Wanted pages"),
        description=description,
        data=_data(site, number, description, work, entities),
        byline=_byline(site, number, facts, common) if is_source else None,
        summary=_summary(site, number, document),
        aliases=tuple(a for a in node.aliases if (loose(a) or a) != loose(node.title)) if node.document >= 0 else (),
        tags=tags_of(site, number),
        facts=shown,
        further=folded,
        minutes=reading_minutes(document.words) if document else 0,
        body=site.fragment(node.document, "body") if document else None,
        contents=(),
        dossier=dossier,
        entities=entities,
        relations=relations,
        related=_related(site, related),
        alike=alike(site, related),
        backlinks=backlinks[0],
        more_backlinks=backlinks[1],
        path=node.path,
        create=node.create,
        draft=_draft(site, number) if node.document < 0 else "",
        wants=site.wants.get(number, 0),
        cite=citation_of(work) if work is not None else None,
        overview=overview_of(site, path=False) if number == site.home else None,
        overview_first=number == site.home and len(site.graph.refs[node.document]) > _CATALOGUE,
        feed=sights_of(site).feed_of(number),
        folder=_folder(site, number, common),
        near=near_to(site, number),
        quotes=quotes_of(site, number),
        newer=newer_of(site, number),
        embeds=embeds_of(site, number),
        marks=marks_of(site, number) if document else (),
        long_title=fitted(title, _TITLE) != title,
    )
    return msgspec.structs.replace(view, contents=tuple(_contents(site, number, view)))


def _heads(facts: Facts) -> bool:
    """Whether a page is headed by the heading that its text begins with, not by a longer title of the frontmatter, nor
    by its name where that heading only asks for it."""
    return facts.titled and (says_title(facts.headings[0].written, facts.title) if facts.title else facts.heading != "")


def _folder(site: Site, number: int, common: Common) -> Ref | None:
    """The folder that a page is shown below; None where the folder only says the kind, which is shown already."""
    node = site.nodes[number]
    path = node.id.rpartition("/")[0]
    said = path.casefold() in (node.kind, common.plurals.get(node.kind, "").casefold())
    return None if said or kind_table(site.settings.kinds).of_folder(path) else sights_of(site).folder_of(number)


def _byline(site: Site, number: int, facts: tuple[Fact, ...], common: Common) -> Byline:
    said = {fact.css: fact.values for fact in reversed(facts) if fact.css}
    named = (tuple(filter(tells, said.get(key, ()))) for key in MAKERS)
    source, published = common.sources[number], site.nodes[number].published
    return Byline(
        made_by(next(filter(None, named), ())),
        published.written,
        published.iso,
        source.format,
        source.level,
        source.credibility,
        source.judged,
        next((run.href for line in said.get("url", ()) for run in line if run.href), ""),
        site.ref(common.older[number]) if number in common.older else None,
        site.ref(common.newer[number]) if number in common.newer else None,
    )


def _data(site: Site, number: int, description: str, work: Work | None, entities: tuple[EntityRow, ...]) -> str:
    if site.nodes[number].listing:
        return ""
    named = [row.ref for row in sorted(entities, key=lambda row: -row.count)]
    return json_ld(site, number, description, work, named)


def _contents(site: Site, number: int, view: NodeView) -> Iterator[Contents]:
    node = site.nodes[number]
    overview = Contents(2, "kb-overview", None, "What is in here") if view.overview and view.overview.kinds else None
    if overview and view.overview_first:
        yield overview
    if node.document >= 0:
        yield from _headings(site, node.document)
    for shown, anchor, title in (
        (view.dossier, "dossier", "What the sources say"),
        (view.entities, "kb-entities", "What it speaks about"),
        (view.quotes, "kb-quotes", "Quotes in the raw file"),
        (view.relations, "kb-relations", "Relations"),
        (view.related, "kb-related", "Related"),
        (view.backlinks, "backlinks", "Linked from"),
    ):
        if shown:
            yield Contents(2, anchor, None, title)
    if overview and not view.overview_first:
        yield overview


def _headings(site: Site, document: int) -> Iterator[Contents]:
    """The two uppermost levels of a text's own headings."""
    facts = site.graph.documents[document].facts
    own = facts.headings[1:] if facts.titled else facts.headings
    levels = [heading.level for heading in own]
    # Some write `#` above each section, others `###`.
    top = 1 if 1 in levels[1:] else min((level for level in levels if level > 1), default=2)
    for index, heading in enumerate(own, len(facts.headings) - len(own)):
        if top <= heading.level <= top + 1:
            yield Contents(heading.level - top + 2, heading.id, site.fragment(document, "heading", index))


def _summary(site: Site, number: int, document: Facts | None) -> tuple[Run, ...]:
    """The author's description, unless the text begins with it or says the same."""
    said = described(site, number)
    plain = "".join(run.text for run in said).rstrip(" .…")
    return () if document is None or site.lead(number).startswith(plain) else said


def _draft(site: Site, number: int) -> str:
    """The frontmatter that a wanted page may begin with; JSON's strings are YAML's too."""
    node = site.nodes[number]
    folder = node.create.rpartition("/")[0].rpartition("/")[2]
    kind = "entity" if node.subkind else kind_table(site.settings.kinds).of_folder(folder)
    lines = [f"title: {json.dumps(node.title, ensure_ascii=False)}"]
    lines += [f"aliases: {json.dumps(node.aliases, ensure_ascii=False)}"] if node.aliases else []
    lines += [f"type: {kind}"] if kind else []
    lines += [f"entity_type: {node.subkind}"] if kind == "entity" and node.subkind else []
    return "\n".join(("---", *lines, "---"))


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


def _related(site: Site, related: tuple[Related, ...]) -> tuple[RelatedRow, ...]:
    ref = site.ref
    return tuple(
        [
            RelatedRow(ref(r.node), r.common, tuple([ref(n) for n in r.shared]), r.common - len(r.shared))
            for r in related
        ]
    )


def _relations(site: Site, number: int) -> Iterator[RelationView]:
    """Relations by their other ends. A source that speaks about a node, and names it as related too, is in the
    dossier."""
    said = site.dossiers.sources_of(number) if site.dossiers.has_dossier(number) else ()
    rows: defaultdict[str, dict[int, None]] = defaultdict(dict)  # fields that are called alike are one row
    for relation in site.dossiers.relations(number):
        rows[reverse_label(relation.field)].update(dict.fromkeys(relation.nodes))
    for label, nodes in rows.items():
        shown = [node for node in nodes if label != "Named as related by" or node not in said]
        shown.sort(key=lambda node: newest_first(site.nodes[node]))
        if shown:
            yield _relation(site, label, shown, all(one in said for one in shown))


def _relation(site: Site, label: str, nodes: Sequence[int], said: bool) -> RelationView:
    most = _TOLD_RELATIONS if said or label in _BY else _SHOWN_RELATIONS
    shown, rest = nodes[:most], nodes[most:]
    table = site.kind_urls.get(site.nodes[rest[0]].kind, "") if rest and label in _BY else ""
    return RelationView(label, tuple(site.ref(n) for n in shown), len(rest), table)


def _backlink(site: Site, link: Backlink) -> BacklinkView:
    """What a page says around its links. Of those that stand without a word, it is told in which sections they are."""
    facts = site.graph.documents[link.document].facts
    told = [block for block in link.blocks if facts.blocks[block].words or facts.blocks[block].led]
    shown = [(link.document, block) for block in told[:_BLOCKS_OF_BACKLINK]]
    blocks = [facts.blocks[block] for block in link.blocks if block not in told]
    headings = dict.fromkeys(block.heading for block in blocks if block.kind != "heading" and block.heading >= 0)
    url = site.url_of_document[link.document]
    return BacklinkView(
        site.ref(link.node),
        kind_label(site, link.node),
        tuple(site.fragment(document, "block", block) for document, block in shown),
        following(site, shown),
        tuple(
            Ref("page", url, facts.headings[heading].id, site.heading_text(link.document, heading))
            for heading in headings
            if not (facts.titled and heading == 0) and not says_sources(facts.headings[heading].written)
        ),
    )


def _backlinks(site: Site, number: int) -> tuple[tuple[BacklinkView, ...], tuple[Ref, ...]]:
    links = site.dossiers.backlinks(number)
    shown = tuple(_backlink(site, link) for link in links[:_SHOWN_BACKLINKS])
    return shown, tuple(site.ref(link.node) for link in links[_SHOWN_BACKLINKS:])
