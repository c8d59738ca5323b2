"""The state of the knowledge base on one page: what is wrong with it, what to write next, what nobody has read yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kbgen.model import Diagnostic, Page, Ref, Value
from kbgen.site import Site

_MOST = 50  # findings of a rule, and names in a list, that are told; the rest is counted


class FindingRow(Value, frozen=True):
    """A finding: the page it is about (None: a file without one), the path of the file, what is wrong."""

    ref: Ref | None
    path: str
    message: str


class RuleView(Value, frozen=True):
    """The findings of one rule: code, name, severity, what it is about, how many, and the first of them."""

    code: str
    name: str
    severity: str
    about: str
    total: int
    rows: tuple[FindingRow, ...]


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
        tuple(
            RuleView(one.code, one.name, one.severity, one.about, len(one.findings), _rows(site, urls, one.findings))
            for one in state.rules
        ),
        tuple(NextView(site.ref(one.node), one.sources, one.wants) for one in state.wanted[:_MOST]),
        max(0, len(state.wanted) - _MOST),
        state.unread[:_MOST],
        max(0, len(state.unread) - _MOST),
    )
    yield Page("-/health.html", "health", "Health", view, tables=True)


def _rows(site: Site, urls: dict[str, int], findings: tuple[Diagnostic, ...]) -> tuple[FindingRow, ...]:
    """Where findings stand in a file is not told: it changes with every word, and `kbgen check` tells it."""
    return tuple(
        FindingRow(site.ref(urls[one.path]) if one.path in urls else None, one.path, one.message)
        for one in findings[:_MOST]
    )
