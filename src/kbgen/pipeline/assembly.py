"""The files of a site, in their order, from what was made of it. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kbgen.files import OutFile
from kbgen.files.intact import known_source
from kbgen.memory.state import KnownFile, KnownPart, KnownSearch, KnownSource
from kbgen.memory.store import Store
from kbgen.model import Graph
from kbgen.process.workers import Progress
from kbgen.search.index import Index, paths_of
from kbgen.theme.theme import STATIC

if TYPE_CHECKING:
    from kbgen.pipeline.press import MadePart


class Assembly:
    """Turns what was made into files to be published, and notes what is to be remembered of them: `parts`, the files
    that were copied (`sources`), what the index for searching is made of (`search`), how many `pages` there are."""

    def __init__(
        self,
        content: Path,
        store: Store,
        graph: Graph,
        there: Mapping[str, KnownFile],
        copied: Iterable[KnownSource],
        progress: Progress,
    ) -> None:
        """`there` are the files that lie in the output as the last build left them, by path; `copied` those of the kb
        that it copied there."""
        self.content, self.store, self.graph, self.there, self.progress = content, store, graph, there, progress
        self.copied = {one.path: one for one in copied}
        self.authors = {node.url for node in graph.nodes if node.document >= 0}
        self.parts: list[KnownPart] = []
        self.sources: tuple[KnownSource, ...] = ()
        self.pages = 0
        self.search: KnownSearch

    def files(
        self, static: Mapping[str, bytes], parts: Iterable[MadePart | KnownPart], index: Callable[[], Index]
    ) -> Iterator[OutFile]:
        """All files of the site: those of the theme, copies, pages, the index for searching."""
        for path, data in static.items():
            yield OutFile(f"{STATIC}/{path}", data)
        yield from self._copies()
        total = len(self.graph.nodes)
        for number, part in enumerate(parts):
            if number < total:
                self.progress("writing", number, total)
            if isinstance(part, KnownPart):
                self.parts.append(part)
                self.pages += sum(page.url.endswith(".html") for page in part.pages)
                for page in part.pages:
                    yield OutFile(page.url, kept=self.there[page.url].digest, table=page.table)
            else:
                yield from self._made(part)
        yield from self._searched(index())

    def _made(self, part: MadePart) -> Iterator[OutFile]:
        known = part.known()
        self.parts.append(known)
        self.store.put("view", [(one.known.digest, one.value) for one in part.made if one.known.documents])
        for page, content, *_ in part.made:
            is_page = page.url.endswith(".html")
            self.pages += is_page
            if not is_page and page.url in self.authors:
                continue
            if content is None:
                yield OutFile(page.url, kept=self.there[page.url].digest, table=page.table)
            else:
                yield OutFile(page.url, content, table=page.table)

    def _searched(self, index: Index) -> Iterator[OutFile]:
        """The index for searching. It is made when the pages are, for it needs much memory, and so do those."""
        new = set[str]()
        for path, content in index:
            new.add(path)
            yield OutFile(path, content, table=True)
        self.search = index.known
        for path in paths_of(self.search):
            if path not in new:
                yield OutFile(path, kept=self.there[path].digest, table=True)

    def _copies(self) -> Iterator[OutFile]:
        """The kb's own files that pages show."""
        now = {path: known_source(self.content, path) for path in self.graph.assets}
        self.sources = tuple(now.values())
        for path, source in now.items():
            if path in self.there and self.copied.get(path) == source:
                yield OutFile(path, kept=self.there[path].digest)
            else:
                yield OutFile(path, source=str(self.content / path))
