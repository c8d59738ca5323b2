"""What is missing and what stands alone: wanted pages, orphans, names with several meanings."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.link.titles import called
from kbgen.model import Asset, Page, Ref, Value
from kbgen.text.names import cut_at_word
from kbgen.views.runs import Run, about
from kbgen.views.site import Site
from kbgen.views.tabledata import with_choices
from kbgen.views.tablepages import paged
from kbgen.views.views import Cell, Column, Table, kind_label

_LINE = 160  # code points of what a page is about


class NamesView(Value, frozen=True):
    """A name and the pages that go by it: link, kind, what it is about, path, and how to link to exactly it."""

    name: str
    meanings: tuple[tuple[Ref, str, str, str, str], ...]


def lists(site: Site) -> Iterator[Page | Asset]:
    """The pages of wanted pages and orphans, and one for each ambiguous name."""
    yield from paged(
        "-/wanted.html",
        "Wanted pages",
        _wanted(site),
        note="Linked, but not written yet. Each has a page already, with what the sources say about it.",
        empty="Every page that is linked has been written.",
    )
    yield from paged(
        "-/orphans.html",
        "Orphans",
        _orphans(site),
        note="No other page links to these, indexes and logs aside.",
        empty="Every page is linked from another one.",
    )
    for name in site.graph.names:
        meanings = tuple(
            (
                site.ref(n),
                kind_label(site, n),
                cut_at_word(about(site, n), _LINE),
                site.nodes[n].path,
                f"[[{site.nodes[n].id}]]",
            )
            for n in name.candidates
        )
        title = called(name, site.nodes)
        yield Page(name.url, "names", title, NamesView(title, meanings), tables=True)


def _wanted(site: Site) -> Table:
    rows = tuple(
        (
            Cell((Run(site.nodes[w.node].title, site.ref(w.node)),)),
            Cell((Run(str(w.wants)),)),
            Cell((Run(str(w.sources)),)),
            Cell((Run(site.nodes[w.node].create),)),
        )
        for w in site.graph.wanted
    )
    columns = (Column("Name", "name"), Column("Links", "number"), Column("Pages", "number"), Column("File to create"))
    return Table(columns, rows)


def _orphans(site: Site) -> Table:
    rows = tuple(
        (
            Cell((Run(site.nodes[n].short, site.ref(n)),)),
            Cell((Run(kind_label(site, n)),)),
            Cell((Run(site.nodes[n].path),)),
        )
        for n in site.dossiers.orphans(site.home)
    )
    return Table(with_choices((Column("Title", "name"), Column("Kind"), Column("File")), rows, (1,)), rows)
