"""Raw files as words: what a quote is looked up in. One file's bytes in, a `RawText` out.

White space, punctuation, case, quotation marks, markup and time stamps do not count; words, digits and their order do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from html import unescape

from kbgen.fields import decode
from kbgen.text.endings import CAPTIONS, HTML, READABLE, ending
from kbgen.text.regex import regex

MOST = 20_000_000  # bytes of a raw file: some twenty books, which take thirty times as much memory

# 00:12:33.000, 1:02:03, (12:33), [00:12], <00:00:01.000>
_STAMP = regex(r"[\[(<]?(?<![\d:.])\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?(?![\d:])[\])>]?")
_NOISE = regex(
    r"\[(?:music|laugh\w*|applause|inaudible|crosstalk|foreign|silence|pause|cheer\w*|sigh\w*|__)[^\]\n]{0,40}\]",
    re.IGNORECASE,
)
# One letter of a script without spaces, else a run of letters and digits with the marks upon them; the point or comma
# of a number, and signs that change what a number means, belong to it.
_WORD = regex(
    r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[$€£]?[+\-−]?\d+(?:[.,]\d+)*%?"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f\d_])\w[\u0300-\u036f]*)+(?:['’ʼ](?=\w))?"
)
_APOSTROPHE = regex("['’ʼ‘`´]")


def words_of(text: str) -> list[str]:
    """The words of a text in the form in which they are compared, without time stamps and `[Music]`."""
    folded = unicodedata.normalize("NFKC", _STAMP.sub(" ", _NOISE.sub(" ", text))).casefold()
    folded = _APOSTROPHE.sub("", folded).replace("−", "-")
    return [_number(word) for word in _WORD.findall(folded)]


def _number(word: str) -> str:
    """`+5` and `5` are one, and so are `1,000` and `1000`; `-5` is what a dash before a number makes of it."""
    return word.lstrip("+-").replace(",", "") if word[-1:].isdigit() or word[-1:] == "%" else word


# Scripts (Unicode 16.0, Blocks): Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, kana, Han, Hangul.
_SCRIPTS = tuple(
    regex(f"[{letters}]")
    for letters in (
        *("a-zA-Z\u00c0-\u024f", "\u0370-\u03ff", "\u0400-\u052f", "\u0590-\u05ff", "\u0600-\u06ff", "\u0900-\u097f"),
        *("\u0e00-\u0e7f", "\u3040-\u30ff", "\u3400-\u9fff", "\uac00-\ud7a3"),
    )
)
_SAMPLE = 50_000  # characters of a raw file whose script is looked at
_FOREIGN = 0.03  # share of a script that names and terms alone may have


def scripts_of(text: str, share: float) -> frozenset[int]:
    """The scripts (by number) that have at least this share of a text's letters."""
    counts = [len(script.findall(text)) for script in _SCRIPTS]
    least = max(1, sum(counts)) * share
    return frozenset(number for number, count in enumerate(counts) if count >= least)


class RawText:
    """The words of a raw file in one string, and where each of them begins and on which line it stands."""

    def __init__(self, lines: Iterator[tuple[int, str]], last: int) -> None:
        self.last = last  # the file's last line
        words: list[str] = []
        self.starts: list[int] = []
        self.lines: list[int] = []
        at = 0
        for number, line in lines:
            for word in words_of(line):
                self.starts.append(at)
                self.lines.append(number)
                words.append(word)
                at += len(word)
        self.starts.append(at)
        self.text = "".join(words)

    @cached_property
    def scripts(self) -> frozenset[int]:
        """The scripts that it is written in."""
        return scripts_of(self.text[:_SAMPLE], _FOREIGN)

    def find(self, words: list[str], begin: int = 0) -> tuple[int, int] | None:
        """Where these words stand one after the other, from an offset on: the line of the first, and the offset behind
        the last. Only whole words count, however white space or a hyphen parts them. None if nowhere."""
        wanted = "".join(words)
        at = self.text.find(wanted, begin) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            first = bisect_left(self.starts, at)
            if self.starts[first] == at and self.starts[bisect_left(self.starts, end)] == end:
                return self.lines[first], end
            at = self.text.find(wanted, at + 1)
        return None


