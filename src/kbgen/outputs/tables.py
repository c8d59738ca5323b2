"""Tables that need no query: one for each kind, each tag, each folder that has one, and the indexes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kbgen.fields import day_of_time
from kbgen.link.dossier import newest_first
from kbgen.link.tags import index_of, index_url
from kbgen.link.titles import folder_title
from kbgen.memory.store import digest
from kbgen.model import Asset, FolderTable, Page, Ref, Tag, Value
from kbgen.text.judged import judgement_of
from kbgen.text.names import cut_at_word
from kbgen.text.order import in_order
from kbgen.views.kindgroups import KindGroup
from kbgen.views.runs import Run, described, makers_of
from kbgen.views.said import plain_format
from kbgen.views.sights import sights_of
from kbgen.views.site import Site
from kbgen.views.tabledata import csv_of, json_of, narrowed, with_choices
from kbgen.views.tablepages import paged
from kbgen.views.views import Cell, Column, Table, confirmed, format_of, judged_as, kind_label, said_by

_MOST_USED = 12  # tags
_DESCRIPTION, _STATUS = 100, 30  # code points that a cell has at most


class IndexEntry(Value, frozen=True):
    """An entry of an index: a link, how many it holds, an anchor, and (a tag used once) its only page."""

    ref: Ref
    count: int
    anchor: str = ""
    only: Ref | None = None


class IndexPages(Value, frozen=True):
    """Pages of an index that go together, called by what they list; `page` is the one that is shown (0: none of
    them)."""

    pages: tuple[Ref, ...]
    page: int


class IndexView(Value, frozen=True):
    """A page of an index: title, a sentence, entries, and on the first those that hold most, where one would look for
    them long. `once` counts the entries of one page each, wherever they are listed. A long index has pages: `several`
    for entries of several pages, `only` for the others."""

    title: str
    note: str
    entries: tuple[IndexEntry, ...]
    most: tuple[IndexEntry, ...] = ()
    once: int = 0
    several: IndexPages | None = None
    only: IndexPages | None = None


@lru_cache(maxsize=1)
def _tabled(site: Site) -> tuple[KindGroup | Tag | FolderTable | None, ...]:
    """What there are tables of: kinds, tags, folders; and at last the indexes of all (None)."""
    return *site.kinds, *site.graph.tags, *site.graph.folders, None


def table_items(site: Site) -> range:
    """The tables, and one item for the indexes."""
    return range(len(_tabled(site)))


def table_name(site: Site, item: int) -> str:
    """A table's name among all parts: of which kind, tag or folder it is."""
    match _tabled(site)[item]:
        case KindGroup() as kind:
            return f"kind {kind.name}"
        case Tag() as tag:
            return f"tag {tag.name}"
        case FolderTable() as folder:
            return f"folder {folder.path}"
    return "indexes"


def table_key(site: Site, item: int) -> bytes:
    """A digest of all that a table is made of, or of more; the indexes have none."""
    match _tabled(site)[item]:
        case KindGroup() as kind:
            return _key(site, kind.nodes, (kind.plural, kind.url, _said(site, kind)))
        case Tag() as tag:
            return _key(site, tag.nodes, (tag.name, tag.url, tag.anchor, sights_of(site).feed_of_tag(tag)))
        case FolderTable() as folder:
            return _key(site, folder.nodes, (folder.path, folder.url))
    return b""


def _key(site: Site, nodes: Sequence[int], about: object) -> bytes:
    return digest(repr(about).encode(), *(site.node_digests[number] for number in nodes))


def _said(site: Site, kind: KindGroup) -> object:
    """What the table of a kind says of each page beside what any other page may show of it."""
    if kind.name != "source" and _is_told(site, kind):
        counted = _counted(site)
        return [counted[number] for number in kind.nodes]
    if kind.name == "source":
        counts = [len(site.dossiers.named_in.get(number, ())) for number in kind.nodes]
    else:
        counts = [sights_of(site).ties.get(number, 0) for number in kind.nodes]
    return [(site.meanings[site.nodes[n].document], count) for n, count in zip(kind.nodes, counts, strict=True)]


