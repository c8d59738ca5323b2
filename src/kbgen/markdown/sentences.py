"""Cutting a long paragraph into the sentences around its links, so that what a mention shows has an end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.inlinewriter import InlineWriter
from kbgen.markdown.tokens import BREAKS, text_token
from kbgen.markdown.wikilinks import LINKS, text_of
from kbgen.markdown.writer import escaped
from kbgen.text.regex import regex

LONG = 500  # code points of source; a shorter paragraph is shown whole
LONGEST = 2000  # code points; a thousand links in one text would put all of it on a thousand pages
_WINDOW = 320  # code points; sentences beside the linked one are added while the excerpt is shorter
_NEAR = 30  # tokens on each side of a link in which words are looked for
_TOKEN = 10  # code points that a token counts for in `LONGEST`: the target of a link is in no text

# A sentence ends behind `.!?…` (quotes and brackets may follow) before white space and anything but a small
# letter, so that "e.g. this" stays whole; in scripts without spaces behind their own full stops.
# It begins with the stop, whichever it is, so that `re` looks for that alone.
_END = regex(r"[.!?…。！？](?:(?<=[.!?…])[\"'”’)\]]*\s+(?=[^\sa-zß-ÿа-я])|(?<=[。！？])[”』」）]*)")
_END_OF_TEXT = regex(r"[.!?…][\"'”’)\]]*+\s++\Z")  # before markup


class Excerpt(NamedTuple):
    """A run of sentences: its tokens, the index of the first one among the paragraph's, its HTML."""

    first: int
    tokens: list[Token]
    html: str


class _Sentence(NamedTuple):
    """Where a sentence begins (the token, and the offset in its text), how long it is, whether a link is in it."""

    first: int
    offset: int
    size: int
    linked: bool


def excerpts(children: list[Token], parts: list[str]) -> list[Excerpt]:
    """The sentences of a paragraph that have links, each with its neighbours; runs that touch are one. `parts` has the
    HTML of each of its tokens. No excerpt is much longer than `LONGEST`: of a longer sentence, each link has one with
    the words around it."""
    sentences = _sentences(children)
    sizes = accumulate((sentence.size for sentence in sentences), initial=0)
    firsts = (*(sentence.first for sentence in sentences), len(children))
    ends = [size + _TOKEN * first for size, first in zip(sizes, firsts, strict=True)]
    ranges: list[list[int]] = []
    for number, sentence in enumerate(sentences):
        if not sentence.linked:
            continue
        low, high = _window(sentences, number)
        if ranges and low <= ranges[-1][1] and ends[high] - ends[ranges[-1][0]] <= LONGEST:
            ranges[-1][1] = max(high, ranges[-1][1])
        elif not ranges or number >= ranges[-1][1]:  # else it is shown with the one before it
            ranges.append([max(low, ranges[-1][1]) if ranges else low, high])
    return [
        excerpt
        for low, high in ranges
        for excerpt in (
            _around_links(children, parts, sentences, low)
            if ends[low + 1] - ends[low] > LONGEST
            else [_excerpt(children, parts, sentences, low, high)]
        )
    ]


def ending(text: Token, write: InlineWriter) -> tuple[str, list[Token]]:
    """The last sentence of a text that is long, else all of it: HTML and tokens; empty if that is long by itself."""
    children = text.children or []
    if len(text.content) <= _WINDOW:
        return write.text(text), children
    sentences = _sentences(children) if len(text.content) <= LONGEST else []
    if not sentences or sentences[-1].size > _WINDOW:
        return "", []
    last = _excerpt(children, write.parts(text), sentences, len(sentences) - 1, len(sentences))
    return last.html, last.tokens


def last_sentence(children: list[Token], parts: list[str]) -> tuple[list[Token], str]:
    """The last sentence of a text, or of a piece of one, that has any letter or sign: tokens and HTML."""
    backwards = reversed(_sentences(children))
    last = next((sentence for sentence in backwards if _begins_in_text(children, sentence)), None)
    if last is None:
        return [], ""
    shown = _excerpt(children, parts, [last], 0, 1)
    return shown.tokens, shown.html


