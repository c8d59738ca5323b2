"""The tags of a graph, and where each is listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kbgen.link.addresses import RESERVED_FOLDER, Addresses
from kbgen.link.catalog import Catalog
from kbgen.model import Tag
from kbgen.text.names import free, slug, tag_key
from kbgen.text.order import in_order

# What is listed on one page of the index, and how much of that an entry takes: a tag with a page of its own, and one
# that stands beside the title of its only page.
_ROOM, _ENTRY, _ONLY = 37_000, 100, 190  # bytes, about


def tags_of(catalog: Catalog, addresses: Addresses) -> tuple[Tag, ...]:
    """All tags in the order of their names, each as most pages spell it. One that several pages have gets a page of its
    own, one that a single page has an anchor on the index."""
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    having: defaultdict[str, list[int]] = defaultdict(list)
    for node, document in enumerate(catalog.published):
        for tag in catalog.documents[document].facts.tags:
            key = tag_key(tag)
            spelled[key][tag] += 1
            having[key].append(node)
    used = {key: (max(spellings, key=spellings.__getitem__), having[key]) for key, spellings in spelled.items()}
    addresses.page(index_url(1).removesuffix(".html"))
    tags: list[Tag] = []
    anchors: set[str] = set()
    for _, (name, nodes) in sorted(used.items(), key=lambda tag: (_order(tag[1][0]), tag[0])):
        address = slug(name.replace("_", "-"))  # the same whichever spelling is the most used one
        if len(nodes) > 1:
            url = addresses.page(f"{RESERVED_FOLDER}/tags/{address}")
            tags.append(Tag(name, tuple(nodes), url, ""))
            continue
        tags.append(Tag(name, tuple(nodes), index_url(1), free(f"tag-{address}", anchors)))
    further: dict[str, str] = {}
    for page, listed in enumerate(index_of(tags)[1:], 2):
        url = addresses.page(index_url(page).removesuffix(".html"))
        further.update((tag.name, url) for tag in listed if tag.anchor)
    return tuple(Tag(tag.name, tag.nodes, further.get(tag.name, tag.url), tag.anchor) for tag in tags)


def _order(name: str) -> str:
    """By what a tag is put in order: its words, however they are joined."""
    return in_order(name.replace("_", " ").replace("-", " "))


def index_url(page: int) -> str:
    """The address of a page of the index of tags, from 1."""
    return f"{RESERVED_FOLDER}/tags{f'-{page}' if page > 1 else ''}.html"


def index_of(tags: Sequence[Tag]) -> list[list[Tag]]:
    """The pages of the index, at least one: all tags on one where there is room, else first those of several pages,
    then those of one, equally many on each."""
    several = [tag for tag in tags if not tag.anchor]
    only = [tag for tag in tags if tag.anchor]
    if _ENTRY * len(several) + _ONLY * len(only) <= _ROOM:
        return [several + only]
    pages: list[list[Tag]] = []
    for group, takes in ((several, _ENTRY), (only, _ONLY)):
        count = -(-takes * len(group) // _ROOM)
        most = -(-len(group) // max(1, count))
        pages += [group[start : start + most] for start in range(0, len(group), most or 1)]
    return pages
