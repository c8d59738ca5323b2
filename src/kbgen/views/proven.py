"""What a page says of its evidence: how its quotes fared in the raw files, and which sources are younger than it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kbgen.model import Evidence, Ref, Value, Verdict
from kbgen.text.names import cut

if TYPE_CHECKING:
    from kbgen.views.site import Site

_MOST = 5  # younger sources that are named
_LONGEST = 160  # characters of a quote that is told of
_SHORTEST = 40  # characters of one of several in a line
_LOST = 60  # characters of the part that is missing
STATES = {
    "verified": "Word for word in the raw file",
    "parts": "In the raw file, with omissions",
    "missing": "Not in the raw file",
}


class QuoteRow(Value, frozen=True):
    """A quote: its number on the page, its beginning, what became of it (a phrase, and a word for style sheets), where
    it stands in which raw file (line 0: nowhere; the file is named where the source has several), and the part that is
    missing if it is not the whole. It ends in the quoted line of the number `at`; where others end there too,
    `shared` is the beginning of this one."""

    number: int
    at: int
    shared: str
    text: str
    state: str
    phrase: str
    raw: str
    line: int
    lost: str
    ref: Ref | None = None


class QuotesView(Value, frozen=True):
    """The quotes of a source: how many of all were found, and each, in the order of the text."""

    found: int
    total: int
    rows: tuple[QuoteRow, ...]


class NewerView(Value, frozen=True):
    """The sources younger than a text: how many, and the newest of them."""

    total: int
    refs: tuple[Ref, ...]


def quotes_of(site: Site, number: int) -> QuotesView | None:
    """How the quotes of a node fared; None where nothing is known of them."""
    verdicts = site.evidence.get(number, Evidence()).quotes
    if not verdicts:
        return None
    ends = Counter(one.at for one in verdicts)
    several = len({one.raw for one in verdicts if one.raw}) > 1
    rows = (
        _row(site, number, one, cut(one.text, _SHORTEST) if ends[one.at] > 1 else "", several)
        for number, one in enumerate(verdicts, 1)
    )
    return QuotesView(sum(1 for one in verdicts if one.state != "missing"), len(verdicts), tuple(rows))


def newer_of(site: Site, number: int) -> NewerView | None:
    """The sources that mention a node and are younger than its text; None if there is none."""
    newer = site.evidence.get(number, Evidence()).newer
    return NewerView(len(newer), tuple(site.ref(n) for n in newer[:_MOST])) if newer else None


def _row(site: Site, number: int, one: Verdict, shared: str, several: bool) -> QuoteRow:
    lost = "" if one.lost == one.text else cut(one.lost, _LOST)
    ref = site.raw_ref(one.raw, one.raw_line) if one.raw else None
    raw = one.raw if several else ""
    text = cut(one.text, _LONGEST)
    return QuoteRow(number, one.at, shared, text, one.state, STATES[one.state], raw, one.raw_line, lost, ref)
