"""Dates: as precise as written, never converted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbgen.fields import parse_date
from kbgen.fields.dates import date_of_work

UNDERSTOOD = {
    # ISO 8601, extended
    "2026-01-31": "2026-01-31",
    "2026-1-3": "2026-01-03",
    "2024-05": "2024-05",
    "2024": "2024",
    "2024-02-29": "2024-02-29",
    "2018-09-27T11:53:03Z": "2018-09-27T11:53:03Z",
    "2013-09-23 18:26:48": "2013-09-23T18:26:48",
    "2026-01-31T10:00:00+02:00": "2026-01-31T10:00:00+02:00",
    "2026-01-31T10:00:00+0200": "2026-01-31T10:00:00+02:00",
    "2026-01-31 10:00 -05": "2026-01-31T10:00-05:00",
    "2026-01-31T10:00:00.123Z": "2026-01-31T10:00:00.123Z",
    "2026-01-31t10:00:00z": "2026-01-31T10:00:00Z",
    "2026-01-31 10:00:00 UTC": "2026-01-31T10:00:00Z",
    # with its distance from UTC in parentheses
    "2026-01-31T10:00:00 (UTC +02:00)": "2026-01-31T10:00:00+02:00",
    "2026-01-31 10:00 (UTC -05:00)": "2026-01-31T10:00-05:00",
    "2026-01-31 10:00 GMT+0200": "2026-01-31T10:00+02:00",
    "2026-01-31 10:00 (EST)": "2026-01-31T10:00-05:00",
    # with how sure it is, or of what
    "2026-05-08 (estimated)": "2026-05-08",
    "2026-05-08（推测）": "2026-05-08",
    "2026 (preprint)": "2026",
    "ca. 2020": "2020",
    "circa May 2020 (arXiv v1)": "2020-05",
    "~2020": "2020",
    "2020?": "2020",
    # a part of a year
    "Q3 2025": "2025",
    "2025-Q3": "2025",
    "2025 q3": "2025",
    "2Q 2025": "2025",
    "H1/2025": "2025",
    "Spring 2024": "2024",
    "mid-2026": "2026",
    "early May 2026": "2026-05",
    # weeks
    "2025-W21": "2025-05",
    "2026-W01": "2026-01",
    "2025W213": "2025-05-21",
    # spans
    "2019-2021": "2019",
    "2019–2021": "2019",
    "2019 - present": "2019",
    "2024-05-01 to 2024-05-03": "2024-05-01",
    "2024-05-01 → 2024-06-03": "2024-05-01",
    "May 5–7, 2026": "2026-05-05",
    "5-7 May 2026": "2026-05-05",
    "Jan 2026 – Mar 2026": "2026-01",
    "Jan–Mar 2026": "2026-01",
    "28 April - 3 May 2026": "2026-04-28",
    # ISO 8601, basic
    "20260131": "2026-01-31",
    "20260131T100000Z": "2026-01-31T10:00:00Z",
    "20260131T1000+0200": "2026-01-31T10:00+02:00",
    # as it is said
    "5th of March 2026": "2026-03-05",
    "Thursday, 5th of March, 2026": "2026-03-05",
    # RFC 2822
    "Sat, 31 Jan 2026 10:00:00 +0200": "2026-01-31T10:00:00+02:00",
    "31 Jan 2026 10:00 GMT": "2026-01-31T10:00Z",
    "Sat, 31 Jan 2026 10:00:00 EST": "2026-01-31T10:00:00-05:00",
    "Sat, 31 Jan 2026 10:00:00 -0000": "2026-01-31T10:00:00Z",
    # English month names
    "January 31, 2026": "2026-01-31",
    "January 31, 2026 10:15 AM": "2026-01-31T10:15",
    "2026-01-31 00:15 AM": "2026-01-31T00:15",
    "2026-01-31 13:15 PM": "2026-01-31T13:15",
    "January 31, 2026 12:15 a.m.": "2026-01-31T00:15",
    "Jan 31, 2026, 12:15pm": "2026-01-31T12:15",
    "2026-01-31 11:59:30 PM": "2026-01-31T23:59:30",
    "Jan 31 2026": "2026-01-31",
    "31 Jan 2026": "2026-01-31",
    "31st January 2026": "2026-01-31",
    "Saturday, January 31, 2026": "2026-01-31",
    "Sept. 9, 2020": "2020-09-09",
    "Jan 2025": "2025-01",
    "MAY 2025": "2025-05",
    "January, 2025": "2025-01",
    "2025 January": "2025-01",
    "05-Jan-2024": "2024-01-05",
    # letters that `re` takes for those of a month's name or a zone
    "20 KASIM 2026": "2026-11-20",
    "20 mayis 2026": "2026-05-20",
    "5 auguſt 2026": "2026-08-05",
    "2026-01-31 10:00 eſt": "2026-01-31T10:00-05:00",
    "1. Ma\u0308rz 2026": "2026-03-01",
    # others that say clearly which part is which
    "2024/05/01": "2024-05-01",
    "2024/5": "2024-05",
    "2024.05.01": "2024-05-01",
    "31.1.2026": "2026-01-31",
    "2026年1月31日": "2026-01-31",
    "2026年1月": "2026-01",
    "2026년 1월 31일": "2026-01-31",
    "2026. 1. 31.": "2026-01-31",
    "2026.01.31.": "2026-01-31",
    "2026. 1. 31. 오후 8:27": "2026-01-31",
    "2026. 1.": "2026-01",
    "2026년 1월 31일 오후 8:27": "2026-01-31",
    "2026년 01월 31일 오후 20시 27분": "2026-01-31",
    "2026年1月31日 上午10:15": "2026-01-31",
    "  2026-01-31 ": "2026-01-31",
}

NO_DATE = ["", "  ", "Unknown", "unknown", "None", "none", "n/a", "N/A", "-", "–", "—", "TBD", "null", "n.d."]

NOT_UNDERSTOOD = [
    *("2026-13-01", "2024-13-45", "0000-00-00", "99999-01-01", "2023-02-29", "2024-00", "2024-00-10"),
    *("2026-01-32", "2026-01-31T25:00", "2026-01-31T10:61", "2026-01-31T10:00+99:00", "20261301"),
    *("31/01/2026", "01/02/2026", "Febuary 2025", "February 30, 2024", "last year", "24", "2024-05-01-02"),
    *("2026-01-31 10:00 (UTC +02:00", "2026-01-31 10:00 UTC +02:00)", "2026-01-31 10:00 (UTC +99:00)"),
    *("2026년 1월 31일 오후", "2026年1月31日 10"),
    *("2025-Q5", "2025-W54", "2021-2019", "2019-20", "2019-2021-2022", "Spring", "Spring into 2024", "mid", "5-7 2026"),
    *("2019–soon", "1–2–3 May 2026", "2026-01-05-07"),
    *("2024-05/01", "12:30", "2024 2025", "٢٠٢٤", "2024-", "January", "31 January", "1e4"),
]


@pytest.mark.parametrize(("written", "iso"), UNDERSTOOD.items())
def test_understood(written: str, iso: str) -> None:
    date = parse_date(written)
    assert date is not None
    assert (date.written, date.iso) == (written.strip(), iso)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2014-10-29 2014-10-29", ("2014-10-29", "2014-10-29")),
        ("2014-10-00 October 2014", ("October 2014", "2014-10")),
        ("2014-00-00 2014", ("2014", "2014")),
    ],
)
def test_of_a_date_for_sorting_and_as_written_the_second_counts(written: str, date: tuple[str, str]) -> None:
    found = parse_date(written)
    assert found is not None
    assert (found.written, found.iso) == date


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[[2026-01-31]]", "2026-01-31"),
        ("[[ 2026-01-31 ]]", "2026-01-31"),
        ("[[2026-01-31|January 31, 2026]]", "January 31, 2026"),
    ],
)
def test_a_link_to_the_page_of_a_day_is_shown_as_the_day(written: str, shown: str) -> None:
    found = parse_date(written)
    assert found is not None
    assert (found.written, found.iso) == (shown, "2026-01-31")


@pytest.mark.parametrize("written", NO_DATE)
def test_ways_of_writing_no_date_are_silent(written: str) -> None:
    date = parse_date(written)
    assert date is not None
    assert date.iso == ""


@pytest.mark.parametrize("written", NOT_UNDERSTOOD)
def test_not_understood(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize("written", ["February 30, 2024", "31 April 2024", "Dec 28 – Jan 3, May 40"])
def test_a_day_in_no_calendar_is_no_year(written: str) -> None:
    """A year may have a venue beside it, but the rest of a date is none."""
    assert date_of_work(written) is None


@given(st.dates())
def test_every_day_of_the_calendar(day: object) -> None:
    date = parse_date(str(day))
    assert date is not None
    assert date.iso == str(day)


@given(st.text(alphabet="0123456789-–/.:TZ+ ,JanuryFebQW年月日[]", max_size=30))
def test_any_text_gives_iso_or_nothing(written: str) -> None:
    date = parse_date(written)
    assert date is None or date.iso == "" or re.match(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.+)?)?)?$", date.iso)
