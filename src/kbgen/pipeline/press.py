"""The outputs of a site become pages and files, in parts, by any number of workers. Writes nothing.

A part whose key is that of last time is not made; a page that is made and has the digest of last time is not rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kbgen.memory.kept import Kept
from kbgen.memory.state import KnownPage, KnownPart, shown_documents
from kbgen.memory.store import digest
from kbgen.model import Asset, Page
from kbgen.outputs import OUTPUTS, Output
from kbgen.pipeline.pagedata import Bodies, context, encode_page
from kbgen.process.workers import run_all
from kbgen.render.filling import Sheet
from kbgen.render.renderer import Renderer
from kbgen.theme.frame import Frame
from kbgen.theme.theme import Theme
from kbgen.views.navigation import frame_of
from kbgen.views.site import Site

if TYPE_CHECKING:
    from concurrent.futures import Executor

_FEW = 48  # parts; fewer are sooner made here than by workers
_MANY = 3_000  # nodes; the parts that show all of them are work enough then


class Made(NamedTuple):
    """A page or file: what is to be remembered of it, its bytes (None: those of last time), and its value encoded
    (where it shows texts that may change)."""

    known: KnownPage
    content: bytes | None
    value: bytes


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


class Press:
    """What every worker needs: the site, the theme, where bodies are, and what was made last time."""

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
        self.sheets = Kept(self._sheet, Bodies.MOST)  # of the part that is being made

    def __getstate__(self) -> dict[str, Any]:
        """Without what each process makes for itself."""
        return {name: value for name, value in vars(self).items() if name != "renderer"}

    def _sheet(self, path: str) -> Sheet:
        """A document whose text is shown."""
        number = self.site.number_of[path]
        graph = self.site.graph
        headings = graph.documents[number].facts.headings
        return Sheet(graph.refs[number], lambda: headings, self.bodies.get(self.keys[number]))

    @cached_property
    def renderer(self) -> Renderer:
        """Made where it is needed: templates are compiled in each worker, and only if anything is rendered."""
        return Renderer(self.frame, self.theme, self.sheets.__getitem__)

    def make(self, output: Output, item: int) -> MadePart:
        """One part of an output."""
        self.site.shown.clear()
        self.sheets.clear()
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
        """A page, rendered unless it is that of last time."""
        value = encode_page(page)
        made = digest(self.context, value)
        old = self.known.get(page.url)
        same = old is not None and old.digest == made
        if not same:
            self.bodies.fetch([self.keys[self.site.number_of[path]] for path in shown])
        content = None if same else self.renderer.render(page)
        return Made(KnownPage(page.url, made, page.tables, shown_documents(shown)), content, value if shown else b"")


def make_all(
    press: Press,
    parts: dict[tuple[str, str], KnownPart],
    jobs: int,
    executor: Executor | None = None,
    assess: Callable[[], object] = lambda: None,
) -> Iterator[MadePart | KnownPart]:
    """All parts of all outputs, stage by stage: those with the key of last time as they were known, others made.
    `assess` finds out what the last stage shows."""
    shown, single, last = (_Stage(press, parts, stage) for stage in range(3))

    def meanwhile() -> None:
        assess()
        single.look()

    store = press.bodies.store
    shown.look()
    store.close()  # workers open it for themselves, for no fork may share it
    yield from shown.make(jobs, executor, meanwhile)
    store.close()
    yield from single.make(jobs, executor)
    last.look()
    yield from last.make(1)


class _Stage:
    """The parts of a stage of outputs."""

    def __init__(self, press: Press, known: dict[tuple[str, str], KnownPart], stage: int) -> None:
        """`known` are the parts of last time, by output and name."""
        self.press, self.known, self.stage = press, known, stage
        self.order: list[KnownPart | None] = []
        self.wanted: list[tuple[int, int]] = []

    def look(self) -> None:
        """Find out which parts are those of last time (None: none, it must be made)."""
        site = self.press.site
        for number, output in enumerate(OUTPUTS):
            for item in output.items(site) if output.stage == self.stage else ():
                known = self.known.get((output.name, output.called(site, item)))
                same = _same(self.press, output, item, known) if known is not None else None
                self.order.append(same)
                if same is None:
                    self.wanted.append((number, item))

    def make(
        self, jobs: int, executor: Executor | None = None, meanwhile: Callable[[], object] = lambda: None
    ) -> Iterator[MadePart | KnownPart]:
        """All parts, in their order; `meanwhile` is called once, when others have begun to make them."""
        enough = len(self.wanted) >= _FEW or (self.stage == 0 and len(self.press.site.nodes) >= _MANY)
        jobs = jobs if enough else 1
        made = run_all(_make_chunk, self.press, self.wanted, jobs, 2, executor, here=True, meanwhile=meanwhile)
        for one in self.order:
            yield one if one is not None else next(made)
        yield from made  # there is none; but where none was wanted, only now `meanwhile` is called


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


def _make_chunk(press: Press, wanted: Sequence[tuple[int, int]]) -> list[MadePart]:
    return [press.make(OUTPUTS[number], item) for number, item in wanted]
