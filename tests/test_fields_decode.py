"""Bytes become text; what was replaced is told with line, column and byte."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbgen.fields import decode

SILENT = {
    "plain": (b"a\nb\n", "a\nb\n"),
    "empty": (b"", ""),
    "no final newline": (b"a", "a"),
    "mark of UTF-8": (codecs.BOM_UTF8 + "---\ntitle: é".encode(), "---\ntitle: é"),
    "CRLF": (b"a\r\nb\r\n", "a\nb\n"),
    "CR": (b"a\rb\r", "a\nb\n"),
    "mixed newlines": (b"a\r\nb\rc\nd\r\r\n", "a\nb\nc\nd\n\n"),
    "other line separators stay": ("a\u2028b\x0cd".encode(), "a\u2028b\x0cd"),
    "a replacement character of the author's": ("a\ufffdb".encode(), "a\ufffdb"),
}


@pytest.mark.parametrize(("data", "text"), SILENT.values(), ids=SILENT.keys())
def test_silent(data: bytes, text: str) -> None:
    assert decode(data) == (text, ())


@pytest.mark.parametrize(
    ("data", "text", "line", "column", "offset", "count"),
    [
        (b"a\nb\xff c", "a\nb\ufffd c", 2, 2, 3, 1),
        ("é\r\n".encode() + b"x\xe9y\xe9", "é\nx\ufffdy\ufffd", 2, 2, 5, 2),
        (b"caf\xe9", "caf\ufffd", 1, 4, 3, 1),
        (codecs.BOM_UTF8 + b"\xff", "\ufffd", 1, 1, 3, 1),
        ("\ufffd".encode() + b"\xc3", "\ufffd\ufffd", 1, 2, 3, 1),
    ],
)
def test_bytes_that_are_not_utf8(data: bytes, text: str, line: int, column: int, offset: int, count: int) -> None:
    decoded, (problem,) = decode(data)
    assert decoded == text
    assert (problem.code, problem.line, problem.column) == ("KB209", line, column)
    assert f"byte {offset} ({line}:{column})" in problem.message
    assert problem.message.startswith("a byte is" if count == 1 else f"{count} places are")


def test_nul() -> None:
    text, (problem,) = decode("é\na\0b\0".encode())
    assert text == "é\na\ufffdb\ufffd"
    assert (problem.code, problem.line, problem.column) == ("KB209", 2, 2)
    assert "byte 4 (2:2)" in problem.message


@pytest.mark.parametrize(
    ("written", "text", "name"),
    [
        ("a\x1b[31m", "a\u241b[31m", "U+001B"), ("a\x7f", "a\u2421", "U+007F"), ("a\x85b", "a\ufffdb", "U+0085"),
        ("a\ufffe", "a\ufffd", "U+FFFE"), ("a\U0001ffff", "a\ufffd", "U+1FFFF"), ("a\ufdd0", "a\ufffd", "U+FDD0"),
    ],
)  # fmt: skip
def test_characters_that_no_text_has(written: str, text: str, name: str) -> None:
    decoded, (problem,) = decode(written.encode())
    assert decoded == text
    assert problem.message == f"a {name} character at byte 1 (1:2); shown as {text[1]}"


def test_every_character_that_html_may_have_stays() -> None:
    for char in map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x3000), 0xFF0C, 0xFFFD, 0x1F600, 0x10FFFD, 9, 10, 12)):
        assert decode(f"a{char}".encode()) == (f"a{char}", ())


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf16_with_its_mark_is_read_with_a_warning(mark: bytes, encoding: str) -> None:
    text, problems = decode(mark + "---\r\ntitle: é\r\n---\r\n".encode(encoding))
    assert text == "---\ntitle: é\n---\n"
    assert [p.code for p in problems] == ["KB209"]


def test_half_a_character_of_utf16() -> None:
    text, problems = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00")
    assert text.startswith("ab")
    assert [p.code for p in problems] == ["KB209", "KB209"]


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for prefix in (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text, problems = decode(prefix + data)
        assert "\r" not in text
        assert "\0" not in text
        text.encode()
        assert all(p.code == "KB209" and p.line >= 1 and p.column >= 1 for p in problems)
