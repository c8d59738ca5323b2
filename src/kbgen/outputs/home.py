"""The home page where the author has none, and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from kbgen.model import Asset, Page, Value
from kbgen.text.scripts import script_json
from kbgen.views.nodeview import Counted, Overview
from kbgen.views.overview import overview_of
from kbgen.views.site import Site


class HomeView(Value, frozen=True):
    """An overview of the knowledge base."""

    title: str
    description: str
    overview: Overview


class MissingView(Value, frozen=True):
    """The page for addresses that do not exist: `top` is what links on it begin with ('' = not known)."""

    kinds: tuple[Counted, ...]
    top: str


def home(site: Site) -> Iterator[Page | Asset]:
    """`index.html` unless an author's page lies there, and `404.html` likewise, with the titles it looks through."""
    taken = {node.url for node in site.nodes}
    overview = overview_of(site, path=True)
    if "index.html" not in taken:
        view = HomeView(site.title, site.settings.description, overview)
        yield Page("index.html", "home", site.title, view, tables=True)
    if "404.html" not in taken:
        top = urlsplit(site.settings.base_url).path
        yield Page("404.html", "404", "Page not found", MissingView(overview.kinds, top), tables=True)
    titles = script_json([[node.short, node.url] for node in site.nodes])
    yield Asset("-/titles.js", b"kbgenTitles(" + titles + b");\n", tables=True)
