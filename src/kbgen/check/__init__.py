"""Findings about the graph: each rule one function in one file, and one line here.

A rule takes the `Graph` and gives diagnostics. It reads no file: what it needs, `parse` and `link` have found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kbgen.check.links import ambiguous, anchors, empty_anchors, files, loosely_found, missing, raw, unpublished
from kbgen.check.paths import addresses
from kbgen.model import Diagnostic, Graph

Rule = Callable[[Graph], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    missing,
    ambiguous,
    anchors,
    empty_anchors,
    loosely_found,
    files,
    raw,
    unpublished,
    addresses,
)


def check(graph: Graph) -> list[Diagnostic]:
    """All findings of all rules, and those that linking itself had; in no particular order."""
    return [*graph.diagnostics, *(found for rule in RULES for found in rule(graph))]
