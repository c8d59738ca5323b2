"""Which requests are answered: those of this site's own pages, by whoever looks at them here. Knows headers alone.

A page of another site, open in the same browser, can ask for anything at an address of this machine: under a name of
its own that leads here (Host: GHSA-vg6x-rcgg-rjx6), or as a part of itself (Origin, Sec-Fetch-Site:
GHSA-67mh-4wv8-2f99).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from kbgen.text.regex import regex

METHODS = ("GET", "HEAD")
_BEHIND = regex(r"\A[^\]]*(?:\](?::\d*)?)?\Z")  # an address of IPv6 stands in brackets, and behind these only a port


class Refusal(NamedTuple):
    """Why a request is not answered: the status, and what is said."""

    status: int
    reason: str


def refused(method: str, headers: Mapping[str, str], names: frozenset[str], open_to_all: bool) -> Refusal | None:
    """Whether a request is to be refused. `headers` have lower-case names. `names` are those this server goes by;
    one that is `open_to_all` answers to any IP address too, for no name can be made to lead to such an address."""
    if method not in METHODS:
        return Refusal(405, "only GET and HEAD are answered here")
    host = headers.get("host", "")
    if not _is_own(host, names, open_to_all):
        return Refusal(403, "this server does not go by that name")
    origin = headers.get("origin")
    if origin is not None and origin.casefold().partition("://")[2] != host.casefold():
        return Refusal(403, "only pages of this site are answered")
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_visit(headers):
        return Refusal(403, "only pages of this site are answered")
    return None


def _is_own(host: str, names: frozenset[str], open_to_all: bool) -> bool:
    """Whether a Host header names this server; its port may be that of a tunnel."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if urlsplit(f"//{host}").netloc != host or "@" in host or not _BEHIND.search(host):
            return False
    except ValueError:
        return False
    if name in names:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return open_to_all or address.is_loopback


def _is_visit(headers: Mapping[str, str]) -> bool:
    """Whether somebody followed a link from elsewhere to a page of this site, which shows the page and tells its own
    site nothing."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
