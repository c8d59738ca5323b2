"""What a site consists of: each output is one function in one file, and one line here.

An output takes the `Site` and gives pages to be rendered and finished files; it knows no other output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from kbgen.model import Asset, Page
from kbgen.outputs.cards import cards
from kbgen.outputs.feeds import feeds
from kbgen.outputs.graphfile import graphfile
from kbgen.outputs.graphmap import map_items, map_key, map_name, map_pages
from kbgen.outputs.health import health
from kbgen.outputs.home import home
from kbgen.outputs.lists import lists
from kbgen.outputs.matrix import matrix
from kbgen.outputs.nodes import node_items, node_name, node_pages
from kbgen.outputs.rawtexts import raw_items, raw_key, raw_name, raw_pages
from kbgen.outputs.recent import recent
from kbgen.outputs.redirects import redirects
from kbgen.outputs.robots import robots
from kbgen.outputs.search import search, search_key
from kbgen.outputs.sitemap import sitemap
from kbgen.outputs.tables import table_items, table_key, table_name, table_pages
from kbgen.outputs.timeline import timeline
from kbgen.views.nodekeys import node_around, node_chosen, node_key
from kbgen.views.site import Site


class Output(NamedTuple):
    """An output in parts that can be made each by itself, in any process.

    `items` numbers the parts; `make` gives the pages and files of one. Where `key` is given, it is a digest of all
    that `make` reads for a part (or of more; empty for what reads everything), and `called` a name for the part that
    stays when others come and go: a part with the key of last time is not made again.

    Where a part shows a choice of what is around it, the key need not hold what that is called: `around` is a digest
    of all that may be chosen, `chosen` one of what is, which takes longer and is asked for where the first differs.

    Outputs are made stage by stage: what shows the whole (0), the pages of single things (1), and what shows what is
    found out while all others are made (2).
    """

    name: str
    make: Callable[[Site, int], Iterable[Page | Asset]]
    items: Callable[[Site], Sequence[int]] = lambda site: (0,)
    key: Callable[[Site, int], bytes] | None = None
    called: Callable[[Site, int], str] = lambda site, item: str(item)
    around: Callable[[Site, int], bytes] = lambda site, item: b""
    chosen: Callable[[Site, int], bytes] = lambda site, item: b""
    stage: int = 0


def whole(make: Callable[[Site], Iterable[Page | Asset]], *, stage: int = 0) -> Output:
    """An output that is made in one piece."""
    return Output(make.__name__, partial(_made, make), stage=stage)


def _made(make: Callable[[Site], Iterable[Page | Asset]], site: Site, item: int) -> Iterable[Page | Asset]:
    return make(site)


# The largest parts first, so that no worker is left with one of them at the end.
OUTPUTS: tuple[Output, ...] = (
    Output("map", map_pages, map_items, map_key, map_name),
    Output("tables", table_pages, table_items, table_key, table_name),
    whole(cards),
    whole(graphfile),
    Output("search", search, key=search_key),
    whole(lists),
    whole(redirects),
    whole(home),
    whole(robots),
    whole(recent),
    whole(timeline),
    whole(matrix),
    whole(feeds),
    whole(sitemap),
    Output("raw texts", raw_pages, raw_items, raw_key, raw_name, stage=1),
    Output("nodes", node_pages, node_items, node_key, node_name, node_around, node_chosen, stage=1),
    whole(health, stage=2),
)
