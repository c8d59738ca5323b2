"""Which ways to look at the whole there are, of those that are only made where they are of use.

Reads `Site`; what is decided here the navigation, the pages and the feeds share. Knows no page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from kbgen.fields.dates import latest_first, parse_date
from kbgen.link.dossier import newest_first
from kbgen.link.titles import folder_title
from kbgen.model import Date, FolderTable, Ref, Tag
from kbgen.views.site import Site

FEED = "-/feed.xml"  # all sources
FED = 5  # sources with a date that speak about an entity or have a tag, for it to have a feed of its own

# What tells when a page was last worked on, best first.
_WORKED_ON = ("updated", "ingested", "created")

_RECENT = 200
_DOTS = 5_000  # pages on the map, at most
_FEWEST_DOTS = 12
_LINES = 12_000  # links on the map, about
_COLUMNS = 60  # of the matrix
_DRAWN = 5  # sources that a drawing of the time has at least; sources and columns of the matrix


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
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Title (a phrase) and address of each of the pages that show the whole in a way of their own."""
        ways = (
            ("Recent", "-/recent.html", self.recent),
            ("Timeline", "-/timeline.html", self.months),
            ("Matrix", "-/matrix.html", self.columns),
            ("Map", "-/map.html", self.drawn),
        )
        return tuple((title, url) for title, url, there in ways if there)

    @cached_property
    def recent(self) -> tuple[int, ...]:
        """The pages that say when they were worked on, those of the latest day first, of one day the sources,
        newest first; at most 200, none if they are fewer than three."""
        nodes = self.site.nodes
        dated = [(stamp, n) for n, node in enumerate(nodes) if not node.listing and (stamp := self.stamp(n))]
        dated.sort(
            key=lambda one: (
                latest_first(one[0].date.iso[:10]),
                nodes[one[1]].kind != "source",
                newest_first(nodes[one[1]]),
            )
        )
        return tuple(number for _, number in dated[:_RECENT]) if len(dated) > 2 else ()

    @cached_property
    def months(self) -> dict[str, tuple[int, ...]]:
        """The sources by the months in which they were published (`2025-03`; of those that name no month the year,
        and '' for those without a date), newest first; empty if too few are dated for a drawing."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number in sorted(self.sources, key=lambda n: newest_first(self.site.nodes[n])):
            found[self.site.nodes[number].published.iso[:7]].append(number)
        named = {name: len(numbers) for name, numbers in found.items() if len(name) == 7}
        if len(named) < 2 or sum(named.values()) < _DRAWN:
            return {}
        return {name: tuple(numbers) for name, numbers in found.items()}

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """What most sources speak about, most of all first: the columns of the matrix; empty if there is too little
        to be set side by side."""
        if len(self.sources) < _DRAWN:
            return ()
        named = [n for n in self.site.dossiers.most_mentioned()[:_COLUMNS] if len(self.site.dossiers.sources_of(n)) > 1]
        return tuple(named) if len(named) >= _DRAWN else ()

    def near(self, number: int) -> set[int]:
        """The pages that a page links to or that link to it; listings are none, and have none."""
        nodes, dossiers = self.site.nodes, self.site.dossiers
        if nodes[number].listing:
            return set()
        found = {edge.source for edge in dossiers.incoming.get(number, ())}
        found.update(edge.target for edge in dossiers.outgoing.get(number, ()) if not nodes[edge.target].listing)
        return found

    @cached_property
    def ties(self) -> dict[int, int]:
        """Page -> with how many others it is linked, where it is with any."""
        counts = ((number, len(self.near(number))) for number in range(len(self.site.nodes)))
        return {number: count for number, count in counts if count}

    @cached_property
    def linked(self) -> tuple[int, ...]:
        """The pages that are linked with others, those with most first."""
        return tuple(sorted(self.ties, key=lambda n: (-self.ties[n], self.site.nodes[n].id)))

    @cached_property
    def drawn(self) -> tuple[int, ...]:
        """The pages that the map shows: those of `linked` with most links; empty if they are too few."""
        return self.linked[:_DOTS] if len(self.linked) >= _FEWEST_DOTS else ()

    @cached_property
    def drawn_links(self) -> tuple[tuple[int, int], ...]:
        """The links that the map shows, as places in `drawn`, in order. Where there are too many, each page keeps first
        the link to the page that has fewest others, as it says most, then its second, and so on."""
        place = {number: at for at, number in enumerate(self.drawn)}
        left = [
            (at, iter(sorted((place[o] for o in self.near(n) if o in place), reverse=True))) for n, at in place.items()
        ]
        found: set[tuple[int, int]] = set()
        while left and len(found) < _LINES:
            turn = [(at, others, next(others, None)) for at, others in left]
            found.update((at, other) if at < other else (other, at) for at, _, other in turn if other is not None)
            left = [(at, others) for at, others, other in turn if other is not None]
        return tuple(sorted(found))

    @cached_property
    def folders(self) -> dict[str, FolderTable]:
        """The folders that have a table, by their paths in the kb."""
        return {folder.path: folder for folder in self.site.graph.folders}

    def folder_of(self, number: int) -> Ref | None:
        """A link to the table of the folder in which a page lies; None if it has none."""
        node = self.site.nodes[number]
        folder = self.folders.get(node.id.rpartition("/")[0]) if node.document >= 0 else None
        return Ref("page", folder.url, "", folder_title(folder.path)) if folder else None

    @cached_property
    def _is_source(self) -> frozenset[int]:
        return frozenset(self.sources)


@lru_cache(maxsize=1)
def sights_of(site: Site) -> Sights:
    """What there is to be seen of a site."""
    return Sights(site)
