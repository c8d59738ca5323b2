"""A page's text of HTML as the markdown that kbgen reads as that text.

markdownify writes it, with rules of our own for what it writes otherwise or not at all: notes, boxes with a title,
boxes to be ticked, marked words, formulas. These stand in HTML in the ways of the programs that publish markdown
(kbgen, Obsidian Publish, Quartz, MkDocs, GitHub, Starlight, Pandoc).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from kbgen.author.inline import FORMULA

Rewrite = Callable[[Tag], str]
"""What markdown a link or picture is (empty: what markdownify makes of it), after it was put right in its place."""

PRIVATE = re.compile("[\ue010\ue011]")
"""Signs that stand for finished markdown until all is written; to be taken out of a text before."""

ATTRIBUTES = frozenset(("type", "checked", "start", "data-callout", "open", "alttext", "display"))
"""Attributes that rules look at, beside those of every page."""

_MADE = re.compile("\ue010(\\d+)\ue011")
_GAP = re.compile(r"[ \t]{100,}")
_DEEPEST = 20  # quotes and boxes in one another
_BOXES = ".callout, .admonition, .markdown-alert, .starlight-aside"
_BOX_TITLE = ".callout-title, .admonition-title, .markdown-alert-title, .starlight-aside__title, summary"
_KINDS = re.compile(
    r"(?:callout-|markdown-alert-|starlight-aside--)?"
    r"(note|abstract|summary|tldr|info|todo|tip|hint|important|success|check|done|question|help|faq|warning|caution|"
    r"attention|failure|fail|missing|danger|error|bug|example|quote|cite)"
)
_NOTE = re.compile(r"#(?:user-content-)?(?:fn|footnote)[-:_]?(?!.*ref)[\w:-]+\Z", re.IGNORECASE)
_BACK = re.compile(r"#(?:user-content-)?(?:fn|footnote)-?ref", re.IGNORECASE)
_ANCHORS = ".headerlink, .header-anchor, .heading-link, .heading-anchor, h1 > a.anchor, h2 > a.anchor, h3 > a.anchor"


class Writer(MarkdownConverter):
    """markdownify's converter, with what kbgen reads otherwise."""

    def __init__(self, language: Callable[[Tag], str]) -> None:
        super().__init__(
            heading_style="ATX",
            bullets="-",
            code_language_callback=language,
            escape_misc=True,
            sup_symbol="<sup>",
            sub_symbol="<sub>",
        )
        self.language = language

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Signs that only kbgen takes for markup are hidden as well."""
        escaped = super().escape(text, parent_tags)  # type: ignore[misc]
        return FORMULA.sub(r"\$", str(escaped).replace("%%", r"\%\%"))

    def convert_pre(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        """Code, in a fence that is longer than any in it."""
        longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{self.language(tag)}\n{text.strip(chr(10))}\n{fence}\n\n"

    def convert_mark(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        """Marked words."""
        bare = text.strip()
        return f"=={bare}==" if bare and "\n" not in bare else text

    def convert_dt(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        """A term that is explained."""
        return f"\n\n{' '.join(text.split())}\n" if text.strip() else ""

    def convert_dd(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        """What explains it."""
        lines = text.strip().split("\n")
        return "\n".join([f":   {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])]) + "\n"

    def convert_dl(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        """A list of terms."""
        return f"\n\n{text}\n\n"


def markdown_of(main: Tag, rewrite: Rewrite, language: Callable[[Tag], str]) -> str:
    """The text of a part of a page as markdown. The part is changed."""
    page = _Page(main, Writer(language))
    for tag in main.select(_ANCHORS):
        is_all = tag.parent is not None and tag.get_text(strip=True) == tag.parent.get_text(strip=True)
        tag.unwrap() if is_all else tag.decompose()  # some put the whole heading into it
    page.gaps()
    page.formulas()
    page.notes()
    page.ticks()
    page.boxes()
    page.quotes()
    for tag in main.find_all(("a", "img")):
        if not tag.decomposed and (made := rewrite(tag)):
            page.put(tag, made)
    return page.written()


class _Page:
    """The part of a page that is turned into markdown, and the markdown that is finished already."""

    def __init__(self, main: Tag, writer: Writer) -> None:
        self.main = main
        self.writer = writer
        self.made: list[str] = []
        self.ends: list[tuple[str, Tag]] = []  # notes: how they are called, their text

    def put(self, tag: Tag, markdown: str) -> None:
        """Markdown in the place of an element."""
        put_text(tag, self.sign(markdown))

    def sign(self, markdown: str) -> str:
        self.made.append(markdown)
        return f"\ue010{len(self.made) - 1}\ue011"

    def gaps(self) -> None:
        """Long runs of spaces outside code as one: markdownify looks at the rest of a run from each of its spaces."""
        for text in [text for text in self.main.find_all(string=_GAP) if text.find_parent("pre") is None]:
            text.replace_with(type(text)(_GAP.sub(" ", text)))

    def formulas(self) -> None:
        """Formulas, of those that are set what they were set of."""
        for tag in self.main.select("math[alttext]"):
            written = str(tag["alttext"]).strip()
            self.put(tag, f"\n\n$$\n{written}\n$$\n\n" if tag.get("display") == "block" else f"${written}$")
        for tag in self.main.select("code.math"):
            written = tag.get_text()
            self.put(tag, f"\n\n{written}\n\n" if "display" in _classes(tag) else written)

    def notes(self) -> None:
        """`[^1]` where a note is called, and the notes, which are taken out of the page."""
        text_of = {str(item.get("id")): item for item in self.main.select(".footnotes li[id], .footnote li[id]")}
        called: dict[str, str] = {}
        for link in self.main.find_all("a", href=_NOTE):
            name = str(link.get("href"))[1:]
            if name in text_of:
                called.setdefault(name, str(len(called) + 1))
                around = link.parent if link.parent is not None and link.parent.name == "sup" else link
                self.put(around, f"[^{called[name]}]")
        for name, number in called.items():
            item = text_of[name]
            for link in item.find_all("a", href=_BACK):
                link.decompose()
            self.ends.append((number, item.extract()))
        for section in self.main.select(".footnotes, .footnote"):
            if not section.decomposed and not section.get_text(strip=True):
                section.decompose()

    def ticks(self) -> None:
        """Entries that are done, or to be."""
        for box in self.main.find_all("input"):
            entry = box.find_parent("li")
            if entry is not None and box.get("type") == "checkbox":
                self.put(box, "[x]" if box.has_attr("checked") else "[ ]")
            else:
                box.decompose()

    def boxes(self) -> None:
        """Boxes with a title: block quotes that begin with `[!kind]`."""
        boxes = self.main.select(_BOXES)
        titles = self.titles(boxes)
        for box in reversed(boxes):  # those within others first
            kind = _kind_of(box)
            title = titles.get(id(box))
            words = title.get_text(" ", strip=True) if title is not None else ""
            if title is not None:
                title.decompose()
            folded = ("+" if box.has_attr("open") else "-") if box.name == "details" else ""
            named = "" if words.casefold() == kind else f" {' '.join(words.split())}"
            head = BeautifulSoup("", "html.parser").new_tag("p")
            head.append(self.sign(f"[!{kind}]{folded}{named}".rstrip()))
            box.insert(0, head)
            box.name = "blockquote"
        for rest in self.main.select(".callout-icon, .callout-fold"):
            rest.decompose()

    def quotes(self) -> None:
        """Quotes in so many others that nobody would write them are divisions: each line of markdown begins with the
        signs of all quotes around it."""
        depth = {id(self.main): 0}
        for tag in self.main.find_all(True):
            around = depth[id(tag.parent)]
            if tag.name == "blockquote" and around == _DEEPEST:
                tag.name = "div"
            depth[id(tag)] = around + (tag.name == "blockquote")

    def titles(self, boxes: Iterable[Tag]) -> dict[int, Tag]:
        """The titles of boxes, by the `id` of the box: the first that stands in it, and in no other box within. All are
        found in one walk, however many boxes stand in one another."""
        every, wanted = set(map(id, boxes)), set(map(id, self.main.select(_BOX_TITLE)))
        inside = {id(self.main): 0}  # element -> the box that it is, or stands in
        found: dict[int, Tag] = {}
        for tag in self.main.find_all(True):
            box = inside[id(tag.parent)]
            if box and id(tag) in wanted:
                found.setdefault(box, tag)
            inside[id(tag)] = id(tag) if id(tag) in every else box
        return found

    def written(self) -> str:
        """The markdown of the whole."""
        text = "\n\n".join([self._markdown(self.main), *self._notes()])
        for _ in range(3):  # a link may stand in a note
            text = _MADE.sub(lambda found: self.made[int(found[1])], text)
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<![ \t])[ \t]+$", "", text, flags=re.M)).strip() + "\n"

    def _notes(self) -> Iterator[str]:
        for number, item in self.ends:
            lines = self._markdown(item).strip().split("\n")
            yield "\n".join([f"[^{number}]: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])])

    def _markdown(self, tag: Any) -> str:
        if tag.name == "li":
            tag.name = "div"
        return str(self.writer.convert_soup(tag))


def put_text(tag: Tag, text: str) -> None:
    """Make an element one of this text alone. It keeps its place: to take it out, it would be looked for among all that
    stand beside it."""
    tag.name, tag.attrs = "span", {}
    tag.string = text


def _kind_of(box: Tag) -> str:
    given = str(box.get("data-callout") or "").lower()
    if re.fullmatch(r"[a-z][\w-]{0,31}", given):
        return given
    found = (_KINDS.fullmatch(one.lower()) for one in _classes(box))
    return next((one[1] for one in found if one is not None), "note")


def _classes(tag: Tag) -> list[str]:
    return [str(one) for one in (tag.get("class") or ())]
