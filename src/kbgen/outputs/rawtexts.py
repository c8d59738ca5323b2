"""The texts of raw files, line by line, where `raw = "publish"` is set: what quotes and infoboxes link to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbgen.model import Page, Ref, Value
from kbgen.views.site import RAW_LINES, Site, raw_page_url
from kbgen.views.views import page_refs


class RawTextView(Value, frozen=True):
    """Some lines of a raw text, the first of which has the number `first`; `pages` are all its pages, `sources` those
    that name it."""

    path: str
    first: int
    lines: tuple[str, ...]
    page: int
    pages: tuple[Ref, ...]
    sources: tuple[Ref, ...]


def raw_items(site: Site) -> Sequence[int]:
    """Every published raw text by its number."""
    return range(len(site.raw_texts))


def raw_name(site: Site, item: int) -> str:
    """A raw text by its path."""
    return site.raw_texts[item].path


def raw_key(site: Site, item: int) -> bytes:
    """A digest of how the file lies on the disk, where its text goes, and who names it."""
    text = site.raw_texts[item]
    return text.state + repr((text.url, _sources(site, text.path))).encode() if text.state else b""


def _sources(site: Site, path: str) -> tuple[Ref, ...]:
    """The sources that name a raw file, in the order of titles."""
    return tuple(site.ref(n) for n in sorted(site.raw_named[path], key=site.dossiers.alphabet.__getitem__))


def raw_pages(site: Site, item: int) -> Iterator[Page]:
    """The pages of one raw text."""
    text = site.raw_texts[item]
    lines = (text.read() or b"").decode("utf-8-sig", "replace").splitlines()
    count = max(1, -(-len(lines) // RAW_LINES))
    urls = [raw_page_url(text.url, page) for page in range(1, count + 1)]
    pages, sources = page_refs(urls), _sources(site, text.path)
    for page, url in enumerate(urls, 1):
        start = (page - 1) * RAW_LINES
        view = RawTextView(text.path, start + 1, tuple(lines[start : start + RAW_LINES]), page, pages, sources)
        yield Page(url, "rawtext", text.path, view)
