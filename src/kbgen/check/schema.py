"""What frontmatter may hold, as one table: rules judge by it, and editors get it as JSON Schema.

A schema is generous: every field may stay away unless its kind requires it, and unknown fields are welcome.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from kbgen.check.known import Known, at_field
from kbgen.diagnostics import finding
from kbgen.fields import fold_key, parse_date
from kbgen.fields.nodates import no_date
from kbgen.fields.spellings import SPELLINGS
from kbgen.link.kinds import KINDS, Kind, kind_table, type_key
from kbgen.markdown.urls import classify
from kbgen.model import Diagnostic, Facts, Field, Node
from kbgen.text.names import cut
from kbgen.text.nothing import says_nothing
from kbgen.text.regex import regex

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Shape = Literal["text", "texts", "date", "url", "flag", "hash", "lang", "any"]


class FieldEntry(NamedTuple):
    """One field: what it holds, and what for."""

    shape: Shape
    about: str


ENTRIES: dict[str, FieldEntry] = {
    "type": FieldEntry("text", "What kind of page this is."),
    "title": FieldEntry("text", "The title; default: the first heading, else the file's name."),
    "published": FieldEntry("date", "When the work was published: a date, a year and month, or a year."),
    "created": FieldEntry("date", "When this page was written."),
    "updated": FieldEntry("date", "When this page was last brought up to date."),
    "ingested": FieldEntry("date", "When the work was read."),
    "stale_after": FieldEntry("date", "The day from which this page is no longer to be relied on."),
    "review_after": FieldEntry("date", "The day after which this page is to be reviewed."),
    "url": FieldEntry("url", "The address of the work on the web."),
    "raw_file": FieldEntry("texts", "The path of the raw file that was summarised."),
    "raw_hash": FieldEntry("hash", "The SHA-256 of the raw file when it was summarised."),
    "cites": FieldEntry("texts", "Documents, raw files or addresses that this page is made from."),
    "host": FieldEntry("texts", "Who hosts."),
    "guests": FieldEntry("texts", "Who is a guest, or speaks."),
    "authors": FieldEntry("texts", "Who wrote it."),
    "channel": FieldEntry("texts", "The show or channel."),
    "publisher": FieldEntry("texts", "Who published it."),
    "format": FieldEntry("text", "Podcast, paper, article …"),
    "description": FieldEntry("text", "One sentence about the page."),
    "aliases": FieldEntry("texts", "Other names of the page; links find it by them."),
    "tags": FieldEntry("texts", "Tags, with or without #."),
    "related": FieldEntry("any", "Related pages."),
    "redirect_from": FieldEntry("texts", "Old addresses of the page."),
    "credibility": FieldEntry("any", "How far to trust the source, in words or as a number."),
    "status": FieldEntry("any", "Where the page stands in its life."),
    "lang": FieldEntry("lang", "The language of the page (BCP 47)."),
    "publish": FieldEntry("flag", "`false` keeps the page off the site."),
    "draft": FieldEntry("flag", "`true` keeps the page off the site."),
}
REQUIRED: dict[str, tuple[str, ...]] = {"source": ("published",)}
"""Kind -> fields without which the site has a gap: a source without a date sorts last in every dossier."""
_ALIKE = 85  # per cent of rapidfuzz's ratio
_NEAR = 84  # the same for kinds, if more than one letter is wrong
_MANY = 5  # pages of a kind: where so many have a field all without exception not, the wiki does without it

_FLAGS = frozenset(("true", "false", "yes", "no", "on", "off"))
_LANG = regex(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_HASH = regex(r"(?:\w+[:-])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})", re.IGNORECASE)
_NEARLY_HASH = regex(r"(?:sha\d+[:-])?[0-9a-z]{24,}", re.IGNORECASE)
_URL = regex(
    r"[a-z][a-z0-9+.-]*:\S+|(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?:[/?#:]\S*)?|10\.\d{4,}/\S+", re.IGNORECASE
)
_SPAN = regex(r"\d+\s*(?:d|w|m|y|days?|weeks?|months?|years?)", re.IGNORECASE)


# ---------------------------------------------------------------- the rules


def missing_fields(known: Known) -> Iterator[Diagnostic]:
    """Fields that a kind should have and a document of it has not."""
    asked = known.settings.required
    pages: Counter[str] = Counter()
    having: Counter[tuple[str, str]] = Counter()
    for _, node in known.pages:
        pages[node.kind] += 1
        having.update({(node.kind, f.name) for f in known.facts(node).fields})
    habit = {
        kind: tuple(name for name in names if having[kind, name] or pages[kind] < _MANY)
        for kind, names in REQUIRED.items()
    }
    required = habit | asked
    for _, node in known.pages:
        have = {f.name for f in known.facts(node).fields} | {f.key for f in known.facts(node).fields}
        for name in required.get(node.kind, ()):
            if name not in have and not (name == "title" and known.facts(node).heading):
                message = f"this page has no field “{name}”, which pages of the kind {node.kind} should have"
                yield finding(
                    "KB216", message, hint=_misspelled(known.facts(node), name) or _about(name), path=node.path
                )


def _about(name: str) -> str:
    """A hint at what a field is for; '' where nothing is known of it."""
    return f"{name}: {_lower(ENTRIES[name].about)}" if name in ENTRIES else ""


def _misspelled(facts: Facts, name: str) -> str:
    """A hint at the field of a page that has nearly a name, and no meaning of its own; '' for none."""
    unknown = [f for f in facts.fields if f.name not in ENTRIES and f.key[:1].casefold() == name[:1]]
    unknown = [f for f in unknown if abs(len(f.key) - len(name)) <= 2]
    if not unknown:
        return ""
    from rapidfuzz import fuzz  # seldom needed, and slow to load

    near = next((f for f in unknown if fuzz.ratio(f.key.casefold(), name) >= _ALIKE), None)
    return f"is “{near.key}” in line {near.line} meant? write {name}" if near is not None else ""


def values(known: Known) -> Iterator[Diagnostic]:
    """Values that their field cannot have: dates in no calendar, addresses that are none, flags neither true nor
    false, kinds that are misspelled."""
    table = kind_table(known.settings.kinds).by_type
    for _, node in known.written:
        for field in known.facts(node).fields:
            if field.name == "type" and isinstance(field.value, str):
                yield from _kind(node, field, table)
                continue
            entry = ENTRIES.get(field.name)
            if entry is None or field.name == "published" or (field.name == "url" and node.kind != "source"):
                continue  # `parse` has judged `published`; on an entity `resource:` and `link:` may be anything
            yield from _judged(node, field, entry.shape)


def _judged(node: Node, field: Field, shape: Shape) -> Iterator[Diagnostic]:
    value = field.value
    if isinstance(value, dict) and shape not in ("any", "texts", "url", "text"):
        yield at_field("KB217", f"“{field.key}” has fields of its own where {_WHAT[shape]} belongs", node, field)
    if not isinstance(value, str) or says_nothing(value) or "[[" in value or "](" in value:
        return
    text = value.strip()
    if shape == "date":
        if parse_date(text) is None and not _SPAN.fullmatch(text):
            why, hint = no_date(text)
            yield at_field("KB207", f"“{text}” in “{field.key}” {why}", node, field, hint)
    elif shape == "hash" and not _NEARLY_HASH.fullmatch(text):
        return  # a word that says why there is none
    elif shape == "url" and classify(text) == "unsafe":
        message = f"the address in “{field.key}” is not linked: “{cut(text)}” could run code, or read files"
        yield at_field("KB502", message, node, field, "an address begins with https:// or http://")
    elif shape in _FORMS and not _FORMS[shape].fullmatch(text):
        yield at_field("KB217", f"“{cut(text)}” in “{field.key}” is not {_WHAT[shape]}", node, field)


_WHAT = {
    "date": "a date",
    "url": "a web address",
    "flag": "true or false",
    "hash": "a hash (64 hexadecimal digits for SHA-256)",
    "lang": "a language (like en or pt-BR)",
}
_FORMS: dict[str, re.Pattern[str]] = {
    "url": _URL,
    "flag": regex("|".join(sorted(_FLAGS)), re.IGNORECASE),
    "hash": _HASH,
    "lang": _LANG,
}


def _kind(node: Node, field: Field, table: dict[str, str]) -> Iterator[Diagnostic]:
    """A `type:` that is nearly the name of a kind. Any other word is a kind of its own (`schema.md`)."""
    assert isinstance(field.value, str)
    word = type_key(field.value)
    if len(word) < 5 or word in table or word.rstrip("s") in table:
        return
    from rapidfuzz import fuzz, process  # seldom needed, and slow to load
    from rapidfuzz.distance import OSA

    best = process.extractOne(word, table.keys(), scorer=fuzz.ratio, score_cutoff=80)
    near = best is not None and (best[1] >= _NEAR or OSA.distance(word, best[0]) == 1)
    if best is not None and near and best[0][0] == word[0] and best[0] not in word and word not in best[0]:
        message = f"no kind is called “{field.value.strip()}”, so the page gets a kind of its own"
        yield at_field("KB217", message, node, field, f"did you mean {best[0]}?")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


# ---------------------------------------------------------------- JSON Schema


def json_schema(kinds: tuple[Kind, ...], required: dict[str, tuple[str, ...]], only: str = "") -> dict[str, Any]:
    """The frontmatter's JSON Schema (draft 2020-12): of one kind, or of all under `$defs`. `kinds` and `required`
    are those of `kbgen.toml`. Raises KeyError for a kind that there is not."""
    needs = REQUIRED | required
    table = {kind.name: kind for kind in (*KINDS, *kinds) if kind.name != "listing"}
    types = kind_table(kinds).by_type
    values = {name: sorted(word for word, kind in types.items() if kind == name and word.isascii()) for name in table}
    if only:
        return {"$schema": DRAFT, **_of_kind(only, values[only], needs.get(only, ()))}
    schemas = {name: _of_kind(name, values[name], needs.get(name, ())) for name in table}
    return {
        "$schema": DRAFT,
        "title": "Frontmatter of a kbgen knowledge base",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in schemas],
        "$defs": schemas,
    }


def _of_kind(name: str, types: list[str], required: tuple[str, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for field, entry in ENTRIES.items():
        schema = {"description": entry.about, **_SHAPES[entry.shape]}
        if field == "type":
            schema["examples"] = types
        for spelling in (field, *(s for s, canonical in SPELLINGS.items() if canonical == field and s != field)):
            if fold_key(spelling) == spelling and spelling.isascii() and "." not in spelling:
                properties[spelling] = schema
    schema = {"title": f"Frontmatter of a {name}", "type": "object", "properties": properties}
    spellings = {f: [f, *(s for s, c in SPELLINGS.items() if c == f and s != f and s.isascii())] for f in required}
    if required:  # any spelling of a field will do
        schema["allOf"] = [
            {"required": [names[0]]} if len(names) == 1 else {"anyOf": [{"required": [n]} for n in names]}
            for names in spellings.values()
        ]
    return schema


_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_SHAPES: dict[Shape, dict[str, Any]] = {
    "text": _TEXT,
    "texts": {"anyOf": [_TEXT, {"type": "array"}]},
    "date": {"type": ["string", "number", "null"], "examples": ["2026-01-31", "2026-01", "2026"]},
    "url": {"anyOf": [{"type": ["string", "null"], "format": "uri-reference"}, {"type": "array"}]},
    "flag": {"type": ["boolean", "string"], "examples": [True, False]},
    "hash": {"type": ["string", "null"], "pattern": r"^\s*$|^(?:(?:sha256|sha1|md5)[:-])?[0-9A-Fa-f]{32,64}$"},
    "lang": {"type": ["string", "null"], "pattern": r"^\s*$|^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*$"},
    "any": {},
}
