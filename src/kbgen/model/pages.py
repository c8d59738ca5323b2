"""What a site consists of: pages to be rendered, finished files."""

from __future__ import annotations

from typing import Literal

from kbgen.model.values import Value


class Fragment(Value, frozen=True):
    """A piece of a document's HTML, named and not held: a page is told apart by digest, not by content.

    `document` is the kb path; `part` says which of `Body` it is, `index` which of several. `digest` is that of
    the document's bytes, `meaning` one of what the links in the piece mean.
    """

    document: str
    part: Literal["body", "block", "description", "heading"]
    index: int
    digest: str
    meaning: str


class Page(Value, frozen=True):
    """A page to be rendered. `view` is all that its template may read, so equal pages have equal bytes.

    `tables` says that it names other pages (tables are written behind what they name).
    """

    url: str
    template: str
    title: str
    view: Value
    tables: bool = False


class Asset(Value, frozen=True):
    """A finished file."""

    path: str
    content: bytes
    tables: bool = False
