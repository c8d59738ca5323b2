"""What check reads of a text stands in the file where it says, character by character."""

from __future__ import annotations

import pytest

from kbgen.markdown import make_parser
from kbgen.markdown.prose import MASK, masked_text
from kbgen.model import Prose
from kbgen.parse import ParseSettings, parse
from kit import PAGES


def prose(text: str) -> Prose:
    return parse(text.encode(), ParseSettings()).prose


HARD = """---
title: X
---

# The title is no running text

Words `code` and [[a|label]], [b](c.md "title") and ![[d]], **bold [[e]] text** on
  an indented second line with $x^2$, <b>html</b>, https://example.org/words and &amp; AT&T.

> A quote is no running text.

> [!note] Title
> A callout is.

- An item
  - A deeper item, \\*escaped\\* and ~~struck~~ [ref][x]
    with a second line ^block

1. One `` ` `` two

| cell one | [[p|q]] cell |
|---|---|
| a \\| b words | `code here` and words |

A note[^1] and #tag words. %% kbgen: ignore KB304 %% after.

[^1]: The note's own words.

## Heading

\tindented code words

```
fenced code words
```

Überall 漢字 😀 words [[x]] behind.

[x]: https://example.org
"""


@pytest.mark.parametrize("text", [HARD, HARD.replace("\n", "\r\n"), "\ufeff" + HARD, *PAGES.values()])
def test_every_character_stands_where_it_says(text: str) -> None:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    found = prose(text)
    for spot in found.lines:
        source = lines[spot.line - 1][spot.column - 1 :]
        if "\\|" in source:  # a cell is read without the backslash
            source = source.replace("\\|", "|")
        shown = "".join(s if t != MASK else MASK for s, t in zip(source, spot.text, strict=False))
        assert shown == spot.text
    for quote in found.quotes:
        for line in quote.lines:
            assert lines[line.line - 1][line.column - 1 :][: line.length].strip()


def test_only_running_text_is_left() -> None:
    text = "\n".join(spot.text for spot in prose(HARD).lines)
    for gone in ("code", "label", "title", "<b>", "example.org", "tag", "ignore", "x^2", "bold [[e", "quote"):
        assert gone not in text, gone
    for there in (
        "Words ",
        "bold ",
        " text",
        "an indented",
        "callout",
        "deeper",
        "struck",
        "words",
        "note's own",
        "漢字",
    ):
        assert there in text, there
    assert text.count("after.") == 1


def test_rows_notes_placeholders_and_remarks() -> None:
    found = prose(
        "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n\nA[^7] `[^7]` {{title}} `{{title}}`\n\n"
        "%% kbgen: ignore KB101 other-rule %%\n<!-- kbgen: ignore -->\n\n```\n%% kbgen: ignore %%\n```\n"
    )
    assert [(r.line, r.cells, r.columns) for r in found.rows] == [(3, 1, 2), (4, 3, 2)]
    assert [(s.line, s.column, s.text) for s in found.loose_notes] == [(6, 2, "[^7]")]
    assert [(s.line, s.column, s.text) for s in found.placeholders] == [(6, 14, "{{title}}")]
    assert [(s.line, s.codes, s.alone) for s in found.silences] == [(8, ("KB101", "other-rule"), True), (9, (), True)]


def test_quotes_are_block_quotes_and_entries_of_quotes() -> None:
    found = prose(
        '> One.\n> Two.\n\n> [!tip]\n> No.\n\n- No.\n\n## Quotes\n\n- Three **four**\n\nNo.\n\n> Five.\n\n"Six."\n'
    )
    assert [(q.kind, [(s.line, s.column, s.text) for s in q.lines]) for q in found.quotes] == [
        ("block", [(1, 3, "One."), (2, 3, "Two.")]),
        ("item", [(11, 3, "Three four")]),
        ("block", [(15, 3, "Five.")]),
        ("text", [(17, 1, '"Six."')]),
    ]


