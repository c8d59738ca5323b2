"""What the page of a node shows of what is around it, as far as its key asks for that too; looked up once for both."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kbgen.link.dossier import newest_first
from kbgen.link.embeds import Embedded
from kbgen.link.told import Related
from kbgen.model import Ref
from kbgen.text.names import tag_key
from kbgen.views.near import Near, near_of
from kbgen.views.said import MakerDigests, MakerNames, Sources
from kbgen.views.site import Site
from kbgen.views.views import Embed


class Common(NamedTuple):
    """What is looked up once for all pages: sources as dossiers show them, who made them, and digests of that, each
    source's older and newer neighbour, the plurals of kinds, what dossiers leave out."""

    sources: Sources
    names: MakerNames
    makers: MakerDigests
    older: dict[int, int]
    newer: dict[int, int]
    plurals: dict[str, str]
    echoes: bytes


@lru_cache(maxsize=1)  # a page shows it, and is then told apart by it
def related_to(site: Site, number: int) -> tuple[Related, ...]:
    """The nodes that are told to be related to one; none for a listing. What two sources have in common says what both
    are about; what sources two entities have in common stands above, in what these say."""
    node = site.nodes[number]
    return () if node.listing else site.dossiers.related(number, shown=4 if node.kind == "source" else 2)


@lru_cache(maxsize=1)
def near_to(site: Site, number: int) -> Near | None:
    """The drawing of these; None where it would say nothing."""
    related = related_to(site, number)
    return None if alike(site, related) else near_of(site, number, related)


@lru_cache(maxsize=1)
def common_of(site: Site) -> Common:
    """What all pages of nodes look up."""
    dated = [n for k in site.kinds if k.name == "source" for n in k.nodes if site.nodes[n].published.iso]
    dated.sort(key=lambda n: newest_first(site.nodes[n]))
    older = dict(pairwise(dated))
    newer = {one: other for other, one in older.items()}
    echoes = hashlib.blake2b(repr(sorted(site.dossiers.echoes)).encode(), digest_size=8).digest()
    names, plurals = MakerNames(site), {group.name: group.plural for group in site.kinds}
    return Common(Sources(site, names), names, MakerDigests(site, names), older, newer, plurals, echoes)


def alike(site: Site, related: tuple[Related, ...]) -> tuple[Ref, ...]:
    """What all related nodes have in common, if it is the same for all and can be told: then nothing tells them
    apart."""
    shared = {row.shared for row in related}
    if len(shared) != 1 or len(related) < 2 or any(row.common > len(row.shared) for row in related):
        return ()
    return tuple([site.ref(one) for one in shared.pop()])


def tags_of(site: Site, number: int) -> tuple[Ref, ...]:
    """The links to a node's tags."""
    tags = site.tags_by_name
    return tuple(
        Ref("page", tag.url, tag.anchor, tag.name, "tag")
        for name in site.nodes[number].tags
        if (tag := tags.get(tag_key(name))) is not None
    )


def embeds_of(site: Site, number: int) -> tuple[Embed, ...]:
    """What a node's text shows of others."""
    return tuple([_embed(site, one) for one in site.embeds.shown_on(number)[0]])


def _embed(site: Site, one: Embedded) -> Embed:
    if one.chain:
        return Embed(one.link, None, chain=tuple(map(site.embeds.name_of, one.chain)))
    text = site.fragment(site.nodes[one.part.node].document, "body")
    return Embed(one.link, text, one.part.anchor, tuple([_embed(site, inner) for inner in one.embeds]))
