"""Why a text is no date, in words for its author. Knows the calendar."""

from __future__ import annotations

from calendar import month_name

from kbgen.text.regex import regex

_EITHER = regex(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:19|20)[0-9]{2})")
_NO_DAY = regex(r"((?:19|20)[0-9]{2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?:[T ].*)?")
_FORM = regex(r"[YMDymd]{2,4}(?:[-/.][YMDymd]{2,4}){1,2}")


def no_date(written: str) -> tuple[str, str]:
    """What is wrong with a text that is no date (`is …`), and what to do.

    >>> no_date("03/04/2024")[0], no_date("2025-02-30")[0]
    ('may be 3 April or 4 March', 'is no day of the calendar')
    """
    form = "write it as year-month-day, for example 2026-01-31"
    if either := _EITHER.fullmatch(written):
        one, two, year = int(either[1]), int(either[2]), either[3]
        if 1 <= one <= 12 and 1 <= two <= 12:
            hint = f"write {year}-{two:02}-{one:02} or {year}-{one:02}-{two:02}"
            return f"may be {one} {month_name[two]} or {two} {month_name[one]}", hint
        return "is no day of the calendar", form
    if _NO_DAY.fullmatch(written):
        return "is no day of the calendar", form
    if _FORM.fullmatch(written):
        return "is the form of a date, and none", form
    return "cannot be understood as a date", form
