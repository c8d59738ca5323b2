"""Headings as plain text, as pages show them: in lists of contents, in what a link to a place is called."""

from __future__ import annotations

from collections.abc import Callable
from html import escape, unescape

from kbgen.markdown.plainmath import without_mathml, without_tex
from kbgen.model import Heading
from kbgen.text.regex import regex

_TAG = regex(r"<[^>]*>")


def heading_text(heading: Heading, title: Callable[[int], str]) -> str:
    """A heading as plain text, formulas in Unicode; `title` says what a bare link (its number) is called."""
    if not heading.html.holes:
        return without_tex(heading.written)
    html = heading.html.filled(lambda hole: escape(title(hole.link)) if hole.form == "bare" else "")
    return unescape(_TAG.sub("", without_mathml(html))).strip()
