"""What one file says: facts, which linking needs, and bodies, which pages show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from kbgen.model.findings import Diagnostic
from kbgen.model.values import Value

LinkType = Literal["link", "embed", "field", "image", "tag"]
Syntax = Literal["wiki", "markdown", "html", "plain"]


class Link(Value, frozen=True):
    """One link as written; what it means is found out later, in `link`.

    `target` is trimmed and has no anchor. `anchor` is the written text behind the first `#` (`H1#H2`, `^block`);
    `bare_hash` says that nothing stood behind the `#`. `label` is the label as written, entities decoded; empty
    for a bare link. `field` is the frontmatter key of a `field` link. `block` is the index of the mention block
    that holds it, -1 for none. `length` is that of the whole link in the source, in code points. A `tag` link has
    the tag's name as its target. `syntax` is how it is written; `tooltip` the title of a markdown link.
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
    bare_hash: bool = False


class Hole(Value, frozen=True):
    """A gap in HTML where a link of the document stands. `link` indexes `Facts.links`.

    `open` and `close` stand around a label that lies in the pieces between them; `bare` is a whole link
    that shows its target's title; `image` shows a file, with `alt` (escaped HTML) and further `attrs`. `quote` is no
    link: a line of a quote ends there, and `link` is its number among all quoted lines of the document.
    """

    link: int
    form: Literal["open", "close", "bare", "image", "quote"]
    alt: str = ""
    attrs: str = ""


class Html(Value, frozen=True):
    """Sanitised HTML with holes: `pieces` and `holes` alternate, with one piece more than holes."""

    pieces: tuple[str, ...] = ("",)
    holes: tuple[Hole, ...] = ()

    def filled(self, word: Callable[[Hole], str]) -> str:
        """The HTML with what stands in each hole."""
        behind = zip(self.holes, self.pieces[1:], strict=True)
        return "".join([self.pieces[0], *[word(hole) + piece for hole, piece in behind]])

    def behind(self, tag: str) -> Html:
        """What stands behind the first place of a tag; all of it where there is none."""
        for number, piece in enumerate(self.pieces):
            if tag in piece:
                return Html((piece.partition(tag)[2], *self.pieces[number + 1 :]), self.holes[number:])
        return self


class Heading(Value, frozen=True):
    """One heading. `id` is its anchor; `written` its text as written with markup stripped (label of a
    labelled link, target of a bare one); `html` its text as shown, without links inside."""

    level: int
    id: str
    written: str
    html: Html
    line: int


BY_ROTE = 48  # letters; a text that is no longer may stand on many pages and mean nothing (“additional source”)


class Block(Value, frozen=True):
    """A place where links stand: the unit of a mention. Its HTML is in `Body.blocks`, its text in `Body.texts`, same
    index.

    `heading` indexes `Facts.headings` (the nearest above, -1 for none). `paragraph` is the same for all blocks cut
    from one paragraph. `meaning` is that of the section (`schema.md`, "Sections with a meaning"), `fields` for a
    line that is a field; empty: none. `describes` is the index of the link that the block begins with and describes
    (-1: none), `subkind` what stood in parentheses behind it. `words` says whether there is any word beside links.
    `said` is a digest of its text without regard to case, for descriptions and items: a dossier tells what they say
    once (0: nothing, or it is no such block; below 0: more than `BY_ROTE` letters). `further` are the links beside
    `links` that its HTML holds: those of a table's header, of the paragraph below a heading, of what it stands
    below, pictures, tags. `led` says that it says something by what it stands below alone ("Two failed:"). `above`
    is the same for all blocks that are shown below one text that they are only understood with: the `paragraph` of
    the first of them (-1: it is shown below none, or `led`). `figures` tells that a row describes its link in
    figures alone. `cited` are the links by which a paragraph or a heading says where it is from, `subjects` those that
    a paragraph begins with.
    """

    kind: Literal["item", "row", "paragraph", "heading", "quote", "footnote"]
    line: int
    heading: int
    paragraph: int
    links: tuple[int, ...]
    meaning: str = ""
    describes: int = -1
    subkind: str = ""
    words: bool = True
    said: int = 0
    further: tuple[int, ...] = ()
    led: bool = False
    above: int = -1
    figures: bool = False
    cited: tuple[int, ...] = ()
    subjects: tuple[int, ...] = ()


# A text, or lists and maps of such, `str | tuple[FieldValue, ...] | dict[str, FieldValue]`, as deep as was written,
# which msgspec cannot decode by itself (`memory` makes tuples of lists again).
FieldValue = str | tuple[Any, ...] | dict[str, Any]


class Field(Value, frozen=True):
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


class FieldText(Value, frozen=True):
    """One text in the value of a field that may name a page or a file; `field` indexes `Facts.fields`. `by_path` says
    that it can do so only by its path or an id that is an address (`okf://…`): nothing is known of the field.
    `relation` is what a map says that the page is, instead of the field ('' = nothing); `block` the index of the block
    with what that map says of it (-1: none)."""

    field: int
    text: str
    line: int
    column: int
    length: int
    by_path: bool = False
    relation: str = ""
    block: int = -1


