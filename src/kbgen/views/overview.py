"""What a knowledge base holds, at a glance: kinds, newest sources, who is spoken of most, where to begin."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.link.dossier import newest_first
from kbgen.model import Ref
from kbgen.text.order import in_order
from kbgen.views.around import common_of
from kbgen.views.kindgroups import KindGroup
from kbgen.views.nodeview import Counted, Dated, Overview, Step
from kbgen.views.sights import sights_of
from kbgen.views.site import Site
from kbgen.views.views import kind_word

_NEWEST = 8
_MENTIONED = 10  # beside the newest sources, whose titles are longer
_LINKED = 16
_LISTED = 20


def overview_of(site: Site, path: bool) -> Overview:
    """The overview; with `path`, also the first steps of a newcomer (an author's home page has its own)."""
    sources = [n for k in site.kinds if k.name == "source" for n in k.nodes]
    newest = sorted(sources, key=lambda n: newest_first(site.nodes[n]))[:_NEWEST]
    mentioned = _most_mentioned(site)
    linked = () if mentioned else tuple(_linked(site))
    pages = () if newest or mentioned or linked else tuple(_by_title(site))
    return Overview(
        tuple(Counted(Ref("page", k.url, "", _counted(k)), len(k.nodes)) for k in site.kinds),
        tuple(dated(site, number) for number in newest),
        tuple(Counted(site.ref(n), len(site.dossiers.sources_of(n))) for n in mentioned),
        tuple(site.ref(n) for n, node in enumerate(site.nodes) if node.listing and n != site.home),
        len(site.graph.wanted),
        tuple(_path(site, sources, mentioned)) if path else (),
        tuple(Ref("page", url, "", title) for title, url in sights_of(site).ways),
        linked,
        pages,
    )


def dated(site: Site, number: int) -> Dated:
    """A source in a list: when it was published, and who made it."""
    published, made = site.nodes[number].published, common_of(site).names[number]
    return Dated(site.ref(number), published.written, published.iso, made.by, made.others)


def _counted(kind: KindGroup) -> str:
    """What stands behind the number of a kind's pages."""
    return kind.plural if len(kind.nodes) != 1 else kind_word(kind)


def _most_mentioned(site: Site) -> list[int]:
    """What most sources speak of, of what equally many do first what has a page; beside it, what only one source speaks
    of says nothing."""
    spoken = site.dossiers.most_mentioned()
    most = sorted(spoken, key=lambda n: (-len(site.dossiers.sources_of(n)), site.nodes[n].document < 0))[:_MENTIONED]
    several = [number for number in most if len(site.dossiers.sources_of(number)) > 1]
    return several or most


def _linked(site: Site) -> Iterator[Counted]:
    """Where no source speaks of anything: the pages that most others link to."""
    from_pages = {n: len({edge.source for edge in edges}) for n, edges in site.dossiers.incoming.items() if edges}
    most = sorted(from_pages, key=lambda n: (-from_pages[n], site.nodes[n].id))
    for number in [n for n in most if n != site.home][:_LINKED]:
        yield Counted(site.ref(number), from_pages[number])


def _by_title(site: Site) -> Iterator[Ref]:
    written = [n for n, node in enumerate(site.nodes) if node.document >= 0 and n != site.home]
    for number in sorted(written, key=lambda n: (in_order(site.nodes[n].short), n))[:_LISTED]:
        yield site.ref(number)


def _path(site: Site, sources: list[int], mentioned: list[int]) -> list[Step]:
    """Read the source that speaks of most, look up what is spoken of most, compare it with its neighbour."""
    named = site.dossiers.named_in
    steps: list[Step] = []
    widest = max(sources, key=lambda n: (len(named.get(n, ())), -n), default=-1)
    if widest >= 0 and len(named.get(widest, ())) > 1:
        because = "it speaks about {n} subjects, and no source speaks about more"
        steps.append(Step("Read", site.ref(widest), because, len(named[widest])))
    if mentioned:
        first = mentioned[0]
        because = "{n} sources speak about it, with date and credibility"
        steps.append(Step("Look up", site.ref(first), because, len(site.dossiers.sources_of(first))))
        near = site.dossiers.related(first, most=1)
        if near and near[0].common > 1:
            steps.append(Step("Go on to", site.ref(near[0].node), "{n} sources name both", near[0].common))
    return steps
