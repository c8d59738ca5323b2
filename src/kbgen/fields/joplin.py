"""What Joplin writes around a text in its own format (RAW exports, folders that it synchronises): the title on the
first line, and below the text lines of `key: value` from `id:` to `type_:`. Knows lines, not the document they belong
to.
"""

from __future__ import annotations

from typing import NamedTuple

from kbgen.fields.items import Item, make_item
from kbgen.fields.spellings import FieldSettings
from kbgen.text.regex import regex

_LINE = regex(r"([a-z_]{2,40}):(?: (.*))?\Z")
_NUMBER = regex(r"id: [0-9a-f]{32}\Z")
_LAST = "type_: "
_NOTE = "type_: 1"  # joplinapp.org/help/api/references/rest_api, "Item type IDs"
NO_NOTE = "Joplin type_"
"""The key of the field that only notebooks, tags, files and the like have."""

_KEPT = frozenset(("id", "created_time", "updated_time", "author", "source_url"))
_MOST_LINES = 60


class JoplinItem(NamedTuple):
    """The fields of an item of Joplin, and the numbers of the lines, from 1, that are nothing else."""

    items: list[Item]
    lines: list[int]


def read_joplin(text: str, settings: FieldSettings) -> JoplinItem | None:
    """What Joplin says of a text; None for one that is not of Joplin."""
    if f"\n{_LAST}" not in text or "id: " not in text:
        return None
    lines = text.rstrip("\n").split("\n")
    if not lines[-1].startswith(_LAST):
        return None
    first = len(lines) - 1
    while not _NUMBER.match(lines[first]):
        if not first or len(lines) - first == _MOST_LINES or not _LINE.match(lines[first]):
            return None
        first -= 1
    if first and lines[first - 1].strip():
        return None
    items = [Item("title", "title", lines[0].strip(), 1, 1, [])] if first and lines[0].strip() else []
    for number, line in enumerate(lines[first:], first):
        key, _, value = line.partition(":")
        if key in _KEPT and value.strip():
            items.append(make_item(key, value, number + 1, len(key) + 1, settings)._replace(column=1))
    if lines[-1] != _NOTE:
        items.append(Item(NO_NOTE, NO_NOTE, lines[-1].removeprefix(_LAST), len(lines), 1, []))
    return JoplinItem(items, [*([1] if first else []), *range(first + 1, len(lines) + 1)])
