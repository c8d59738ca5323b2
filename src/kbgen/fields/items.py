"""A field as it is written in a text: `**Host:** [[ada]]`, a row of a table, `host:: ada`. Knows one line, not those
around it."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from kbgen.fields.spellings import FieldSettings, by_value, known
from kbgen.fields.wikilinks import Written, links_in
from kbgen.model import FieldValue
from kbgen.text.regex import as_spaces, regex

_CODE = regex(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_STRONG = regex(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_AUTOLINK = regex(r"<([a-z][a-z0-9+.-]*:[^<>\s]*)>", re.IGNORECASE)
# Pages in a property of Notion's: `Oak (Trees/Oak%200123….md), Elm (https://www.notion.so/Elm-0123…)`.
_RELATED = regex(
    r"(?:\A|(?<=\), ))([^\[\]\n]{1,200}?) "
    r"\(([^\s()]{1,900}(?<=[0-9a-f]{32})\.md|https://www\.notion\.so/[^\s()]{1,400})\)(?=, |\s*\Z)"
)


class Item(NamedTuple):
    """One field: its names (`name` empty: in no row), its value as plain text, its
    place, and its links, each with its line and `start` as column from 0 there."""

    name: str
    key: str
    value: FieldValue
    line: int
    column: int
    links: list[tuple[int, Written]]


def make_item(key: str, written: str, line: int, column: int, settings: FieldSettings) -> Item:
    """An item from its key and its value as written, which begins at a column from 0."""
    related = _with_links(written)
    hidden = _CODE.sub(as_spaces, related) if "`" in related else related
    links = [(line, link._replace(start=link.start + column)) for link in links_in(hidden)]
    if related != written:  # each had one bracket less before it
        links = [
            (line, one._replace(start=one.start - number, length=one.length - 1))
            for number, (line, one) in enumerate(links)
        ]
        written = related
    name = known(key, settings.spellings) or by_value(key, written, settings.spellings)
    return Item(name, key, plain_value(written), line, column + 1, links)


def _with_links(written: str) -> str:
    """A value with the pages that it names as Notion does as links, which have one bracket more at their beginnings."""
    if ".md)" not in written and ".notion.so/" not in written:
        return written
    return _RELATED.sub(r"[\1](\2)", written)


def plain_value(written: str) -> str:
    """A value without the markup around it: bold, code, pointed brackets, entities."""
    text = written.strip().removesuffix("\\").rstrip()
    if "`" in text:
        text = _CODE.sub(lambda code: code[2].strip(), text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"\2", text)
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
    return unescape(text) if "&" in text else text