def _begins_in_text(children: list[Token], sentence: _Sentence) -> bool:
    """Whether anything is shown from where a sentence begins on, beside marks of notes."""
    first, offset = sentence[:2]
    shown = (child.content.strip() for child in children[first + 1 :] if child.type != "footnote_ref")
    return bool(children[first].content[offset:].strip()) or any(shown)


def _around_links(
    children: list[Token], parts: list[str], sentences: list[_Sentence], number: int
) -> Iterator[Excerpt]:
    """Each link of a sentence that is too long to be shown, between the words before and behind it."""
    last = sentences[number + 1].first if number + 1 < len(sentences) else len(children)
    end = 0
    for begin in range(sentences[number].first, last):
        token = children[begin]
        if begin < end or token.type not in LINKS or "hole" not in token.meta:
            continue  # a picture in a link is shown with it
        end = begin + 1
        depth = int(token.nesting)
        while depth > 0 and end < len(children):
            depth += children[end].nesting
            end += 1
        before = text_of(children[max(0, begin - _NEAR) : begin])[-_WINDOW // 2 :]
        behind = text_of(children[end : end + _NEAR])[: _WINDOW // 2]
        tokens = [text_token(f"… {before}"), *children[begin:end], text_token(f"{behind} …")]
        html = f"{escaped(tokens[0].content)}{''.join(parts[begin:end])}{escaped(tokens[-1].content)}"
        yield Excerpt(begin, tokens, html)


def _window(sentences: list[_Sentence], number: int) -> tuple[int, int]:
    low, high, size = number, number + 1, sentences[number].size
    if high < len(sentences) and size + sentences[high].size <= _WINDOW:
        size += sentences[high].size
        high += 1
    if low and size + sentences[low - 1].size <= _WINDOW:
        low -= 1
    return low, high


def _excerpt(children: list[Token], parts: list[str], sentences: list[_Sentence], low: int, high: int) -> Excerpt:
    """Some sentences, with `…` where others stand before or behind them."""
    first, offset, _, _ = sentences[low]
    last, end = sentences[high][:2] if high < len(sentences) else (len(children), 0)
    tokens, shown = children[first:last], parts[first:last]
    if end:
        tokens.append(text_token(children[last].content[:end]))
        shown.append(escaped(tokens[-1].content))
    if offset:
        tokens[0] = text_token(tokens[0].content[offset:])
        shown[0] = escaped(tokens[0].content)
    before, after = "… " if low else "", " …" if high < len(sentences) else ""
    tokens = [text_token(before), *tokens, text_token(after)]
    return Excerpt(first, tokens, before + "".join(shown) + after)


def _sentences(children: list[Token]) -> list[_Sentence]:
    result: list[_Sentence] = []
    first = offset = size = depth = 0
    linked = False
    for number, token in enumerate(children):
        content = token.content
        depth = max(0, depth + token.nesting)  # a piece of a text may begin within markup
        if token.type == "text" and not depth:
            for end in _END.finditer(content):
                begin = offset if first == number else 0
                result.append(_Sentence(first, offset, size + end.end() - begin, linked))
                first, offset, size, linked = number, end.end(), 0, False
            size += len(content) - (offset if first == number else 0)
            if _END_OF_TEXT.search(content) and _begins_one(children, number + 1):
                result.append(_Sentence(first, offset, size, linked))
                first, offset, size, linked = number + 1, 0, 0, False
            continue
        size += len(content)
        linked = linked or (token.type in LINKS and "hole" in token.meta)
        if token.type in BREAKS and not depth and _ended(children, number):
            result.append(_Sentence(first, offset, size, linked))
            first, offset, size, linked = number + 1, 0, 0, False
    if first < len(children) and (offset < len(children[first].content) or first + 1 < len(children)):
        result.append(_Sentence(first, offset, size, linked))
    return result


def _begins_one(children: list[Token], number: int) -> bool:
    """Whether a sentence begins with the token of that number: with no small letter, and no mark of a note alone."""
    shown = (child.content for child in children[number : number + _NEAR] if child.content)
    return not next(shown, "a")[0].islower()


def _ended(children: list[Token], number: int) -> bool:
    """Whether the line break of that number stands between two sentences."""
    before = children[number - 1].content.rstrip("\"'”’)]") if number else ""
    after = children[number + 1].content[:1] if number + 1 < len(children) else ""
    return before.endswith((".", "!", "?", "…")) and not after.islower()
