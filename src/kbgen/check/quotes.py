"""Quotes and the raw files they are said to be from: each is verified, verified in parts, or not found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from kbgen.check.known import Known
from kbgen.check.raw_text import RawText, read_raw_text, scripts_of, words_of
from kbgen.diagnostics import finding
from kbgen.model import Diagnostic, Node, Quote, QuoteLine, Verdict
from kbgen.text.endings import READABLE, ending
from kbgen.text.names import cut
from kbgen.text.regex import regex

_FEWEST = 4  # words; fewer are found anywhere, and prove nothing
_GAP = regex(r"\[?\(?(?:\.\s?){3,}\)?\]?|\[?\(?…+\)?\]?|\[[^\[\]]*\]")  # an omission, or a word put in
_SAID = regex(r"[“„«「『\"]([^“”„«»「」『』\"]+)[”“»」』\"]")
_BY = regex(r"\s+(?:[—–―]|--?)\s*(?=\S)|(?<=[”\"»」])\s*(?=[(\[—–―-])")
_LABEL = regex(r"\s*(?:\*\*)?[^\"“„«:\n]{1,60}:(?:\*\*)?\s+(?=\S)")
_DASH = regex(r"[—–―]|--|\s-\s")
_CREDIT = regex(r"\s*(?:[—–―]|--?\s)")


def quotes(known: Known) -> Iterator[Diagnostic]:
    """Quotes that are not in the raw files of their source."""
    verdicts = all_verdicts(known)
    for number, node in known.sources:
        files = "its raw file" if len(known.raw_files.get(number, ())) == 1 else "its raw files"
        for one in verdicts.get(node.document, ()):
            if one.state == "missing":
                what = f"the part “{cut(one.lost)}” is" if one.lost else "this quote is"
                hint = "quote word for word, or say it without quoting"
                yield finding("KB406", f"{what} not in {files}", one.line, one.column, one.length, hint, node.path)


_VERDICTS: WeakKeyDictionary[Known, dict[int, tuple[Verdict, ...]]] = WeakKeyDictionary()


def all_verdicts(known: Known) -> dict[int, tuple[Verdict, ...]]:
    """Document -> the verdicts on its quotes, in the order of the file. Sources without quotes, or without a raw file
    that can be read as text, are not in it: nothing is known of them."""
    if known not in _VERDICTS:
        found = {node.document: verdicts_of(known, number, node) for number, node in known.sources}
        _VERDICTS[known] = {document: verdicts for document, verdicts in found.items() if verdicts}
    return _VERDICTS[known]


def verdicts_of(known: Known, number: int, node: Node) -> tuple[Verdict, ...]:
    """The verdicts on the quotes of a source, in the order of the file."""
    if number in known.remembered:
        return known.remembered[number].quotes
    return tuple(_of(known, number, node)) if number in known.raw_files else ()


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
        marked = frozenset(quote.kind for quote in written if _said(quote.lines[0].text)) | {"lead"}
        number = 0
        for quote in written:
            yield from judged(quote, texts, quote.kind in marked, number)
            number += len(quote.lines)


_TEXTS: WeakKeyDictionary[Known, dict[str, RawText | None]] = WeakKeyDictionary()


def raw_text(known: Known, path: str) -> RawText | None:
    """A raw file as words, read once; None if it is not there or no text."""
    texts = _TEXTS.setdefault(known, {})
    if path not in texts:
        data = known.raw.read(path) if ending(path) in READABLE and not known.raw.is_large(path) else None
        texts[path] = read_raw_text(path, data) if data is not None else None
    return texts[path]


def judged(quote: Quote, texts: list[tuple[str, RawText]], marks: bool, number: int = 0) -> Iterator[Verdict]:
    """The verdicts on a quote. A text in a section of quotes that has quotation marks quotes what is in each pair of
    them. Where other entries of a list, or other block quotes, have such (`marks`), one without is a remark, unless it
    is found; so is a block quote right below the title, which mostly sums the page up. Of a block the whole is looked
    up, then each of its lines, for models write several quotes as lines of one block. `number` is that of its first
    line among the quoted lines of the document."""
    lines = [_Numbered(number + n, line) for n, line in enumerate(quote.lines) if not _CREDIT.match(line.text)]
    if not lines:
        return
    whole = _passage(lines)
    is_block = quote.kind in ("block", "lead")
    said = _said(whole.text) if not is_block else []
    if said or quote.kind == "text":
        for one in _inside(lines, said):
            if (found := _verdict(one, [[*_parts(one.text)]], texts)) is not None:
                yield found
        return
    verdict = _verdict(whole, _ways(whole.text, lines[0].line.label), texts)
    if verdict is None:
        return
    if verdict.state == "missing" and len(lines) > 1:
        passages = [_passage([line]) for line in lines]
        ways = [_ways(one.line.text, one.line.label) for one in lines]
        single = [v for one, way in zip(passages, ways, strict=True) if (v := _verdict(one, way, texts)) is not None]
        if any(v.state != "missing" for v in single):
            yield from single
            return
    if verdict.state != "missing" or not marks or (is_block and _said(whole.text)):
        yield verdict


class _Numbered(NamedTuple):
    """A line of a quote, and its number among the quoted lines of the document."""

    number: int
    line: QuoteLine


class _Passage(NamedTuple):
    """What is looked up: its text, where it begins (line, column, how much of the line is meant), the line it ends in,
    and the number of that among the quoted lines of the document."""

    text: str
    line: int
    column: int
    length: int
    last: int
    at: int


def _passage(lines: list[_Numbered]) -> _Passage:
    """Lines as a whole."""
    first, (number, last) = lines[0].line, lines[-1]
    text = " ".join(one.line.text for one in lines)
    return _Passage(text, first.line, first.column, first.length, last.line, number)


def _inside(lines: list[_Numbered], said: list[str]) -> Iterator[_Passage]:
    """What stands in quotation marks, at its own place where the line has no markup that would move it."""
    text = " ".join(one.line.text for one in lines)
    starts = [0]
    for one in lines:
        starts.append(starts[-1] + len(one.line.text) + 1)
    end = 0
    for words in said:
        begin = text.index(words, end)
        end = begin + len(words)
        first, last = bisect_right(starts, begin) - 1, bisect_right(starts, end - 1) - 1
        passage = _passage(lines[first : last + 1])._replace(text=words)
        line = lines[first].line
        if first == last and line.length == len(line.text):
            passage = passage._replace(column=line.column + begin - starts[first], length=len(words))
        yield passage


def _verdict(passage: _Passage, ways: Iterable[list[str]], texts: list[tuple[str, RawText]]) -> Verdict | None:
    """What is known of one passage, of which any of these ways of reading it may be the quote; None if it is too short
    to tell."""
    ways = [way for way in ways if sum(len(words_of(part)) for part in way) >= _FEWEST]
    if not ways or _is_translated(passage.text, texts):
        return None
    place = (passage.line, passage.column, passage.length, passage.last, passage.text)
    lost = ""
    for way in ways:
        for path, text in texts:
            line, missing = _look_up(way, text)
            if line:
                return Verdict("parts" if len(way) > 1 else "verified", *place, path, line, at=passage.at)
            lost = lost or (missing if len(way) > 1 else "")
    return Verdict("missing", *place, lost=lost, at=passage.at)


def _is_translated(text: str, texts: list[tuple[str, RawText]]) -> bool:
    """Whether a passage is written in a script that none of the raw files is written in: then it is a translation, or
    words of the page's own, and nothing is known of it."""
    mostly = scripts_of(text, 0.5)
    return bool(mostly) and not any(mostly & raw.scripts for _, raw in texts)


