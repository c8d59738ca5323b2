"""The blocks around a document's links: what a mention shows. Knows tokens; resolves nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kbgen.markdown.context import Context
from kbgen.markdown.openlinks import cut_open, with_targets
from kbgen.markdown.sentences import LONG, LONGEST, excerpts
from kbgen.markdown.tokens import text_token
from kbgen.markdown.tree import Tree
from kbgen.markdown.wikilinks import LINKS, has_word, text_of
from kbgen.markdown.writer import TABLE, Writer, escaped
from kbgen.model import BY_ROTE, Block
from kbgen.text.names import fold
from kbgen.text.regex import regex

BlockKind = Literal["item", "row", "paragraph", "heading", "quote", "footnote"]

_ASIDE = r"(?:\s*+[(（]([^()（）]{1,60})[)）])?+"
_ONLY_ASIDE = regex(rf"{_ASIDE}\s*+(?:[:：]\s*+)?")
_SEPARATOR = regex(rf"{_ASIDE}(?:\s*+(?:[—–]+|：|:(?=\s|\Z))|\s++-{{1,3}}(?=\s))\s*+")
_KINDS: dict[str, BlockKind] = {"list_item_open": "item", "blockquote_open": "quote", "footnote_open": "footnote"}
_TEXT = 300  # code points of what a block says that are kept
_AROUND = frozenset(
    (
        "list_item_open blockquote_open footnote_open list_item_close blockquote_close footnote_close "
        "heading_open tr_open tr_close table_open"
    ).split()
)
_INLINE_MARKUP = {"strong_open", "em_open", "s_open"}


class Mentions(NamedTuple):
    """Blocks in the order of the text; their HTML (to be finished), that of their descriptions, and their texts, same
    index; and the index of the block that each link stands in (-1: none)."""

    blocks: tuple[Block, ...]
    html: tuple[str, ...]
    descriptions: tuple[str, ...]
    texts: tuple[str, ...]
    block_of: dict[int, int]


def read_mentions(md: MarkdownIt, tree: Tree, ctx: Context, meanings: Sequence[str]) -> Mentions:
    """All blocks of a tree; `meanings` has that of each heading's section ('' = none)."""
    reader = _Reader(md, tree, ctx, meanings)
    ctx.fragment = True
    for number, token in enumerate(tree.tokens):
        kind = token.type
        if kind == "inline":
            reader.inline(number, token)
        elif kind in _AROUND:
            reader.block(kind, token)
    ctx.fragment = False
    blocks, html, descriptions, texts = reader.blocks, reader.html, reader.descriptions, reader.texts
    return Mentions(tuple(blocks), tuple(html), tuple(descriptions), tuple(texts), reader.block_of)


def section_meanings(tree: Tree, own: Sequence[str]) -> list[str]:
    """The meaning of each heading's section; one without its own takes that of the section around it."""
    result: list[str] = []
    around: list[tuple[int, str]] = []
    for heading, meaning in zip(tree.headings, own, strict=True):
        while around and around[-1][0] >= heading.level:
            around.pop()
        meaning = meaning or (around[-1][1] if around else "")
        around.append((heading.level, meaning))
        result.append(meaning)
    return result


def links_in(tokens: list[Token]) -> Iterator[int]:
    """Numbers of the links (not tags, not pictures) among inline tokens, in order."""
    for token in tokens:
        if token.type in LINKS and "hole" in token.meta:
            yield token.meta["hole"]


class _Below(NamedTuple):
    """What stands below a name: HTML for the paragraph that the name is, HTML behind that, whether there are words in
    it, its tokens, and all of it as HTML in one line (empty: too long)."""

    beside: str
    under: str
    words: bool
    told: list[Token]
    said: str

    def of(self, name: _Described | None) -> _Described | None:
        """The same as what is said of the name, if it is that of one page."""
        return name._replace(behind=self.told) if name is not None and self.words and self.said else None


_NOTHING = _Below("", "", False, [], "")


