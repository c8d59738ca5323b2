"""Conformance of a bundle that says to be one of the Open Knowledge Format: the rules of its version 0.2, by sections.

A knowledge base that has no `okf_version` in the header of its first `index.md` is none, and not asked. In a bundle of
version 0.1 the fields of sections 5 and 10 are its author's own, and may say anything.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

import msgspec

from kbgen.check.known import Known, at_field
from kbgen.diagnostics import finding
from kbgen.fields import first, parse_date
from kbgen.fields.lookup import each
from kbgen.model import Diagnostic, Facts, FieldValue, Node
from kbgen.text.regex import regex

_VERSION = "okf_version"
_STATES = ("draft", "stable", "deprecated")
_COMPUTED = "attested computation"
Judges = dict[str, Callable[[FieldValue], str]]  # key of a field -> what is wrong with its value, '' = nothing
_DAY = regex(r"\d{4}-\d{2}-\d{2}(?!\d)")


def conformance(known: Known) -> Iterator[Diagnostic]:
    """What of a bundle is not as its format has it."""
    root = next((node for _, node in known.written if node.id == "index"), None)
    version = first(known.facts(root).fields, _VERSION) if root is not None else None
    if version is None:
        return
    judges = {} if version.value == "0.1" else _JUDGES
    for _, node in known.written:
        facts = known.facts(node)
        match posixpath.basename(node.path):
            case "index.md":
                if node is not root and facts.fields:
                    yield _told(node, "only the index.md at a bundle's root may have frontmatter", "OKF 0.2, section 8")
            case "log.md":
                yield from _log(node, facts)
            case _:
                yield from _concept(node, facts, judges)


def _has(facts: Facts, key: str) -> bool:
    return any(field.key == key for field in facts.fields)


def _told(node: Node, message: str, hint: str) -> Diagnostic:
    return finding("KB226", message, hint=hint, path=node.path)


def _log(node: Node, facts: Facts) -> Iterator[Diagnostic]:
    """The headings of a log begin with days (section 9)."""
    for heading in facts.headings:
        day = _DAY.match(heading.written)
        if heading.level == 2 and (day is None or parse_date(day[0]) is None):
            message = f"“{heading.written}” is not a date: the entries of a log belong under dates like 2026-01-31"
            yield finding("KB226", message, heading.line, 1, hint="OKF 0.2, section 9", path=node.path)


def _concept(node: Node, facts: Facts, judges: Judges) -> Iterator[Diagnostic]:
    """The header of a concept (sections 4, 5 and 10); `judges` of its fields."""
    kind = first(facts.fields, "type")
    if kind is None or not isinstance(kind.value, str) or not kind.value.strip():
        yield _told(node, "a page of a bundle needs a “type” that says what it is", "type: Reference")
    elif kind.value.strip().casefold() == _COMPUTED and not _has(facts, "runtime"):
        yield at_field(
            "KB226", "an attested computation needs a “runtime” that says how it is run", node, kind, "runtime: python"
        )
    for field in facts.fields:
        judge = judges.get(field.key)
        message = judge(field.value) if judge is not None else ""
        if message:
            found = at_field("KB226", message, node, field, "OKF 0.2, section 5")
            yield msgspec.structs.replace(found, severity="note") if field.key == "status" else found


def _sources(value: FieldValue) -> str:
    whole = all(_says(one, "resource") for one in each(value) if one)
    return "" if whole else "a source needs a “resource” that says where it is"


def _generated(value: FieldValue) -> str:
    return "" if _says(value, "by") else "“generated” needs a “by” that says who wrote the page"


def _verified(value: FieldValue) -> str:
    whole = all(_says(one, "by") and _says(one, "at") for one in each(value))
    return "" if whole else "each entry of “verified” must say who confirmed the page (“by”) and when (“at”)"


def _status(value: FieldValue) -> str:
    if not isinstance(value, str) or not value.strip() or value.strip() in _STATES:
        return ""
    return f"“{value.strip()}” is not a “status” of the format, which has draft, stable and deprecated"


def _says(value: FieldValue, key: str) -> bool:
    said = value.get(key) if isinstance(value, dict) else None
    return isinstance(said, str) and bool(said.strip())


_JUDGES: Judges = {
    "sources": _sources,
    "generated": _generated,
    "verified": _verified,
    "status": _status,
}
