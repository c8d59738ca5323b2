"""Rules about pages in the graph: what nothing leads to, what leads nowhere, what is wanted, what an index forgot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kbgen.check.known import Known, at_field
from kbgen.check.unlinked import mentions
from kbgen.diagnostics import finding
from kbgen.link.nearest import in_archive
from kbgen.link.titles import day_of
from kbgen.link.wanted import wanted_key
from kbgen.model import Diagnostic, Edge, Node
from kbgen.text.names import fold
from kbgen.text.pagenames import INDEXES
from kbgen.text.paths import stem

_MOST = 5  # names that a finding tells


def orphans(known: Known) -> Iterator[Diagnostic]:
    """Pages that no page but a listing links to. A source that names anything is reached from there, and what lies in
    an archive, and notes of days, are found by other ways. The hint says who
    is likely to be the page's owner: of those that name it, the one with most links."""
    listed = {e.target for e in known.graph.edges if known.graph.nodes[e.source].listing and e.target != e.source}
    perhaps = {n for e in known.graph.edges if not known.graph.nodes[e.source].listing for n in e.candidates}
    unlinked: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for mention in mentions(known):
        unlinked[mention.target][mention.node] += 1
    for number, node in known.pages:
        if known.dossiers.incoming.get(number) or number in known.dossiers.said or number in perhaps:
            continue
        if (node.kind == "source" and known.dossiers.named_in.get(number)) or _alone(node.id):
            continue
        hint = ""
        if unlinked[number]:
            owner = min(unlinked[number], key=lambda n: (-len(known.linked.get(n, ())), n))
            hint = f"“{known.graph.nodes[owner].short}” names it without a link"
        nothing = "no page but an index or a log" if number in listed else "no page"
        yield finding("KB301", f"{nothing} leads to “{node.short}”", hint=hint, path=node.path)


def _alone(identity: str) -> bool:
    """Whether nobody asks of a page that others lead to it: it lies in an archive, or is the note of a day."""
    return in_archive(identity) or bool(day_of(identity))


def dead_ends(known: Known) -> Iterator[Diagnostic]:
    """Pages without a link to any other page, of which no source speaks either."""
    for number, node in known.pages:
        if any(target != number for target in known.linked.get(number, ())) or known.edges_from.get(number):
            continue
        if _alone(node.id):
            continue
        if number not in known.dossiers.said and known.prose[node.document].words:
            yield finding("KB302", f"“{node.short}” does not lead to any other page", path=node.path)


def wanted(known: Known) -> Iterator[Diagnostic]:
    """Pages that at least two others link to and nobody has written, told where they are first wanted."""
    places: dict[int, Edge] = {}
    for edge in known.graph.edges:
        if edge.resolution == "missing" and not known.graph.nodes[edge.source].listing:
            places.setdefault(edge.target, edge)
    for want in known.graph.wanted:
        if want.sources < 2 or want.node not in places:
            continue
        node, edge = known.graph.nodes[want.node], places[want.node]
        message = f"“{node.short}” is wanted by {want.sources} pages, in {want.wants} links, but not written"
        names = f", with the alias “{node.aliases[0]}”" if node.aliases else _title_needed(node)
        where = known.graph.nodes[edge.source]
        length = known.facts(where).links[edge.link].length if edge.link >= 0 else len(edge.written)
        yield finding("KB303", message, edge.line, edge.column, length, f"create {node.create}{names}", where.path)


def _title_needed(node: Node) -> str:
    """What the file of a wanted page has to say, where its name, which every system can hold, is not the links'."""
    name = stem(node.create.rpartition("/")[2])
    is_found = wanted_key(name) == node.id.rpartition("/")[2] or fold(name) in INDEXES
    return "" if is_found else f", with the title “{node.title}”"


def one_way(known: Known) -> Iterator[Diagnostic]:
    """`related:` from one page to another that has such a field and does not name the first."""
    has = {n: field for n, node in known.pages if (field := known.field(node, "related")) is not None and field.value}
    kinds = {n: known.graph.nodes[n].kind for n in has}
    for number in has:
        for edge in known.edges_from.get(number, ()):
            other = edge.target
            if edge.type != "field" or edge.field != has[number].key or other not in has or other == number:
                continue
            if kinds[other] != kinds[number] or number in known.linked.get(other, ()):
                continue
            one, two = known.graph.nodes[number], known.graph.nodes[other]
            message = f"“{two.short}” is named here as {has[number].key}, but does not link back"
            length = known.facts(one).links[edge.link].length if edge.link >= 0 else len(edge.written)
            hint = f"add “{one.short}” to “{has[other].key}” in {two.path}"
            yield finding("KB307", message, edge.line, edge.column, length, hint, one.path)


_KEEPS = 0.6  # an index that lists fewer of a folder's pages was not meant to list them all


def indexes(known: Known) -> Iterator[Diagnostic]:
    """Index pages that list most pages of a folder, and not the others."""
    folders: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in known.pages:
        folders[node.id.rpartition("/")[0]].append(number)
    for number, node in known.written:
        if fold(node.id.rpartition("/")[2]) not in INDEXES:
            continue
        home, listed = node.id.rpartition("/")[0], known.linked.get(number, frozenset())
        for folder, members in sorted(folders.items()):
            if folder != home and not folder.startswith(f"{home}/" if home else ""):
                continue
            there = [n for n in members if n in listed]
            absent = [n for n in members if n not in listed]
            if len(there) < 3 or not absent or len(there) < _KEEPS * len(members):
                continue
            edges = [e for e in known.edges_from[number] if not {e.target, *e.candidates}.isdisjoint(there)]
            by_path = sum("/" in e.written for e in edges) * 2 > len(edges)
            pages = [known.graph.nodes[n] for n in absent[:_MOST]]
            shown = ", ".join(f"[[{page.id if by_path else known.spelled(page)}]]" for page in pages)
            more = f" and {len(absent) - _MOST} more" if len(absent) > _MOST else ""
            verb = "is" if len(absent) == 1 else "are"
            message = f"{len(absent)} of the {len(members)} pages in {folder or 'this folder'} {verb} not listed here"
            yield finding("KB308", message, max(e.line for e in edges), hint=f"add {shown}{more}", path=node.path)


def aliases(known: Known) -> Iterator[Diagnostic]:
    """Aliases that two pages have, or that are the file name of another page, which wins."""
    files: dict[str, int] = {}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in known.pages:
        files.setdefault(fold(node.id.rpartition("/")[2]), number)
        for alias in dict.fromkeys(fold(a) for a in node.aliases):
            holders[alias].append(number)
    for number, node in known.pages:
        field = known.field(node, "aliases")
        for alias in node.aliases:
            key = fold(alias)
            other = files.get(key, number)
            if other != number:
                two = known.graph.nodes[other]
                message = f"the alias “{alias}” is the file name of “{two.short}”; links of that name lead there"
                yield at_field("KB306", message, node, field, f"remove it here, or rename {two.path}")
            elif holders[key][0] != number:
                two = known.graph.nodes[holders[key][0]]
                message = f"the alias “{alias}” is one of “{two.short}” as well; links of that name are ambiguous"
                yield at_field("KB306", message, node, field, f"leave it to one of the two ({two.path})")
