"""Findings as text: the shape is in the manual, the caret stands under what is meant."""

from __future__ import annotations

import re

import pytest

from kbgen.diagnostics import (
    CODES,
    count_codes,
    finding,
    first_of_each,
    format_text,
    sort_key,
    summary,
    visible,
    worst,
)


def test_the_shape_of_a_finding() -> None:
    diagnostic = finding(
        "KB101",
        "no page is called “mixture-of-expert”",
        line=14,
        column=18,
        length=21,
        hint="did you mean [[mixture-of-experts]]?",
        path="kb/sources/survey.md",
    )
    text = format_text(diagnostic, "The encoder uses [[mixture-of-expert]] layers.\r\n")
    assert (
        text
        == """\
warning[KB101 missing-page]: no page is called “mixture-of-expert”
  ┌─ kb/sources/survey.md:14:18
14 │ The encoder uses [[mixture-of-expert]] layers.
   │                  ^^^^^^^^^^^^^^^^^^^^^
  hint: did you mean [[mixture-of-experts]]?"""
    )


@pytest.mark.parametrize(
    ("source", "column", "length", "line", "caret"),
    [
        ("abc", 1, 1, "abc", "^"),
        ("abc", 3, 9, "abc", "  ^"),
        ("abc", 4, 1, "abc", "   ^"),
        ("abc", 99, 1, "abc", "   ^"),
        ("", 1, 1, "", "^"),
        ("\tab\tc", 2, 4, "    ab    c", "    ^^^^^^^"),
        ("\tx", 1, 1, "    x", "^^^^"),
        ("漢字ab", 3, 2, "漢字ab", "    ^^"),
        ("a漢字b", 2, 2, "a漢字b", " ^^^^"),
        ("e\u0301e\u0301x", 5, 1, "e\u0301e\u0301x", "  ^"),
        ("😀x", 2, 1, "😀x", "  ^"),
        ("a\x1b[31mb", 7, 1, "a\ufffd[31mb", "      ^"),
        ("a\x00\x85\u202eb", 5, 1, "a\ufffd\ufffd\ufffdb", "    ^"),
        ("\udcffb", 2, 1, "\ufffdb", " ^"),
    ],
)
def test_the_caret_stands_under_what_is_meant(source: str, column: int, length: int, line: str, caret: str) -> None:
    lines = format_text(finding("KB101", "x", 7, column, length, path="a.md"), source).split("\n")
    assert lines[2:] == [f" 7 │ {line}".rstrip(), f"   │ {caret}"]


def test_a_byte_order_mark_is_no_column() -> None:
    lines = format_text(finding("KB101", "x", 1, 3, 1), "\ufeffabc").split("\n")
    assert lines[1:] == [" 1 │ abc", "   │   ^"]


def test_a_long_number_widens_the_margin() -> None:
    text = format_text(finding("KB101", "x", 12345, 1, 1, "one\ntwo", "a.md"), "abc")
    assert text.split("\n")[1:] == [
        "     ┌─ a.md:12345:1",
        "12345 │ abc",
        "      │ ^",
        "     hint: one",
        "           two",
    ]


@pytest.mark.parametrize("before", [0, 5, 60, 61, 95, 99, 100, 101, 250, 100_000])
@pytest.mark.parametrize("after", [0, 1, 30, 100, 100_000])
@pytest.mark.parametrize("fill", ["a", "漢"])
def test_a_long_line_is_cut_around_the_caret(before: int, after: int, fill: str) -> None:
    source = fill * before + "[[x]]" + fill * after
    lines = format_text(finding("KB101", "x", 7, before + 1, 5), source).split("\n")
    shown, caret = lines[1][5:], lines[2][5:]
    wide = 2 if fill == "漢" else 1
    width = sum(wide if ch == fill else 1 for ch in shown)
    assert width <= 100
    assert (width == before * wide + 5 + after * wide) is ("…" not in shown)
    at = shown.index("[[x]]")
    assert len(caret) - 5 == sum(wide if ch == fill else 1 for ch in shown[:at])
    assert caret.endswith("^" * 5)


def test_a_long_target_is_underlined_to_the_edge() -> None:
    lines = format_text(finding("KB101", "x", 7, 3, 500), "a " + "b" * 500).split("\n")
    assert (len(lines[1]), len(lines[2])) == (105, 104)
    assert lines[1].endswith("b…")


@pytest.mark.parametrize(
    ("line", "column", "source", "rest"),
    [
        (1, 1, "text", ["  ┌─ a.md:1:1"]),
        (5, 2, None, ["  ┌─ a.md:5:2"]),
        (0, 0, "text", ["  ┌─ a.md"]),
        (5, 2, "text", ["  ┌─ a.md:5:2", " 5 │ text"]),
    ],
)
def test_a_finding_with_nothing_to_underline(line: int, column: int, source: str | None, rest: list[str]) -> None:
    assert format_text(finding("KB202", "x", line, column, path="a.md"), source).split("\n")[1:] == rest


def test_nothing_from_files_reaches_the_terminal() -> None:
    evil = "\x1b]0;x\x07\r\n\x9b\u2028\u202e\ud800\x7f"
    text = format_text(finding("KB101", evil, 3, 2, 3, "b" + evil, "a" + evil), "c" + evil)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800]", text)
    assert text.encode()
    assert visible("plain é 漢 \u200b") == "plain é 漢 \u200b"


def test_colours_only_add() -> None:
    diagnostic = finding("KB101", "x", 3, 2, 3, "do this", "a.md")
    plain, coloured = format_text(diagnostic, "abcdef"), format_text(diagnostic, "abcdef", colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert "\x1b" not in plain
    assert coloured.count("\x1b[0m") == 6


def test_many_findings() -> None:
    many = [finding("KB101", "x", line, path="b.md") for line in range(30, 0, -1)]
    many += [finding("KB104", "n", path="a.md"), finding("KB501", "e", path="c.md")]
    shown, more = first_of_each(many, limit=20)
    assert more == {"KB101": 10}
    assert list(shown) == sorted(shown, key=sort_key)
    assert [d.line for d in shown if d.code == "KB101"] == list(range(1, 21))
    assert count_codes(many) == {"KB101": 30, "KB104": 1, "KB501": 1}
    assert summary(many) == "1 error, 30 warnings, 1 note"
    assert (worst(many), worst(many[:30]), worst(many[30:31]), worst([])) == (
        "error",
        "warning",
        "note",
        None,
    )
    assert summary([]) == "nothing to fix"


def test_codes_are_complete() -> None:
    names = [code.name for code in CODES.values()]
    assert len(set(names)) == len(names)
    for key, code in CODES.items():
        assert re.fullmatch(r"KB[1-5]\d\d", key)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name)
        assert code.about.endswith(".")
