"""Frontmatter: what is read, what is recovered, and what the author is told."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbgen.fields import FieldSettings, Front, decode, read_fields
from kbgen.model import Diagnostic, FieldValue, Link


def read(header: str, body: str = "body\n") -> Front:
    """The fields of a header between its two fences."""
    return checked(f"---\n{header}\n---\n{body}")


def checked(text: str) -> Front:
    """What is read, after looking at what holds for any text."""
    front = read_fields(text)
    lines = text.split("\n")
    kept = front.body.split("\n")
    assert len(kept) == len(lines)
    assert all(now in ("", before) for now, before in zip(kept, lines, strict=True))
    for found in (*front.links, *front.diagnostics, *front.fields):
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
    assert all(0 <= n < len(front.links) for field in front.fields for n in field.links)
    return front


def values(front: Front) -> dict[str, FieldValue]:
    return {field.key: field.value for field in front.fields}


def codes(front: Front) -> list[str]:
    return [found.code for found in front.diagnostics]


def one(front: Front) -> Diagnostic:
    (found,) = front.diagnostics
    return found


def written(text: str, link: Link) -> str:
    """What stands in the text where a link is said to be."""
    line = text.split("\n")[link.line - 1]
    return line[link.column - 1 : link.column - 1 + link.length]


# ---------------------------------------------------------------- what is read


def test_fields_in_the_order_of_the_file() -> None:
    front = read("type: source\nSource URL: https://x.y\ndate: 2026-01-31\ntags: [a, b]\nown: {x: [1.10, no]}")
    assert [(f.name, f.key, f.value, f.line, f.column) for f in front.fields] == [
        ("type", "type", "source", 2, 1),
        ("url", "Source URL", "https://x.y", 3, 1),
        ("published", "date", "2026-01-31", 4, 1),
        ("tags", "tags", ("a", "b"), 5, 1),
        ("own", "own", {"x": ("1.10", "no")}, 6, 1),
    ]
    assert front.body == "\n" * 7 + "body\n"
    assert front.frontmatter
    assert not front.metadata
    assert front.diagnostics == ()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("contentHash", "raw_hash"),
        ("content-hash", "raw_hash"),
        ("isoDate", "published"),
        ("Date Published", "published"),
        ("YouTube_URL", "url"),
        ("rawFile", "raw_file"),
        ("speakers", "guests"),
        ("标题", "title"),
        ("Veröffentlicht", "published"),
        ("작성일", "작성일"),
        ("stale_after", "stale_after"),
    ],
)
def test_spellings(key: str, name: str) -> None:
    assert [(f.name, f.key) for f in read(f"{key}: x").fields] == [(name, key)]


def test_spellings_of_ones_own() -> None:
    mine = FieldSettings({"show": "channel"})
    assert [f.name for f in read_fields("---\nShow: x\ntitle: y\n---\n", mine).fields] == ["channel", "title"]


def test_a_key_known_with_its_parent_is_a_field_too() -> None:
    front = read("generated:\n  by: '[[Me]]'\n  at: 2026-01-31")
    assert [(f.name, f.key, f.value, f.line, f.links) for f in front.fields] == [
        ("generated", "generated", {"by": "[[Me]]", "at": "2026-01-31"}, 2, (0,)),
        ("updated", "generated.at", "2026-01-31", 4, ()),
    ]


TEXT_BEHIND_A_NUMBER_SIGN = {
    "source: Lex Fridman Podcast #490": "Lex Fridman Podcast #490",
    "tags: #a #b": "#a #b",
    "channel: #general": "#general",
    "type: source # the kind": "source",
    "type: source #kind": "source",
    "type: # none": "",
    "tags:\n- #a\n- b # c": ("#a", "b"),
}


@pytest.mark.parametrize("header", TEXT_BEHIND_A_NUMBER_SIGN)
def test_text_behind_a_number_sign(header: str) -> None:
    """YAML takes ` #490` for a comment, its author for the number of an episode."""
    front = read(header)
    assert [f.value for f in front.fields] == [TEXT_BEHIND_A_NUMBER_SIGN[header]]
    assert front.diagnostics == ()


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (r"title: Don\u2019t", r"Don\u2019t"),
        (r"title: 'It isn\u2019t ''so'''", r"'It isn\u2019t ''so'''"),
        ("title: It isn\\u2019t\n  so", r"It isn\u2019t"),
        (r"tags: [a, b\u2019c, d]", r"b\u2019c"),
    ],
)
def test_the_finding_about_escapes_covers_them_as_they_are_written(header: str, told: str) -> None:
    found = one(read(header))
    line = header.split("\n")[found.line - 2]
    assert (found.code, line[found.column - 1 : found.column - 1 + found.length]) == ("KB227", told)


def test_block_texts_have_no_newline_at_their_end() -> None:
    assert values(read("a: |\n  one\n  two\nb: >\n  one\n  two")) == {"a": "one\ntwo", "b": "one two"}


# ---------------------------------------------------------------- where it begins and ends

NO_FRONTMATTER = [
    "",
    "---",
    "---\n",
    "# Title\n",
    "---\n\nprose\n\n---\nmore\n",
    "---\nprose\n\nmore\n",
    "---\n\n# Title\n\nNote: this is prose\n\n---\nmore\n",
    "\n---\n\ntitle: x\n---\n",
    "\n---\ntitle: x\n",
    "----\ntitle: x\n---\n",
    "text\n---\ntitle: x\n---\n",
    "```\ncode\n```\n",
    "***\ntitle: x\n---\n",
]


@pytest.mark.parametrize("text", NO_FRONTMATTER)
def test_no_frontmatter(text: str) -> None:
    front = checked(text)
    assert not front.frontmatter
    assert front.fields == ()
    assert front.body == text
    assert front.diagnostics == ()


CLOSED = [
    "---\ntitle: x\n---\nbody",
    "---  \ntitle: x\n---\t\nbody",
    "---\ntitle: x\n...\nbody",
    "---\n# comment\ntitle: x\n---\nbody",
    "---\n\ntitle: x\n\n---\nbody",
    "---\n{title: x}\n---\nbody",
    "---\n'title': x\n---\nbody",
    "---\ntitle: x\n---\nbody\n\n---\n\nmore",
]


@pytest.mark.parametrize("text", CLOSED)
def test_closed(text: str) -> None:
    front = checked(text)
    assert values(front) == {"title": "x"}
    assert front.body.lstrip("\n") == text[text.index("body") :]
    assert front.diagnostics == ()


def test_empty_frontmatter() -> None:
    front = checked("---\n---\nbody")
    assert (front.frontmatter, front.fields, front.body) == (True, (), "\n\nbody")


UNCLOSED = {
    "---\ntitle: x\ntype: y\n\n# Heading\n\ntext": "lines 2 to 3 were",
    "---\ntitle: x\ntype: y\n\n# Heading\n\ntext\n\n---\n\nmore": "lines 2 to 3 were",
    "---\ntitle: x\ntype: y\n\nprose\n\n---\nmore": "lines 2 to 3 were",
    "---\ntitle: x\ntype: y\n# Heading\ntext": "lines 2 to 3 were",
    "---\ntype: y\ntitle: x": "lines 2 to 3 were",
    "---\n\ntitle: x\ntype: y\n\nprose": "lines 2 to 4 were",
}


@pytest.mark.parametrize("text", UNCLOSED)
def test_unclosed(text: str) -> None:
    front = checked(text)
    assert values(front) == {"title": "x", "type": "y"}
    found = one(front)
    assert (found.code, found.line, found.column, found.length) == ("KB202", 1, 1, 3)
    assert UNCLOSED[text] in found.message
    assert "put a line --- after line" in found.hint
    assert [line for line in text.split("\n") if line in ("# Heading", "prose", "text", "more")] == [
        line for line in front.body.split("\n") if line in ("# Heading", "prose", "text", "more")
    ]


def test_fields_behind_an_empty_line_are_fields_still() -> None:
    front = read("title: a: b\n\nnot a field\n\ntype: x")
    assert values(front) == {"title": "a: b", "type": "x"}
    assert one(front).code == "KB201"
    assert "line 4 could not be read" in one(front).message


WRAPPED = {
    "```markdown\n---\ntitle: x\n---\nbody\n```\n": "lines 1 and 6",
    "```\n---\ntitle: x\n---\nbody\n\n```py\ncode\n```\n```": "lines 1 and 10",
    "```yaml\n---\ntitle: x\n---\n```\nbody": "lines 1 and 5",
    "````md\n---\ntitle: x\n---\nbody\n````": "lines 1 and 6",
    "---\n```yaml\ntitle: x\n```\n---\nbody": "lines 2 and 4",
    "---\n```\ntitle: x\n---\n```\nbody": "lines 2 and 5",
    "```\n---\ntitle: x\n---\nbody\n```py\ncode\n```": "line 1",
}


@pytest.mark.parametrize("text", WRAPPED)
def test_wrapped_in_a_code_fence(text: str) -> None:
    front = checked(text)
    assert values(front) == {"title": "x"}
    assert one(front).code == "KB203"
    assert one(front).line == (2 if text.startswith("---") else 1)
    assert f"({WRAPPED[text]})" in one(front).message
    assert front.body.strip() == ("body\n```py\ncode\n```" if WRAPPED[text] == "line 1" else front.body.strip())
    assert "body" in front.body
    assert front.body.count("```") % 2 == 0


def test_neither_list_nor_text_is_fields() -> None:
    for header, what, column in [
        ("- a\n- b", "a list", 1),
        ("just text", "a text", 1),
        ("  'x'", "a text", 3),
    ]:
        front = read(header)
        found = one(front)
        assert (found.code, found.line, found.column) == ("KB204", 2, column)
        assert what in found.message
        assert front.fields == ()
        assert front.body == f"\n{header}\n\nbody\n"


# ---------------------------------------------------------------- what is no YAML

RECOVERED: dict[str, tuple[dict[str, FieldValue], int, int, str]] = {
    # header: values, line and column of the warning, hint
    "title: Foo: bar\ntype: x": ({"title": "Foo: bar", "type": "x"}, 2, 11, 'write title: "Foo: bar"'),
    'title: He said "x": y': ({"title": 'He said "x": y'}, 2, 19, "write title: 'He said \"x\": y'"),
    "type: x\ntitle: @x": ({"type": "x", "title": "@x"}, 3, 8, 'write title: "@x"'),
    "title: %x": ({"title": "%x"}, 2, 8, 'write title: "%x"'),
    "title: `x` y": ({"title": "`x` y"}, 2, 8, 'write title: "`x` y"'),
    "title: *bold* text": ({"title": "*bold* text"}, 2, 13, 'write title: "*bold* text"'),
    'title: "a" b': ({"title": '"a" b'}, 2, 12, "write title: '\"a\" b'"),
    'title: "a "b" c"': ({"title": 'a "b" c'}, 2, 11, "write title: 'a \"b\" c'"),
    "title: 'it's'": ({"title": "it's"}, 2, 12, 'write title: "it\'s"'),
    "title: 'open\ntype: x": ({"title": "'open", "type": "x"}, 2, 8, 'write title: "\'open"'),
    "title: {{x}} y": ({"title": "{{x}} y"}, 2, 14, 'write title: "{{x}} y"'),
    "title: a\x07b": ({"title": "a\x07b"}, 2, 9, 'write title: "a\x07b"'),
    "title:x\ntype:y": ({"title": "x", "type": "y"}, 2, 6, 'write title: "x"'),
    "标题：x": ({"标题": "x"}, 2, 3, 'write 标题: "x"'),
    "title:\xa0x\ntype: y": ({"title": "x", "type": "y"}, 2, 6, 'write title: "x"'),
    "tags: [a, b\ntype: x": ({"tags": ("a", "b"), "type": "x"}, 2, 7, 'write tags: ["a", "b"]'),
    "tags: [a, #b]\nn: @": ({"tags": ("a", "#b"), "n": "@"}, 2, 14, 'write tags: ["a", "#b"]'),
    "tags:\n\t- a\n\t- b\nn: x": ({"tags": ("a", "b"), "n": "x"}, 3, 1, 'write   - "a"'),
    "list:\n- a\n- @b\n- c: d: e": ({"list": ("a", "@b", "c: d: e")}, 4, 3, 'write - "@b"'),
    "m:\n  a: b\n  c: d: e": ({"m": {"a": "b", "c": "d: e"}}, 4, 7, 'write   c: "d: e"'),
    "m:\n\ta: b": ({"m": {"a": "b"}}, 3, 1, "write   a: b"),
    "a: |\n  x\n\ty\nb: c": ({"a": " x\ny", "b": "c"}, 4, 1, "write a: |"),
    " a: 1\nb: 2": ({"a": "1", "b": "2"}, 3, 1, ""),
    "a: b\n<<<<<<< HEAD\nc: d": ({"a": "b", "c": "d"}, 3, 1, ""),
    "a: long\nwrapped text\nb: c": ({"a": "long", "b": "c"}, 3, 1, ""),
    '"a": b\n"c: d": e: f': ({"a": "b", "c: d": "e: f"}, 3, 10, 'write "c: d": "e: f"'),
    "a: x: y\nb: [1,\n 2\n]\nc: {d: [e]}": (
        {"a": "x: y", "b": ("1", "2"), "c": {"d": ("e",)}},
        *(2, 5, 'write a: "x: y"'),
    ),
    "a: x: y\nb: >\n  one\n  two\nc:\n  - 1\n  -\n    d: 2": (
        {"a": "x: y", "b": "one two", "c": ("1", {"d": "2"})},
        *(2, 5, 'write a: "x: y"'),
    ),
}


@pytest.mark.parametrize("header", RECOVERED)
def test_recovered_key_by_key(header: str) -> None:
    front = read(header)
    expected, line, column, hint = RECOVERED[header]
    assert values(front) == expected
    found = one(front)
    assert (found.code, found.line) == ("KB201", line)
    assert abs(found.column - column) <= 1  # libyaml and PyYAML differ by one behind quotes
    assert hint in found.hint
    assert front.body.strip() == "body"


def test_the_warning_says_what_was_recovered_and_what_was_not() -> None:
    found = one(read("title: Foo: bar\ntype: x\n?\nnote: @\nrubbish"))
    assert found.message == (
        "this frontmatter is not valid YAML: a value with “: ” in it needs quotes; its fields were read one"
        " by one, lines 2 and 5 as plain text; lines 4 and 6 could not be read"
    )


def test_many_broken_lines_are_not_all_named() -> None:
    found = one(read("\n".join(f"k{n}: a: b" for n in range(20))))
    assert "lines 2, 3, 4, 5, 6, 7, 8, 9 and 12 more" in found.message


def test_a_field_that_stands_twice() -> None:
    front = read("title: a\ntype: x\ntitle: b\nm:\n  k: 1\n  k: 2")
    assert values(front) == {"title": "a", "type": "x", "m": {"k": "1"}}
    assert [(d.code, d.line, d.column, d.length) for d in front.diagnostics] == [
        ("KB205", 4, 1, 5),
        ("KB205", 7, 3, 1),
    ]
    assert "line 2" in front.diagnostics[0].message
    assert codes(read("a: x: y\na: 2\nb: 1\nb: 2")) == ["KB205", "KB205", "KB201"]


REFUSED = {
    'x: !!python/object/apply:os.system ["id"]\ntitle: T': (2, 4, "!!python/object/apply:os.system"),
    "title: T\nx: !foreign y": (3, 4, "!foreign"),
    "title: T\nx: &a [*a]": (3, 8, "contains itself"),
    "title: T\nx: " + "[" * 500: (3, 67, "deeper than 64"),
    "title: T\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{k}: &{k} [{','.join([f'*{j}'] * 10)}]" for j, k in zip("abcdefgh", "bcdefghi", strict=True)): (
        *(6, 29, "more than 10,000 values"),
    ),
}


@pytest.mark.parametrize("header", REFUSED)
def test_refused(header: str) -> None:
    before = time.process_time()
    front = read(header)
    assert time.process_time() - before < 2.0
    assert values(front)["title"] == "T"
    line, column, words = REFUSED[header]
    found = one(front)
    assert (found.code, found.severity, found.line) == ("KB206", "error", line)
    assert abs(found.column - column) <= 6
    assert words in found.message
    assert "its fields were read one by one" in found.message


def test_what_is_refused_stays_text() -> None:
    front = read('x: !!python/object/apply:os.system ["id"]')
    assert values(front) == {"x": '!!python/object/apply:os.system ["id"]'}


# ---------------------------------------------------------------- links in values

LINKS = {
    # header: target, anchor, label, and what stands at its place
    "a: '[[X]]'": [("X", "", "", "[[X]]")],
    "a: see [[X#H1#H2|the x]] and [[Y]]": [
        ("X", "H1#H2", "the x", "[[X#H1#H2|the x]]"),
        ("Y", "", "", "[[Y]]"),
    ],
    "a: '[[ X | l ]]'": [("X", "", "l", "[[ X | l ]]")],
    "a: '[[a|b|c]]'": [("a", "", "b|c", "[[a|b|c]]")],
    "a: '[[a|b [c] d]]'": [("a", "", "b [c] d", "[[a|b [c] d]]")],
    "a: '[[[a]]]'": [("a", "", "", "[[a]]")],
    "a: '[[AT&T|AT&amp;T]]'": [("AT&T", "", "AT&T", "[[AT&T|AT&amp;T]]")],
    "a: '[[x#^b]] [[#H]]'": [("x", "^b", "", "[[x#^b]]"), ("", "H", "", "[[#H]]")],
    "a: '![[e.png]]'": [("e.png", "", "", "[[e.png]]")],
    'a: "caf\\u00e9 [[caf\\u00e9]] [[X]]"': [("café", "", "", "[[caf\\u00e9]]"), ("X", "", "", "[[X]]")],
    "a: 'it''s [[N''s]]'": [("N's", "", "", "[[N''s]]")],
    "a: |\n  x\n  [[X]]\nb: >-\n  y [[Y]]": [("X", "", "", "[[X]]"), ("Y", "", "", "[[Y]]")],
    "a:\n- b: ['[[X]]', x, \"[[Y|z]]\"]\n  c: {d: '[[Z]]'}": [
        ("X", "", "", "[[X]]"),
        ("Y", "", "z", "[[Y|z]]"),
        ("Z", "", "", "[[Z]]"),
    ],
    "a: '[t](p%20q.md#H) [u](<a b.md>) [v](c.md \"title\")'": [
        ("p q.md", "H", "t", "[t](p%20q.md#H)"),
        ("a b.md", "", "u", "[u](<a b.md>)"),
        ("c.md", "", "v", '[v](c.md "title")'),
    ],
    "a: '[[]] [[ ]] [[|x]] [[#]] [x]() [x](#) [x](https://y.z) [x](//y.z) ![i](j.png) \\[[x]]'": [],
    "a: x: [[X]]\nb:\n- y: z: [[Y]]": [("X", "", "", "[[X]]"), ("Y", "", "", "[[Y]]")],
}


@pytest.mark.parametrize("header", LINKS)
def test_links_in_values(header: str) -> None:
    front = read(header)
    text = f"---\n{header}\n---\n"
    assert [(x.target, x.anchor, x.label, written(text, x)) for x in front.links] == LINKS[header]
    assert all(x.type == "field" for x in front.links)
    assert [n for f in front.fields for n in f.links] == list(range(len(front.links)))
    assert all(front.links[n].field == f.key for f in front.fields for n in f.links)


def test_a_link_that_yaml_folds_is_one_link() -> None:
    front = read("a: >\n  one [[two\n  three]] [[four]]")
    assert [(x.target, x.line, x.column) for x in front.links] == [("two three", 3, 7), ("four", 4, 11)]


WITHOUT_QUOTES: dict[str, tuple[dict[str, FieldValue], list[tuple[int, int, int]], str]] = {
    "up: [[X]]": ({"up": "[[X]]"}, [(2, 5, 5)], 'write "[[X]]"'),
    "up: [[X|label]]": ({"up": "[[X|label]]"}, [(2, 5, 11)], 'write "[[X|label]]"'),
    "up: [[a, b]]": ({"up": "[[a, b]]"}, [(2, 5, 8)], 'write "[[a, b]]"'),
    "up: [[a: b]]": ({"up": "[[a: b]]"}, [(2, 5, 8)], 'write "[[a: b]]"'),
    "up:\n  - [[X]]\n  - x": ({"up": ("[[X]]", "x")}, [(3, 5, 5)], 'write "[[X]]"'),
    "up: [[[X]], '[[Y]]']": ({"up": ("[[X]]", "[[Y]]")}, [(2, 6, 5)], 'write "[[X]]"'),
    "up: [[A]], [[B]]": ({"up": ("[[A]]", "[[B]]")}, [(2, 5, 5)], 'write up: ["[[A]]", "[[B]]"]'),
    "up: [[A]] [[B]]": ({"up": ("[[A]]", "[[B]]")}, [(2, 5, 5)], 'write up: ["[[A]]", "[[B]]"]'),
    "up:\n- [[A]], [[B]]\n- c": ({"up": ("[[A]]", "[[B]]", "c")}, [(3, 3, 5)], 'write - ["[[A]]", "[[B]]"]'),
}


@pytest.mark.parametrize("header", WITHOUT_QUOTES)
def test_links_without_quotes(header: str) -> None:
    expected, found, hint = WITHOUT_QUOTES[header]
    front = read(header)
    assert values(front) == expected
    assert [(d.code, d.line, d.column, d.length) for d in front.diagnostics] == [("KB112", *at) for at in found]
    assert front.diagnostics[0].hint == hint
    text = f"---\n{header}\n---\n"
    assert all(re.fullmatch(r"\[\[.*\]\]", written(text, link)) for link in front.links)


def test_a_list_in_a_list_is_no_link() -> None:
    front = read("a: [[1, 2], [3]]\nb: [[]]\nc: [[ ]]")
    assert values(front) == {"a": (("1", "2"), ("3",)), "b": ((),), "c": ((),)}
    assert front.links == ()
    assert front.diagnostics == ()


def test_addresses_of_the_web_and_empty_anchors() -> None:
    front = read("a: '[[https://x.y/z|t]] [[b#]]'\nc: [[https://x.y]]")
    assert [(x.target, x.column, x.bare_hash) for x in front.links] == [("b", 25, True)]
    assert [(d.code, d.line, d.column, d.length) for d in front.diagnostics] == [
        ("KB111", 2, 5, 19),
        ("KB111", 3, 4, 15),
    ]


# ---------------------------------------------------------------- any text at all

PIECES = [
    *("---\n", "...\n", "```\n", "```yaml\n", "title: ", "type: x\n", "a", "\n", "\n\n", ": ", "- ", "[[X]]"),
    *(
        "[[X|y]]",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "#",
        " #1",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
        "!x ",
        "|\n",
        ">\n",
    ),
    *(
        "  ",
        "\t",
        "? ",
        "%",
        "@",
        "`",
        "# H\n",
        "## Metadata\n",
        "**Host:** ",
        "| a | b |\n",
        "|---|---|\n",
        "：",
        "\\",
    ),
    *(
        "Source Summary: T\n",
        "- **URL:** x\n",
        "\x07",
        "\u2028",
        "\ufeff",
        "\x85",
        "é",
        "𝒳",
        "\ud800",
        "[x](y.md)",
    ),
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_pieces(pieces: list[str]) -> None:
    checked("".join(pieces))
    read("".join(pieces))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes(data: bytes) -> None:
    checked(decode(b"---\n" + data + b"\n---\nbody")[0])


def test_random_headers_by_seed() -> None:
    chance = random.Random(20260131)
    for _ in range(1500):
        read("".join(chance.choices(PIECES, k=chance.randrange(60))))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab=[]{}\"'\n.#+1-T: ", max_size=80))
def test_any_toml(text: str) -> None:
    checked(f"+++\na = 1\n{text}\n+++\nbody")


@pytest.mark.parametrize(
    "value", ["[" * 20_000, "1" * 20_000, "1\n" + "k = a b\n" * 2_000], ids=["deep", "long", "broken"]
)
def test_toml_without_bound(value: str) -> None:
    front = checked(f"+++\ntitle = 'T'\nk = {value}\n+++\nbody")
    assert front.fields[0].value == "T"


SLOW = {
    "broken lines": lambda n: "\n".join(f"k{i}: a: b" for i in range(n)),
    "repeated keys": lambda n: "a: x: y\n" * n,
    "broken items": lambda n: "a:\n" + "- x: y: z\n" * n,
    "escaped links": lambda n: 'a: "' + "[[\\u0041]] " * n + '"',
    "opened links": lambda n: "a: '" + "[[a [b " * n + "'",
    "opened targets": lambda n: "a: '" + "[a](b(c" * n + "'",
    "unclosed": lambda n: "a: @\n\n" + "text\n" * n,
    "spaces": lambda n: "a" + " " * n + "\nb: c",
    "spaces in a heading": lambda n: "# T\n\n## a" + " " * n + "b\n\n**Host:** c\n",
    "backticks": lambda n: "a: 'b'\n---\n# T\n\n**Host:** " + "`a``b" * n + "\n**URL:** x",
}


@pytest.mark.parametrize("shape", SLOW)
def test_time_grows_with_the_text(shape: str) -> None:
    before = time.process_time()
    read(SLOW[shape](20_000))
    assert time.process_time() - before < 5.0
