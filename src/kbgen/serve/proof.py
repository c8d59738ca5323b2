"""Proofs: single pages of a site made at once from what is known of the last build, before the whole is built again.

A proof shows what its own document says now, in the graph of last time: what a new title or link changes on other pages
is left to the build that follows. Nothing is written; whoever asks for a proof shows it until that build is done.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from typing import NamedTuple

import msgspec

from kbgen.config import Config
from kbgen.link.again import link_again
from kbgen.memory.state import encode
from kbgen.memory.store import Store, digest
from kbgen.model import Document, Evidence, Page, Parsed, Verdict
from kbgen.outputs import OUTPUTS
from kbgen.pipeline.composed import Composed
from kbgen.pipeline.documents import Again, outward, parse_one, parse_settings, record_key
from kbgen.pipeline.pagedata import Bodies, HtmlOf
from kbgen.pipeline.press import Press
from kbgen.pipeline.project import link_settings, page_settings
from kbgen.theme.theme import STATIC, Theme, load_theme
from kbgen.views.navigation import frame_of
from kbgen.views.site import Site

_NODES = next(output for output in OUTPUTS if output.name == "nodes")


class Proof(NamedTuple):
    """Pages and files of the theme (path -> bytes), what further proofs are made from (None: the site is to be composed
    anew before there are any), and whether that is all there is to say: nothing but words was new."""

    pages: dict[str, bytes]
    composed: Composed | None
    whole: bool


def prove(
    composed: Composed, config: Config, changed: Collection[str], wanted: Collection[str], *, anew: bool = False
) -> Proof:
    """The `wanted` pages (addresses), those that are pages of a node, where the documents `changed` (kb paths) and the
    theme are read again; with `anew` also what is the same in them is linked again. Raises KbgenError for a template
    that cannot be used."""
    if _basis(config) != _basis(composed.config):
        return Proof({}, None, False)
    old, inputs, settings = composed.press, composed.read.scan.inputs, parse_settings(config)
    theme, salt = load_theme(config.templates), digest(encode(settings))
    linked, keys, parsed = composed.read.linked, list(old.keys), dict[int, Parsed]()
    assert linked is not None
    documents = set[int]()
    whole = config == composed.config and theme.digest == old.theme.digest
    for path in changed:
        number = old.site.number_of.get(path)
        if number is None:
            whole = False  # a page that is new, or no page at all
            continue
        document, before = parse_one(inputs[number], settings), linked.graph.documents[number].facts
        if document.facts.digest == before.digest and not anew:
            continue
        again = link_again(linked, number, Document(path, document.facts))
        if again is None:
            return Proof({}, None, False)
        with contextlib.closing(old.bodies.store):
            said = old.bodies.known(keys[number])
        same = said is not None and said.texts == document.body.texts and outward(document.facts) == outward(before)
        whole = whole and same
        linked, parsed[number], keys[number] = again.linked, document, record_key(document.facts.digest, salt)
        documents |= again.documents
    site = old.site.again(page_settings(config), linked.graph, documents)
    evidence = _evidence(site, parsed)
    site.evidence = {**site.evidence, **evidence}
    whole = whole and not any(one.raw for one in evidence.values())  # what they quote may be in their raw files, or not
    with contextlib.closing(Store(config.store)) as store:
        bodies = Bodies(store, Again(inputs, keys, settings))
        bodies.kept = {keys[number]: HtmlOf(encode(document.body)) for number, document in parsed.items()}
        # what is new in the menu is left to the build
        frame = frame_of(site, theme, old.frame.nav)
        press = Press(site, theme, bodies, keys, {}, frame)
        pages = _theme_files(old.theme, theme) | _pages(press, wanted)
    read = composed.read._replace(graph=linked.graph, linked=linked)
    new = composed._replace(config=config, read=read, press=press)
    return Proof(pages, new, whole)


def _evidence(site: Site, parsed: Mapping[int, Parsed]) -> dict[int, Evidence]:
    """What is known of the evidence of the documents read again (by number), by node; without verdicts on what they no
    longer quote at that place, for to look a quote up is left to the build."""
    found: dict[int, Evidence] = {}
    for number, node in enumerate(site.nodes if parsed else ()):
        if node.document in parsed and number in site.evidence:
            quoted = [line.text for quote in parsed[node.document].prose.quotes for line in quote.lines]
            known = site.evidence[number]
            quotes = tuple(one for one in known.quotes if _stands(one, quoted))
            found[number] = msgspec.structs.replace(known, quotes=quotes)
    return found


def _stands(verdict: Verdict, quoted: list[str]) -> bool:
    last = quoted[verdict.at] if verdict.at < len(quoted) else "\n"
    return last in verdict.text or verdict.text in last


def _basis(config: Config) -> object:
    """The settings that change more than how pages look."""
    linking = msgspec.structs.replace(link_settings(config), home="")  # that is left to the build
    return config.project, config.content, config.output, parse_settings(config), linking


def _pages(press: Press, wanted: Collection[str]) -> dict[str, bytes]:
    """Those of the wanted pages that are a node's."""
    node_of = {node.url: number for number, node in enumerate(press.site.nodes)}
    found: dict[str, bytes] = {}
    for url in wanted:
        if url in node_of:
            for page in _NODES.make(press.site, node_of[url]):
                if isinstance(page, Page) and page.url == url:
                    found[url] = press.renderer.render(page)
    return found


def _theme_files(old: Theme, new: Theme) -> dict[str, bytes]:
    """Style sheets, scripts and pictures of the theme that are not those of last time."""
    changed = {path: data for path, data in new.static.items() if old.static.get(path) != data}
    if new.words != old.words:
        changed |= new.scripts(new.words, "en")
    return {f"{STATIC}/{path}": data for path, data in changed.items()}
