"""Metadata blocks: fields written below the title or under `## Metadata`."""

from __future__ import annotations

import time

import pytest

from kbgen.fields import FieldSettings, Front, read_fields
from kbgen.model import FieldValue


def values(front: Front) -> dict[str, FieldValue]:
    return {field.key: field.value for field in front.fields}


SEED = """\
Source Summary: Fridman × Lambert × Raschka (2026) — State of AI
Source: Lex Fridman Podcast #490
Guests: Nathan Lambert (post-training lead, AI2) & Sebastian Raschka (ML researcher)
Host: [[lex-fridman]]
Published: 2026-01-31
Format: Transcript (~4 hours, 26 chapters)
Raw file: raw/articles/Transcript for State of AI in 2026 LLMs, Coding, Lex Fridman Podcast 490.md

## Overview
"""


def test_a_summary_without_frontmatter() -> None:
    front = read_fields(SEED)
    assert [(f.name, f.key, f.line, f.column) for f in front.fields] == [
        ("title", "title", 1, 1),
        ("cites", "Source", 2, 1),
        ("guests", "Guests", 3, 1),
        ("host", "Host", 4, 1),
        ("published", "Published", 5, 1),
        ("format", "Format", 6, 1),
        ("raw_file", "Raw file", 7, 1),
    ]
    assert values(front)["title"] == "Source Summary: Fridman × Lambert × Raschka (2026) — State of AI"
    assert values(front)["Raw file"] == SEED.split("\n")[6].removeprefix("Raw file: ")
    (link,) = front.links
    assert (link.type, link.field, link.target, link.line, link.column, link.length) == (
        *("link", "Host", "lex-fridman", 4, 7, 15),
    )
    assert front.fields[3].links == (0,)
    assert front.body == "\n" * 8 + "## Overview\n"
    assert (front.frontmatter, front.metadata, front.diagnostics) == (False, True, ())


BELOW_THE_TITLE = {
    "plain": "# T\nHost: A\nURL: https://x.y\n",
    "an empty line between": "# T\n\nHost: A\nURL: https://x.y\n",
    "bold": "# T\n\n**Host:** A\n**URL:** https://x.y\n",
    "bold, colon outside": "# T\n\n**Host**: A  \n__URL__: https://x.y\\\n",
    "items": "# T\n\n- **Host:** A\n* URL: <https://x.y>\n",
    "code": "# T\n\n- Host: `A`\n- URL: `https://x.y`\n",
    "underlined title": "T\n===\nHost: A\nURL: https://x.y\n",
    "title further down": "> note\n\n```\n# no title\n```\n\n# T\nHost: **A**\nURL: https://x.y\n",
    "code in a line above": "```x``` is code.\n\n# T\nHost: A\nURL: https://x.y\n",
    "a short first line": "A talk\nHost: A\nURL: https://x.y\n",
    "a section": "# T\n\n## Metadata\n\n- Host: A\n- **URL**: https://x.y\n\n",
    "a section with a table": "# T\n\n## Source Details\n\n| Field | Value |\n|---|---|\n| Host | A |\n| **URL** | `https://x.y` |\n",
    "a table without a head": "# T\n\n### metadata:\n| | |\n|:-:|---|\n| Host | A |\n| URL: | https://x.y |\n",
}


@pytest.mark.parametrize("text", BELOW_THE_TITLE.values(), ids=BELOW_THE_TITLE.keys())
def test_ways_to_write_it(text: str) -> None:
    front = read_fields(text)
    found = {f.name: f.value for f in front.fields if f.name != "title"}
    assert found == {"host": "A", "url": "https://x.y"}
    assert front.metadata
    assert front.body.count("\n") == text.count("\n")
    assert "Host" not in front.body
    assert "etadata" not in front.body
    assert "Details" not in front.body


NO_METADATA = [
    "# T\n\nNote: this\nWarning: that\n",
    "# T\n\nHost: A\n",
    "# T\n\nPublished: x\nNote: y\n",
    "# T\n\nprose\nHost: A\nURL: x\n",
    "# T\n\n- Published: A\n\n- Note: x\n",
    "# T\n\n- [[Host]]: A\n- [[URL]]: x\n",
    "# T\n\nhttps://x.y\nhttp://x.y\n",
    "# T\n\nThe host of this show: A\nThe published version is this: x\n",
    "prose of a page\n\nHost: A\nURL: x\n",
    "```\n# T\nHost: A\nURL: x\n```\n",
    "```\n```python\n# T\nHost: A\nURL: x\n```\n",
    "# T\n\n## Source\n\n- [[a]]: text\n- b\n",
    "# T\n\n```\n## Metadata\n- Host: A\n```\n",
    "## Metadata\n\nprose\n",
]


