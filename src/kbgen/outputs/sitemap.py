"""`sitemap.xml`: the addresses of all pages, for search engines. Only with a base URL.

https://www.sitemaps.org/protocol.html. A sitemap may name addresses below its own folder only, so its parts lie at the
top of the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbgen.model import Asset
from kbgen.text.xmltext import day, xml
from kbgen.views.heads import whole_address
from kbgen.views.sights import sights_of
from kbgen.views.site import Site

MOST = 50_000  # addresses in one file, by the protocol; each is shorter than 1 kB, so that it is below 50 MB too
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(site: Site) -> Iterator[Asset]:
    """`sitemap.xml`; of more than 50,000 pages an index, and `sitemap-1.xml` …"""
    base = site.settings.base_url
    if base:
        yield from sitemaps(base, [(whole_address(site, url), date) for url, date in _pages(site)])


def sitemaps(base: str, pages: Sequence[tuple[str, str]], most: int = MOST) -> Iterator[Asset]:
    """The files for whole addresses with the days on which they changed ('' = not known), at most so many in each."""
    if len(pages) <= most:
        yield _part("sitemap.xml", pages)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, (len(pages) - 1) // most + 2)]
    for number, name in enumerate(names):
        yield _part(name, pages[number * most : (number + 1) * most])
    listed = "".join(f"<sitemap><loc>{xml(base + name)}</loc></sitemap>\n" for name in names)
    yield Asset("sitemap.xml", f"{_HEAD}<sitemapindex {_SPACE}>\n{listed}</sitemapindex>\n".encode(), tables=True)


def _part(path: str, pages: Sequence[tuple[str, str]]) -> Asset:
    lines = [f"<url><loc>{xml(url)}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</url>" for url, date in pages]
    return Asset(path, (f"{_HEAD}<urlset {_SPACE}>\n" + "\n".join(lines) + "\n</urlset>\n").encode(), tables=True)


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    """Home, documents, and wanted pages that a source says something about; then the tables of kinds and tags."""
    sights = sights_of(site)
    if site.home < 0:
        yield "index.html", ""
    for number, node in enumerate(site.nodes):
        if node.document >= 0 or site.dossiers.sources_of(number):
            stamp = sights.stamp(number)
            yield node.url, day(stamp.date.iso) if stamp else ""
    yield from ((group.url, "") for group in site.kinds)
    yield from ((tag.url, "") for tag in site.graph.tags if not tag.anchor)
