"""The texts in fields that may name pages or files without being links, and where they stand: `host: Ann Example`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kbgen.fields.dates import parse_date
from kbgen.fields.lookup import each, is_address
from kbgen.fields.okf import origin_of
from kbgen.fields.spellings import EVIDENCE, ParseSettings, parted_key
from kbgen.fields.statements import SOURCES
from kbgen.fields.ties import is_relation, tie_of
from kbgen.model import Field, FieldText, FieldValue
from kbgen.text.names import split_names, without_role
from kbgen.text.nothing import says_nothing
from kbgen.text.paths import MARKDOWN
from kbgen.text.regex import regex

# Fields whose plain values are names of pages or files (`schema.md`, "Plain values that are names").
_NAMES = frozenset({
    "host", "guests", "participants", "authors", "channel", "publisher", "concepts", "entities", "topics", "themes",
    "related", "links", "cites", "raw_file", "redirect_from", "parent", "parents", "grand_parent", "up",
})  # fmt: skip

# Fields whose values are no paths, though they may look like some.
_PATHLESS = frozenset({
    "type", "title", "aliases", "tags", "description", "id", "slug", "permalink", "published", "created", "updated",
    "ingested", "raw_hash", "status", "credibility", "format",
})  # fmt: skip
# `wiki/entities/KO.md`, `A note.md`, `concepts/life-extension`, and ids that are addresses: `okf://specs/format`
_PATH = regex(
    rf"[^\s:|<>\[\]][^\n:|<>\[\]]{{0,300}}{MARKDOWN}(?:#[^\s|<>\[\]]{{1,100}})?"
    r"|[^\s:|<>\[\]]{1,200}/[^\s:|<>\[\]]{1,100}"
    r"|(?!https?:|mailto:)[a-z][a-z0-9+.-]{1,30}:[^\s|<>\[\]]{3,200}",
    re.IGNORECASE,
)

_FIELD_LINES = 400  # lines of a header that are searched for a value's place


class _Text(NamedTuple):
    """A text of a field; `relation` and `by_path` are those of `FieldText`."""

    text: str
    relation: str
    by_path: bool


def named_in(fields: tuple[Field, ...], text: str, settings: ParseSettings) -> tuple[FieldText, ...]:
    """The texts in the fields of a document that may name a page or file, but for those that are written as links, in
    their order, with their places in its whole `text` (where one cannot be found: that of what stands before it)."""
    found: list[FieldText] = []
    lines: list[str] = []
    for number, field in enumerate(fields):
        if not (texts := list(_naming(field, settings))):
            continue
        lines = lines or text.split("\n")
        line, column, last = field.line - 1, field.column - 1, _last_line(fields, number)
        for value, relation, by_path in texts:
            place = _find(lines, value, line, column, last)
            if place is None and (name := without_role(value)) != value:  # put together of a map's values
                place = _find(lines, name, line, column, last)
            line, column = place or (line, column)
            found.append(FieldText(number, value, line + 1, column + 1, len(value), by_path, relation))
            column += len(value) if place is not None else 0
    return tuple(found)


def _naming(field: Field, settings: ParseSettings) -> Iterator[_Text]:
    """The texts of a field that may name pages or files."""
    listed = field.name in settings.relations or field.key in settings.relations
    by_name = listed or field.name in _NAMES or field.key.endswith("_ids")
    if field.name == "aliases":
        addresses = (leaf for leaf, _ in _leaves(field.value, field.key) if is_address(leaf))
        yield from (_Text(part, "", not by_name) for leaf in addresses for part in _unlinked(leaf))
        return
    is_tie = not by_name and field.name == field.key and is_relation(field.key)
    by_path = not (by_name or is_tie)
    if by_path and (field.name in _PATHLESS or "." in field.key):
        return
    told = set(_told_from(field.value)) if by_path and parted_key(field.key) in EVIDENCE else set()
    for leaf, relation in _sources(field.value) if field.name == "cites" else _leaves(field.value, field.key):
        if by_path and not (relation or leaf in told or _PATH.fullmatch(leaf)):
            continue
        if is_tie and not relation and (says_nothing(leaf) or parse_date(leaf) is not None):
            continue
        for part in _unlinked(leaf):
            yield _Text(part, relation, by_path and not relation and part not in told)


def _unlinked(text: str) -> list[str]:
    """A text, or, where links stand in it, those of its parts that are none: `[[ann]] (CEO), Lex ([[x]])` has `Lex`."""
    if "[[" not in text and "](" not in text:
        return [text] if text else []
    parts = [without_role(part) if "[[" in part else part for part in split_names(text)]
    return [part for part in parts if "[[" not in part and "](" not in part]


def _leaves(value: FieldValue, field: str, relation: str = "") -> Iterator[tuple[str, str]]:
    """The texts in the value of a field (its key), that of a relation's target with what the relation is."""
    if isinstance(value, str):
        yield value.strip(), relation
    elif isinstance(value, dict):
        tie = tie_of(value, field)
        for key, inner in value.items():
            yield from _leaves(inner, field, tie.kind if tie is not None and key == tie.target_key else "")
    else:
        for inner in value:
            yield from _leaves(inner, field)


def _told_from(value: FieldValue) -> Iterator[str]:
    """The sources of what is written as maps: `{source: talk, type: supports, detail: …}`."""
    for one in each(value):
        if isinstance(one, dict):
            said = (one[key] for key in SOURCES if key in one)
            yield from (text.strip() for text in said if isinstance(text, str))


def _sources(value: FieldValue) -> Iterator[tuple[str, str]]:
    """The texts of a value that may be sources: of one that is written as a map, where it is and what it is called.
    None is a relation of its own."""
    for one in each(value):
        origin = origin_of(one)
        if origin is None:
            yield from _leaves(one, "sources")
        else:
            yield from ((text, "") for text in (origin.resource, origin.title) if text)


def _last_line(fields: tuple[Field, ...], number: int) -> int:
    """The line (from 1) on which a field (number) ends at the latest: the one above the next."""
    field = fields[number]
    for place in range(number + 1, len(fields)):
        if not fields[place].key.startswith(f"{field.key}."):
            return max(fields[place].line - 1, field.line)
    return field.line + _FIELD_LINES


def _find(lines: list[str], value: str, line: int, column: int, last: int) -> tuple[int, int] | None:
    """Where a value stands in the header, from a place on (both from 0) to a line (from 1); None where it is folded or
    escaped."""
    for number in range(line, min(len(lines), line + _FIELD_LINES, last)):
        start = lines[number].find(value, column if number == line else 0)
        if start >= 0:
            return number, start
        if number > line and lines[number].rstrip() in ("---", "..."):
            return None
    return None
