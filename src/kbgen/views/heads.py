"""What a page tells machines of itself: JSON-LD by schema.org. Says nothing that the page does not show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from kbgen.model import Node, Ref
from kbgen.text.names import encode
from kbgen.views.cite import Work

if TYPE_CHECKING:
    from kbgen.views.site import Site

# https://schema.org types of what a node is; all else that is spoken of is a DefinedTerm.
_TYPES = {"person": "Person", "organization": "Organization", "company": "Organization"}
_ARTICLES = frozenset({"source", "synthesis", "comparison", "question", "note"})
_ABOUT = 3  # what a source links to most
_MENTIONS = 9


def json_ld(site: Site, number: int, description: str, work: Work | None, named: Sequence[Ref]) -> str:
    """JSON-LD of a node's page. `work` is what it sums up, `named` what it speaks about, most linked first."""
    node = site.nodes[number]
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": _type(node), "name": node.short}
    if node.aliases and node.document >= 0:
        data["alternateName"] = list(node.aliases)
    if description:
        data["description"] = description
    if site.settings.base_url:
        data["url"] = whole_address(site, node.url)
    if data["@type"] == "Article":
        data["headline"] = data.pop("name")
        if node.published.iso:
            data["datePublished"] = node.published.iso
        if work is not None and work.authors:
            data["author"] = [{"@type": "Person", "name": name} for name in work.authors]
        if work is not None and work.url:
            data["isBasedOn"] = work.url
        for key, refs in (("about", named[:_ABOUT]), ("mentions", named[_ABOUT : _ABOUT + _MENTIONS])):
            if refs:
                data[key] = [_thing(site, ref) for ref in refs]
    return msgspec.json.encode(data).decode()


def _type(node: Node) -> str:
    if node.kind in _ARTICLES or node.listing:
        return "Article"
    return _TYPES.get(node.subkind, "DefinedTerm")


def _thing(site: Site, ref: Ref) -> dict[str, str]:
    thing = {"@type": "Thing", "name": ref.title}
    return thing | ({"url": whole_address(site, ref.url)} if site.settings.base_url else {})


def whole_address(site: Site, url: str) -> str:
    """The whole address of a page of a site whose address is known."""
    return canonical(site.settings.base_url, url, site.directories)


def canonical(base_url: str, url: str, directories: bool = False) -> str:
    """The whole address of a page of the site."""
    if url == "index.html" or (directories and url.endswith("/index.html")):
        url = url.removesuffix("index.html")
    return base_url + encode(url)


def script_data(json: str) -> Markup:
    """JSON for a `<script type="application/ld+json">`: no `<` in it, so that no text can end the element."""
    return Markup(json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704
