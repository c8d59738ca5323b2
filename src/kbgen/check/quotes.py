"""Quotes and the raw files they are said to be from: each is verified, verified in parts, or not found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from weakref import WeakKeyDictionary

from kbgen.check.known import Known
from kbgen.check.raw_text import RawText, read_raw_text, words_of
from kbgen.diagnostics import finding
from kbgen.model import Diagnostic, Node, Quote, Spot, Value

State = Literal["verified", "parts", "missing"]


class Verdict(Value, frozen=True):
    """What became of one quoted passage: its lines in the document, its text as written, and where it begins in which
    raw file (path '' and line 0 where it was not found). `lost` is the part that is nowhere."""

    state: State
    line: int
    column: int
    length: int
    last: int
    text: str
    raw: str = ""
    raw_line: int = 0
    lost: str = ""


_FEWEST = 3  # words; fewer are found anywhere, and prove nothing
_GAP = re.compile(r"\[?\(?(?:\.\s?){3,}\)?\]?|\[?\(?…+\)?\]?|\[[^\[\]]*\]")  # an omission, or a word put in
_SAID = re.compile(r"[“„«「『\"]([^“”„«»「」『』\"]+)[”“»」』\"]")
_BY = re.compile(r"\s+(?:[—–―]|--?)\s*(?=\S)|(?<=[”\"»」])\s*(?=[(\[—–―-])")
_LABEL = re.compile(r"\s*(?:\*\*)?[^\"“„«:\n]{1,60}:(?:\*\*)?\s+(?=\S)")
_CREDIT = re.compile(r"\s*(?:[—–―]|--?\s)")


def quotes(known: Known) -> Iterator[Diagnostic]:
    """Quotes that are not in the raw files of their source."""
    verdicts = all_verdicts(known)
    for number, node in known.sources:
        files = "its raw file" if len(known.raw_files.get(number, ())) == 1 else "its raw files"
        for one in verdicts.get(node.document, ()):
            if one.state == "missing":
                what = f"the part “{_short(one.lost)}” is" if one.lost else "this quote is"
                hint = "quote word for word, or say it without quoting"
                yield finding("KB406", f"{what} not in {files}", one.line, one.column, one.length, hint, node.path)


_VERDICTS: WeakKeyDictionary[Known, dict[int, tuple[Verdict, ...]]] = WeakKeyDictionary()


def all_verdicts(known: Known) -> dict[int, tuple[Verdict, ...]]:
    """Document -> the verdicts on its quotes, in the order of the file. Sources without quotes, or without a raw file
    that can be read as text, are not in it: nothing is known of them."""
    if known not in _VERDICTS:
        found = {node.document: tuple(_of(known, number, node)) for number, node in known.sources}
        _VERDICTS[known] = {document: verdicts for document, verdicts in found.items() if verdicts}
    return _VERDICTS[known]


def _of(known: Known, number: int, node: Node) -> Iterator[Verdict]:
    written = known.prose[node.document].quotes
    if not written:
        return
    texts: list[tuple[str, RawText]] = []
    for file in known.raw_files.get(number, ()):
        text = raw_text(known, file.path)
        if text is not None:
            texts.append((file.path, text))
    if texts:
        for quote in written:
            yield from judged(quote, texts)


_TEXTS: WeakKeyDictionary[Known, dict[str, RawText | None]] = WeakKeyDictionary()


def raw_text(known: Known, path: str) -> RawText | None:
    """A raw file as words, read once; None if it is not there or no text."""
    texts = _TEXTS.setdefault(known, {})
    if path not in texts:
        data = known.raw.read(path) if path else None
        texts[path] = read_raw_text(path, data) if data is not None else None
    return texts[path]


def judged(quote: Quote, texts: list[tuple[str, RawText]]) -> Iterator[Verdict]:
    """The verdicts on a quote: one for the whole of it if it is found, else one for each of its lines, for models
    write several quotes as lines of one block."""
    lines = [spot for spot in quote.lines if not _CREDIT.match(spot.text)] or list(quote.lines)
    whole = Spot(lines[0].line, lines[0].column, " ".join(spot.text for spot in lines))
    verdict = _verdict(whole, lines[0], lines[-1], quote.item, texts)
    if verdict is None:
        return
    if verdict.state != "missing" or len(lines) == 1:
        yield verdict
        return
    single = [v for spot in lines if (v := _verdict(spot, spot, spot, quote.item, texts)) is not None]
    found = [v for v in single if v.state != "missing"]
    if found:
        yield from single
    else:
        yield verdict


def _verdict(
    passage: Spot, first: Spot, last: Spot, item: bool, texts: list[tuple[str, RawText]]
) -> Verdict | None:
    """What is known of one passage; None if it is too short to tell, or no quote."""
    ways = [way for way in _ways(passage.text, item) if sum(len(words_of(part)) for part in way) >= _FEWEST]
    if not ways:
        return None
    place = (passage.line, passage.column, len(first.text), last.line, passage.text)
    lost = ""
    for way in ways:
        for path, text in texts:
            line, missing = _look_up(way, text)
            if line:
                return Verdict("parts" if len(way) > 1 else "verified", *place, path, line)
            lost = lost or (missing if len(way) > 1 else "")
    return Verdict("missing", *place, lost=lost)


def _ways(text: str, item: bool) -> Iterator[list[str]]:
    """What of a passage may be the quote, as the parts between its gaps: the whole, without who said it, what stands
    in quotation marks. An entry of a list that has quotation marks quotes what is in them, and nothing else."""
    said = [part for part in _SAID.findall(text) if len(words_of(part)) >= _FEWEST]
    if item and said:
        for one in said:
            yield _parts(one)
        return
    yield _parts(text)
    bare = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    heads = [bare, *(bare[: match.start()] for match in list(_BY.finditer(bare))[::-1][:2])]
    for head in heads:
        if head != text:
            yield _parts(head)
    if said and sum(len(words_of(part)) for part in said) * 2 >= len(words_of(text)):
        yield [part for one in said for part in _parts(one)]


def _parts(text: str) -> list[str]:
    return [part for part in _GAP.split(text) if words_of(part)]


def _look_up(parts: list[str], text: RawText) -> tuple[int, str]:
    """The line of the first part if all are there, one behind the other; else 0 and the part that is not."""
    first, at = 0, 0
    for part in parts:
        found = text.find(words_of(part), at)
        if found is None:
            return 0, part.strip()
        first, at = first or found[0], found[1]
    return first, ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
