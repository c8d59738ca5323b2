"""Slugs, keys and addresses: the corners of the rules."""

from __future__ import annotations

import pytest

from kbgen.text import names
from kbgen.text.order import in_order


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Node.js", "node.js"),
        ("a  b", "a-b"),
        ("e.v.", "e.v"),
        ("GPT 4 .5", "gpt-4-5"),
        ("AT&T", "at-and-t"),
        ("100%", "100-percent"),
        ("what is AI?", "what-is-ai"),
        ("FP8/FP4", "fp8-fp4"),
        ("O'Reilly", "oreilly"),
        ("日本語 ページ", "日本語-ページ"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("Cafe\u0301", "café"),
        ("🎉", "u1f389"),
        ("..", "u2e-u2e"),
        ("-", "u2d"),
        ("con", "con_"),
        ("NUL.txt", "nul_.txt"),
        ("LPT1", "lpt1_"),
        ("console", "console"),
        ("", "untitled"),
    ],
)
def test_slug(name: str, slug: str) -> None:
    assert names.slug(name) == slug


def test_names_that_differ_have_slugs_that_differ() -> None:
    apart = ["C", "C++", "C#", "NET", ".NET", "a", "a+", "a&b", "a@b", "a$", "a*"]
    assert len({names.slug(name) for name in apart}) == len(apart)


def test_a_long_name_is_cut_and_stays_itself() -> None:
    one, other = names.slug("ä" * 300 + "x"), names.slug("ä" * 300 + "y")
    assert one != other
    assert len(one.encode()) <= 180


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mixture of experts", "Mixture-of_Experts", True),
        ("“quoted”", "quoted", True),
        ("Inc.", "inc", True),
        ("C", "C++", False),
        ("C", "C#", False),
        (".NET", "NET", False),
        ("a b", "ab", False),
    ],
)
def test_loose(one: str, other: str, same: bool) -> None:
    assert (names.loose(one) == names.loose(other)) is same


@pytest.mark.parametrize("name", ["", "--", "…", "?!", "' '"])
def test_signs_match_nothing(name: str) -> None:
    assert names.loose(name) == ""


@pytest.mark.parametrize(
    ("page", "target", "address"),
    [
        ("a.html", "b.html", "b.html"),
        ("x/a.html", "x/b.html", "b.html"),
        ("x/y/a.html", "x/b.html", "../b.html"),
        ("a.html", "x/ö b#?.html", "x/%C3%B6%20b%23%3F.html"),
        ("x/a.html", "a:b.html", "../a%3Ab.html"),
        ("a.html", "a:b.html", "a%3Ab.html"),
    ],
)
def test_relative(page: str, target: str, address: str) -> None:
    assert names.relative(page, target) == address


@pytest.mark.parametrize(
    "titles",
    [
        ["Âme", "ça", "Éclair", "Écran", "Œuvre", "Ours", "Zèbre"],
        ["آب", "بابا", "پارسی", "تهران", "جهان", "چای", "زبان", "ژاله", "کتاب", "گل", "لاله"],
        ["さくら", "サーバー", "ざる", "すし", "たぬき", "データ", "ナイフ", "はし", "ばら"],
        ["가나", "각", "나라", "하늘"],
        ["가지", "까치", "나비"],
        ["Ад", "Ёж", "Ель", "Жук", "Иятя", "Йод", "Йота", "Кот", "Эхо", "Яма"],
        ["Газ", "Гуля", "Ґава", "Дім", "Ера", "Є", "Жук", "Иря", "Іва", "Ірій", "Їжак", "Йод", "Кіт", "Яма"],
        [
            "Дуб",
            "Ђак",
            "Ем",
            "Игра",
            "Јад",
            "Кум",
            "Лук",
            "Љут",
            "Мир",
            "Нос",
            "Њух",
            "Он",
            "Тон",
            "Ћук",
            "У",
            "Час",
            "Џак",
            "Шал",
        ],
        ["Dao", "Duy", "Đào", "Êm", "Ổ", "Ong", "Pha"],
        ["ऋतु", "कमल", "काम", "किताब"],
    ],
)
def test_titles_stand_in_the_order_of_their_alphabets(titles: list[str]) -> None:
    """Letters with marks beside those without, in French, Persian, Japanese, Korean,
    Russian, Ukrainian, Serbian, Vietnamese, Hindi."""
    backwards = titles[::-1]
    assert sorted(backwards, key=in_order) == titles
