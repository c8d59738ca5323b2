"""What all documents mean together: nodes, edges, names."""

from __future__ import annotations

from typing import Literal

from kbgen.model.document import Date, Document
from kbgen.model.findings import Diagnostic
from kbgen.model.inputs import LeftOut
from kbgen.model.values import Value

Resolution = Literal[
    "relative", "path", "suffix", "folder", "name", "id", "title", "alias", "loose", "self",
    "ambiguous", "missing", "unpublished", "raw",
]  # fmt: skip


class Node(Value, frozen=True):
    """What the graph knows by one name: a document, or a page that is wanted.

    `id` is the kb path without `.md` (of a wanted page: its normalised name), `path` the file's place
    counted from the project ('' = wanted; then where to create it is `create`, counted likewise), `url`
    its address from the top of the site. `short` is the title without a leading `Source Summary:`.
    The aliases of a wanted page are what its file needs for the links to find it.
    `listing` pages do not count (`schema.md`); `document` indexes `Graph.documents` (-1 = wanted). `word` is
    what its author calls a kind that is not built in ('' = as `kind` reads).
    """

    id: str
    title: str
    short: str
    kind: str
    subkind: str
    url: str
    path: str
    document: int
    listing: bool = False
    create: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published: Date = Date("", "")
    word: str = ""


class Edge(Value, frozen=True):
    """One link and what it means. `source` and `target` index `Graph.nodes` (target -1: none: ambiguous,
    unpublished or raw). `link` indexes the links of the source's document, -1 for a plain value of a field
    that is a name (then `written` is that value). `field` is the key of a field, or what a map in it says that the
    relation is (`predicate: part_of`). `anchor_id` is the HTML id it leads to,
    `anchor_title` the heading's text there, or that of a block that Logseq has numbered (empty for another)."""

    source: int
    target: int
    resolution: Resolution
    link: int
    type: Literal["link", "embed", "field"]
    written: str
    field: str
    line: int
    column: int
    anchor_id: str = ""
    anchor_title: str = ""
    anchor_found: bool | None = None
    candidates: tuple[int, ...] = ()
    note: str = ""


class Ref(Value, frozen=True):
    """What a hole is filled with: how a link looks on the page.

    `form` is `page` (an `<a>` to `url`, a path from the top of the site, with `anchor`), `file` (a file of
    the kb, to be copied to `url`), or `text` (no link). `title` is what a bare link shows (HTML-escaped
    when written), `css` the classes, `tooltip` the title attribute, `size` how wide and high the picture is that a file
    holds, in pixels (0, 0: none, or it is not known). A text has no title attribute: its `tooltip` tells rules why
    it is no link (`outside` the kb, `beside` it and where, a raw file to be `shown`).
    """

    form: Literal["page", "file", "text"]
    url: str = ""
    anchor: str = ""
    title: str = ""
    css: str = ""
    tooltip: str = ""
    size: tuple[int, int] = (0, 0)


class PlainRef(Value, frozen=True):
    """A text of a field, or what is `written` in it from `start` on, that turned out to name a page."""

    field: int
    text: str
    start: int
    written: str
    ref: Ref


class Tag(Value, frozen=True):
    """A tag: how it is written, the nodes that have it, its address (of one used once: on the index)."""

    name: str
    nodes: tuple[int, ...]
    url: str
    anchor: str


class FolderTable(Value, frozen=True):
    """A folder of the kb that has a table: its path, the address of that, the nodes listed there in path order."""

    path: str
    url: str
    nodes: tuple[int, ...]


class Wanted(Value, frozen=True):
    """A wanted page: its node, how many links lead to it, and from how many pages; those of listings do not count."""

    node: int
    wants: int
    sources: int


class Name(Value, frozen=True):
    """One name that means several documents, and the address of the page that tells them apart."""

    name: str
    url: str
    candidates: tuple[int, ...]


class Redirect(Value, frozen=True):
    """An old address (`redirect_from`), and the node that now has the page."""

    url: str
    node: int


class Graph(Value, frozen=True):
    """All documents, and what their links mean. `nodes` has the published documents in path order, then the
    wanted pages by id; `edges` are in the order of file and place. `refs` has, for each document, what
    each of its links is filled with. `assets` are the kb files that published pages show or link to."""

    documents: tuple[Document, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    refs: tuple[tuple[Ref, ...], ...]
    plain: tuple[tuple[PlainRef, ...], ...]
    tags: tuple[Tag, ...]
    folders: tuple[FolderTable, ...]
    names: tuple[Name, ...]
    wanted: tuple[Wanted, ...]
    redirects: tuple[Redirect, ...]
    assets: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    diagnostics: tuple[Diagnostic, ...]
