"""References to footnotes that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.diagnostics import finding
from kbgen.model import Diagnostic, Prose


def loose_notes(prose: Prose) -> Iterator[Diagnostic]:
    """References of a text to footnotes that nobody wrote."""
    for spot in prose.loose_notes:
        yield no_note(spot.text, spot.line, spot.column)


def no_note(written: str, line: int, column: int, path: str = "") -> Diagnostic:
    """The finding about a reference to a footnote that nobody wrote."""
    hint = f"write it at the end of the page: {written}: …"
    return finding("KB407", f"there is no note {written}", line, column, len(written), hint, path)
