"""The pipeline: scan, parse, link, outputs, render, publish, with a value between every two.

Each stage is remembered where that is sound (`memory`), so that a build does what has changed, and ends with the bytes
of a build that does everything. Where nothing has changed, no stage is even loaded.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kbgen.config import Config
from kbgen.diagnostics import finding, sort_key
from kbgen.files import Changes, OutFile, publish, raw_file, read, scan
from kbgen.files.intact import intact_files, known_file, known_list, known_source
from kbgen.memory.state import (
    Head,
    KnownFile,
    KnownInput,
    KnownPage,
    KnownPart,
    KnownSource,
    State,
    Told,
    content_digest,
    decode_head,
    decode_state,
    encode,
    encode_state,
    pages_by_url,
)
from kbgen.memory.store import OF_DOCUMENTS, Store, digest
from kbgen.model import Diagnostic, Graph
from kbgen.pipeline.ages import Ages
from kbgen.process.workers import Progress, default_jobs, quick_memory, silent
from kbgen.theme.theme import load_theme

if TYPE_CHECKING:
    from kbgen.pipeline.composed import Assessed
    from kbgen.pipeline.project import Read


class Report(NamedTuple):
    """What a build did: the changes on the disk, what is told of it (findings in the order of their places), and
    the graph (None if nothing was linked, because there was no need). `notes` are about kbgen's own memory;
    `remembered` is whether the next build can rely on all that this one has seen. `settled` are the files that were
    too young when they were read, and were read again: path -> mtime, ctime. `read` are all files that were there."""

    changes: Changes
    told: Told
    graph: Graph | None = None
    notes: tuple[str, ...] = ()
    remembered: bool = False
    settled: Mapping[str, tuple[int, int]] = MappingProxyType({})
    read: tuple[str, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings."""
        return self.told.diagnostics


def build(
    config: Config, progress: Progress = silent, *, jobs: int = 0, remember: bool = False, clean: bool = False
) -> Report:
    """Read the knowledge base, link it, and bring the output to hold exactly its site.

    `jobs` processes work at most (0: as many as there are processors). With `remember` what is found out is kept
    in `.kbgen/`, and used; with `clean` it is forgotten before. Raises KbgenError for what it cannot go on with;
    everything else is in the report.
    """
    quick_memory()
    with contextlib.closing(Store(config.store if remember else None)) as store:
        if clean:
            store.clear()
        run = _Build(config, store, jobs or default_jobs(), progress)
        report = run.run()
        return report._replace(
            notes=tuple(store.notes),
            remembered=run.settled and not store.notes,
            settled=run.ages.read_again,
            read=tuple(run.read()) if run.settled else (),
        )


class _Last(NamedTuple):
    """What the last build left: the files that lie in the output as it wrote them and the pages among them (both by
    path), the parts whose pages are all `there` (by output and name), the documents that it read (by kb path), the
    meanings that the store has, the files that it copied."""

    there: dict[str, KnownFile]
    pages: dict[str, KnownPage]
    parts: dict[tuple[str, str], KnownPart]
    inputs: dict[str, KnownInput]
    meanings: frozenset[str]
    copied: tuple[KnownSource, ...]


