"""Findings about the graph and its evidence: each rule one function in one file, and one line here.

A rule of `RULES` takes the `Graph`, and `files` the files that there are, too; what they find is told by every build.
One of `LASTING` takes `Known`; the site's page of health has its findings, so it reads no text but asks for what was
noticed in it (`noticing`), which builds remember. One of `DATED` asks what day it is, and runs in `kbgen check` alone.
Rules read no file: what they need, `parse` and `link` have found, or `Known` is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kbgen.check.dates import contradictions, to_come
from kbgen.check.documents import empty, names, stubs, templates
from kbgen.check.duplicates import duplicates
from kbgen.check.embeds import cycles, to_itself, too_many, twice
from kbgen.check.fieldnames import misspelled_fields, nearly_names
from kbgen.check.known import Known
from kbgen.check.links import ambiguous, anchors, empty_anchors, files, loosely_found, missing, raw, unpublished
from kbgen.check.nearfiles import NearFiles
from kbgen.check.noticing import wrong_texts
from kbgen.check.okf import conformance
from kbgen.check.pages import aliases, dead_ends, indexes, one_way, orphans, wanted
from kbgen.check.paths import addresses
from kbgen.check.provenance import (
    citations,
    newer_sources,
    past_review,
    raw_changed,
    raw_missing,
    raw_unread,
)
from kbgen.check.quotes import quotes
from kbgen.check.schema import missing_fields, values
from kbgen.check.unlinked import unlinked
from kbgen.model import Diagnostic, Graph, Inventory

Rule = Callable[[Graph], Iterable[Diagnostic]]
MoreRule = Callable[[Known], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    missing,
    ambiguous,
    anchors,
    empty_anchors,
    loosely_found,
    raw,
    unpublished,
    addresses,
)

LASTING: tuple[MoreRule, ...] = (
    cycles,
    too_many,
    to_itself,
    twice,
    missing_fields,
    misspelled_fields,
    values,
    conformance,
    empty,
    names,
    orphans,
    dead_ends,
    wanted,
    duplicates,
    aliases,
    nearly_names,
    one_way,
    indexes,
    raw_missing,
    raw_unread,
    raw_changed,
    newer_sources,
    quotes,
    citations,
    contradictions,
    stubs,
    templates,
    wrong_texts,
    unlinked,
)

DATED: tuple[MoreRule, ...] = (past_review, to_come)

OF_A_DAY = ("KB404", "KB410")
"""The codes of what the rules of `DATED` find."""


def check(graph: Graph, inventory: Inventory) -> list[Diagnostic]:
    """All findings of the rules that run in a build, and those that linking itself had; in no particular order."""
    of_graph = (found for rule in RULES for found in rule(graph))
    return [*graph.diagnostics, *of_graph, *files(graph, NearFiles(inventory.files))]


def check_all(known: Known) -> list[Diagnostic]:
    """The findings of all other rules, in no particular order."""
    return [found for rule in (*LASTING, *DATED) for found in rule(known)]


def check_lasting(known: Known) -> list[Diagnostic]:
    """The findings of the rules that find the same on any day, in no particular order."""
    return [found for rule in LASTING for found in rule(known)]
