"""What link previews show, in files that are asked for when the first link of theirs is pointed at.

Classic scripts, because nothing else can be loaded from disk; each hands one JSON value to `site.js`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbgen.markdown.openlinks import filled, open_links
from kbgen.model import Asset, Ref
from kbgen.text.names import cut_at_word
from kbgen.text.regex import regex
from kbgen.text.scripts import script_json
from kbgen.views.runs import about
from kbgen.views.shards import shard_count, shard_of
from kbgen.views.site import Site
from kbgen.views.views import kind_label, mark_of

_LEAD = 220  # code points of a page's first lines
_END = regex(r"[.!?…][\"'”’)\]]*\s+(?=[^\sa-z])|[。！？]")  # of a sentence
Card = tuple[str, str, str, str, int, str]  # title, kind, mark, first lines, number of sources, date


def cards(site: Site) -> Iterator[Asset]:
    """`-/cards/N.js`: address -> card, each address in the file that `shards` says."""
    count = shard_count(len(site.nodes))
    files: list[dict[str, Card]] = [{} for _ in range(count)]
    for number, node in enumerate(site.nodes):
        files[shard_of(node.url, count)][node.url] = _card(site, number)
    for number, entries in enumerate(files):
        data = script_json(entries)
        yield Asset(f"-/cards/{number}.js", b"kbgenCards(%d,%s);\n" % (number, data), tables=True)


def _card(site: Site, number: int) -> Card:
    node = site.nodes[number]
    sources = site.dossiers.sources_of(number)
    date = node.published.written if node.kind == "source" else ""
    return (
        node.short,
        kind_label(site, number),
        mark_of(node),
        cut_at_word(_lead(site, number), _LEAD),
        len(sources),
        date,
    )


def _lead(site: Site, number: int) -> str:
    """What the author says a page is, else its first lines; of a page without text, what a source says."""
    lead = about(site, number)
    if lead:
        return lead
    for speaker in site.dossiers.speakers.get(number, ()):
        for mention in speaker.spoken:
            said = site.texts(mention.document)[mention.blocks[0]]
            if said:
                refs = site.graph.refs[mention.document]
                return filled(_from_link(said, refs, site.nodes[number].url), refs)
    return ""


def _from_link(said: str, refs: Sequence[Ref], url: str) -> str:
    """A passage from the sentence on that links to a page, if what stands before that would fill most of a card."""
    place = next((place for place, number in open_links(said) if refs[number].url == url), 0)
    ends = [end.end() for end in _END.finditer(said[:place])] if place > _LEAD / 2 else []
    return f"… {said[ends[-1] :]}" if ends else said
