"""Dates as authors write them. Knows the calendar and the names of months; no clock and no locale."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from functools import cache, lru_cache

from kbgen.model import Date
from kbgen.text.names import fold, nfc
from kbgen.text.nothing import says_nothing
from kbgen.text.regex import regex


@lru_cache(maxsize=4096)  # pages are made on the same days, and each is asked for by many
def parse_date(written: str) -> Date | None:
    """A date as precise as it was written; None when it is not understood or in no calendar.

    Understood: ISO 8601 (extended and basic, with or without time and offset), RFC 2822, English month
    names with or without day, those of other languages as they stand in a date (`5 de mayo de 2026`,
    `1. Mai 2026`), `2024/05/01`, `31.1.2026`, `2026年1月31日`, `2026. 1. 31.`, year and month, year.
    `Date.iso` holds no more than was written (`2024-05`), keeps the offset and never converts it; it is
    empty for the ways of writing "no date" (empty, Unknown, None, n/a, -, TBD). A time in digits alone is
    its day (UTC); of a date that stands there twice, as in Zotero's tables, the second is what was written. So is what
    says about a date how sure it is, or of what (`ca. 2020`, `2026-05-08 (estimated)`), which it does not change.
    Of a part of a year (`Q3 2025`, `2025-H1`, `Spring 2024`, `mid-2026`) the year counts, of a week (`2025-W21`) the
    month in which most of it lies, of a span (`2019–2021`, `5–7 May 2026`, `May 2024 to June 2024`) its beginning.
    """
    text = nfc(written.strip())
    if text.startswith("[[") and text.endswith("]]"):  # a link to a day's page is a date all the same
        target, _, label = text[2:-2].partition("|")
        written = text = label.strip() or target.strip()
    if says_nothing(text) or text.lower() in _WHEN_MADE:
        return Date(written.strip(), "")
    if len(text) >= 13 and text.isascii() and text.isdigit():
        return _stamp(text)
    if iso := _in_a_form(text):
        return Date(written.strip(), iso)
    twice = _TWICE.fullmatch(text)
    iso = _in_a_form(twice[1]) if twice is not None else ""
    if twice is not None and iso:
        return Date(twice[1], iso)
    bare = _REMARK.sub("", _ABOUT.sub("", text))
    iso = _in_a_form(bare) if bare != text else ""
    iso = iso or _week(text) or _begun(bare)
    return Date(written.strip(), iso) if 0 < len(iso) <= len("2026-01-31") else None


def date_of_work(written: str) -> Date | None:
    """The same, and the date or year that stands before or behind where a work was published.

    >>> [date.iso for date in map(date_of_work, ("arXiv preprint, May 2023", "2023, Acme", "Icecon 2021")) if date]
    ['2023-05', '2023', '2021']
    """
    if (date := parse_date(written)) is not None:
        return date
    text = nfc(written.strip())
    first, _, rest = text.partition(",")
    before, _, last = text.rpartition(",")
    year = _YEAR_BEHIND.fullmatch(text)
    for words, part in ((rest, first), (before, last), year.groups() if year is not None else ("", "")):
        iso = _in_a_form(part.strip()) if any(char.isalpha() for char in words) and not _is_day(words) else ""
        if iso:
            return Date(written.strip(), iso)
    return None


_YEAR_BEHIND = regex(r"([^\n]{1,80})[ ]\(?((?:1[5-9]|20)[0-9]{2})\)?")


def _is_day(words: str) -> bool:
    """Whether words are a month and a number: beside a year they are a day, or one that is in no calendar."""
    found = _DAY_OF_MONTH.fullmatch(words.strip(" ,"))
    return found is not None and fold(found["month"]) in _NUMBERS


_DAY_OF_MONTH = regex(r"(?:[0-9]+\W*\s)?(?P<month>[^\W\d_]+)\.?(?:\s+[0-9]+)?")


def _in_a_form(text: str) -> str:
    """A date in one of the forms, as ISO 8601; '' for any other text."""
    for form in _FORMS:
        if match := _pattern(form).fullmatch(text):
            return _iso(match.groupdict())
    return ""


def _week(text: str) -> str:
    """The month in which most of a week lies (`2025-W21`), or the day of one (`2025-W21-3`); '' for any other text."""
    found = _WEEK.fullmatch(text)
    try:  # a week of ISO 8601 is of the month and the year of its Thursday
        day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 4)) if found is not None else None
    except ValueError:
        return ""
    return "" if found is None or day is None else day.isoformat()[: 10 if found[3] else 7]


def _begun(text: str) -> str:
    """The beginning of a span of days, months or years; '' for any other text."""
    found = _SPAN.fullmatch(text)
    if found is not None:
        last = _in_a_form(found[2])
        same_year = _in_a_form(f"{found[1]} {last[:4]}")  # `Jan–Mar 2026`
        first = _in_a_form(found[1]) or (same_year if same_year <= last else "")
        if first and (found[2].lower() in _STILL or first[:4] <= last[:4]):
            return first
    days = _DAYS.search(text)
    return _in_a_form(text[: days.end(1)] + text[days.end() :]) if days is not None else ""


def day_of_time(date: Date) -> Date:
    """A date for readers: of a time (`2026-06-20T22:53:05Z`) they need the day; all else stays as it was written."""
    return Date(date.iso[:10], date.iso) if len(date.iso) > 10 else date


def latest_first(iso: str) -> tuple[int, ...]:
    """Sort key: later dates first, and a month or year alone as its beginning."""
    return (*(-ord(char) for char in iso), 1)


def in_days(text: str) -> str:
    """A text that is a time as its day, any other as it is.

    >>> in_days("2026-06-20T22:53:05Z"), in_days("June 2026"), in_days("5000 readers")
    ('2026-06-20', 'June 2026', '5000 readers')
    """
    date = parse_date(text)
    return (day_of_time(date).written if date is not None else "") or text


# A date for sorting and, behind it, as its author wrote it: so Zotero keeps it (`2014-10-00 October 2014`).
_TWICE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ ]+(\S.*)")

_REMARK = regex(r"(?:(?<![ ])[ ]*+(?:[(（][^()（）\n]{1,80}[)）]|\?)|[ /-]?(?:Q[1-4]|H[12]))\Z", re.I)
_ABOUT = regex(
    r"\A(?:(?:ca?|circa|approx|approximately|um|vers|около|ок)\b\.?[ ]*|about[ ]+|around[ ]+|[~≈约約][ ]*"
    r"|(?:Q[1-4]|[1-4]Q|H[12])[ /-]+|(?:spring|summer|autumn|fall|winter),?[ ]+"
    r"|(?:early|mid|late|beginning of|end of)[ -]+)(?=\w)",
    re.I,
)
_WEEK = regex(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?")
_SPAN = regex(
    r"([^–—→~～]{3,30}?)(?:[ ]?(?:[–—→~～]|\.{2,3})[ ]?|[ ]+(?:-|to|until|bis)[ ]+|(?<=\A[0-9]{4})-(?=[0-9]{4}\Z))"
    r"(\w.{3,30})",
    re.I,
)
_STILL = frozenset({"present", "today", "ongoing", "heute"})
_DAYS = regex(r"(?<![\w-])([0-9]{1,2})\s?[–-]\s?[0-9]{1,2}(?![\w-])")

_DIGITS = regex(r"(20\d\d)(\d\d)(\d\d)(?:\d{6}|\d{9})")


def _stamp(text: str) -> Date | None:
    """A time in digits alone: milliseconds of the years 2001 to 2033, as Dendron and Logseq write them, or year, month,
    day and time, as TiddlyWiki does. Nobody reads that; the day is what was written."""
    found = _DIGITS.fullmatch(text)
    if found is not None:
        day = "-".join(found.groups())
        return Date(day, day) if (known := parse_date(day)) is not None and known.iso else None
    if len(text) != 13 or text[0] != "1":
        return None
    day = f"{datetime.fromtimestamp(int(text) // 1000, UTC):%Y-%m-%d}"
    return Date(day, day)


_WHEN_MADE = frozenset({"today", "now", "last-modified"})  # Quarto's words for when the page is made
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july"),
            *("aug august", "sep sept september", "oct october", "nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}
# Unicode CLDR 45, months wide as in a date and alone: German, Spanish, Portuguese, French, Italian, Dutch, Polish,
# Russian, Ukrainian, Turkish.
_OTHER_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner enero janeiro janvier gennaio januari stycznia styczeń января январь січня січень ocak",
            "februar febrero fevereiro février febbraio februari lutego luty февраля февраль лютого лютий şubat",
            "märz marzo março mars maart marca marzec марта март березня березень mart",
            "april abril avril aprile kwietnia kwiecień апреля апрель квітня квітень nisan",
            "mai mayo maio maggio mei maja maj мая май травня травень mayıs",
            "juni junio junho juin giugno czerwca czerwiec июня июнь червня червень haziran",
            "juli julio julho juillet luglio lipca lipiec июля июль липня липень temmuz",
            "august agosto août augustus sierpnia sierpień августа август серпня серпень ağustos",
            "september septiembre setiembre setembro septembre settembre września wrzesień сентября сентябрь вересня "
            "вересень eylül",
            "oktober octubre outubro octobre ottobre października październik октября октябрь жовтня жовтень ekim",
            "november noviembre novembro novembre listopada listopad ноября ноябрь листопада листопад kasım",
            "dezember diciembre dezembro décembre dicembre december grudnia grudzień декабря декабрь грудня грудень "
            "aralık",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMBERS = {fold(name): number for name, number in (_OTHER_MONTHS | _MONTHS).items()}  # `re` takes `I` for `ı` as well
# RFC 2822, section 4.3: the zones that have a meaning.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
_ZONES |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7}

_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_OTHER_MONTH = rf"(?P<name>{'|'.join(sorted(_OTHER_MONTHS, key=len, reverse=True))})"
_OF = r"(?:de\s+|del\s+)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_OFFSET = rf"(?P<zone>[+-][0-9]{{2}}(?::?[0-9]{{2}})?|{'|'.join(_ZONES)})"
_CLOCK = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<part>[.,][0-9]+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
)
# `10:00 (UTC +02:00)`, as browser extensions that clip pages write it
_UTC = rf"(?:\s*(?P<around>\()?(?:(?:UTC|GMT)\s?(?=[+-]))?{_OFFSET}(?(around)\)))"
_TIME = rf"(?:(?:T|,?\s+){_CLOCK}{_UTC}?)?"
_BASIC_TIME = (
    r"(?:T(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?:(?P<second>[0-9]{2})(?P<part>[.,][0-9]+)?)?"
    rf"{_OFFSET}?)?"
)
# the hour behind such a date, with its half of the day: only the day of it is kept
_HALF_DAYS = (
    r"(?:\s+(?:(?:오전|오후|午前|午後|上午|下午)\s?)?"
    r"[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2})?|\s?[시時时点](?:\s?[0-9]{1,2}\s?[분分](?:\s?[0-9]{1,2}\s?[초秒])?)?))?"
)
_FORMS = (
    rf"{_YEAR}(?P<gap>[-/.])(?P<month>[0-9]{{1,2}})(?P=gap)(?P<day>[0-9]{{1,2}}){_TIME}",
    rf"{_YEAR}(?:[-/.](?P<month>[0-9]{{1,2}}))?",
    rf"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_BASIC_TIME}",
    rf"{_WEEKDAY}{_DAY}[\s-]+(?:of\s+)?{_MONTH}[\s,-]+{_YEAR}{_TIME}",
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_TIME}",
    rf"{_MONTH}[\s,-]+{_YEAR}",
    rf"{_YEAR}[\s-]+{_MONTH}(?:[\s-]+{_DAY})?",
    rf"{_DAY}\.\s?(?P<month>[0-9]{{1,2}})\.\s?{_YEAR}",  # with dots the day always comes first
    rf"{_YEAR}\.\s?(?P<month>[0-9]{{1,2}})\.(?:\s?(?P<day>[0-9]{{1,2}})\.{_HALF_DAYS})?",  # as Korean has it
    rf"{_YEAR}\s?[年년](?:\s?(?P<month>[0-9]{{1,2}})\s?[月월](?:\s?(?P<day>[0-9]{{1,2}})\s?[日일]{_HALF_DAYS})?)?",
    rf"{_DAY}(?:\.|er)?\s+{_OF}{_OTHER_MONTH},?\s+{_OF}{_YEAR}(?:\s*(?:г|р)\.?)?",
    rf"{_OTHER_MONTH}\s+{_OF}{_YEAR}(?:\s*(?:г|р)\.?)?",
)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """One of the forms, compiled when a date is first tried on it: the first of them is that of most dates."""
    return re.compile(form, re.IGNORECASE)


def _iso(parts: dict[str, str | None]) -> str:
    """The parts in ISO 8601, only those that are there; empty if the calendar or the clock has no such."""
    year = int(parts["year"] or 0)
    name = parts.get("name")
    month = _NUMBERS[fold(name)] if name else _number(parts.get("month"))
    day = _number(parts.get("day"))
    if year < 1 or (month is not None and not 1 <= month <= 12):
        return ""
    if day is not None and not 1 <= day <= monthrange(year, month or 1)[1]:
        return ""
    date = f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part is not None)
    return date if parts.get("hour") is None else _with_time(date, parts)


def _with_time(date: str, parts: dict[str, str | None]) -> str:
    hour, minute, second = (_number(parts.get(part)) for part in ("hour", "minute", "second"))
    offset = _offset(parts.get("zone"))
    if hour is not None and (half := parts.get("half")):
        late = half in "pP"
        hour = hour % 12 + 12 * late if hour <= 12 else hour if late else 24  # some programs write `13:15 PM`
    if hour is None or hour > 23 or (minute or 0) > 59 or (second or 0) > 60 or offset is None:
        return ""
    seconds = "" if second is None else f":{second:02}" + (parts.get("part") or "").replace(",", ".")
    return f"{date}T{hour:02}:{minute or 0:02}{seconds}{offset}"


def _offset(zone: str | None) -> str | None:
    """An offset as `Z` or `+02:00`, empty for none written, None for one that no place has."""
    if zone is None:
        return ""
    if zone[0] not in "+-":
        hours = _ZONES[fold(zone)]
        return f"{hours:+03}:00" if hours else "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if zone[0] == "-" and digits == "0000":
        return "Z"  # RFC 2822, section 3.3: UTC, said by somebody who does not tell where
    hours, minutes = int(digits[:2]), int(digits[2:])
    return f"{zone[0]}{hours:02}:{minutes:02}" if hours <= 18 and minutes <= 59 else None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
