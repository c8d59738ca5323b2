"""Case files: markdown that is manual and test at once. Knows their format and how to run one; no case.

A file begins with `# Title` and some words. Each `## heading` below is a case: a sentence that says why anyone
wants it, fenced blocks that hold a small knowledge base, and fenced blocks that say what comes out of it.

Blocks that go in (`path` counts from the kb folder; with `root=true`, and for `kbgen.toml`, from the project):

    md path=sources/a.md        a document (a path with spaces stands in quotes)
    toml path=kbgen.toml        the settings
    file path=raw/x.txt         any other file, as it stands there
    bytes path=x.md             a file whose text has escapes (`\\xff`, `\\n`, `\\t`, `\\\\`; `\\{3 ab}` is `ababab`);
                                line ends do not count; its path may have escapes too
    symlink path=x.md           a symbolic link to what the block says, counted from the folder it lies in

Blocks that come out:

    html path=sources/a.html    the HTML of a page inside `select` (default `.body`, the document's own text)
    shown path=sources/a.html   the same as a reader sees it: a line a block, links as `[text](address)`
    edges                       a line a link: place, text at that place, `->`, where it leads, how it was found
    diagnostics                 a line a finding: severity, code, place, message, `|` and the hint
    check codes=KB301,KB302     the same for what `kbgen check` finds, of these rules (on 2026-06-15)
    nodes                       a line a page: id, kind, title, address
    fields path=sources/a.md    a line a field: its canonical name, the key and value as read
    left_out                    a line a file that is no page: path, reason

On a document with `fails=true` kbgen's own parser fails, as no text is known to make it.
`select` is a tag, `#id`, `.class`, `tag#id` or `tag.class`. Places in the kb folder are written without it.
`edges path=…` shows those of one file. A case that says nothing of diagnostics has none.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import kbgen.parse
from kbgen.audit import audit
from kbgen.config import load_config
from kbgen.diagnostics import visible
from kbgen.model import Diagnostic, Edge, KbgenError, Node, Parsed
from kbgen.pipeline.build import build
from kbgen.pipeline.project import findings, judged, load

INPUTS = {
    "md": frozenset({"path", "root", "fails"}),
    **dict.fromkeys(("toml", "file", "bytes", "symlink"), frozenset({"path", "root"})),
}
OUTPUTS = {
    "check": frozenset({"codes"}),
    **dict.fromkeys(("html", "shown"), frozenset({"path", "select"})),
    **dict.fromkeys(("edges", "fields"), frozenset({"path"})),
    **dict.fromkeys(("diagnostics", "nodes", "left_out"), frozenset[str]()),
}
_NEEDS_PATH = {*INPUTS, "html", "shown", "fields"}


TODAY = "2026-06-15"


class CaseError(Exception):
    """A case file that is not written as it should be; the message begins with file and line."""


class Block(NamedTuple):
    """A fenced block: what it is, its attributes, its text, the indexes of its fences' lines in the file."""

    kind: str
    attrs: dict[str, str]
    text: str
    first: int
    last: int


class Case(NamedTuple):
    """One case: the file it stands in, its heading, the line of that, its sentences, its blocks."""

    file: Path
    name: str
    line: int
    why: str
    blocks: tuple[Block, ...]

    @property
    def inputs(self) -> list[Block]:
        return [block for block in self.blocks if block.kind in INPUTS]

    @property
    def expected(self) -> list[Block]:
        return [block for block in self.blocks if block.kind in OUTPUTS]

    def place(self, block: Block) -> str:
        """Where a block stands, and which it is."""
        attrs = "".join(f" {key}={value}" for key, value in block.attrs.items())
        return f"{self.file}:{block.first + 1}: {block.kind}{attrs}"


# ---------------------------------------------------------------- reading


FENCE = re.compile(r"(`{3,})([^`]*)\Z")
_ATTRIBUTE = re.compile(r'([\w-]+)=?(?:"([^"]*)"|(\S*))')


