"""What templates read of a dossier: the sources that speak of a node, cut into pages.

Made from `Site`; what is known of a source by itself is looked up once for all the dossiers it stands in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kbgen.link.told import Mention
from kbgen.markdown.sections import says_sources
from kbgen.memory.state import encode
from kbgen.model import Fragment, Ref, Value
from kbgen.text.judged import judgement_of
from kbgen.text.names import cut_at_word, fold, slug
from kbgen.text.regex import regex
from kbgen.views.runs import makers_of
from kbgen.views.views import format_of, judged_as, page_refs, said_by

if TYPE_CHECKING:
    from kbgen.views.site import Site

PER_PAGE = 100  # sources of a dossier on one page
_NARROWED = 4  # sources that can be narrowed
_DRAWN = 5  # dated sources that a strip has at least
_MONTHS = 60  # longer ones are drawn by year
_NAME = 60  # code points of a name
_ASIDE = regex(r"[(（][^()（）]*+[)）]\Z")
_FORMAT_END = regex(r"[(（,;:—–|]")


class MentionView(Value, frozen=True):
    """One place where a source speaks: its blocks, the section it stands in and the address of that. The `id` of one
    that stands alone is that of the source. One that `follows` another is shown below the same text as that; of such
    places, which are in one section, the last has its address."""

    id: str
    blocks: tuple[Fragment, ...]
    section: str
    section_ref: Ref | None
    follows: bool = False


class SaidView(Value, frozen=True):
    """What one source says: who (`by`, and whether there are `others`), when, how credible (`level` 3 high to 1 low,
    0 not understood; `judged` is what its author calls that), what."""

    id: str
    ref: Ref
    by: tuple[str, ...]
    others: bool
    date: str
    iso: str
    format: str
    level: int
    credibility: str
    judged: str
    mentions: tuple[MentionView, ...]


class AlsoView(Value, frozen=True):
    """A source that names the node and says nothing of it; its `id` is empty unless the newest of a year."""

    id: str
    ref: Ref
    date: str
    iso: str


class When(Value, frozen=True):
    """When a node was spoken of: `bars` of equal width as an SVG path, 24 high and 4 wide for each of `units` months or
    years, and the same in numbers: each year as a link to the newest of its sources here."""

    bars: str
    units: int
    years: tuple[tuple[Ref, int], ...]


class DossierView(Value, frozen=True):
    """The part of a page that is compiled: this page's sources, those that only name it, the further pages, and of
    which years the sources on each of those are. This page's sources can be `narrowed` by so many of their facts."""

    said: tuple[SaidView, ...]
    also: tuple[AlsoView, ...]
    total: int
    first: str
    last: str
    pages: tuple[Ref, ...] = ()
    spans: tuple[str, ...] = ()
    page: int = 1
    when: When | None = None
    narrowed: int = 0


class Source(NamedTuple):
    """What a dossier says of a source itself: the link, who made it (names; that there are others; the address of the
    page of the only one), the format in a word or two, the verdict on it and what its author calls that."""

    ref: Ref
    by: tuple[str, ...]
    others: bool
    alone: str
    format: str
    level: int
    credibility: str
    judged: str


class MadeBy(NamedTuple):
    """Who made a source: names, that there are others, the address of the page of the only one."""

    by: tuple[str, ...]
    others: bool
    alone: str


NOBODY = MadeBy((), False, "")


