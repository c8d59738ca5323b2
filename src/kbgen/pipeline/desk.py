"""Remembered pages gone over: those that show documents with new words, made again of their values."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from kbgen.config import Config
from kbgen.files import Scan
from kbgen.memory.state import KnownPage, KnownPart, Record, State
from kbgen.memory.store import Store, digest
from kbgen.model import Page
from kbgen.pipeline.documents import Again, ReadDocument, parse_settings
from kbgen.pipeline.pagedata import Bodies, context, decode_page, encode_page, sheet_of
from kbgen.render.filling import Sheet
from kbgen.render.renderer import Renderer
from kbgen.theme.frame import Frame
from kbgen.theme.theme import Theme
from kbgen.views.views import reading_minutes


class Change(NamedTuple):
    """A document with new words: its number and kb path, what was known of it, what is; `was` and `now` are the
    digests of it with its meaning. `marks` stand in encoded pages that show what is new in it."""

    number: int
    path: str
    old: Record
    new: ReadDocument
    was: str
    now: str
    marks: tuple[bytes, ...]


class Desk:
    """Where remembered pages are gone over. `state` has the new documents already."""

    def __init__(self, config: Config, scanned: Scan, store: Store, theme: Theme, state: State) -> None:
        self.config, self.store, self.theme, self.state = config, store, theme, state
        self.numbers = {known.path: number for number, known in enumerate(state.inputs)}
        keys = [known.key for known in state.inputs]
        self.bodies = Bodies(store, Again(scanned.inputs, keys, parse_settings(config)))
        self.frame = msgspec.msgpack.decode(state.frame, type=Frame)
        self.context = context(self.frame, theme)
        self.renderer = Renderer(self.frame, theme, self.sheet)
        self.sheets: dict[str, Sheet] = {}
        self.meanings: dict[bytes, bytes] = {}

    def pages(self, changes: list[Change]) -> tuple[tuple[KnownPart, ...], dict[str, bytes]]:
        """All parts with the pages that show changed documents as they are to be remembered, and the bytes of those
        that show what is new in them."""
        changed = {change.path for change in changes}
        showing = [page for part in self.state.parts for page in part.pages if page.shows(changed)]
        stored = self.store.get("view", [page.digest for page in showing])
        values = {page.url: _renamed(stored[page.digest], changes) for page in showing}
        marks = [mark for change in changes for mark in change.marks]
        new = [page for page in showing if any(mark in values[page.url] for mark in marks)]
        self.fetch(new)
        pages: dict[str, bytes] = {}
        for known in new:
            page = self.retold(decode_page(values[known.url]), changes)
            values[known.url], pages[known.url] = encode_page(page), self.renderer.render(page)
        digests = {url: digest(self.context, value) for url, value in values.items()}
        self.store.put("view", [(digests[url], value) for url, value in values.items()])
        return tuple(_with_digests(part, digests) for part in self.state.parts), pages

    def fetch(self, pages: list[KnownPage]) -> None:
        """Have the texts at hand that these pages show."""
        shown = {self.numbers[path] for page in pages for path in page.shown()}
        self.bodies.fetch([self.state.inputs[number].key for number in shown])
        self.meanings = self.store.get("meaning", [bytes.fromhex(self.state.meanings[number]) for number in shown])

    def retold(self, page: Page, changes: list[Change]) -> Page:
        """A document's own page also says how long it takes to read."""
        path = getattr(page.view, "path", "")
        for change in changes:
            if path == self.config.prefix + change.path:
                minutes = reading_minutes(change.new.record.facts.words)
                return msgspec.structs.replace(page, view=msgspec.structs.replace(page.view, minutes=minutes))
        return page

    def sheet(self, path: str) -> Sheet:
        """A document whose text is shown, from the store; raises KeyError for what it has lost."""
        if path not in self.sheets:
            number = self.numbers[path]
            meaning = self.meanings[bytes.fromhex(self.state.meanings[number])]
            self.sheets[path] = sheet_of(meaning, self.bodies.get(self.state.inputs[number].key))
        return self.sheets[path]


def _renamed(value: bytes, changes: list[Change]) -> bytes:
    """An encoded page that names the new texts by their digests in the place of the old ones."""
    for change in changes:
        for was, now in ((change.was, change.now), (change.old.facts.digest, change.new.digest)):
            value = value.replace(was.encode(), now.encode())
    return value


def _with_digests(part: KnownPart, digests: dict[str, bytes]) -> KnownPart:
    """A part whose pages have new digests, by their addresses: without a key, which is that of what was read before,
    and must not be taken for it again."""
    if digests.keys().isdisjoint([page.url for page in part.pages]):
        return part
    pages = [msgspec.structs.replace(page, digest=digests.get(page.url, page.digest)) for page in part.pages]
    return KnownPart(part.output, part.name, b"", tuple(pages))
