"""Whether an SVG picture is passive: holds no script and loads nothing. Knows bytes only.

An SVG opened by its own address runs as a page of the site (faults.md, X22), so one is published only
if everything in it is on these lists. What a browser would read otherwise than this parser is refused:
a document type (and with it all entities), processing instructions, encodings other than UTF-8.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from kbgen.text.regex import regex

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
# Notes that drawing programs leave; no browser does anything with elements or attributes of these.
_INERT = {
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://www.serif.com/",
    "http://vectornator.io",
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# https://www.w3.org/TR/SVG2/eltindex.html without script, foreignObject, animation, links and media.
_ELEMENTS = _words(
    """svg g defs symbol use switch title desc metadata style view
    path rect circle ellipse line polyline polygon text tspan textPath image marker
    linearGradient radialGradient stop pattern clipPath mask filter
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
    feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
    feTurbulence"""
)
# https://www.w3.org/TR/SVG2/attindex.html and propidx.html, those of the elements above.
_ATTRIBUTES = _words(
    """lang style type media version baseProfile contentScriptType contentStyleType role tabindex
    systemLanguage zoomAndPan x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox
    preserveAspectRatio transform rotate textLength lengthAdjust startOffset side method spacing path
    pathLength refX refY markerWidth markerHeight markerUnits orient offset gradientUnits
    gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits
    maskUnits maskContentUnits filterUnits primitiveUnits filterRes in in2 result mode values operator k1
    k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha
    surfaceScale diffuseConstant specularConstant specularExponent limitingConeAngle pointsAtX pointsAtY
    pointsAtZ azimuth elevation z scale xChannelSelector yChannelSelector stdDeviation radius
    baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline
    enable-background fill fill-opacity fill-rule filter flood-color flood-opacity font font-family
    font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant
    font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical
    image-rendering isolation kerning letter-spacing lighting-color marker marker-end marker-mid
    marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-rendering
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-overflow
    text-rendering transform-box transform-origin unicode-bidi vector-effect visibility white-space
    word-spacing writing-mode"""
)
# Attributes that draw nothing and load nothing, by namespace.
_NOTES = {
    "": {"id", "class"},
    _XML: {"space", "lang", "id"},
    _XLINK: {"title", "type", "show", "actuate", "role", "arcrole"},
}
_LOCAL = regex(r"\s*#[^\s\"'()\\]*\s*")
_PICTURE = regex(r"\s*data:image/(?:png|jpe?g|gif|webp)(?:;[\w=-]+)*,[\w+/=%\s.-]*", re.IGNORECASE)
_QUOTED_URL = regex(r"url\(\s*(\"[^\"]*\"|'[^']*'|[^\"'()]*?)\s*\)", re.IGNORECASE)
# What could load a file from style sheets besides url(); a backslash can spell any of it in disguise.
_LOADS = regex(
    r"\\|@import|@namespace|@charset|image-set|behavior|-moz-binding"
    r"|url\s*\(|\b(?:image|src|element|paint|cross-fade|expression)\s*\(",
    re.IGNORECASE,
)
_BIGGEST = 10_000_000  # bytes
_MOST_COPIES = 100_000  # elements drawn through references to references
_DEEPEST = 16  # references that lead to references
_MOST_NESTED = 200  # elements in one another


def is_passive_svg(data: bytes) -> bool:
    """Whether an SVG file may be published: well-formed, all of it on the lists, nothing from elsewhere,
    no references that multiply without bound. Never raises."""
    if len(data) > _BIGGEST:
        return False
    reader = _Reader()
    try:
        data.decode()
        reader.parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError, _Active, ValueError):
        return False
    return reader.is_svg and _bounded(reader.references)


class _Active(Exception):
    """Something that is not on the lists."""


class _Reader:
    """Reads a file once, raises _Active at the first thing refused, and collects `references`: the ids
    that the element of each id refers to, itself or within."""

    def __init__(self) -> None:
        self.is_svg = False
        self.references: dict[str, list[str]] = {"": []}
        self.open: list[str] = []
        self.css: list[str] | None = None
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = _refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        self.parser = parser

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
            raise _Active

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if len(self.open) > _MOST_NESTED:
            raise _Active
        if space in _INERT:
            self.open.append("")
            return
        if space != _SVG or name not in _ELEMENTS or self.css is not None:
            raise _Active
        if not self.open:
            self.is_svg = name == "svg"
        self.open.append(attributes.get("id", ""))
        if name == "style":
            self.css = []
        for attribute, value in attributes.items():
            self.attribute(attribute, value)

    def attribute(self, attribute: str, value: str) -> None:
        space, _, name = attribute.rpartition(" ")
        if space in _INERT:
            return
        if name == "href" and space in ("", _XLINK):
            if _LOCAL.fullmatch(value):
                self.refer(value)
            elif not _PICTURE.fullmatch(value):
                raise _Active
        elif not space and name in _ATTRIBUTES:
            self.style(value)
        elif name not in _NOTES.get(space, ()) and not (space == "" and name.startswith(("data-", "aria-"))):
            raise _Active

    def style(self, text: str) -> None:
        """Check a style sheet, or one value as presentation attributes have it."""

        def local(match: re.Match[str]) -> str:
            address = match[1].strip("\"'")
            if _LOCAL.fullmatch(address):
                self.refer(address)
            elif not _PICTURE.fullmatch(address):
                raise _Active
            return ""

        if _LOADS.search(_QUOTED_URL.sub(local, text)):
            raise _Active

    def refer(self, address: str) -> None:
        target = address.strip()[1:]
        for holder in {"", *self.open}:
            self.references.setdefault(holder, []).append(target)

    def text(self, text: str) -> None:
        if self.css is not None:
            self.css.append(text)

    def end(self, tag: str) -> None:
        self.open.pop()
        if self.css is not None and tag == f"{_SVG} style":
            css, self.css = "".join(self.css), None
            self.style(css)


def _refuse(*_: object) -> None:
    raise _Active


def _bounded(references: dict[str, list[str]]) -> bool:
    """Whether following all references ends, and soon: the “billion laughs” of pictures."""
    costs: dict[str, int] = {}

    def cost(name: str, depth: int) -> int:
        if depth > _DEEPEST:
            return _MOST_COPIES + 1
        if name not in costs:
            costs[name] = _MOST_COPIES + 1  # stands while it is being found out: a circle is endless
            costs[name] = 1 + sum(cost(target, depth + 1) for target in references.get(name, ()))
        return costs[name]

    return cost("", 0) <= _MOST_COPIES
