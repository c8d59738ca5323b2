"""Fields written in the body: lines below the title, or a list or table under `## Metadata`.

Knows lines of markdown, not the document they belong to.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kbgen.fields.items import Item, make_item, plain_value
from kbgen.fields.lines import first_written
from kbgen.fields.spellings import OF_WORKS, PERSONS, SOURCE_ONLY, FieldSettings, fold_key
from kbgen.text.codefence import outside_code
from kbgen.text.names import without_closing
from kbgen.text.regex import as_spaces, regex
from kbgen.text.stops import is_ended
from kbgen.text.tablerow import cells_of


class Metadata(NamedTuple):
    """The metadata of a body: its items, first of them `title` if the line above them is no heading, and
    the numbers of the lines that are nothing but metadata."""

    items: list[Item]
    lines: list[int]


def read_metadata(body: str, settings: FieldSettings, first: int, alone: bool) -> Metadata | None:
    """The metadata in a body, lines counted from 1; None without.

    The lines before index `first` are empty. `alone` says that there is no frontmatter: then the block
    may stand below a plain first line too.
    """
    lines = body.split("\n")
    below = _below_title(lines, settings, first, alone)
    section = _section(body, lines, settings)
    if below is None or section is None:
        return below or section
    return Metadata(below.items + section.items, below.lines + section.lines)


_KEY = r"(?P<key>[^\s*_`\[\]|<>#:：](?:[^*`\[\]|<>:：\n]{0,58}[^\s*`\[\]|<>:：])?)"
_LINE = regex(
    r"[ ]{0,3}(?:[-*+][ \t]+)?"
    r"(?:(?P<mark>\*\*|__|\*|_)" + _KEY + r"[ \t]*(?:[:：][ \t]*(?P=mark)|(?P=mark)[ \t]*[:：])"
    r"|" + _KEY.replace("?P<key>", "?P<plain>") + r"(?:::(?=\s|$)|[ \t]*(?::(?=\s|$)|：)))"
    r"[ \t]*(?P<value>.*)$"
)
_TITLE_LABEL = regex(r"\w+ (?:summary|notes?)[ \t]*[:：]", re.IGNORECASE)
_TITLE = regex(r" {0,3}#(?:[ \t]|$)")
_SIGNS = regex(r"^[\W\d_]+")  # numbers and signs before the words of a heading
_UNDERLINE = regex(r" {0,3}=+[ \t]*$")
_HEADING = regex(r" {0,3}#{1,6}[ \t]+(.*)$")
_NO_TITLE = regex(r"[ \t]|[-*+>|#!<=`~]|\d+[.)][ \t]")
_RULE_ROW = regex(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_NESTED = regex(r"(?:[ ]{2,}|[ ]*\t[ \t]*)[-*+][ \t]+(?P<value>.*)$")
_HEADS = frozenset(
    (
        *("value", "values", "detail", "details", "info", "wert", "valor", "valeur", "valore", "wartość", "değer"),
        *("值", "値", "값", "значення", "значение", "القيمة"),
    )
)
_LONGEST_TITLE = 160
_LONGEST_LINE = 2000
_SPEECH = regex(r"(?:.*[。！？!?…]|\s*(?:\S+\s+){4}.*[^\W\d_]{4}\.)[\"'”’»」]?\s*\Z")
_MOST_WORDS = 4


def _below_title(lines: list[str], settings: FieldSettings, first: int, alone: bool) -> Metadata | None:
    """The lines right below the title."""
    title = []
    below = _title(lines, first)
    if below < 0:
        if not alone:
            return None
        below = first_written(lines, 0)
        if below < len(lines) and _is_title(lines, below, settings):
            title.append(Item("title", "title", lines[below].strip(), below + 1, 1, []))
            below += 1
    start = first_written(lines, below)
    quoted = _unquoted(lines, start)
    items, end = _block(quoted or lines, start, settings, bool(quoted))
    says = any(line.strip() for line in quoted[end:]) or not _is_metadata(items)
    if quoted and says and _begins_bold(lines, below := first_written(lines, len(quoted))):
        start, quoted = below, []  # fields stand below a quote that says something
        items, end = _block(lines, start, settings)
    if not items and _is_field_table(lines, start):
        items, end = _table(lines, start, settings)
    if any(line.strip() for line in quoted[end:]):  # a quote that says something else too
        return None
    if not _is_database(lines, start, end, items, alone) and (
        (end - start < 2 > len(items)) or not _is_metadata(items)
    ):
        items = [] if title or _title(lines, first) < 0 else _spaced(lines, start, settings)
        return Metadata(items, []) if items else None
    numbers = [item.line for item in title]
    return Metadata(title + items, [*numbers, *range(start + 1, max(end, len(quoted)) + 1)])


def _is_database(lines: list[str], start: int, end: int, items: list[Item], alone: bool) -> bool:
    """Whether lines below a title are the properties of a page of Notion's, which people name as they like: they stand
    by themselves, one of them leads to other pages, or is what most such pages have, and none is what somebody says."""
    if not alone or not items or end - start != len(items) or (end < len(lines) and lines[end].strip()):
        return False
    if any(not isinstance(item.value, str) or is_ended(item.value) or item.name in PERSONS for item in items):
        return False
    if _TITLE.match(lines[first_written(lines, 0)]) is None or lines[start].lstrip()[:1] in "-*+":
        return False
    related = any(
        item.links and "](" not in lines[item.line - 1] and "[[" not in lines[item.line - 1] for item in items
    )
    return related or (len(items) > 1 and any(item.name in _OF_DATABASES for item in items))


_OF_DATABASES = frozenset({"tags", "status", "created", "updated"})
_RULE = regex(r"(?:-{3,}|\*{3,}|_{3,})")
_LONGEST_SPACED = 300  # code points of a line that is a paragraph and a field


def _spaced(lines: list[str], start: int, settings: FieldSettings) -> list[Item]:
    """The known fields among the paragraphs from index `start` on that are each a line `**Key:** value`; [] where they
    are no metadata."""
    items: list[Item] = []
    while start < len(lines):
        item = _item(lines[start], start, settings)
        bold = lines[start].lstrip()[:1] in "*_"
        below = lines[start + 1].strip() if start + 1 < len(lines) else ""
        if item is None or not bold or (below and not _RULE.fullmatch(below)):
            break
        if len(lines[start]) <= _LONGEST_SPACED:
            items.extend(one for one in _several(lines[start], item, settings) if one.name)
        if below:
            break
        start = first_written(lines, start + 1)
    return items if _is_metadata(items) else []


_QUOTE = regex(r">[ \t]?")


def _unquoted(lines: list[str], start: int) -> list[str]:
    """All lines up to the end of the block quote at index `start`, its own with spaces for its signs, so that columns
    stay what they are; [] if there is none."""
    end = start
    while end < len(lines) and _QUOTE.match(lines[end]):
        end += 1
    bare = [_QUOTE.sub(as_spaces, line, count=1) for line in lines[start:end]]
    return [*lines[:start], *bare] if bare else []


def _title(lines: list[str], first: int) -> int:
    """Index of the line behind the first level-1 heading outside code; -1 without."""
    for number in outside_code(lines, first):
        line = lines[number]
        if _TITLE.match(line):
            return number + 1
        if number and _UNDERLINE.match(line) and lines[number - 1].strip():
            return number + 1
    return -1


def _is_title(lines: list[str], index: int, settings: FieldSettings) -> bool:
    """Whether a plain first line is the title of the lines below it."""
    line = lines[index].strip()
    if _TITLE_LABEL.match(line):
        return True
    if len(line) > _LONGEST_TITLE or _NO_TITLE.match(lines[index]):
        return False
    item = _item(lines[index], index, settings)
    below = first_written(lines, index + 1)
    if (item is not None and item.name) or below == len(lines):
        return False
    is_sentence = line[:1].islower() or is_ended(line)  # which is no title of what stands further below
    return below == index + 1 or not is_sentence


def _block(lines: list[str], start: int, settings: FieldSettings, spaced: bool = False) -> tuple[list[Item], int]:
    """The items of consecutive `Key: value` lines, and the index of the line behind them. A list indented below a key
    without a value is its value; one below a value ends them before that. Between those that are `spaced` there may be
    empty lines."""
    items: list[Item] = []
    end = start
    while end < len(lines):
        if spaced and not lines[end].strip():
            end += 1
            continue
        if items and not isinstance(items[-1].value, str) and (match := _NESTED.match(lines[end])):
            items[-1] = _with_nested(items[-1], match, end + 1)
        elif (item := _item(lines[end], end, settings)) is not None:
            nested = end + 1 < len(lines) and _NESTED.match(lines[end + 1]) is not None
            if nested and item.value:  # a line of an outline: what is below it would be left alone
                break
            items.extend([item._replace(value=())] if nested else _several(lines[end], item, settings))
        else:
            break
        end += 1
    return items, end


def _with_nested(item: Item, match: re.Match[str], line: int) -> Item:
    """The item with one more text in its list."""
    column = match.start("value")
    more = make_item("", match["value"], line, column, FieldSettings({}))
    values = item.value if isinstance(item.value, tuple) else ()
    return item._replace(value=(*values, more.value), links=item.links + more.links)


_BOLD_KEY = regex(r"(\*\*|__)(?P<key>[^\s*_:：][^*_:：\n]{0,58})(?:[:：]\1|\1[ \t]?[:：])[ \t]*")
_PARTS = " \t|·•;,，；、/–—"
_NOTES = regex(r"(?:\[\^[^\]\s]{1,60}\])+[.。]?\Z")
_STOP = regex(r"(?<!\bal)(?<!\bInc)(?<!\bLtd)(?<!\b[A-Z])(?<!\b[JS]r)[.。]\Z")


def _several(text: str, item: Item, settings: FieldSettings) -> list[Item]:
    """The fields of a line that begins with the one given: `**Author:** Ada | **Year:** 2024` are two."""
    keys = list(_BOLD_KEY.finditer(text)) if text.count("**") > 2 or text.count("__") > 2 else []
    if len(keys) < 2 or len(text) > _LONGEST_LINE or not _begins_bold([text], 0):
        return [item]
    ends = [key.start() for key in keys[1:]] + [len(text)]
    found = []
    for key, end in zip(keys, ends, strict=True):
        value = _NOTES.sub("", text[key.end() : end].rstrip(_PARTS))
        one = make_item(key["key"].strip(), value.rstrip(), item.line, key.end(), settings)
        if one.name not in ("host", "guests"):  # of whom a sentence is what they say
            one = one._replace(value=_STOP.sub("", str(one.value)).rstrip(_PARTS))
        found.append(one._replace(column=key.start("key") + 1))
    return found


def _begins_bold(lines: list[str], at: int) -> bool:
    return at < len(lines) and _BOLD_KEY.match(lines[at].lstrip(" ")) is not None


def _item(text: str, index: int, settings: FieldSettings) -> Item | None:
    match = _LINE.match(text) if len(text) <= _LONGEST_LINE else None
    if match is None:
        return None
    group = "key" if match["key"] is not None else "plain"
    if len(match[group].split()) > _MOST_WORDS:
        return None
    item = make_item(match[group], match["value"], index + 1, match.start("value"), settings)
    return item._replace(column=match.start(group) + 1)


def _is_metadata(items: list[Item]) -> bool:
    """Whether lines that look like fields are: two known keys, one beside one of works, or one that only a source has.
    What somebody says (`Host: Welcome, everybody!`) is nobody's name."""
    names = [item.name for item in items if item.name]
    if any(item.name in PERSONS and isinstance(item.value, str) and _SPEECH.match(item.value) for item in items):
        return False
    of_works = any(not item.name and fold_key(item.key) in OF_WORKS for item in items)
    return len(names) > 1 or (of_works and bool(names)) or any(name in SOURCE_ONLY for name in names)