def test_what_is_to_be_shown_so_is_no_placeholder() -> None:
    found = prose(
        "Write {% raw %}{{title}}{% endraw %} for {{title}}, and\n{%- raw -%}\n{{date}}\n{% endraw %} for {{date}}."
    )
    assert [(s.line, s.column, s.text) for s in found.placeholders] == [(1, 42, "{{title}}"), (4, 18, "{{date}}")]


BEHIND = {
    "a picture of a tag": ('{% include figure src="a.png" %}\nAda said it.\n![b](c.png) Ada.', [(2, 1), (3, 13)]),
    "a key that is cited": ("[@smith] Ada and [[x]].", [(1, 10)]),
    "a page that is cited": ("[2026-01-31-a-talk] Ada and [[x]].", [(1, 21)]),
    "a component": ('<Card src="a.png" title="Ada" /> and\n{/* Ada */} Ada and ![b](c.png).', [(2, 13)]),
    "an address that is made": ("{{< youtube abcdefghijk >}}\nAda, [[x]].", [(2, 1)]),
    "what would be run": ("{% raw %}{{ x }}{% endraw %} Ada and [[x]].", [(1, 30)]),
    "a tag as an address": ("[t]({% link a.md %}) Ada and [u](v.md).", [(1, 22)]),
}


@pytest.mark.parametrize("name", BEHIND)
def test_words_behind_what_is_not_shown(name: str) -> None:
    text, places = BEHIND[name]
    found = [
        (s.line, s.column + at) for s in prose(text).lines for at in range(len(s.text)) if s.text[at:][:3] == "Ada"
    ]
    assert found == places


@pytest.mark.parametrize(
    "unit", ['{% include a src="b.png" %}\n', "[@a] ", "{{< youtube abcdefghijk >}}\n", "[cite: 1] "]
)
def test_what_is_not_shown_is_not_looked_for(unit: str) -> None:
    """Not for each one in all that follows: twice the text took four times as long."""
    content = unit * 2000

    class Watched(str):
        __slots__ = ()
        seen = 0

        def find(self, what: str, start: int = 0, end: int = len(content)) -> int:  # type: ignore[override]
            at = super().find(what, start, end)
            Watched.seen += (at if at >= 0 else end) - start
            return at

    tokens = make_parser().parse(f"{content}\n\n## References\n\n[1] a\n")
    token = next(one for one in tokens if one.type == "inline")
    token.content = Watched(content)
    masked_text(token)
    assert Watched.seen < 10 * len(content)


@pytest.mark.parametrize("mark", ["[1]", "[^1]", "[cite: 1]", "【1†source】", "[1, 1]", "<sup>1</sup>"])
def test_words_behind_the_number_of_a_work_are_running_text(mark: str) -> None:
    """However the number is written, and though it is written otherwise further on."""
    text = f"Elms are tall{mark} and Ada says so [1].\n\n## Sources\n\n[1] A\n"
    (spot,) = [one for one in prose(text).lines if "tall" in one.text]
    assert "and Ada says so" in spot.text
    assert spot.text.index("Ada") == text.index("Ada")


@pytest.mark.parametrize("text", ["It is $\\frac{a\n{b$ deep.", "$$\n\\frac{a}{b\n$$", "<Card\n  a='b' />"])
def test_what_takes_several_lines_is_told_on_its_first(text: str) -> None:
    (found,) = [one for one in parse(text.encode(), ParseSettings()).diagnostics if one.code in ("KB223", "KB224")]
    line = text.split("\n")[found.line - 1]
    assert 0 < found.length <= len(line) - found.column + 1


@pytest.mark.parametrize("text", ["```\na", "```\na\n", "> ~~~\n> a", "- ```\n  a\n\nb", "````\na\n```", "```"])
def test_code_without_an_end(text: str) -> None:
    """Whether or not the file ends with a line break."""
    assert [spot.line for spot in prose(text).open_fences] == [1]


@pytest.mark.parametrize("text", ["```\na\n```", "```\n```", "> ~~~\n> a\n> ~~~", "- ```\n  a\n  ```", "```\n\n````\n"])
def test_code_with_an_end(text: str) -> None:
    assert prose(text).open_fences == ()
