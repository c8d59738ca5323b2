"""Texts as XML 1.0 has them, and dates as feeds write them. Knows no page."""

from __future__ import annotations

from html import escape

from kbgen.text.regex import regex

# What may not be in a document, not even as a reference (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN = regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = regex(r"T(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d|[+-]\d\d)?\Z")


def xml(text: str) -> str:
    """A text escaped for elements and attributes; characters that XML does not have are left out."""
    return escape(_FORBIDDEN.sub("", text))


def day(iso: str) -> str:
    """A date in the precision it has, without the time of day (W3C NOTE-datetime): `2024`, `2024-05`, `2024-05-31`."""
    return iso[:10]


def moment(iso: str) -> str:
    """A date as RFC 3339 has it: what was not written is the beginning, a time without a zone is UTC.

    >>> moment("2024-05"), moment("2024-05-31T18:30")
    ('2024-05-01T00:00:00Z', '2024-05-31T18:30:00Z')
    """
    date = iso[:10] + "-01-01"[len(iso[:10]) - 4 :] if len(iso) < 10 else iso[:10]
    time = _TIME.match(iso[10:])
    if time is None:
        return f"{date}T00:00:00Z"
    hour, minute, second, zone = time.groups()
    zone = zone or "Z"
    if zone != "Z":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        zone = f"{zone[0]}{digits[:2]}:{digits[2:]}"
    return f"{date}T{hour}:{minute}:{second or '00'}{zone}"
