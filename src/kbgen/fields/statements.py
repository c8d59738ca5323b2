"""What a header says of its sources in maps: `{source: talk, type: supports, detail: Ten looms broke.}`.

Knows shapes of values, no page."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import NamedTuple

from kbgen.fields.lookup import each
from kbgen.fields.spellings import EVIDENCE, parted_key
from kbgen.fields.wikilinks import Written, links_in
from kbgen.model import Field, FieldText, FieldValue, Hole, Html
from kbgen.text.nothing import says_nothing

SOURCES = ("source", "source_id", "source_page", "source_note", "source_slug", "source_paper", "paper")
"""Keys that say which source something is told from."""

_QUOTES = frozenset("quote quotation excerpt".split())
_SAYINGS = _QUOTES | frozenset(
    "detail details text description summary content note notes comment finding claim statement supports".split()
)
_STANDS = ("type", "relation", "stance", "strength")  # what it is for the page, in a word each
_LONGEST = 40  # code points of such a word; a longer one is a sentence


class Statement(NamedTuple):
    """What one map says: the line it stands on, the links (numbers) and the text (its number; -1: none) that name the
    source, the HTML, and the text in pieces around links (numbers)."""

    line: int
    links: tuple[int, ...]
    named: int
    html: Html
    text: tuple[str | int, ...]


def statements(fields: tuple[Field, ...], texts: tuple[FieldText, ...]) -> Iterator[Statement]:
    """The statements of a header, in their order."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[text.field].append(place)
    for number, field in enumerate(fields):
        if isinstance(field.value, str) or not (parted_key(field.key) in EVIDENCE or field.name == "cites"):
            continue
        links = iter(field.links)
        named: defaultdict[str, deque[int]] = defaultdict(deque)
        for place in places[number]:
            named[texts[place].text].append(place)
        for one in each(field.value):
            if isinstance(one, dict):
                yield from _statement(field.line, one, links, named, texts)
            else:
                _numbers(one, links)


def _statement(
    line: int,
    said: dict[str, FieldValue],
    links: Iterator[int],
    named: defaultdict[str, deque[int]],
    texts: tuple[FieldText, ...],
) -> Iterator[Statement]:
    """What one map says, if it says anything of a source. Takes from `links` and `named` what is the map's."""
    numbers = {key: _numbers(value, links) for key, value in said.items()}
    key = next((key for key in SOURCES if key in said), "")
    source = said.get(key)
    own = named[source.strip()] if isinstance(source, str) else None
    place = own.popleft() if own else -1
    html, text = _written(said, numbers)
    if text and (place >= 0 or numbers.get(key)):
        yield Statement(texts[place].line if place >= 0 else line, numbers[key], place, html, text)


def _numbers(value: FieldValue, links: Iterator[int]) -> tuple[int, ...]:
    """The numbers of the links of a value: the next ones."""
    return tuple(islice(links, sum(1 for text in _texts(value) for link in links_in(text) if not link.web)))


def _texts(value: FieldValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _written(said: dict[str, FieldValue], numbers: dict[str, tuple[int, ...]]) -> tuple[Html, tuple[str | int, ...]]:
    """What a map says as HTML, each text a paragraph, behind the last what that is for the page; and as a text."""
    pieces, holes, plain = [""], list[Hole](), list[str | int]()
    for key, value in said.items():
        if key not in _SAYINGS or not isinstance(value, str) or says_nothing(value) or _is_word(key, value):
            continue
        around = ("“", "”") if key in _QUOTES and value.strip()[:1] not in '"“«„『「' else ("", "")
        pieces[-1] += f"</p><p>{around[0]}" if plain else f"<p>{around[0]}"
        plain.append(f" {around[0]}" if plain else around[0])
        end = 0
        written = [link for link in links_in(value) if not link.web]
        for link, number in zip(written, numbers[key], strict=False):
            before = value[end : link.start]
            pieces[-1] += escape(before)
            plain.append(before)
            _link(link, number, pieces, holes, plain)
            end = link.start + link.length
        pieces[-1] += escape(value[end:].rstrip()) + around[1]
        plain.append(value[end:].rstrip() + around[1])
    if plain:
        stands = " · ".join(str(said[key]) for key in (*_STANDS, "supports") if _is_word(key, said.get(key, "")))
        pieces[-1] += f" <small>{escape(stands)}</small></p>" if stands else "</p>"
    return Html(tuple(pieces), tuple(holes)), tuple(one for one in plain if one != "")


def _link(link: Written, number: int, pieces: list[str], holes: list[Hole], plain: list[str | int]) -> None:
    """Write a link of a text: with its label, or with what its target is called."""
    if not link.label:
        holes.append(Hole(number, "bare"))
        pieces.append("")
        plain.append(number)
        return
    holes += (Hole(number, "open"), Hole(number, "close"))
    pieces += (escape(link.label), "")
    plain.append(link.label)


def _is_word(key: str, value: FieldValue) -> bool:
    """Whether a value says in a word what a source is for the page; what it `supports` may be a sentence."""
    if not isinstance(value, str) or says_nothing(value):
        return False
    return len(value) <= _LONGEST if key in _STANDS else key == "supports" and value.isascii() and " " not in value
