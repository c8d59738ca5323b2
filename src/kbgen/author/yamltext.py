"""Values as YAML writes them, so that they are read as they were given. Knows no file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from kbgen.text.regex import regex

# Words, dates and numbers that no reader of YAML, of whatever version, takes for anything but what kbgen keeps: text.
_PLAIN = regex(r"[A-Za-z][A-Za-z-]*|\d{4}(?:-\d\d(?:-\d\d)?)?|https?://[\w./?=&%+~-]+")
_NO_TEXT = frozenset("yes no on off true false null y n".split())
# What YAML 1.1 or 1.2 forbids in a file, and what it takes for the end of a line.
_ESCAPED = regex("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def _yaml_text(text: str) -> str:
    """A text on one line, in double quotes where it is more than a word, a date or an address. Empty for none.

    >>> _yaml_text("Foo: bar"), _yaml_text('say "it" #1'), _yaml_text("source"), _yaml_text("no")
    ('"Foo: bar"', '"say \\\\"it\\\\" #1"', 'source', '"no"')
    """
    text = " ".join(text.split())
    if not text or (_PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT):
        return text
    return _yaml_quoted(text)


def yaml_value(value: str | Iterable[str]) -> str:
    r"""What stands behind a key and its colon: one text, or several as a list below the key, and so one that would be
    taken for several. Empty for none.

    >>> "tags:" + yaml_value(["a", "b c"]), "host:" + yaml_value(["[[a]]"]), "url:" + yaml_value("")
    ('tags:\n  - a\n  - "b c"', 'host: "[[a]]"', 'url:')
    >>> "aliases:" + yaml_value(["OpenAI, Inc."])
    'aliases:\n  - "OpenAI, Inc."'
    """
    written = [made for text in ((value,) if isinstance(value, str) else value) if (made := _yaml_text(text))]
    several = not isinstance(value, str) and any(sign in one for one in written for sign in ",;，；、")
    if len(written) < 2 and not several:
        return "".join(f" {one}" for one in written)
    return "".join(f"\n  - {one}" for one in written)


def yaml_fields(fields: Iterable[tuple[str, str | Iterable[str]]]) -> str:
    """Fields as the lines of a header, without its fences; a field without a value is left out."""
    lines = []
    for key, value in fields:
        written = yaml_value(value)
        if written:
            lines.append(f"{_yaml_key(key)}:{written}\n")
    return "".join(lines)


def _yaml_key(key: str) -> str:
    """A key, in quotes where it is not made of letters, digits, `-` and `_` alone."""
    return key if re.fullmatch(r"[^\W\d][\w-]*", key) and key.lower() not in _NO_TEXT else _yaml_quoted(key)


def _yaml_quoted(text: str) -> str:
    """A text in double quotes, whatever it is."""
    text = " ".join(text.split())
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
