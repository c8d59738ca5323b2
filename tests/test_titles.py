"""What pages are called and dated by where their fields say nothing of it."""

from __future__ import annotations

import pytest

from kbgen.fields.spellings import ParseSettings
from kbgen.link.titles import date_of, short_title
from kbgen.parse import parse


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("daily/2024-02-29", "2024-02-29"),
        ("2024_03_01", "2024-03-01"),
        ("_posts/notes/2024-03-02-trees", "2024-03-02"),
        ("daily/2023-02-29", ""),
        ("2024_02_31", ""),
        ("_posts/2024-04-31-trees", ""),
        ("blog/2024-03-02-trees", "2024-03-02"),
        ("blog/2024-03-02-trees/index", "2024-03-02"),
        ("blog/2024-03-02-trees/more", ""),
        ("talks/2024-03-02-trees", ""),
        ("0000-01-01", ""),
        ("\u0662\u0660\u0662\u0664-01-01", ""),
        ("2024-03-01 trees", ""),
    ],
)
def test_files_named_for_a_day(path: str, day: str) -> None:
    """A day that never was dates nothing."""
    assert date_of(path, parse(b"Text.\n", ParseSettings()).facts).iso == day


def test_fields_say_better() -> None:
    facts = parse(b"---\npublished: 2020\n---\nText.\n", ParseSettings()).facts
    assert date_of("daily/2024-02-29", facts).iso == "2020"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Source Summary: A talk", "A talk"),
        ("Company: Arden", "Arden"),
        ("Deep Soil — Summary", "Deep Soil"),
        ("Deep Soil - Book Summary", "Deep Soil"),
        ("Deep Soil (video summary)", "Deep Soil"),
        ("Executive summary", "Executive summary"),
        ("Entity relations: a summary", "Entity relations: a summary"),
        ("Summary", "Summary"),
    ],
)
def test_words_that_say_what_a_page_is_are_no_part_of_its_short_title(title: str, short: str) -> None:
    assert short_title(title) == short