def _section(body: str, lines: list[str], settings: FieldSettings) -> Metadata | None:
    """The list or table under a heading such as `## Metadata`."""
    for number in _headings(body, lines, settings):
        start = first_written(lines, number + 1)
        items, end = _block(lines, start, settings)
        if not items:
            items, end = _table(lines, start, settings)
        if items and (_is_metadata(items) or lines[number].strip("#*: \t").lower() == "metadata"):
            return Metadata(items, [*_alone(lines, number, end), *range(start + 1, end + 1)])
    return None


def _headings(body: str, lines: list[str], settings: FieldSettings) -> list[int]:
    """Indexes of the headings under which fields are written."""
    found = []
    start = 0 if body.startswith("##") else body.find("\n##") + 1
    while start or body.startswith("##"):
        end = body.find("\n", start)
        heading = _HEADING.match(body[start : end if end >= 0 else len(body)])
        words = _SIGNS.sub("", without_closing(heading[1])).rstrip("*: ") if heading else ""
        if words and fold_key(words).replace("_", " ") in settings.headings:
            found.append(body.count("\n", 0, start))
        start = body.find("\n##", start) + 1
        if not start:
            break
    outside = set(outside_code(lines)) if found else set()
    return [number for number in found if number in outside]


def _alone(lines: list[str], heading: int, end: int) -> list[int]:
    """The heading's line number, if nothing else stands under it."""
    behind = first_written(lines, end)
    return [heading + 1] if behind == len(lines) or _HEADING.match(lines[behind]) else []