@pytest.mark.parametrize("text", NO_METADATA)
def test_no_metadata(text: str) -> None:
    front = read_fields(text)
    assert not front.metadata
    assert front.fields == ()
    assert front.body == text


def test_beside_frontmatter_it_fills_gaps_and_stays() -> None:
    text = "---\ntype: source\nvideo-id: x\ndate: 2026\n---\n# T\n\n- **Type:** talk\n- **Published:** 2025\n- **Host:** [[A]]\n- **Video ID:** y\n- **Mood:** good\n"
    front = read_fields(text)
    assert [(f.name, f.value) for f in front.fields] == [
        ("type", "source"),
        ("video-id", "x"),
        ("published", "2026"),
        ("host", "[[A]]"),
        ("Mood", "good"),
    ]
    assert front.body == "\n" * 5 + text[text.index("# T") :]
    assert [(x.type, x.line, x.column) for x in front.links] == [("link", 10, 13)]
    assert front.metadata


def test_beside_frontmatter_a_plain_first_line_is_no_title() -> None:
    front = read_fields("---\ntype: x\n---\nA talk\nHost: A\nURL: x\n")
    assert [f.key for f in front.fields] == ["type"]


def test_first_lines_that_are_fields_have_no_title_above() -> None:
    front = read_fields("Title: X\nAuthor: Y\n\nbody\n")
    assert [(f.name, f.value) for f in front.fields] == [("title", "X"), ("authors", "Y")]
    assert front.body == "\n\n\nbody\n"


def test_links_have_their_places_and_keep_their_text() -> None:
    text = "# T\n\n- **Host:** [[lex|Lex]] and [x](a%20b.md#H)\n- **Guests:** `[[no]]` [[yes]]\n"
    front = read_fields(text)
    lines = text.split("\n")
    assert [lines[x.line - 1][x.column - 1 :][: x.length] for x in front.links] == [
        "[[lex|Lex]]",
        "[x](a%20b.md#H)",
        "[[yes]]",
    ]
    assert [(x.target, x.anchor, x.label) for x in front.links] == [
        ("lex", "", "Lex"),
        ("a b.md", "H", "x"),
        ("yes", "", ""),
    ]
    assert values(front)["Host"] == "[[lex|Lex]] and [x](a%20b.md#H)"


@pytest.mark.parametrize("cell", ["[[a|b]]", "[[a\\|b]]"])
def test_a_pipe_in_a_link_parts_no_cells(cell: str) -> None:
    front = read_fields(f"# T\n\n## Metadata\n\n| Host | Lex {cell} |\n|---|---|\n| URL | x |\n")
    assert [(x.target, x.label, x.line, x.column, x.length) for x in front.links] == [("a", "b", 5, 14, len(cell))]
    assert [f.name for f in front.fields] == ["host", "url"]


def test_a_space_behind_a_row_is_no_cell() -> None:
    front = read_fields("# T\n\n| Field | Value | \n|---|---|\n| Host | Lex |\n| URL | x |\n\ntext\n")
    assert [f.name for f in front.fields] == ["host", "url"]


def test_a_list_below_a_key() -> None:
    front = read_fields("# T\n\n- **Guests:**\n  - [[A]]\n  - B (x)\n- **Host:** C\n\ntext\n")
    assert values(front) == {"Guests": ("[[A]]", "B (x)"), "Host": "C"}
    assert [(x.field, x.line, x.column) for x in front.links] == [("Guests", 4, 5)]
    assert front.body == "# T\n\n\n\n\n\n\ntext\n"


def test_a_section_with_more_in_it_keeps_its_heading() -> None:
    front = read_fields("# T\n\n## Metadata\n\n- Host: A\n- URL: x\n\nprose\n")
    assert front.body == "# T\n\n## Metadata\n\n\n\n\nprose\n"


def test_other_languages() -> None:
    front = read_fields("# 题\n\n**主持人**：[[甲]]\n日期：2026-01-31\n")
    assert [(f.name, f.value) for f in front.fields] == [("host", "[[甲]]"), ("published", "2026-01-31")]


def test_headings_of_ones_own() -> None:
    mine = FieldSettings(headings=("steckbrief",))
    assert read_fields("# T\n\n## Steckbrief\n- Host: A\n- URL: x\n", mine).metadata
    assert not read_fields("# T\n\n## Metadata\n- Host: A\n- URL: x\n", mine).metadata


def test_long_lines_take_no_longer_than_they_are() -> None:
    """Whether a value is what somebody says is asked of it once, not from each of its letters on."""
    text = "# T\n\n" + f"Host: {'abcd. ' * 330}x\n" * 40
    before = time.process_time()
    read_fields(text)
    assert time.process_time() - before < 1.0
