"""Which ways to look at the whole there are, of those that are only made where they are of use.

Reads `Site`; what is decided here the navigation, the pages and the feeds share. Knows no page.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from kbgen.fields.dates import parse_date
from kbgen.model import Date, Tag
from kbgen.site import Site

FEED = "-/feed.xml"  # all sources
FED = 5  # sources with a date that speak about an entity or have a tag, for it to have a feed of its own

# What tells when a page was last worked on, best first.
_WORKED_ON = ("updated", "ingested", "created")


class Stamp(NamedTuple):
    """When a page was worked on: the field that says so (canonical name), and its date, which was understood."""

    field: str
    date: Date


class Sights:
    """What there is to be seen of a site; each found when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.sources = tuple(n for group in site.kinds if group.name == "source" for n in group.nodes)
        self._stamps: dict[int, Stamp | None] = {}

    def stamp(self, number: int) -> Stamp | None:
        """The latest date on which a page says it was worked on; None if it names none that is understood."""
        if number not in self._stamps:
            found = [
                Stamp(field.name, date)
                for field in self.site.fields(number)
                if field.name in _WORKED_ON and isinstance(field.value, str)
                if (date := parse_date(field.value)) is not None and date.iso
            ]
            found.sort(key=lambda stamp: _WORKED_ON.index(stamp.field))
            self._stamps[number] = max(found, key=lambda stamp: stamp.date.iso[:10], default=None)
        return self._stamps[number]

    def changed(self, number: int) -> str:
        """When a source was last worked on, else published, in ISO 8601 ('' = not known)."""
        stamp = self.stamp(number)
        return stamp.date.iso if stamp else self.site.nodes[number].published.iso

    @cached_property
    def feed(self) -> str:
        """The address of the feed of all sources; empty if there is none: no base URL, or no source with a date."""
        return FEED if self.site.settings.base_url and any(map(self.changed, self.sources)) else ""

    def feed_of(self, number: int) -> str:
        """The address of a node's feed; empty if it has none."""
        if not self._enough(self.site.dossiers.sources_of(number)):
            return ""
        return f"-/feeds/pages/{self.site.nodes[number].url.removesuffix('.html')}.xml"

    def feed_of_tag(self, tag: Tag) -> str:
        """The address of a tag's feed; empty if it has none."""
        if not self._enough(n for n in tag.nodes if n in self._is_source):
            return ""
        return f"-/feeds/tags/{tag.url.removeprefix('-/tags/').removesuffix('.html')}.xml"

    def _enough(self, sources: Iterable[int]) -> bool:
        return bool(self.feed) and sum(1 for _ in islice(filter(self.changed, sources), FED)) == FED

    @cached_property
    def _is_source(self) -> frozenset[int]:
        return frozenset(self.sources)


@lru_cache(maxsize=1)
def sights_of(site: Site) -> Sights:
    """What there is to be seen of a site."""
    return Sights(site)
