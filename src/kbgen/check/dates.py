"""Rules about the dates of a page: those that cannot both be right, and those that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kbgen.check.known import Known, at_field
from kbgen.fields import parse_date
from kbgen.model import Diagnostic, Field, Node

# What cannot be before what, and for whom (None: any page). A work may be read before it is published in print, but
# not years before.
_ORDER = (("created", "updated"), ("ingested", "updated"))
_DATES = ("published", "created", "updated", "ingested")
_SLACK = timedelta(days=1)  # two clocks may be a day apart


def contradictions(known: Known) -> Iterator[Diagnostic]:
    """Pages that were brought up to date before they were written, or before their work was read."""
    for _, node in known.written:
        for first, last in _ORDER:
            one, two = _day(known, node, first), _day(known, node, last)
            if one is None or two is None or two[1] + _SLACK >= one[1]:
                continue
            message = f"“{two[0].key}” ({_told(two[0])}) is before “{one[0].key}” ({_told(one[0])})"
            yield at_field("KB409", message, node, two[0], "correct the one that is wrong")
            break


def to_come(known: Known) -> Iterator[Diagnostic]:
    """Dates of what has happened that lie after today."""
    if not known.settings.today:
        return
    latest = date.fromisoformat(known.settings.today) + _SLACK
    for _, node in known.written:
        for name in _DATES:
            found = _day(known, node, name)
            if found is not None and found[1] > latest:
                message = f"“{found[0].key}” is {_told(found[0])}, which is still to come"
                yield at_field("KB410", message, node, found[0], "correct it; is the year right?")


def _day(known: Known, node: Node, name: str) -> tuple[Field, date] | None:
    """A field, and the first day that its date may mean: whole days alone can be compared."""
    field = known.field(node, name)
    found = parse_date(field.value) if field is not None and isinstance(field.value, str) else None
    if field is None or found is None or len(found.iso) < len("2026-01-31"):
        return None
    try:
        return field, date.fromisoformat(found.iso[:10])
    except ValueError:
        return None


def _told(field: Field) -> str:
    assert isinstance(field.value, str)
    return field.value.strip()
