"""Pages that may be about one thing. Pages are put into boxes by keys, and only those in one box are compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from unicodedata import normalize
from urllib.parse import parse_qsl, urlencode, urlsplit

from kbgen.check.known import Known, at_field
from kbgen.link.nearest import in_archive
from kbgen.model import Diagnostic, Node
from kbgen.text.names import clean, fold, slug
from kbgen.text.regex import regex

_SHORTEST = 4  # letters of a word whose final s is taken for a plural
_NO_PLURAL = ("ss", "us", "is", "ics", "as", "os", "news", "series")
_ARXIV = regex(r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE)
_Key = tuple[str | bool, ...]
_TRACKING = regex(r"utm_|fbclid\Z|gclid\Z|ref\Z|si\Z|t\Z|feature\Z", re.IGNORECASE)


def duplicates(known: Known) -> Iterator[Diagnostic]:
    """Pages that may be one: each is told once, with the first page in path order that it is like."""
    told: set[tuple[int, int]] = set()
    for number, other, why in (*_by_title(known), *_by_alias(known), *_by_address(known), *_by_slip(known)):
        pair = (min(number, other), max(number, other))
        if pair in told:
            continue
        told.add(pair)
        node, two = known.graph.nodes[pair[1]], known.graph.nodes[pair[0]]
        message = f"“{node.short}” may be the same as “{two.short}” ({two.path}): {why}"
        alias = why.endswith(_ALIAS)
        hint = "merge the two pages, or " + ("take away the alias" if alias else "give them clearer titles")
        field = known.field(node, "url") if why.startswith("both have the") else known.field(node, "title")
        field = known.field(node, "aliases") if alias and node.aliases else field
        yield at_field("KB305", message, node, field, hint)


def _by_title(known: Known) -> Iterator[tuple[int, int, str]]:
    """Titles that differ in case, hyphens, spacing or a plural alone."""
    boxes: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in known.pages:
        boxes[squeezed(singular(_title(node)))].append(number)
    for box in boxes.values():
        if len(box) == 1:
            continue
        first: dict[_Key, int] = {}
        for number in box:
            node = known.graph.nodes[number]
            own, asked = _keys(known, node)
            if earlier := [first[key] for key in asked if key in first]:
                other = min(earlier)
                yield number, other, _difference(_title(known.graph.nodes[other]), _title(node))
            for key in own:
                first.setdefault(key, number)


def _title(node: Node) -> str:
    """The title with single spaces, its letters in one form of Unicode; `CLAUDE.md` is not `Claude`."""
    return " ".join(normalize("NFC", node.short).split())


def _difference(one: str, two: str) -> str:
    if one == two:
        return "they have the same title"
    if fold(one) == fold(two):
        return "their titles differ only in case"
    return (
        "their titles differ only in spaces, hyphens and punctuation"
        if squeezed(one) == squeezed(two)
        else "their titles differ only in a plural"
    )


def _keys(known: Known, node: Node) -> tuple[tuple[_Key, ...], tuple[_Key, ...]]:
    """By which keys a page is found by those of a like title behind it, and by which it looks for one before it.

    What lies in an archive is no second page. Across kinds only one title counts: it makes links ambiguous, whatever
    the pages are about; but a source may have the title of what it is about. Sources of a series are told apart by
    their dates, and by their addresses."""
    archived = in_archive(node.id)
    if node.kind != "source":
        keys = (archived, "kind", node.kind), (archived, "title", fold(_title(node)))
        return keys, keys
    dated = (archived, "source", node.published.iso)
    url = _text(known, node)
    if not url:
        return ((*dated, "any"), (*dated, "none")), ((*dated, "any"),)
    at = (*dated, "at", address(url))
    return ((*dated, "any"), at), ((*dated, "none"), at)


def _by_alias(known: Known) -> Iterator[tuple[int, int, str]]:
    """A title that is an alias of another page."""
    titles: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in known.pages:
        if node.kind != "source":
            titles[fold(clean(node.short))].append(number)
    for number, node in known.pages:
        if node.kind == "source":
            continue
        for alias in node.aliases:
            other = next((n for n in titles.get(fold(clean(alias)), ()) if n != number), None)
            if other is not None:
                yield number, other, f"“{alias}” {_ALIAS}"


_ALIAS = "is an alias of one and the title of the other"
_LETTERS = 5  # of a word in which one may be wrong; shorter ones are alike by chance


def _by_slip(known: Known) -> Iterator[tuple[int, int, str]]:
    """Names of several words, of one kind, that differ in one letter of one word; and names with the last word first
    (`Lovelace, Ada`). Titles are put into boxes by the other words, so that each is compared with few."""
    boxes: defaultdict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    turned: dict[tuple[str, str], int] = {}
    names: list[tuple[int, str, str]] = []
    common: Counter[str] = Counter()
    for number, node in known.pages:
        title = fold(_title(node))
        if node.kind == "source" or in_archive(node.id) or " " not in title or not title.isprintable():
            continue
        names.append((number, node.kind, title))
        turned.setdefault((node.kind, title), number)
        words = title.split()
        common.update(words)
        for place, word in enumerate(words[:_WORDS]):
            if len(word) >= _LETTERS and word.isalpha():
                boxes[(node.kind, *words[:place], "", *words[place + 1 :])].append((word, number))
    for number, kind, title in names:
        last, comma, first = title.partition(", ")
        other = turned.get((kind, f"{first} {last}")) if comma and first.isalpha() and last.isalpha() else None
        if other is not None:
            yield number, other, "it is one name, with the last word first"
    for box in boxes.values():
        if len(box) > 1:
            yield from _slips(box, common)


_COMMON = 5  # titles; a word that so many have is spelled as it is meant (`funding`, `founding`)
_WORDS = 8  # of a title; longer ones are no names


def _slips(box: list[tuple[str, int]], common: Counter[str]) -> Iterator[tuple[int, int, str]]:
    """The pairs of words of a box that are one slip apart, found by what is left when one letter is taken out."""
    near: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for word, number in box:
        keys = {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}
        for other, earlier in {one for key in keys for one in near[key]}:
            meant = min(common[word], common[other]) >= _COMMON
            if word != other and not meant and word[0] == other[0] and _is_slip(word, other):
                yield number, earlier, "their titles differ in one letter"
        for key in keys:
            near[key].append((word, number))


def _is_slip(one: str, two: str) -> bool:
    """Whether two words differ in one letter that is no ending, or in the order of two."""
    short, long = sorted((one, two), key=len)
    if len(short) < len(long):
        return not long.startswith(short) and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    places = [n for n, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    if len(places) == 1:
        return True
    first, second = places[0], places[-1]
    return len(places) == 2 and second == first + 1 and one[first] == two[second] and one[second] == two[first]


def _by_address(known: Known) -> Iterator[tuple[int, int, str]]:
    """Sources that summarise one address of the web, or one paper on arXiv."""
    boxes: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in known.sources:
        key = address(_text(known, node))
        if key:
            boxes[key].append(number)
    for key, box in boxes.items():
        for number in box[1:]:
            what = f"arXiv number {key[6:]}" if key.startswith("arxiv:") else "same url"
            yield number, box[0], f"both have the {what}"


def _text(known: Known, node: Node) -> str:
    field = known.field(node, "url")
    return field.value.strip() if field is not None and isinstance(field.value, str) else ""


def address(url: str) -> str:
    """A URL in the form in which two are compared; '' for a site's front page and what is no address of the web."""
    if found := _ARXIV.search(url):
        return f"arxiv:{found[1].lower()}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.")
    query = [(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k)]
    path = parts.path.rstrip("/")
    if host == "youtu.be":
        host, query, path = "youtube.com", [("v", path.strip("/"))], "/watch"
    if host == "youtube.com" and path == "/watch":
        query = [(k, v) for k, v in query if k == "v"]
    if not path and not query:
        return ""
    return f"{host}{path}?{urlencode(sorted(query))}"


def squeezed(title: str) -> str:
    """A title without case, spaces and hyphens; a hyphen between digits stays (`1-1` is not `11`)."""
    return re.sub(r"(?<!\d)-|-(?!\d)", "", slug(title))


def singular(title: str) -> str:
    """A title with its last word in the singular, as English makes it."""
    head, gap, last = title.rpartition(" ") if " " in title else title.rpartition("-")
    low = last.lower()
    if not low.isascii() or not low.endswith("s") or low.endswith(_NO_PLURAL):
        return title
    if len(low) < _SHORTEST or last.isupper() or low[-2].isdigit():  # the 1990s are no 1990
        return title
    if low.endswith("ies") and len(low) > _SHORTEST + 1:
        return f"{head}{gap}{last[:-3]}y"
    return f"{head}{gap}{last[:-1]}"
