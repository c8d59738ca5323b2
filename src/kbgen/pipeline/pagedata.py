"""Pages as data, and the bodies of documents whose texts they show, read piece by piece. Knows no graph."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from kbgen.memory.meanings import decode_headings, decode_refs
from kbgen.memory.state import encode
from kbgen.memory.store import Store, digest
from kbgen.model import Heading, Html, Page, Value
from kbgen.render.filling import Sheet
from kbgen.theme.frame import Frame

if TYPE_CHECKING:
    from kbgen.theme.theme import Theme

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


def mark_of_piece(path: str, part: str, index: int) -> bytes:
    """What stands in an encoded page that shows a piece of a document (its kb path), and in no other."""
    return encode((path, part, index))[1:]


def decode_page(data: bytes) -> Page:
    """The page again. Raises msgspec.DecodeError, and LookupError for a view that is not known."""
    stored = _pages.decode(data)
    view = _view_of(stored.kind).decode(stored.view)
    return Page(stored.url, stored.template, stored.title, view, stored.tables)


@cache
def _view_of(kind: str) -> msgspec.msgpack.Decoder[Value]:
    """What decodes a view of a class. Most are views of nodes; what makes the others takes longer to load."""
    import kbgen.views.nodeview

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

    def unlike(self, other: HtmlOf) -> Iterator[tuple[str, int]]:
        """The pieces (part, index) that may be told apart from those of another text with as many blocks."""
        yield "body", 0
        for part in ("blocks", "descriptions"):
            both = zip(getattr(self._parts, part), getattr(other._parts, part), strict=True)
            yield from ((part[:-1], index) for index, (one, another) in enumerate(both) if one != another)

    @property
    def texts(self) -> tuple[str, ...]:
        """What its blocks say (`Body.texts`)."""
        return _texts.decode(self._parts.texts)


class Bodies:
    """Encoded bodies by the keys of their records; `again` makes one that the store has lost."""

    MOST = 200  # kept at hand; a page shows about 15. 500 save a fifth of the reading at 1,000 pages, and take 10 MB

    def __init__(self, store: Store, again: Callable[[bytes], bytes]) -> None:
        self.store, self.again = store, again
        self.kept: dict[bytes, HtmlOf] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Without what is at hand: another process reads for itself."""
        return vars(self) | {"kept": {}}

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
