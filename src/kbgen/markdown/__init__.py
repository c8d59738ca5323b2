"""Markdown to a token stream, by markdown-it with our syntax added: one file a rule, one line here each.

One text in, one `Tree` out. Knows of no other file, and resolves no link.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from markdown_it import MarkdownIt

from kbgen.markdown.abbreviations import abbreviations
from kbgen.markdown.admonitions import admonitions
from kbgen.markdown.autolinks import autolinks
from kbgen.markdown.bibliography import bibliography
from kbgen.markdown.blockids import blockids
from kbgen.markdown.blocks import DEEPEST, blocks
from kbgen.markdown.bookkeeping import bookkeeping
from kbgen.markdown.boxes import boxes
from kbgen.markdown.callouts import callouts
from kbgen.markdown.chatmarks import chatmarks
from kbgen.markdown.citekeys import citekeys
from kbgen.markdown.columns import columns
from kbgen.markdown.comments import comments
from kbgen.markdown.components import components
from kbgen.markdown.critic import critic
from kbgen.markdown.definitions import definitions
from kbgen.markdown.dispatch import dispatch
from kbgen.markdown.eastbreaks import eastbreaks
from kbgen.markdown.footnotes import footnotes
from kbgen.markdown.headingids import headingids
from kbgen.markdown.headings import headings
from kbgen.markdown.highlight import highlight
from kbgen.markdown.hints import hints
from kbgen.markdown.icons import icons
from kbgen.markdown.inlinefields import inlinefields
from kbgen.markdown.inlinehilite import inlinehilite
from kbgen.markdown.inlines import inlines
from kbgen.markdown.innerheaders import innerheaders
from kbgen.markdown.jsonescapes import jsonescapes
from kbgen.markdown.jsx import jsx
from kbgen.markdown.keys import keys
from kbgen.markdown.labelled import labelled
from kbgen.markdown.leftovers import leftovers
from kbgen.markdown.linkcards import linkcards
from kbgen.markdown.liquid import liquid
from kbgen.markdown.logseq import logseq
from kbgen.markdown.math import math
from kbgen.markdown.mdinhtml import mdinhtml
from kbgen.markdown.mdx import mdx
from kbgen.markdown.outline import outline
from kbgen.markdown.programblocks import programblocks
from kbgen.markdown.quotecredits import quotecredits
from kbgen.markdown.raised import raised
from kbgen.markdown.rawcitations import rawcitations
from kbgen.markdown.shortcites import shortcites
from kbgen.markdown.slashblocks import slashblocks
from kbgen.markdown.spans import spans
from kbgen.markdown.strong import strong
from kbgen.markdown.tables import tables
from kbgen.markdown.taglines import taglines
from kbgen.markdown.tags import tags
from kbgen.markdown.tasks import tasks
from kbgen.markdown.thoughts import thoughts
from kbgen.markdown.wikilinks import wikilinks
from kbgen.markdown.writer import Writer

SYNTAX: tuple[Callable[[MarkdownIt], None], ...] = (
    inlines,
    inlinehilite,
    tables,
    wikilinks,
    tags,
    jsonescapes,
    math,
    rawcitations,
    shortcites,
    quotecredits,
    footnotes,
    definitions,
    autolinks,
    strong,
    highlight,
    raised,
    keys,
    callouts,
    linkcards,
    admonitions,
    boxes,
    slashblocks,
    hints,
    columns,
    outline,
    tasks,
    blockids,
    headingids,
    taglines,
    innerheaders,
    comments,
    bookkeeping,
    labelled,
    eastbreaks,
    bibliography,
    leftovers,
    abbreviations,
    icons,
    critic,
    spans,
    logseq,
    programblocks,
    liquid,
    jsx,
    components,
    mdinhtml,
    mdx,
    inlinefields,
    citekeys,
    chatmarks,
    thoughts,
    headings,
)

_FRAMES = 8_000  # Python calls that 200 levels of brackets and quotes may take (about 6 for each level)


def make_parser() -> MarkdownIt:
    """A parser for any number of documents; each gets its own `env` with a `Context`."""
    if sys.getrecursionlimit() < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST, "html": True, "tasklists": True}, renderer_cls=Writer).enable(
        ["table", "strikethrough"]
    )
    md.core.ruler.disable("normalize")  # `fields.decode` has done it
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # `urls.classify` refuses, and says so
    for install in SYNTAX:
        install(md)
    blocks(md)
    dispatch(md)
    return md
