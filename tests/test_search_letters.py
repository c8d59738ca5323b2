"""Under which letters an index lists titles, and in which order."""

from __future__ import annotations

import pytest

from kbgen.search.letters import Reading, letter_of, order_of, reading_of


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
        ("ヶ月", "か"),
        ("ゕ", "か"),
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
    ("title", "pinyin", "strokes"),
    [
        ("啊", "A", "11劃"),
        ("澳洲", "A", "16劃"),
        ("芭蕾", "B", "8劃"),
        ("人工智能", "R", "2劃"),
        ("《做》", "Z", "11劃"),
        ("一", "Y", "1劃"),
        ("体", "T", "漢"),
        ("體", "漢", "23劃"),
        ("丌", "漢", "漢"),
        ("AI", "A", "A"),
        ("カナ", "か", "か"),
        ("3D", "0–9", "0–9"),
    ],
)
def test_letters_as_chinese_readers_look_them_up(title: str, pinyin: str, strokes: str) -> None:
    """`丌` is none of the frequent characters, `體` is not simplified, `体` not traditional: nothing tells of them."""
    assert (letter_of(title, "pinyin"), letter_of(title, "strokes")) == (pinyin, strokes)


@pytest.mark.parametrize(
    ("lang", "titles", "reading"),
    [
        ("zh", ["AI"], "pinyin"),
        ("zh-Hans-CN", ["AI"], "pinyin"),
        ("zh-HK", ["人工智能"], "strokes"),
        ("zh-Hant", ["人工智能"], "strokes"),
        ("ja", ["人工知能"], ""),
        ("ko", ["人工知能"], ""),
        ("en", ["人工智能与机器学习"] * 8, "pinyin"),
        ("en", ["人工智慧與機器學習"] * 8, "strokes"),
        ("en", ["人工知能とデータ"] * 8, ""),
        ("en", ["人工智能"], ""),
        ("en", [], ""),
    ],
)
def test_how_chinese_characters_are_looked_up(lang: str, titles: list[str], reading: Reading) -> None:
    assert reading_of([*titles, "Data"], lang) == reading


@pytest.mark.parametrize(
    ("reading", "titles"),
    [
        ("", ["Zoo", "アキ", "あさ", "体育", "大学"]),
        ("pinyin", ["Data", "Dune", "达摩", "大学", "体育", "Zoo"]),
        ("strokes", ["大一", "大三", "大學", "大體", "大AI"]),
    ],
)
def test_the_order_of_titles_below_a_letter(reading: Reading, titles: list[str]) -> None:
    found = titles[::-1]
    found.sort(key=lambda title: order_of(title, reading))
    assert found == titles