def table_pages(site: Site, item: int) -> Iterator[Page | Asset]:
    """One of the tables, those of kinds also as CSV and JSON; or the indexes."""
    match _tabled(site)[item]:
        case KindGroup() as kind:
            table = _kind_table(site, kind)
            base = kind.url.removesuffix(".html")
            yield from paged(kind.url, kind.plural, table, (f"{base}.csv", f"{base}.json"))
            yield Asset(f"{base}.csv", csv_of(table), tables=True)
            yield Asset(f"{base}.json", json_of(table, kind.plural), tables=True)
        case Tag(anchor="") as tag:
            feed = sights_of(site).feed_of_tag(tag)
            yield from paged(tag.url, f"#{tag.name}", _mixed_table(site, tag.nodes), feed=feed)
        case FolderTable() as folder:
            yield from paged(folder.url, folder_title(folder.path), _mixed_table(site, folder.nodes))
        case None:
            yield Page("-/kinds.html", "index", "Kinds of pages", _kinds_index(site), tables=True)
            if site.graph.tags:
                yield from _tags_index(site)
            if site.graph.folders:
                yield Page("-/folders.html", "index", "Folders", _folders_index(site), tables=True)


def _kinds_index(site: Site) -> IndexView:
    entries = tuple(IndexEntry(Ref("page", k.url, "", k.plural), len(k.nodes)) for k in site.kinds)
    return IndexView("Kinds of pages", "What this knowledge base is made of.", entries)


def _folders_index(site: Site) -> IndexView:
    folders = site.graph.folders
    entries = tuple(IndexEntry(Ref("page", f.url, "", folder_title(f.path)), len(f.nodes)) for f in folders)
    return IndexView("Folders", "Folders, except those that each hold all pages of one kind.", entries)


def _tags_index(site: Site) -> Iterator[Page]:
    listed = index_of(site.graph.tags)
    many = [tag for tag in site.graph.tags if not tag.anchor]
    most = sorted(many, key=lambda tag: -len(tag.nodes))[:_MOST_USED] if len(many) > 3 * _MOST_USED else []
    urls = [index_url(page) for page in range(1, len(listed) + 1)]
    for page, (url, tags) in enumerate(zip(urls, listed, strict=True), 1):
        groups = _index_pages(urls, listed, page) if len(urls) > 1 else (None, None)
        view = IndexView(
            "Tags",
            "A tag that only one page has leads straight to that page.",
            tuple(_tag_entry(site, tag) for tag in tags),
            tuple(_tag_entry(site, tag) for tag in most) if page == 1 else (),
            len(site.graph.tags) - len(many),
            *groups,
        )
        yield Page(url, "index", "Tags" if page == 1 else f"Tags, page {page}", view, tables=True)


def _index_pages(urls: list[str], listed: list[list[Tag]], page: int) -> tuple[IndexPages | None, IndexPages | None]:
    """Those of tags of several pages, and those of tags of one, as they are linked from one of them."""
    groups: list[IndexPages | None] = []
    for only in (False, True):
        numbers = [number for number, tags in enumerate(listed, 1) if bool(tags[0].anchor) is only]
        refs = tuple(Ref("page", urls[number - 1], "", _span(listed[number - 1])) for number in numbers)
        shown = numbers.index(page) + 1 if page in numbers else 0
        groups.append(IndexPages(refs, shown) if len(refs) > bool(shown) else None)
    return groups[0], groups[1]


def _tag_entry(site: Site, tag: Tag) -> IndexEntry:
    ref = Ref("page", tag.url, tag.anchor, f"#{tag.name}", "tag")
    return IndexEntry(ref, len(tag.nodes), tag.anchor, site.ref(tag.nodes[0]) if tag.anchor else None)


def _span(tags: Sequence[Tag]) -> str:
    """From which tag to which the tags of a page go, by what they begin with."""
    first, last = tags[0].name[:2].lower(), tags[-1].name[:2].lower()
    return first if first == last else f"{first}–{last}"


Rows = list[tuple[Cell, ...]]


def _kind_table(site: Site, kind: KindGroup) -> Table:
    if kind.name == "source":
        return _source_table(site, kind.nodes)
    if not _is_told(site, kind):
        return _unnamed_table(site, kind.nodes)
    return _entity_table(site, kind.nodes)


def _is_told(site: Site, kind: KindGroup) -> bool:
    """Whether any source speaks of a page of a kind: if none does, numbers of sources tell nothing of it."""
    counted = _counted(site)
    return any(counted[number].sources for number in kind.nodes)


def _source_table(site: Site, numbers: Sequence[int]) -> Table:
    columns = (
        Column("Title", "name"), Column("Published", "date", order="descending"), Column("By"), Column("Format"),
        Column(_judged(site, numbers)), Column("Entities", "number"),
    )  # fmt: skip
    rows: Rows = []
    for number in sorted(numbers, key=lambda n: newest_first(site.nodes[n])):
        node = site.nodes[number]
        verdict = judgement_of(said_by(site, number, "credibility"), 60)
        rows.append((
            _title(site, number),
            _date(node.published.written, node.published.iso),
            Cell(makers_of(site, number).line),
            _text(plain_format(format_of(site, number))),
            _text(verdict.words, verdict.level),
            _count(len(site.dossiers.named_in.get(number, ()))),
        ))  # fmt: skip
    return Table(with_choices(columns, rows, (3, 4)), tuple(rows))


