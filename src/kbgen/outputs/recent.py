"""What was worked on last, by what the pages say themselves: `updated`, `ingested`, `created`; no file's time."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.fields import day_of_time
from kbgen.model import Asset, Page
from kbgen.views.runs import Run
from kbgen.views.sights import sights_of
from kbgen.views.site import Site
from kbgen.views.tabledata import with_choices
from kbgen.views.tablepages import fitting, paged
from kbgen.views.views import Cell, Column, Table, kind_label

_LABELS = {"updated": "Updated", "ingested": "Ingested", "created": "Created"}


def recent(site: Site) -> Iterator[Page | Asset]:
    """`-/recent.html`, if enough pages say when they were worked on."""
    sights = sights_of(site)
    rows: list[tuple[Cell, ...]] = []
    for number in sights.recent:
        stamp, ref = sights.stamp(number), site.ref(number)
        assert stamp is not None
        rows.append((
            Cell((Run(ref.title, ref),)),
            Cell((Run(kind_label(site, number)),)),
            Cell((Run(day_of_time(stamp.date).written),), stamp.date.iso),
            Cell((Run(_LABELS[stamp.field]),)),
        ))  # fmt: skip
    if rows:
        columns = (
            Column("Title", "name"),
            Column("Kind"),
            Column("Date", "date", order="descending"),
            Column("Change"),
        )
        rows = fitting(rows)
        table = Table(with_choices(columns, rows, (1, 3)), tuple(rows))
        note = "The latest work, by the dates that the pages themselves give."
        yield from paged("-/recent.html", "Recent", table, note=note)