def _said(text: str) -> list[str]:
    """What stands in quotation marks and is long enough to be judged. Behind a dash stands who said it, and where: what
    has marks there is a title."""
    found: list[str] = []
    end = -1
    for match in _SAID.finditer(text):
        if end >= 0 and _DASH.search(text, end, match.start()):
            break
        end = match.end()
        if len(words_of(match[1])) >= _FEWEST:
            found.append(match[1])
    return found


_LONGEST_LABEL = 60  # code points
_ENDS = ".:!?])。：！？"  # of a label
_SIGNS = " :：—–-"  # behind one


def _ways(text: str, label: int) -> Iterator[list[str]]:
    """What of a passage may be the quote, as the parts between its gaps: the whole, without the words that it begins
    with in bold (as many code points as `label` says) or before a colon, without who said it, what stands in quotation
    marks."""
    yield _parts(text)
    bare = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    if bare == text and 0 < label <= _LONGEST_LABEL:  # words that are only stressed end with no sign
        behind = text[label:].lstrip()
        bare = behind.lstrip(_SIGNS) if text[label - 1] in _ENDS or behind.startswith(tuple(_SIGNS)) else text
    heads = [bare, *(bare[: match.start()] for match in list(_BY.finditer(bare))[::-1][:2])]
    for head in heads:
        if head != text:
            yield _parts(head)
    said = _said(text)
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
