"""What templates read of a dossier: the sources that speak of a node, cut into pages.

Made from `Site`; what is known of a source by itself is looked up once for all the dossiers it stands in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kbgen.link.told import Mention, Speaker
from kbgen.markdown.sections import says_sources
from kbgen.memory.state import encode
from kbgen.model import Fragment, Ref, Value
from kbgen.text.judged import judgement_of
from kbgen.text.names import fold, short, slug
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
    """A source that names the node and says nothing of it."""

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


class Sources(dict[int, Source]):
    """Sources by their numbers, each made when first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __missing__(self, number: int) -> Source:
        verdict = judgement_of(said_by(self._site, number, "credibility"))
        form = plain_format(format_of(self._site, number))
        judged = judged_as(self._site, number)
        made = Source(self._site.ref(number), *_makers(self._site, number), form, verdict.level, verdict.words, judged)
        self[number] = made
        return made


class MakerDigests(dict[int, bytes]):
    """Digests of who made sources, by their numbers; empty for all other nodes."""

    def __init__(self, site: Site, sources: Sources) -> None:
        self._site, self._sources = site, sources

    def __missing__(self, number: int) -> bytes:
        found = self._sources[number] if self._site.nodes[number].kind == "source" else None
        made = encode((found.by, found.others, found.alone)) if found is not None else b""
        self[number] = made
        return made


def _makers(site: Site, number: int) -> tuple[tuple[str, ...], bool, str]:
    """Who made a source, by name alone: `Ada Lovelace (host)` is `Ada Lovelace`."""
    makers = makers_of(site, number)
    names = ["".join(run.text for run in line) for line in makers.named]
    pages = {run.ref.url for line in makers.named for run in line if run.ref}
    alone = pages.pop() if len(names) == len(pages) == 1 else ""
    return tuple(short(_ASIDE.sub("", name.rstrip()).strip() or name, _NAME) for name in names), makers.others, alone


def plain_format(text: str) -> str:
    """A format without what is said of it: `Transcript (~4 hours)` is `Transcript`."""
    return _FORMAT_END.split(text.strip(), maxsplit=1)[0].rstrip()


def dossiers_of(site: Site, number: int, sources: Sources) -> list[DossierView]:
    """The dossier of a node, cut into pages; empty if no source speaks about it."""
    node = site.nodes[number]
    if not site.dossiers.has_dossier(number):
        return []
    speakers = site.dossiers.speakers.get(number, ())
    if not speakers:
        return []
    dates = sorted(d.iso for s in speakers if (d := site.nodes[s.source].published).iso)
    first, last = (dates[0][:10], dates[-1][:10]) if dates else ("", "")
    ids = _mention_ids(site, speakers)
    in_order = [*(s for s in speakers if s.spoken), *(s for s in speakers if not s.spoken)]
    chunks = [in_order[i : i + PER_PAGE] for i in range(0, len(in_order), PER_PAGE)]
    base = node.url.removesuffix(".html")
    urls = [node.url] + [f"-/mentions/{base}-{page}.html" for page in range(2, len(chunks) + 1)]
    pages = page_refs(urls, "dossier")
    spans = tuple(_span(site, chunk) for chunk in chunks) if pages else ()
    newest: dict[str, Ref] = {}  # year -> the first of its sources, on the page on which that stands
    for place, speaker in enumerate(in_order):
        year = site.nodes[speaker.source].published.iso[:4]
        if year and year not in newest:
            newest[year] = Ref("page", urls[place // PER_PAGE], ids[speaker.source], year)
    when = when_of(dates, newest)
    return [
        DossierView(
            tuple(_said(site, number, s, ids[s.source], sources[s.source]) for s in chunk if s.spoken),
            tuple(
                AlsoView(ids[s.source], sources[s.source].ref, *_date(site, s.source)) for s in chunk if not s.spoken
            ),
            len(speakers),
            first,
            last,
            pages,
            spans,
            page,
            when if page == 1 else None,
            _narrowed(site, sources, chunk, when if page == 1 else None),
        )
        for page, chunk in enumerate(chunks, 1)
    ]


def _narrowed(site: Site, sources: Sources, speakers: Sequence[Speaker], when: When | None) -> int:
    """By how many of kind and year the sources of a page can be told apart, as `site.js` does it for four or more.
    Years are also those of the strip above them, which leads to further pages."""
    spoken = [s.source for s in speakers if s.spoken]
    if len(spoken) < _NARROWED:
        return 0
    formats = {form for number in spoken if (form := sources[number].format)}
    years = {iso[:4] for number in spoken if (iso := site.nodes[number].published.iso)}
    years.update(ref.title for ref, _ in (when.years if when else ()))
    return (len(formats) > 1) + (len(years) > 1)


def _span(site: Site, speakers: Sequence[Speaker]) -> str:
    """The years of what these sources are from: `2026–2024`, in the order in which they stand."""
    years = [iso[:4] for s in speakers if (iso := site.nodes[s.source].published.iso)]
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


def _mention_ids(site: Site, speakers: tuple[Speaker, ...]) -> dict[int, str]:
    """`m-` and the source's slug; where two are alike, a digest of the source's id tells them apart."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for speaker in sorted(speakers, key=lambda s: s.source):
        source = site.nodes[speaker.source]
        candidate = f"m-{slug(source.id.rpartition('/')[2])}"
        if candidate in taken:
            candidate += "-" + hashlib.blake2b(source.id.encode(), digest_size=3).hexdigest()
        taken.add(candidate)
        ids[speaker.source] = candidate
    return ids


def _said(site: Site, number: int, speaker: Speaker, identity: str, source: Source) -> SaidView:
    spoken = speaker.spoken
    first = [(mention.document, mention.blocks[0]) for mention in spoken]
    follows, title = following(site, first), fold(source.ref.title)
    return SaidView(
        identity,
        source.ref,
        () if source.alone == site.nodes[number].url else source.by,
        source.others,
        *_date(site, speaker.source),
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
