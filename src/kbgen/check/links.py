"""Rules about links: what each link means was found out by `link`; here it is told."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote

import msgspec

from kbgen.check.nearfiles import NearFiles
from kbgen.check.notes import no_note
from kbgen.check.suggest import Suggestions, nearest
from kbgen.diagnostics import finding
from kbgen.link.raw import raw_files_of, raw_key
from kbgen.markdown.sections import heading_key, says_sources
from kbgen.model import Diagnostic, Edge, Graph, Link, Node, Ref
from kbgen.text.names import clean, fold, loose
from kbgen.text.paths import is_markdown, stem
from kbgen.text.regex import regex


def missing(graph: Graph) -> Iterator[Diagnostic]:
    """A link to a page that nobody has written, with up to three that may be meant."""
    suggestions = Suggestions(graph)
    wants = {one.node: one.wants for one in graph.wanted}
    for edge in graph.edges:
        if edge.resolution == "missing":
            link, here = _link(graph, edge), graph.nodes[edge.source].id
            if elsewhere := suggestions.elsewhere(link.target, here):
                yield _in_wrong_folder(graph, edge, elsewhere)
                continue
            hint = ""
            if "\\" in link.target:
                hint = f"write {quote(link.target.replace(chr(92), '/'))}: paths have / between folders"
            elif "^" in link.target and not link.anchor:
                name, _, block = link.target.partition("^")
                if suggestions.exists(name):
                    hint = f"did you mean [[{name.strip()}#^{block.strip()}]]?"
            if not hint:
                found = suggestions.for_name(link.target, here)
                hint = f"did you mean {' or '.join(f'[[{one}]]' for one in found)}?" if found else ""
            if wants.get(edge.target, 0) > 1:
                hint += f"{chr(10) if hint else ''}{wants[edge.target]} links want this page"
            by_path = link.syntax in ("markdown", "html")
            message = f"there is no page at “{link.target}”" if by_path else f"no page is called “{link.target}”"
            yield _at(graph, edge, "KB101", message, hint)


def empty_anchors(graph: Graph) -> Iterator[Diagnostic]:
    """A link with a `#` and nothing behind it."""
    for edge in graph.edges:
        if edge.link >= 0 and _link(graph, edge).bare_hash and edge.note != "whole":
            yield _at(graph, edge, "KB109", "nothing follows the # of this link")


def ambiguous(graph: Graph) -> Iterator[Diagnostic]:
    """A link that several pages answer to."""
    for edge in graph.edges:
        if edge.resolution == "ambiguous":
            ways = _ways(graph, edge, [graph.nodes[c] for c in edge.candidates[:_SHOWN]])
            message = f"“{edge.written}” is the name of {len(edge.candidates)} pages, and none is nearer"
            yield _at(graph, edge, "KB102", message, f"write one of {', '.join(ways)}{_more(len(edge.candidates))}")


def anchors(graph: Graph) -> Iterator[Diagnostic]:
    """A link to a heading or block that its page has not, with the headings that exist."""
    for edge in graph.edges:
        if edge.anchor_found is not False or edge.target < 0:
            continue
        node = graph.nodes[edge.target]
        if node.document < 0:
            continue
        facts, anchor = graph.documents[node.document].facts, _link(graph, edge).anchor
        page = "this page" if edge.target == edge.source else f"“{node.short}”"
        if anchor.startswith("^"):
            message, what = f"{page} has no block {anchor}", "blocks"
            there = [f"^{block}" for block in facts.block_ids]
        else:
            message, what = f"{page} has no heading “{anchor}”", "headings"
            there = [heading.written for heading in facts.headings]
        near = nearest(anchor, there, [heading.id for heading in facts.headings] if what == "headings" else there)
        if near >= 0:
            link = _link(graph, edge)
            meant = msgspec.structs.replace(link, anchor=there[near])
            by_path = link.syntax in ("markdown", "html") and what == "headings"
            hint = f"did you mean {f'#{facts.headings[near].id}' if by_path else _spelled(meant, link.target)}?"
        else:
            hint = f"its {what}: {', '.join(there[:_SHOWN])}{_more(len(there))}" if there else f"it has no {what}"
        yield _at(graph, edge, "KB103", message, hint)


_SHOWN = 8  # of what may be meant


def _more(count: int) -> str:
    """What stands behind those shown of so many."""
    return f" and {count - _SHOWN} more" if count > _SHOWN else ""


def loosely_found(graph: Graph) -> Iterator[Diagnostic]:
    """A link that finds its page only when spelling is read generously, or counted from the top folder."""
    for edge in graph.edges:
        if edge.resolution == "loose" and edge.link >= 0:
            link = _link(graph, edge)
            whole = _with_pipe(graph, edge, link)
            if whole:
                message = f"the | in this link belongs to the title “{whole}”; other tools split the link there"
                yield _at(graph, edge, "KB104", message, f"write [[{graph.nodes[edge.target].id.rpartition('/')[2]}]]")
                continue
            exact = _exact(graph, edge, link)
            message = f"“{link.target}” is spelled “{exact}” where it is"
            yield _at(graph, edge, "KB104", message, f"write {_spelled(link, exact)}")
        elif edge.note.startswith("found as") and edge.resolution == "path" and not _in_header(graph, edge):
            way = _ways(graph, edge, (graph.nodes[edge.target],))[0]
            yield _at(graph, edge, "KB113", f"this path leads nowhere from here; it was {edge.note}", f"write {way}")
        elif edge.resolution in _BY_NAME and edge.link >= 0 and _link(graph, edge).syntax in ("markdown", "html"):
            found = _in_wrong_folder(graph, edge, (graph.nodes[edge.target],))
            yield msgspec.structs.replace(found, severity="note")


def _in_header(graph: Graph, edge: Edge) -> bool:
    """Whether a link comes from a field, as that of a note to its source does: paths there may count from the top."""
    facts = graph.documents[graph.nodes[edge.source].document].facts
    return any((field.line, field.column) == (edge.line, edge.column) for field in facts.fields)


_ELSEWHERE = "write its address on the web (https://…), or put a copy into the knowledge base"
_WHOLE = 'or make the project the knowledge base: content = "." in kbgen.toml'


def files(graph: Graph, there: NearFiles) -> Iterator[Diagnostic]:
    """A link to a file that is not there, of a kind that is not published, or outside the kb; `there` are the files of
    the kb."""
    for node in graph.nodes:
        if node.document < 0:
            continue
        for link, ref in zip(graph.documents[node.document].facts.links, graph.refs[node.document], strict=True):
            found = _about_file(link, ref, node, there) if ref.form == "text" else None
            if found is not None:
                yield found


def _about_file(link: Link, ref: Ref, node: Node, there: NearFiles) -> Diagnostic | None:
    """What is wrong with a link of a node that became a text (`Ref`), if it was to lead to a file or to a note."""
    tell = partial(finding, line=link.line, column=link.column, length=link.length, path=node.path)
    match ref.css.removesuffix(" embed"), ref.tooltip:
        case "dead", "outside":
            message = f"“{link.target}” leads out of the knowledge base"
            return tell("KB501", message, hint=_ELSEWHERE)
        case "dead", where if where.startswith("beside "):
            file = where.removeprefix("beside ")
            if file.startswith("../"):
                message = f"“{link.target}” is an address of the repository of this wiki, which the site does not know"
                return tell("KB107", message, hint="write its whole address on the web (https://…)")
            message = f"“{link.target}” is outside the knowledge base, and only files inside it are published"
            return tell("KB107", message, hint="" if is_markdown(file) else f"move {file} into the kb folder, {_WHOLE}")
        case "dead", _:
            if not link.target:
                return tell("KB108", "this picture has no address", hint="write its address between ( and )")
            return tell("KB105", f"there is no file “{link.target}”", hint=_near_file(link, node, there))
        case "raw", "shown":
            message = f"“{link.target}” is a raw file and is not shown"
            return tell("KB106", message, hint="to show it, put a copy into the kb folder")
        case "unpublished-file", _:
            return tell("KB115", f"files of the kind of “{link.target}” are not published")
        case "", _ if link.syntax == "plain" and link.target.startswith("^"):
            return no_note(f"[{link.target}]", link.line, link.column - 1, path=node.path)
    return None


def _near_file(link: Link, node: Node, there: NearFiles) -> str:
    """A hint at the file that a link to none may mean, as it is to be written there."""
    folder = posixpath.dirname(node.id)
    by_path = link.syntax in ("markdown", "html")
    path = posixpath.normpath(posixpath.join(folder, link.target)) if by_path else link.target
    meant = there.meant(path)
    if not meant:
        return f"is https://{link.target} meant?" if by_path and _HOST.match(link.target) else ""
    return f"did you mean {quote(posixpath.relpath(meant, folder or '.')) if by_path else meant}?"


# An address of the web without its scheme: a host that begins with www., or ends as most do and is no name of a file.
_HOST = regex(
    r"(?:www\.[\w-]+\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev|app|co|eu|de|fr|uk|jp|cn))(?:/|\Z)",
    re.IGNORECASE,
)


def raw(graph: Graph) -> Iterator[Diagnostic]:
    """A link that only a raw file answers to."""
    named: dict[int, set[str]] = {}  # by node: the raw files that the page names among its sources
    for edge in graph.edges:
        if edge.resolution != "raw" or edge.type == "field":
            continue
        if edge.source not in named:
            facts = graph.documents[graph.nodes[edge.source].document].facts
            named[edge.source] = {raw_key(path) for path in raw_files_of(facts)}
        if raw_key(edge.note) not in named[edge.source] and not _cites(graph, edge):
            message = f"“{edge.written}” is a raw file; it is evidence and has no page"
            yield _at(graph, edge, "KB106", message, f"cite it as [{edge.note}]")


def _cites(graph: Graph, edge: Edge) -> bool:
    """Whether a link to a raw file is a citation already: it stands in a note or a section of evidence, or its text is
    the file's path, or says that it is the source."""
    link, facts = _link(graph, edge), graph.documents[graph.nodes[edge.source].document].facts
    block = facts.blocks[link.block] if link.block >= 0 else None
    if block is not None and (
        block.kind == "footnote"
        or edge.link in block.cited
        or (block.heading >= 0 and _lists_evidence(facts.headings[block.heading].written))
    ):
        return True
    return link.syntax == "markdown" and fold(clean(link.label)) in ("source", "raw", fold(clean(edge.note)))


