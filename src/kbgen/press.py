"""The outputs of a site become pages and files, in parts, by any number of workers. Writes nothing.

A part whose key is that of last time is not made; a page that is made and has the digest of last time is not rendered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from kbgen.filling import Sheet
from kbgen.frame import Frame, frame_of
from kbgen.kept import Kept
from kbgen.memory import KnownPage, KnownPart, shown_documents
from kbgen.model import Asset, Page
from kbgen.outputs import OUTPUTS, Output
from kbgen.printing import Bodies, Order, Printer, context, decode_page, encode_page
from kbgen.render import Renderer
from kbgen.site import Site, encode_meaning
from kbgen.store import digest
from kbgen.theme import Theme
from kbgen.workers import Workers

_FEW = 96  # parts; fewer are sooner rendered here than by workers
_CHUNK = 16  # parts that a worker renders at a time
_SHOWN = 2_000  # documents that are at hand as data


class Made(NamedTuple):
    """A page or file: what is to be remembered of it, its bytes (None: those of last time, or it has yet to be
    rendered), its value encoded (of a page), and whether it has yet to be rendered."""

    known: KnownPage
    content: bytes | None
    value: bytes
    missing: bool = False


class MadePart(NamedTuple):
    """A part of an output, with its digests and all that was made of it."""

    output: str
    name: str
    key: bytes
    made: tuple[Made, ...]
    around: bytes
    chosen: bytes

    def known(self) -> KnownPart:
        """What is to be remembered of it."""
        pages = tuple(one.known for one in self.made)
        return KnownPart(self.output, self.name, self.key, pages, self.around, self.chosen)

    @property
    def missing(self) -> tuple[bytes, ...]:
        """The values of the pages that have yet to be rendered."""
        return tuple([one.value for one in self.made if one.missing])

    def with_pages(self, pages: Sequence[bytes]) -> MadePart:
        """The part with these as the bytes of those pages."""
        rendered = iter(pages)
        made = [one._replace(content=next(rendered), missing=False) if one.missing else one for one in self.made]
        return self._replace(made=tuple(made))


class Press:
    """Makes the parts of a site: from its graph, its theme, the bodies, and what was made last time."""

    def __init__(
        self,
        site: Site,
        theme: Theme,
        bodies: Bodies,
        keys: Sequence[bytes],
        known: dict[str, KnownPage],
        frame: Frame | None = None,
    ) -> None:
        """`keys` are those of the documents' records, `known` the pages of last time by their addresses; `frame` is
        that of the site if it is known."""
        self.site, self.theme, self.bodies, self.keys, self.known = site, theme, bodies, keys, known
        self.frame = frame or frame_of(site, theme)
        self.context = context(self.frame, theme)
        self.sheets = Kept(self._sheet, Bodies.MOST)  # of the part that is being rendered
        self.shown = Kept(self._shown, _SHOWN)

    def _sheet(self, path: str) -> Sheet:
        """A document whose text is shown."""
        number = self.site.number_of[path]
        graph = self.site.graph
        headings = graph.documents[number].facts.headings
        return Sheet(graph.refs[number], lambda: headings, self.bodies.get(self.keys[number]))

    @cached_property
    def renderer(self) -> Renderer:
        """Made if anything is rendered here: templates are compiled for it."""
        return Renderer(self.frame, self.theme, self.sheets.__getitem__)

    def make(self, output: Output, item: int) -> MadePart:
        """One part of an output."""
        return self.render(self.compose(output, item))

    def render(self, part: MadePart) -> MadePart:
        """A part with all its pages rendered here."""
        self.sheets.clear()
        return part.with_pages([self.renderer.render(decode_page(page)) for page in part.missing])

    def order(self, part: MadePart) -> Order:
        """The pages of a part that have yet to be rendered, for a printer."""
        pages = part.missing
        shown = {path for one in part.made if one.missing for path in one.known.shown()} if pages else ()
        return Order(pages, {path: self.shown[path] for path in shown})

    def _shown(self, path: str) -> tuple[bytes, bytes]:
        number = self.site.number_of[path]
        return self.keys[number], encode_meaning(self.site.graph, number)

    def compose(self, output: Output, item: int) -> MadePart:
        """One part of an output, of which no page is rendered."""
        self.site.shown.clear()
        made: list[Made] = []
        for artifact in output.make(self.site, item):
            shown = tuple(sorted(self.site.shown))
            made.append(self.asset(artifact) if isinstance(artifact, Asset) else self.page(artifact, shown))
            self.site.shown.clear()
        key, name = _key(self, output, item), output.called(self.site, item)
        around, chosen = output.around(self.site, item), output.chosen(self.site, item)
        return MadePart(output.name, name, key, tuple(made), around, chosen)

    def asset(self, asset: Asset) -> Made:
        """A finished file."""
        known = KnownPage(asset.path, digest(asset.content), asset.tables, "")
        old = self.known.get(asset.path)
        return Made(known, None if old == known else asset.content, b"")

    def page(self, page: Page, shown: tuple[str, ...]) -> Made:
        """A page, to be rendered unless it is that of last time."""
        value = encode_page(page)
        made = digest(self.context, value)
        old = self.known.get(page.url)
        same = old is not None and old.digest == made
        return Made(KnownPage(page.url, made, page.tables, shown_documents(shown)), None, value, not same)


def make_all(press: Press, parts: dict[tuple[str, str], KnownPart], workers: Workers) -> Iterator[MadePart | KnownPart]:
    """All parts of all outputs, in their order: those with the key of last time as they were known, others made."""
    wanted: list[tuple[int, int]] = []
    order: list[KnownPart | None] = []
    for number, output in enumerate(OUTPUTS):
        for item in output.items(press.site):
            known = parts.get((output.name, output.called(press.site, item)))
            same = _same(press, output, item, known) if known is not None else None
            order.append(same)
            if same is None:
                wanted.append((number, item))
    composed = (press.compose(OUTPUTS[number], item) for number, item in wanted)
    folder = press.bodies.store.folder
    if folder is None or workers.jobs < 2:
        made: Iterator[MadePart] = map(press.render, composed)
    else:
        made = _printed(press, composed, workers, Printer(folder, press.frame, press.theme, press.bodies))
    for one in order:
        yield one if one is not None else next(made)


def _printed(press: Press, parts: Iterator[MadePart], workers: Workers, printer: Printer) -> Iterator[MadePart]:
    """Parts that are composed here, when there is room for them, and rendered by workers, which know no graph."""
    waiting = deque[MadePart]()

    def orders() -> Iterator[Order]:
        for part in parts:
            waiting.append(part)
            if part.missing:
                yield press.order(part)

    for pages in workers.run(Printer.print, printer, orders(), _CHUNK, _lost, _FEW):
        while not waiting[0].missing:
            yield waiting.popleft()
        part = waiting.popleft()
        yield part.with_pages(pages) if pages is not None else press.render(part)
    yield from waiting


def _lost(printer: Printer, order: Order) -> None:
    """What workers do not survive is rendered by this process."""


def _same(press: Press, output: Output, item: int, known: KnownPart) -> KnownPart | None:
    """A part of last time as it is to be remembered now; None if it must be made."""
    if not known.key or known.key != _key(press, output, item):
        return None
    around = output.around(press.site, item)
    if around == known.around:
        return known
    if output.chosen(press.site, item) != known.chosen:
        return None
    return msgspec.structs.replace(known, around=around)


def _key(press: Press, output: Output, item: int) -> bytes:
    read = output.key(press.site, item) if output.key is not None else b""
    return digest(press.context, read) if read else b""
