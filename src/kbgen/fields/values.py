"""Nodes of a header become fields, links and findings with places in the file. Knows no fences."""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec

from kbgen.diagnostics import finding
from kbgen.fields.spellings import PERSONS, by_value, canonical, known
from kbgen.fields.ties import tie_of
from kbgen.fields.wikilinks import Written, links_in
from kbgen.fields.yaml_reader import Node
from kbgen.model import Diagnostic, Field, FieldValue, Link, LinkType
from kbgen.text.escapes import dereferenced, quoted, unescaped
from kbgen.text.paths import RAW_PATH
from kbgen.text.regex import regex

_DEEPER = regex(r"\n[ \t]+-[ ](?=\S)")
_QUOTED = regex(r"\A(['\"])(.*)\1\Z")
_ADDRESS = regex(r"<(https?://[^<>\s]+)>")  # as markdown has it
_ESCAPES = {"JSON": "YAML needs double quotes for them", "HTML": "YAML has none"}


class Reading(msgspec.Struct, gc=False):
    """What has been read so far; each list in the order of the file."""

    fields: list[Field]
    links: list[Link]
    diagnostics: list[Diagnostic]


class Places:
    """Lines and columns in the file, for places in a header whose first line has the number `first`."""

    def __init__(self, source: str, first: int) -> None:
        self.first = first
        self.starts = [0]
        start = source.find("\n") + 1
        while start:
            self.starts.append(start)
            start = source.find("\n", start) + 1

    def __call__(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.starts, index) - 1
        return self.first + line, index - self.starts[line] + 1


def read_entries(entries: dict[str, Node], source: str, places: Places, spellings: dict[str, str]) -> Reading:
    """Fields, links and findings of a header. A field stands where its key does.

    A key in a map that is known with its parent (`generated.at`) is a field of its own, behind it; a date that is
    nothing but a map of these (`date: {created: …, updated: …}`) is none. So is what a program says in a map of its own
    (`x-llmwiki: {aliases: …}`) and the header itself does not.
    """
    walk = _Walk(source, places, spellings)
    if any(map(_is_extension, entries)):
        walk.present = frozenset(canonical(key, spellings) for key in entries)
    for key, node in entries.items():
        walk.entry(key, node)
    return walk.reading


def place_link(link: Written, kind: LinkType, field: str, line: int, column: int) -> Link:
    """The link as the model has it, at a place in the file."""
    return Link(
        kind, link.syntax, link.target, link.anchor, link.label, field, line, column, link.length,
        bare_hash=link.bare_hash,
    )  # fmt: skip


def link_findings(link: Written, line: int, column: int) -> list[Diagnostic]:
    """What an author should know of a link before anybody looks where it leads."""
    if link.web:
        message = f"{link.target} is a web address; double brackets are for pages of this knowledge base"
        return [finding("KB111", message, line, column, link.length, f"write {link.target} without brackets")]
    return []


def persons(value: FieldValue) -> FieldValue:
    """People who are written as maps (`name:`, `affiliation:`, as Quarto has them) by their names, with that in
    parentheses."""
    if isinstance(value, tuple):
        return tuple(persons(one) for one in value)
    if not isinstance(value, dict):
        return value
    name = value.get("name", "")
    if isinstance(name, dict):
        name = " ".join(part for part in name.values() if isinstance(part, str))
    more = next((said for key in ("role", "affiliation") if isinstance(said := value.get(key), str) and said), "")
    return (f"{name} ({more})" if more else name) if isinstance(name, str) and name else value


_NEXT_RAW = regex(rf"\s*[,;]\s*(?={RAW_PATH})", re.IGNORECASE)
_BEGINS_RAW = regex(rf"\s*{RAW_PATH}", re.IGNORECASE)


def parted(value: FieldValue) -> FieldValue:
    """Several raw files in one text (`raw/a.md, raw/b.md`) as a list; any other value as it is."""
    if isinstance(value, str) and ("," in value or ";" in value) and _BEGINS_RAW.match(value):
        parts = _NEXT_RAW.split(value)
        return tuple(parts) if len(parts) > 1 else value
    return value


# For YAML a comment, for authors text: `#490` behind a value, `#tag` behind a tag or a colon.
_NUMBER = regex(r"[ \t]*#[0-9][^\n]*")
_HASHTAG = regex(r"[ \t]*#[^\W_][^\n]*")


# What a program may say of a page in a map of its own (`x-llmwiki`; Open Knowledge Format 0.1, "Extensions").
_EXTENDED = frozenset(("aliases", "cites", "raw_file", "credibility", "created", "updated", "ingested", "contested"))


def _is_extension(key: str) -> bool:
    return key[:2] in ("x-", "x_")