class MakerNames(dict[int, MadeBy]):
    """Who made sources, by their numbers, each looked up when first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __missing__(self, number: int) -> MadeBy:
        made = MadeBy(*_makers(self._site, number))
        self[number] = made
        return made


class Sources(dict[int, Source]):
    """Sources by their numbers, each made when first asked for."""

    def __init__(self, site: Site, names: MakerNames) -> None:
        self._site, self._names = site, names

    def __missing__(self, number: int) -> Source:
        verdict = judgement_of(said_by(self._site, number, "credibility"))
        form = plain_format(format_of(self._site, number))
        judged = judged_as(self._site, number)
        made = Source(self._site.ref(number), *self._names[number], form, verdict.level, verdict.words, judged)
        self[number] = made
        return made


class MakerDigests(dict[int, bytes]):
    """Digests of who made sources, by their numbers; empty for all other nodes."""

    def __init__(self, site: Site, names: MakerNames) -> None:
        self._site, self._names = site, names

    def __missing__(self, number: int) -> bytes:
        made = encode(tuple(self._names[number])) if self._site.nodes[number].kind == "source" else b""
        self[number] = made
        return made


def _makers(site: Site, number: int) -> tuple[tuple[str, ...], bool, str]:
    """Who made a source, by name alone: `Ada Lovelace (host)` is `Ada Lovelace`."""
    makers = makers_of(site, number)
    names = ["".join(run.text for run in line) for line in makers.named]
    pages = {run.ref.url for line in makers.named for run in line if run.ref}
    alone = pages.pop() if len(names) == len(pages) == 1 else ""
    return (
        tuple(cut_at_word(_ASIDE.sub("", name.rstrip()).strip() or name, _NAME) for name in names),
        makers.others,
        alone,
    )


def plain_format(text: str) -> str:
    """A format without what is said of it: `Transcript (~4 hours)` is `Transcript`."""
    return _FORMAT_END.split(text.strip(), maxsplit=1)[0].rstrip()


def dossiers_of(site: Site, number: int, sources: Sources) -> list[DossierView]:
    """The dossier of a node, cut into pages; empty if no source speaks about it."""
    node, nodes = site.nodes[number], site.nodes
    said = {one.source: one.spoken for one in site.dossiers.speakers.get(number, ())}
    if not said:
        return []
    dates = sorted(iso for source in said if (iso := nodes[source].published.iso))
    first, last = (dates[0][:10], dates[-1][:10]) if dates else ("", "")
    ids = _mention_ids(site, said)
    order = sorted(said, key=lambda source: not said[source])  # those that say nothing stand behind
    chunks = [order[start : start + PER_PAGE] for start in range(0, len(order), PER_PAGE)]
    base = node.url.removesuffix(".html")
    urls = [node.url] + [f"-/mentions/{base}-{page}.html" for page in range(2, len(chunks) + 1)]
    pages = page_refs(urls, "dossier")
    spans = tuple(_span(site, chunk) for chunk in chunks) if pages else ()
    newest: dict[str, Ref] = {}  # year -> the first of its sources, on the page on which that stands
    for place, source in enumerate(order):
        year = nodes[source].published.iso[:4]
        if year and year not in newest:
            newest[year] = Ref("page", urls[place // PER_PAGE], ids[source], year)
    strip = when_of(dates, newest)
    named = {ref.anchor for ref, _ in strip.years} if strip else ()
    views: list[DossierView] = []
    for page, chunk in enumerate(chunks, 1):
        speaking = [source for source in chunk if said[source]]
        silent = chunk[len(speaking) :]
        when = strip if page == 1 else None
        views.append(
            DossierView(
                tuple(_said(site, number, source, said[source], ids[source], sources[source]) for source in speaking),
                tuple(
                    AlsoView(ids[source] if ids[source] in named else "", sources[source].ref, *_date(site, source))
                    for source in silent
                ),
                len(said),
                first,
                last,
                pages,
                spans,
                page,
                when,
                _narrowed(site, sources, speaking, when),
            )
        )
    return views


def _narrowed(site: Site, sources: Sources, speaking: Sequence[int], when: When | None) -> int:
    """By how many of kind and year the sources of a page can be told apart, as `site.js` does it for four or more.
    Years are also those of the strip above them, which leads to further pages."""
    if len(speaking) < _NARROWED:
        return 0
    formats = {form for number in speaking if (form := sources[number].format)}
    years = {iso[:4] for number in speaking if (iso := site.nodes[number].published.iso)}
    years.update(ref.title for ref, _ in (when.years if when else ()))
    return (len(formats) > 1) + (len(years) > 1)


def _span(site: Site, sources: Sequence[int]) -> str:
    """The years of what these sources are from: `2026–2024`, in the order in which they stand."""
    years = [iso[:4] for source in sources if (iso := site.nodes[source].published.iso)]
    if not years:
        return ""
    first, last = max(years), min(years)
    return first if first == last else f"{first}–{last}"


def when_of(dates: Sequence[str], newest: Mapping[str, Ref]) -> When | None:
    """The strip for dates in ISO 8601, oldest first: by month where all name one and it is not too long, else by year;
    `newest` has the link of each year. None for fewer than five, or all in one or two months or years."""
    if len(dates) < _DRAWN:
        return None
    counts = Counter(date[:7] for date in dates)
    places = {name: int(name[:4]) * 12 + int(name[5:] or 1) - 1 for name in counts}
    start = min(places.values())
    units = max(places.values()) - start + 1
    if units > _MONTHS or any(len(name) < 7 for name in counts):
        counts = Counter(date[:4] for date in dates)
        places = {name: int(name) for name in counts}
        start = min(places.values())
        units = max(places.values()) - start + 1
    if units < 3:
        return None
    most = max(counts.values())
    heights = ((4 * (places[name] - start), max(2, -(-24 * count // most))) for name, count in counts.items())
    bars = "".join(f"M{x} 24v-{height}h3v{height}z" for x, height in heights)
    years = Counter(date[:4] for date in dates)
    return When(bars, units, tuple((newest[year], count) for year, count in sorted(years.items())))


def _date(site: Site, number: int) -> tuple[str, str]:
    published = site.nodes[number].published
    return published.written, published.iso


def _mention_ids(site: Site, sources: Iterable[int]) -> dict[int, str]:
    """`m-` and the source's slug; where two are alike, a digest of the source's id tells them apart."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for number in sorted(sources):
        source = site.nodes[number]
        candidate = f"m-{slug(source.id.rpartition('/')[2])}"
        if candidate in taken:
            candidate += "-" + hashlib.blake2b(source.id.encode(), digest_size=3).hexdigest()
        taken.add(candidate)
        ids[number] = candidate
    return ids


