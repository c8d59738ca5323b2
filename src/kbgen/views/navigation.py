"""The frame of a site, and in it the menu: which tables every page links to."""

from __future__ import annotations

import msgspec

from kbgen.memory.store import digest
from kbgen.theme.frame import Frame
from kbgen.theme.theme import Theme
from kbgen.views.shards import shard_count
from kbgen.views.sights import sights_of
from kbgen.views.site import Site


def frame_of(site: Site, theme: Theme, nav: tuple[tuple[str, str], ...] | None = None) -> Frame:
    """The frame of a site; `nav` is the menu if it is known: to find out what the whole site has takes long."""
    settings = site.settings
    return Frame(
        site.title,
        site.lang,
        settings.description,
        settings.base_url,
        settings.edit_base,
        tuple(_navigation(site)) if nav is None else nav,
        shard_count(len(site.nodes)),
        "custom.css" in theme.static,
        site.directories,
        settings.remote_images,
        settings.health,
        site.search_url,
        sights_of(site).feed,
        theme.icon,
        digest(msgspec.msgpack.encode(settings)),
    )


def _navigation(site: Site) -> list[tuple[str, str]]:
    rows = [(kind.plural, kind.url) for kind in site.kinds]
    if len(rows) > 9:
        rows = [*rows[:8], ("All kinds", "-/kinds.html")]
    rows += sights_of(site).ways
    if sights_of(site).folders:
        rows.append(("Folders", "-/folders.html"))
    if site.graph.tags:
        rows.append(("Tags", "-/tags.html"))
    if site.graph.wanted:
        rows.append(("Wanted pages", "-/wanted.html"))
    if site.dossiers.orphans(site.home):
        rows.append(("Orphans", "-/orphans.html"))
    return rows
