"""The state of the knowledge base on one page: what is wrong with it, what to write next, what nobody has read yet.

However much is found, the page stays one that a browser opens at once: of each rule the pages with most findings are
told, the rest is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kbgen.model import Diagnostic, Page, Ref, RuleFindings, Value
from kbgen.text.names import cut_at_word
from kbgen.views.site import Site

_PAGES = 20  # pages of a rule that are told; the rest is counted
_ROWS = 160  # such pages in all; with many rules, each has fewer
_MESSAGES = 3  # findings of one rule about one page
_NAMES = 40  # names in a list
_LONGEST = 160  # characters of a message or a name


class FindingRow(Value, frozen=True):
    """What a rule found about one file: its page (None: a file without one), its path, the first messages, each with
    how often it is true, and how many findings more there are."""

    ref: Ref | None
    path: str
    messages: tuple[tuple[str, int], ...]
    more: int


class RuleView(Value, frozen=True):
    """The findings of one rule: code, name, severity, what it is about, how many there are, in how many files, and
    those with most of them."""

    code: str
    name: str
    severity: str
    about: str
    total: int
    files: int
    rows: tuple[FindingRow, ...]


class NextView(Value, frozen=True):
    """A wanted page: its link, and how many pages and links want it."""

    ref: Ref
    pages: int
    wants: int


class HealthView(Value, frozen=True):
    """The whole page. `unread` are paths counted from the project; where lists are cut, a number says how many more
    there are. `elsewhere` are the rules that the page knows nothing of: code, name, what it is about; `command` is what
    tells of them."""

    errors: int
    warnings: int
    notes: int
    rules: tuple[RuleView, ...]
    wanted: tuple[NextView, ...]
    more_wanted: int
    unread: tuple[str, ...]
    more_unread: int
    elsewhere: tuple[tuple[str, str, str], ...]
    command: str


def health(site: Site) -> Iterator[Page]:
    """The page, unless it is switched off."""
    if site.health is None:
        return
    state = site.health
    counts = Counter(one.severity for rule in state.rules for one in rule.findings)
    urls = {node.path: number for number, node in enumerate(site.nodes) if node.document >= 0}
    most = min(_PAGES, _ROWS // max(1, len(state.rules)))
    view = HealthView(
        counts["error"],
        counts["warning"],
        counts["note"],
        tuple(_rule(site, urls, one, most) for one in state.rules),
        tuple(NextView(_named(site.ref(one.node)), one.sources, one.wants) for one in state.wanted[:_NAMES]),
        max(0, len(state.wanted) - _NAMES),
        tuple(cut_at_word(path, _LONGEST) for path in state.unread[:_NAMES]),
        max(0, len(state.unread) - _NAMES),
        state.elsewhere,
        "kbgen check --select " + ",".join(code for code, _, _ in state.elsewhere),
    )
    yield Page("-/health.html", "health", "Health", view, tables=True)


def _rule(site: Site, urls: dict[str, int], one: RuleFindings, most: int) -> RuleView:
    files: dict[str, list[Diagnostic]] = {}
    for found in one.findings:
        files.setdefault(found.path, []).append(found)
    worst = sorted(files, key=lambda path: (-len(files[path]), path))[:most]
    rows = tuple(_row(site, urls, path, files[path]) for path in worst)
    return RuleView(one.code, one.name, one.severity, one.about, len(one.findings), len(files), rows)


def _row(site: Site, urls: dict[str, int], path: str, findings: list[Diagnostic]) -> FindingRow:
    """Where findings stand in a file is not told: it changes with every word, and `kbgen check` tells it."""
    counts = Counter(cut_at_word(one.message, _LONGEST) for one in findings)
    told = tuple(counts.items())[:_MESSAGES]
    more = len(findings) - sum(count for _, count in told)
    return FindingRow(_named(site.ref(urls[path])) if path in urls else None, cut_at_word(path, _LONGEST), told, more)


def _named(ref: Ref) -> Ref:
    return Ref(ref.form, ref.url, ref.anchor, cut_at_word(ref.title, _LONGEST), ref.css, ref.tooltip)