def _said(site: Site, number: int, speaker: int, spoken: Sequence[Mention], identity: str, source: Source) -> SaidView:
    """What a source (`speaker`, a node) says of a node, under an id of the page."""
    first = [(mention.document, mention.blocks[0]) for mention in spoken]
    follows, title = following(site, first), fold(source.ref.title)
    return SaidView(
        identity,
        source.ref,
        () if source.alone == site.nodes[number].url else source.by,
        source.others,
        *_date(site, speaker),
        source.format,
        source.level,
        source.credibility,
        source.judged,
        tuple(
            _mention(
                site, number, mention, f"{identity}-{count}" if len(spoken) > 1 else identity, after, before, title
            )
            for count, (mention, after, before) in enumerate(
                zip(spoken, follows, (*follows[1:], False), strict=True), 1
            )
        ),
    )


def following(site: Site, blocks: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    """Of each of some blocks (document, index), whether it is shown below the same text as the one before it."""
    if len(blocks) < 2:
        return (False,) * len(blocks)
    above = [(document, site.graph.documents[document].facts.blocks[index].above) for document, index in blocks]
    return tuple([last == this and this[1] >= 0 for last, this in zip([(-1, -1), *above], above, strict=False)])


def _mention(
    site: Site, number: int, mention: Mention, identity: str, follows: bool, followed: bool, title: str
) -> MentionView:
    """A mention with the section in which it stands; none where that is told by the `title` (folded) of the source."""
    facts = site.graph.documents[mention.document].facts
    own = site.nodes[number].document == mention.document
    first = facts.blocks[mention.blocks[0]]
    part = "description" if own and mention.describes else "block"
    heading = facts.headings[first.heading] if first.heading >= 0 else None
    url = site.url_of_document[mention.document]
    section = ""
    headed = facts.titled and first.heading == 0  # by the title, which stands above what the source says
    by_rote = first.kind in ("heading", "footnote")  # notes: at the end
    if own and heading is not None:
        by_rote = by_rote or says_sources(heading.written) or fold(heading.written).startswith(title)
    if heading is not None and not by_rote and not headed and not followed:
        section = site.heading_text(mention.document, first.heading)
    return MentionView(
        identity,
        tuple(site.fragment(mention.document, part, block) for block in mention.blocks),
        section,
        Ref("page", url, heading.id, section) if section and heading else None,
        follows,
    )
