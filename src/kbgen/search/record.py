"""What is remembered of a document for searching it: its terms by weight, and its sections as plain text.

Both depend on the document's bytes alone, so they are made where it is parsed. Links that show their target's title are
left open in a text (`openlinks`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from math import log2

import msgspec

from kbgen.fields import labelled
from kbgen.fields.spellings import PERSONS
from kbgen.fields.wikilinks import links_in
from kbgen.markdown.openlinks import closed, open_link
from kbgen.markdown.plainmath import without_mathml
from kbgen.model import Facts, Field, Html, Parsed, Value
from kbgen.search.terms import terms
from kbgen.text.names import readable, split_names
from kbgen.text.regex import regex

# How much a term weighs for each time it stands there, if it weighs 1 in the text.
_TITLE, _HEADING = 8, 3
_TYPICAL = 400  # terms of a page for which length neither helps nor harms
LEVELS = 4  # of weight that are told apart

_HEADING_TAG = regex(r'<h[1-6][^>]*? id="([^"]*)"[^>]*>')
_TAG = regex(r"<[^>]*>")
# The number of a note behind a word, and the arrow that leads back from it, are no words of the text.
_NOTED = regex(r'<sup class="footnote-ref">(?:[^<]|<(?!/sup>))*+</sup>|[ ]?<a class="footnote-back"[^>]*>[^<]*</a>')
# What is drawn of a diagram repeats words of its source, which is shown below it.
_DRAWN = regex(r'<div class="drawing"[^>]*><svg .*?</svg></div>\n<details>\n<summary>[^<]*</summary>')
# Fields that readers ask for by words: who speaks, where, and of what. No text need repeat them.
_ASKED_FOR = frozenset({"host", "guests", "participants", "authors", "channel", "publisher", "description"})
_WEB_LINK = regex(r"\[([^\[\]]+)\]\([^()]*\)")

Terms = tuple[str, ...]  # for each level of weight, least first, the terms of it, parted by spaces


class Section(Value, frozen=True):
    """A stretch of a document's text and the heading above it: its anchor (empty: none), its text, and what follows."""

    anchor: str
    heading: str
    text: str


def sections_of(parsed: Parsed) -> tuple[Section, ...]:
    """The text of a page as it is shown, cut at its headings; below it the fields that readers ask for."""
    told = " · ".join(filter(None, (_told(parsed.facts, field) for field in parsed.facts.fields)))
    return (*_sections(parsed.facts, parsed.body.html), *((Section("", "", told),) if told else ()))


def terms_of(facts: Facts, sections: Sequence[Section]) -> Terms:
    """The terms of a document, each once, by weight."""
    text = "\n".join([section.text for section in sections])
    text = closed(text, lambda link: facts.links[link].target.rpartition("/")[2])
    counts = Counter(terms(text))
    length = counts.total()
    for term in terms("\n".join([heading.written for heading in facts.headings])):
        counts[term] += _HEADING
    for name in sorted({facts.title, facts.heading, *facts.aliases}):
        for term in terms(name):
            counts[term] += _TITLE
    level = {count: _level(count, length) for count in set(counts.values())}
    found: list[list[str]] = [[] for _ in range(LEVELS)]
    for term, count in counts.items():
        found[level[count]].append(term)
    return tuple(map(" ".join, found))


def _told(facts: Facts, field: Field) -> str:
    """The value of a field that readers ask for as plain text; '' of another field."""
    if field.name not in _ASKED_FOR:
        return ""
    numbers = {facts.links[number].target: number for number in reversed(field.links)}
    values = (_shown(" ".join(text.replace("\0", " ").split()), numbers) for _, text in labelled(field.value))
    if field.name in PERSONS:
        values = (_name(part) for value in values for part in split_names(value))
    return ", ".join(filter(None, values))


def _shown(text: str, numbers: Mapping[str, int]) -> str:
    """A text of a field with its links as pages show them: labels, and open links by their targets' `numbers`."""
    parts, done = [], 0
    for link in links_in(text):
        bare = open_link(numbers[link.target]) if link.target in numbers else link.target
        parts += [text[done : link.start], link.label or bare]
        done = link.start + link.length
    return _WEB_LINK.sub(lambda web: web[1].strip(), "".join((*parts, text[done:])))


def _name(text: str) -> str:
    """A person's name, also where it is written as a slug: `lex-fridman` is Lex Fridman."""
    words = readable(text)
    return text if words == text else " ".join(word[:1].upper() + word[1:] for word in words.split())


def _level(count: int, length: int) -> int:
    """How much a term says that stands so often in a text of that length: BM25's saturation with k1 = 1.2 and b = 0.75
    (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009). The average length is a constant, so that
    a document's weights depend on nothing but itself; lengths are told apart by quarters of a power of two, so that a
    word more seldom changes the weights of others."""
    step = round(4 * log2(max(length, 1) / _TYPICAL))
    norm = 1.2 * (0.25 + 0.75 * 2 ** (step / 4))
    return min(LEVELS - 1, int(LEVELS * count / (count + norm)))


def _sections(facts: Facts, html: Html) -> Iterator[Section]:
    heading_of = {heading.id: _open(heading.html) for heading in facts.headings}
    shown = _open(html)
    cut = _HEADING_TAG.split(_DRAWN.sub("", shown) if "<svg " in shown else shown)
    for anchor, text in zip(["", *cut[1::2]], cut[::2], strict=True):
        if anchor:
            text = text.partition("</h")[2].partition(">")[2]
        plain, heading = _plain(text), _plain(heading_of.get(anchor, ""))
        if plain or heading:
            yield Section(anchor if anchor in heading_of else "", heading, plain)


def _open(html: Html) -> str:
    """HTML with numbers of links where only a target's title is shown."""
    return html.filled(lambda hole: open_link(hole.link) if hole.form == "bare" else hole.alt)


def _plain(html: str) -> str:
    """The text in HTML; tags part words where they stand side by side or break a line."""
    html = _NOTED.sub("", html) if 'class="footnote-' in html else html
    text = _TAG.sub("", without_mathml(html).replace("><", "> <").replace("<br", " <br"))
    return " ".join((unescape(text) if "&" in text else text).split())


_terms = msgspec.msgpack.Decoder(tuple[str, ...])
_all_sections = msgspec.msgpack.Decoder(tuple[Section, ...])


def decode_terms(data: bytes) -> Terms:
    """Terms as they were encoded. Raises msgspec.DecodeError."""
    return _terms.decode(data)


def decode_sections(data: bytes) -> tuple[Section, ...]:
    """Sections as they were encoded. Raises msgspec.DecodeError."""
    return _all_sections.decode(data)
