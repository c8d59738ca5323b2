"""A knowledge base as read and linked: what `build`, `check` and `graph` start from. Writes nothing."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from kbgen.check.judge import settle, severities_of, told_once, unsilenced
from kbgen.check.rules import check
from kbgen.config import Config
from kbgen.diagnostics import counted, finding, sort_key
from kbgen.files import Scan, read_inside, scan
from kbgen.files.picture import HEADS, Size, size_of
from kbgen.files.reading import unreadable
from kbgen.files.svg import is_passive_svg
from kbgen.link.linking import Linked, link, with_sizes
from kbgen.link.raw import raw_key
from kbgen.link.settings import LinkSettings
from kbgen.memory.state import KnownInput, encode
from kbgen.memory.store import Store, digest
from kbgen.model import Diagnostic, Document, Graph, Input
from kbgen.pipeline.documents import ReadDocument, kinds_of, parse_settings, placed, read_all
from kbgen.process.workers import Progress, silent
from kbgen.text.endings import PICTURES, ending
from kbgen.text.names import fold
from kbgen.views.site import PageSettings, Site


class Read(NamedTuple):
    """A knowledge base: what lies in the project, its documents, their graph, what was found wrong on the way
    (`findings` has all); and what else links were found with, as long as documents are to be linked anew."""

    scan: Scan
    documents: tuple[ReadDocument, ...]
    graph: Graph
    problems: tuple[Diagnostic, ...]
    linked: Linked | None


def load(config: Config, progress: Progress = silent, jobs: int = 1) -> Read:
    """Scan, parse and link, without writing anything. Raises KbgenError as `scan` does."""
    return read_project(config, scan(config), Store(None), {}, jobs, progress)


def read_project(
    config: Config, scanned: Scan, store: Store, known: dict[str, KnownInput], jobs: int, progress: Progress
) -> Read:
    """Parse (or remember) and link what was scanned."""
    read = tuple(read_all(scanned.inputs, parse_settings(config), store, known, jobs, progress))
    documents = tuple(Document(i.path, d.record.facts) for i, d in zip(scanned.inputs, read, strict=True))
    settings = link_settings(config)
    linked = link(documents, scanned.inventory, settings, scanned.left_out)
    refused = _refused(config, linked)
    if refused:  # only now is it known which pictures are wanted; those refused are text, not dead links
        settings = msgspec.structs.replace(settings, refused=frozenset(refused))
        linked = link(documents, scanned.inventory, settings, scanned.left_out)
    linked = with_sizes(linked, _sizes(config, linked.graph))
    problems = [
        *(d for source, one in zip(scanned.inputs, read, strict=True) for d in placed(config, source, one)),
        *scanned.diagnostics,
        *refused.values(),
        *_reserved(linked.graph),
    ]
    return Read(scanned, read, linked.graph, tuple(problems), linked)


def findings(read: Read) -> set[Diagnostic]:
    """All that a build finds wrong, with the severities that rules have by themselves."""
    return {*read.problems, *check(read.graph, read.scan.inventory)}


def judged(
    findings: Iterable[Diagnostic], config: Config, inputs: Sequence[Input], documents: Sequence[ReadDocument]
) -> tuple[Diagnostic, ...]:
    """Findings with the severities of `kbgen.toml`, without those that remarks in their files silence, in the order of
    their places. `documents` are those of `inputs`. Raises KbgenError for rules that there are not."""
    both = zip(inputs, documents, strict=True)
    silences = {config.prefix + source.path: one.record.silences for source, one in both if one.record.silences}
    chosen = severities_of(config)
    return tuple(sorted(unsilenced(settle(told_once(findings), chosen, config.prefix), silences), key=sort_key))


def site_of(config: Config, got: Read) -> Site:
    """What outputs look at."""
    return Site(page_settings(config), got.graph, _raw_keys(got.scan))


def _refused(config: Config, linked: Linked) -> dict[str, Diagnostic]:
    """Files that pages show and that cannot lie on the site, hold scripts, or cannot be read, each with its finding."""
    found: dict[str, Diagnostic] = {}
    for path in linked.graph.assets:
        where = config.prefix + path
        if not linked.addresses.claim(path):
            why = "a page or folder has it, or it cannot be the name of a file"
            message = f"this file cannot be on the site at its path: {why}"
            refused = finding("KB208", message, path=where, hint="rename it, or its folder")
            found[path] = msgspec.structs.replace(refused, severity="error")  # a page has another address, a file none
        elif ending(path) == "svg":
            try:
                data = read_inside(config.content, path)
            except OSError as error:
                found[path] = unreadable(error, where)
                continue
            if data is None or not is_passive_svg(data):
                message = "this picture contains scripts or loads other files; it is not published"
                found[path] = finding("KB505", message, path=where)
    return found


def _sizes(config: Config, graph: Graph) -> dict[str, Size]:
    """How wide and high the pictures are that pages show, as far as their files tell. Those that nobody can read are
    told elsewhere."""
    found: dict[str, Size] = {}
    for path in graph.assets:
        if ending(path) in PICTURES:
            with contextlib.suppress(OSError):
                begin = (size_of(read_inside(config.content, path, most) or b"") for most in HEADS)
                size = next(filter(None, begin), None)
                if size:
                    found[path] = size
    return found


def _reserved(graph: Graph) -> Iterator[Diagnostic]:
    """Pages of authors that lie where kbgen would put one of its own."""
    for node in graph.nodes:
        if node.document >= 0 and node.url in ("404.html", "search.html"):
            message = f"this page is published as {node.url}, in place of the one that kbgen would make"
            yield finding("KB211", message, path=node.path)


# ---------------------------------------------------------------- settings of the stages


def link_settings(config: Config) -> LinkSettings:
    """What of the settings changes the graph."""
    home = config.site.title or "Home"
    return LinkSettings(config.prefix, config.urls, kinds_of(config), home=home, top=config.top)


def page_settings(config: Config) -> PageSettings:
    """What of the settings pages show."""
    site = config.site
    shown = (site.title, site.base_url, site.lang, site.description)
    read = digest(encode(parse_settings(config)))
    return PageSettings(
        *shown, kinds_of(config), config.urls, config.remote_images, site.edit_base, read, site.health, config.name
    )


def _raw_keys(scanned: Scan) -> frozenset[str]:
    keys = {raw_key(path) or fold(path) for path in scanned.inventory.raw}
    names = {fold(path.rpartition("/")[2]) for path in scanned.inventory.raw}
    others = {fold(path) for path in (*scanned.inventory.files, *(i.path for i in scanned.inputs))}
    return frozenset(keys | names | others)


# ---------------------------------------------------------------- what a folder was taken for


def describe(config: Config, got: Read, lang: str) -> list[str]:
    """A few lines that say what a folder was taken for; `lang` is the language of its site."""
    kinds = Counter("listing" if n.listing else n.kind for n in got.graph.nodes if n.document >= 0)
    fields = Counter(key for d in got.documents for key in {f.key for f in d.record.facts.fields})
    reasons = Counter(one.reason for one in got.graph.left_out)
    lines = [
        f"kb folder  {config.prefix.rstrip('/') or '.'} ({counted(len(got.documents), 'document')})",
        f"kinds      {_counts(kinds)}",
        f"fields     {_counts(fields, 12)}",
        f"raw        {counted(len(got.scan.inventory.raw), 'file') if got.scan.inventory.raw else 'none'}",
    ]
    if not config.site.lang and lang != "en":
        lines.append(f"language   {lang}, as the pages tell (site.lang sets another)")
    if undrawn := sum(d.record.facts.undrawn for d in got.documents):
        lines.append(f"diagrams   {undrawn:,} shown as code: pip install 'kbgen[diagrams]' has them drawn")
    if reasons:
        lines.append(f"left out   {_counts(reasons)}")
    return lines


def _counts(counts: Counter[str], most: int = 20) -> str:
    shown = [f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]
    more = f", and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more if shown else "none"