class _Reader:
    def __init__(self, md: MarkdownIt, tree: Tree, ctx: Context, meanings: Sequence[str]) -> None:
        self.md, self.tree, self.ctx, self.meanings = md, tree, ctx, meanings
        writer = md.renderer
        assert isinstance(writer, Writer)
        self.writer = writer
        self.blocks: list[Block] = []
        self.html: list[str] = []
        self.descriptions: list[str] = []
        self.texts: list[str] = []
        self.block_of: dict[int, int] = {}
        self.heading = -1
        self.paragraph = -1
        self.around: list[str] = []
        self.first_in_item = False
        self.term: Token | None = None  # of the definition list that is read
        self.header: list[Token] = []
        self.head = ""  # the row of the header as HTML
        self.row: list[Token] | None = None
        self.line = 1

    def block(self, kind: str, token: Token) -> None:
        """Note what stands around the texts that follow."""
        if kind in ("list_item_open", "blockquote_open", "footnote_open"):
            self.around.append(kind)
            self.first_in_item = kind == "list_item_open"
        elif kind in ("list_item_close", "blockquote_close", "footnote_close"):
            self.around.pop()
        elif kind == "heading_open":
            self.heading += 1
        elif kind == "tr_open":
            self.row = []
            self.line = (token.map or [0])[0] + 1
        elif kind == "tr_close":
            self._row()
            self.row = None
        elif kind == "table_open":
            self.header = []

    def inline(self, number: int, token: Token) -> None:
        """Read one text."""
        if self.row is not None:
            self.row.append(token)
            return
        first, self.first_in_item = self.first_in_item, False
        if self.tree.tokens[number - 1].type == "dt_open":
            self.term = token
        if "links" not in token.meta:
            return
        children = token.children or []
        self.paragraph += 1
        line = (token.map or [0])[0] + 1
        links = token.meta["links"]
        above = self.tree.tokens[number - 1].type
        if above == "heading_open":
            below = self._below(number)
            if len(token.content) <= LONGEST:
                html = f"<p><strong>{self._text(token)}</strong>{below.beside}</p>{below.under}"
                described = below.of(self._name(children))
                words = below.words or has_words(children)
                both = [*links, *self._again(links, below)]
                self._append("heading", line, below.told or children, both, html, words, described, below.said)
            else:
                self._excerpts("heading", line, token)
            return
        if self._defined(number, token, line):
            return
        kind = _KINDS.get(self.around[-1], "paragraph") if self.around else "paragraph"
        described = begins_with_link(children) if kind == "item" and first else None
        if described is not None or len(token.content) <= LONG:
            said, below = "", _NOTHING
            if described is not None:
                said = escaped(described.text) + "".join(self._parts(token)[len(children) - len(described.behind) :])
            elif (name := self._name(children)) is not None or self._is_names(links, children):
                titled = first or above == "callout_title_open" or _is_strong(children)
                below = self._below(number) if titled else self._points(number)
                described, said = below.of(name), below.said
            html = _wrapped(kind, self._text(token) + below.beside, below.under)
            own = [described.link] if described is not None and len(token.content) > LONGEST else links
            words = below.words or has_words(children)
            both = [*own, *self._again(links, below)]
            self._append(kind, line, below.told or children, both, html, words, described, said)
            if own is links:
                return
        self._excerpts(kind, line, token)

    def _name(self, children: list[Token]) -> _Described | None:
        """The link that a text is, maybe with a parenthesis: what stands below it may speak of that page."""
        name = begins_with_link(children, alone=True)
        return name if name is not None and self.ctx.links[name.link].type == "link" else None

    def _again(self, links: Iterable[int], below: _Below) -> list[int]:
        """The links below a name that lead where it leads: they are not to be told by themselves once more."""
        targets = {fold(self.ctx.links[link].target) for link in links} if below.told else ()
        return [link for link in links_in(below.told) if fold(self.ctx.links[link].target) in targets]

    def _is_names(self, links: Iterable[int], children: list[Token]) -> bool:
        """Whether a text is nothing but links to pages."""
        return not has_words(children) and all(self.ctx.links[link].type == "link" for link in links)

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
        children = _joined([one.children or [] for one in both])
        described = begins_with_link(term.children or [], alone=True) if token is term and meaning is not None else None
        if described is not None and meaning is not None:
            described = described._replace(behind=meaning.children or [])
        said = "".join(self._parts(meaning)) if described is not None and meaning is not None else ""
        html = "<p>" + "<br>\n".join([self._text(one) for one in both]) + "</p>"
        self._append("item", line, children, token.meta["links"], html, has_words(children), described, said)
        return True

    def _excerpts(self, kind: BlockKind, line: int, token: Token) -> None:
        """The sentences around the links of a long text that stand in no block yet."""
        children = token.children or []
        breaks = [number for number, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
        for excerpt in excerpts(children, self._parts(token)):
            tokens, html = excerpt.tokens, _wrapped(kind, excerpt.html)
            links = [link for link in links_in(tokens) if link not in self.block_of]
            if links:
                above = bisect_left(breaks, excerpt.first)
                self._append(kind, line + above, tokens, links, html, has_words(tokens))

    def _below(self, number: int) -> _Below:
        """What stands right under a name and says something of it: a paragraph, or the points of a list, also below
        headings of parts of the section that a name is the heading of."""
        tokens = self.tree.tokens
        number = self._behind_subheadings(number)
        if number + 3 >= len(tokens) or tokens[number + 2].type != "paragraph_open":
            return self._points(number)
        text = tokens[number + 3]
        told = text.children or []
        if len(text.content) > LONGEST:
            return _NOTHING._replace(words=has_words(told))
        html = "".join(self._parts(text)) if len(text.content) > LONG else self._text(text)
        said = html if len(text.content) <= LONG else ""
        return _Below(f"<br>\n{html}", "", has_words(told), told, said)

    def _behind_subheadings(self, number: int) -> int:
        """The last of the headings that stand right below a heading (its number), are of a lower level and name no
        page themselves; of any other text, its own."""
        tokens = self.tree.tokens
        opening = tokens[number - 1]
        while opening.type == "heading_open" and number + 3 < len(tokens):
            below = tokens[number + 2]
            if below.type != "heading_open" or below.tag <= opening.tag or "links" in tokens[number + 3].meta:
                break
            number += 3
        return number

    def _points(self, number: int) -> _Below:
        """The list right under a text, in which one point stands below the other, cut where it gets long."""
        tokens = self.tree.tokens
        opening = tokens[number + 2] if number + 2 < len(tokens) else None
        if opening is None or opening.type not in ("bullet_list_open", "ordered_list_open"):
            return _NOTHING
        texts: list[Token] = []
        room, more = LONG, ""
        for token in islice(tokens, number + 3, None):
            if token.level <= opening.level or token.type == "table_open":
                break
            if token.type == "inline":
                room -= len(token.content)
                if room < 0:
                    more = "<li>…</li>\n"
                    break
                texts.append(token)
        if not texts:
            return _NOTHING
        items = "".join([f"<li>{self._text(text)}</li>\n" for text in texts])
        told = _joined([text.children or [] for text in texts])
        said = " · ".join(["".join(self._parts(text)) for text in texts])
        return _Below("", f"\n<ul>\n{items}{more}</ul>", has_words(told), told, said)

    def _append(
        self,
        kind: BlockKind,
        line: int,
        own: list[Token],
        holes: Iterable[int],
        html: str,
        words: bool,
        described: _Described | None = None,
        said: str = "",
    ) -> None:
        links = tuple(dict.fromkeys(holes))
        text = described.text + text_of(described.behind, shown=True) if described else text_of(own, shown=True)
        text = " ".join(text.split())
        block = Block(
            kind,
            line,
            self.heading,
            self.paragraph,
            links,
            self.meanings[self.heading] if self.heading >= 0 else "",
            described.link if described else -1,
            described.subkind if described else "",
            words,
            said_of(with_targets(text, self.ctx.links)[:_TEXT]) if described or kind == "item" else 0,
        )
        for link in links:
            self.block_of.setdefault(link, len(self.blocks))
        self.blocks.append(block)
        self.html.append(html)
        self.descriptions.append(said)
        self.texts.append(cut_open(text, _TEXT))

    def _row(self) -> None:
        cells = self.row or []
        if not self.header:
            self.header, self.head = cells, ""
        if not any("links" in cell.meta for cell in cells):
            return
        own = _joined([cell.children or [] for cell in cells])
        self.paragraph += 1
        described = begins_with_link(cells[0].children or [], alone=True) if cells is not self.header else None
        if described is not None:
            described = described._replace(behind=_joined([cell.children or [] for cell in cells[1:]]))
            described = described if has_words(described.behind) else None
        body = "".join(f"<td>{self._text(cell)}</td>" for cell in cells)
        if cells is not self.header and not self.head:
            head = "".join(f"<th>{self._text(cell)}</th>" for cell in self.header)
            self.head = f"<thead><tr>{head}</tr></thead>"
        wrapper = self.ctx.mark(TABLE)
        html = f"<div{wrapper}><table>{self.head}<tbody><tr>{body}</tr></tbody></table></div>"
        said = " · ".join(["".join(self._parts(cell)) for cell in cells[1:] if cell.children]) if described else ""
        links = [link for cell in cells for link in cell.meta.get("links", ())]
        whole = sum(len(cell.content) for cell in cells) <= LONGEST
        if whole or described:
            shown = links if whole or not described else [described.link]
            self._append("row", self.line, own, shown, html, has_words(own), described, said)
        if not whole:
            for cell in cells:
                self._excerpts("row", self.line, cell)

    def _text(self, token: Token) -> str:
        return self.writer.render_text(token, self.md.options, self.tree.env)

    def _parts(self, token: Token) -> list[str]:
        return self.writer.parts(token, self.md.options, self.tree.env)


def said_of(text: str) -> int:
    """A number to compare texts by, whatever their case; 0 for none, below 0 for one too long to be said by rote."""
    if not text:
        return 0
    number = int.from_bytes(blake2b(fold(text).encode("utf-8", "replace"), digest_size=7).digest(), "big")
    return number if len(text) <= BY_ROTE else -number


def _wrapped(kind: BlockKind, html: str, under: str = "") -> str:
    html = f"<p>{html}</p>{under}"
    return f"<blockquote>{html}</blockquote>" if kind == "quote" else html


def _is_strong(children: list[Token]) -> bool:
    return (
        next((child.type for child in children if child.type != "text" or child.content.strip()), "") == "strong_open"
    )


def _joined(cells: list[list[Token]]) -> list[Token]:
    result: list[Token] = []
    for cell in cells:
        if cell:
            result += [*([text_token(" · ")] if result else []), *cell]
    return result


def has_words(tokens: list[Token]) -> bool:
    """Whether any letter or digit stands outside links (and tags)."""
    depth = 0
    for token in tokens:
        kind = token.type
        if kind in LINKS:
            depth += 1
        elif kind in ("wikilink_close", "link_close"):
            depth -= 1
        elif not depth and kind in ("text", "code_inline", "math") and has_word(token.content):
            return True
    return False


class _Described(NamedTuple):
    """What is said of a link: its number, what stands in parentheses behind it, the text right behind that, and the
    tokens behind the text."""

    link: int
    subkind: str
    text: str
    behind: list[Token]


def begins_with_link(children: list[Token], alone: bool = False) -> _Described | None:
    """What a list item says of the link it begins with: `[[x]] — text`, `**[[x]]** *(company)*: text`.

    With `alone` (the first cell of a table row) nothing but a parenthesis may follow the link.
    """
    pos = 0
    markup: list[str] = []
    while pos < len(children) and (children[pos].type in _INLINE_MARKUP or _blank(children[pos])):
        if children[pos].type in _INLINE_MARKUP:
            markup.append(children[pos].type.replace("_open", "_close"))
        pos += 1
    if pos >= len(children) or children[pos].type not in ("wikilink_open", "link_open"):
        return None
    link = children[pos].meta.get("hole")
    if link is None:
        return None
    close = children[pos].type.replace("_open", "_close")
    while children[pos].type != close:
        pos += 1
    lead, after = _lead(children, pos + 1, markup)
    if markup:
        return None
    if alone:
        found = _ONLY_ASIDE.fullmatch(lead)
        return _Described(link, (found[1] or "").strip(), "", []) if found and after >= len(children) else None
    found = _SEPARATOR.match(lead)
    if found is None:
        return None
    text, behind = lead[found.end() :], children[after:]
    if not has_word(text) and not has_word(text_of(behind)):
        return None
    return _Described(link, (found[1] or "").strip(), text, behind)


def _lead(children: list[Token], after: int, markup: list[str]) -> tuple[str, int]:
    """The text behind a link, as far as it takes to know whether it is parted from the link, and the token behind it.
    `markup` are the ends of what is open there; those that come are taken out."""
    lead = ""
    while after < len(children) and (markup or not _SEPARATOR.match(lead)):
        kind = children[after].type
        if kind == "text":
            lead += children[after].content
        elif kind in _INLINE_MARKUP:
            markup.append(kind.replace("_open", "_close"))
        elif kind in markup:
            markup.remove(kind)
        elif kind != "comment":
            break
        after += 1
    return lead, after


def _blank(token: Token) -> bool:
    return token.type == "comment" or (token.type == "text" and not token.content.strip())
