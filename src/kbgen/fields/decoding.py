"""Bytes of a file become text with plain newlines. Knows encodings, nothing of what the text says."""

from __future__ import annotations

import codecs

from kbgen.diagnostics import finding
from kbgen.model import Diagnostic
from kbgen.text.controls import CONTROL, NO_CONTROL, REPLACEMENT, picture, without_controls

_PERHAPS = (b"\xc2", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")  # bytes of the others in UTF-8
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a file, `\\n` the only newline, without byte order mark, and KB209 for what was replaced.

    UTF-8 is assumed, UTF-16 read where its mark stands. Bytes that are no text become U+FFFD, and so do characters that
    none may have, but for controls that have a picture (U+001B is ␛). Each finding is at the first of them and names
    its byte, counted from 0.
    """
    marked = _UTF16.get(data[:2])
    start = 2 if marked else 3 if data.startswith(codecs.BOM_UTF8) else 0
    encoding = marked or "utf-8"
    found: list[Diagnostic] = []
    if marked:
        hint = "save the file as UTF-8"
        found.append(finding("KB209", "this file is UTF-16 (byte 0); it was read as UTF-16", hint=hint))
    data = data[start:]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        found.append(_invalid(text, data, start, error))
    if marked or data.translate(None, NO_CONTROL) or any(some in data for some in _PERHAPS):
        first = CONTROL.search(text)
        if first is not None:
            found.append(_no_text(text, first.start(), encoding, start))
            text = without_controls(text)
    return _newlines(text).lstrip("\ufeff"), tuple(found)


def _invalid(text: str, data: bytes, start: int, error: UnicodeDecodeError) -> Diagnostic:
    """The finding for bytes that are no text; `data` is what follows the mark, which has `start` bytes."""
    line, column = _place(data[: error.start].decode(error.encoding, "replace"))
    count = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode(error.encoding))
    what = "a byte is" if count <= 1 else f"{count} places are"
    name = "UTF-8" if error.encoding == "utf-8" else "UTF-16"
    where = f"at byte {start + error.start} ({line}:{column})"
    message = f"{what} not {name}, {'' if count <= 1 else 'the first '}{where}; shown as {REPLACEMENT}"
    return finding("KB209", message, line, column, 1, "save the file as UTF-8")


def _no_text(text: str, first: int, encoding: str, start: int) -> Diagnostic:
    """The finding for characters that no page may hold, the first of them at an index of the text."""
    before, char = text[:first], text[first]
    line, column = _place(before)
    offset = start + len(before.encode(encoding, "replace"))
    count = len(CONTROL.findall(text))
    name = "NUL" if char == "\0" else f"U+{ord(char):04X}"
    what = f"a {name} character" if count == 1 else f"{count} characters that no page may contain, the first ({name})"
    message = f"{what} at byte {offset} ({line}:{column}); shown as {picture(char)}"
    return finding("KB209", message, line, column, 1, "remove it" if count == 1 else "remove them")


def _place(before: str) -> tuple[int, int]:
    """Line and column right behind a text."""
    before = _newlines(before)
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
