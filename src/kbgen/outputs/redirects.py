"""Pages at old addresses that lead to where a page is now."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.model import Page, Ref, Value
from kbgen.views.site import Site


class RedirectView(Value, frozen=True):
    """Where the page is now."""

    ref: Ref


def redirects(site: Site) -> Iterator[Page]:
    """A page for each address of `redirect_from`."""
    for redirect in site.graph.redirects:
        ref = site.ref(redirect.node)
        yield Page(redirect.url, "redirect", ref.title, RedirectView(ref), tables=True)
