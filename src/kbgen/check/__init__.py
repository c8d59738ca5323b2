"""Findings about the graph and its evidence: each rule one function in one file, and one line here.

A rule of `RULES` takes the `Graph`; what it finds is told by every build. One of `OUTWARD` takes `Known` and asks no
more of a text than whether there is any, so that the site's page of health can have its findings. One of `TEXTS` reads
the texts, or what day it is, and runs in `kbgen check` alone. Rules read no file: what they need, `parse` and `link`
have found, or `Known` is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kbgen.check.documents import empty, names, placeholders, stubs, uneven_rows
from kbgen.check.duplicates import duplicates
from kbgen.check.embeds import cycles, to_itself, twice
from kbgen.check.known import Known
from kbgen.check.links import ambiguous, anchors, empty_anchors, files, loosely_found, missing, raw, unpublished
from kbgen.check.pages import aliases, dead_ends, indexes, one_way, orphans, wanted
from kbgen.check.paths import addresses
from kbgen.check.provenance import (
    citations,
    loose_notes,
    newer_sources,
    past_review,
    raw_changed,
    raw_missing,
    raw_unread,
)
from kbgen.check.quotes import quotes
from kbgen.check.schema import missing_fields, values
from kbgen.check.unlinked import unlinked
from kbgen.model import Diagnostic, Graph

Rule = Callable[[Graph], Iterable[Diagnostic]]
MoreRule = Callable[[Known], Iterable[Diagnostic]]

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

OUTWARD: tuple[MoreRule, ...] = (
    cycles,
    to_itself,
    twice,
    missing_fields,
    values,
    empty,
    names,
    orphans,
    dead_ends,
    wanted,
    duplicates,
    aliases,
    one_way,
    indexes,
    raw_missing,
    raw_unread,
    raw_changed,
    newer_sources,
    quotes,
    citations,
)

TEXTS: tuple[MoreRule, ...] = (stubs, placeholders, uneven_rows, unlinked, past_review, loose_notes)

OF_TEXTS = ("KB219", "KB220", "KB221", "KB304", "KB404", "KB407")
"""The codes of what the rules of `TEXTS` find. Those of KB407 that cite raw files are found without them."""


def check(graph: Graph) -> list[Diagnostic]:
    """All findings of the rules that run in a build, and those that linking itself had; in no particular order."""
    return [*graph.diagnostics, *(found for rule in RULES for found in rule(graph))]


def check_all(known: Known) -> list[Diagnostic]:
    """The findings of all other rules, in no particular order."""
    return [found for rule in (*OUTWARD, *TEXTS) for found in rule(known)]


def check_outward(known: Known) -> list[Diagnostic]:
    """The findings of the rules that read no texts, in no particular order."""
    return [found for rule in OUTWARD for found in rule(known)]
