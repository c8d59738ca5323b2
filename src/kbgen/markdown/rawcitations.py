"""Citations of raw files: `[raw/x.md:42-50]`, `^[raw/x.md]`, `[^raw/x.md]`, and what stands behind `source:` in a text,
`[source: raw/x.pdf §1; raw/y.md]`, ``(source: `raw/x.md`)``.

A citation is a link to the source that sums the file up, where there is one, else the path as it was written.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context, remember_place
from kbgen.model import Citation
from kbgen.text.endings import EVIDENCE
from kbgen.text.paths import RAW_FOLDER
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink

SAID = r"(?:sources?|src|quellen?|fonte|fonti|fuentes?|来源|出典|источник|джерело)"
"""Words before a colon that say that what follows is cited, as a pattern."""

_LINES = r"(?:(?::L?|#L)(?P<first>\d{1,9})(?:[-–]L?(?P<last>\d{1,9}))?)?"
_BRACKET = regex(rf"(?:\^?\[|\[\^)(?P<path>{RAW_FOLDER}[^\]\[\n]+?){_LINES}\](?![\[(])", re.IGNORECASE)
_PATH = rf"(?P<path>(?:\.{{1,2}}/){{0,8}}{RAW_FOLDER}[^\]\[\n`<>|]{{0,300}}?\.(?:{'|'.join(sorted(EVIDENCE))}))(?!\w)"
PATH = regex(_PATH + _LINES, re.IGNORECASE)
"""A path to a raw file in running text, up to its ending, with lines of it (`first`, `last`)."""

_NEXT = regex(
    rf"(?P<before>[^\]\[)(\n`]{{0,80}}?(?:[;,]|\band\b)[ \t]*)(?P<tick>`?){_PATH}{_LINES}(?P=tick)", re.IGNORECASE
)
_FIRST = regex(rf"(?P<before>:[ \t]*)(?P<tick>`?){_PATH}{_LINES}(?P=tick)", re.IGNORECASE)
_BEFORE = regex(rf"(?:\A|[(\n])[ \t]*{SAID}[ \t]*\Z", re.IGNORECASE)


def rawcitations(md: MarkdownIt) -> None:
    """Install the rules."""
    md.inline.ruler.before("link", "citation", _bracket)
    md.inline.ruler.before("escape", "said_source", _said)


def cite(state: StateInline, found: re.Match[str], start: int, end: int) -> None:
    """Put a citation at the end of what was read: `found` has its path and lines, `start` and `end` are the whole."""
    path, first = found["path"].strip(), int(found["first"] or 0)
    line, column = context(state.env).place(start)
    context(state.env).citations.append(Citation(path, first, int(found["last"] or first), line, column, end - start))
    token = state.push("wikilink_open", "a", 1)
    remember_place(state, token, start, end)
    written = state.src[found.start("path") : max(found.end("path"), found.end("first"), found.end("last"))]
    token.meta |= {"wikilink": Wikilink(end, -1, written, "", "", False), "embed": False, "citekey": True}
    state.push("wikilink_close", "a", -1)


def _bracket(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] not in "[^" or state.linkLevel:
        return False
    found = _BRACKET.match(state.src, start, state.posMax)
    if found is None:
        return False
    if not silent:
        cite(state, found, start, found.end())
    state.pos = found.end()
    return True


def _said(state: StateInline, silent: bool) -> bool:
    """What stands behind `source:` at the beginning of a line or of a parenthesis."""
    if silent or state.linkLevel or _BEFORE.search(state.pending[-40:]) is None:
        return False
    found = _FIRST.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    while found is not None:
        state.append_pending(found["before"])
        start = found.start("tick") if found["tick"] else found.start("path")
        cite(state, found, start, found.end())
        state.pos = found.end()
        found = _NEXT.match(state.src, state.pos, state.posMax)
    return True