def read_raw_text(path: str, data: bytes) -> RawText | None:
    """The words of a raw file by the ending of its name; None for one that cannot be read as text, or is too large."""
    kind = ending(path)
    if kind not in READABLE or len(data) > MOST:
        return None
    text, _ = decode(data)
    rows = text.split("\n")
    if kind in HTML:
        lines = _html(text)
    elif kind in CAPTIONS:
        lines = _captions(rows)
    elif kind == "md":
        lines = _markdown(rows)
    else:
        lines = ((number, row) for number, row in enumerate(rows, 1))
    return RawText(lines, len(rows) - (not rows[-1]))


_MD_LINK = regex(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_MD_WIKI = regex(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_MD_NOTE = regex(r"\[\^[^\[\]]*\]|<[^<>\n]{1,200}>")


def _markdown(rows: list[str]) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(rows, 1):
        if "[" in row or "<" in row:
            row = _MD_LINK.sub(r"\1", _MD_WIKI.sub(r"\1", row))
            row = _MD_NOTE.sub("", _STAMP.sub(" ", row))
        yield number, unescape(row) if "&" in row else row


_TIMING = regex(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->")
_TAG = regex(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>")


def _captions(rows: list[str]) -> Iterator[tuple[int, str]]:
    """The text of cues. Captions made by machines say each line twice, as it rolls up: it counts once."""
    before: list[str] = []
    note = False
    for number, row in enumerate(rows, 1):
        text = row.strip()
        if not text:
            note = False
            continue
        if text.startswith(("NOTE", "STYLE", "REGION")) and text.split()[0] in ("NOTE", "STYLE", "REGION"):
            note = True
        following = rows[number] if number < len(rows) else ""
        if note or _TIMING.match(text) or _TIMING.match(following) or (number == 1 and text.startswith("WEBVTT")):
            continue
        if number > 1 and number < 8 and not before and re.match(r"(?:Kind|Language|X-TIMESTAMP-MAP)\s*[:=]", text):
            continue
        shown = unescape(_TAG.sub("", text)).strip()
        if shown and shown not in before:
            yield number, shown
            before = [*before[-1:], shown]


# What is no text of a page: comments, scripts and styles, tags, declarations. As to a browser, what never ends reaches
# to the end of the page, so that nothing is looked at twice; but a script that is closed at once (XHTML) is empty.
_ATTRIBUTES = r"(?:[^>\"'=]|=\s*(?:\"[^\"]*\"|'[^']*')|[\"'=])*+"
_MARKUP = regex(
    r"<!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"
    rf"|<(?P<code>script|style)(?=[\s/>]){_ATTRIBUTES}(?:(?<=/)>|(?s:.*?)(?:</(?P=code)(?=[\s/>])[^>]*(?:>|\Z)|\Z))"
    rf"|<(?P<closing>/?)(?P<name>[a-z][^\s/>]*){_ATTRIBUTES}(?:>|\Z)"
    r"|<[!?/][^>]*(?:>|\Z)",
    re.IGNORECASE,
)
_HIDDEN = frozenset({"template", "noscript"})


def _html(text: str) -> Iterator[tuple[int, str]]:
    """The text of a page that is shown, with its lines."""
    line = 1
    end = hidden = 0  # where the last markup ends; how many elements are open whose text is not shown
    for markup in _MARKUP.finditer(text):
        if not hidden:
            yield from _shown(text[end : markup.start()], line)
        line += text.count("\n", end, markup.end())
        end = markup.end()
        if markup["name"] and markup["name"].lower() in _HIDDEN and not markup[0].endswith("/>"):
            hidden = max(0, hidden - 1) if markup["closing"] else hidden + 1
    if not hidden:
        yield from _shown(text[end:], line)


def _shown(text: str, first: int) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(text.split("\n"), first):
        if row and not row.isspace():
            yield number, unescape(row)
