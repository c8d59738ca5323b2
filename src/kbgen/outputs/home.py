"""The home page where the author has none, and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from kbgen.link.dossier import newest_first
from kbgen.model import Page, Ref, Value
from kbgen.site import Site

_NEWEST = 10
_MENTIONED = 20


class Counted(Value, frozen=True):
    """A link and a number."""

    ref: Ref
    count: int


class Dated(Value, frozen=True):
    """A link and a date, as written and as ISO ('' = not understood)."""

    ref: Ref
    date: str
    iso: str


class HomeView(Value, frozen=True):
    """An overview of the knowledge base."""

    title: str
    description: str
    kinds: tuple[Counted, ...]
    newest: tuple[Dated, ...]
    mentioned: tuple[Counted, ...]
    listings: tuple[Ref, ...]
    wanted: int


class MissingView(Value, frozen=True):
    """The page for addresses that do not exist: `top` is what links on it begin with ('' = not known)."""

    kinds: tuple[Counted, ...]
    top: str


def home(site: Site) -> Iterator[Page]:
    """`index.html` unless an author's page lies there, and `404.html` likewise."""
    taken = {node.url for node in site.nodes}
    kinds = tuple(Counted(Ref("page", k.url, "", k.plural), len(k.nodes)) for k in site.kinds)
    if "index.html" not in taken:
        yield Page("index.html", "home", site.title, _view(site, kinds), tables=True)
    if "404.html" not in taken:
        top = urlsplit(site.settings.base_url).path
        yield Page("404.html", "404", "Page not found", MissingView(kinds, top), tables=True)


def _view(site: Site, kinds: tuple[Counted, ...]) -> HomeView:
    sources = [n for k in site.kinds if k.name == "source" for n in k.nodes]
    newest = sorted(sources, key=lambda n: newest_first(site.nodes[n]))[:_NEWEST]
    mentioned = site.dossiers.most_mentioned()[:_MENTIONED]
    return HomeView(
        site.title,
        site.settings.description,
        kinds,
        tuple(Dated(site.ref(n), site.nodes[n].published.written, site.nodes[n].published.iso) for n in newest),
        tuple(Counted(site.ref(n), len(site.dossiers.sources_of(n))) for n in mentioned),
        tuple(site.ref(n) for n, node in enumerate(site.nodes) if node.listing),
        len(site.graph.wanted),
    )
