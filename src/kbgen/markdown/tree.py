"""A document's token stream with what linking needs read off it: links, headings, their anchors.

Goes over the tokens once, gives every link its number, and turns raw HTML into what may be written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kbgen.diagnostics import finding
from kbgen.markdown.blockids import anchor as block_anchor
from kbgen.markdown.context import KEY, Context, Note
from kbgen.markdown.footnotes import keyed
from kbgen.markdown.inlines import MOST_SIGNS, report_spent
from kbgen.markdown.linkmarks import shown_file
from kbgen.markdown.opentags import show_unclosed
from kbgen.markdown.rawhtml import Anchor, Depth, Handlers, names_in, rewrite
from kbgen.markdown.refused import refusal
from kbgen.markdown.urls import UrlKind, classify, split_target
from kbgen.markdown.wikilinks import LINKS, text_of
from kbgen.model import Hole, Link, LinkType, Syntax
from kbgen.text.names import heading_slug
from kbgen.text.wikilink import Wikilink

# Ids that the page itself uses (product.md, "What pages promise"); an author's heading gets `-1`.
RESERVED_IDS = frozenset({"dossier", "backlinks", "toc", "main"})


class HeadingToken(NamedTuple):
    """A heading as found: level, anchor, text as written, its inline token, its line."""

    level: int
    id: str
    written: str
    inline: Token
    line: int


class Tree(NamedTuple):
    """A document as tokens, ready to be written."""

    tokens: list[Token]
    env: dict[str, Any]
    headings: tuple[HeadingToken, ...]


def read_tree(
    md: MarkdownIt,
    text: str,
    remote_images: bool = False,
    label_first: bool = False,
    notes: Mapping[str, Note] = MappingProxyType({}),
    said: Mapping[str, str] = MappingProxyType({}),
    cites: bool = False,
) -> tuple[Tree, Context]:
    """Parse `text`; every link is registered in the context, in the order of the text. With `label_first` wiki-links
    have their labels before the bar. `notes` are sources of the header, by the labels of their footnotes; `said` is
    what its fields say, by their folded keys, and `cites` whether one of them names sources."""
    ctx = Context(text, MOST_SIGNS)
    ctx.label_first, ctx.notes, ctx.said, ctx.cites = label_first, notes, said, cites
    env: dict[str, Any] = {KEY: ctx, **keyed(notes)}
    tokens = md.parse(text, env)
    if ctx.raw_html:
        show_unclosed(tokens)
    headings = tuple(_headings(tokens))
    collector = _Collector(ctx, remote_images)
    for token in tokens:
        if token.type == "inline" and token.children:
            collector.inline(token)
        elif token.type == "html_block":
            collector.html_block(token)
        elif token.type == "footnote_source":
            collector.source(token)
    return Tree(tokens, env, headings), ctx


def _headings(tokens: list[Token]) -> Iterator[HeadingToken]:
    taken = dict.fromkeys(RESERVED_IDS, 0)
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            inline = tokens[number + 1]
            written = " ".join(text_of(inline.children or []).split())
            identity = _free(heading_slug(token.meta.get("named", written)), taken)
            token.meta["id"] = identity
            yield HeadingToken(int(token.tag[1]), identity, written, inline, (token.map or [0])[0] + 1)


def _free(identity: str, taken: dict[str, int]) -> str:
    """The id itself, or with the first number that makes it new; `taken` counts how often each was asked for."""
    candidate, count = identity, taken.get(identity, -1) + 1
    while candidate in taken:
        candidate = f"{identity}-{max(1, count)}"
        count = max(1, count) + 1
    taken[candidate] = 0
    if candidate != identity:
        taken[identity] = count - 1
    return candidate


def _absolute(href: str) -> str:
    """An address of the web with its scheme: `//host` would lead into the file system from `file://`."""
    return f"https:{href}" if href.startswith("//") else href


def _on_site(href: str) -> str:
    """An address from the top of a site, as Docusaurus writes one that it is to leave alone: `pathname:///img/x.png`."""
    return href.removeprefix("pathname://") if href.startswith("pathname:///") else href


class _Collector:
    """Gives links their numbers while it goes over the tokens in order."""

    def __init__(self, ctx: Context, remote_images: bool) -> None:
        self.ctx = ctx
        self.remote_images = remote_images
        self.raw_open: list[str] = []
        self.html_place = (1, 1)
        self.html_ends: list[int] = []  # where the lines of the raw HTML at hand end
        self.depth = Depth()

    def inline(self, token: Token) -> None:
        """Read one text; the numbers of its links (not tags, not pictures) are noted on it, if it has any."""
        links = self._children(token.children or [])
        if self.ctx.raw_html and any("named" in child.meta for child in token.children or ()):
            token.meta["named"] = True
        if links:
            token.meta["links"] = links
        if self.raw_open:  # an <a> that is not closed where it was opened ends with the text around it
            closing = Token("html_inline", "", 0)
            closing.meta["html"] = "".join(self._close_link() for _ in list(self.raw_open))
            assert token.children is not None
            token.children.append(closing)

    def _children(self, children: list[Token]) -> list[int]:
        opened: list[Token] = []
        links: list[int] = []
        for number, token in enumerate(children):
            kind = token.type
            if kind == "text":
                continue
            if kind in LINKS:
                if kind == "wikilink_open":
                    self._wikilink(token)
                else:
                    self._markdown_link(token, _inside(children, number))
                if "hole" in token.meta:
                    links.append(token.meta["hole"])
                opened.append(token)
            elif kind in ("wikilink_close", "link_close"):
                if opened:
                    token.meta = opened.pop().meta
            elif kind == "image":
                self._image(token)
                token.meta["linked"] = bool(opened)
            elif kind == "tag":
                line, column, length = token.meta["place"]
                token.meta["hole"] = self._add(Link("tag", "plain", token.content, "", "", "", line, column, length))
            elif kind == "html_inline":
                self._html(token, token.content, token.meta.get("place", (1, 1, 0))[:2], bool(opened))
        return links

    def html_block(self, token: Token) -> None:
        first = (token.map or [0, 0])[0]
        source = self.ctx.lines[first] if first < len(self.ctx.lines) else ""
        indent = len(source.rstrip()) - len(token.content.split("\n", 1)[0].rstrip())
        self.ctx.budget -= token.content.count("<")
        if self.ctx.budget < 0:
            report_spent(token, self.ctx)
            token.meta["html"] = self.ctx.slot(f'<pre class="plain">{escape(token.content)}</pre>')
            return
        self._html(token, token.content, (first + 1, max(0, indent) + 1), False)
        while self.raw_open:
            token.meta["html"] += self._close_link()

    def source(self, token: Token) -> None:
        """A source of the header that is shown as a note."""
        source: Note = token.meta["source"]
        place = source.line, source.column, 0
        if source.address:
            self._address(token, source.address, "", place, "markdown", token.meta["text"])

    def _add(self, link: Link) -> int:
        self.ctx.links.append(link)
        return len(self.ctx.links) - 1

    def _wikilink(self, token: Token) -> None:
        written: Wikilink = token.meta["wikilink"]
        token.meta["bare"] = not written.label
        if "web" in token.meta:
            if not self._allowed(token.meta["web"], classify(token.meta["web"]), token.meta["place"]):
                token.meta.pop("web")
            return
        line, column, length = token.meta["place"]
        kind: LinkType = "embed" if token.meta["embed"] else "link"
        syntax: Syntax = "plain" if "citekey" in token.meta else "wiki"
        link = Link(
            kind, syntax, written.target, written.anchor, written.label, "", line, column, length,
            bare_hash=written.bare_hash,
        )  # fmt: skip
        token.meta["hole"] = self._add(link)

    def _markdown_link(self, token: Token, inside: list[Token]) -> None:
        href = str(token.attrs.get("href", ""))
        title = str(token.attrs.get("title", ""))
        if href and not any(one.type != "text" or one.content.strip() for one in inside):
            token.meta["bare"] = True  # `[](page.md)` shows its title, as in MyST
            for one in inside:
                one.content = ""
        self._address(token, href, title, token.meta.get("place", (1, 1, 0)), "markdown", text_of(inside))

    def _address(
        self, token: Token, href: str, title: str, place: tuple[int, int, int], syntax: Syntax, label: str = ""
    ) -> None:
        href = _on_site(href)
        kind = classify(href)
        token.meta["title"] = title
        if kind == "path":
            path, anchor = split_target(href)
            link = Link("link", syntax, path, anchor, label, "", *place, -1, title)
            token.meta["hole"] = self._add(link)
        elif self._allowed(href, kind, place):
            token.meta["web"] = _absolute(href)

    def _image(self, token: Token) -> None:
        title = str(token.attrs.get("title", ""))
        attrs = f' title="{escape(title)}"' if title else ""
        place = token.meta.get("place", (1, 1, 0))
        self._file(token.meta, str(token.attrs.get("src", "")), attrs, place)

    def _file(self, meta: dict[str, Any], src: str, attrs: str, place: tuple[int, int, int]) -> None:
        src = _on_site(src)
        kind = classify(src)
        meta["attrs"] = attrs
        if kind == "picture":
            meta["picture"] = src
        elif kind == "path":
            path, anchor = split_target(src)
            meta["hole"] = self._add(Link("image", "markdown", path, anchor, "", "", *place))
        elif self._allowed(src, kind, place):
            if self.remote_images and src.startswith(("http:", "https:")):
                meta["remote"] = src
            else:
                meta["web"] = _absolute(src)

    def _allowed(self, href: str, kind: UrlKind, place: tuple[int, int, int]) -> bool:
        found = refusal(href, kind, place)
        if found is not None:
            self.ctx.diagnostics.append(found)
        return found is None

    def _html(self, token: Token, content: str, place: tuple[int, int], inside_link: bool) -> None:
        self.html_place = place
        self.html_ends = [number for number, char in enumerate(content) if char == "\n"] if "\n" in content else []
        self.ctx.raw_html = True
        do = (self._open_link, self._close_link, self._show_file, self._removed, self._too_deep)
        handlers = Handlers(*do, self.depth)
        token.meta["html"] = rewrite(content, handlers, inside_link)
        named = [name for name in dict.fromkeys(names_in(content)) if name not in self.ctx.block_ids]
        if named:
            self.ctx.block_ids += named
            token.meta["named"] = "".join(self.ctx.slot(f'<span id="{block_anchor(name)}"></span>') for name in named)

    def _where(self, offset: int, length: int) -> tuple[int, int, int]:
        line, column = self.html_place
        before = bisect_left(self.html_ends, offset)
        column = offset - self.html_ends[before - 1] if before else column + offset
        return line + before, column, length

    def _open_link(self, anchor: Anchor) -> str:
        token = Token("link_open", "a", 1)
        if not anchor.href:
            return ""
        self._address(token, anchor.href, anchor.title, self._where(anchor.offset, anchor.length), "html")
        if "hole" in token.meta:
            self.raw_open.append(self.ctx.hole(Hole(token.meta["hole"], "close")))
            return self.ctx.hole(Hole(token.meta["hole"], "open"))
        if "web" not in token.meta:
            return ""
        self.raw_open.append("</a>")
        mark = self.ctx.mark(' class="external"')
        title = f' title="{escape(anchor.title)}"' if anchor.title else ""
        return f'<a{mark} href="{escape(token.meta["web"])}"{title}>'

    def _close_link(self) -> str:
        return self.raw_open.pop() if self.raw_open else ""

    def _show_file(self, anchor: Anchor) -> str:
        meta: dict[str, Any] = {}
        if not anchor.href:
            return escape(anchor.alt)
        title = f' title="{escape(anchor.title)}"' if anchor.title else ""
        self._file(meta, anchor.href, anchor.attrs + title, self._where(anchor.offset, anchor.length))
        meta["linked"] = bool(self.raw_open)
        return shown_file(meta, escape(anchor.alt), self.ctx)

    def _too_deep(self, offset: int) -> None:
        if any(one.code == "KB210" for one in self.ctx.diagnostics):
            return
        message = f"elements are more than {Depth.DEEPEST} levels deep here; deeper tags are left out"
        self.ctx.diagnostics.append(finding("KB210", message, *self._where(offset, 1)))

    def _removed(self, tag: str, offset: int, length: int) -> None:
        line, column, length = self._where(offset, length)
        if tag == "!--":
            message = "this comment is never closed, so nothing below it is on the page"
            self.ctx.diagnostics.append(finding("KB234", message, line, column, 4, "write --> where it ends"))
            return
        message = f"raw HTML of this kind is not published: <{tag}>"
        self.ctx.diagnostics.append(finding("KB503", message, line, column, length))


def _inside(children: list[Token], number: int) -> list[Token]:
    """The text of the link that opens at a token."""
    end = number + 1
    while end < len(children) and children[end].type != "link_close":
        end += 1
    return children[number + 1 : end]