class Date(Value, frozen=True):
    """A date as precise as it was written. `iso` sorts as text ('' = not understood or none)."""

    written: str
    iso: str


class Citation(Value, frozen=True):
    """A reference into raw: `raw/x.md:42-50`. Lines 0 when absent. `length` is that of the whole bracket."""

    path: str
    first: int
    last: int
    line: int
    column: int
    length: int


class Facts(Value, frozen=True):
    """What linking needs to know of one file, small enough to read on every build.

    `title` is the frontmatter's (empty: none); `heading` the text of the first level-1 heading, as
    written (empty: none, or all of them are headings of groups). `lead` is the first paragraph as plain text, at most
    300 code points, bare links open (`markdown.openlinks`). `texts` are the field values
    that may be names. Fields of an assessment section stand among `fields`. `placeholder` is an unfilled `{{…}}` of the
    title (empty: none).
    `titled` says that the text begins with a level-1 heading that is the title, or asks for it, so that the page shows
    the title above the text and `Body.html` is without that heading. `undrawn` is how many diagrams are
    shown as code because nothing is there to draw them. `block_texts` are what the blocks that Logseq has numbered
    begin with, as plain text behind their numbers.
    """

    digest: str
    title: str
    heading: str
    lead: str
    words: int
    fields: tuple[Field, ...]
    texts: tuple[FieldText, ...]
    published: Date
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    links: tuple[Link, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    block_ids: tuple[str, ...]
    citations: tuple[Citation, ...]
    placeholder: str = ""
    titled: bool = False
    undrawn: int = 0
    block_texts: tuple[tuple[str, str], ...] = ()


class Body(Value, frozen=True):
    """The HTML of one file: the page's, each mention block's, and each description's (empty: none); and for each block
    the description, else the block, as plain text, bare links open (`markdown.openlinks`)."""

    html: Html
    blocks: tuple[Html, ...]
    descriptions: tuple[Html, ...]
    texts: tuple[str, ...] = ()


class Spot(Value, frozen=True):
    """A piece of one source line: the text itself, and where it begins."""

    line: int
    column: int
    text: str


class QuoteLine(Value, frozen=True):
    """A line of a quote as plain text, and where its source stands; where there is no markup in it, `length` is that of
    the text. `label` is the length of the bold words that it begins with (0: none): they may be the author's."""

    line: int
    column: int
    length: int
    text: str
    label: int = 0


class Quote(Value, frozen=True):
    """A quoted passage, line by line: a block quote (`lead`: one right below the title), an entry of a
    list in a section of quotes, or another text there (a paragraph, a cell) that has quotation marks."""

    kind: Literal["block", "lead", "item", "text"]
    lines: tuple[QuoteLine, ...]


class UnevenRow(Value, frozen=True):
    """A table row with another number of cells than its table has columns."""

    line: int
    cells: int
    columns: int


class LostTable(Value, frozen=True):
    """Rows that are text and no table: the row to be mended, which is the one of `dashes` or the first one, and how
    many cells the first has."""

    row: Spot
    cells: int
    dashes: bool


class Leap(Value, frozen=True):
    """A heading that is more than one level below the one `above` it (levels from 1)."""

    line: int
    column: int
    above: int
    level: int


class Silence(Value, frozen=True):
    """A remark of the author's that findings of these codes (none: of all) are known; `alone`: it has its line for
    itself, and speaks of the next one."""

    line: int
    codes: tuple[str, ...]
    alone: bool


class Prose(Value, frozen=True):
    """What only `check` asks of a text; no page is made of it.

    `words` counts those outside headings. `lines` are the lines of running text, in which everything that is no
    text of the author's (links, code, formulas, HTML) is NUL characters of the same length; a backslash before a sign
    stays. `loose_notes` are references to footnotes that are not there, `placeholders` what a template left behind;
    `open_fences` are those that nothing closes, `lost_tables` what looks like a table and is text, `cut_rows` the rows
    below a table that an empty line parts from it; `hollow` are the headings with nothing below them, `leap` is the
    first that skips a level (none or one). `figures` says that there is a table, a formula or code.
    """

    words: int = 0
    lines: tuple[Spot, ...] = ()
    quotes: tuple[Quote, ...] = ()
    rows: tuple[UnevenRow, ...] = ()
    loose_notes: tuple[Spot, ...] = ()
    placeholders: tuple[Spot, ...] = ()
    open_fences: tuple[Spot, ...] = ()
    lost_tables: tuple[LostTable, ...] = ()
    cut_rows: tuple[Spot, ...] = ()
    hollow: tuple[Spot, ...] = ()
    leap: tuple[Leap, ...] = ()
    silences: tuple[Silence, ...] = ()
    figures: bool = False


class Parsed(Value, frozen=True):
    """What one file's bytes say, whatever its name and its neighbours are; `late` where something was not done because
    it took too long, which it may not the next time."""

    facts: Facts
    body: Body
    diagnostics: tuple[Diagnostic, ...]
    prose: Prose = Prose()
    late: bool = False


class Document(Value, frozen=True):
    """One file under its name: the kb path without `.md` is its id."""

    path: str
    facts: Facts