def _table(lines: list[str], start: int, settings: FieldSettings) -> tuple[list[Item], int]:
    """The items of a table with two columns, and the index of the line behind it."""
    end = start
    items = []
    while end < len(lines) and len(lines[end]) <= _LONGEST_LINE and lines[end].lstrip().startswith("|"):
        cells = cells_of(lines[end])
        is_head = end == start and end + 1 < len(lines) and _RULE_ROW.match(lines[end + 1])
        if len(cells) >= 2 and not _RULE_ROW.match(lines[end]):
            name, value = cells[:2]
            key = plain_value(name.text).rstrip(":： ")
            item = make_item(key, value.text, end + 1, value.column, settings)._replace(column=name.column + 1)
            if key and not (is_head and (not item.name or str(item.value).lower() in _HEADS)):
                items.append(item)
        end += 1
    return items, end


def _is_field_table(lines: list[str], start: int) -> bool:
    """Whether a table of two columns begins there whose head says that they are fields: `| Field | Value |`, or
    nothing."""
    if start + 1 >= len(lines) or not lines[start].lstrip().startswith("|") or not _RULE_ROW.match(lines[start + 1]):
        return False
    head = [plain_value(cell).strip().lower() for cell, _ in cells_of(lines[start])]
    return len(head) == 2 and (head[1] in _HEADS or not any(head))
