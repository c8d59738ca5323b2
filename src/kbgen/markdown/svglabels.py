"""Labels of an SVG: those in HTML as lines of text, long ones broken into as many lines as there is room for."""

from __future__ import annotations

from textwrap import wrap

from kbgen.markdown.svgtree import Element, RefusedError, number, rounded


def lines_of(element: Element) -> str:
    """The text of a label in HTML, with its breaks. Raises RefusedError for what is no label."""
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child.replace("\n", " "))
        elif child.name == "br":
            parts.append("\n")
        elif child.name in ("p", "div", "li"):
            parts.append(f"\n{lines_of(child)}\n")
        elif child.name in ("span", "b", "i", "em", "strong", "code", "small", "s", "u", "ul"):
            parts.append(lines_of(child))
        else:
            raise RefusedError("it has parts that are no drawing")
    return "".join(parts)


def lined(text: str, most: int) -> list[str]:
    """A text in so many lines at most, as long as each other; only words that are much longer are broken.

    >>> lined("one two three", 1), lined("one two three four", 2), lined("onetwothree", 2)
    (['one two three'], ['one two', 'three four'], ['onetwo', 'three'])
    """
    even = max(1, -(-len(text) // most))
    longest = max(map(len, text.split()), default=0)
    limit = max(even, longest) if longest <= even * 1.5 else even
    while len(found := wrap(text, limit)) > most:
        limit += 1
    return found


def wrap_label(shape: Element) -> None:
    """Break the text of a shape into as many lines as there is room for."""
    box = next((child for child in shape.elements() if child.name == "rect" and "height" in child.attributes), None)
    rows = [one for one in shape.elements() if "row" in one.attributes.get("class", "").split()]
    text = next((one for one in shape.elements() if one.name == "text"), None)
    if box is None or text is None or len(rows) != 1:
        return
    lines = lined(rows[0].text(), max(1, round((number(box.attributes["height"]) - 16) / 17.6)))
    text.children.clear()
    for place, line in enumerate(lines):
        row = Element("tspan", {"x": "0", "y": f"{rounded(1.1 * place - 0.1)}em", "dy": "1.1em"})
        row.children.append(line)
        text.children.append(row)
