"""Somebody else's SVG written anew: the gate between what draws diagrams and pages. Knows no diagram and no page.

Text in, elements of ours or a reason out. The text is read by a strict XML parser and gone through element by element:
what is not on the lists here is refused (elements) or left out (attributes), numbers and colours must look like such,
and words of text are escaped. What comes out has no id, no address, no style and no script: the heads of arrows, which
SVG has by reference, are put where they belong. So a drawing can stand on a page any number of times.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from html import escape, unescape
from typing import NamedTuple

from kbgen.markdown.svgends import ends_of
from kbgen.markdown.svglabels import lined, lines_of, wrap_label
from kbgen.markdown.svgtree import Element, RefusedError, number, read_svg, rounded
from kbgen.markdown.svgvalues import SHAPES, attribute, declared, styles, view_box
from kbgen.text.regex import regex

PREFIX = "d-"  # of all classes of a drawing, so that no other style sheet means them
SCALE = 0.9  # of pixels: the text of drawings is as large as what stands around it in tables
ROOM = 40 * 16  # pixels that a drawing has in a column of text
_PHONE = 358  # pixels that it has on most phones

_LONGEST = 400_000  # code points
_LARGEST = 20_000  # units that a drawing is wide or high
_LETTER = 8.5  # units that a letter of a tick of an axis takes, with what parts it from the next tick

_DRAWN = {name: name for name in (*SHAPES, "g", "text", "tspan")} | {"a": "g"}  # what an element is written as
# Definitions are read where they are referred to; a style is not, for the page has its own.
_ASIDE = frozenset(
    "defs marker symbol style title desc linearGradient radialGradient clipPath filter pattern metadata".split()
)
_REFERENCE = regex(r"url\(#([^()\"']+)\)")
_ASIDE_BY = regex(r"translate\(\s*[0-9eE.+-]+\s*,")
_CENTRED = "centred"


def _aside(element: Element) -> float:
    """How far an element is moved to the side."""
    return number(element.attributes.get("transform", "").partition("(")[2])


def _is_text(child: Element | str) -> bool:
    return isinstance(child, Element) and child.name == "text"


class Look(NamedTuple):
    """What a drawing may have besides its geometry: the classes that are kept, and for patterns of classes and for
    colours the classes that are put in their place; `authored` are the classes of elements whose colours an author has
    always chosen, for elsewhere only those are that are marked as important; `centred` are groups of text that belong
    in the middle of what they stand in, with the class of that ("" = any): measures of text are guesses; `wrapped` are
    shapes with room for several lines, of which the text is written in one."""

    classes: frozenset[str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    colours: dict[str, str]
    authored: frozenset[str]
    centred: frozenset[tuple[str, str]]
    wrapped: frozenset[str]


def kind_of(svg: str) -> str:
    """What an SVG says that it shows (`aria-roledescription`), "" where it does not."""
    found = regex(r'<svg [^<>]*? aria-roledescription="([^"<>]*)"').match(svg)
    return found[1] if found else ""


def redrawn(svg: str, css: str, look: Look, name: str = "") -> str:
    """An SVG written anew, with the class `css`. Raises RefusedError.

    It is called by its title, else by `name`, else "Diagram".
    """
    root = read_svg(svg)
    box = view_box(root)
    if root.name != "svg" or len(box) != 4 or min(box[2:]) <= 0:
        raise RefusedError("it has no size")
    if max(box[2:]) > _LARGEST:
        raise RefusedError("it is too large")
    width, height = box[2] * SCALE, box[3] * SCALE
    fits = " d-fits" if ROOM * 0.9 < width <= ROOM * 1.1 else " d-fits-phone" if _PHONE < width <= _PHONE * 1.2 else ""
    about = {child.name: child.text().strip() for child in root.children if isinstance(child, Element)}
    title, told = about.get("title") or name, about.get("desc", "")
    label = "" if title else ' aria-label="Diagram"'
    writer = _Writer(root, look)
    writer.out.append(
        f'<svg class="{css}{fits}" role="img"{label} width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="{" ".join(map(rounded, box))}">'
    )
    if title:
        writer.out.append(f"<title>{_escaped(title)}</title>")
    if told:
        writer.out.append(f"<desc>{_escaped(told)}</desc>")
    for child in root.children:
        if isinstance(child, Element):
            writer.element(child)
    return "".join(writer.out) + "</svg>"


class _Writer:
    def __init__(self, root: Element, look: Look) -> None:
        self.out: list[str] = []
        self.length = 0
        self.tick = -math.inf  # where the text of the last tick is
        self.look = look
        self.heads = {one.attributes.get("id", ""): one for one in root.elements() if one.name == "marker"}

    def element(self, element: Element, around: Collection[str] = ()) -> None:
        """Write an element and what is in it; `around` are the classes of what it stands in."""
        words = element.attributes.get("class", "").split()
        own = self._own(element, words)
        if _is_hidden(element, own):
            return
        if element.name == "foreignObject":
            self._label(element)
        elif element.name == "switch":
            self._within(element.children[-1:], around)
        elif element.name in _DRAWN:
            self._drawn(element, words, own, around)
        else:
            raise RefusedError("it has parts that are no drawing")

    def _own(self, element: Element, words: list[str]) -> dict[str, str]:
        """What an author has declared for an element with the classes `words`."""
        own = dict(declared(element.attributes.get("style", "")))
        if self.look.authored.isdisjoint(words):
            return own
        colours = {"fill": element.attributes.get("fill", "")} | own
        return {key: f"{value}!important" for key, value in colours.items()}

    def _drawn(self, element: Element, words: list[str], own: dict[str, str], around: Collection[str]) -> None:
        """Write a shape, a text or a group."""
        name, attributes = _DRAWN[element.name], element.attributes
        self._arrange(element, words, around)
        written = self._attributes(attributes, own, words, name)
        needed = written or name not in ("g", "tspan")
        self._put(f"<{name}{written}>" if needed else "")
        self._within(element.children, words, texts=name in ("text", "tspan"))
        self._put(f"</{name}>" if needed else "")
        if name in SHAPES and ("marker-start" in attributes or "marker-end" in attributes):
            self._ends(element)

    def _within(self, children: Sequence[Element | str], around: Collection[str], texts: bool = False) -> None:
        """Write what is in an element; its `texts` only where they are shown."""
        for child in children:
            if isinstance(child, Element):
                self.element(child, around)
            elif texts:
                self._put(_escaped(child))

    def _arrange(self, element: Element, words: list[str], around: Collection[str]) -> None:
        """Make room for texts, and move those that belong in the middle there."""
        if "tick" in words and self._is_crowded(element):
            element.children = [child for child in element.children if not _is_text(child)]
        if "node" in words and not self.look.wrapped.isdisjoint(words):
            wrap_label(element)
        if any((place, word) in self.look.centred for word in words for place in ("", *around)):
            _centre(element)
            words.append(_CENTRED)

    def _is_crowded(self, tick: Element) -> bool:
        """Whether there is no room for the text of a tick of an axis, behind the last one that had some."""
        place = _aside(tick)
        room = _LETTER * max((len(child.text()) for child in tick.elements()), default=0)
        if abs(place - self.tick) < room:
            return True
        self.tick = place
        return False

    def _put(self, written: str) -> None:
        self.length += len(written)
        if self.length > _LONGEST:
            raise RefusedError("it is too large")
        self.out.append(written)

    def _attributes(self, given: dict[str, str], own: dict[str, str], words: list[str], name: str) -> str:
        css = list(self._classes(given, own, words, name))
        written = [f' class="{" ".join(css)}"'] if css else []
        kept = {key: shown for key, value in given.items() if (shown := attribute(key, value, name))}
        for key, shown in (dict(styles(own, name)) | kept).items():
            written.append(f' {key}="{shown}"')
        return "".join(written)

    def _classes(self, given: dict[str, str], own: dict[str, str], words: list[str], name: str) -> Iterator[str]:
        look, seen = self.look, set[str]()
        for word in words:
            if word in look.classes or word == _CENTRED:
                seen.add(PREFIX + word)
            for pattern, into in look.patterns:
                if found := pattern.fullmatch(word):
                    seen.add(PREFIX + found.expand(into))
        for key in ("fill", "stroke"):
            colour = own.get(key, given.get(key, "")).replace(" ", "").lower()
            if colour in look.colours:
                seen.add(PREFIX + look.colours[colour])
            elif colour == "none" and name == "path" and not words and key not in own:
                seen.add(f"{PREFIX}no-{key}")
        return iter(sorted(seen))

    def _ends(self, element: Element) -> None:
        """The heads of a line, each where it belongs."""
        ends = ends_of(element)
        for key, end in zip(("marker-start", "marker-end"), ends, strict=True):
            found = _REFERENCE.fullmatch(element.attributes.get(key, ""))
            head = self.heads.get(found[1]) if found else None
            if head is None:
                continue
            back = key == "marker-start" and head.attributes.get("orient") == "auto-start-reverse"
            turned = (end.turn + 180 * back) % 360
            box = view_box(head)
            wide, x, y = (number(head.attributes.get(one, "0")) for one in ("markerWidth", "refX", "refY"))
            scale = min(3.0, (wide or 3) / box[2]) if len(box) == 4 and box[2] else 1.0
            place = f"translate({rounded(end.x)} {rounded(end.y)}) rotate({rounded(turned)})"
            if scale != 1:
                place += f" scale({rounded(scale)})"
            if x or y:
                place += f" translate({rounded(-x)} {rounded(-y)})"
            css = self._classes({}, {}, head.attributes.get("class", "").split(), "g")
            self._put(f'<g class="{" ".join(("d-head", *css))}" transform="{place}">')
            for child in head.children:
                if isinstance(child, Element) and child.name in SHAPES:
                    self.element(child)
            self._put("</g>")

    def _label(self, element: Element) -> None:
        """A label in HTML as text: its lines, one below the other, in the middle of its place."""
        x, y, width, height = (number(element.attributes.get(one, "0")) for one in ("x", "y", "width", "height"))
        lines = [line for line in (" ".join(one.split()) for one in lines_of(element).split("\n")) if line]
        if not lines:
            return
        if len(lines) == 1:
            lines = lined(lines[0], max(1, round(height / 24)))
        middle, first = rounded(x + width / 2), y + height / 2 - (len(lines) - 1) * 9.6
        self._put('<text text-anchor="middle" dominant-baseline="central">')
        for place, line in enumerate(lines):
            self._put(f'<tspan x="{middle}" y="{rounded(first + place * 19.2)}">{_escaped(line)}</tspan>')
        self._put("</text>")


def _is_hidden(element: Element, own: dict[str, str]) -> bool:
    """Whether nothing is to be seen of an element."""
    name, attributes = element.name, element.attributes
    unseen = name in _ASIDE or own.get("display") == "none" or attributes.get("opacity") == "0"
    empty = name in ("a", "g", "text") and not element.children
    return unseen or empty or (name == "rect" and "width" not in attributes)


def _centre(group: Element) -> None:
    """Move a group of text to the middle of what it stands in."""
    group.attributes["transform"] = _ASIDE_BY.sub("translate(0,", group.attributes.get("transform", ""))
    for inner in group.elements():
        if inner.name == "rect":
            inner.attributes["x"] = rounded(-number(inner.attributes.get("width", "0")) / 2)
        elif inner.name == "g" and _aside(inner):  # beside the middle, and below it
            del inner.attributes["transform"]


def _escaped(text: str) -> str:
    """Text as it is written; signs that the library has escaped as HTML, which SVG is not, are such again."""
    return escape(" ".join(unescape(text).split("\n")).replace("\xa0", " "), quote=False)
