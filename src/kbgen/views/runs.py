"""A line of text with links in it, and the values of a field as such lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from kbgen.fields import in_days, labelled, parted_key
from kbgen.fields.lookup import is_filled
from kbgen.fields.okf import Event, actor_name, event_of, origin_of, window_of
from kbgen.fields.spellings import key_in_words
from kbgen.fields.ties import tie_of
from kbgen.fields.wikilinks import links_in
from kbgen.markdown.autolinks import WEB, trimmed
from kbgen.markdown.urls import classify, shown_address
from kbgen.model import Field, FieldValue, PlainRef, Ref, Value
from kbgen.text.identifiers import address_of
from kbgen.text.names import cut_at_word, fold, name_parts, readable
from kbgen.text.nothing import says_nothing
from kbgen.text.regex import regex

if TYPE_CHECKING:
    from kbgen.views.site import Site

_WEB_LINK = regex(r"(?<![!\\])\[([^\[\]\n]*)\]\((https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)", re.IGNORECASE)
_CODE = regex(r"`([^`\n]+)`")
_MOST_IN_A_LINE = 4
MAKERS = ("authors", "host", "channel", "publisher")
PHRASES = frozenset({", ", " et al."})  # runs of these words alone are said in the language of the page
_NAMES = ("name", "title", "label", "field")  # keys of a map that say what it is about
_TITLE = 90  # code points of what a work in a field is called
_EMPHASIS = regex(r"(\*\*|\*)(?=[^\s*])([^*\n]*[^\s*])\1")


class Run(Value, frozen=True):
    """A stretch of text in a line: plain, a link into the site (`ref`), or one elsewhere (`href`)."""

    text: str
    ref: Ref | None = None
    href: str = ""


class Makers(Value, frozen=True):
    """Who made a work: up to four, each a line; of more the first three, and that there are `others`."""

    named: tuple[tuple[Run, ...], ...] = ()
    others: bool = False

    @property
    def line(self) -> tuple[Run, ...]:
        """All of them in one line, parted by what stands for itself in a run (`PHRASES`)."""
        runs = [run for value in self.named for run in (Run(", "), *value)][1:]
        return (*runs, Run(" et al.")) if self.others else tuple(runs)


def field_values(site: Site, number: int, place: int, field: Field) -> tuple[tuple[Run, ...], ...]:
    """The values of a node's field (its place among them), each a line: links work, names of pages are links where
    they stand, and so are addresses of the web. Of a list of maps each is one line."""
    lines = iter(_lines(site, number, place, field))
    value = field.value
    if isinstance(value, tuple) and any(isinstance(one, dict) for one in value):
        shown = [_line_of(one, field, list(islice(lines, len(list(labelled(one)))))) for one in value]
    elif _is_one(value, field):
        shown = [_line_of(value, field, list(lines))]
    elif isinstance(value, dict) and any(_is_map(inner) for inner in value.values()):
        shown = list(_lines_of_maps(value, field, lines))
    else:
        shown = list(lines)
    return tuple(line for line in shown if line)


def _is_one(value: FieldValue, field: Field) -> bool:
    """Whether a map is written as a list of one would be: a source, a relation, what somebody did, a span of time."""
    origin = origin_of(value)
    if origin is not None and (origin.title or field.name == "cites"):
        return True
    return bool(tie_of(value, field.key) or _event_of(value, field) or window_of(value))


def _is_map(value: FieldValue) -> bool:
    """Whether a value is a map of several."""
    return isinstance(value, dict) and len(value) > 1


def _lines_of_maps(
    value: dict[str, FieldValue], field: Field, lines: Iterator[tuple[Run, ...]]
) -> Iterator[tuple[Run, ...]]:
    """A line for each map in a map, which begins with its key, and the lines of all else as they are."""
    for key, inner in value.items():
        own = list(islice(lines, len(list(labelled({key: inner})))))
        if _is_map(inner):
            yield Run(f"{key_in_words(key)}: "), *_line_of(inner, field, own)
        else:
            yield from own


def _line_of(value: FieldValue, field: Field, lines: list[tuple[Run, ...]]) -> tuple[Run, ...]:
    """The texts of an entry of a field as one line."""
    lines = _as_origin(value, field.name, lines) or _as_map(value, field, lines)
    return tuple([run for line in lines if line for run in (Run(" · "), *line)][1:])


def _as_origin(value: FieldValue, field: str, lines: list[tuple[Run, ...]]) -> list[tuple[Run, ...]]:
    """The texts of a source, or of another work that is named and can be gone to: a link, and what else is said of it;
    none for any other value."""
    origin = origin_of(value)
    if origin is None:
        return []
    texts = (text.strip() for _, text in labelled(value))
    where = next((line[-1] for text, line in zip(texts, lines, strict=True) if text == origin.resource), Run(""))
    linked = bool(where.ref or where.href)
    if field != "cites" and not (origin.title and linked):
        return []
    title = cut_at_word(origin.title, _TITLE) or (where.text if linked else origin.resource)
    more = [origin.resource if origin.title and not linked else "", actor_name(origin.author)]
    more += [f"{key_in_words(key)}: {text}" for key, text in origin.more]
    return [(Run(title, where.ref, where.href),), *((Run(text),) for text in more if text)]


def _as_map(value: FieldValue, field: Field, lines: list[tuple[Run, ...]]) -> list[tuple[Run, ...]]:
    """The texts of a map, keys in words, in the order in which readers want them; those of any other value, and of a
    map of one key, as they are."""
    if not isinstance(value, dict) or (len(value) < 2 and _event_of(value, field) is None):
        return lines
    first, words, done = _beginning(value, field)
    shown: dict[str, tuple[Run, ...]] = {first: (Run(words),) if words else ()}
    for (label, _), line in zip(labelled(value), lines, strict=True):
        key = label.removesuffix(": ")
        if not line or key in done:
            continue
        if key == first:
            shown[key] += line[1:]
        else:
            shown[key] = (
                (*shown[key], Run(", "), *line[1:]) if key in shown else (Run(f"{key_in_words(key)}: "), *line[1:])
            )
    return list(shown.values())


def _beginning(value: dict[str, FieldValue], field: Field) -> tuple[str, str, tuple[str, ...]]:
    """How the line of a map begins: the key whose text stands first ('' = none), the words before that, and the keys of
    which these tell. A relation begins with what it is, what somebody did with who and when, any other map with a name.
    """
    if tie := tie_of(value, field.key):
        return tie.target_key, f"{readable(parted_key(tie.kind))}: ", (tie.kind_key,)
    if event := _event_of(value, field):
        return "", ", ".join(text for text in (actor_name(event.by), in_days(event.at)) if text), ("by", "at")
    if window := window_of(value):
        return "", window, ("from", "to")
    return next((key for key in _NAMES if isinstance(value.get(key), str)), ""), "", ()


def _event_of(value: FieldValue, field: Field) -> Event | None:
    """Who wrote or confirmed a page, in a field that says it."""
    return event_of(value) if field.name in ("generated", "verified") else None


def _lines(site: Site, number: int, place: int, field: Field) -> Iterator[tuple[Run, ...]]:
    """A line for each text in the value of a field; empty for one that says nothing."""
    linked = _Linked(site, number, place, field)
    for label, text in labelled(field.value):
        if not text.strip():
            yield ()
        elif linked.names or "://" in text or "[" in text:
            yield linked.line(text).runs(label, text)
        elif address := address_of(field.key, text):
            yield (Run(text.strip(), None, address),)
        else:
            yield _Line().runs(label, text)


class _Linked:
    """The texts of a field with what stands linked in them; they are to be asked for in their order."""

    def __init__(self, site: Site, number: int, place: int, field: Field) -> None:
        document = site.nodes[number].document
        self.links, self.refs = site.graph.documents[document].facts.links, site.graph.refs[document]
        self.left = iter(field.links)  # numbers of the links that no text has had yet
        self.names: defaultdict[str, list[PlainRef]] = defaultdict(list)
        for one in site.graph.plain[document]:
            if one.field == place:
                self.names[one.text].append(one)

    def line(self, text: str) -> _Line:
        """A text with its links: of those that overlap, one in brackets wins over a name, and this over an address."""
        line = _Line()
        self._add_links(line, text)
        for web in _WEB_LINK.finditer(text):
            if classify(web[2]) == "web":
                line.add(web.start(), web.end(), Run(web[1].strip() or shown_address(web[2]), None, web[2]))
        self._add_names(line, text)
        for web in WEB.finditer(text):
            address = trimmed(web[0])
            if classify(address) == "web":
                line.add(web.start(), web.start() + len(address), Run(shown_address(address), None, address))
        return line

    def _add_links(self, line: _Line, text: str) -> None:
        for found, link in zip((one for one in links_in(text) if not one.web), self.left, strict=False):
            start = found.start - text[: found.start].endswith("!")  # of an embed
            line.add(
                start, found.start + found.length, Run(self.links[link].label or self.refs[link].title, self.refs[link])
            )

    def _add_names(self, line: _Line, text: str) -> None:
        if not self.names:
            return
        linked = "[[" in text or "](" in text  # names stand where `parse` found them
        for start, part in name_parts(text) if linked else [(len(text) - len(text.lstrip()), text.strip())]:
            for name in self.names.get(part, ()):
                at = start + name.start
                line.add(at, at + len(name.written), Run(_shown_name(name.written, name.ref), name.ref))


def described(site: Site, number: int) -> tuple[Run, ...]:
    """What the author says in a field that a node's page is about, if that is more than its title: links work; stars of
    emphasis and signs around code are left out."""
    fields = site.fields(number)
    place = description_at(fields)
    if place < 0:
        return ()
    lines = field_values(site, number, place, fields[place])
    said = _without_signs([run for line in lines for run in (Run(", "), *line)][1:])
    return () if fold("".join(run.text for run in said).strip(" .")) == fold(site.nodes[number].title) else said


def description_at(fields: Sequence[Field]) -> int:
    """The place of the first field that says what a page is about; -1 without."""
    places = (place for place, field in enumerate(fields) if field.name == "description" and is_filled(field))
    return next(places, -1)


def _without_signs(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without signs of emphasis, which may stand around several."""
    links = [run for run in runs if run.ref is not None or run.href]
    text = "".join("\0" if run.ref is not None or run.href else run.text.replace("\0", "") for run in runs).strip()
    parts = _CODE.split(text)
    parts[::2] = [_EMPHASIS.sub(r"\2", part) for part in parts[::2]]
    words = "".join(parts).split("\0")
    found = [Run(words[0])]
    for link, behind in zip(links, words[1:], strict=True):
        found += (link, Run(behind))
    return tuple(run for run in found if run.text)


