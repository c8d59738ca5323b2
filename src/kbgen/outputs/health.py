"""The state of the knowledge base on one page: what is wrong with it, what to write next, what nobody has read yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from kbgen.model import Diagnostic, Page, Ref, RuleFindings, Value
from kbgen.site import Site

_MOST = 50  # findings of a rule, and names in a list, that are told; the rest is counted


class FindingRow(Value, frozen=True):
    """A finding: the page it is about (None: a file without one), the path of the file, what is wrong, how often."""

    ref: Ref | None
    path: str
    message: str
    count: int


class RuleView(Value, frozen=True):
    """The findings of one rule: code, name, severity, what it is about, how many, the first of them, and how many
    more there are."""

    code: str
    name: str
    severity: str
    about: str
    total: int
    rows: tuple[FindingRow, ...]
    more: int


class NextView(Value, frozen=True):
    """A wanted page: its link, and how many pages and links want it."""

    ref: Ref
    pages: int
    wants: int


class HealthView(Value, frozen=True):
    """The whole page. `unread` are paths counted from the project; where lists are cut, a number says how many more
    there are."""

    errors: int
    warnings: int
    notes: int
    rules: tuple[RuleView, ...]
    wanted: tuple[NextView, ...]
    more_wanted: int
    unread: tuple[str, ...]
    more_unread: int


def health(site: Site) -> Iterator[Page]:
    """The page, unless it is switched off."""
    if site.health is None:
        return
    state = site.health
    findings = [one for rule in state.rules for one in rule.findings]
    counts = Counter(one.severity for one in findings)
    urls = {node.path: number for number, node in enumerate(site.nodes) if node.document >= 0}
    view = HealthView(
        counts["error"],
        counts["warning"],
        counts["note"],
        tuple(_rule(site, urls, one) for one in state.rules),
        tuple(NextView(site.ref(one.node), one.sources, one.wants) for one in state.wanted[:_MOST]),
        max(0, len(state.wanted) - _MOST),
        state.unread[:_MOST],
        max(0, len(state.unread) - _MOST),
    )
    yield Page("-/health.html", "health", "Health", view, tables=True)


def _rule(site: Site, urls: dict[str, int], one: RuleFindings) -> RuleView:
    rows = _rows(site, urls, one.findings)
    more = len(one.findings) - sum(row.count for row in rows)
    return RuleView(one.code, one.name, one.severity, one.about, len(one.findings), rows, more)


def _rows(site: Site, urls: dict[str, int], findings: tuple[Diagnostic, ...]) -> tuple[FindingRow, ...]:
    """Where findings stand in a file is not told: it changes with every word, and `kbgen check` tells it."""
    counts = Counter((one.path, one.message) for one in findings)
    return tuple(
        FindingRow(site.ref(urls[path]) if path in urls else None, path, message, count)
        for (path, message), count in islice(counts.items(), _MOST)
    )
