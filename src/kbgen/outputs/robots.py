"""`robots.txt`: everybody may read everything."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.model import Asset
from kbgen.views.site import Site


def robots(site: Site) -> Iterator[Asset]:
    """`robots.txt` (RFC 9309), with the address of the sitemap where there is one. The data behind previews and tables
    is no page, and needs no index."""
    lines = ["User-agent: *", "Disallow: /-/cards/", "Disallow: /-/search/", "Allow: /"]
    if site.settings.base_url:
        lines.append(f"Sitemap: {site.settings.base_url}sitemap.xml")
    yield Asset("robots.txt", ("\n".join(lines) + "\n").encode())
