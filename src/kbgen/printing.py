"""Pages that are data, and the documents whose texts they show: become bytes in any process, without the graph.

Whoever makes pages says of each document that they show where its HTML lies in the store, and what its links mean.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kbgen.filling import Sheet
from kbgen.frame import Frame
from kbgen.memory import encode
from kbgen.model import Heading, Html, Page, Value
from kbgen.render import Renderer
from kbgen.site import decode_headings, decode_refs
from kbgen.store import Store, digest

if TYPE_CHECKING:
    from kbgen.theme import Theme

# ---------------------------------------------------------------- pages as data


class StoredPage(Value, frozen=True):
    """A page as it lies in the store; `view` is encoded, of the class that is called `kind`."""

    url: str
    template: str
    title: str
    tables: bool
    kind: str
    view: msgspec.Raw


_pages = msgspec.msgpack.Decoder(StoredPage)


def encode_page(page: Page) -> bytes:
    """A page as data: its digest says whether it is the same page."""
    stored = StoredPage(
        page.url, page.template, page.title, page.tables, type(page.view).__name__, msgspec.Raw(encode(page.view))
    )
    return encode(stored)


def context(frame: Frame, theme: Theme) -> bytes:
    """A digest of what all pages are made with."""
    return digest(encode(frame), theme.page_digest.encode())


def decode_page(data: bytes) -> Page:
    """The page again. Raises msgspec.DecodeError, and LookupError for a view that is not known."""
    stored = _pages.decode(data)
    view = _view_of(stored.kind).decode(stored.view)
    return Page(stored.url, stored.template, stored.title, view, stored.tables)


@cache
def _view_of(kind: str) -> msgspec.msgpack.Decoder[Value]:
    """What decodes a view of a class. Most are views of nodes; what makes the others takes longer to load."""
    import kbgen.nodeview

    if kind not in _view_types():
        import kbgen.outputs  # noqa: F401
    return msgspec.msgpack.Decoder(_view_types()[kind])


def _view_types() -> dict[str, type[Value]]:
    found: dict[str, type[Value]] = {}
    waiting: list[type[Value]] = [Value]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found[kind.__name__] = kind
            waiting.append(kind)
    return found


# ---------------------------------------------------------------- the documents that they show


class _Body(Value, frozen=True):
    """A body of which only what is shown is decoded."""

    html: msgspec.Raw
    blocks: tuple[msgspec.Raw, ...]
    descriptions: tuple[msgspec.Raw, ...]
    texts: msgspec.Raw


_bodies = msgspec.msgpack.Decoder(_Body)
_html = msgspec.msgpack.Decoder(Html)
_texts = msgspec.msgpack.Decoder(tuple[str, ...])


class HtmlOf:
    """The HTML of one document and the texts of its blocks, decoded piece by piece."""

    def __init__(self, data: bytes) -> None:
        self._parts = _bodies.decode(data)

    def __call__(self, part: str, index: int) -> Html:
        parts = self._parts
        if part == "body":
            return _html.decode(parts.html)
        return _html.decode((parts.blocks if part == "block" else parts.descriptions)[index])

    @property
    def texts(self) -> tuple[str, ...]:
        """What its blocks say (`Body.texts`)."""
        return _texts.decode(self._parts.texts)


class Bodies:
    """Encoded bodies by the keys of their records; `again` makes one that the store has lost."""

    MOST = 500  # kept at hand; a page shows about fifteen, most of them those of its neighbours

    def __init__(self, store: Store, again: Callable[[bytes], bytes]) -> None:
        self.store, self.again = store, again
        self.kept: dict[bytes, HtmlOf] = {}

    def fetch(self, keys: Iterable[bytes]) -> None:
        """Have those of so many records at hand; it takes less than to get one after the other."""
        wanted = set(keys)
        missing = wanted - self.kept.keys()
        if len(self.kept) + len(missing) > self.MOST:
            self.kept = {key: body for key, body in self.kept.items() if key in wanted}
        for key, data in self.store.get("body", missing).items():
            with contextlib.suppress(msgspec.DecodeError):
                self.kept[key] = HtmlOf(data)

    def get(self, key: bytes) -> HtmlOf:
        """The body of the document whose record has this key."""
        found = self.known(key)
        if found is None:
            found = self.kept[key] = HtmlOf(self.again(key))
        return found

    def known(self, key: bytes) -> HtmlOf | None:
        """The same; None where the store has lost it."""
        if key not in self.kept:
            self.fetch((key,))
        return self.kept.get(key)


def sheet_of(meaning: bytes, body: HtmlOf) -> Sheet:
    """A document whose text is shown, from `encode_meaning` and its body."""
    found: list[tuple[Heading, ...]] = []

    def headings() -> tuple[Heading, ...]:
        if not found:
            found.append(decode_headings(meaning))
        return found[0]

    return Sheet(decode_refs(meaning), headings, body)


# ---------------------------------------------------------------- in another process


class Order(NamedTuple):
    """Pages to be rendered, as data, and the documents whose text they show: kb path -> the key of its body, and what
    its links mean (`site.encode_meaning`)."""

    pages: tuple[bytes, ...]
    shown: dict[str, tuple[bytes, bytes]]


class Printer:
    """Renders pages with the texts that lie in a store (a folder), in whatever process it is sent to; in this one with
    the `bodies` that it has at hand."""

    def __init__(self, folder: Path, frame: Frame, theme: Theme, bodies: Bodies | None = None) -> None:
        self.folder, self.frame, self.theme = folder, frame, theme
        self._bodies = bodies or Bodies(Store(folder), _lost)
        self._shown: dict[str, tuple[bytes, bytes]] = {}
        self._sheets: dict[str, Sheet] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Without what each process makes for itself."""
        return Printer, (self.folder, self.frame, self.theme._replace(static={}))

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self.frame, self.theme, self._sheet)

    def _sheet(self, path: str) -> Sheet:
        sheet = self._sheets.get(path)
        if sheet is None:
            key, meaning = self._shown[path]
            sheet = self._sheets[path] = sheet_of(meaning, self._bodies.get(key))
        return sheet

    def print(self, orders: Sequence[Order]) -> list[tuple[bytes, ...] | None]:
        """The pages of each order as bytes; None where the store has lost what they show. Raises KbgenError for a
        template that cannot be used."""
        self._shown = {path: shown for order in orders for path, shown in order.shown.items()}
        self._sheets.clear()
        self._bodies.fetch(key for key, _ in self._shown.values())
        return [self._printed(order) for order in orders]

    def _printed(self, order: Order) -> tuple[bytes, ...] | None:
        try:
            return tuple([self._renderer.render(decode_page(page)) for page in order.pages])
        except (LookupError, msgspec.DecodeError):
            return None


def _lost(key: bytes) -> bytes:
    raise KeyError(key)
