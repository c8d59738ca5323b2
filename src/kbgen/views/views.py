"""What templates read: frozen values that say everything about a page, with links and texts in place.

Made from `Site`; templates lay them out and decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kbgen.fields import labelled, parted_key
from kbgen.fields.lookup import is_filled
from kbgen.fields.okf import Tier, tier_of
from kbgen.fields.spellings import SPELLINGS, canonical, key_in_words
from kbgen.fields.ties import reads_on
from kbgen.link.kinds import WORKS, subkind_of
from kbgen.model import Field, Fragment, Node, Ref, Value
from kbgen.text.identifiers import KEYS
from kbgen.text.language import may_guess
from kbgen.text.names import readable
from kbgen.views.languages import language_said
from kbgen.views.runs import Run

if TYPE_CHECKING:
    from kbgen.views.kindgroups import KindGroup
    from kbgen.views.site import Site


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


LABELS: dict[str, str] = {
    "published": "Published", "host": "Host", "guests": "Guests", "participants": "Participants",
    "authors": "Authors", "channel": "Channel",
    "publisher": "Publisher", "format": "Format", "url": "Link", "raw_file": "Raw file", "cites": "Sources",
    "credibility": "", "bias": "Bias", "utility": "Utility", "status": "Status", "verified": "", "generated": "",
    "stale_after": "", "review_after": "",
    "concepts": "Concepts", "entities": "Entities", "topics": "Topics", "themes": "Themes", "related": "Related",
    "created": "Created", "updated": "Updated", "ingested": "Ingested",
}  # fmt: skip
"""Canonical names of fields in the order of the infobox -> what they are called there ('' = the key as written)."""

_REVERSED: dict[str, str] = {
    "host": "Host of", "hosts": "Host of", "guest": "Guest on", "guests": "Guest on", "speaker": "Speaker in",
    "speakers": "Speaker in", "participants": "Participant in", "author": "Author of", "authors": "Author of",
    "channel": "Channel of", "show_title": "Show of", "publisher": "Publisher of", "outlet": "Outlet of",
    "related": "Named as related by",
    "concepts": "Concept of", "entities": "Entity of", "topics": "Topic of", "themes": "Theme of",
    "sources": "Drawn on by", "source": "Drawn on by", "references": "Referred to by", "requires": "Required by",
    "source_files": "Drawn on by", "see_also": "Referred to by", "description": "Referred to by",
    "is_a": "Kinds of this",
    **dict.fromkeys(("parent", "parents", "grand_parent", "up"), "Pages below this"),
}  # fmt: skip


def reverse_label(field: str) -> str:
    """What a relation is called at its other end: `host` is "Host of", `depends_on` "Depends on this"."""
    key = re.sub(r"_ids?\Z", "", parted_key(field))
    name = canonical(key, SPELLINGS)  # in whatever language
    if known := _REVERSED.get(key) or (_REVERSED.get("sources" if name == "cites" else name) if name != key else ""):
        return known
    joined = "this" if reads_on(key) else "of"
    return f"{readable(key)} {joined}"


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
    return _TIERS[tier] if tier else LABELS.get(field.name) or KEYS.get(field.key.casefold()) or key_in_words(field.key)


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