def _lists_evidence(heading: str) -> bool:
    """Whether a section says what is behind a page: `## Sources`, `## Evidence`, `## Raw capture`."""
    return says_sources(heading) or heading_key(heading).split(" ", 1)[0] in ("evidence", "raw")


def unpublished(graph: Graph) -> Iterator[Diagnostic]:
    """A link to a page that is not published, and why it is not, where only one page of that name is left out."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for one in graph.left_out:
        reasons[loose(stem(one.path).rpartition("/")[2])].append(one.reason)
    for edge in graph.edges:
        if edge.resolution == "unpublished" and edge.link >= 0:
            why = reasons.get(loose(clean(edge.written).rpartition("/")[2]), ())
            told = f" ({why[0]})" if len(why) == 1 else ""
            message = f"“{edge.written}” is not published{told}; its name is shown without a link"
            yield _at(graph, edge, "KB107", message)


_BY_NAME = frozenset(("suffix", "name", "id", "title", "alias"))  # steps that look into every folder


def _in_wrong_folder(graph: Graph, edge: Edge, pages: tuple[Node, ...]) -> Diagnostic:
    """A link to a place where no page lies; `pages` have its name and lie elsewhere."""
    link = _link(graph, edge)
    folders = dict.fromkeys(posixpath.dirname(page.id) for page in pages)
    written = posixpath.dirname(link.target)
    if link.syntax in ("markdown", "html"):
        written = posixpath.normpath(posixpath.join(posixpath.dirname(graph.nodes[edge.source].id), written)).strip(".")
    if list(folders) == [written]:  # the folder is right, the name is spelled otherwise there
        names = " and ".join(f"“{page.id.rpartition('/')[2]}”" for page in pages)
        message = f"there is no page at “{link.target}”; it is spelled {names} there"
    else:
        where = " and ".join(folder or "the top folder" for folder in folders)
        message = f"there is no page at “{link.target}”; a page of this name is in {where}"
    return _at(graph, edge, "KB119", message, f"write {' or '.join(_ways(graph, edge, pages))}")


def _ways(graph: Graph, edge: Edge, pages: Iterable[Node]) -> list[str]:
    """What to write instead of a link for it to lead to each of some pages: of a markdown link its address."""
    link = _link(graph, edge)
    if link.syntax not in ("markdown", "html"):
        return [_spelled(link, page.id) for page in pages]
    home = posixpath.dirname(graph.nodes[edge.source].path)
    anchor = f"#{quote(link.anchor)}" if link.anchor else ""
    return [quote(posixpath.relpath(page.path, home or ".")) + anchor for page in pages]


def _link(graph: Graph, edge: Edge) -> Link:
    document = graph.nodes[edge.source].document
    if edge.link < 0:
        return Link("field", "plain", edge.written, line=edge.line, column=edge.column, length=len(edge.written))
    return graph.documents[document].facts.links[edge.link]


def _with_pipe(graph: Graph, edge: Edge, link: Link) -> str:
    """The title or alias of the page found that the link is, together with what looks like its label; '' for none."""
    node = graph.nodes[edge.target]
    wholes = {fold(clean(f"{link.target} | {link.label}")), fold(clean(f"{link.target}|{link.label}"))}
    return next((n for n in (node.title, *node.aliases) if link.label and fold(clean(n)) in wholes), "")


def _exact(graph: Graph, edge: Edge, link: Link) -> str:
    """The name of the page found that the link comes closest to, as the page spells it."""
    node = graph.nodes[edge.target]
    names = [node.id.rpartition("/")[2], *(n for n in (node.title, *node.aliases) if "|" not in n)]
    plain = "".join(c for c in fold(link.target) if c.isalnum())
    return next((n for n in names if "".join(c for c in fold(n) if c.isalnum()) == plain), names[0])


def _spelled(link: Link, exact: str) -> str:
    """The link with another name in it: all of it, ready to be pasted."""
    sign = "!" if link.type == "embed" else ""
    anchor = f"#{link.anchor}" if link.anchor else ""
    label = f"|{link.label}" if link.label else ""
    return f"{sign}[[{exact}{anchor}{label}]]"


def _at(graph: Graph, edge: Edge, code: str, message: str, hint: str = "") -> Diagnostic:
    link = _link(graph, edge)
    return finding(code, message, link.line, link.column, link.length, hint, graph.nodes[edge.source].path)
