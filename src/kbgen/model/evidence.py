"""What pages may tell of evidence, and of the state of the whole."""

from __future__ import annotations

from typing import Literal

from kbgen.model.findings import Diagnostic, Severity
from kbgen.model.graph import Wanted
from kbgen.model.values import Value


class Verdict(Value, frozen=True):
    """What became of one quoted passage: its lines in the document, its text, and where it begins in which raw file
    (path '' and line 0 where it was not found). `parts`: all that stands between its omissions was found, in order.
    `lost` is the part that is nowhere (empty: the whole). `at` is the number of the line it ends in among all quoted
    lines of the document."""

    state: Literal["verified", "parts", "missing"]
    line: int
    column: int
    length: int
    last: int
    text: str
    raw: str = ""
    raw_line: int = 0
    lost: str = ""
    at: int = -1


class RawState(Value, frozen=True):
    """A raw file that a source names: as written, its path ('' = not there), and whether it is the one that was
    summarised. `there`: no hash was kept that could tell. `other_hash` is that of a file that has changed."""

    written: str
    path: str
    state: Literal["missing", "there", "unchanged", "changed"]
    other_hash: str = ""


class Evidence(Value, frozen=True):
    """What is known of one page's evidence: its raw files, its quotes, and the sources (nodes) that mention it and are
    younger than its text, newest first."""

    raw: tuple[RawState, ...] = ()
    quotes: tuple[Verdict, ...] = ()
    newer: tuple[int, ...] = ()


class RuleFindings(Value, frozen=True):
    """All findings of one rule, in the order of their places."""

    code: str
    name: str
    severity: Severity
    about: str
    findings: tuple[Diagnostic, ...]


class Health(Value, frozen=True):
    """The state of a knowledge base: its findings by rule (gravest first, then by code), what to write next (most
    wanted first), and the raw files that nobody has read, as counted from the project. `elsewhere` are the rules whose
    findings are not among these, for they read all texts: code, name, what it is about."""

    rules: tuple[RuleFindings, ...]
    wanted: tuple[Wanted, ...]
    unread: tuple[str, ...]
    elsewhere: tuple[tuple[str, str, str], ...] = ()
