"""What is missing and what stands alone: wanted pages, orphans, names with several meanings."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.link.titles import called
from kbgen.model import Page, Ref, Value
from kbgen.text.names import cut_at_word
from kbgen.views.runs import Run, about
from kbgen.views.site import Site
from kbgen.views.tabledata import with_choices
from kbgen.views.tablepages import ListView
from kbgen.views.views import Cell, Column, Table, kind_label

_LINE = 160  # code points of what a page is about


class NamesView(Value, frozen=True):
    """A name and the pages that go by it: link, kind, what it is about, path, and how to link to exactly it."""

    name: str
    meanings: tuple[tuple[Ref, str, str, str, str], ...]


def lists(site: Site) -> Iterator[Page]:
    """The pages of wanted pages and orphans, and one for each ambiguous name."""
    yield Page("-/wanted.html", "list", "Wanted pages", _wanted(site), tables=True)
    yield Page("-/orphans.html", "list", "Orphans", _orphans(site), tables=True)
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


def _wanted(site: Site) -> ListView:
    rows = tuple(
        (
            Cell((Run(site.nodes[w.node].title, site.ref(w.node)),)),
            Cell((Run(str(w.wants)),)),
            Cell((Run(str(w.sources)),)),
            Cell((Run(site.nodes[w.node].create),)),
        )
        for w in site.graph.wanted
    )
    return ListView(
        "Wanted pages",
        "Linked, but not written yet. Each has a page already, with what the sources say about it.",
        "Every page that is linked has been written.",
        len(rows),
        Table(
            (Column("Name", "name"), Column("Links", "number"), Column("Pages", "number"), Column("File to create")),
            rows,
        ),
    )


def _orphans(site: Site) -> ListView:
    rows = tuple(
        (
            Cell((Run(site.nodes[n].short, site.ref(n)),)),
            Cell((Run(kind_label(site, n)),)),
            Cell((Run(site.nodes[n].path),)),
        )
        for n in site.dossiers.orphans(site.home)
    )
    return ListView(
        "Orphans",
        "No other page links to these, indexes and logs aside.",
        "Every page is linked from another one.",
        len(rows),
        Table(with_choices((Column("Title", "name"), Column("Kind"), Column("File")), rows, (1,)), rows),
    )
