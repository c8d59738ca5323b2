"""The frame of every page: all that templates read beside the page's own view.

Holds nothing that changes with every new page, so that adding a source does not rewrite the whole site.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from kbgen.model import Value
from kbgen.text.language import direction
from kbgen.theme.words import Table, Words, words_for


class Spoken(NamedTuple):
    """The language of a page: its tag, its direction, what the interface says; `ui` is the tag of that, where it
    differs from the page's, and `said` what an element then says of itself that holds nothing else."""

    lang: str
    dir: str
    t: Words
    ui: str
    said: Markup


class Frame(Value, frozen=True):
    """What every page shows of its site. `nav` has title and address of the tables that each page links to,
    `base_url` and `edit_base` are empty or end in `/`, `cards` is the number of files that hold previews,
    `styles` whether there is a `custom.css`, `directories` that addresses end in `/`, `remote_images` that pictures of
    other sites are shown, `health` that there is the page of that name; `search` is the address of the page for
    searching, `feed` that of the feed of all sources ('' = none), `icon` the icon itself ('' = it is a file).
    `settings` is no template's: a digest of all that pages are made with, so that none is taken for what it was when
    some of it has changed."""

    title: str
    lang: str
    description: str
    base_url: str
    edit_base: str
    nav: tuple[tuple[str, str], ...]
    cards: int
    styles: bool
    directories: bool
    remote_images: bool
    health: bool
    search: str
    feed: str = ""
    icon: str = ""
    settings: bytes = b""


class Languages:
    """Languages of pages, each looked up once."""

    def __init__(self, lang: str, tables: dict[str, Table]) -> None:
        self.spoken = cache(self._spoken)
        self._lang, self._tables = lang, tables

    def _spoken(self, lang: str) -> Spoken:
        shown = lang or self._lang
        t = words_for(self._tables, shown, self._lang)
        same = shown.casefold().partition("-")[0] == t.lang.partition("-")[0]
        ui, way = "" if same else t.lang, direction(shown)
        other = Markup(' dir="{}"').format(direction(ui)) if ui and direction(ui) != way else ""
        return Spoken(shown, way, t, ui, Markup(' lang="{}"').format(ui) + other if ui else Markup())
