"""What pages may tell of evidence: plain values for the site. Decides nothing that the rules do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kbgen.check.known import Known
from kbgen.check.provenance import hash_matches, newer_than_text, raw_unread
from kbgen.check.quotes import all_verdicts
from kbgen.check.raw_index import RawFile
from kbgen.diagnostics import CODES, sort_key
from kbgen.model import Diagnostic, Evidence, Health, Node, RawState, RuleFindings

_SEVERITIES = ("error", "warning", "note")


def evidence(known: Known) -> dict[int, Evidence]:
    """Node -> what is known of its evidence; pages of which nothing is known are not in it."""
    verdicts = all_verdicts(known)
    found: dict[int, Evidence] = {}
    for number, node in known.pages:
        files = known.raw_files.get(number, ())
        one = Evidence(
            tuple(_state(known, node, file, len(files)) for file in files),
            verdicts.get(node.document, ()),
            newer_than_text(known, number, node),
        )
        if one != Evidence():
            found[number] = one
    return found


def _state(known: Known, node: Node, file: RawFile, files: int) -> RawState:
    if not file.path:
        return RawState(file.written, "", "missing")
    matches = hash_matches(known, node, [file]) if files == 1 else None  # one hash says nothing of each of several
    state = RawState(file.written, file.path, "there")
    if matches is not None:
        return RawState(file.written, file.path, "unchanged" if matches else "changed")
    return state


def health(known: Known, findings: Iterable[Diagnostic]) -> Health:
    """The state of the knowledge base; `findings` are those that `kbgen check` tells."""
    by_code: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for one in sorted(findings, key=sort_key):
        by_code[one.code].append(one)
    rules = [
        RuleFindings(code, CODES[code].name, min((f.severity for f in found), key=_SEVERITIES.index), CODES[code].about,
                     tuple(found))
        for code, found in by_code.items()
    ]  # fmt: skip
    rules.sort(key=lambda rule: (_SEVERITIES.index(rule.severity), rule.code))
    return Health(tuple(rules), known.graph.wanted, tuple(one.path for one in raw_unread(known)))


def findings_by_page(findings: Iterable[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    """Path of a file (counted from the project) -> its findings, in the order of their places."""
    found: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for one in sorted(findings, key=sort_key):
        found[one.path].append(one)
    return {path: tuple(ones) for path, ones in found.items()}
