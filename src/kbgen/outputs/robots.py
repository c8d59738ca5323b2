"""`robots.txt`: everybody may read everything."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.model import Asset
from kbgen.site import Site


def robots(site: Site) -> Iterator[Asset]:
    """`robots.txt` (RFC 9309). The data behind previews and tables is no page, and needs no index."""
    yield Asset("robots.txt", b"User-agent: *\nDisallow: /-/cards/\nDisallow: /-/search/\nAllow: /\n")
