"""The knowledge base as an author's tools see it: its pages, their names, and where pages of a kind lie."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from kbgen.audit import known_inputs
from kbgen.check.known import Known
from kbgen.config import Config
from kbgen.fields.spellings import ParseSettings
from kbgen.files.scan import scan
from kbgen.link.catalog import Catalog
from kbgen.link.kinds import KINDS, Kind, kind_table
from kbgen.link.meaning import Ambiguous, Found
from kbgen.link.wanted import wanted_key
from kbgen.memory.store import Store
from kbgen.model import Link, Node
from kbgen.pipeline.documents import Again, parse_settings
from kbgen.pipeline.evidence import known_of
from kbgen.pipeline.pagedata import Bodies
from kbgen.pipeline.project import read_project
from kbgen.process.workers import default_jobs, silent
from kbgen.text.names import clean, commonest, fold, slug


class Kb:
    """One knowledge base, read and linked."""

    def __init__(
        self, config: Config, known: Known, settings: ParseSettings, texts: Callable[[int], Sequence[str]]
    ) -> None:
        """`texts` reads what the blocks of a document (number) say."""
        self.config = config
        self.known = known
        self.settings = settings
        self.texts = texts
        self.graph = known.graph
        self.prefix = config.prefix

    @cached_property
    def catalog(self) -> Catalog:
        """All names there are."""
        kinds = self.known.settings.kinds
        return Catalog(self.graph.documents, self.known.inventory, self.prefix, kinds)

    @cached_property
    def files(self) -> Counter[str]:
        """How many pages have a file of each name."""
        return Counter(fold(node.id.rpartition("/")[2]) for node in self.graph.nodes if node.document >= 0)

    @cached_property
    def wanted(self) -> dict[str, Node]:
        """The pages that are linked and not written, by the name that all their spellings share."""
        return {node.id: node for node in self.graph.nodes if node.document < 0}

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Every kind there is by its name, those of `kbgen.toml` before kbgen's own."""
        return {kind.name: kind for kind in (*KINDS, *self.known.settings.kinds)}

    def find(self, name: str, here: str = "") -> Node | Ambiguous | None:
        """The written page that a link `[[name]]` in the file at a kb path leads to; None without."""
        link = Link("link", "wiki", name)
        found = self.catalog.resolver.resolve(link, here)
        if isinstance(found, Ambiguous):
            return found
        if isinstance(found, Found) and found.document in self.catalog.node_of:
            return self.graph.nodes[self.catalog.node_of[found.document]]
        return None

    def wanted_page(self, name: str) -> Node | None:
        """The wanted page of that name, path or title; None if nothing links to such."""
        by_name = self.wanted.get(wanted_key(name)) or self.wanted.get(wanted_key(slug(clean(name))))
        titled = (node for node in self.wanted.values() if fold(node.title) == fold(clean(name)))
        pathed = (node for node in self.wanted.values() if node.create in (name, f"{name}.md", f"{self.prefix}{name}"))
        return by_name or next(titled, None) or next(pathed, None)

    def target(self, node: Node) -> str:
        """What to write between double brackets to mean a written page: its file's name, or its whole path."""
        last = node.id.rpartition("/")[2]
        return last if self.files[fold(last)] == 1 else node.id

    def folder(self, kind: str, subkind: str = "") -> str:
        """The folder (kb path, '' is the top) for a new page of a kind: where most pages of the subkind lie, else
        of the kind, else that of the kind's folders that is there, else the first of them."""
        nodes = [node for node in self.graph.nodes if node.document >= 0 and not node.listing and node.kind == kind]
        for group in ([node for node in nodes if subkind and node.subkind == subkind], nodes):
            counts = Counter(node.id.rpartition("/")[0] for node in group)
            if counts:
                return commonest(counts)
        folders = self.kinds[kind].folders if kind in self.kinds else ()
        top = self.config.top
        there = (folder for folder in folders if (self.config.content / top / folder).is_dir())
        return "/".join(filter(None, (top, next(there, folders[0] if folders else ""))))

    def kind_of_folder(self, path: str) -> str:
        """The kind that a page has by the folder of its kb path; empty where the folder says none."""
        table = kind_table(self.known.settings.kinds)
        return next(filter(None, map(table.of_folder, reversed(path.split("/")[:-1]))), "")

    def place(self, node: Node, kind: str = "", subkind: str = "") -> str:
        """The kb path for a wanted page: where the site says; but where that is a folder of another kind than the page
        will have, and the folder is no part of the links' spelling, the kind's own."""
        path = node.create.removeprefix(self.prefix)
        if not kind or node.aliases or self.kind_of_folder(path) in (kind, ""):
            return path
        return "/".join(filter(None, (self.folder(kind, subkind), path.rpartition("/")[2])))


def read_kb(config: Config) -> Kb:
    """Read and link the knowledge base; what was read before is remembered as in a build. Raises as `scan` does."""
    scanned, settings = scan(config), parse_settings(config)
    with contextlib.closing(Store(config.store)) as store:
        got = read_project(config, scanned, store, known_inputs(store), default_jobs(), silent)
    keys = [document.key for document in got.documents]
    bodies = Bodies(store, Again(scanned.inputs, keys, settings))

    def texts(document: int) -> Sequence[str]:
        with contextlib.closing(store):
            return bodies.get(keys[document]).texts

    return Kb(config, known_of(config, got, ()), settings, texts)  # nobody asks for the prose of other pages
