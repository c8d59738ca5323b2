"""Markdown to a token stream, by markdown-it with our syntax added: one file a rule, one line here each.

One text in, one `Tree` out. Knows of no other file, and resolves no link.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

from kbgen.diagnostics import finding
from kbgen.markdown.autolinks import autolinks
from kbgen.markdown.blockids import blockids
from kbgen.markdown.callouts import callouts
from kbgen.markdown.context import context
from kbgen.markdown.dispatch import dispatch
from kbgen.markdown.footnotes import footnotes
from kbgen.markdown.inlines import inlines
from kbgen.markdown.math import math
from kbgen.markdown.silence import silence
from kbgen.markdown.tables import tables
from kbgen.markdown.tags import tags
from kbgen.markdown.wikilinks import wikilinks
from kbgen.markdown.writer import Writer

SYNTAX: tuple[Callable[[MarkdownIt], None], ...] = (
    inlines,
    tables,
    wikilinks,
    tags,
    math,
    footnotes,
    autolinks,
    callouts,
    blockids,
    silence,
)

DEEPEST = 200  # levels of nesting; markdown-it drops what lies deeper, we show it as text
_FRAMES = 8_000  # Python calls that 200 levels of brackets and quotes may take (about 6 for each level)


def make_parser() -> MarkdownIt:
    """A parser for any number of documents; each gets its own `env` with a `Context`."""
    if sys.getrecursionlimit() < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
    md = MarkdownIt(
        "commonmark", {"maxNesting": DEEPEST, "html": True, "tasklists": True}, renderer_cls=Writer
    ).enable(["table", "strikethrough"])
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # `urls.classify` refuses, and says so
    md.block.__class__ = _Blocks
    for install in SYNTAX:
        install(md)
    dispatch(md)
    return md


class _Blocks(ParserBlock):
    """Blocks as markdown-it reads them, but what lies too deep is shown as text and reported."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        if state.level < DEEPEST:
            super().tokenize(state, startLine, endLine)
            return
        token = state.push("plain_block", "pre", 0)
        token.map = [startLine, endLine]
        token.content = state.getLines(startLine, endLine, state.blkIndent, False)
        state.line = endLine
        context(state.env).diagnostics.append(
            finding(
                "KB210",
                f"markup is nested more than {DEEPEST} levels deep here; what lies deeper is shown as text",
                startLine + 1,
                1,
            )
        )
