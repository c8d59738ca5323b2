"""The sources by the dates on which they were published: a drawing by year and month, and the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kbgen.model import Page, Ref, Value
from kbgen.views.nodeview import Dated
from kbgen.views.overview import dated
from kbgen.views.sights import sights_of
from kbgen.views.site import Site
from kbgen.views.tablepages import LIGHT
from kbgen.views.views import page_refs

_BAR, _LISTED, _NAMED = 130, 70, 25  # bytes of a bar, of what is listed beside its title and address, of a name
_HEIGHT = 24  # of the largest bar
_SHORT = 12  # sources of a year that need no headings of months


class Bar(Value, frozen=True):
    """A month in the drawing: its name (`2025-03`), its number, how many sources, the height, and where its list is."""

    name: str
    month: int
    count: int
    height: int
    ref: Ref


class Year(Value, frozen=True):
    """A year in the drawing: how many sources, where its list begins, its months that have any."""

    name: str
    count: int
    ref: Ref
    bars: tuple[Bar, ...]


class Month(Value, frozen=True):
    """A part of the list: a month, or (`2025`) what names no month, or ('') no date; `year` where one begins. A month
    of a long year is `headed`."""

    name: str
    year: str
    count: int
    sources: tuple[Dated, ...]
    headed: bool


class TimelineView(Value, frozen=True):
    """The drawing (on the first page alone), and this page's part of the list."""

    total: int
    years: tuple[Year, ...]
    months: tuple[Month, ...]
    pages: tuple[Ref, ...]
    page: int


def timeline(site: Site) -> Iterator[Page]:
    """`-/timeline.html` and its further pages, if there is enough to be drawn."""
    groups = sights_of(site).months
    if not groups:
        return
    sources = {number: dated(site, number) for numbers in groups.values() for number in numbers}
    chunks = list(_chunks(groups, sources))
    urls = ["-/timeline.html", *(f"-/timeline/{page}.html" for page in range(2, len(chunks) + 1))]
    place = {name: url for url, chunk in zip(urls, chunks, strict=True) for name in chunk}
    years = tuple(_years(groups, place))
    pages = page_refs(urls)
    total = sum(map(len, groups.values()))
    many = {year.name for year in years if year.count > _SHORT}
    seen: set[str] = set()
    for page, (url, chunk) in enumerate(zip(urls, chunks, strict=True), 1):
        months: list[Month] = []
        for place_on_page, name in enumerate(chunk):
            begins = name[:4] if name[:4] not in seen or place_on_page == 0 else ""
            seen.add(name[:4])
            shown = tuple(sources[n] for n in groups[name])
            months.append(Month(name, begins, len(shown), shown, len(name) == 7 and name[:4] in many))
        view = TimelineView(total, years if page == 1 else (), tuple(months), pages, page)
        yield Page(url, "timeline", "Timeline" if page == 1 else f"Timeline, page {page}", view, tables=True)


def _chunks(groups: dict[str, tuple[int, ...]], sources: dict[int, Dated]) -> Iterator[list[str]]:
    """The names of months, page by page; the first page has the drawing too."""
    chunk: list[str] = []
    weight = _BAR * sum(len(name) == 7 for name in groups)
    for name, numbers in groups.items():
        takes = sum(map(_takes, map(sources.__getitem__, numbers)))
        if chunk and weight + takes > LIGHT:
            yield chunk
            chunk, weight = [], 0
        chunk.append(name)
        weight += takes
    yield chunk


def _takes(one: Dated) -> int:
    """The bytes of a source in the list."""
    names = sum(_NAMED + len(name.encode("utf-8", "replace")) for name in one.by)
    return _LISTED + len(one.ref.url) + len(one.ref.title.encode("utf-8", "replace")) + names


def _years(groups: dict[str, tuple[int, ...]], place: dict[str, str]) -> Iterator[Year]:
    of_year: defaultdict[str, list[str]] = defaultdict(list)
    for name in filter(None, groups):
        of_year[name[:4]].append(name)
    most = max(len(sources) for name, sources in groups.items() if len(name) == 7)
    for year, names in of_year.items():
        bars = tuple(_bar(name, len(groups[name]), most, place[name]) for name in reversed(names) if len(name) == 7)
        count = sum(len(groups[name]) for name in names)
        yield Year(year, count, Ref("page", place[names[0]], f"y{year}", year), bars)


def _bar(name: str, count: int, most: int, url: str) -> Bar:
    height = max(2, -(-count * _HEIGHT // most))
    return Bar(name, int(name[5:]), count, height, Ref("page", url, f"m{name}", name))