def read_cases(file: Path) -> list[Case]:
    """The cases of a file, in order. Raises CaseError for anything that is not as the format wants it."""
    lines = file.read_text(encoding="utf-8").split("\n")
    cases: list[Case] = []
    start, words, blocks = -1, list[str](), list[Block]()

    def close() -> None:
        if start >= 0:
            cases.append(_checked(Case(file, lines[start][3:].strip(), start + 1, " ".join(words), tuple(blocks))))

    number = 0
    while number < len(lines):
        line = lines[number]
        fence = FENCE.match(line)
        if fence:
            end = next((n for n in range(number + 1, len(lines)) if lines[n] == fence[1]), -1)
            if end < 0:
                raise CaseError(f"{file}:{number + 1}: this block is never closed")
            text = "".join(f"{one}\n" for one in lines[number + 1 : end])
            blocks.append(_block(file, fence[2], text, number, end))
            number = end
        elif line.startswith("## "):
            close()
            start, words, blocks = number, [], []
        elif start >= 0 and line.strip():
            words.append(line.strip())
        number += 1
    close()
    if twice := {case.name for case in cases if [c.name for c in cases].count(case.name) > 1}:
        raise CaseError(f"{file}: two cases have the name “{min(twice)}”")
    return cases


def _block(file: Path, info: str, text: str, first: int, last: int) -> Block:
    where = f"{file}:{first + 1}"
    kind, _, rest = info.partition(" ")
    attrs = {key: quoted or plain for key, quoted, plain in _ATTRIBUTE.findall(rest)}
    allowed = INPUTS.get(kind, OUTPUTS.get(kind))
    if allowed is None:
        raise CaseError(f"{where}: no block is called “{kind}”; there are {', '.join((*INPUTS, *OUTPUTS))}")
    if unknown := sorted(attrs.keys() - allowed):
        raise CaseError(f"{where}: a block {kind} has no “{unknown[0]}”")
    if kind in _NEEDS_PATH and not attrs.get("path"):
        raise CaseError(f"{where}: this block needs path=…")
    return Block(kind, attrs, text, first, last)


def _checked(case: Case) -> Case:
    where = f"{case.file}:{case.line}: the case “{case.name}”"
    for wanted, message in (
        (case.why, "does not say why anyone wants it"),
        (case.inputs, "has no knowledge base"),
        (case.expected, "says nothing of what comes out"),
    ):
        if not wanted:
            raise CaseError(f"{where} {message}")
    return case


# ---------------------------------------------------------------- running


