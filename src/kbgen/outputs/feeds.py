"""Atom feeds: of all sources, and of each entity and tag that enough sources speak about. Only with a base URL, for
what a feed holds is told by whole addresses.

RFC 4287. Nothing of it comes from a clock: a source is as new as its fields say, and one that has no date is in
no feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from kbgen.link.dossier import newest_first
from kbgen.model import Asset
from kbgen.text.names import cut_at_word, encode
from kbgen.text.xmltext import moment, xml
from kbgen.views.around import common_of
from kbgen.views.heads import whole_address
from kbgen.views.runs import about, field_values
from kbgen.views.sights import FEED, sights_of
from kbgen.views.site import Site
from kbgen.views.views import lang_of

_ALL = 50  # entries of the feed of all sources
_SOME = 20  # entries of the others
_LEAD = 300  # code points of what a source says first


class _Entry(NamedTuple):
    """A source in a feed: when it was worked on (RFC 3339), and the entry."""

    updated: str
    written: str


def feeds(site: Site) -> Iterator[Asset]:
    """`-/feed.xml`, `-/feeds/pages/….xml`, `-/feeds/tags/….xml`; nothing without a base URL."""
    sights = sights_of(site)
    if not sights.feed:
        return
    home = whole_address(site, "index.html")
    newest = sorted(sights.sources, key=lambda n: newest_first(site.nodes[n]))  # where they were worked on together
    newest.sort(key=lambda n: moment(sights.changed(n)) if sights.changed(n) else "", reverse=True)
    entries = {number: _entry(site, number) for number in newest if sights.changed(number)}
    place = {number: at for at, number in enumerate(newest)}
    yield _feed(site, FEED, site.title, home, [entries[n] for n in newest if n in entries][:_ALL])
    for number, node in enumerate(site.nodes):
        address = sights.feed_of(number)
        if address:
            chosen = _newest(site.dossiers.sources_of(number), place, entries)
            yield _feed(site, address, f"{node.short} · {site.title}", whole_address(site, node.url), chosen)
    for tag in site.graph.tags:
        address = sights.feed_of_tag(tag)
        if address:
            chosen = _newest(tag.nodes, place, entries)
            yield _feed(site, address, f"#{tag.name} · {site.title}", whole_address(site, tag.url), chosen)


def _newest(numbers: Iterable[int], place: dict[int, int], entries: dict[int, _Entry]) -> list[_Entry]:
    return [entries[n] for n in sorted((n for n in numbers if n in entries), key=place.__getitem__)[:_SOME]]


def _entry(site: Site, number: int) -> _Entry:
    """What any feed says of a source: the same in all of them, as it has one id."""
    node, updated = site.nodes[number], moment(sights_of(site).changed(number))
    address = xml(whole_address(site, node.url))
    summary = cut_at_word(about(site, number), _LEAD)
    lang = lang_of(site, number)
    made = common_of(site).names[number]
    lines = [
        f'<entry xml:lang="{xml(lang)}">' if lang else "<entry>",
        f"<title>{xml(node.short)}</title>",
        f"<id>{address}</id>",
        f'<link rel="alternate" type="text/html" href="{address}"/>',
        *(f'<link rel="via" href="{xml(original)}"/>' for original in islice(_originals(site, number), 1)),
        *([f"<published>{moment(node.published.iso)}</published>"] if node.published.iso else []),
        f"<updated>{updated}</updated>",
        *(f"<author><name>{xml(name)}</name></author>" for name in made.by),
        *(f'<category term="{xml(tag)}"/>' for tag in node.tags),
        *([f"<summary>{xml(summary)}</summary>"] if summary else []),
        "</entry>",
    ]
    return _Entry(updated, "\n".join(lines))


def _originals(site: Site, number: int) -> Iterable[str]:
    """The address of what a source sums up, if it is told."""
    for place, field in enumerate(site.fields(number)):
        if field.name == "url":
            yield from (run.href for line in field_values(site, number, place, field) for run in line if run.href)


def _feed(site: Site, path: str, title: str, about: str, entries: Sequence[_Entry]) -> Asset:
    """A feed: what it is of, and its entries, newest first."""
    own = xml(site.settings.base_url + encode(path))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(site.lang)}">',
        f"<title>{xml(title)}</title>",
        f"<id>{own}</id>",
        f'<link rel="self" type="application/atom+xml" href="{own}"/>',
        f'<link rel="alternate" type="text/html" href="{xml(about)}"/>',
        f"<updated>{max(entry.updated for entry in entries)}</updated>",
        f"<author><name>{xml(site.title)}</name></author>",
        *(entry.written for entry in entries),
        "</feed>\n",
    ]
    return Asset(path, "\n".join(lines).encode(), tables=True)
