"""What a site consists of: each output is one function in one file, and one line here.

An output takes the `Site` and gives pages to be rendered and finished files; it knows no other output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kbgen.model import Asset, Page
from kbgen.outputs.cards import cards
from kbgen.outputs.graphfile import graphfile
from kbgen.outputs.home import home
from kbgen.outputs.lists import lists
from kbgen.outputs.nodes import nodes
from kbgen.outputs.redirects import redirects
from kbgen.outputs.robots import robots
from kbgen.outputs.tables import tables
from kbgen.site import Site

Output = Callable[[Site], Iterable[Page | Asset]]

OUTPUTS: tuple[Output, ...] = (nodes, tables, lists, redirects, home, cards, graphfile, robots)