class _Walk:
    """Goes through the values of one header."""

    def __init__(self, source: str, places: Places, spellings: dict[str, str]) -> None:
        self.source = source
        self.place = places
        self.spellings = spellings
        self.reading = Reading([], [], [])
        self.hashes = "#" in source
        self.present = frozenset[str]()  # the fields of the header, if a map of a program stands in it
        self.key = ""
        self.name = ""

    def entry(self, key: str, node: Node) -> None:
        """One field, and those known by the name of their parent and their own."""
        reading = self.reading
        self.key = key
        self.name = by_value(key, node.value, self.spellings) or canonical(key, self.spellings)
        before = len(reading.links)
        value = self.value(node)
        links = tuple(range(before, len(reading.links))) if len(reading.links) > before else ()
        line, column = self.place(node.key)
        shown = persons(value) if self.name in PERSONS else value
        parts: list[Field] = []
        moved: set[str] = set()
        if isinstance(value, dict) and isinstance(node.value, dict):
            for inner, child in node.value.items():
                dotted = f"{key}.{inner}"
                name = canonical(dotted, self.spellings)
                if _is_extension(key) and (said := known(inner, self.spellings)) in _EXTENDED - self.present:
                    name, dotted = said or inner, inner
                    moved.add(inner)
                if name != f"{key}.{inner}":
                    within = tuple(n for n in links if self.is_within(reading.links[n], child))
                    parts.append(Field(name, dotted, value[inner], *self.place(child.key), within))
            if moved:
                shown = {inner: one for inner, one in value.items() if inner not in moved}
        if not parts or (shown and (self.name != "published" or len(parts) < len(value))):
            reading.fields.append(Field(self.name, key, shown, line, column, links))
        reading.fields += parts

    def value(self, node: Node) -> FieldValue:
        """The value without its places; its links and findings are noted on the way."""
        value = node.value
        if isinstance(value, str):
            start, end = node.start, node.end
            if self.hashes and node.plain:
                pattern = _HASHTAG if self.name == "tags" or not value else _NUMBER
                if match := pattern.match(self.source, end):
                    end = match.end()
                    value = value + match[0].rstrip() if value else match[0].strip()
            if "\\" in value and (node.plain or self.source[start] == "'"):
                value = self.said(value, unescaped(value), "JSON", start, end)
            if "&" in value and ";" in value:
                value = self.said(value, dereferenced(value), "HTML", start, end)
            if value[:1] == "<" and (address := _ADDRESS.fullmatch(value)) is not None:
                value = address[1]
            if "[[" in value or "](" in value:
                self.links(value, start, end, node.bare)
            return value.rstrip("\n") if value[-1:] == "\n" else value
        if isinstance(value, list):
            return tuple([self.value(item) for written in value for item in self.items(written)])
        links, before = self.reading.links, len(self.reading.links)
        read = {key: self.value(item) for key, item in value.items()}
        tie = tie_of(read, self.key) if len(links) > before and self.name != "cites" else None
        if tie is not None:
            for number in range(before, len(links)):
                if self.is_within(links[number], value[tie.target_key]):
                    links[number] = msgspec.structs.replace(links[number], field=tie.kind)
        return read

    def items(self, node: Node) -> list[Node]:
        """An item of a list, or several: for YAML, those that are indented further are more of the first one's text."""
        source = self.source[node.start : node.end] if node.plain and " - " in str(node.value) else ""
        found = list(_DEEPER.finditer(source))
        if not found:
            return [node]
        message = (
            f"YAML reads “{node.value}” as one text, as its second line is indented further; it was read as several"
        )
        place = self.place(node.start + found[0].end() - 2)
        self.reading.diagnostics.append(finding("KB201", message, *place, 1, "indent all items of the list alike"))
        starts, ends = [0, *(one.end() for one in found)], [*(one.start() for one in found), len(source)]
        pieces = zip(starts, ends, strict=True)
        return [
            Node(_QUOTED.sub(r"\2", " ".join(source[a:b].split())), node.start + a, node.start + b, True)
            for a, b in pieces
        ]

    def said(self, value: str, said: str, of: str, start: int, end: int) -> str:
        """What a value with escapes of another format says, and told of the first line of it as it is written."""
        if said != value:
            message = f"escapes of {of} in “{self.key}” were read as what they mean; {_ESCAPES[of]}"
            length = len(self.source[start:end].partition("\n")[0])
            found = finding("KB227", message, *self.place(start), length, f"write {quoted(said)}")
            self.reading.diagnostics.append(found)
        return said

    def links(self, value: str, start: int, end: int, bare: bool) -> None:
        for link in links_in(value, self.source[start:end]):
            line, column = self.place(start + link.start)
            self.reading.diagnostics.extend(link_findings(link, line, column))
            if not link.web:
                self.reading.links.append(place_link(link, "field", self.key, line, column))
                if bare:
                    message = f"the link {value} in “{self.key}” has no quotes; YAML reads it as a list in a list"
                    hint = f"write {quoted(value)}"
                    self.reading.diagnostics.append(finding("KB112", message, line, column, link.length, hint))

    def is_within(self, link: Link, node: Node) -> bool:
        return self.place(node.start) <= (link.line, link.column) < self.place(node.end)
