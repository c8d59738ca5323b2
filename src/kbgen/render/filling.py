"""Holes are filled: links as one page must write them, and documents' HTML with its links in place.

What is the same for all pages of a folder is written once. Knows no template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any, NamedTuple

from markupsafe import Markup

from kbgen.markdown.headingtext import heading_text
from kbgen.memory.kept import Kept
from kbgen.model import Fragment, Heading, Hole, Html, Ref
from kbgen.render.excerpt import Parts, quoted
from kbgen.render.labels import translated
from kbgen.text.endings import FILMS, PICTURES, SOUNDS, ending
from kbgen.text.names import fragment, relative
from kbgen.text.nothing import says_nothing
from kbgen.text.regex import regex
from kbgen.text.wikilink import sized
from kbgen.theme.words import Words
from kbgen.views.runs import PHRASES, Run
from kbgen.views.views import Embed

_TAG = regex(r"<(?:[^<>\"]|\"[^\"]*\")*+>")
_SIDE = regex(r' (width|height)="([^"]*)"')
# Where an embed has begun nothing but a paragraph, or an item, which may be there to be ticked.
_ALONE = regex(r'(?:<p(?P<paragraph>(?: id="[^"<>]*")?)>|<li(?: [^<>]*)?>(?:<input [^<>]*> )?)\Z')
_PARAGRAPH_END = regex(r"\s*</p>\n?")
_ITEM_END = regex(r"\s*(?:</li>|<(?:ul|ol|p|div|pre|blockquote|table|details)\b)")
_ROOM = 200_000  # letters of HTML that the embeds of a page may bring; one that has no more room is a link
_KEPT_PARTS = 50  # documents of which a page shows parts, with their tags at hand
_KEPT = 4_000  # addresses and links of a folder at hand
_OWN = "own"  # the class of a name in bold, in the place of a link

_Refs = Sequence[Ref] | Mapping[int, Ref]  # what links mean, by their numbers

# What is markup already becomes the type that says so; Markup itself asks first whether it is.
_markup: Callable[[str], Markup] = partial(str.__new__, Markup)


class Sheet(NamedTuple):
    """What is read of a document whose text is shown: what links mean, its headings (seldom asked for), its HTML."""

    refs: tuple[Ref, ...]
    headings: Callable[[], tuple[Heading, ...]]
    html: Callable[[str, int], Html]


class Folder:
    """How the pages of a folder write links to others: addresses, opening tags, whole links with their titles.

    Most pages link to the same few, and all pages of a folder in the same way.
    """

    def __init__(self, path: str, directories: bool) -> None:
        self._page, self._directories = f"{path}/-" if path else "-", directories
        self.addresses = Kept(self._address, _KEPT)
        self.opened = Kept(self._opened, _KEPT)
        self.links = Kept(self._link, _KEPT)

    def _address(self, url: str) -> str:
        address = relative(self._page, url)
        if self._directories and address.endswith("index.html"):
            return address.removesuffix("index.html") or "./"
        return address

    def _opened(self, ref: Ref) -> str:
        return opening(ref, self.addresses[ref.url] + fragment(ref.anchor))

    def _link(self, ref: Ref) -> Markup:
        return _markup(f"{self._opened(ref)}{escape(ref.title)}{_close(ref)}")


def _with_room(attrs: str, width: int, height: int) -> str:
    """Attributes of a picture of that size (0: not known) with both its sides, so that there is room for it before it
    comes. What the author gives stands; one side alone has the other in proportion.

    >>> _with_room("", 300, 200), _with_room(' width="150"', 300, 200), _with_room(' width="50%"', 300, 200)
    (' width="300" height="200"', ' width="150" height="100"', ' width="50%"')
    """
    given = dict(_SIDE.findall(attrs))
    wide, high = given.get("width", ""), given.get("height", "")
    if not width or len(given) == 2:
        return attrs
    if not given:
        return f'{attrs} width="{width}" height="{height}"'
    if wide.isdecimal():
        return f'{attrs} height="{max(1, round(int(wide) * height / width))}"'
    return f'{attrs} width="{max(1, round(int(high) * width / height))}"' if high.isdecimal() else attrs


def opening(ref: Ref, address: str) -> str:
    """The tag that a link to an address begins with."""
    css = f' class="{ref.css}"' if ref.css else ""
    if ref.form == "text":
        return "<b>" if ref.css == _OWN else f"<span{css}>" if css else ""
    title = f' title="{escape(ref.tooltip)}"' if ref.tooltip else ""
    return f'<a{css} href="{escape(address)}"{title}>'


def _close(ref: Ref) -> str:
    if ref.form == "text":
        return "</b>" if ref.css == _OWN else "</span>" if ref.css else ""
    return "</a>"


def _unlinked(html: Html, refs: _Refs, own: str) -> _Refs:
    """What the links of some HTML mean on a page that is about the one at the address `own`: that is but named."""
    found = {hole.link: refs[hole.link] for hole in html.holes if hole.form != "quote"}
    for link, ref in found.items():
        if ref.url == own and ref.form == "page" and not ref.anchor and "embed" not in ref.css:
            found[link] = Ref("text", title=ref.title, css=_OWN)
    return found


class _Alone(NamedTuple):
    """Embeds that have a paragraph or the text of a list item for themselves: each as its hole, or the two around its
    label; the number of the next hole; what is behind them of the piece before that; the opening tag of the paragraph,
    which they take the place of, and its id as an attribute."""

    embeds: list[Html]
    next: int
    behind: str
    opening: str
    identity: str


def _alone(html: Html, number: int, refs: tuple[Ref, ...], before: str) -> _Alone | None:
    """The embeds that begin with a hole (by number), if they stand alone; `before` is the HTML before it."""
    start = _ALONE.search(before)
    if start is None:
        return None
    paragraph = start["paragraph"] is not None
    opening, identity = (start[0], start["paragraph"]) if paragraph else ("", "")
    found: list[Html] = []
    while number < len(html.holes):
        hole = html.holes[number]
        if hole.form not in ("open", "bare") or "embed" not in refs[hole.link].css:
            return None
        if hole.form == "bare":
            found.append(Html(("", ""), (hole,)))
        else:
            found.append(Html(("", html.pieces[number + 1], ""), html.holes[number : number + 2]))
        number += len(found[-1].holes)
        if hole.form == "open" and html.holes[number - 1] != Hole(hole.link, "close"):
            return None
        if not html.pieces[number] and number < len(html.holes) and html.holes[number].form == "quote":
            number += 1  # a line of a quote ends here
        behind = html.pieces[number]
        if paragraph and (end := _PARAGRAPH_END.match(behind)):
            return _Alone(found, number, behind[end.end() :], opening, identity)
        if not paragraph and _ITEM_END.match(behind):
            return _Alone(found, number, behind, "", "")
        if behind.replace("<br>", "").strip():
            return None
    return None


class Writer:
    """Writes links and fragments for one page, in its language. `sheet_of` gives a document by its kb path."""

    def __init__(self, folder: Folder, url: str, sheet_of: Callable[[str], Sheet], t: Words) -> None:
        self.folder, self.url, self.sheet_of = folder, url, sheet_of
        self.t = t
        self.room = _ROOM
        self.parts = Kept[str, Parts](lambda path: Parts(sheet_of(path).html("body", 0)), _KEPT_PARTS)

    def href(self, ref: Ref) -> str:
        """The address of a reference as this page must write it."""
        if ref.url == self.url and ref.anchor:
            return fragment(ref.anchor)
        return self.folder.addresses[ref.url] + fragment(ref.anchor)

    def link(self, ref: Ref, label: str | Markup = "") -> Markup:
        """A whole link, with the reference's title as its text unless there is a label."""
        if isinstance(label, Markup):
            return _markup(f"{self._open(ref)}{label!s}{_close(ref)}")
        if label or ref.url == self.url:
            return _markup(f"{self._open(ref)}{escape(label or ref.title)}{_close(ref)}")
        return self.folder.links[ref]

    def links(self, refs: Iterable[Ref]) -> Markup:
        """Whole links with their titles, parted as the page's language does it."""
        return _markup(escape(self.t(", ")).join(map(self.link, refs)))

    def runs(self, runs: Iterable[Run]) -> Markup:
        """Runs of text and links, one behind the other."""
        return _markup("".join([self._run(run) for run in runs]))

    def _run(self, run: Run) -> str:
        if run.ref is not None:
            return f"{self._open(run.ref)}{escape(run.text)}{_close(run.ref)}"
        if run.href:
            return f'<a class="external" href="{escape(run.href)}">{escape(run.text)}</a>'
        return escape(self.t(run.text) if run.text in PHRASES else run.text)

    def html(
        self,
        piece: Fragment,
        marks: Iterable[Any] = (),
        mark: Callable[[Any], Markup] = Markup,
        embeds: Iterable[Embed] = (),
        follows: bool = False,
        own: str = "",
    ) -> Markup:
        """A document's HTML with its holes filled: the one place where content becomes markup. `mark` writes one of
        the `marks`, which stands behind the quoted line that it names by number (`at`). `embeds` are shown where their
        links stand alone. A block that `follows` another is written without what both are shown below. A link to the
        page at the address `own` is but its name, in bold."""
        sheet = self.sheet_of(piece.document)
        if piece.part == "heading":
            html = sheet.headings()[piece.index].html
        else:
            html = sheet.html(piece.part, piece.index)
        if follows:
            html = html.behind("</p>\n")
        written: dict[int, str] = {}
        for one in marks:
            written[one.at] = written.get(one.at, "") + mark(one)
        if embeds:
            text = self._embedding(html, sheet.refs, written, embeds)
        else:
            text = self._filled(html, _unlinked(html, sheet.refs, own) if own else sheet.refs, written)
        return _markup(text if self.t.lang == "en" else translated(text, self.t))

    def text(self, piece: Fragment) -> str:
        """A heading as plain text (escaped by the template)."""
        sheet = self.sheet_of(piece.document)
        return heading_text(sheet.headings()[piece.index], lambda link: sheet.refs[link].title)

    def _filled(self, html: Html, refs: _Refs, marks: dict[int, str]) -> str:
        if not html.holes:
            return html.pieces[0]
        written = [html.pieces[0]]
        skip = False  # inside `![[picture.png|300]]` the label is a size, or the alternative text
        for hole, after in zip(html.holes, html.pieces[1:], strict=True):
            form = hole.form
            if form == "close":
                if not skip:
                    written.append(_close(refs[hole.link]))
                skip = False
            elif form == "quote":
                written.append(marks.get(hole.link, ""))
            else:
                ref = refs[hole.link]
                if form != "image" and ref.form in ("file", "text") and "embed" in ref.css:
                    written.append(self._embedded(ref, "" if form == "bare" else after))
                    skip = form == "open"
                else:
                    written.append(self._hole(hole, ref))
            if not skip:
                written.append(after)
        return "".join(written)

    def _embedding(self, html: Html, refs: tuple[Ref, ...], marks: dict[int, str], embeds: Iterable[Embed]) -> str:
        """HTML in which embeds that stand alone show what they lead to."""
        of = {embed.link: embed for embed in embeds}
        written: list[str] = []
        pieces, holes, number = [html.pieces[0]], list[Hole](), 0
        while number < len(html.holes):
            alone = _alone(html, number, refs, pieces[-1])
            if alone is None or not any(one.holes[0].link in of for one in alone.embeds):
                holes.append(html.holes[number])
                pieces.append(html.pieces[number + 1])
                number += 1
                continue
            pieces[-1] = pieces[-1].removesuffix(alone.opening)
            written.append(self._filled(Html(tuple(pieces), tuple(holes)), refs, marks))
            identity = alone.identity
            for one in alone.embeds:
                link = self._filled(one, refs, {})
                embed, ref = of.get(one.holes[0].link), refs[one.holes[0].link]
                written.append(self._shown_page(embed, ref, link, identity) if embed else f"<p{identity}>{link}</p>\n")
                identity = ""
            pieces, holes, number = [alone.behind], [], alone.next
        written.append(self._filled(Html(tuple(pieces), tuple(holes)), refs, marks))
        return "".join(written)

    def _shown_page(self, embed: Embed, ref: Ref, link: str, identity: str) -> str:
        """What an embed leads to, below the link to it; `identity` is the attribute of what it takes the place of."""
        html = self._text_of(embed, ref)
        if html is not None and embed.text is not None:
            text = self._embedding(html, self.sheet_of(embed.text.document).refs, {}, embed.embeds)
            shown = text.rstrip("\n") + "\n"
        elif embed.chain:
            shown = f'<p class="embed-chain">{escape(" → ".join(embed.chain))}</p>\n'
        else:
            return f"<p{identity}>{link}</p>\n"
        return f'<div class="embed"{identity}>\n<p class="embed-title">{link}</p>\n{shown}</div>\n'

    def _text_of(self, embed: Embed, ref: Ref) -> Html | None:
        """The part of a page that an embed shows; None where there is none."""
        if embed.text is None:
            return None
        sheet = self.sheet_of(embed.text.document)
        html = sheet.html("body", 0)
        part = self.parts[embed.text.document].of(embed.anchor) if embed.anchor else html
        if part is None and any(heading.id == embed.anchor for heading in sheet.headings()[:1]):
            part = html  # the title, which is not in the text
        if part is None or (size := sum(map(len, part.pieces))) > self.room:
            return None
        self.room -= size
        return quoted(part, self.folder.addresses[ref.url])

    def _hole(self, hole: Hole, ref: Ref) -> str:
        if hole.form == "open":
            return self._open(ref)
        return self._shown(ref, hole.alt, hole.attrs) if hole.form == "image" else self.link(ref)

    def _open(self, ref: Ref) -> str:
        return opening(ref, self.href(ref)) if ref.url == self.url else self.folder.opened[ref]

    def _embedded(self, ref: Ref, label: str) -> str:
        """A file shown by a wiki-link; its label is HTML, in whose text quotation marks stand as they are."""
        plain, size = sized(_TAG.sub("", label).replace('"', "&quot;").strip(), alone=True)
        name = ref.title if ref.form == "text" else ref.title.rpartition(".")[0]
        return self._shown(ref, plain or escape(name), size)

    def _shown(self, ref: Ref, alt: str, attrs: str) -> str:
        """A file of the kb shown in the page, or its text where it is not there."""
        if ref.form == "text":
            return f'<span class="{ref.css}">{escape(ref.title) if says_nothing(alt) else alt}</span>'
        kind = ending(ref.url)
        source = escape(self.folder.addresses[ref.url] + fragment(ref.anchor))
        if ref.form == "page":
            return f"{self._open(ref)}{alt or escape(ref.title)}</a>"
        if kind in PICTURES:
            return f'<img src="{source}" alt="{alt}"{_with_room(attrs, *ref.size)} loading="lazy">'
        if kind in FILMS:
            return f'<video src="{source}" controls preload="none"{attrs}></video>'
        if kind in SOUNDS:
            return f'<audio src="{source}" controls preload="none"></audio>'
        return f'<a class="file" href="{source}">{alt or escape(ref.title)}</a>'
