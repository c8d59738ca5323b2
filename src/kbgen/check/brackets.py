"""Rules about what is begun in a text and not ended: brackets of links, comments, formulas, boxes, code. Reads one
text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbgen.diagnostics import finding
from kbgen.model import Diagnostic, Prose, Spot
from kbgen.text.paths import MARKDOWN
from kbgen.text.regex import regex

_PAGE = rf"(?:\.{{1,2}}/)*+[^\s()\[\]\0:]{{1,200}}?{MARKDOWN}(?:#[^\s()\[\]\0]{{0,200}})?"
_PLACE = rf"(?:{_PAGE}|https?://[^\s()\[\]\0]{{1,300}}|\0{{5,}})"  # addresses in a text are links themselves: masked
_ONE_END = regex(r"(?<![\\\[!])\[\[(?=[^\W_])([^\[\]\n|#\0]{1,120})(?:[|#][^\[\]\n\0]{0,120})?\](?![\](\[:]|[ ]?,)")
_NO_END = regex(r"(?<![\\\[!])\[\[(?=[^\W_])[^\[\]\n\0]{1,120}\Z")
_SPLIT = regex(r"[^\[\]\n]{0,200}\]\]")
_OPEN_ADDRESS = regex(rf"(?<![\\\]])\[[^\[\]\n]{{1,200}}\]\(({_PLACE})(?![^\s(])", re.IGNORECASE)
_SPACE = regex(rf"(?<![\\\]])\[(?=[^\W_])[^\[\]\n\0]{{1,200}}\][ ]+\(({_PAGE})\)", re.IGNORECASE)
_TURNED = regex(rf"(?<![\\\]])\((?=[^\W_])[^()\n\0]{{1,200}}\)\[({_PLACE})\](?![(\[])", re.IGNORECASE)


def unfinished_links(prose: Prose) -> Iterator[Diagnostic]:
    """Links that are text, as one of their brackets is missing, or stands in the place of another."""
    for number, spot in enumerate(prose.lines):
        text = spot.text
        if "[[" in text and text.count("[") > text.count("]"):  # `[[1, 2], [3, 4]]` is well
            for found in _ONE_END.finditer(text):
                following = text.find("]", found.end()), text.find("[", found.end())
                if following[0] < 0 or 0 <= following[1] < following[0]:
                    yield _told(spot, found, "this wiki-link has one ] at its end", f"write {found[0]}]")
            last = _NO_END.search(text, max(0, text.rfind("[[") - 1))
            if last is not None and "]]" not in last[0] and not _is_split(prose, number):
                yield _told(spot, last, "this wiki-link is never closed", "write ]] where it ends")
        if "](" in text:
            for found in _OPEN_ADDRESS.finditer(text, text.rfind(")") + 1):
                yield _told(spot, found, "the address of this link is never closed", "write ) behind it")
        if "] (" in text or "]  (" in text:
            for found in _SPACE.finditer(text):
                yield _told(spot, found, "a space parts this link from its address", "write ]( without a space")
        if ")[" in text:
            for found in _TURNED.finditer(text):
                yield _told(spot, found, "the brackets of this link are the wrong way round", "write [text](address)")


def _is_split(prose: Prose, number: int) -> bool:
    """Whether brackets that a line opens are closed in the next one, which is KB110."""
    below = prose.lines[number + 1 : number + 2]
    return bool(below) and below[0].line == prose.lines[number].line + 1 and bool(_SPLIT.match(below[0].text))


def _told(spot: Spot, found: re.Match[str], why: str, hint: str) -> Diagnostic:
    length = len(found[0].rstrip())
    return finding("KB124", f"{why}, so it is text", spot.line, spot.column + found.start(), length, hint)


_REFERENCE = regex(
    r"(?<![\w\\\]\[)!])\[(?=[^\[\]\n\0]*[^\W\d_])[^\[\]\n\0]{2,200}\]"
    r"\[(?=[^\[\]\n\0]*[^\W\d_])([^\[\]\n\0^@|]{2,100})\](?![\[(])"
)


def undefined_references(prose: Prose) -> Iterator[Diagnostic]:
    """Links by reference to an address that is given nowhere on the page."""
    for spot in prose.lines:
        if "][" in spot.text:
            for found in _REFERENCE.finditer(spot.text):
                message = f"no line says where [{found[1]}] leads, so this link is text"
                hint = f"add a line [{found[1]}]: address"
                yield finding("KB125", message, spot.line, spot.column + found.start(), len(found[0]), hint)


_COMMENT = regex(r"(?:(?<=\s)|\A)(?:(?<!%)%%(?=\s|\Z|[A-Za-z])|<!--)")
_BOX = regex(r":{3,}[ \t]*\{?\.?[A-Za-z][\w-]*")


def never_closed(prose: Prose) -> Iterator[Diagnostic]:
    """Comments without an end, which show what was to be hidden; formulas and boxes without one."""
    opened: Spot | None = None
    for spot in prose.lines:
        text = spot.text
        if "%%" in text or "<!--" in text:
            found = _COMMENT.search(text)
            if found is not None:
                end = "-->" if found[0] == "<!--" else "%%"
                message = "this comment is never closed, so what was to be hidden is on the page"
                place = spot.line, spot.column + found.start(), len(found[0])
                yield finding("KB234", message, *place, f"write {end} where it ends")
        if text.startswith(":::"):
            if _BOX.match(text):
                opened = opened or spot
            elif not text.strip(": "):
                opened = None
        if text.strip() == "$$":
            yield finding(
                "KB234", "this formula is never closed, so it is text", spot.line, spot.column, 2,
                "write $$ on a line of its own where it begins and where it ends",
            )  # fmt: skip
    if opened is not None:
        message, hint = "this box is never closed, so it is text", "write ::: on a line of its own where it ends"
        yield finding("KB234", message, opened.line, opened.column, len(opened.text.split(maxsplit=1)[0]), hint)


def open_fences(prose: Prose) -> Iterator[Diagnostic]:
    """Code blocks that are never closed, so that everything after them is code."""
    for spot in prose.open_fences:
        message = "this code block is never closed; all that follows is code, and its links lead nowhere"
        hint = f"write {spot.text} on a line of its own where the code ends"
        yield finding("KB230", message, spot.line, spot.column, len(spot.text), hint)
