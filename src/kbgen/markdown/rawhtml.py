"""Raw HTML of a document, tag by tag: what may stay, what turns into a hole, what goes and is reported.

The sanitiser behind it decides what is safe; this part sees that nothing is swallowed on the way there (an
open `<style>`, a quote that never closes), that relative addresses become links like any other, and that
the author hears what was removed, with line and column.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import NamedTuple

from markdown_it.common.html_re import HTML_TAG_RE

from kbgen.markdown.sanitise import EVERYWHERE, TAGS, escape_private
from kbgen.markdown.urls import UrlKind, classify
from kbgen.text.regex import regex

_NAME = regex(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)")
_ATTRIBUTE = regex(r"""([A-Za-z_:][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_SIZE = regex(r"\d{1,4}%?\Z")
# What Jekyll makes an address of: `{{ '/a.png' | relative_url }}`, `{{ site.baseurl }}/a.png`
_LIQUID = regex(
    r"\{\{[ \t]*[\"']([^\s\"'{}]{1,300})[\"'][ \t]*\|[ \t]*\w+[ \t]*\}\}"
    r"|\{\{[ \t]*site\.(?:base)?url[ \t]*\}\}([^\s{}]{1,300})"
)
_VOID = {"br", "hr", "wbr", "img", "input", "source", "track", "embed"}
_ENDLESS = frozenset("li p td th tr dt dd thead tbody tfoot caption".split())  # end where others begin
_SHOWN_FILES = {"img", "video", "audio"}
_BLOCKS = frozenset(
    (
        "blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p "
        "section summary table tbody td tfoot th thead tr ul"
    ).split()
)
# Elements of HTML that pages may not hold. What is neither here nor allowed is no HTML: `Array<T>`,
# `raw/<slug>.md` is text, and is shown.
_REFUSED = frozenset(
    (
        "applet area base basefont bgsound body button canvas col colgroup command content data datalist "
        "dialog embed fencedframe fieldset form frame frameset head hgroup html iframe image isindex "
        "keygen legend link listing map marquee math menu menuitem meta meter multicol nextid nobr "
        "noembed noframes noscript object optgroup option output param plaintext portal progress rb rtc "
        "script search select shadow slot spacer style svg template textarea title track xmp animate "
        "animatemotion animatetransform set use foreignobject annotation-xml mglyph malignmark desc"
    ).split()
)
_HARMLESS = frozenset("span font big article aside main header footer nav picture source input label".split())

# Elements that HTML no longer has, and what is written today.
_TODAY = {"center": "div", "strike": "s", "tt": "code"}

# What ends elements of code, and a tag that begins so. Where none is left, it is not looked for: that would search to
# the end.
_CODE_ENDS = {word: regex(rf"</{word}\s*>", re.IGNORECASE) for word in ("script", "style")}
_CLOSINGS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", "<": ">"}


class Anchor(NamedTuple):
    """What `open_link` and `show_file` are told of a tag: its address, its kind, and where it stands."""

    href: str
    kind: UrlKind
    offset: int
    length: int
    title: str
    alt: str
    attrs: str


class Depth:
    """How deep the elements of a document's raw HTML lie in each other. Beyond the deepest their tags are left out: no
    browser nests further than 512, and whoever reads them takes longer with each."""

    DEEPEST = 300

    def __init__(self) -> None:
        self.open = 0
        self.left_out = 0
        self.filmed = False  # whether the film or sound that is open is shown: it may name more files of the same

    def keeps(self, name: str, closing: bool) -> bool:
        """Whether a tag stays; those that need no end tag lie as deep as others do."""
        if name in _VOID or name in _ENDLESS:
            return self.open < self.DEEPEST
        if closing:
            if self.left_out:
                self.left_out -= 1
                return False
            self.open = max(0, self.open - 1)
        elif self.open >= self.DEEPEST:
            self.left_out += 1
            return False
        else:
            self.open += 1
        return True


class _Tag(NamedTuple):
    """A tag as it is written, its name (lower case), where it stands, and the attributes of a start tag."""

    text: str
    name: str
    closing: bool
    offset: int
    attributes: list[tuple[str, str]]

    def anchor(self, key: str) -> Anchor:
        """What it leads to or shows, by the attribute that has the address."""
        values = dict(reversed(self.attributes))
        href = values.get(key, "").strip()
        if href.startswith("{{") and (found := _LIQUID.fullmatch(href)):
            href = found[1] or found[2]
        size = "".join(f' {name}="{values[name]}"' for name in ("width", "height") if _SIZE.match(values.get(name, "")))
        title, alt = values.get("title", ""), values.get("alt", "")
        return Anchor(href, classify(href), self.offset, len(self.text), title, alt, size)


class Handlers(NamedTuple):
    """How the caller writes links and files, and hears of what was removed (tag, offset, length) and what lies too deep
    (offset); `depth` is that of the document so far."""

    open_link: Callable[[Anchor], str]
    close_link: Callable[[], str]
    show_file: Callable[[Anchor], str]
    removed: Callable[[str, int, int], None]
    too_deep: Callable[[int], None]
    depth: Depth


def rewrite(content: str, handlers: Handlers, inside_link: bool = False) -> str:
    """Raw HTML with complete, allowed tags only; text between them escaped where it would open a tag."""
    out: list[str] = []
    paragraph = -1  # where the one that is open was written
    pos = 0
    endless = set[str]()  # elements of code of which no end tag is left
    last = {opening: content.rfind(closing) for opening, closing in _CLOSINGS.items()}
    while (start := content.find("<", pos)) >= 0:
        out.append(escape_private(content[pos:start]))
        opening = next(o for o in _CLOSINGS if content.startswith(o, start))
        tag = HTML_TAG_RE.match(content, start) if last[opening] > start else None
        if tag is None:
            out.append("&lt;")
            pos = start + 1
            name = _NAME.match(content, start)
            if content.startswith("<!--", start) or (name and name[2].lower() in _REFUSED):
                handlers.removed(name[2] if name else "!--", start, 1)
            continue
        pos = tag.end()
        name = _NAME.match(tag.group())
        if name is None:  # comment, declaration, processing instruction, CDATA
            continue
        word = _TODAY.get(name[2].lower(), name[2].lower())
        if word in _CODE_ENDS and not name[1]:
            handlers.removed(word, start, tag.end() - start)
            closing = _CODE_ENDS[word].search(content, pos) if word not in endless else None
            if closing is None:
                endless.add(word)
            else:
                pos = closing.end()
            continue
        closes = bool(name[1])
        attributes = _attributes(tag.group()) if not closes else []
        made = _rewritten(_Tag(tag.group(), word, closes, start, attributes), handlers, inside_link)
        if made and (word in _BLOCKS or word == "div"):  # these end it as well
            made = made if made != "</p>" or paragraph >= 0 else ""
            paragraph = len(out) if made.startswith(("<p>", "<p ")) else -1
        out.append(made)
    out.append(escape_private(content[pos:]))
    if paragraph >= 0:  # it does not end in this piece: what stands behind it are paragraphs of their own
        if "".join(out[paragraph + 1 :]).strip():
            out.append("</p>")
        else:
            out[paragraph] = ""
    return "".join(out)


_TARGET = regex(r"<[A-Za-z][^<>]{0,300}?\s(?:id|name)\s*=\s*(?:\"([\w.:-]{1,100})\"|'([\w.:-]{1,100})')[^<>]*>")


def names_in(content: str) -> list[str]:
    """What start tags in raw HTML are named for links to lead there: `<a id="x">`, `<a name="x">`, `<h2 id="x">`."""
    if "id" not in content and "name" not in content:
        return []
    return [found[1] or found[2] for found in _TARGET.finditer(content)]


def _rewritten(tag: _Tag, handlers: Handlers, inside_link: bool) -> str:
    """A tag as it may stay, or what stands in its place."""
    dangerous = [key for key, _ in tag.attributes if key.startswith("on") or key in ("srcdoc", "formaction")]
    if dangerous and tag.name not in _REFUSED:
        handlers.removed(f"{tag.name} {dangerous[0]}", tag.offset, len(tag.text))
    if tag.name == "a":
        if inside_link:
            return ""
        return handlers.close_link() if tag.closing else handlers.open_link(tag.anchor("href"))
    if tag.name in _SHOWN_FILES or (tag.name == "source" and not handlers.depth.filmed):
        return _file(tag, handlers)
    if tag.name in _REFUSED:
        return _refused(tag, handlers, inside_link) if not tag.closing else ""
    if tag.name in _HARMLESS or (inside_link and tag.name in _BLOCKS):
        return ""
    if tag.name not in TAGS:
        return html.escape(tag.text)
    if not handlers.depth.keeps(tag.name, tag.closing):
        handlers.too_deep(tag.offset)
        return ""
    return f"</{tag.name}>" if tag.closing else _start(tag)


def _file(tag: _Tag, handlers: Handlers) -> str:
    """What is shown of a picture, a film or a sound, or of a source of one that names no file itself."""
    file = tag.anchor("src")
    handlers.depth.filmed = not tag.closing and tag.name != "img" and bool(file.href)
    return "" if tag.closing or (tag.name == "source" and not file.href) else handlers.show_file(file)


_FRAMES = {"iframe": "src", "embed": "src", "object": "data"}


def _refused(tag: _Tag, handlers: Handlers, inside_link: bool) -> str:
    """What stands in place of a start tag that no page may hold: a link to what a frame would show, by its title or
    address; '' for any other element."""
    handlers.removed(tag.name, tag.offset, len(tag.text))
    frame = tag.anchor(_FRAMES[tag.name]) if tag.name in _FRAMES and not inside_link else None
    if frame is None or not frame.href or frame.kind not in ("web", "path"):
        return ""
    shown = escape_private(html.escape(frame.title or frame.href))
    opening = handlers.open_link(frame._replace(title=""))
    return f"{opening}{shown}{handlers.close_link()}" if opening else ""


def _start(tag: _Tag) -> str:
    """A start tag with those of its attributes that it may have."""
    allowed = TAGS[tag.name] | EVERYWHERE
    kept = "".join(f' {key}="{escape_private(html.escape(value))}"' for key, value in tag.attributes if key in allowed)
    return f"<{tag.name}{kept}>"


def _attributes(tag: str) -> list[tuple[str, str]]:
    """Names (lower case) and decoded values of a start tag's attributes."""
    inner = tag[1:-1].rstrip("/")
    name = _NAME.match(tag)
    inner = inner[name.end() - 1 if name else 0 :]
    return [(m[1].lower(), html.unescape((m[2] or "").strip("\"'"))) for m in _ATTRIBUTE.finditer(inner)]
