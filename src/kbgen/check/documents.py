"""Rules about single documents: what is empty, left over, or cannot be held by another system."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from kbgen.check.known import Known
from kbgen.diagnostics import finding
from kbgen.model import Diagnostic, Prose

STUB = 12  # words of text under which a page is a stub: about one sentence
_SURELY_MORE = 200  # words with links, above which nobody counts those without
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{1,2}|[^\W_]+(?:['’.-][^\W_]+)*")


def empty(known: Known) -> Iterator[Diagnostic]:
    """Pages without any text: nothing below the header but headings, and no source that says anything."""
    for number, node in known.pages:
        if known.facts(node).links or known.dossiers.speakers.get(number):
            continue
        if not known.prose[node.document].words:
            yield finding("KB218", f"“{node.short}” has no text", hint="write it, or delete the file", path=node.path)


def stubs(known: Known) -> Iterator[Diagnostic]:
    """Pages with a sentence at most, of which no source says more."""
    for number, node in known.pages:
        prose, facts = known.prose[node.document], known.facts(node)
        if not (prose.words or facts.links) or known.dossiers.speakers.get(number):
            continue
        words = prose.words if prose.words > _SURELY_MORE else _words(prose)
        if words >= STUB or any(link.type == "embed" for link in facts.links) or (not words and len(facts.links) > 1):
            continue
        message = f"“{node.short}” is a stub: {words} word{'' if words == 1 else 's'}, and no source speaks of it"
        yield finding("KB219", message, path=node.path)


def _words(prose: Prose) -> int:
    """The words of the author's own text, links not counted."""
    quoted = (line.text for quote in prose.quotes for line in quote.lines)
    return sum(len(_WORD.findall(text)) for text in (*(line.text for line in prose.lines), *quoted))


def placeholders(known: Known) -> Iterator[Diagnostic]:
    """What a template left behind in the text."""
    for _, node in known.written:
        for spot in known.prose[node.document].placeholders:
            message = f"{spot.text} was never filled in"
            yield finding("KB220", message, spot.line, spot.column, len(spot.text), path=node.path)


def uneven_rows(known: Known) -> Iterator[Diagnostic]:
    """Rows with more cells than their table has columns, whose text is lost, or with fewer (a note)."""
    for _, node in known.written:
        for row in known.prose[node.document].rows:
            if row.cells > row.columns:
                message = f"this row has {row.cells} cells, its table {row.columns} columns; the rest is not shown"
                hint = "a | that belongs to the text is written \\|"
                yield finding("KB221", message, row.line, hint=hint, path=node.path)
            elif row.cells > 1 or row.columns == 1:  # a lone cell is a heading inside the table
                message = f"this row has {row.cells} cells, its table {row.columns} columns"
                found = finding("KB221", message, row.line, path=node.path)
                yield msgspec.structs.replace(found, severity="note")


# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)", re.IGNORECASE)
_REFUSED = re.compile(r'[<>:"\\|?*\x00-\x1f]')
_LONGEST = 255  # bytes of one name on ext4 and APFS, code units on NTFS


def names(known: Known) -> Iterator[Diagnostic]:
    """File names that Windows or macOS cannot hold, and pairs that differ in case or Unicode form alone."""
    prefix = f"{known.settings.prefix}/" if known.settings.prefix else ""
    paths = [*(d.path for d in known.graph.documents), *known.inventory.files]
    for path in paths:
        for part in path.split("/"):
            reason = _unportable(part)
            if reason:
                yield finding("KB222", f"the name “{part}” {reason}", path=prefix + path, hint="rename it")
                break
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        alike[unicodedata.normalize("NFC", path).casefold()].append(path)
    for group in alike.values():
        for path in sorted(group)[1:]:
            message = f"this file and {prefix}{min(group)} are one file where case or accents do not count"
            yield finding("KB222", message, path=prefix + path, hint="rename one of the two")


def _unportable(name: str) -> str:
    """Why another system cannot hold a name; '' if all can."""
    if found := _REFUSED.search(name):
        return f"holds {found[0]!r}, which Windows does not allow"
    if name.endswith((".", " ")):
        return "ends in a dot or space, which Windows drops"
    if _DEVICE.match(name):
        return "is that of a device on Windows"
    if len(name.encode()) > _LONGEST:
        return f"is longer than {_LONGEST} bytes"
    return ""
