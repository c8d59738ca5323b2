"""How the values of fields in a body are written: with markup around them, in cells, and as Notion names pages. Knows
strings only."""

from __future__ import annotations

import re
from html import unescape

from kbgen.text.regex import regex

_CELL = regex(r"[ \t]*(?P<cell>(?:\[\[[^\[\]\n]*\]\]|`[^`\n]*`|\\.|[^|\\\n])*)")
RULE_ROW = regex(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_CODE = regex(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_STRONG = regex(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_AUTOLINK = regex(r"<([a-z][a-z0-9+.-]*:[^<>\s]*)>", re.IGNORECASE)
# Pages in a property of Notion's: `Oak (Trees/Oak%200123….md), Elm (https://www.notion.so/Elm-0123…)`.
_RELATED = regex(
    r"(?:\A|(?<=\), ))([^\[\]\n]{1,200}?) "
    r"\(([^\s()]{1,900}(?<=[0-9a-f]{32})\.md|https://www\.notion\.so/[^\s()]{1,400})\)(?=, |\s*\Z)"
)


def with_links(written: str) -> str:
    """A value with the pages that it names as Notion does as links, which have one bracket more at their beginnings."""
    if ".md)" not in written and ".notion.so/" not in written:
        return written
    return _RELATED.sub(r"[\1](\2)", written)


def without_code(written: str) -> str:
    """A value with blanks for its code."""
    return _CODE.sub(lambda code: " " * len(code[0]), written) if "`" in written else written


def plain(written: str) -> str:
    """A value without the markup around it: bold, code, pointed brackets, entities."""
    text = written.strip().removesuffix("\\").rstrip()
    if "`" in text:
        text = _CODE.sub(lambda code: code[2].strip(), text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"\2", text)
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
    return unescape(text) if "&" in text else text


def cells_of(row: str) -> list[tuple[str, int]]:
    """The cells of a table row, each with its column from 0. A pipe in a link parts no cells."""
    cells = []
    position = row.index("|") + 1
    while position < len(row) and (match := _CELL.match(row, position)):
        cells.append((match["cell"].rstrip(), match.start("cell")))
        position = match.end() + 1
    return cells
