"""The frame of every page: all that templates read beside the page's own view.

Holds nothing that changes with every new page, so that adding a source does not rewrite the whole site.
"""

from __future__ import annotations

from kbgen.model import Value
from kbgen.site import Site


class Frame(Value, frozen=True):
    """What every page shows of its site. `nav` has title and address of the tables that each page links to;
    `directories` says that addresses end in `/`, `remote_images` that pictures of other sites are shown."""

    title: str
    lang: str
    nav: tuple[tuple[str, str], ...]
    directories: bool
    remote_images: bool


def frame_of(site: Site) -> Frame:
    """The frame of a site."""
    settings = site.settings
    return Frame(site.title, settings.lang, tuple(_navigation(site)), site.directories, settings.remote_images)


def _navigation(site: Site) -> list[tuple[str, str]]:
    rows = [(kind.plural, kind.url) for kind in site.kinds]
    if site.graph.tags:
        rows.append(("Tags", "-/tags.html"))
    return [*rows, ("Wanted", "-/wanted.html")]
