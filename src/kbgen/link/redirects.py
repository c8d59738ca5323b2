"""Old addresses (`redirect_from`, and `aliases` such as `/old/`) that lead to where a page is now."""

from __future__ import annotations

from kbgen.diagnostics import finding
from kbgen.link.addresses import Addresses
from kbgen.link.catalog import OLD_ADDRESSES, Catalog
from kbgen.model import Diagnostic, Redirect
from kbgen.text.names import fold
from kbgen.text.paths import author_path, unportable

_CAPITALS = "addresses that differ in capitals alone are one: many disks and hosts have room for only one of them"


def redirects_of(catalog: Catalog, addresses: Addresses, diagnostics: list[Diagnostic]) -> tuple[Redirect, ...]:
    """A redirect for each old address; one that leads out of the site, or that is taken, is refused and reported."""
    found: list[Redirect] = []
    for document in catalog.published:
        facts = catalog.documents[document].facts
        for text in facts.texts:
            if facts.fields[text.field].name not in OLD_ADDRESSES:
                continue
            url = _url(text.text)
            if addresses.taken.get(fold(url)) == document:
                continue  # where the page is
            unfit = next(filter(None, map(unportable, url.split("/"))), "")
            if url and not unfit and addresses.claim(url):
                found.append(Redirect(url, catalog.node_of[document]))
                continue
            code, message, hint = "KB501", f"“{text.text}” leads out of the knowledge base", ""
            if url:
                hint = f"it {unfit}" if unfit else _CAPITALS if url != url.lower() else ""
                code, message = (
                    "KB208",
                    f"the old address “{text.text}” is already taken, or cannot be a file name",
                )
            path = catalog.place(catalog.documents[document].path)
            diagnostics.append(finding(code, message, text.line, text.column, text.length, hint, path))
    return tuple(found)


def _url(written: str) -> str:
    """The file of an old address, from the top of the site; '' for one that is refused."""
    path = author_path(written) if "\ufffd" not in written else None
    if not path or path.endswith(".html"):
        return path or ""
    return f"{path}/index.html" if written.endswith("/") else f"{path}.html"
