"""What pages may tell of evidence: plain values for the site. Decides nothing that the rules do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from kbgen.check.known import Known
from kbgen.check.provenance import newer_than_text, other_hash
from kbgen.check.quotes import verdicts_of
from kbgen.check.raw_index import RawFile
from kbgen.check.rules import OF_A_DAY
from kbgen.diagnostics import CODES
from kbgen.model import Diagnostic, Evidence, Graph, Health, Node, RawState, RuleFindings

_SEVERITIES = ("error", "warning", "note")


def evidence(known: Known) -> dict[int, Evidence]:
    """Node -> what is known of its evidence; pages of which nothing is known are not in it."""
    found: dict[int, Evidence] = {}
    for number, node in known.pages:
        one = Evidence(newer=newer_than_text(known, number, node))
        if number in known.raw_files:
            one = msgspec.structs.replace(evidence_of(known, number, node), newer=one.newer)
        if one != Evidence():
            found[number] = one
    return found


def evidence_of(known: Known, number: int, node: Node) -> Evidence:
    """What is known of the evidence of a source that names raw files; reads them."""
    if number in known.remembered:
        return known.remembered[number]
    files = known.raw_files[number]
    states = tuple(_state(known, node, file, len(files)) for file in files)
    return Evidence(states, verdicts_of(known, number, node))


def _state(known: Known, node: Node, file: RawFile, files: int) -> RawState:
    if not file.path:
        return RawState(file.written, "", "missing")
    other = other_hash(known, node, [file]) if files == 1 else None  # one hash says nothing of each of several
    if other is None:
        return RawState(file.written, file.path, "there")
    return RawState(file.written, file.path, "changed" if other else "unchanged", other)


def health(graph: Graph, findings: Iterable[Diagnostic]) -> Health:
    """The state of a knowledge base with these findings. Where in its file each stands changes nothing."""
    by_code: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for one in sorted(findings, key=lambda one: (one.path, one.message)):
        by_code[one.code].append(one)
    unread = tuple(one.path for one in by_code.pop("KB402", ()))
    rules = [
        RuleFindings(code, CODES[code].name, min((f.severity for f in found), key=_SEVERITIES.index), CODES[code].about,
                     tuple(found))
        for code, found in by_code.items()
    ]  # fmt: skip
    rules.sort(key=lambda rule: (_SEVERITIES.index(rule.severity), rule.code))
    elsewhere = tuple((code, CODES[code].name, CODES[code].about) for code in OF_A_DAY)
    return Health(tuple(rules), graph.wanted, unread, elsewhere)
