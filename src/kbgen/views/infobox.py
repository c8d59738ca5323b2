"""The infobox of a page: what its fields say, as rows of facts. Made from `Site`; resolves nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from kbgen.fields import in_days, switch_of, text_of
from kbgen.fields.okf import events_of
from kbgen.link.raw import clean_path, raw_key
from kbgen.model import Evidence, Field, Node, Value
from kbgen.text.identifiers import KEYS
from kbgen.text.judged import ASKED
from kbgen.text.names import fold
from kbgen.text.regex import regex
from kbgen.views.runs import Run, description_at, field_values, tells
from kbgen.views.views import LABELS, field_label, format_of, said_by

if TYPE_CHECKING:
    from kbgen.views.site import Site

Line = tuple[Run, ...]  # of a value

# Fields that the page shows in places of their own, or that say nothing to a reader.
_ELSEWHERE = frozenset({"title", "type", "aliases", "tags", "description", "redirect_from", "publish", "draft", "lang"})
_ELSEWHERE_KEYS = frozenset({"page_type", "entity_type", "entity_kind", "subtype", "id", "slug"})
# What programs are told about how they show a page, and no reader: Obsidian and its plugins, Foam, Dendron, Just the
# Docs, Docusaurus.
_FOR_PROGRAMS = frozenset(
    "cssclass cssclasses banner banner_x banner_y banner_icon banner_lock obsidianuimode obsidianeditingmode "
    "kanban-plugin excalidraw-plugin excalidraw-open-md excalidraw-autoexport exclude-from-graph-view foam_template "
    "enablegiscus nav_order nav_exclude has_children has_toc sidebar_position sidebar_label sidebar_class_name "
    "hide_title hide_table_of_contents displayed_sidebar pagination_next pagination_prev pagination_label "
    "toc_min_heading_level toc_max_heading_level".split()
)
_JUDGED = frozenset({"credibility", "bias", "utility", "status"})  # here `none` and `unknown` say something
_ASKED = {name: frozenset(map(fold, words.split())) for name, words in ASKED.items()}
_STAMPED = frozenset({"published", "created", "updated", "ingested", "stale_after", "review_after"})
_ROOM = 20  # lines of an infobox before it is folded
_LINE = 22  # code points of a value in a line of it
_VALUES = 5  # of a field that are shown at once
_ORDER = {name: place for place, name in enumerate(LABELS)}
_STATES = {"missing": "(not on file)", "there": "(on file)", "unchanged": "(on file, unchanged)",
           "changed": "(on file, changed since)"}  # fmt: skip
_REMARK = regex(r"(?<!\s)\s+[^\w\s]|[,.;:]\s")  # what ends the words that a remark follows


class Fact(Value, frozen=True):
    """A row of an infobox: a label, and values, each a line of runs; `notes` has a phrase behind each value, or none
    at all."""

    label: str
    values: tuple[Line, ...]
    css: str = ""
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=1)  # asked for what a page is made of, and for the page
def facts_of(site: Site, number: int) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The infobox of a node: rows that readers ask for, and all further fields, with those that say nothing
    (`Unknown`). Raw files stand in one row, whatever fields name them, each once."""
    box = _Infobox(site, number)
    fields = site.fields(number)
    maps = {field.key for field in fields if isinstance(field.value, dict)}  # each shows the fields in it
    about = description_at(fields)
    for place, field in enumerate(fields):
        further = field.name == "description" and 0 <= about != place and not _says_same(field, fields[about])
        shown = further or not _is_elsewhere(field, box.node)
        if shown and field.key.rpartition(".")[0] not in maps:
            box.add(place, field)
    return box.made()


