"""The tags of a graph, and where each is listed."""

from __future__ import annotations

from kbgen.link.addresses import RESERVED_FOLDER, Addresses
from kbgen.link.catalog import Catalog
from kbgen.model import Tag
from kbgen.names import slug


def tags_of(catalog: Catalog, addresses: Addresses) -> tuple[Tag, ...]:
    """All tags by their folded names. One that several pages have gets a page of its own, one that a single page
    has an anchor on the index."""
    used: dict[str, tuple[str, list[int]]] = {}
    for node, document in enumerate(catalog.published):
        for tag in catalog.documents[document].facts.tags:
            used.setdefault(tag.casefold(), (tag, []))[1].append(node)
    index = addresses.page(f"{RESERVED_FOLDER}/tags")
    tags: list[Tag] = []
    anchors: set[str] = set()
    for _, (name, nodes) in sorted(used.items()):
        if len(nodes) > 1:
            url = addresses.page(f"{RESERVED_FOLDER}/tags/{slug(name)}")
            tags.append(Tag(name, tuple(nodes), url, ""))
            continue
        anchor, count = f"tag-{slug(name)}", 1
        while anchor in anchors:
            count += 1
            anchor = f"tag-{slug(name)}-{count}"
        anchors.add(anchor)
        tags.append(Tag(name, tuple(nodes), index, anchor))
    return tuple(tags)
