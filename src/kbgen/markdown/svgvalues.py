"""Values of attributes and styles of somebody else's SVG: which may be kept, and as what they are written. Knows one
element, no drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbgen.markdown.svgends import PATH
from kbgen.markdown.svgtree import DECIMAL, Element, rounded
from kbgen.text.regex import regex

SHAPES = frozenset("path rect circle ellipse line polyline polygon".split())
# The numbers that each element is drawn by (w3.org/TR/SVG2/shapes.html, text.html).
_NUMBERS = {
    "rect": frozenset("x y width height rx ry".split()),
    "circle": frozenset("cx cy r".split()),
    "ellipse": frozenset("cx cy rx ry".split()),
    "line": frozenset("x1 y1 x2 y2".split()),
    **dict.fromkeys(("text", "tspan"), frozenset("x y dx dy".split())),
}
_CHOICES = {
    "text-anchor": frozenset(("start", "middle", "end")),
    "dominant-baseline": frozenset(("auto", "middle", "central", "hanging", "text-after-edge", "text-before-edge")),
    "font-weight": frozenset(("bold", "bolder", "600", "700", "800", "900")),
    "font-style": frozenset(("italic", "oblique")),
}
_MEASURES = frozenset(("stroke-width", "stroke-dasharray", "font-size"))
# What of a style may be kept; only what an author has asked for is marked so by what draws.
_STYLES = frozenset(("fill", "stroke", "stroke-width", "stroke-dasharray", *_CHOICES))
_UNITS = regex(r"px\b")

_LENGTH = regex(r"-?[0-9]*\.?[0-9]+(?:e-?[0-9]{1,2})?(?:px|em)?")
_PLACES = regex(r"[0-9eE,.\s-]*")
_TURNS = regex(r"\s*(?:(?:translate|rotate|scale|matrix)\([0-9eE,.\s+-]*\)\s*){1,4}")
_MEASURE = regex(r"[0-9]{1,3}(?:\.[0-9]{1,3})?(?:[\s,]+[0-9]{1,3}(?:\.[0-9]{1,3})?){0,7}")
_COLOUR = regex(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl)a?\([0-9][0-9.,%\s]{0,40}\)", re.IGNORECASE)
_NAMED = frozenset(  # w3.org/TR/css-color-4, section 6.1
    """aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue
    lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine
    mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise
    mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange
    orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna
    silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet
    wheat white whitesmoke yellow yellowgreen""".split()
)
# A colour that an author has chosen for white paper is mixed with those of the page, so that text can be read on it in
# the light and in the dark: 4.5 to 1 even on black and on white.
_MIXED = {"fill": "color-mix(in srgb, {} 25%, var(--ground))", "stroke": "color-mix(in srgb, {} 65%, var(--text))"}


def view_box(element: Element) -> list[float]:
    """The numbers of an element's `viewBox`: four where it has one that is valid."""
    return [float(one) for one in element.attributes.get("viewBox", "").split() if _LENGTH.fullmatch(one)]


def attribute(key: str, value: str, name: str) -> str:
    """The value of an attribute of geometry, of an element of that name, as it is written; '' where it is not."""
    if key in _NUMBERS.get(name, ()):
        return _rounds(value) if _LENGTH.fullmatch(value) else ""
    if key == "d" and name == "path":
        shown = " ".join(value.split())
        # flags of arcs may stand next to numbers without anything between them
        return (shown if "a" in shown or "A" in shown else _rounds(shown)) if PATH.fullmatch(shown) else ""
    if key == "points" and name in ("polyline", "polygon"):
        return _rounds(value) if _PLACES.fullmatch(value) else ""
    if key == "transform":
        return _rounds(value.strip()) if _TURNS.fullmatch(value) else ""
    if key in _CHOICES:
        return _chosen(key, value)
    if key in _MEASURES and key != "stroke-width":
        return _measured(value)
    return ""


def declared(style: str) -> Iterator[tuple[str, str]]:
    """The properties in a style, in their order."""
    for one in style.split(";"):
        name, _, value = one.partition(":")
        if value:
            yield name.strip().lower(), value.strip()


def styles(own: dict[str, str], name: str) -> Iterator[tuple[str, str]]:
    """Of what is declared for an element of that name what its author has asked for, as attributes. Texts are of the
    page's colour, whatever is behind them."""
    for key, value in own.items():
        value, asked = value.removesuffix("!important").strip(), value.endswith("!important")
        if key not in _STYLES or not (asked or key in _CHOICES or key == "stroke-dasharray"):
            continue
        if key in _MIXED:
            value = _mixed(key, value) if name in SHAPES else ""
        else:
            value = _chosen(key, value) if key in _CHOICES else _measured(value)
        if value:
            yield key, value


def _chosen(key: str, value: str) -> str:
    return value if value in _CHOICES[key] else ""


def _mixed(key: str, value: str) -> str:
    lower = value.lower()
    if lower in ("none", "transparent"):
        return "none"
    if lower in _NAMED or _COLOUR.fullmatch(lower):
        return _MIXED[key].format(lower)
    return ""


def _measured(value: str) -> str:
    value = _UNITS.sub("", value).strip()
    return value if _MEASURE.fullmatch(value) else ""


def _rounds(text: str) -> str:
    return DECIMAL.sub(lambda found: rounded(float(found[0])), text)
