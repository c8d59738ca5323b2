"""Rules about single documents: what is empty, left over, or cannot be held by another system."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from kbgen.check.known import Known
from kbgen.check.words import STUB
from kbgen.diagnostics import finding
from kbgen.fields import first
from kbgen.link.titles import day_of
from kbgen.model import Diagnostic, Prose
from kbgen.text.chat import answers, offers_more
from kbgen.text.names import nfc
from kbgen.text.paths import MARKDOWN, unportable
from kbgen.text.regex import regex


def empty(known: Known) -> Iterator[Diagnostic]:
    """Pages without any text: nothing below the header but headings, and no source that says anything."""
    for number, node in known.pages:
        if known.facts(node).links or known.dossiers.speakers.get(number):
            continue
        if known.noticed[node.document].length == "empty":
            yield finding("KB218", f"“{node.short}” has no text", hint="write it, or delete the file", path=node.path)


def stubs(known: Known) -> Iterator[Diagnostic]:
    """Pages with a sentence at most, of which no source says more; what is noted on a day is as short as it is."""
    for number, node in known.pages:
        links, length = known.facts(node).links, known.noticed[node.document].length
        if (
            length == "enough"
            or day_of(node.id)
            or (length == "empty" and not links)
            or known.dossiers.speakers.get(number)
        ):
            continue
        if any(link.type == "embed" for link in links) or (length != "few words" and len(links) > 1):
            continue
        message = f"“{node.short}” is a stub: under {STUB} words, and no source speaks of it"
        yield finding("KB219", message, path=node.path)


def placeholders(prose: Prose) -> Iterator[Diagnostic]:
    """What a template left behind in a text."""
    for spot in prose.placeholders:
        yield finding("KB220", f"{spot.text} was never filled in", spot.line, spot.column, len(spot.text))


def chat(prose: Prose) -> Iterator[Diagnostic]:
    """What a language model said around a text to the one who had asked for it."""
    ends = prose.lines[:1] + prose.lines[-1:]
    for spot, says in zip(ends, (answers, _offers), strict=False):
        if says(spot.text):
            message = "this is what a language model says to the one who asks it, no text of the page"
            yield finding("KB240", message, spot.line, spot.column, len(spot.text), "remove it")


def _offers(line: str) -> bool:
    return offers_more(line, opened=False)


def templates(known: Known) -> Iterator[Diagnostic]:
    """Pages that are taken for templates, and not published, for a placeholder in their titles or names."""
    reasons = {one.path: one.reason for one in known.graph.left_out}
    for document in known.graph.documents:
        path = known.settings.prefix + document.path
        if reasons.get(path, "").startswith("unfilled placeholder"):
            field = first(document.facts.fields, "title") if document.facts.placeholder else None
            message = f"this page is taken for a template and is not published: {reasons[path]}"
            hint = "fill it in; templates may lie in a folder “templates”"
            place = (field.line, field.column, len(field.key)) if field is not None else (1, 1, 0)
            yield msgspec.structs.replace(finding("KB220", message, *place, hint, path), severity="note")


# What is left of a link in running text: `](` and a path. A backslash before a bracket says that none was meant.
_UNDONE = regex(rf"\]\((?:\.{{1,2}}/)?[^()\[\]\s\0:]+{MARKDOWN}(?:#[^()\[\]\s\0]*)?\)", re.IGNORECASE)


def undone_links(prose: Prose) -> Iterator[Diagnostic]:
    """Text that would be a link, were the brackets before it in pairs."""
    for spot in prose.lines:
        if "](" in spot.text:
            for found in _UNDONE.finditer(spot.text):
                before = spot.text[: found.start() + 1]
                if "\0[" not in before and "\\[" not in before and before.count("[") < before.count("]"):
                    hint = "write \\] for a bracket that belongs to the text"
                    message = "this looks like a link but is text: a bracket before it ends its text too early"
                    yield finding("KB123", message, spot.line, spot.column + found.start(), len(found[0]), hint)


def names(known: Known) -> Iterator[Diagnostic]:
    """File names that Windows or macOS cannot hold, and pairs that differ in case or Unicode form alone."""
    prefix = known.settings.prefix
    paths = [*(d.path for d in known.graph.documents), *known.inventory.files]
    for path in paths:
        for part in path.split("/"):
            reason = unportable(part)
            if reason:
                yield finding("KB222", f"the name “{part}” {reason}", path=prefix + path, hint="rename it")
                break
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        alike[nfc(path).casefold()].append(path)
    for group in alike.values():
        for path in sorted(group)[1:]:
            message = f"this file and {prefix}{min(group)} are the same file on systems that ignore case or accents"
            yield finding("KB222", message, path=prefix + path, hint="rename one of the two")