class _Build:
    """One run, and what all its steps know."""

    def __init__(self, config: Config, store: Store, jobs: int, progress: Progress) -> None:
        self.config, self.store, self.jobs, self.progress = config, store, jobs, progress
        self.ages = Ages(time.time_ns())
        self.theme = load_theme(config.templates)
        self.scanned = scan(config)
        self.settings = digest(repr(config).encode(), self.theme.digest.encode())
        self.head: Head | None = None
        self.state: State | None = None
        self.evidence: tuple[bytes, ...] | None = None  # keys of what was found out about evidence
        self.settled = False  # whether all that was read was old enough to be known by its times

    @cached_property
    def others(self) -> bytes:
        """A digest of all that the scan found but the sizes and times of documents."""
        scanned = self.scanned
        return digest(
            encode([one.path for one in scanned.inputs]),
            encode(scanned.inventory),
            encode((scanned.left_out, scanned.diagnostics, scanned.times)),
        )

    @cached_property
    def lying(self) -> bytes:
        """A digest of all that the scan found, with sizes and times."""
        times = [(one.path, one.size, one.mtime, one.ctime) for one in self.scanned.inputs]
        return digest(encode(times), self.others)

    def run(self) -> Report:
        """Do what has changed."""
        encoded = self.store.state()
        if encoded is not None:
            try:
                self.head, raw = decode_head(encoded)
                if self._unchanged(self.head):
                    self.settled = True
                    return Report(Changes(unchanged=_count(self.head)), self.head.told)
                self.state = decode_state(raw)
                if (report := self._retouched(self.head, self.state)) is not None:
                    return report
            except (msgspec.DecodeError, ValueError):
                self.head = self.state = None
                self.store.clear()
        return self._whole()

    def read(self) -> Iterator[str]:
        """The paths of all files that were there when the build began."""
        config, scanned = self.config, self.scanned
        yield from (one.file for one in scanned.inputs)
        yield from (os.path.join(config.content, path) for path in scanned.inventory.files)
        yield from (str(place) for path in scanned.inventory.raw if (place := raw_file(config, path)) is not None)
        yield from (os.path.join(config.templates, name) for name in self.theme.own)

    def _unchanged(self, head: Head) -> bool:
        """Whether everything lies where and as it lay when the last build ended."""
        return head.scan == self.lying and self._around_unchanged(head)

    def _around_unchanged(self, head: Head) -> bool:
        """The same of settings and theme, the files copied to the site, and the output."""
        return (
            head.settings == self.settings
            and all(known_source(self.config.content, one.path) == one for one in head.sources)
            and len(intact_files(self.config.output, head.files)) == len(head.files)
        )

    def _retouched(self, head: Head, state: State) -> Report | None:
        """Make the pages that show new words, if nothing but words is new."""
        if state.others != self.others or not self._around_unchanged(head):
            return None
        changed = self._changed(state)
        if not changed:
            self._refresh(head, state)
            return Report(Changes(unchanged=_count(head)), head.told)
        from kbgen.pipeline.retouch import retouch

        new = retouch(self.config, self.scanned, self.store, self.theme, state, changed, head.told.diagnostics)
        if new is None:
            return None
        there = {file.path: file for file in head.files}
        tables = {page.url for part in state.parts for page in part.pages if page.table}
        files = [OutFile(path, data, table=path in tables) for path, data in new.pages.items()]
        other = new.pages.keys() | new.gone
        kept = {file.path: file.digest for file in head.files if file.digest and file.path not in other}
        changes = publish(files, self.config.output, kept)
        told = msgspec.structs.replace(head.told, diagnostics=tuple(sorted(new.diagnostics, key=sort_key)))
        inputs = tuple(map(self.ages.known_input, self.scanned.inputs, new.state.inputs))
        self._remember(told, changes.files, there, head.sources, msgspec.structs.replace(new.state, inputs=inputs))
        return Report(changes, told)

    def _changed(self, state: State) -> list[int]:
        """The documents (numbers) whose bytes are not those of last time; only what has another time is read."""
        changed: list[int] = []
        for number, (source, known) in enumerate(zip(self.scanned.inputs, state.inputs, strict=True)):
            if (source.size, source.mtime, source.ctime) != (known.size, known.mtime, known.ctime):
                data = read(source)
                if not isinstance(data, bytes) or content_digest(data) != known.digest:
                    changed.append(number)
        return changed

    def _refresh(self, head: Head, state: State) -> None:
        """Remember the times of files in which nothing is new, so that they are not read again."""
        inputs = tuple(map(self.ages.known_input, self.scanned.inputs, state.inputs))
        self.settled = all(one.mtime for one in inputs)
        scan = self.lying if self.settled else b""
        head = msgspec.structs.replace(head, scan=scan)
        self.store.keep_state(encode_state(head, msgspec.structs.replace(state, inputs=inputs)))

    def _whole(self) -> Report:
        """Link everything, and make again what is no longer what it was."""
        from kbgen.memory.meanings import encode_meaning
        from kbgen.pipeline.assembly import Assembly
        from kbgen.pipeline.composed import compose
        from kbgen.pipeline.indexed import index_site
        from kbgen.pipeline.press import make_all
        from kbgen.pipeline.project import describe
        from kbgen.views.views import languages

        config, last = self.config, self._last()
        composed = compose(
            config, self.scanned, self.store, self.theme, last.inputs, last.pages, self.jobs, self.progress
        ).without_names()
        got, press, site = composed.read, composed.press, composed.press.site
        self.evidence = composed.evidence
        assembly = Assembly(config.content, self.store, got.graph, last.there, last.copied, self.progress)
        index = partial(index_site, config, self.scanned, self.store, site, press.keys, self.state, last.there)
        assessed: list[Assessed] = []
        static = self.theme.static | self.theme.scripts(languages(site), press.frame.lang)
        made = make_all(press, last.parts, self.jobs, assess=lambda: assessed.append(composed.assess()))
        changes = publish(assembly.files(static, made, index), config.output)
        found = tuple(sorted((*assessed[0].findings, *self._unreadable(changes)), key=sort_key))
        told = _told(got, describe(config, got, site.lang), found, assembly.pages)
        copied = frozenset(got.graph.assets)
        others = (times for path, times in self.scanned.times.items() if path not in copied)
        state = State(
            b"" if any(self.ages.is_young(*times) for times in others) else self.others,
            encode(press.frame),
            tuple(map(self.ages.known_input, self.scanned.inputs, got.documents)),
            tuple(site.meanings),
            tuple(assembly.parts),
            assembly.search,
            assessed[0].names,
        )
        new = ((n, meaning) for n, meaning in enumerate(site.meanings) if meaning not in last.meanings)
        self.store.put("meaning", ((bytes.fromhex(meaning), encode_meaning(got.graph, n)) for n, meaning in new))
        self._remember(told, changes.files, last.there, assembly.sources, state)
        return Report(changes, told, got.graph)

    def _last(self) -> _Last:
        """What the last build left that this one can rely on: nothing, if there was none."""
        head, state = self.head, self.state
        if head is None or state is None:
            return _Last({}, {}, {}, {}, frozenset(), ())
        there = {file.path: file for file in intact_files(self.config.output, head.files)}
        pages = {url: page for url, page in pages_by_url(state.parts).items() if url in there}
        whole = (part for part in state.parts if all(page.url in pages for page in part.pages))
        return _Last(
            there,
            pages,
            {(part.output, part.name): part for part in whole},
            {one.path: one for one in state.inputs},
            frozenset() if self.store.is_empty("meaning") else frozenset(state.meanings),
            head.sources,
        )

    def _unreadable(self, changes: Changes) -> Iterator[Diagnostic]:
        """Files to be copied that nobody could read."""
        message = "this file cannot be opened; links to it lead nowhere"
        return (finding("KB213", message, path=self.config.prefix + path) for path in changes.unreadable)

    def _remember(
        self,
        told: Told,
        made: dict[str, str],
        there: dict[str, KnownFile],
        sources: tuple[KnownSource, ...],
        state: State,
    ) -> None:
        """Keep what this build read and wrote (`made`: path -> digest), and drop what no document needs any more."""
        if self.store.folder is None:
            return
        output = self.config.output
        self.settled = (
            all(one.mtime for one in state.inputs)
            and bool(state.others)
            and not any(self.ages.is_young(one.mtime) for one in sources)
        )
        files = tuple(
            there[path] if path in there and there[path].digest == of else known_file(output, path, of)
            for path, of in made.items()
        )
        files = (*files, known_list(output))
        head = Head(self.settings, self.lying if self.settled else b"", files, sources, told)
        keys = [one.key for one in state.inputs]
        for table in OF_DOCUMENTS:
            self.store.prune(table, keys)
        if self.evidence is not None:
            self.store.prune("evidence", self.evidence)
        self.store.prune("meaning", map(bytes.fromhex, state.meanings))
        self.store.prune("view", (page.digest for part in state.parts for page in part.pages if page.documents))
        self.store.close()
        self.store.keep_state(encode_state(head, state))


def _count(head: Head) -> int:
    """How many files of the site there are; the list of them is none."""
    return sum(1 for one in head.files if one.digest)


def _told(got: Read, described: Iterable[str], found: tuple[Diagnostic, ...], pages: int) -> Told:
    graph = got.graph
    written = Counter(node.kind == "source" for node in graph.nodes if node.document >= 0)
    links = Counter(edge.resolution for edge in graph.edges)
    return Told(
        tuple(described), found, pages, written[True], written[False], len(graph.wanted), tuple(links.most_common())
    )
