"""The one gate between content and pages: what HTML may hold, and how it is cleaned and cut at its holes.

Everything a document says passes `finish`. What kbgen itself puts in (classes, ids, code, holes) waits
outside under private names, which raw HTML cannot spell (`escape_private`), and is put in behind nh3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import nh3

from kbgen.markdown.context import Context
from kbgen.model import Html
from kbgen.text.controls import without_controls
from kbgen.text.regex import regex

TAGS: dict[str, frozenset[str]] = {
    name: frozenset()
    for name in (
        "abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em "
        "figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section "
        "small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
    ).split()
} | {
    "a": frozenset({"href", "title"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open"}),
}
EVERYWHERE = frozenset({"title", "lang", "dir"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_PRIVATE = regex("kbgen-", re.IGNORECASE)
_MARKED = regex(r'(<[a-z][a-z0-9]*) kbgen-mark="(\d+)"')
_SLOT = regex(r'<kbgen-slot n="(\d+)"></kbgen-slot>')
_HOLE = regex(r'<kbgen-hole n="(\d+)"></kbgen-hole>')

_CUT = "<kbgen-cut></kbgen-cut>"
_EMPTY = Html()

_CLEANER = nh3.Cleaner(
    tags={*TAGS, "kbgen-hole", "kbgen-slot", "kbgen-cut"},
    clean_content_tags={"script", "style"},
    attributes={tag: {*own, *EVERYWHERE, "kbgen-mark"} for tag, own in TAGS.items()}
    | {"kbgen-hole": {"n"}, "kbgen-slot": {"n"}},
    strip_comments=True,
    link_rel=None,
    url_schemes=set(SCHEMES),
    url_relative="deny",
)


def escape_private(html: str) -> str:
    """Raw HTML in which the private names cannot be spelled; its text reads the same."""
    return _PRIVATE.sub(lambda m: m[0][:-1] + "&#45;", html) if "-" in html else html


def finish(whole: Sequence[str], pieces: Sequence[str], ctx: Context) -> list[Html]:
    """Clean HTML written from tokens, put in what waits in `ctx`, and cut it at its holes.

    `whole` is all that a document says, `pieces` are parts of it, written once more. Without raw HTML, what comes
    through the sieve unchanged has nothing in it that its parts could lose; else each is cleaned by itself, since raw
    HTML may leave something open.
    """
    if ctx.raw_html:
        alone = (without_controls(_CLEANER.clean(one)) for one in (*whole, *pieces))  # it may have `&#27;`
        return [_cut(_filled(one, ctx), ctx) if one else _EMPTY for one in alone]
    written = _CUT.join(whole)
    cleaned = _CLEANER.clean(written)
    rest = _CUT.join(pieces)
    if cleaned != written:
        rest = _CLEANER.clean(rest)
    result = _filled(cleaned, ctx).split(_CUT) + (_filled(rest, ctx).split(_CUT) if pieces else [])
    assert len(result) == len(whole) + len(pieces)
    return [_cut(one, ctx) if one else _EMPTY for one in result]


def _filled(html: str, ctx: Context) -> str:
    marks, slots = ctx.marks, ctx.slots
    if marks:
        html = _MARKED.sub(lambda m: m[1] + marks[int(m[2])], html)
    if slots:
        html = _SLOT.sub(lambda m: slots[int(m[1])], html)
    return html


def _cut(html: str, ctx: Context) -> Html:
    if "<kbgen-hole" not in html:
        return Html((html,))
    parts = _HOLE.split(html)
    return Html(tuple(parts[::2]), tuple([ctx.holes[int(n)] for n in parts[1::2]]))
