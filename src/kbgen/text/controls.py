"""Characters that no page may hold: controls other than white space, and noncharacters."""

from __future__ import annotations

from kbgen.text.regex import regex

REPLACEMENT = "\ufffd"
_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))

# html.spec.whatwg.org, "Text": the code points that a document may have.
CONTROL = regex(f"[\\0-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\\ufdd0-\\ufdef{_LAST_OF_PLANES}]")
NO_CONTROL = bytes({*range(0x20, 0x100), *b"\t\n\f\r"} - {0x7F})
"""All bytes but those of such characters in ASCII: what `bytes.translate` leaves without them is to be replaced."""


def picture(char: str) -> str:
    """What stands for such a character: the picture of a control (unicode.org/charts, U+2400), else U+FFFD.

    >>> picture("\\x1b"), picture("\\x7f"), picture("\\0"), picture("\\ufffe")
    ('␛', '␡', '\ufffd', '\ufffd')
    """
    if char == "\x7f":
        return "\u2421"
    return chr(0x2400 + ord(char)) if "\0" < char < " " else REPLACEMENT


def without_controls(text: str) -> str:
    """A text with what stands for such characters in their places."""
    return CONTROL.sub(lambda found: picture(found[0]), text)


def encoded(text: str) -> bytes:
    """A whole page or table in UTF-8, with what stands for controls of ASCII in their places: names of files may have
    them, and all else is read without."""
    data = text.encode("utf-8", "replace")
    return without_controls(text).encode("utf-8", "replace") if data.translate(None, NO_CONTROL) else data
