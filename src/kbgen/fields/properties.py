"""Fields written as `key:: value`, as Logseq and Dataview have them: lines that a page begins with, or right below its
title. Knows lines of markdown, not the document they belong to.
"""

from __future__ import annotations

from typing import NamedTuple

from kbgen.fields.items import Item, make_item
from kbgen.fields.lines import first_written
from kbgen.fields.spellings import FieldSettings
from kbgen.text.regex import regex

# Two colons in a row mean nothing else where a line is a word or three and a value: one such line is enough.
_PROPERTY = regex(
    r"[ ]{0,3}(?P<mark>\*\*|__|)(?P<key>[^\s*_`\[\]|<>#:：(){}-](?:[^*`\[\]|<>:：(){}\n]{0,58}[^\s*`\[\]|<>:：(){}])?)"
    r"(?P=mark)::(?P=mark)(?:[ \t]+(?P<value>.*)|[ \t]*)$"
)
_PLANNED = regex(r"[ ]{0,3}(?P<key>SCHEDULED|DEADLINE):[ \t]*<(?P<value>[^<>\n]*)>[ \t]*$")
_QUOTED = regex(r"\"([^\"\[\]]+)\"[ \t]*")
_RULE = regex(r" {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$")
_TITLE = regex(r" {0,3}#[ \t]")
_MOST_WORDS = 4


class Properties(NamedTuple):
    """Properties in the order of the file, lines counted from 1; and the number of a rule that parts them from the text
    (0: none)."""

    items: list[Item]
    rule: int


def read_properties(body: str, settings: FieldSettings, first: int) -> Properties | None:
    """The properties of a body, None without. The lines before index `first` are empty."""
    if "::" not in body:
        return None
    lines = body.split("\n")
    items, rule = _run(lines, first_written(lines, first), settings), 0
    end = first_written(lines, items[-1].line if items else first)
    if items and end < len(lines) and _RULE.match(lines[end]):
        rule = end + 1
        end = first_written(lines, rule)
    if end < len(lines) and _TITLE.match(lines[end]):
        items += _run(lines, first_written(lines, end + 1), settings)
    return Properties(items, rule) if items else None


def _run(lines: list[str], start: int, settings: FieldSettings) -> list[Item]:
    """The properties on consecutive lines."""
    items: list[Item] = []
    for number in range(start, len(lines)):
        planned = _PLANNED.match(lines[number]) if items else None
        match = planned or _PROPERTY.match(lines[number])
        if match is None or len(match["key"].split()) > _MOST_WORDS:
            break
        value = match["value"] or ""
        column = match.start("value") if match["value"] is not None else len(lines[number])
        if quoted := _QUOTED.fullmatch(value):  # in Logseq quotes say that nothing in the value is a link
            value, column = quoted[1], column + 1
        key = match["key"].lower() if planned else match["key"]
        item = make_item(key, value, number + 1, column, settings)
        items.append(item._replace(column=match.start("key") + 1))
    return items
