"""What the page of a node shows, as its template reads it. Values alone: `outputs.nodes` makes them."""

from __future__ import annotations

from kbgen.model import Fragment, Ref, Value
from kbgen.views.cite import CiteView
from kbgen.views.infobox import Fact
from kbgen.views.near import Near
from kbgen.views.proven import NewerView, QuotesView
from kbgen.views.runs import Makers, Run
from kbgen.views.said import DossierView
from kbgen.views.views import Contents, Embed


class Counted(Value, frozen=True):
    """A link and a number."""

    ref: Ref
    count: int


class Dated(Value, frozen=True):
    """A link and a date, as written and as ISO ('' = not understood), and who made what it leads to (names; that there
    are others)."""

    ref: Ref
    date: str
    iso: str
    by: tuple[str, ...] = ()
    others: bool = False


class Step(Value, frozen=True):
    """A step of a first path: what to do (a phrase of the interface), with which page, and why (a number for
    `because`, a phrase with `{n}`)."""

    phrase: str
    ref: Ref
    because: str
    count: int


class Overview(Value, frozen=True):
    """An overview of the knowledge base; `ways` are the pages that show the whole (titles are phrases); `linked`, where
    nothing is mentioned by sources, the pages with most links and how many pages those are with; `pages`, where there
    is nothing of all that, the first by their titles."""

    kinds: tuple[Counted, ...]
    newest: tuple[Dated, ...]
    mentioned: tuple[Counted, ...]
    listings: tuple[Ref, ...]
    wanted: int
    path: tuple[Step, ...] = ()
    ways: tuple[Ref, ...] = ()
    linked: tuple[Counted, ...] = ()
    pages: tuple[Ref, ...] = ()


class EntityRow(Value, frozen=True):
    """A row of a source's table of entities: who, what kind, what this source says, how often it links."""

    ref: Ref
    kind: str
    description: Fragment | None
    count: int


class RelatedRow(Value, frozen=True):
    """A related node, how many it shares, and some of them."""

    ref: Ref
    count: int
    shared: tuple[Ref, ...]
    more: int


class RelationView(Value, frozen=True):
    """A field seen from its other end: the newest pages that have it, how many more there are, and the table that has
    those (its address from the top, "" for none)."""

    label: str
    refs: tuple[Ref, ...]
    more: int = 0
    table: str = ""


class BacklinkView(Value, frozen=True):
    """Another page that links here, with the blocks around its links, and of each whether it is shown below the same
    text as the one before it; and the places (sections) where links stand without a word."""

    ref: Ref
    kind: str
    blocks: tuple[Fragment, ...]
    following: tuple[bool, ...]
    places: tuple[Ref, ...] = ()

    @property
    def passages(self) -> list[tuple[Fragment, bool]]:
        """The blocks, each with whether it follows."""
        return list(zip(self.blocks, self.following, strict=True))


class Byline(Value, frozen=True):
    """What stands below the title of a source: who made it, in which form, how credible it is (`level` 3 high to 1
    low, 0 not understood; `judged` is what its author calls that), where the original is; the neighbours by date."""

    by: Makers
    date: str
    iso: str
    format: str
    level: int
    credibility: str
    judged: str
    original: str
    older: Ref | None
    newer: Ref | None


class NodeView(Value, frozen=True):
    """All that a node's page shows. `overview_first` says that the overview stands above the text: a long catalogue.
    `alike` is what all `related` have in common, if it is the same; `marks` are phrases that stand below
    the title; a `long_title` would take more than three lines."""

    title: str
    heading: Fragment | None
    heading_id: str
    lang: str
    kind: str
    kind_label: str
    mark: str
    kind_url: str
    kind_plural: str
    description: str
    data: str
    byline: Byline | None
    summary: tuple[Run, ...]
    aliases: tuple[str, ...]
    tags: tuple[Ref, ...]
    facts: tuple[Fact, ...]
    further: tuple[Fact, ...]
    minutes: int
    body: Fragment | None
    contents: tuple[Contents, ...]
    dossier: DossierView | None
    entities: tuple[EntityRow, ...]
    relations: tuple[RelationView, ...]
    related: tuple[RelatedRow, ...]
    backlinks: tuple[BacklinkView, ...]
    more_backlinks: tuple[Ref, ...]
    path: str
    create: str
    draft: str
    wants: int
    cite: CiteView | None = None
    overview: Overview | None = None
    overview_first: bool = False
    feed: str = ""
    folder: Ref | None = None
    near: Near | None = None
    quotes: QuotesView | None = None
    newer: NewerView | None = None
    embeds: tuple[Embed, ...] = ()
    alike: tuple[Ref, ...] = ()
    marks: tuple[str, ...] = ()
    long_title: bool = False


class MoreView(Value, frozen=True):
    """A further page of a long dossier."""

    ref: Ref
    lang: str
    dossier: DossierView
