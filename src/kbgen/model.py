"""The nouns: what a file, a document, a link, a node and a page are. Imports nothing of ours.

Every value is complete when it exists and never changes. Lines and columns count from 1, columns in
Unicode code points; 0 means "no place" (a finding about a whole file has line 1, column 1).
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Value(msgspec.Struct, frozen=True, gc=False):
    """Base of the small values that make up a document; compared and encoded by content."""


# ---------------------------------------------------------------- findings

Severity = Literal["error", "warning", "note"]


class Diagnostic(Value):
    """One finding about the content: news for its author.

    `length` is the number of code points to underline from `column` on (0: none). `path` counts from
    the project folder; it is empty while a finding is still about one file's bytes (see `parse`).
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 1
    column: int = 1
    length: int = 0
    hint: str = ""


class KbgenError(Exception):
    """What kbgen cannot go on with. Caught once, in the command line."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


# ---------------------------------------------------------------- scan


class Input(Value):
    """One markdown file of the knowledge base, not yet read.

    `path` counts from the kb folder, with `/`, as the disk spells it; `file` is what to open.
    """

    path: str
    file: str
    size: int
    mtime: int


class LeftOut(Value):
    """One `.md` file under the project that is not a document. `path` counts from the project folder."""

    path: str
    reason: str


class Inventory(Value):
    """Every other file that a page may refer to: kb path -> size in bytes; raw files apart.

    `files` counts from the kb folder. `raw` maps the path as authors write it (`raw/x.md`) to its size.
    """

    files: dict[str, int]
    raw: dict[str, int]


# ---------------------------------------------------------------- parse: facts and bodies

LinkType = Literal["link", "embed", "field", "image", "tag"]
Syntax = Literal["wiki", "markdown", "html", "plain"]


class Link(Value):
    """One link as written; what it means is found out later, in `link`.

    `target` is trimmed and has no anchor. `anchor` is the written text behind the first `#`
    (`H1#H2`, `^block`). `label` is the label as written, entities decoded; empty for a bare link.
    `field` is the frontmatter key of a `field` link. `block` is the index of the mention block that
    holds it, -1 for none. `length` is that of the whole link in the source, in code points.
    `syntax` is `plain` for a frontmatter value that may be a name (nothing found = text).
    """

    type: LinkType
    syntax: Syntax
    target: str
    anchor: str = ""
    label: str = ""
    field: str = ""
    line: int = 1
    column: int = 1
    length: int = 0
    block: int = -1
    tooltip: str = ""


class Hole(Value):
    """A gap in HTML where a link of the document stands.

    `link` indexes `Facts.links`. `label` is the HTML shown (empty: the target's title).
    `form` is `element` (a whole `<a>`), `image` (an `<img>`, label is the escaped alternative text)
    or `attribute` (the `href`/`src` attribute of raw HTML alone).
    """

    link: int
    label: str = ""
    form: Literal["element", "image", "href", "src"] = "element"


class Html(Value):
    """Sanitised HTML with holes: `pieces` and `holes` alternate, with one piece more than holes."""

    pieces: tuple[str, ...] = ("",)
    holes: tuple[Hole, ...] = ()


class Heading(Value):
    """One heading. `id` is its anchor; `written` its text as written with markup stripped (label of a
    labelled link, target of a bare one); `html` its text as shown, without links inside."""

    level: int
    id: str
    written: str
    html: Html
    line: int


class Block(Value):
    """A place where links stand: the unit of a mention. Its HTML is in `Body.blocks`, same index.

    `heading` indexes `Facts.headings` (the nearest above, -1 for none). `paragraph` is the same for
    all blocks cut from one paragraph. `describes` is the index of the link that the block begins with
    and describes (-1: none), `subkind` what stood in parentheses behind it. `words` says whether there
    is any word beside links; `text` is the description as plain text (empty without `describes`).
    """

    kind: Literal["item", "row", "paragraph", "heading", "quote", "footnote"]
    line: int
    heading: int
    paragraph: int
    links: tuple[int, ...]
    describes: int = -1
    subkind: str = ""
    words: bool = True
    text: str = ""


FieldValue = str | tuple["FieldValue", ...] | dict[str, "FieldValue"]


class Field(Value):
    """One field of the frontmatter or of a metadata block, as the author wrote it.

    `name` is the canonical name (`schema.md`), or the key as written where there is none; `value` is
    a string, a tuple or a dict of such: never a bool, number, date or None (empty string instead).
    `links` are indexes into `Facts.links` of the links found in the value, in order.
    """

    name: str
    key: str
    value: FieldValue
    line: int
    column: int
    links: tuple[int, ...] = ()


class Date(Value):
    """A date as precise as it was written. `iso` sorts as text ('' = not understood or none)."""

    written: str
    iso: str


class Citation(Value):
    """A reference into raw: `raw/x.md:42-50`. Lines 0 when absent."""

    path: str
    first: int
    last: int
    line: int
    column: int


class Facts(Value):
    """What linking needs to know of one file, small enough to read on every build.

    `title` is the frontmatter's (`''`: none); `heading` the text of the first level-1 heading (as
    written). `lead` is the first paragraph as plain text, at most 300 code points. `anchors` maps
    block ids to lines. `assessment` holds (key, HTML) of the assessment section, in order.
    """

    digest: str
    title: str
    heading: str
    lead: str
    words: int
    fields: tuple[Field, ...]
    published: Date
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    links: tuple[Link, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    block_ids: tuple[str, ...]
    citations: tuple[Citation, ...]
    placeholder: str = ""


class Body(Value):
    """The HTML of one file: the page's, each mention block's, and each description's (empty: none)."""

    html: Html
    blocks: tuple[Html, ...]
    descriptions: tuple[Html, ...]


class Parsed(Value):
    """What one file's bytes say, whatever its name and its neighbours are."""

    facts: Facts
    body: Body
    diagnostics: tuple[Diagnostic, ...]
