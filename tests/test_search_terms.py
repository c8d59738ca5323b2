"""What a word is: folding, pairs of characters, Arabic; and what of a document is searched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbgen.fields.spellings import ParseSettings
from kbgen.markdown.openlinks import filled
from kbgen.model import Ref
from kbgen.parse import parse
from kbgen.search.record import LEVELS, sections_of, terms_of
from kbgen.search.terms import LONGEST, fold, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café MÜNSTER Straße", "cafe munster strasse"),
        ("ＡＩ ﬁne", "ai fine"),
        ("İstanbul ΣΊΣΥΦΟΣ", "istanbul σισυφοσ"),
        ("Łódź Ørsted Æther", "lodz orsted aether"),
        ("الكِتَابُ أحمد إيمان آلة", "الكتاب احمد ايمان اله"),
        ("مكتبـــة ٣٤ ۵", "مكتبه 34 5"),
        ("が ガ ㈱", "が ガ (株)"),
        ("ที่", "ที่"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GPT-5.2 isn't OpenAI’s", ["gpt", "5", "2", "isn", "openai"]),
        ("snake_case a/b", ["snake", "case", "a", "b"]),
        ("大语言模型", ["大语", "语言", "言模", "模型"]),
        ("中", ["中"]),
        ("GPT模型2个", ["gpt", "模型", "2", "个"]),
        ("ที่นี่", ["ที", "ี่", "่น", "นี", "ี่"]),
        ("인공지능은", ["인공", "공지", "지능", "능은"]),
        ("والكتاب للمدرسة ال", ["كتاب", "مدرسه", "ال"]),
        ("हिन्दी", ["हिन्दी"]),
        ("— … “”", []),
        ("x" * 100, ["x" * LONGEST]),
        ("é" * 100, ["e" * LONGEST]),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


def _parsed(text: str) -> tuple[list[tuple[str, str, str]], dict[str, int]]:
    parsed = parse(text.encode(), ParseSettings())
    sections = sections_of(parsed)
    levels = terms_of(parsed.facts, sections)
    assert len(levels) == LEVELS
    weights = {term: weight for weight, some in enumerate(levels) for term in some.split()}
    return [(one.anchor, one.heading, one.text) for one in sections], weights


def test_sections_are_what_the_page_shows() -> None:
    found, _ = _parsed(
        "---\ntitle: T\n---\n\nBefore **it**.\n\n## One & two\n\n| a | b |\n|---|---|\n| c<br>d | e |\n\n- x\n- y\n\n## Empty\n"
    )
    assert found == [("", "", "Before it."), ("one-two", "One & two", "a b c d e x y"), ("empty", "Empty", "")]


def test_links_stay_open_until_they_are_known() -> None:
    [(_, _, text)], weights = _parsed("See [[deep-learning]] and [[other|its label]].\n")
    assert filled(text, (Ref("page", title="Deep learning"), Ref("page"))) == "See Deep learning and its label."
    assert {"deep", "learning", "its", "label"} <= set(weights)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("[[ada]]", "Ada Lovelace"),
        ("[[ada#Life|A. L.]] and [ Bob ](https://example.org/bob)", "A. L. and Bob"),
        ("[Ada](people/ada_(writer).md)", "Ada"),
        ("[[ada|Ada &amp; Bob]]", "Ada & Bob"),
        ("[[one] two]", "[[one] two]"),
    ],
)
def test_links_in_fields_are_what_the_infobox_shows(host: str, shown: str) -> None:
    [(_, _, text)], _ = _parsed(f"---\ndescription: '{host}'\n---\n")
    assert filled(text, (Ref("page", title="Ada Lovelace"),)) == shown


def test_numbers_of_notes_and_arrows_are_no_words() -> None:
    text = "A mill[^1] of Ada’s stood here.1 It cost much [1].\n\n## Works cited\n\n1. A talk\n\n[^1]: Of wood."
    found, _ = _parsed(text)
    assert [said for _, _, said in found] == ["A mill of Ada’s stood here. It cost much [1].", "A talk Of wood."]


def test_weights_by_field_and_number() -> None:
    _, weights = _parsed("---\ntitle: Alpha\n---\n\n## Beta\n\n" + "gamma " * 200 + "delta rest\n")
    assert weights["alpha"] > weights["delta"]
    assert weights["beta"] > weights["delta"]
    assert weights["gamma"] == LEVELS - 1


@given(st.lists(st.text(alphabet="aB'’_-.—éß漢字กั ΑΣا\u0301\u3000", max_size=8), max_size=6))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_terms_of_a_text_are_those_of_its_words(words: list[str]) -> None:
    assert terms(" ".join(words)) == [term for word in words for term in terms(word)]
