"""What templates read: frozen values that say everything about a page, with links and texts in place.

Made from `Site`; templates lay them out and decide nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kbgen.fields import in_days, labelled, parted_key, switch_of, text_of
from kbgen.fields.lookup import is_filled
from kbgen.fields.okf import Tier, events_of, tier_of
from kbgen.link.kinds import WORKS, subkind_of
from kbgen.link.raw import clean_path, raw_key
from kbgen.model import Evidence, Field, Fragment, Node, Ref, Value
from kbgen.text.identifiers import KEYS
from kbgen.text.language import may_guess
from kbgen.text.names import fold, readable
from kbgen.views.languages import language_said
from kbgen.views.runs import Run, field_values, tells

if TYPE_CHECKING:
    from kbgen.views.site import KindGroup, Site


class Fact(Value, frozen=True):
    """A row of an infobox: a label, and values, each a line of runs; `notes` has a phrase behind each value, or none
    at all."""

    label: str
    values: tuple[tuple[Run, ...], ...]
    css: str = ""
    notes: tuple[str, ...] = ()


class Contents(Value, frozen=True):
    """An entry of a table of contents: level 2 to 4, id, its text (a heading's, or a fixed one)."""

    level: int
    id: str
    heading: Fragment | None
    text: str = ""


class Embed(Value, frozen=True):
    """What an embed shows in the place of its link (number in its document): a text, or what begins at an anchor of
    it, and the embeds in that. Without a text it would come back to itself, by way of the pages of a `chain`."""

    link: int
    text: Fragment | None
    anchor: str = ""
    embeds: tuple[Embed, ...] = ()
    chain: tuple[str, ...] = ()


class Cell(Value, frozen=True):
    """A cell of a table: what it shows, and of a date that was understood its ISO form. `level` marks a verdict, 3 high
    to 1 low."""

    runs: tuple[Run, ...]
    iso: str = ""
    level: int = 0


class Column(Value, frozen=True):
    """A column: its title, what its cells are, what they may be narrowed to (empty: too many, or too few), and how the
    rows are put in order by it (empty: they are not)."""

    title: str
    type: Literal["name", "text", "number", "date"] = "text"
    choices: tuple[str, ...] = ()
    order: Literal["ascending", "descending", ""] = ""


class Table(Value, frozen=True):
    """A table: columns, and rows of as many cells. The first column names the row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def page_refs(urls: Sequence[str], anchor: str = "") -> tuple[Ref, ...]:
    """Links to all pages of what is cut into pages, by their numbers; none for one page alone."""
    return tuple(Ref("page", url, anchor, str(n)) for n, url in enumerate(urls, 1)) if len(urls) > 1 else ()


# Fields that the page shows in places of their own, or that say nothing to a reader.
_ELSEWHERE = frozenset({"title", "type", "aliases", "tags", "description", "redirect_from", "publish", "draft", "lang"})
_ELSEWHERE_KEYS = frozenset({"page_type", "entity_type", "entity_kind", "subtype", "id", "slug"})
# Canonical names in the order of the infobox; label ('' = the key as written).
_LABELS: dict[str, str] = {
    "published": "Published", "host": "Host", "guests": "Guests", "authors": "Authors", "channel": "Channel",
    "publisher": "Publisher", "format": "Format", "url": "Link", "raw_file": "Raw file", "cites": "Sources",
    "credibility": "", "bias": "Bias", "utility": "Utility", "status": "Status", "verified": "", "generated": "",
    "stale_after": "", "review_after": "",
    "concepts": "Concepts", "entities": "Entities", "topics": "Topics", "themes": "Themes", "related": "Related",
    "created": "Created", "updated": "Updated", "ingested": "Ingested",
}  # fmt: skip
_ORDER = {name: place for place, name in enumerate(_LABELS)}
_REVERSED: dict[str, str] = {
    "host": "Host of", "hosts": "Host of", "guest": "Guest on", "guests": "Guest on", "speaker": "Speaker in",
    "speakers": "Speaker in", "author": "Author of", "authors": "Author of", "channel": "Channel of",
    "show_title": "Show of", "publisher": "Publisher of", "outlet": "Outlet of", "related": "Named as related by",
    "concepts": "Concept of", "entities": "Entity of", "topics": "Topic of", "themes": "Theme of",
    "sources": "Drawn on by", "source": "Drawn on by", "references": "Referred to by", "requires": "Required by",
    "source_files": "Drawn on by", "see_also": "Referred to by", "is_a": "Kinds of this",
}  # fmt: skip
_JUDGED = frozenset({"credibility", "bias", "utility", "status"})  # here `none` and `unknown` say something
_STAMPED = frozenset({"published", "created", "updated", "ingested", "stale_after", "review_after"})
_ROOM = 20  # lines of an infobox before it is folded
_LINE = 22  # code points of a value in a line of it
_VALUES = 5  # of a field that are shown at once
_PREPOSITIONS = frozenset("of by in to from with on for at as under".split())
_VERBS = frozenset(
    "blocks causes cites contains contradicts corrects creates defines describes documents enables explains extends "
    "feeds follows governs implements includes informs inherits measures mentions modifies owns precedes produces "
    "reads refines refutes replaces supersedes supports tests triggers updates uses validates writes".split()
)  # names of relations that read as a sentence; other keys with an `s` at their end are plurals


def reverse_label(field: str) -> str:
    """What a relation is called at its other end: `host` is "Host of", `depends_on` "Depends on this"."""
    key = re.sub(r"_ids?\Z", "", parted_key(field))
    if key in _REVERSED:
        return _REVERSED[key]
    joined = "this" if key in _VERBS or key.rpartition("_")[2] in _PREPOSITIONS else "of"
    return f"{readable(key)} {joined}"


@lru_cache(maxsize=1)  # asked for what a page is made of, and for the page
def facts_of(site: Site, number: int) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The infobox of a node: rows that readers ask for, and all further fields, with those that say nothing
    (`Unknown`). Raw files stand in one row, whatever fields name them, each once."""
    known: list[tuple[int, int, Fact]] = []
    other: list[Fact] = []
    identified: list[tuple[int, int, Fact]] = []
    raw_files: dict[str, tuple[Run, ...]] = {}
    linked, is_source = bool(said_by(site, number, "url")), site.nodes[number].kind == "source"
    fields = site.fields(number)
    maps = {field.key for field in fields if isinstance(field.value, dict)}  # each shows the fields in it
    for place, field in enumerate(fields):
        if _is_elsewhere(field, site.nodes[number]) or field.key.rpartition(".")[0] in maps:
            continue
        values = field_values(site, number, place, field)
        if field.name in _STAMPED and isinstance(field.value, str) and (day := in_days(field.value)) != field.value:
            values = ((Run(day),),)
        raw = _raw_values(site, number, field, values)
        if field.name == "cites" and is_source:
            values = tuple(value for value in values if value not in raw)
            web = tuple(value for value in values if len(value) == 1 and value[0].href)
            if len({value[0].href for value in web}) == 1 and not linked:  # an address there is where the work is
                known.append((_ORDER["url"], place, Fact(_LABELS["url"], web[:1], "url")))
                values = tuple(value for value in values if value not in web)
                linked = True
        for value in raw:
            ref = value[0].ref
            written = (ref.url or ref.title) if ref else value[0].text
            raw_files.setdefault(raw_key(written) or fold(clean_path(written)), value)
        if not values or (raw and field.name != "cites") or field.name == "raw_file":
            continue
        if len(values) > 1 and len(distinct := dict.fromkeys(values)) < len(values):  # several raw files of one page
            values = tuple(distinct)
        shown = field.name in _ORDER and (field.name in _JUDGED or any(map(tells, values)))
        if field.name in ("generated", "verified"):
            shown = bool(events_of(field.value))
        fact = Fact(field_label(field), values, field.name if shown else "")
        if shown:
            known.append((_ORDER[field.name], place, fact))
        elif is_source and not linked and field.key.casefold() in KEYS and values[0][0].href:
            identified.append((_ORDER["url"], place, fact))
        else:
            other.append(fact)
    if identified and not linked:  # without another address, the work is where its DOI leads
        order, place, fact = identified.pop(0)
        known.append((order, place, Fact(fact.label, fact.values, "url")))
    other += [fact for _, _, fact in identified]
    if is_source and not any(fact.css == "format" for _, _, fact in known) and (sort := format_of(site, number)):
        known.append((_ORDER["format"], 0, Fact(_LABELS["format"], ((Run(sort),),), "format")))
    if raw_files:
        fact = _raw_fact(site, number, _LABELS["raw_file"], tuple(raw_files.values()))
        known.append((_ORDER["raw_file"], 0, fact))
    return _joined(fact for _, _, fact in sorted(known, key=lambda k: k[:2])), tuple(other)


def _is_elsewhere(field: Field, node: Node) -> bool:
    """Whether a node's page shows a field in a place of its own, or it says nothing to a reader."""
    return (
        field.name in _ELSEWHERE
        or field.key.casefold() in _ELSEWHERE_KEYS
        or (field.name == "published" and switch_of(field.value) is not None)
        or (field.key == "name" and field.value == node.title)
        or (field.key.casefold() == "kind" and text_of(field.value).strip().casefold() in (node.kind, node.subkind))
    )


def _raw_values(
    site: Site, number: int, field: Field, values: tuple[tuple[Run, ...], ...]
) -> tuple[tuple[Run, ...], ...]:
    """Those of a field's values that are raw files: a path into raw among the sources of a source is its raw file."""
    if field.name == "cites" and site.nodes[number].kind == "source":
        named = {one.written for one in site.evidence.get(number, Evidence()).raw}
        return tuple(value for value in values if raw_key(value[0].text) or value[0].text.strip() in named)
    evidence = field.name == "raw_file" or (field.name == "url" and any(raw_key(value[0].text) for value in values))
    return values if evidence else ()


def _joined(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Rows of one label as one row (`author:` beside `authors:`), with what their values say once."""
    rows: dict[str, Fact] = {}
    for fact in facts:
        row = rows.get(fact.label)
        if row is None:
            rows[fact.label] = fact
        else:
            rows[fact.label] = Fact(fact.label, _said_once((*row.values, *fact.values)), row.css, row.notes)
    return tuple(rows.values())


def _said_once(values: tuple[tuple[Run, ...], ...]) -> tuple[tuple[Run, ...], ...]:
    """Values without those that say no more than another: `High` beside `high.`, or beside `High — reviewed`."""
    said: dict[str, tuple[Run, ...]] = {}
    for value in values:
        said.setdefault(fold("".join(run.text for run in value)).rstrip(" ."), value)
    begun = {_REMARK.split(words, maxsplit=1)[0] for words in said if _REMARK.search(words)}
    return tuple(value for words, value in said.items() if words not in begun)


_REMARK = re.compile(r"\s+[^\w\s]|[,.;:]\s")  # what ends the words that a remark follows


def marks_of(site: Site, number: int) -> tuple[str, ...]:
    """What readers should know of a page before they read it, as phrases: that it is no longer current, and who has
    confirmed it."""
    marks: list[str] = []
    for field in site.fields(number):
        if field.name == "status" and isinstance(field.value, str) and field.value.strip().casefold() in _PAST:
            marks.append(readable(field.value.strip().casefold()))
    if who := confirmed(site, number):
        marks.append(who)
    return tuple(marks)


def confirmed(site: Site, number: int) -> str:
    """Who has confirmed a page, as a phrase: a person, or machines only; '' for nobody."""
    tiers = [tier for field in site.fields(number) if field.name == "verified" and (tier := tier_of(field.value))]
    return _TIERS[tiers[0]] if tiers else ""


_TIERS: dict[Tier, str] = {"human-reviewed": "Human-reviewed", "machine-confirmed": "Machine-confirmed"}
_PAST = frozenset("deprecated superseded obsolete outdated archived retired withdrawn".split())


def in_sight(facts: tuple[Fact, ...], further: tuple[Fact, ...]) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The rows that an infobox shows at once, as many as leave the contents below it in sight, and all others, which it
    shows when it is asked."""
    room = _ROOM
    for place, fact in enumerate(facts):
        room -= sum(-(-sum(len(run.text) for run in value) // _LINE) for value in fact.values[:_VALUES])
        if room < 0 and place:
            return facts[:place], facts[place:] + further
    return facts, further


_STATES = {"missing": "(not on file)", "there": "(on file)", "unchanged": "(on file, unchanged)",
           "changed": "(on file, changed since)"}  # fmt: skip


def _raw_fact(site: Site, number: int, label: str, lines: tuple[tuple[Run, ...], ...]) -> Fact:
    """Raw files, each with whether it is there, and whether it is the one that was summarised."""
    states = {one.written: one for one in site.evidence.get(number, Evidence()).raw}
    values: list[tuple[Run, ...]] = []
    notes: list[str] = []
    for line in lines:
        written = line[0].text
        state = states.get(written.strip())
        there = state is not None and state.path and site.raw_ref(state.path)
        values.append((Run(written, there), *line[1:]) if there else line)
        if state is not None:
            notes.append(_STATES[state.state])
        else:
            notes.append(_STATES["there" if _on_file(site, site.nodes[number].document, written) else "missing"])
    return Fact(label, tuple(values), "raw_file", tuple(notes))


def _on_file(site: Site, document: int, written: str) -> bool:
    """Whether a raw file is there: in a raw folder, or where its path leads from the document or the kb folder."""
    folder = posixpath.dirname(site.graph.documents[document].path)
    paths = (clean_path(written), posixpath.normpath(posixpath.join(folder, clean_path(written))))
    return any(raw_key(path) in site.raw or fold(path) in site.raw for path in paths)


def said_by(site: Site, number: int, name: str) -> str:
    """The text of a node's first field of a canonical name, '' without."""
    for field in site.fields(number):
        if field.name == name and is_filled(field):
            return ", ".join(text for written in labelled(field.value) if (text := "".join(written).strip()))
    return ""


def format_of(site: Site, number: int) -> str:
    """What sort of work a source sums up: what its field says, else its type, if that is a word for works."""
    node = site.nodes[number]
    sort = node.subkind if node.kind == "source" and node.subkind in WORKS else ""
    return said_by(site, number, "format") or readable(sort)


def languages(site: Site) -> set[str]:
    """The languages of all pages; '' for that of the site."""
    return {"", *(lang_of(site, number) for number, node in enumerate(site.nodes) if node.document >= 0)}


def lang_of(site: Site, number: int) -> str:
    """The language of a written page: what it says itself, else what its script tells; '' for that of the site."""
    document = site.nodes[number].document
    return site.told[document] if may_guess(site.lang) else language_said(site.graph.documents[document].facts)


def judged_as(site: Site, number: int) -> str:
    """What its author calls the judgement of a source (“Quality score”); empty where there is none."""
    return next((field_label(field) for field in site.fields(number) if field.name == "credibility"), "")


def field_label(field: Field) -> str:
    """What a field is called in an infobox."""
    if field.name == "cites" and field.key.casefold() == "source":
        return "Source"
    tier = tier_of(field.value) if field.name == "verified" else ""
    return _TIERS[tier] if tier else _LABELS.get(field.name) or KEYS.get(field.key.casefold()) or readable(field.key)


def kind_label(site: Site, number: int) -> str:
    """What a node is, in a word: its subkind, else its kind, made readable."""
    node = site.nodes[number]
    return node.word or _kind_label(node.kind, node.subkind)


def kind_word(kind: KindGroup) -> str:
    """One page of a kind, in a word."""
    return kind.word or _kind_label(kind.name, "")


@lru_cache(maxsize=1024)
def _kind_label(kind: str, subkind: str) -> str:
    if kind == "wanted":
        return readable(subkind) if subkind else "Not written yet"
    word = subkind if kind == "entity" and subkind else kind
    return readable(subkind_of(word) or word)


_MARKS = {"person": "person", "organization": "organization", "company": "organization"}


def mark_of(node: Node) -> str:
    """The sign that stands before a node's kind: one of a handful, so that readers learn them."""
    if node.document < 0:
        return "wanted"
    if node.kind == "entity":
        return _MARKS.get(node.subkind, "entity")
    return node.kind if node.kind in ("source", "concept") else "page"


def reading_minutes(words: int) -> int:
    """How long a text takes to read, at 220 words a minute; 0 for no text."""
    return max(1, round(words / 220)) if words else 0
