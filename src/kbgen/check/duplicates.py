"""Pages that may be about one thing. Pages are put into boxes by keys, and only those in one box are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from kbgen.check.known import Known, at_field
from kbgen.link.index import in_archive
from kbgen.model import Diagnostic, Node
from kbgen.text.names import clean, fold, slug
from kbgen.text.regex import regex

_SHORTEST = 4  # letters of a word whose final s is taken for a plural
_NO_PLURAL = ("ss", "us", "is", "ics", "as", "os", "news", "series")
_ARXIV = regex(r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE)
_TRACKING = regex(r"utm_|fbclid\Z|gclid\Z|ref\Z|si\Z|t\Z|feature\Z", re.IGNORECASE)


def duplicates(known: Known) -> Iterator[Diagnostic]:
    """Pages that may be one: each is told once, with the first page in path order that it is like."""
    told: set[tuple[int, int]] = set()
    for number, other, why in (*_by_title(known), *_by_alias(known), *_by_address(known)):
        pair = (min(number, other), max(number, other))
        if pair in told:
            continue
        told.add(pair)
        node, two = known.graph.nodes[pair[1]], known.graph.nodes[pair[0]]
        message = f"“{node.short}” may be the same as “{two.short}” ({two.path}): {why}"
        hint = "merge the two pages, or give them clearer titles"
        field = known.field(node, "url") if why.startswith("both have the") else None
        yield at_field("KB305", message, node, field, hint)


def _by_title(known: Known) -> Iterator[tuple[int, int, str]]:
    """Titles that differ in case, hyphens, spacing or a plural alone."""
    boxes: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in known.pages:
        boxes[squeezed(singular(_title(node)))].append(number)
    for box in boxes.values():
        for number in box[1:]:
            other = next((n for n in box if n < number and _comparable(known, n, number)), None)
            if other is not None:
                yield number, other, _difference(_title(known.graph.nodes[other]), _title(known.graph.nodes[number]))


def _title(node: Node) -> str:
    """The title with single spaces; `CLAUDE.md` is not `Claude`."""
    return " ".join(node.short.split())


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


def _comparable(known: Known, one: int, other: int) -> bool:
    """A source may have the title of what it is about; and those of a series are told apart by their dates. What lies
    in an archive is no second page. Across other kinds only one title counts: it makes links ambiguous, whatever the
    pages are about."""
    a, b = known.graph.nodes[one], known.graph.nodes[other]
    if in_archive(a.id) != in_archive(b.id):
        return False
    if a.kind != b.kind:
        return "source" not in (a.kind, b.kind) and fold(_title(a)) == fold(_title(b))
    return a.kind != "source" or (a.published.iso == b.published.iso and not _told_apart(known, a, b))


def _told_apart(known: Known, one: Node, other: Node) -> bool:
    """Whether two sources have different addresses."""
    urls = [_text(known, node) for node in (one, other)]
    return all(urls) and address(urls[0]) != address(urls[1])


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
            for other in titles.get(fold(clean(alias)), ()):
                if other != number:
                    yield number, other, f"“{alias}” is an alias of one and the title of the other"


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
    if len(low) < _SHORTEST or last.isupper():
        return title
    if low.endswith("ies") and len(low) > _SHORTEST + 1:
        return f"{head}{gap}{last[:-3]}y"
    return f"{head}{gap}{last[:-1]}"
