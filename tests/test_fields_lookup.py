"""Asking fields for what they say."""

from __future__ import annotations

import unicodedata

import pytest

from kbgen.fields import aliases_of, as_list, first, fold_key, read_fields, tags_of, text_of
from kbgen.fields.spellings import SPELLINGS, FieldSettings, ParseSettings
from kbgen.model import Field, FieldValue
from kbgen.parse import parse


def fields(header: str) -> tuple[Field, ...]:
    return read_fields(f"---\n{header}\n---\n").fields


def test_of_several_spellings_the_first_of_the_table_counts() -> None:
    found = fields("year: 2020\ndate: 2021\npublished_at: 2022\nDate: 2023")
    assert [f.name for f in found] == ["published"] * 4
    best = first(found, "published")
    assert best is not None
    assert best.value == "2022"
    best = first(fields("year: 2020\nDate: 2023\ndate: 2021"), "published")
    assert best is not None
    assert best.value == "2023"
    assert first(found, "title") is None


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a, b ,,c", ("a", "b", "c")),
        ("甲，乙、丙", ("甲", "乙", "丙")),
        ("[[a, b]], c", ("[[a, b]]", "c")),
        ("[[a, b", ("[[a", "b")),
        (" [a, 'b'] ", ("a", "b")),
        (("a, b", ("c", ""), {"k": "d"}), ("a, b", "c", "k: d")),
        ((), ()),
    ],
)
def test_as_list(value: FieldValue, items: tuple[str, ...]) -> None:
    assert as_list(value) == items


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), (("a", ("b", "c")), "a, b, c"), ({"k": "v", "l": ("a", "b")}, "k: v, l: a, b"), ((), "")],
)
def test_text_of(value: FieldValue, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    "header",
    ["tags: a, b c", "tags: [a, b c]", "tags:\n- a\n- '#b c'", "tags: '#a, #b c'", "tags: a\ntag: [b c, a]"],
)
def test_tags(header: str) -> None:
    assert tags_of(fields(header)) == ("a", "b c")


def test_tags_written_like_hashtags() -> None:
    assert tags_of(fields("tags: #a #b")) == ("a", "b")
    assert tags_of(fields("tags: ['#', '', ' ', '##x']")) == ("x",)
    assert tags_of(fields("tags: 2024")) == ("2024",)


def test_aliases() -> None:
    assert aliases_of(fields("aliases: [GPT-5, 'a, b']\nalias: c, GPT-5")) == ("GPT-5", "a, b", "c")


def test_the_table_of_spellings_is_folded() -> None:
    assert all(fold_key(spelling) == spelling for spelling in SPELLINGS)
    assert all(SPELLINGS[name] == name for name in SPELLINGS.values())


def test_tags_are_one_however_their_accents_are_written() -> None:
    """Some editors and disks write accents as letters of their own (NFD); in the text they end no tag."""
    text = "---\ntags: [café, Überblick]\n---\nOf #café and (#über/größe).\n"
    settings = ParseSettings(FieldSettings(), {}, (), False, False)
    for form in ("NFC", "NFD"):
        facts = parse(unicodedata.normalize(form, text).encode(), settings).facts
        assert facts.tags == ("café", "Überblick", "über/größe")
        length = len(unicodedata.normalize(form, "#über/größe"))
        assert [(link.target, link.length) for link in facts.links][1] == ("über/größe", length)


def test_a_text_shows_only_short_fields_that_it_asks_for() -> None:
    """It may ask for the same one in every line, and a page must not become larger than what was written."""
    for length, shown in ((300, True), (301, False)):
        said = "x" * length
        body = parse(f"---\nlong: {said}\n---\n`= this.long`\n".encode(), ParseSettings()).body
        assert (said in "".join(body.html.pieces)) is shown
