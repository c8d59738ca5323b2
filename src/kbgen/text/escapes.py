"""Escapes of other formats that came into a text or into values of fields, and the quotes that YAML has for them."""

from __future__ import annotations

from html import unescape

import msgspec

from kbgen.text.controls import CONTROL
from kbgen.text.regex import regex

_ESCAPE = regex(r'\\(?:u[0-9a-fA-F]{4}|")')


def unescaped(text: str) -> str:
    r"""What a value without quotes says if a program took it from JSON and left the quotes away; other text as it is.

    >>> unescaped(r"Don\u2019t say \"scale\""), unescaped(r"C:\users\u2019")
    ('Don’t say "scale"', 'C:\\users\\u2019')
    """
    if _ESCAPE.search(text) is None:
        return text
    try:
        said = msgspec.json.decode(f'"{text}"', type=str)
    except (msgspec.DecodeError, UnicodeError):  # another program's backslashes, or half a character
        return text
    return text if CONTROL.search(said) else said


_REFERENCE = regex(r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


_SPACE_ALONE = regex(r"(?<!\S)&(?:nbsp|#160|#[xX][aA]0);(?!\S)")


def dereferenced(text: str) -> str:
    """What a value says if a program took it from HTML as it stands there; other text, and what is about HTML (in which
    something is code, or a space that no words are beside), as it is.

    >>> dereferenced("It&#39;s Q&amp;A"), dereferenced("AT&T &amp;#39;now&amp;#39;"), dereferenced("What `&amp;` means")
    ("It's Q&A", "AT&T 'now'", 'What `&amp;` means')
    """
    if "`" in text or _SPACE_ALONE.search(text):
        return text
    said = _REFERENCE.sub(lambda found: unescape(found[0]), text)
    said = _REFERENCE.sub(lambda found: unescape(found[0]), said)
    return text if CONTROL.search(said) else said


def quoted(text: str) -> str:
    """A text in the quotes that need least escaping in YAML."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
