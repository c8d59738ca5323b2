"""Under which letters an index lists titles, and in which order."""

from __future__ import annotations

import pytest

from kbgen.search.letters import are_by_sound, letter_of


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("«Élan»", "E"),
        ("3D", "0–9"),
        ("大模型", "漢"),
        ("カナ", "か"),
        ("ガク", "か"),
        ("ﾊﾅ", "は"),
        ("ぱん", "は"),
        ("ャ", "や"),
        ("ヲ", "わ"),
        ("ん", "わ"),
        ("ヴァン", "あ"),
        ("한국", "ㅎ"),
        ("까치", "ㄱ"),
        ("Йод", "Й"),
        ("И\u0306од", "Й"),
        ("Їжак", "Ї"),
        ("Ґанок", "Ґ"),
        ("Ёлка", "Е"),
        ("أحمد", "ا"),
        ("…", "#"),
        ("ąb", "A"),
        ("Ж", "Ж"),
        ("", "#"),
    ],
)
def test_letters_of_the_index(title: str, letter: str) -> None:
    assert letter_of(title) == letter


@pytest.mark.parametrize(
    ("title", "letter"),
    [("啊", "A"), ("澳洲", "A"), ("芭蕾", "B"), ("人工智能", "R"), ("做", "Z"), ("《做》", "Z"), ("丌", "漢"), ("體", "漢"), ("AI", "A"), ("カナ", "か")],
)  # fmt: skip
def test_letters_by_sound(title: str, letter: str) -> None:
    """`丌` is none of the frequent characters, `體` is not simplified: how they are read is not known."""
    assert letter_of(title, by_sound=True) == letter


@pytest.mark.parametrize(
    ("lang", "titles", "by_sound"),
    [
        ("zh", ["AI"], True),
        ("zh-Hans-CN", ["AI"], True),
        ("zh-HK", ["人工智能"], False),
        ("zh-Hant", ["人工智能"], False),
        ("ja", ["人工知能"], False),
        ("ko", ["人工知能"], False),
        ("en", ["人工智能与机器学习"] * 8, True),
        ("en", ["人工智慧與機器學習"] * 8, False),
        ("en", ["人工知能とデータ"] * 8, False),
        ("en", ["人工智能"], False),
        ("en", [], False),
    ],
)
def test_whose_chinese_characters_are_by_sound(lang: str, titles: list[str], by_sound: bool) -> None:
    assert are_by_sound([*titles, "Data"], lang) is by_sound