class _Infobox:
    """The rows of a node while its fields are read."""

    def __init__(self, site: Site, number: int) -> None:
        self.site, self.number, self.node = site, number, site.nodes[number]
        self.is_source = self.node.kind == "source"
        self.linked = bool(said_by(site, number, "url"))  # whether there is an address of the work
        self.known: list[tuple[int, int, Fact]] = []  # with the place of its name, and its own
        self.identified: list[tuple[int, Fact]] = []  # numbers that lead to the work
        self.other: list[Fact] = []
        self.raw: dict[str, Line] = {}

    def add(self, place: int, field: Field) -> None:
        """Read the field at `place`."""
        values = self._values(place, field)
        if not values:
            return
        other = field.name == "published" and not self.is_source and "publi" not in field.key.casefold()
        fact = Fact(
            "Date" if other else field_label(field), values, field.name if self._is_known(field, values) else ""
        )
        if fact.css:
            self._know(field.name, place, fact)
        elif self.is_source and not self.linked and field.key.casefold() in KEYS and values[0][0].href:
            self.identified.append((place, fact))
        else:
            self.other.append(fact)

    def made(self) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
        """The rows that readers ask for, in order, and all others."""
        if self.identified and not self.linked:  # without another address, the work is where its DOI leads
            place, fact = self.identified.pop(0)
            self._know("url", place, Fact(fact.label, fact.values, "url"))
        self.other += [fact for _, fact in self.identified]
        named = any(fact.css == "format" for _, _, fact in self.known)
        if self.is_source and not named and (sort := format_of(self.site, self.number)):
            self._know("format", 0, Fact(LABELS["format"], ((Run(sort),),), "format"))
        if self.raw:
            self._know("raw_file", 0, self._raw_fact())
        return _joined(fact for _, _, fact in sorted(self.known, key=lambda k: k[:2])), tuple(self.other)

    def _know(self, name: str, place: int, fact: Fact) -> None:
        self.known.append((_ORDER[name], place, fact))

    def _is_known(self, field: Field, values: tuple[Line, ...]) -> bool:
        """Whether readers ask for a field, and it says something."""
        if field.name in ("generated", "verified"):
            return bool(events_of(field.value))
        return field.name in _ORDER and (field.name in _JUDGED or any(map(tells, values)))

    def _values(self, place: int, field: Field) -> tuple[Line, ...]:
        """The values of a field for a row of its own: without raw files, and without the address of the work."""
        values = field_values(self.site, self.number, place, field)
        values = tuple(value for value in values if not self._is_here(value))
        if field.name in _STAMPED and isinstance(field.value, str) and (day := in_days(field.value)) != field.value:
            values = ((Run(day),),)
        raw = self._raw_values(field, values)
        for value in raw:
            ref = value[0].ref
            written = (ref.url or ref.title) if ref else value[0].text
            self.raw.setdefault(raw_key(written) or fold(clean_path(written)), value)
        if field.name == "cites" and self.is_source:
            values = self._without_address(place, tuple(value for value in values if value not in raw))
        elif (raw and field.name != "cites") or field.name == "raw_file":
            return ()
        return tuple(dict.fromkeys(values)) if len(values) > 1 else values  # several raw files may be of one page

    def _is_here(self, value: Line) -> bool:
        """Whether a value is no more than a link to the page that it stands on (`concepts: [ada]` on that of Ada)."""
        ref = value[0].ref if len(value) == 1 else None
        return ref is not None and ref.url == self.node.url and not ref.anchor

    def _without_address(self, place: int, values: tuple[Line, ...]) -> tuple[Line, ...]:
        """What a source cites without an address that it names there alone: that is where the work is."""
        web = tuple(value for value in values if len(value) == 1 and value[0].href)
        if self.linked or len({value[0].href for value in web}) != 1:
            return values
        self.linked = True
        self._know("url", place, Fact(LABELS["url"], web[:1], "url"))
        return tuple(value for value in values if value not in web)

    def _raw_values(self, field: Field, values: tuple[Line, ...]) -> tuple[Line, ...]:
        """Those of a field's values that are raw files: a path into raw among the sources of a source is its raw
        file."""
        if field.name == "cites" and self.is_source:
            named = {one.written for one in self._evidence().raw}
            return tuple(value for value in values if raw_key(value[0].text) or value[0].text.strip() in named)
        evidence = field.name == "raw_file" or (field.name == "url" and any(raw_key(value[0].text) for value in values))
        return values if evidence else ()

    def _raw_fact(self) -> Fact:
        """Raw files, each with whether it is there, and whether it is the one that was summarised."""
        states = {one.written: one for one in self._evidence().raw}
        values: list[Line] = []
        notes: list[str] = []
        for line in self.raw.values():
            written = line[0].text
            state = states.get(written.strip()) or states.get(clean_path(written))
            there = state is not None and state.path and self.site.raw_ref(state.path)
            values.append((Run(written, there), *line[1:]) if there else line)
            if state is not None:
                notes.append(_STATES[state.state])
            else:
                notes.append(_STATES["there" if _on_file(self.site, self.node.document, written) else "missing"])
        return Fact(LABELS["raw_file"], tuple(values), "raw_file", tuple(notes))

    def _evidence(self) -> Evidence:
        return self.site.evidence.get(self.number, Evidence())