class Outcome:
    """What one case's knowledge base comes to: it is built once, in a folder of its own."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.case = case
        self.project = folder / "project"
        self.project.mkdir()
        for block in case.inputs:
            _write(self.project, block)
        try:
            with self._failing():
                self._build(folder / "site")
        except KbgenError as error:
            raise CaseError(f"{case.file}:{case.line}: kbgen cannot build this: {error.message}") from error

    def _build(self, site: Path) -> None:
        self.config = load_config(self.project, output=site, cwd=self.project)
        if any(block.kind in ("html", "shown") for block in self.case.expected):
            report = build(self.config)
            self.graph, self.findings = report.graph, report.diagnostics
        else:
            read = load(self.config)
            self.graph = read.graph
            self.findings = judged(findings(read), self.config, read.scan.inputs, read.documents)

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        """The parser, failing on the documents of which the case wants it."""
        texts = {block.text.encode() for block in self.case.inputs if block.attrs.get("fails") == "true"}
        real = kbgen.parse.parse

        def parse(data: bytes, *more: Any) -> Parsed:
            if data in texts:
                raise RuntimeError
            return real(data, *more)

        with mock.patch.object(kbgen.parse, "parse", parse) if texts else contextlib.nullcontext():
            yield

    def text(self, block: Block) -> str:
        """What a block should say. Raises CaseError for a page or file that there is not."""
        lines: Iterable[str] = getattr(self, block.kind)(block)  # a method for each kind of block
        return "".join(f"{line}\n" for line in lines)

    def html(self, block: Block) -> Iterable[str]:
        return normalised(self._inner(block)).split("\n")

    def shown(self, block: Block) -> Iterable[str]:
        return shown(self._inner(block))

    def _inner(self, block: Block) -> str:
        page = self.config.output / block.attrs["path"]
        if not page.is_file():
            there = sorted(p.relative_to(self.config.output).as_posix() for p in self.config.output.rglob("*.html"))
            raise CaseError(f"{self.case.place(block)}: there is no such page; there are {', '.join(there)}")
        inner = inner_html(page.read_text(encoding="utf-8"), block.attrs.get("select", ".body"))
        if inner is None:
            raise CaseError(f"{self.case.place(block)}: the page has nothing that is so selected")
        return inner

    def edges(self, block: Block) -> Iterable[str]:
        only = block.attrs.get("path")
        for edge in self.graph.edges:
            node = self.graph.nodes[edge.source]
            if only is None or self._short(node.path) == only:
                yield f"{self._short(node.path)}:{edge.line}:{edge.column} {self._edge(edge, node)}"

    def _edge(self, edge: Edge, node: Node) -> str:
        link = self.graph.documents[node.document].facts.links[edge.link] if edge.link >= 0 else None
        length = link.length if link else len(edge.written)
        written = self._line(node.path, edge.line)[edge.column - 1 : edge.column - 1 + length]
        to = self.graph.nodes[edge.target].id if edge.target >= 0 else "nothing"
        if edge.candidates:
            to = " or ".join(self.graph.nodes[c].id for c in edge.candidates)
        if edge.anchor_found:
            to += f" #{edge.anchor_id}"
        of = {"link": "", "embed": ", embed", "field": f", field {edge.field}"}[edge.type]
        lost = ", no such place" if edge.anchor_found is False else ""
        return f"{written} -> {to} ({edge.resolution}{of}{lost})"

    def diagnostics(self, block: Block | None = None) -> Iterable[str]:
        return [self._diagnostic(one) for one in self.findings]

    def _diagnostic(self, one: Diagnostic) -> str:
        place = f"{self._short(one.path)}:{one.line}:{one.column}"
        message = f"{one.message} | {one.hint}" if one.hint else one.message
        return visible(f"{one.severity} {one.code} {place} {message}".replace("\n", " / "))

    def check(self, block: Block) -> Iterable[str]:
        codes = frozenset(block.attrs.get("codes", "").split(","))
        with self._failing():
            found = audit(self.config, lambda stage, done, total: None, today=TODAY, select=codes)
        return [self._diagnostic(one) for one in found.findings]

    def nodes(self, block: Block) -> Iterable[str]:
        for node in self.graph.nodes:
            kind = "listing" if node.listing else node.kind
            subkind = f" ({node.subkind})" if node.subkind and kind in ("entity", "wanted") else ""
            yield f"{node.id} | {kind}{subkind} | {node.title} | {node.url}"

    def fields(self, block: Block) -> Iterable[str]:
        path = block.attrs["path"]
        found = [d.facts for d in self.graph.documents if d.path == path]
        if not found:
            raise CaseError(f"{self.case.place(block)}: there is no such document")
        for field in found[0].fields:
            date = f" = {found[0].published.iso or 'no date'}" if field.name == "published" else ""
            yield f"{field.name} <- {field.key}: {_value(field.value)}{date}"

    def left_out(self, block: Block) -> Iterable[str]:
        return [f"{one.path}: {one.reason}" for one in self.graph.left_out]

    def _short(self, path: str) -> str:
        return path.removeprefix(self.config.prefix)

    def _line(self, path: str, number: int) -> str:
        text = (self.project / path).read_bytes().decode("utf-8-sig", "replace")
        return re.split(r"\r\n|\r|\n", text)[number - 1]


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_value(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    return str(value).replace("\n", "\\n")


_ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|[nrt\\])")
_REPEATED = re.compile(rb"\\\{(\d+) ([^}]*)\}")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\"}


def _write(project: Path, block: Block) -> None:
    at_root = block.attrs.get("root") == "true" or block.attrs["path"] == "kbgen.toml"
    path = block.attrs["path"]
    if block.kind == "bytes":
        path = os.fsdecode(_unescaped(path.encode()))
    place = project / ("" if at_root else "kb") / path
    place.parent.mkdir(parents=True, exist_ok=True)
    data = block.text.encode()
    if block.kind == "symlink":
        place.symlink_to(block.text.strip())
        return
    if block.kind == "bytes":
        data = _REPEATED.sub(lambda m: m[2] * int(m[1]), data.replace(b"\n", b""))
        data = _unescaped(data)
    place.write_bytes(data)


def _unescaped(data: bytes) -> bytes:
    return _ESCAPE.sub(lambda m: _ESCAPES.get(m[1]) or bytes([int(m[1][1:], 16)]), data)


# ---------------------------------------------------------------- pages

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:#(?P<id>[\w:^-]+)|\.(?P<css>[\w-]+))?\Z")
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def inner_html(page: str, selector: str) -> str | None:
    """The HTML inside the elements that a selector (`tag`, `#id`, `.class`, `tag.class`) picks, one after
    the other; None if there are none. Raises ValueError for another selector."""
    found = _SELECTOR.match(selector)
    if not selector or found is None:
        raise ValueError(f"no selector: {selector}")
    finder = _Finder(page, found["tag"], found["id"], found["css"])
    finder.feed(page)
    finder.close()
    return "\n".join(finder.pieces) if finder.pieces else None


class _Finder(HTMLParser):
    def __init__(self, page: str, tag: str | None, identity: str | None, css: str | None) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.wanted = page, (tag, identity, css)
        self.starts = [0]
        for line in page.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.open: list[str] = []
        self.depth = self.begin = -1
        self.pieces: list[str] = []

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if self.depth < 0 and self._picked(tag, dict(attrs)):
            self.depth = len(self.open)
            self.begin = self._offset() + len(self.get_starttag_text() or "")
        self.open.append(tag)

    def _picked(self, tag: str, attrs: dict[str, str | None]) -> bool:
        name, identity, css = self.wanted
        classes = (attrs.get("class") or "").split()
        return name in (None, tag) and identity in (None, attrs.get("id")) and (css is None or css in classes)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if 0 <= self.depth == len(self.open):
            self.pieces.append(self.page[self.begin : self._offset()])
            self.depth = -1


def normalised(html: str) -> str:
    """HTML with its lines trimmed and empty ones dropped, but for preformatted text."""
    parts = _PRE.split(html)
    for number, part in enumerate(parts):
        if number % 2 == 0:
            lines = (line.strip() for line in part.split("\n"))
            parts[number] = "\n".join(line for line in lines if line)
    return "\n".join(part for part in parts if part)


_BLOCKS = frozenset(
    "address article aside blockquote caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)


def shown(html: str) -> list[str]:
    """HTML as lines of text: one for each block, `- ` before list items, `#` before headings, cells parted by
    `|`, links as `[text](address)`, pictures as `![alt](address)`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.line()
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.text = self.lead = ""
        self.hrefs: list[str] = []

    def line(self) -> None:
        """End the line under way."""
        text = " ".join(self.text.split()).removesuffix(" |")
        if text:
            self.lines.append(self.lead + text)
            self.lead = ""
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        attrs = {key: value or "" for key, value in attributes}
        if tag in _BLOCKS or tag == "br":
            self.line()
            self.lead = {"li": "- ", "tr": "| "}.get(tag, self.lead)
            if re.fullmatch("h[1-6]", tag):
                self.lead = "#" * int(tag[1]) + " "
        elif tag == "a":
            self.hrefs.append(attrs.get("href", ""))
            self.text += "["
        elif tag == "img":
            self.text += f"![{attrs.get('alt', '')}]({attrs.get('src', '')})"
        elif tag == "input" and attrs.get("type") == "checkbox":
            self.text += "[x] " if "checked" in attrs else "[ ] "

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.line()
            self.lead = "" if tag in ("li", "tr") else self.lead
        elif tag in ("td", "th"):
            self.text += " | "
        elif tag == "a" and self.hrefs:
            self.text += f"]({self.hrefs.pop()})"

    def handle_data(self, data: str) -> None:
        self.text += data