def about(site: Site, number: int) -> str:
    """The same as plain words; of a page without such a field its first lines."""
    return "".join(run.text for run in described(site, number)).strip() or site.lead(number)


def makers_of(site: Site, number: int) -> Makers:
    """Who made what a source sums up: the first of the fields for that which says anything."""
    for name in MAKERS:
        for place, field in enumerate(site.fields(number)):
            lines = tuple(filter(tells, field_values(site, number, place, field))) if field.name == name else ()
            if lines:
                return made_by(lines)
    return Makers()


def made_by(lines: tuple[tuple[Run, ...], ...]) -> Makers:
    """Makers by the values of a field that names them."""
    few = len(lines) <= _MOST_IN_A_LINE
    return Makers(lines if few else lines[: _MOST_IN_A_LINE - 1], not few)


def tells(line: tuple[Run, ...]) -> bool:
    """Whether a value says who or what."""
    return any(run.ref is not None or not says_nothing(run.text) for run in line)


class _Line:
    """The links of a text, in its order; what was added first keeps its place."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.spots: list[tuple[int, int, Run]] = []

    def add(self, start: int, end: int, run: Run) -> None:
        at = bisect_left(self.starts, start)
        behind = at == 0 or self.spots[at - 1][1] <= start
        if start < end and behind and (at == len(self.spots) or end <= self.starts[at]):
            self.starts.insert(at, start)
            self.spots.insert(at, (start, end, run))

    def runs(self, label: str, text: str) -> tuple[Run, ...]:
        found: list[Run] = [Run(label)] if label else []
        done = 0
        for start, end, run in self.spots:
            found += [Run(text[done:start]), run] if start > done else [run]
            done = end
        if done < len(text):
            found.append(Run(text[done:]))
        return tuple(found)


def _shown_name(name: str, ref: Ref) -> str:
    """A name as written; of a slug or a path, which are no names for readers, the title."""
    return name if readable(name) == name and "/" not in name else ref.title