def in_sight(facts: tuple[Fact, ...], further: tuple[Fact, ...]) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The rows that an infobox shows at once, as many as leave the contents below it in sight, and all others, which it
    shows when it is asked."""
    room = _ROOM
    for place, fact in enumerate(facts):
        room -= sum(-(-sum(len(run.text) for run in value) // _LINE) for value in fact.values[:_VALUES])
        if room < 0 and place:
            return facts[:place], facts[place:] + further
    return facts, further


def _is_elsewhere(field: Field, node: Node) -> bool:
    """Whether a node's page shows a field in a place of its own, or it says nothing to a reader."""
    return (
        field.name in _ELSEWHERE
        or (key := field.key.casefold()) in _ELSEWHERE_KEYS
        or key in _FOR_PROGRAMS
        or (field.name == "published" and switch_of(field.value) is not None)
        or (field.key == "name" and field.value == node.title)
        or (field.key.casefold() == "kind" and text_of(field.value).strip().casefold() in (node.kind, node.subkind))
    )


def _says_same(field: Field, other: Field) -> bool:
    """Whether two fields say the same, but for case and a full stop."""
    return fold(text_of(field.value)).strip(" .") == fold(text_of(other.value)).strip(" .")


def _joined(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Rows of one label as one row (`author:` beside `authors:`), with what their values say once; so are rows of what
    a source is judged by, in whatever language (`credibility: high` above “信頼性：high”)."""
    rows: dict[str, Fact] = {}
    for fact in facts:
        label = fact.css if fold(fact.label) in _ASKED.get(fact.css, ()) else fact.label
        row = rows.get(label)
        if row is None:
            rows[label] = fact
        else:
            values = _said_once((*row.values, *fact.values))
            rows[label] = Fact(row.label, _dated_once(values) if row.css in _STAMPED else values, row.css, row.notes)
    return tuple(rows.values())


def _said_once(values: tuple[Line, ...]) -> tuple[Line, ...]:
    """Values without those that say no more than another: `High` beside `high.`, or beside `High — reviewed`."""
    said: dict[str, Line] = {}
    for value in values:
        said.setdefault(fold("".join(run.text for run in value)).rstrip(" ."), value)
    begun = {_REMARK.split(words, maxsplit=1)[0] for words in said if _REMARK.search(words)}
    return tuple(value for words, value in said.items() if words not in begun)


def _dated_once(values: tuple[Line, ...]) -> tuple[Line, ...]:
    """Dates without those that another has in it: `year: 2026` beside `date: 2026-04-01`."""
    dates = ["".join(run.text for run in value) for value in values]
    return tuple(v for v, date in zip(values, dates, strict=True) if not any(date in o for o in dates if o != date))


def _on_file(site: Site, document: int, written: str) -> bool:
    """Whether a raw file is there: in a raw folder, or where its path leads from the document or the kb folder."""
    folder = posixpath.dirname(site.graph.documents[document].path)
    paths = (clean_path(written), posixpath.normpath(posixpath.join(folder, clean_path(written))))
    return any(raw_key(path) in site.raw or fold(path) in site.raw for path in paths)
