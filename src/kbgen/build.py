"""The pipeline: scan, parse, link, outputs, render, publish, with a value between every two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from kbgen.check import check
from kbgen.check.judge import settle, severities, unsilenced
from kbgen.config import Config
from kbgen.diagnostics import finding, sort_key
from kbgen.fields import FieldSettings, fold_key
from kbgen.fields.spellings import SPELLINGS
from kbgen.files import PUBLISHABLE, Changes, OutFile, Scan, is_passive_svg, publish, read, read_inside, scan
from kbgen.link import LinkSettings, link
from kbgen.link.fields import raw_key
from kbgen.link.kinds import Kind
from kbgen.model import Asset, Body, Diagnostic, Document, Graph, Input, Page, Parsed, Prose, Value
from kbgen.names import fold
from kbgen.outputs import OUTPUTS
from kbgen.parse import ParseSettings, parse, parse_plain
from kbgen.render import Renderer
from kbgen.site import Site, SiteSettings
from kbgen.theme import Theme, load_theme

Progress = Callable[[str, int, int], None]
STATIC = "-/static"  # where the theme's files lie on the site


class Read(Value, frozen=True):
    """A knowledge base as read and linked: what `build`, `check` and `graph` start from."""

    scan: Scan
    documents: tuple[Document, ...]
    bodies: tuple[Body, ...]
    graph: Graph
    diagnostics: tuple[Diagnostic, ...]
    prose: tuple[Prose, ...] = ()


class Report(Value, frozen=True):
    """What a build did: the changes on the disk, the graph, all findings in the order of their places."""

    changes: Changes
    graph: Graph
    diagnostics: tuple[Diagnostic, ...]
    described: tuple[str, ...]
    pages: int


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def build(config: Config, progress: Progress = _silent) -> Report:
    """Read the knowledge base, link it, and bring the output to hold exactly its site.

    Raises KbgenError for what it cannot go on with; everything else is in the report.
    """
    theme = load_theme(config.templates)
    got = load(config, progress)
    site = Site(_site_settings(config), got.graph, _raw_keys(got.scan))
    made = [artifact for output in OUTPUTS for artifact in output(site)]
    pages = [artifact for artifact in made if isinstance(artifact, Page)]
    assets = [artifact for artifact in made if isinstance(artifact, Asset)]
    files = [
        *_theme_files(theme),
        *(_out_file(asset) for asset in assets if not _author_has(asset.path, got.graph)),
        *(OutFile(path, source=str(config.content / path)) for path in got.graph.assets),
    ]
    changes = publish(_rendered(pages, Renderer(site, theme, lambda n: got.bodies[n]), files, progress), config.output)
    prefix = f"{config.content_prefix}/" if config.content_prefix else ""
    problems = [
        finding("KB213", "this file cannot be opened; links to it lead nowhere", path=prefix + path)
        for path in changes.unreadable
    ]
    found = tuple(sorted((*got.diagnostics, *problems), key=sort_key))
    return Report(changes, got.graph, found, tuple(describe(config, got)), len(pages))


def load(config: Config, progress: Progress = _silent) -> Read:
    """Scan, parse, link and check, without writing anything. Raises KbgenError as `scan` does."""
    scanned = scan(config)
    parsed = list(parse_all(scanned.inputs, _parse_settings(config), progress))
    documents = tuple(Document(i.path, p.facts) for i, p in zip(scanned.inputs, parsed, strict=True))
    settings = _link_settings(config)
    graph = link(documents, scanned.inventory, settings, scanned.left_out)
    refused = _refused(config, graph)
    if refused:  # only now is it known which pictures are wanted; those refused are text, not dead links
        settings = msgspec.structs.replace(settings, refused=frozenset(refused))
        graph = link(documents, scanned.inventory, settings, scanned.left_out)
    prefix = f"{config.content_prefix}/" if config.content_prefix else ""
    problems = [
        msgspec.structs.replace(problem, path=prefix + source.path)
        for source, one in zip(scanned.inputs, parsed, strict=True)
        for problem in one.diagnostics
    ]
    problems += [*scanned.diagnostics, *refused.values(), *check(graph), *_reserved(graph)]
    prose = tuple(p.prose for p in parsed)
    told = judged(set(problems), config, scanned.inputs, prose)
    return Read(scanned, documents, tuple(p.body for p in parsed), graph, told, prose)


def judged(
    findings: Iterable[Diagnostic], config: Config, inputs: Sequence[Input], prose: Sequence[Prose]
) -> tuple[Diagnostic, ...]:
    """Findings with the severities of `kbgen.toml`, without those that remarks in their files silence, in the order of
    their places. `prose` is that of `inputs`, in their order. Raises KbgenError for rules that there are not."""
    prefix = f"{config.content_prefix}/" if config.content_prefix else ""
    both = zip(inputs, prose, strict=True)
    silences = {prefix + source.path: one.silences for source, one in both if one.silences}
    chosen = severities(config.check.severity, config.check.folders)
    return tuple(sorted(unsilenced(settle(findings, chosen, config.content_prefix), silences), key=sort_key))


def parse_all(inputs: Iterable[Input], settings: ParseSettings, progress: Progress = _silent) -> Iterator[Parsed]:
    """Read and parse each file by itself; what cannot be opened is an empty page and a finding."""
    inputs = tuple(inputs)
    for number, source in enumerate(inputs):
        progress("reading", number, len(inputs))
        data = read(source)
        if isinstance(data, Diagnostic):
            empty = parse(b"", settings)
            yield msgspec.structs.replace(empty, diagnostics=(data,))
            continue
        yield _parsed(data, settings)


def _parsed(data: bytes, settings: ParseSettings) -> Parsed:
    """Parse one file. A bug of ours must not cost the author the page, nor the others theirs: the text is
    then shown as it is, and the finding says so."""
    try:
        return parse(data, settings)
    except Exception as error:  # the one net of the pipeline: anything a file can provoke ends here
        plain = parse_plain(data)
        message = f"kbgen failed on this page ({type(error).__name__}); it is shown as plain text"
        return msgspec.structs.replace(
            plain, diagnostics=(*plain.diagnostics, finding("KB214", message, hint="please report this file"))
        )


def _rendered(
    pages: list[Page], renderer: Renderer, files: list[OutFile], progress: Progress
) -> Iterator[OutFile]:
    yield from files
    for number, page in enumerate(pages):
        progress("writing", number, len(pages))
        yield OutFile(page.url, renderer.render(page), table=page.tables)


def _theme_files(theme: Theme) -> Iterator[OutFile]:
    for path, data in theme.static.items():
        yield OutFile(f"{STATIC}/{path}", data)


def _out_file(asset: Asset) -> OutFile:
    return OutFile(asset.path, asset.content, asset.source, asset.tables)


def _author_has(path: str, graph: Graph) -> bool:
    return any(node.url == path for node in graph.nodes)


def _refused(config: Config, graph: Graph) -> dict[str, Diagnostic]:
    """Pictures that pages show and that hold scripts, or cannot be read, each with its finding."""
    found: dict[str, Diagnostic] = {}
    for path in graph.assets:
        if path.lower().endswith(".svg"):
            where = f"{config.content_prefix}/{path}" if config.content_prefix else path
            try:
                data = read_inside(config.content, path)
            except OSError as error:
                found[path] = finding("KB213", f"this file cannot be opened: {error.strerror}", path=where)
                continue
            if data is None or not is_passive_svg(data):
                message = "this picture holds scripts or loads other files; it is not published"
                found[path] = finding("KB505", message, path=where)
    return found


def _reserved(graph: Graph) -> Iterator[Diagnostic]:
    """Pages of authors that lie where kbgen would put one of its own."""
    for node in graph.nodes:
        if node.document >= 0 and node.url in ("404.html", "search.html"):
            message = f"this page is published as {node.url}, in place of the one that kbgen would make"
            yield finding("KB211", message, path=node.path)


# ---------------------------------------------------------------- settings of the stages


def _parse_settings(config: Config) -> ParseSettings:
    spellings = SPELLINGS | {fold_key(w): name for name, written in config.fields.items() for w in written}
    return ParseSettings(
        FieldSettings(spellings=spellings), config.sections, config.relations, config.remote_images
    )


def _link_settings(config: Config) -> LinkSettings:
    return LinkSettings(config.content_prefix, config.urls, _kinds(config), PUBLISHABLE)


def _site_settings(config: Config) -> SiteSettings:
    site = config.site
    return SiteSettings(
        site.title, site.base_url, site.lang, site.description, _kinds(config), config.urls, config.remote_images
    )


def _kinds(config: Config) -> tuple[Kind, ...]:
    return tuple(Kind(name, kind.types, kind.folders, kind.plural) for name, kind in config.kinds.items())


def _raw_keys(scanned: Scan) -> frozenset[str]:
    keys = {raw_key(path) or fold(path) for path in scanned.inventory.raw}
    names = {fold(path.rpartition("/")[2]) for path in scanned.inventory.raw}
    others = {fold(path) for path in (*scanned.inventory.files, *(i.path for i in scanned.inputs))}
    return frozenset(keys | names | others)


def describe(config: Config, got: Read) -> list[str]:
    """A few lines that say what a folder was taken for."""
    prefix = config.content_prefix or "."
    kinds = Counter("listing" if n.listing else n.kind for n in got.graph.nodes if n.document >= 0)
    fields = Counter(f.key for d in got.documents for f in {f.key: f for f in d.facts.fields}.values())
    reasons = Counter(one.reason for one in got.graph.left_out)
    lines = [
        f"kb folder  {prefix} ({len(got.documents)} documents)",
        f"kinds      {_counts(kinds)}",
        f"fields     {_counts(fields, 12)}",
        f"raw        {len(got.scan.inventory.raw)} files" if got.scan.inventory.raw else "raw        none",
    ]
    if reasons:
        lines.append(f"left out   {_counts(reasons)}")
    return lines


def _counts(counts: Counter[str], most: int = 20) -> str:
    shown = [f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]
    more = f", and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more if shown else "none"


def source_line(project: Path, path: str, line: int) -> str | None:
    """A line of a file of the project, for showing a finding; None if it cannot be had."""
    try:
        data = read_inside(project, path)
    except OSError:
        return None
    if data is None:
        return None
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[line - 1] if 0 < line <= len(lines) else None
