"""The blocks around a document's links: what a mention shows. Knows tokens; resolves nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kbgen.markdown.above import NONE, Above, Outline, asks, begins_in_bold, credit_of, is_credit, leads_in
from kbgen.markdown.below import NOTHING, Below, below, points
from kbgen.markdown.cited import NOWHERE, Origins, cited, subjects
from kbgen.markdown.context import Context
from kbgen.markdown.credited import credited
from kbgen.markdown.described import Described, begins_with_link, says_something
from kbgen.markdown.gathered import BlockKind, Gathered, Mentions
from kbgen.markdown.inlinewriter import InlineWriter
from kbgen.markdown.noted import Notes
from kbgen.markdown.rows import Table, rows_below
from kbgen.markdown.sentences import LONG, LONGEST, excerpts
from kbgen.markdown.tokens import BREAKS, joined
from kbgen.markdown.tree import Tree
from kbgen.markdown.wikilinks import has_words, links_in
from kbgen.markdown.writer import escaped

_KINDS: dict[str, BlockKind] = {"list_item_open": "item", "blockquote_open": "quote", "footnote_open": "footnote"}
_LISTS = ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close")
_AROUND = frozenset(
    (
        "list_item_open blockquote_open footnote_open list_item_close blockquote_close footnote_close "
        "heading_open tr_open tr_close table_open"
    ).split()
).union(_LISTS)
_ABOVE = frozenset("paragraph_close blockquote_close bullet_list_close ordered_list_close table_close".split())
_CONTEXT = ' class="above"'  # of what a passage is shown below
_QUOTES = (None, "quote", "cite")  # boxes of another kind are no quotations


def read_mentions(
    md: MarkdownIt, tree: Tree, ctx: Context, meanings: Sequence[str], fields: Set[int] = frozenset()
) -> Mentions:
    """All blocks of a tree; `meanings` has that of each heading's section ('' = none), `fields` the lines of the file
    that are fields."""
    reader = _Reader(md, tree, ctx, meanings, fields)
    ctx.fragment = True
    for number, token in enumerate(tree.tokens):
        kind = token.type
        if kind == "inline":
            reader.inline(number, token)
        elif kind in _AROUND:
            reader.block(kind, token, number)
    ctx.fragment = False
    return reader.gathered.mentions()


class _Reader:
    def __init__(self, md: MarkdownIt, tree: Tree, ctx: Context, meanings: Sequence[str], fields: Set[int]) -> None:
        self.tree, self.ctx = tree, ctx
        self.gathered = Gathered(meanings, fields, ctx.links)
        self.write = InlineWriter(md, tree.env)
        self.around: list[BlockKind] = []
        self.outline = Outline(tree.tokens)
        self.below: dict[int, int] = {}  # texts that others are shown below (numbers) -> `Block.above` of these
        self.first_in_item = False
        self.term: Token | None = None  # of the definition list that is read
        self.table = Table(self.write, ctx)
        self.row: list[Token] | None = None
        self.line = 1
        self.notes = Notes(tree.tokens if "footnotes" in tree.env else ())

    def block(self, kind: str, token: Token, number: int) -> None:
        """Note what stands around the texts that follow."""
        if kind in _LISTS:
            if token.nesting > 0:
                self.outline.open(number)
            else:
                self.outline.close()
        elif kind in ("list_item_open", "blockquote_open", "footnote_open"):
            self.outline.open(number)
            self.around.append(_KINDS[kind] if token.meta.get("callout") in _QUOTES else "paragraph")
            self.first_in_item = kind == "list_item_open"
        elif kind in ("list_item_close", "blockquote_close", "footnote_close"):
            self.outline.close()
            self.around.pop()
            self.first_in_item = False
        elif kind == "heading_open":
            self.gathered.heading += 1
        elif kind == "tr_open":
            self.row = []
            self.line = (token.map or [0])[0] + 1
        elif kind == "tr_close":
            self._row(number)
            self.row = None
        elif kind == "table_open":
            self.table = Table(self.write, self.ctx)

    def inline(self, number: int, token: Token) -> None:
        """Read one text."""
        if self.row is not None:
            self.row.append(token)
            return
        first, self.first_in_item = self.first_in_item, False
        place = self.outline.place(number, first)
        if self.tree.tokens[number - 1].type == "dt_open":
            self.term = token
        if self.notes and self.tree.tokens[number - 1].type != "heading_open":
            self._noted(token)
        if "links" not in token.meta:
            return
        self.gathered.paragraph += 1
        line = (token.map or [0])[0] + 1
        if self.tree.tokens[number - 1].type == "heading_open":
            self._headed(number, token, line)
        elif not self._defined(number, token, line):
            self._passage(number, token, line, first, place)

    def _noted(self, token: Token) -> None:
        """The sentences of a text of which notes say where they are from."""
        kind, children = self.around[-1] if self.around else "paragraph", token.children or []
        if kind == "footnote" or all(child.type != "footnote_ref" for child in children):
            return
        line = (token.map or [0])[0] + 1
        for sentence in self.notes.sentences(children, self.write.parts(token)):
            html = _wrapped(kind, sentence.html)
            self.gathered.go_on(sentence.links, html)
            links = [link for link in sentence.links if link not in self.gathered.block_of]
            if links:
                self.gathered.paragraph += 1
                words = has_words(sentence.tokens)
                self.gathered.append(kind, line, sentence.tokens, links, html, words, of=Origins(tuple(links)))

    def _headed(self, number: int, token: Token, line: int) -> None:
        """A heading, with what stands below it."""
        if len(token.content) > LONGEST:
            self._excerpts("heading", line, token)
            return
        children, links = token.children or [], token.meta["links"]
        told = below(self.tree.tokens, number, self.write)
        html = f"<p><strong>{self.write.text(token)}</strong>{told.beside}</p>{told.under}"
        both = [*links, *told.repeated(links, self.ctx.links)]
        words = told.words or has_words(children)
        described, said = told.of(self._name(children)), told.said
        if described is None and (more := begins_with_link(children)) is not None:  # `## [[x]] — text`
            described = more._replace(behind=[*more.behind, *told.tokens])
            own = escaped(more.text) + "".join(self.write.parts(token)[len(children) - len(more.behind) :])
            said = f"{own} — {said}" if said else own
        of = Origins(cited(children))
        self.gathered.append("heading", line, told.tokens or children, both, html, words, described, said, of=of)

    def _passage(self, number: int, token: Token, line: int, first: bool, place: int) -> None:
        """A text, with what stands below it and belongs to it, below the one at `place` that it is said under; `first`:
        it is what a point of a list begins with."""
        kind = self.around[-1] if self.around else "paragraph"
        children = token.children or []
        quoted = self.gathered.section == "quotes"  # `[[ada]]: “…”` are her words
        described = begins_with_link(children) if kind == "item" and first and not quoted else None
        if described is not None:
            self._description(number, token, line, described)
        elif len(token.content) <= LONG:
            self._statement(kind, number, token, line, first, place)
        if len(token.content) > (LONG if described is None else LONGEST):
            self._excerpts(kind, line, token)

    def _description(self, number: int, token: Token, line: int, described: Described) -> None:
        """What a point of a list says of the link that it begins with."""
        children, links, told = token.children or [], token.meta["links"], self._below(number, token, True)
        said = escaped(described.text) + "".join(self.write.parts(token)[len(children) - len(described.behind) :])
        if leads_in(self.tree.tokens, number):
            described, said = described._replace(behind=[*described.behind, *told.tokens]), f"{said} {told.said}"
        both = [*([described.link] if len(token.content) > LONGEST else links), *told.repeated(links, self.ctx.links)]
        html = self._said_below(NONE, "item", number, told, False)
        self.gathered.append("item", line, children, both, html, told.words or has_words(children), described, said)

    def _statement(self, kind: BlockKind, number: int, token: Token, line: int, first: bool, place: int) -> None:
        """A text that says something with links in it, or a name with what stands below it."""
        children, links, told = token.children or [], token.meta["links"], self._below(number, token, first)
        words, own, lead = told.words or says_something(children), children, NONE
        described, said = None, ""
        if self._is_name(links, children):
            described, said, own = told.of(self._name(children)), told.said, told.tokens or children
        elif leads_in(self.tree.tokens, number) or not first:
            own = joined([children, told.tokens])
        if described is None:
            lead = self._lead(place, number, words)
            if kind == "footnote" and not lead.html:
                place, lead = self.notes.above(self.tree.tokens, number, self.ctx.links)
            if not lead.html and self._cites_above(number):
                lead = credited(self.tree.tokens, number, self.write, self.ctx)
        credit = bool(lead.html) and is_credit(self.tree.tokens, number)
        led = credit or (bool(lead.html) and not words)
        context = bool(lead.html) and not led
        above = self.below.setdefault(place, self.gathered.paragraph) if context and lead.is_one_paragraph() else -1
        own = joined([lead.tokens, own]) if led else own
        both = [*links, *told.repeated(links, self.ctx.links)]
        html = self._said_below(lead, kind, number, told, context)
        of = Origins(cited(children), subjects(children)) if kind == "paragraph" else NOWHERE
        self.gathered.append(kind, line, own, both, html, words or credit, described, said, led, above, of=of)

    def _below(self, number: int, token: Token, first: bool) -> Below:
        """What stands below a text and belongs to it: in a point of a list, all of that, and below a name or what leads
        it in, a list; whose words a quotation is."""
        tokens, children = self.tree.tokens, token.children or []
        boxed = tokens[number - 1].type == "callout_title_open"
        if self._is_name(token.meta["links"], children):
            if self._cites_above(number):
                return NOTHING
            titled = first or boxed or begins_in_bold(children) or self._cites_for_section(number)
            return (below if titled else points)(tokens, number, self.write)
        if first or leads_in(tokens, number):
            return (below if first or boxed or asks(token) else points)(tokens, number, self.write)
        if (credit := credit_of(tokens, number)) is not None:
            html = f"\n{self.write.paragraph(credit)}{self.write.text(credit)}</p>"
            return Below("", html, False, credit.children or [], "")
        return NOTHING

    def _cites_above(self, number: int) -> bool:
        """Whether a text says where what is above it is from, and no list begins in the next line."""
        tokens = self.tree.tokens
        above = tokens[number - 2].type
        if (
            above not in _ABOVE
            or not is_credit(tokens, number)
            or (above != "paragraph_close" and asks(tokens[number]))
        ):
            return False
        end, begin = tokens[number].map, tokens[number + 2].map if number + 2 < len(tokens) else None
        return end is None or begin is None or begin[0] > end[1]

    def _cites_for_section(self, number: int) -> bool:
        """Whether a text says right below a heading where that section is from."""
        return self.tree.tokens[number - 2].type == "heading_close" and is_credit(self.tree.tokens, number)

    def _lead(self, place: int, number: int, words: bool) -> Above:
        """What the text of that number is to be shown below, if it is not understood without; `words`: whether it says
        something."""
        lead, tokens = self.outline.text(place, self.write), self.tree.tokens
        if not lead.html or lead.names(tokens[number].meta["links"], self.ctx.links):
            return NONE
        return lead if words or is_credit(tokens, number) or lead.states() else NONE

    def _said_below(self, lead: Above, kind: BlockKind, number: int, told: Below, context: bool) -> str:
        """A text, with what stands below it, below the one that it is said under, which may be no more than its
        `context`."""
        token = self.tree.tokens[number]
        text, opening = self.write.text(token) + told.beside, self.write.paragraph(token)
        if not lead.html:
            return _wrapped(kind, text, told.under, opening)
        if lead.whole:
            return f"{lead.html}\n{_wrapped(kind, text, told.under, opening)}"
        mark = self.ctx.mark(_CONTEXT) if context else ""
        if kind == "item":
            return f"<p{mark}>{lead.html}</p>\n<ul>\n{self.write.item(token)}{text}{told.under}</li>\n</ul>"
        if is_credit(self.tree.tokens, number) and (
            kind == "quote" or self.tree.tokens[number - 2].type == "blockquote_close"
        ):
            return _wrapped("quote", f"{lead.html}</p>\n{opening}{text}")
        return f"<p{mark}>{lead.html}</p>\n{_wrapped(kind, text, told.under, opening)}"

    def _name(self, children: list[Token]) -> Described | None:
        """The link that a text is, maybe with a parenthesis: what stands below it may speak of that page."""
        name = begins_with_link(children, alone=True)
        return name if name is not None and self.ctx.links[name.link].type == "link" else None

    def _is_name(self, links: Iterable[int], children: list[Token]) -> bool:
        """Whether a text is a link with a parenthesis, or nothing but links, to pages."""
        if self._name(children) is not None:
            return True
        return not says_something(children) and all(self.ctx.links[link].type == "link" for link in links)

    def _defined(self, number: int, token: Token, line: int) -> bool:
        """Read a term of a definition list with what it means, or a meaning with its term; False for anything else."""
        tokens = self.tree.tokens
        above = [one.type for one in tokens[max(0, number - 2) : number]]
        if above[-1:] == ["dt_open"]:
            below = tokens[number + 3 : number + 5]
            term, meaning = token, below[1] if len(below) == 2 and below[0].type == "paragraph_open" else None
        elif above == ["dd_open", "paragraph_open"] and self.term is not None:
            term, meaning = self.term, token
        else:
            return False
        both = [term, meaning] if meaning is not None else [term]
        if sum(len(one.content) for one in both) > LONG:
            return False
        children = joined([one.children or [] for one in both])
        described = begins_with_link(term.children or [], alone=True) if token is term and meaning is not None else None
        if described is not None and meaning is not None:
            described = described._replace(behind=meaning.children or [])
        said = "".join(self.write.parts(meaning)) if described is not None and meaning is not None else ""
        html = "<p>" + "<br>\n".join([self.write.text(one) for one in both]) + "</p>"
        self.gathered.append("item", line, children, token.meta["links"], html, has_words(children), described, said)
        return True

    def _excerpts(self, kind: BlockKind, line: int, token: Token) -> None:
        """The sentences around the links of a long text that stand in no block yet."""
        children = token.children or []
        breaks = [number for number, child in enumerate(children) if child.type in BREAKS]
        for excerpt in excerpts(children, self.write.parts(token)):
            tokens, html = excerpt.tokens, _wrapped(kind, excerpt.html)
            links = [link for link in links_in(tokens) if link not in self.gathered.block_of]
            if links:
                above = bisect_left(breaks, excerpt.first)
                begun = subjects(tokens) if excerpt.first == 0 else ()
                of = Origins(cited(tokens), begun) if kind == "paragraph" else NOWHERE
                self.gathered.append(kind, line + above, tokens, links, html, has_words(tokens), of=of)

    def _row(self, number: int) -> None:
        """A row that ends with the token of that number; first what the columns below it say, if it is the header."""
        cells = self.row or []
        self.table.begin(cells)
        noted = [link for cell in cells for link in self.notes.links(cell.children or ())] if self.notes else []
        if not noted and not any("links" in cell.meta for cell in cells):
            return
        if self.table.is_header(cells):
            for column in self.table.columns(rows_below(self.tree.tokens, number)):
                self.gathered.paragraph += 1
                self.gathered.append("row", self.line, column.tokens, [column.link], column.html, True)
        own = joined([cell.children or [] for cell in cells])
        self.gathered.paragraph += 1
        row = self.table.row(cells)
        described = row.described
        self.gathered.go_on(noted, row.html)
        links = [link for cell in cells for link in cell.meta.get("links", ())] + noted
        whole = sum(len(cell.content) for cell in cells) <= LONGEST
        if whole or described:
            shown = links if whole or not described else [described.link]
            words = has_words(own) and not self.table.is_header(cells)  # titles of columns say nothing
            self.gathered.append(
                "row", self.line, own, shown, row.html, words, described, row.said, figures=row.figures
            )
        if not whole:
            for cell in cells:
                self._excerpts("row", self.line, cell)


def _wrapped(kind: BlockKind, html: str, under: str = "", opening: str = "<p>") -> str:
    html = f"{opening}{html}</p>{under}"
    return f"<blockquote>{html}</blockquote>" if kind == "quote" else html
