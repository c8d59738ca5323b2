"""Somebody else's SVG as a tree, and its numbers. Knows no list of what may stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from kbgen.text.regex import regex

_DEEPEST = 60  # elements in one another
_MOST = 20_000  # elements
DECIMAL = regex(r"-?[0-9]*\.[0-9]+(?:[eE]-?[0-9]+)?")


class RefusedError(Exception):
    """Why a text is not written anew, in words that follow "because"."""


class Element:
    """An element: its name, its attributes, and what is in it."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Element | str] = []

    def elements(self) -> Iterator[Element]:
        """The elements in it, each before what is in it."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def text(self) -> str:
        """All text in it, in order."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def read_svg(svg: str) -> Element:
    """The outermost element. Raises RefusedError for what is not well formed, has a DTD, or is too large."""
    root = Element("", {})
    around = [root]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > _MOST or len(around) > _DEEPEST:
            raise RefusedError("it is too large")
        element = Element(name, attributes)
        around[-1].children.append(element)
        around.append(element)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: around.pop()
    parser.CharacterDataHandler = lambda text: around[-1].children.append(text)
    try:
        parser.Parse(svg.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        raise RefusedError("its drawing is not well formed") from None
    return next(root.elements())


def _refuse(*_: object) -> None:
    raise RefusedError("its drawing is not well formed")


def rounded(number: float) -> str:
    """A number with two digits behind the point at most.

    >>> rounded(1.005), rounded(-0.001), rounded(120.0), rounded(-3.456)
    ('1', '0', '120', '-3.46')
    """
    shown = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def number(text: str) -> float:
    """The number that a text begins with, 0 without."""
    found = DECIMAL.match(text) or regex(r"-?[0-9]{1,6}").match(text)
    return float(found[0]) if found else 0.0
