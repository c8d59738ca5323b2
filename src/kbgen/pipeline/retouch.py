"""Small changes made quickly: the words of some documents are new, and nothing that other pages look up in them.

Then the graph is what it was. The pages that show these documents are made of their remembered values, in which only
the digests of texts and the reading time are new. Whatever does not fit is left to a whole build.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from kbgen.check.judge import settle, severities_of
from kbgen.check.noticing import TEXTS
from kbgen.check.words import length_of
from kbgen.config import Config
from kbgen.files import Scan
from kbgen.link.classify import kind_of
from kbgen.link.kinds import kind_table
from kbgen.memory.meanings import decode_refs, meaning_digest, with_headings
from kbgen.memory.noticed import known_names, may_name_others
from kbgen.memory.state import KnownInput, Record, State, decode_record, encode
from kbgen.memory.store import Store, digest
from kbgen.model import Diagnostic, Facts, Prose
from kbgen.pipeline.desk import Change, Desk
from kbgen.pipeline.documents import (
    ReadDocument,
    decode_prose,
    encoded,
    keep,
    kinds_of,
    outward,
    parse_one,
    parse_settings,
    placed,
    record_key,
)
from kbgen.pipeline.indexed import index_changes
from kbgen.pipeline.pagedata import HtmlOf, mark_of_piece
from kbgen.pipeline.rewording import Worded, stays_apart
from kbgen.search.index import paths_of
from kbgen.text.paths import stem
from kbgen.theme.theme import Theme

_MOST = 32  # changed documents; for more a whole build is not much slower


class Retouched(NamedTuple):
    """The same site with some texts new: the state, the files to be written (address -> bytes), all findings, and the
    files that are no more."""

    state: State
    pages: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    gone: frozenset[str]


def retouch(
    config: Config,
    scanned: Scan,
    store: Store,
    theme: Theme,
    state: State,
    changed: Sequence[int],
    told: tuple[Diagnostic, ...],
) -> Retouched | None:
    """The site of `state` with the texts of the `changed` documents (numbers) new; None where more than texts has
    changed in them, or they are too many to be looked at one by one.

    The scan must have found the same documents and other files, settings and theme be the same, and the output lie
    there as it was left. `told` are the findings of the last build.
    """
    if len(changed) > _MOST:
        return None
    changes = _changes(config, scanned, store, state, changed)
    if changes is None:
        return None
    diagnostics = list(told)
    for change in changes:
        found = _moved(config, scanned, change, told)
        if found is None:
            return None
        place = config.prefix + change.path
        diagnostics = [d for d in diagnostics if d.path != place] + found
    if sorted(map(_without_place, diagnostics)) != sorted(map(_without_place, told)):  # a page tells of them
        return None
    meanings, inputs = list(state.meanings), list(state.inputs)
    for change in changes:
        known = inputs[change.number]
        meanings[change.number] = change.now
        inputs[change.number] = KnownInput(
            known.path, known.size, known.mtime, known.ctime, change.new.digest, change.new.key
        )
    new = msgspec.structs.replace(state, inputs=tuple(inputs), meanings=tuple(meanings))
    try:
        parts, pages = Desk(config, scanned, store, theme, new).pages(changes)
    except (LookupError, msgspec.DecodeError):  # the store has lost a page or a document
        return None
    index = index_changes(config, scanned, store, state, new, [change.number for change in changes])
    if index is None:
        return None
    pages |= dict(index)
    gone = frozenset(paths_of(state.search)) - frozenset(paths_of(index.known))
    new = msgspec.structs.replace(new, parts=parts, search=index.known)
    return Retouched(new, pages, tuple(diagnostics), gone)


def _without_place(one: Diagnostic) -> tuple[str, str, str, str]:
    return one.path, one.code, one.severity, one.message


# ---------------------------------------------------------------- what has changed


def _changes(config: Config, scanned: Scan, store: Store, state: State, changed: Sequence[int]) -> list[Change] | None:
    """The changed documents; None if anything else than words is new in one of them."""
    reading = _Reading(config, scanned, store, state, changed)
    changes: list[Change] = []
    for number in changed:
        change = reading.change(number)
        if change is None:
            return None
        changes.append(change)
    return changes


class _Written:
    """The facts of the pages at some addresses, as the last build read them."""

    def __init__(self, store: Store, state: State, changed: Sequence[int]) -> None:
        self.store, self.state, self.changed = store, state, frozenset(changed)

    @cached_property
    def documents(self) -> dict[str, int]:
        """Address -> document (number)."""
        numbers = {stem(known.path): number for number, known in enumerate(self.state.inputs)}
        pages = ((part.pages[0].url, numbers.get(part.name)) for part in self.state.parts if part.output == "nodes")
        return {url: number for url, number in pages if number is not None}

    def facts(self, url: str, own: int) -> Facts | None:
        """Those of a page; None where nobody has written it, or it has changed with `own` (a number)."""
        number = self.documents.get(url)
        if number is None or (number in self.changed and number != own):
            return None
        key = self.state.inputs[number].key
        stored = self.store.one("facts", key)
        return decode_record(stored).facts if stored is not None else None


class _Reading:
    """Changed documents, parsed again and compared with what the last build read."""

    def __init__(self, config: Config, scanned: Scan, store: Store, state: State, changed: Sequence[int]) -> None:
        self.scanned, self.store, self.state = scanned, store, state
        self.settings = parse_settings(config)
        self.salt = digest(encode(self.settings))
        self.table = kind_table(kinds_of(config))
        self.written = _Written(store, state, changed)

    def change(self, number: int) -> Change | None:
        """One document, parsed and stored; None if anything else than words is new in it."""
        known, source = self.state.inputs[number], self.scanned.inputs[number]
        stored = self.store.one("facts", known.key)
        meaning = bytes.fromhex(self.state.meanings[number])
        linked = self.store.one("meaning", meaning)
        if stored is None or linked is None:
            return None
        body = self.store.one("body", known.key)
        if body is None:
            return None
        old, html = decode_record(stored), HtmlOf(body)
        parsed = parse_one(source, self.settings, html("body", 0).pieces)
        if outward(old.facts) != outward(parsed.facts) or any(d.severity == "error" for d in parsed.diagnostics):
            return None
        refs = decode_refs(linked)
        now_encoded = encoded(parsed)
        new_html = HtmlOf(now_encoded.body)
        before, now = Worded(old.facts, html.texts), Worded(parsed.facts, parsed.body.texts)
        source_says = kind_of(source.path, old.facts, self.table).kind == "source"
        if not stays_apart(before, now, refs, lambda url: self.written.facts(url, number), source_says):
            return None
        prose = self.store.one("prose", known.key)
        if prose is None or not _says_the_same(self.store, self.state.names, decode_prose(prose), parsed.prose):
            return None
        if old.silences or parsed.prose.silences:  # findings that are silenced are not among those told
            return None
        key = record_key(parsed.facts.digest, self.salt)
        linked = with_headings(linked, parsed.facts.headings)
        new = meaning_digest(parsed.facts, linked)
        keep(self.store, [(key, now_encoded)])
        self.store.put("meaning", [(bytes.fromhex(new), linked)])
        read = ReadDocument(parsed.facts.digest, key, Record(parsed.facts, parsed.diagnostics))
        marks = tuple(mark_of_piece(source.path, *piece) for piece in new_html.unlike(html))
        return Change(number, source.path, old, read, self.state.meanings[number], new, marks)


def _says_the_same(store: Store, names: bytes, old: Prose, new: Prose) -> bool:
    """Whether what the site tells of a text beside it is as it was, wherever that stands."""
    if _asked_of(old) != _asked_of(new):
        return False
    try:
        return not names or not may_name_others(known_names(store, names), old.lines, new.lines)
    except (KeyError, msgspec.DecodeError):
        return False


def _asked_of(prose: Prose) -> object:
    """Whether a text is long enough; what it quotes; what is wrong with it."""
    quotes = [[quote.kind, *(line.text for line in quote.lines)] for quote in prose.quotes]
    wrong = [(found.code, found.message) for rule in TEXTS for found in rule(prose)]
    return length_of(prose), quotes, wrong


def _moved(config: Config, scanned: Scan, change: Change, told: tuple[Diagnostic, ...]) -> list[Diagnostic] | None:
    """The findings about a document at their new places; None if the place of one is not known."""
    source = scanned.inputs[change.number]
    old = ReadDocument("", b"", change.old)
    chosen = severities_of(config)
    parsed = set(settle(placed(config, source, old), chosen, config.prefix))
    found = settle(placed(config, source, change.new), chosen, config.prefix)
    places = _places(change.old.facts, change.new.record.facts)
    for diagnostic in told:
        if diagnostic.path != config.prefix + change.path or diagnostic in parsed:
            continue
        now = places.get((diagnostic.line, diagnostic.column, diagnostic.length))
        if now is None:
            if (diagnostic.line, diagnostic.column, diagnostic.length) != (1, 1, 0):
                return None
            now = (1, 1, 0)
        line, column, length = now
        found.append(msgspec.structs.replace(diagnostic, line=line, column=column, length=length))
    return found


_Place = tuple[int, int, int]


def _places(old: Facts, new: Facts) -> dict[_Place, _Place]:
    """Where what findings can be about stood, and where it stands: line, column, length."""
    found: dict[_Place, _Place] = {}
    for before, after in zip(old.texts, new.texts, strict=True):
        found[(before.line, before.column, before.length)] = (after.line, after.column, after.length)
    for one, other in zip(old.fields, new.fields, strict=True):
        found[(one.line, one.column, len(one.key))] = (other.line, other.column, len(other.key))
    for was, now in zip(old.links, new.links, strict=True):
        found[(was.line, was.column, was.length)] = (now.line, now.column, now.length)
    return found
