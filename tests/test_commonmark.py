"""CommonMark and GFM as markdown-it-py has them, except where our syntax claims the text: each case listed.

The examples are those of the specification (CommonMark 0.31.2, npm package `commonmark-spec`), which
`make test` fetches. Compared is what the parser reads, before anything is cleaned: our tokens, written by
markdown-it's own renderer.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from kbgen.markdown import make_parser
from kbgen.markdown.tree import read_tree
from kit import ROOT, absent

SPEC = ROOT / ".cache/commonmark-spec/spec.txt"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (.*)$", re.MULTILINE)


class Example(NamedTuple):
    """One example of the specification, by its number there."""

    number: int
    section: str
    text: str


# Where kbgen reads something else than CommonMark, and why. A reason stands for every example behind it.
DIFFERENT: dict[str, tuple[int, ...]] = {
    "`#name` is a tag": (64,),
    "`<Warning>` and the like on lines of their own are boxes, as in components": (163,),
    "`[[name]]` is a wiki-link, also where CommonMark sees brackets or a reference": (548, 559),
    "`![[name]]` is an embed": (590,),
    "a start tag in a line that nothing closes is text": (494,),
    "bullets set in by two columns below a number are of its item": (297,),
    "GFM: an address of the web or of mail is a link without angle brackets": (602, 606, 608, 611, 612),
}


@cache
def examples() -> tuple[Example, ...]:
    """All examples of the specification, in order; without its file the test skips, in CI it fails."""
    if not SPEC.is_file():
        absent("the examples of CommonMark are not there (make test fetches them by npm)", must_run_in_ci=True)
    spec = SPEC.read_text("utf-8").partition("<!-- END TESTS -->")[0]
    headings = [(found.start(), found[1]) for found in _HEADING.finditer(spec)]
    return tuple(
        Example(number, [name for at, name in headings if at < found.start()][-1], found[1].replace("→", "\t"))
        for number, found in enumerate(_EXAMPLE.finditer(spec), 1)
    )


@cache
def _stock() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


@cache
def _ours() -> tuple[MarkdownIt, RendererHTML]:
    return make_parser(), RendererHTML()


def ours(text: str) -> str:
    """What our parser reads, written as markdown-it writes tokens."""
    md, renderer = _ours()
    tree, _ = read_tree(md, text)
    return str(renderer.render(tree.tokens, md.options, tree.env))


def test_every_example_of_commonmark() -> None:
    differing = {e.number for e in examples() if ours(e.text) != _stock().render(e.text)}
    listed = {number for numbers in DIFFERENT.values() for number in numbers}
    shown = [(e, _stock().render(e.text), ours(e.text)) for e in examples() if e.number in differing - listed]
    assert shown == [], f"{len(shown)} examples are read differently"
    assert sorted(listed - differing) == [], "these are listed, and read as CommonMark has them"


def test_the_specification_is_whole() -> None:
    assert len(examples()) == 652


# Tables as GFM 0.29 describes them ("Tables (extension)"), in words of our own.
TABLES = (
    "| a | b |\n| - | - |\n| c | d |\n",
    "a | b\n--|--\nc | d\n",
    "|a|b|\n|:-|-:|\n|c|d|\n|e|\n|f|g|h|\n",
    "| a |\n|:-:|\n",
    "| a | b |\n| :---- | :----: |\n\n| c | d |\n",
    "| a |\n|---|\n| `x \\| y` **\\|** |\n| \\\\| \\\\\\| |\n",
    "| a | b |\n|---|---|\n| c | d |\n> quote\n",
    "| a | b |\n|---|---|\n| c | d |\n- item\n",
    "| a | b |\n|---|---|\n| c | d |\nno pipe\n\nparagraph\n",
    "| a | b |\n|---|---|\n| c | d |\n# heading\n",
    "| a | b |\n|---|---|\n| c | d |\n```\nfence\n```\n",
    "| a | b |\n|---|---|\n| c | d |\n***\n",
    "| a | b |\n|---|---|\n    | c | d |\n",
    "| a | b |\n|---|\n| c | d |\n",
    "| a |\n| - | - |\n",
    "para\n| a | b |\n|---|---|\n| c | d |\n",
    "   | a | b |\n   |---|---|\n   | c | d |\n",
    "    | a | b |\n    |---|---|\n",
    "> | a | b |\n> |---|---|\n> | c | d |\n| e | f |\n",
    "- | a | b |\n  |---|---|\n  | c | d |\n\n  text\n",
    "1. x\n   | a | b |\n   |---|---|\n",
    '| a\\|b | c |\n|---|---|\n| [x](y "a\\|b") | ![i](j) |\n',
    "| | |\n|-|-|\n| | |\n||\n",
    "|-|\n|-|\n|-|\n",
    "a\n-\nb | c\n",
    "- a | b\n- | -\n",
    "| a | b |\n| --- | --- |x\n",
    "| a | b |\n| -:- | --- |\n",
    "| a | b |\n|\t---\t|---|\n|\tc\t|\td |\n",
    "| a | b |\n|---|---|\n| ~~c~~ | <b>d</b> &amp; \\* |\n",
    "| 漢字 | é😀 |\n|---|---|\n| ü | \u202e |\n",
)


STRUCK = ("~~gone~~\n", "a ~b~ ~~~c~~~\n", "**~~x~~ y**\n", "~~a *b~~ c*\n")


@pytest.mark.parametrize("text", [*TABLES, *STRUCK])
def test_tables_and_strikethrough_of_gfm(text: str) -> None:
    assert ours(text) == _stock().render(text)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("| a | b |\n|---|---|\n| [[x|y]] | z |\n", 4),  # links.md: recognised before a row is split
        ("| a | b |\n|---|---|\n<!-- mark -->\n| c | d |\n", 4),  # a comment does not end a table
        ("| a | b |\n|---|---|\n| c | d |\n<!-- mark -->\n| e | f |\n", 6),
    ],
)
def test_tables_that_differ_on_purpose(text: str, cells: int) -> None:
    html = ours(text)
    assert html != _stock().render(text)
    assert html.count("<td>") + html.count("<th>") == cells
    assert "mark" not in html