def _judged(site: Site, numbers: Sequence[int]) -> str:
    """What authors call their judgement of sources, if all call it the same."""
    names = {name for number in numbers if (name := judged_as(site, number))}
    return names.pop() if len(names) == 1 else "Credibility"


def _entity_table(site: Site, numbers: Sequence[int]) -> Table:
    columns = (
        Column("Name", "name"), Column("Kind"), Column("Sources", "number", order="descending"),
        Column("Passages", "number"),
        Column("First seen", "date"), Column("Last seen", "date"),
    )  # fmt: skip
    counted = _counted(site)
    rows: Rows = []
    for number in sorted(numbers, key=lambda n: (-counted[n].sources, _alphabetical(site, n))):
        sources, mentions, first, last = counted[number]
        rows.append((
            _title(site, number),
            _text(kind_label(site, number)),
            _count(sources),
            _count(mentions),
            _date(first[:10], first),
            _date(last[:10], last),
        ))  # fmt: skip
    return Table(with_choices(columns, rows, (1,)), tuple(rows))


def _unnamed_table(site: Site, numbers: Sequence[int]) -> Table:
    """Pages that no source speaks of, by what they say of themselves."""
    columns = (
        Column("Name", "name", order="ascending"), Column("Kind"), Column("Description"), Column("Status"),
        Column("Confirmed"), Column("Updated", "date"), Column("Links", "number"),
    )  # fmt: skip
    sights = sights_of(site)
    rows: Rows = []
    for number in sorted(numbers, key=lambda n: _alphabetical(site, n)):
        stamp = sights.stamp(number)
        rows.append((
            _title(site, number),
            _text(kind_label(site, number)),
            _text(cut_at_word("".join(run.text for run in described(site, number)).strip(), _DESCRIPTION)),
            _text(cut_at_word(said_by(site, number, "status"), _STATUS)),
            _text(confirmed(site, number)),
            _date(day_of_time(stamp.date).written, stamp.date.iso) if stamp else _date("", ""),
            _count(sights.ties.get(number, 0)),
        ))  # fmt: skip
    table = Table(with_choices(columns, rows, (1, 3, 4)), tuple(rows))
    if len({row[1] for row in rows}) > 1:
        return table
    return narrowed(table, (0, *range(2, len(columns))))  # the title of the page says the kind


class _Counted(NamedTuple):
    """How many sources speak about a page, in how many places, and when they first and last did, in ISO 8601 ('' = not
    known)."""

    sources: int
    mentions: int
    first: str
    last: str


@lru_cache(maxsize=1)
def _counted(site: Site) -> list[_Counted]:
    """That of each node."""
    dossiers, found = site.dossiers, list[_Counted]()
    for number in range(len(site.nodes)):
        sources = dossiers.sources_of(number)
        dates = [iso for source in sources if (iso := site.nodes[source].published.iso)]
        first, last = (min(dates), max(dates)) if dates else ("", "")
        found.append(_Counted(len(sources), dossiers.mention_count(number) if sources else 0, first, last))
    return found


def _mixed_table(site: Site, numbers: Sequence[int]) -> Table:
    columns = (Column("Title", "name", order="ascending"), Column("Kind"), Column("Published", "date"))
    rows: Rows = [
        (
            _title(site, number),
            _text(kind_label(site, number)),
            _date(site.nodes[number].published.written, site.nodes[number].published.iso),
        )
        for number in sorted(numbers, key=lambda n: _alphabetical(site, n))
    ]
    return Table(with_choices(columns, rows, (1,)), tuple(rows))


def _alphabetical(site: Site, number: int) -> tuple[str, str]:
    return in_order(site.nodes[number].short), site.nodes[number].id


def _title(site: Site, number: int) -> Cell:
    ref = site.ref(number)
    return Cell((Run(ref.title, ref),))


def _text(text: str, level: int = 0) -> Cell:
    return Cell((Run(text),) if text else (), level=level)


def _date(written: str, iso: str) -> Cell:
    return Cell((Run(written),) if written else (), iso)


def _count(number: int) -> Cell:
    return Cell((Run(str(number)),))
