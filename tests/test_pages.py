"""What pages say besides their text: languages, heads, citations, tables as data, the theme that a user may change."""

from __future__ import annotations

import base64
import csv
import html as markup
import io
import json
import re
import tomllib
from pathlib import Path

import pytest

from crawl import crawl
from kbgen.model import KbgenError
from kbgen.text.controls import CONTROL
from kbgen.text.judged import Judgement, judgement_of
from kbgen.text.language import direction, fallbacks, guessed, language_of
from kbgen.theme.theme import load_theme
from kbgen.theme.words import Words, read_words, words_for
from kbgen.views.shards import shard_count, shard_of
from kit import ROOT, built, elements, write

WORDS = tomllib.loads((ROOT / "templates/words.toml").read_text("utf-8"))


def one(tmp_path: Path, files: dict[str, str | bytes], url: str) -> str:
    """A page of a small site."""
    built(write(tmp_path / "p", files), tmp_path / "out")
    return (tmp_path / "out" / url).read_text("utf-8")


# ---------------------------------------------------------------- words and languages


def test_english_lists_every_phrase_of_templates_and_scripts() -> None:
    said = set()
    for file in (ROOT / "templates").rglob("*.jinja"):
        said |= set(re.findall(r'\bt\("([^"]+)"', file.read_text("utf-8")))
    for name in ("site.js", "lists.js"):
        said |= set(re.findall(r'\bsay\("([^"]+)"', (ROOT / "templates/static" / name).read_text("utf-8")))
    assert len(said) > 70
    assert said - set(WORDS["en"]) == set()


def test_english_lists_the_labels_of_views() -> None:
    from kbgen.views import views

    labels = {label for label in (*views.LABELS.values(), *views._REVERSED.values()) if label}
    assert labels - set(WORDS["en"]) == set()


@pytest.mark.parametrize("lang", sorted(WORDS.keys() - {"en"}))
def test_the_languages_are_complete(lang: str) -> None:
    assert set(WORDS[lang]) == set(WORDS["en"])
    assert read_words((ROOT / "templates/words.toml").read_text("utf-8"), "words.toml")[lang] == WORDS[lang]
    t = Words(lang, WORDS[lang])
    for phrase, said in WORDS[lang].items():
        forms = said.values() if isinstance(said, dict) else [said]
        assert all(one.strip() for one in forms), phrase
        assert all(("{m}" in one) == ("{m}" in phrase) for one in forms), phrase
        if "{n}" in phrase:  # each number is told: a form without it is that of one number only
            told = [t(phrase, n) for n in range(201)]
            assert [n for n in range(201) if told.count(told[n]) > 1] == [], phrase


def test_forms_of_a_number_and_phrases_nobody_translated() -> None:
    t = Words("xx", {"{n} sources": {"one": "{n} Quelle", "other": "{n} Quellen"}})
    assert [t("{n} sources", n) for n in (0, 1, 2)] == ["0 Quellen", "1 Quelle", "2 Quellen"]
    assert t("Episode number") == "Episode number"
    for lang, said in (
        ("fr-CA", "0 page, 1 page, 2 pages"),
        ("pt-BR", "0 page, 1 page, 2 pages"),
        ("pt-PT", "0 pages, 1 page, 2 pages"),
        ("de", "0 pages, 1 page, 2 pages"),
    ):
        t = Words(lang, {"{n} pages": {"one": "{n} page", "other": "{n} pages"}})
        assert ", ".join(t("{n} pages", n) for n in (0, 1, 2)) == said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ar", "لا مصادر، مصدر واحد، مصدران، 3 مصادر، 11 مصدرًا، 100 مصدر، 103 مصادر"),
        ("ru", "0 источников, 1 источник, 2 источника, 3 источника, 11 источников, 100 источников, 103 источника"),
        ("uk", "0 джерел, 1 джерело, 2 джерела, 3 джерела, 11 джерел, 100 джерел, 103 джерела"),
        ("ko", "출처 0개, 출처 1개, 출처 2개, 출처 3개, 출처 11개, 출처 100개, 출처 103개"),
    ],
)
def test_numbers_have_the_forms_of_their_language(lang: str, said: str) -> None:
    t = words_for(read_words((ROOT / "templates/words.toml").read_text("utf-8"), "words.toml"), lang)
    assert t(", ").join(t("{n} sources", n) for n in (0, 1, 2, 3, 11, 100, 103)) == said
    assert t("{n} sources", 21) == t("{n} sources", 1).replace("1", "21") or lang == "ar"


def test_french_signs_stand_apart_from_their_words() -> None:
    """Narrow and without a break (Imprimerie nationale), and never the space that lines may end at."""
    for said in WORDS["fr"].values():
        for form in said.values() if isinstance(said, dict) else [said]:
            assert not re.search(r"(?<!\u202f)[:;!?]|« |[ \u00a0]»|'", form), form


def test_signs_between_words_are_those_of_the_language(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "kbgen.toml": '[site]\nlang = "zh"\n',
        **{f"kb/sources/s{n}.md": "# S\n\n- [[甲]]\n- [[乙]]\n- [[丙]]\n" for n in range(2)},
    }
    page = one(tmp_path, files, "sources/s0.html")
    assert re.search(r'class="related".*?</a>、<a', page, re.DOTALL)


def test_what_is_put_together_has_the_signs_and_the_order_of_its_language(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "kb/index.md": "# Дом\n\nПривет.\n",
        "kb/sources/a.md": "---\nraw_file: raw/a.txt\n---\n\n> All of these words were said.\n\n> None of these words were said there.\n",
        "raw/a.txt": "All of these words were said.\n",
    }
    for lang, verdict, cited, count in (
        ("en", "Word for word in the raw file, line 1", "BibTeX, CSL JSON", "1 Source"),
        ("ar", "في الملف الخام حرفيًا، السطر 1", "BibTeX، CSL JSON", "مصدر: 1"),
        ("zh-TW", "與原始檔案逐字相符、第 1 行", "BibTeX、CSL JSON", "來源 1"),
        ("ru", "Есть в исходном файле дословно, строка 1", "BibTeX, CSL JSON", "Источник: 1"),
    ):
        config = f'raw_folders = ["raw"]\n[site]\nlang = "{lang}"\n'
        page = one(tmp_path / lang, {**files, "kbgen.toml": config}, "sources/a.html")
        assert verdict in re.sub("<[^>]*>", "", page)
        assert f"<summary>{cited}</summary>" in page
        assert f">{count}</a>" in (tmp_path / lang / "out/index.html").read_text("utf-8")


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_titles_of_generated_pages_are_in_the_language_of_the_site(tmp_path: Path, lang: str) -> None:
    files: dict[str, str | bytes] = {
        "kbgen.toml": f'[site]\nlang = "{lang}"\ntitle = "S"\n',
        "kb/a.md": "---\ntags: [Search]\n---\n# Health\n\n[[gone]]\n",
        "kb/b.md": "---\ntags: [Search]\n---\n# B\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    t = words_for(WORDS, lang)
    for url, title in (
        ("-/tags.html", t("Tags")),
        ("-/health.html", t("Health")),
        ("-/kinds.html", t("Kinds of pages")),
        ("-/kinds/note.html", t("Notes")),
        ("-/wanted.html", t("Wanted pages")),
        ("search.html", t("Search")),
        ("404.html", t("Page not found")),
        ("a.html", "Health"),  # the author's
    ):
        html = (tmp_path / "out" / url).read_text("utf-8")
        assert f"<title>{title} · S</title>" in html
        assert f'<meta property="og:title" content="{title}">' in html


def test_words_fall_back_to_shorter_tags_then_to_the_site_then_to_english() -> None:
    tables = {"en": {"Home": "Home"}, "zh": {"Home": "首页"}}
    assert words_for(tables, "zh-Hant-TW")("Home") == "首页"
    assert words_for(tables, "de", "zh")("Home") == "首页"
    assert words_for(tables, "he").lang == "en"
    assert words_for(tables, "he")(": ") == ": "
    assert words_for(tables, "he")("{n} sources", 8) == "\u20688 sources\u2069"  # or the 8 would stand behind the word
    assert fallbacks("zh-Hant-TW") == ("zh-hant-tw", "zh-hant", "zh")


@pytest.mark.parametrize(
    ("tags", "lang"),
    [
        ("zh-TW zh-HK zh-MO zh-Hant zh-Hant-HK ZH-hant-tw", "zh-hant"),
        ("zh zh-CN zh-SG zh-Hans zh-Hans-TW", "zh"),
        ("ar-EG", "ar"),
        ("ko-KR", "ko"),
        ("uk-UA", "uk"),
        ("ru-Latn", "ru"),
        ("pt-PT", "pt"),
    ],
)
def test_tags_of_pages_and_the_words_they_take(tags: str, lang: str) -> None:
    for tag in tags.split():
        assert words_for(WORDS, tag).lang == lang


FEW = '[it]\n"{n} pages" = { one = "x", few = "y", other = "z" }'


@pytest.mark.parametrize("text", ["[en", 'en = "x"', "[en]\nHome = 1", '[en]\nHome = { one = "x" }', FEW])
def test_words_that_are_none_name_the_file(text: str) -> None:
    with pytest.raises(KbgenError, match=r"words\.toml"):
        read_words(text, "words.toml")


def test_words_that_are_no_toml_are_told_as_settings_are() -> None:
    with pytest.raises(KbgenError, match=r"^words\.toml:2:10: this is not valid TOML: ") as error:
        read_words('[en]\n"Home" = Start\n', "words.toml")
    assert "in quotes" in error.value.hint


@pytest.mark.parametrize(
    ("tag", "runs"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("zh-Hant", "ltr"),
    ],
)
def test_directions(tag: str, runs: str) -> None:
    assert direction(tag) == runs


def test_what_is_no_language_is_left_out(tmp_path: Path) -> None:
    assert [language_of(w) for w in ("pt_BR", "de ", "German", "klingon!", 'en" onload="x')] == [
        *("pt-BR", "de", "", "", ""),
    ]
    html = one(tmp_path, {"a.md": "---\nlang: 'x\" onload=\"y'\n---\n\nText.\n"}, "a.html")
    assert elements(html)[0].attrs == [("lang", "en")]


_CHINESE = "我们读过的文章和这些文章说的话都在这里，每一页都有来源，读者可以看到是谁说的，什么时候说的，可信不可信。"


@pytest.mark.parametrize(
    ("files", "lang", "title"),
    [
        ({"a.md": f"# 一\n\n{_CHINESE}\n", "b.md": f"# 二\n\n{_CHINESE}\n", "c.md": "# C\n"}, "zh", "知识库"),
        ({"a.md": f"# 一\n\n{_CHINESE}\n", "b.md": "# B\n"}, "en", "Knowledge base"),
        ({"a.md": "---\nlang: de\n---\n", "b.md": "---\nlang: de\n---\n", "c.md": ""}, "de", "Wissensdatenbank"),
        (
            {"a.md": f"# 一\n\n{_CHINESE}\n", "index.md": "---\nlang: fr\n---\n\nTexte.\n"},
            "fr",
            "Base de connaissances",
        ),
        ({"a.md": f"# 一\n\n{_CHINESE}\n", "kbgen.toml": '[site]\nlang = "en"\n'}, "en", "Knowledge base"),
        ({"index.md": f"# 首页\n\n{_CHINESE}\n", "a.md": "# A\n"}, "en", "Knowledge base"),
        ({f"{n}.md": f"# 第{n}篇笔记\n\n读过的文章。\n" for n in "一二三四五"}, "zh", "知识库"),
        ({}, "en", "Knowledge base"),
    ],
)
def test_a_site_has_the_language_of_its_pages(
    tmp_path: Path, files: dict[str, str | bytes], lang: str, title: str
) -> None:
    """Where no setting names one: that of the home page if it says so, else that of more than half of all pages (a home
    page that says nothing is none of them)."""
    html = one(tmp_path, {"x/y.txt": "", **files}, "search.html")
    assert elements(html)[0].attrs == [("lang", lang)]
    assert re.findall(r'class="site-title"[^>]*>([^<]*)<', html) == [title]


def test_paths_run_from_left_to_right_on_pages_that_do_not(tmp_path: Path) -> None:
    for lang, path in (("ar", '<code dir="ltr">حلقة-3.md</code>'), ("en", "<code>حلقة-3.md</code>")):
        files = {"حلقة-3.md": f"---\nlang: {lang}\n---\n\n[[ميناء]]\n", "kbgen.toml": f'[site]\nlang = "{lang}"\n'}
        assert path in one(tmp_path / lang, files, "حلقة-3.html")
        assert path.replace("حلقة-3", "ميناء") in one(tmp_path / f"{lang}2", files, "ميناء.html")


@pytest.mark.parametrize(
    ("field", "assessed", "shown"),
    [
        ("Medium", "medium.", ["Medium"]),
        ("high", "High — reviewed by peers.", ["High — reviewed by peers."]),
        ("High", "Low", ["High", "Low"]),
        ("Jean", "Jean-Luc", ["Jean", "Jean-Luc"]),
    ],
)
def test_a_fact_that_is_given_twice_is_shown_once(tmp_path: Path, field: str, assessed: str, shown: list[str]) -> None:
    text = f"---\ntype: source\ncredibility: {field}\n---\n\n## Assessment\n\nCredibility: {assessed}\n"
    row = one(tmp_path, {"a.md": text}, "a.html").partition('<div class="credibility">')[2].partition("</div>")[0]
    assert re.findall(r"<dd>(.*?)</dd>", row) == shown


def test_a_page_has_the_language_it_names(tmp_path: Path) -> None:
    html = one(
        tmp_path, {"a.md": "---\nlang: he\ntitle: A\n---\n\n[[b]]\n", "kbgen.toml": '[site]\nlang = "de"\n'}, "a.html"
    )
    assert elements(html)[0].attrs == [("lang", "he"), ("dir", "rtl")]
    assert ">\u2068Startseite\u2069<" in html  # the site's language, where the page's is not known
    assert '<nav id="nav" popover lang="de"' in html


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The harbour of the north and its ships", ""),
        ("Häfen des Nordens und was über sie geschrieben wurde, später wie früher", ""),
        ("港口的历史与码头工人的生活：从第一座仓库到集装箱时代的漫长变化，以及城市如何随之改变的一些笔记和来源", "zh"),
        (
            "港口的歷史與碼頭工人的生活：從第一座倉庫到貨櫃時代的漫長變化，以及城市如何隨之改變的一些筆記和來源",
            "zh-Hant",
        ),
        (
            "港口的历史与码头工人的生活：从第一座仓库到集装箱时代的漫长变化，以及这座城市如何改变的笔记（原题《港口與車》）",
            "zh",
        ),
        ("港の歴史と倉庫で働く人びとの暮らしについて、最初の倉庫からコンテナの時代までをまとめたメモである", "ja"),
        (
            "항구의 역사와 창고에서 일하던 사람들의 생활을 처음부터 지금까지 짧게 정리한 글과 그 출처를 모아 둔 곳입니다",
            "ko",
        ),
        ("تاريخ الميناء", "ar"),
        ("تاریخچه بندر و کارگران", "fa"),
        ("בריכה ונמל", "he"),
        ("История порта и рабочих складов: первые сто лет и то, что было после", "ru"),
        ("Історія порту та робітників складів: перші сто років і те, що було потім", "uk"),
        (
            "A long English text about many ships, docks and cranes that quotes the word 码头 once, and ميناء as well",
            "",
        ),
        ("港口", ""),
    ],
)
def test_the_language_a_script_tells(text: str, tag: str) -> None:
    assert guessed(text) == tag


def test_a_page_that_names_no_language_is_in_that_of_its_script(tmp_path: Path) -> None:
    files = {"a.md": "# تاريخ الميناء\n\nنص قصير عن الميناء.\n"}
    html = one(tmp_path / "one", files, "a.html")
    assert elements(html)[0].attrs == [("lang", "ar"), ("dir", "rtl")]
    html = one(tmp_path / "two", {**files, "kbgen.toml": '[site]\nlang = "fa"\n'}, "a.html")
    assert elements(html)[0].attrs == [("lang", "fa"), ("dir", "rtl")]


WRITTEN_ENGLISH = """\
---
lang: LANG
---

- [x] one
- [/] two

> [!warning]
> One.

> [!warning] Note
> Two.

| a | b |
|---|---|
| 1 | aria-label="Table" |

A note.[^1]

[^1]: Here.
"""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("done", "under way", "Warning", "Table", "Note 1", "Footnotes")),
        ("de", ("erledigt", "in Arbeit", "Warnung", "Tabelle", "Fußnote 1", "Fußnoten")),
        ("zh", ("已完成", "进行中", "警告", "表格", "脚注 1", "脚注")),
        ("ja", ("完了", "進行中", "警告", "表", "脚注 1", "脚注")),
        ("es", ("hecho", "en curso", "Advertencia", "Tabla", "Nota 1", "Notas al pie")),
        ("ko", ("완료", "진행 중", "경고", "표", "각주 1", "각주")),
        ("zh-TW", ("已完成", "進行中", "警告", "表格", "註腳 1", "註腳")),
        ("ar", ("تم", "قيد التنفيذ", "تحذير", "جدول", "حاشية 1", "الحواشي")),
        ("uk", ("зроблено", "у роботі", "Попередження", "Таблиця", "Виноска 1", "Виноски")),
        ("ru", ("сделано", "в работе", "Предупреждение", "Таблица", "Сноска 1", "Сноски")),
    ],
)
def test_what_the_parser_writes_into_texts_is_in_the_language_of_the_page(
    tmp_path: Path, lang: str, said: tuple[str, ...]
) -> None:
    html = one(tmp_path, {"a.md": WRITTEN_ENGLISH.replace("LANG", lang)}, "a.html")
    for label in (*said[:2], *said[3:]):
        assert f'aria-label="{label}"' in html
    assert f'title="{said[1]}"' in html
    assert f'<p class="callout-title">{said[2]}</p>' in html
    assert '<p class="callout-title">Note</p>' in html  # the author's
    assert '<td>aria-label="Table"</td>' in html


def test_titles_of_callouts_without_a_word_for_them_stay(tmp_path: Path) -> None:
    text = "---\nlang: he\n---\n\n> [!recipe]\n> One.\n\n> [!tip]\n> Two.\n"
    html = one(tmp_path, {"a.md": text, "kbgen.toml": '[site]\nlang = "de"\n'}, "a.html")
    assert re.findall(r'class="callout-title">([^<]*)', html) == ["Recipe", "\u2068Tipp\u2069"]


# ---------------------------------------------------------------- heads


SITE = {
    "kbgen.toml": '[site]\nbase_url = "https://example.org/kb"\nedit_base = "https://example.org/edit"\n',
    "kb/sources/a talk.md": (
        '---\ntitle: "Source Summary: A </script> talk"\ntype: source\npublished: 2024-05-01\nauthors: [Ada Lovelace, "{OECD}"]\n'
        'channel: "50% of it & more"\nformat: Paper\nurl: https://example.org/t\n---\n\nOn [[ada]].\n\n- [[ada]] — a person\n'
    ),
    "kb/sources/b.md": "---\ntype: source\npublished: 2025\ncredibility: Low. Nothing is sourced.\n---\n\nOn [[ada]].\n",
    "kb/entities/ada.md": "---\ntitle: Ada\ntype: person\n---\n\nShe.\n",
}


def test_addresses_of_a_page(tmp_path: Path) -> None:
    html = one(tmp_path, {**SITE}, "sources/a-talk.html")
    found = {(e.get("rel") or e.get("property")): e.get("href") or e.get("content") for e in elements(html)}
    assert found["canonical"] == found["og:url"] == "https://example.org/kb/sources/a-talk.html"
    assert found["og:type"] == "article"
    assert 'href="https://example.org/edit/kb/sources/a%20talk.md"' in html
    assert found["next"] == "b.html"
    assert 'rel="prev"' in (tmp_path / "out/sources/b.html").read_text("utf-8")
    assert b"User-agent: *" in (tmp_path / "out/robots.txt").read_bytes()


@pytest.mark.parametrize(
    ("settings", "address"),
    [(SITE["kbgen.toml"], "https://example.org/kb/entities/ada.html"), ("", "../entities/ada.html")],
)
def test_an_old_address_names_the_new_one(tmp_path: Path, settings: str, address: str) -> None:
    ada = "---\nredirect_from: people/ada.html\n---\n# Ada\n"
    html = one(tmp_path, {"kbgen.toml": settings, "kb/entities/ada.md": ada}, "people/ada.html")
    found = {(e.get("rel") or e.get("property")): e.get("href") or e.get("content") for e in elements(html)}
    assert found["canonical"] == address
    assert found.get("og:url") == (address if settings else None)


@pytest.mark.parametrize("index", [{}, {"kb/index.md": "---\ntitle: Looms\n---\n"}])
@pytest.mark.parametrize(
    ("setting", "home"), [("", "Looms"), ('description = "What is known of looms."\n', "What is known of looms.")]
)
def test_a_home_page_is_described_as_the_site(tmp_path: Path, index: dict[str, str], setting: str, home: str) -> None:
    files = {**index, "kbgen.toml": f'[site]\ntitle = "Looms"\n{setting}', "kb/a.md": "---\ntitle: A\n---\n"}
    html = one(tmp_path, files, "index.html")
    assert f'<meta name="description" content="{home}">' in html
    assert '<meta name="description" content="A · Looms">' in (tmp_path / "out/a.html").read_text("utf-8")


def test_json_ld_cannot_end_its_element(tmp_path: Path) -> None:
    html = one(tmp_path, {**SITE}, "sources/a-talk.html")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    said = json.loads(data)
    assert said["headline"] == "A </script> talk"
    assert said["author"][0] == {"@type": "Person", "name": "Ada Lovelace"}
    assert said["about"] == [{"@type": "Thing", "name": "Ada", "url": "https://example.org/kb/entities/ada.html"}]


@pytest.mark.parametrize(
    ("header", "authors"),
    [
        ('host: "[[ada]] (mathematician)"', ["Ada"]),
        ("channel: The loom show", None),
        ("authors: [A, B, C, D, E]", ["A", "B", "C", "D", "E"]),
    ],
)
def test_json_ld_names_people_as_authors_and_all_of_them(
    tmp_path: Path, header: str, authors: list[str] | None
) -> None:
    html = one(tmp_path, {"sources/a.md": f"---\ntitle: T\ntype: source\n{header}\n---\n"}, "sources/a.html")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    found = json.loads(data).get("author")
    assert found == (None if authors is None else [{"@type": "Person", "name": name} for name in authors])


@pytest.mark.parametrize(("names", "line"), [("A, B, C, D", "A, B, C, D"), ("A, B, C, D, E", "A, B, C et al.")])
def test_a_byline_and_a_table_name_as_many_makers(tmp_path: Path, names: str, line: str) -> None:
    files: dict[str, str | bytes] = {"sources/a.md": f"---\ntitle: T\ntype: source\nauthors: [{names}]\n---\n"}
    html = one(tmp_path, files, "sources/a.html")
    assert line in re.sub(r"<[^>]+>", "", html)
    assert f">{line}</td>" in (tmp_path / "out/-/kinds/source.html").read_text("utf-8")


def test_a_dossier_says_who_says_it(tmp_path: Path) -> None:
    """By name alone, and not that a page speaks of itself."""
    files: dict[str, str | bytes] = {
        "sources/a.md": "---\ntype: source\nguests: Eve\nhost: Ada (of the mill)\n---\n[[loom]]\n\n- [[ada]] — hosts\n",
        "sources/b.md": "---\ntype: source\nauthors: [A, B, C, D, E]\n---\n\n- [[loom]] — weaves\n",
        "people/ada.md": "---\ntitle: Ada\n---\n",
    }
    html = one(tmp_path, files, "people/loom.html")
    dossier = html.partition('id="dossier"')[2]
    assert re.findall(r'<p class="byline"><span>(.*)</span> ', dossier) == [
        "<bdi>Ada</bdi>",
        "<bdi>A</bdi>, <bdi>B</bdi>, <bdi>C</bdi> et al.",
    ]
    own = (tmp_path / "out/people/ada.html").read_text("utf-8")
    assert '<p class="byline">' not in own.partition('id="dossier"')[2]


@pytest.mark.parametrize(("lang", "between"), [("ja", "、"), ("zh-TW", "、"), ("ar", "، "), ("de", ", ")])
def test_makers_stand_in_the_order_of_the_page(tmp_path: Path, lang: str, between: str) -> None:
    """Parted as its language does it. A name that is a link does not tell in which direction the line runs."""
    files: dict[str, str | bytes] = {
        "kbgen.toml": f'[site]\nlang = "{lang}"\n',
        "sources/a.md": '---\ntype: source\nauthors: ["[[سالم]]", Paul]\n---\n\n- [[loom]] — weaves\n',
        "people/سالم.md": "---\ntitle: سالم\n---\n",
    }
    byline = re.search(r'<p class="byline">(.*?)</p>', one(tmp_path, files, "sources/a.html"), re.DOTALL)
    assert byline is not None
    assert f"سالم</a></bdi>{between}<bdi>Paul</bdi>" in byline[1]
    assert ('<span dir="rtl"><bdi>' in byline[1]) == (lang == "ar")
    assert f"سالم</a>{between}Paul</td>" in (tmp_path / "out/-/kinds/source.html").read_text("utf-8")
    assert f"<bdi>سالم</bdi>{between}<bdi>Paul</bdi>" in (tmp_path / "out/people/loom.html").read_text("utf-8")


def test_how_a_source_is_cited(tmp_path: Path) -> None:
    """TeX's own characters are escaped; a name that is no person's is kept whole."""
    from html import unescape

    html = unescape(one(tmp_path, {**SITE}, "sources/a-talk.html"))
    assert "Ada Lovelace; {OECD} (2024). A </script> talk. 50% of it & more. https://example.org/t" in html
    assert 'author = "Ada Lovelace and {\\{OECD\\}}"' in html
    assert 'journal = "50\\% of it \\& more"' in html
    (csl,) = json.loads(re.search(r'aria-label="CSL JSON">(.*?)</pre>', html, re.DOTALL)[1])  # type: ignore[index]
    assert csl["issued"] == {"date-parts": [[2024, 5, 1]]}
    assert csl["author"] == [{"family": "Lovelace", "given": "Ada"}, {"literal": "{OECD}"}]
    assert csl["type"] == "article-journal"


@pytest.mark.parametrize(
    ("fields", "shown", "url"),
    [
        ("doi: 10.1000/182", "DOI", "https://doi.org/10.1000/182"),
        ("arxiv: 2601.00001", "arXiv", "https://arxiv.org/abs/2601.00001"),
        ("DOI: https://doi.org/10.1000/182", "DOI", "https://doi.org/10.1000/182"),
        ("doi: 10.1000/182\nurl: https://example.org/t", "Link", "https://example.org/t"),
        ("doi: 10.1000/182\nsource: https://example.org/t", "Link", "https://example.org/t"),
        ("doi: 10.1000/182\narxiv: 2601.00001", "DOI", "https://doi.org/10.1000/182"),
    ],
)
def test_without_another_address_a_work_is_where_its_doi_leads(
    tmp_path: Path, fields: str, shown: str, url: str
) -> None:
    from html import unescape

    header = f'title: T\nvenue: "[[Tides]]"\n{fields}'
    html = unescape(one(tmp_path, {"papers/a.md": f"---\n{header}\n---\n"}, "papers/a.html"))
    assert re.search(rf'<dt>{shown}</dt>\s*<dd[^>]*>\s*<a[^>]* href="{re.escape(url)}"', html) is not None
    assert re.search(rf'<p class="byline">.*?href="{re.escape(url)}"', html, re.DOTALL) is not None
    (csl,) = json.loads(re.search(r'aria-label="CSL JSON">(.*?)</pre>', html, re.DOTALL)[1])  # type: ignore[index]
    assert (csl["URL"], csl["container-title"]) == (url, "Tides")
    assert csl.get("DOI", "") == ("10.1000/182" if "182" in fields else "")
    assert ('doi = "10.1000/182"' in html) is ("182" in fields)


@pytest.mark.parametrize("fields", ["doi: none", "doi: 10.1000", 'arxiv: "<b>1</b>"', "isbn: 10.1000/182"])
def test_what_is_no_doi_leads_nowhere(tmp_path: Path, fields: str) -> None:
    html = one(tmp_path, {"papers/a.md": f"---\ntitle: T\n{fields}\n---\n"}, "papers/a.html")
    assert "doi.org" not in html
    assert "arxiv.org" not in html


@pytest.mark.parametrize(("word", "kind"), [("book", "book"), ("bookmark", "webpage"), ("talk", "broadcast")])
def test_the_type_of_a_work_is_how_it_is_cited(tmp_path: Path, word: str, kind: str) -> None:
    from html import unescape

    header = f"type: {word}\nauthors: [Ada]\nurl: https://example.org/t"
    html = unescape(one(tmp_path, {"a.md": f"---\ntitle: T\n{header}\n---\n"}, "a.html"))
    (csl,) = json.loads(re.search(r'aria-label="CSL JSON">(.*?)</pre>', html, re.DOTALL)[1])  # type: ignore[index]
    assert csl["type"] == kind


@pytest.mark.parametrize(("count", "end"), [(6, "F (2024)"), (7, "F et al. (2024)")])
def test_of_many_authors_six_are_cited_in_a_line(tmp_path: Path, count: int, end: str) -> None:
    header = f"authors: [{', '.join('ABCDEFG'[:count])}]\npublished: 2024"
    html = one(tmp_path, {"sources/a.md": f"---\ntitle: T\n{header}\n---\n"}, "sources/a.html")
    assert f"A; B; C; D; E; {end}. T." in html
    assert f'author = "{" and ".join(f"{{{name}}}" for name in "ABCDEFG"[:count])}"' in html.replace("&#34;", '"')


def test_who_is_named_in_two_fields_is_cited_once(tmp_path: Path) -> None:
    header = "hosts: [Ada (host), Grace]\nguest: Hopper & Ada\npublished: 2024"
    html = one(tmp_path, {"sources/a.md": f"---\ntitle: T\n{header}\n---\n"}, "sources/a.html")
    assert "<p>Ada; Grace; Hopper (2024). T.</p>" in html


# ---------------------------------------------------------------- tables as data, previews


def test_tables_to_take_away(tmp_path: Path) -> None:
    """A cell that a spreadsheet would run is harmless; commas and quotes survive; numbers are numbers in JSON."""
    files: dict[str, str | bytes] = {
        "sources/a.md": '---\ntitle: "=HYPERLINK(1)"\ntype: source\nformat: "@SUM, \\"x\\""\n---\n\n[[x]]\n',
        "sources/b.md": "---\ntitle: Plain\ntype: source\npublished: 1 May 2024\n---\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    data = (tmp_path / "out/-/kinds/source.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Title", "Plain", "'=HYPERLINK(1)"]
    assert rows[1][1] == "2024-05-01"
    assert rows[2][3].startswith("'@SUM")
    table = json.loads((tmp_path / "out/-/kinds/source.json").read_bytes())
    assert table["rows"][1][0] == "=HYPERLINK(1)"
    assert table["rows"][1][5] == 1
    assert all(len(row) == len(table["columns"]) for row in table["rows"])


def test_a_preview_lies_in_the_file_that_its_address_says(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"n/{n}.md": f"---\ntitle: Page {n} 深</script>\n---\n\nFirst words.\n" for n in range(150)
    }
    report = built(write(tmp_path / "p", files), tmp_path / "out")
    count = shard_count(len(report.graph.nodes))
    assert count == 4
    for node in report.graph.nodes:
        text = (tmp_path / f"out/-/cards/{shard_of(node.url, count)}.js").read_text("utf-8")
        _, data = re.fullmatch(r"kbgenCards\((\d+),(.*)\);\n", text).groups()  # type: ignore[union-attr]
        assert json.loads(data)[node.url][0] == node.title
        assert "<" not in text
    assert shard_of("entities/深度.html", 64) == 22  # as site.js counts: Math.imul(sum, 31) + charCodeAt


def test_no_page_has_a_character_that_html_may_not_have(tmp_path: Path) -> None:
    """Nor where a header or raw HTML spells it in ASCII."""
    text = (
        '---\ntitle: "A\\x1b \\u0085 \\ufffe"\nauthor: "B\\x07"\n---\n\n'
        'In &#27; and <b title="x&#27;">raw &#x1b; &#133; &#xfffe;</b>.\n\n<p>para &#x7f; &#2;</p>\n\n`\x1b[31m`\n'
    )
    toml = '+++\ntitle = "T\\u001b"\n+++\n\nText.\n'
    named = "---\nrelated: '[x](y%07.md)'\n---\n\n[a](b%1b.md), [c](d%c2%9b.md), ![](e%01.png)\n"
    files = {"a.md": text, "b.md": toml, "f\x02/g\x1bh.md": named}
    built(write(tmp_path / "p", files), tmp_path / "out")
    for file in (tmp_path / "out").rglob("*.*"):
        assert CONTROL.search(file.name) is None
        assert CONTROL.search(file.read_text("utf-8")) is None, file.name
    page = (tmp_path / "out/a.html").read_text("utf-8")
    assert "<p>para ␡ ␂</p>" in page
    assert "<code>␛[31m</code>" in page


def test_a_preview_has_names_where_the_text_has_bare_links_and_plain_formulas(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "concepts/scaling.md": "# Laws of $\\alpha$-scaling\n",
        "sources/talk.md": "# Talk\n\n- [[wanted-one]] — follows [[scaling]] with $x^2$, says [[nobody-wrote-this|Ada]].\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    assert _first_lines(tmp_path / "out")["concepts/wanted-one.html"] == "follows Laws of α-scaling with x², says Ada."


def test_a_preview_of_a_wanted_page_begins_where_it_is_spoken_of(tmp_path: Path) -> None:
    """With the sentence, if what stands before that would fill the card."""
    before = (
        "The evening began with a long account of kettles. It went on to lamps, which took e.g. an hour, and then to "
    )
    files: dict[str, str | bytes] = {
        "sources/talk.md": f"# Talk\n\n{before}roads. At last it came to [[glass bees]]. Few had stayed.\n\nShort. Of [[tin]].\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    lines = _first_lines(tmp_path / "out")
    assert lines["glass-bees.html"] == "… At last it came to glass bees. Few had stayed."
    assert lines["tin.html"] == "Short. Of Tin."


def _first_lines(site: Path) -> dict[str, str]:
    """What previews show of pages, by their addresses."""
    cards: dict[str, list[str]] = {}
    for file in (site / "-/cards").iterdir():
        _, data = re.fullmatch(r"kbgenCards\((\d+),(.*)\);\n", file.read_text("utf-8")).groups()  # type: ignore[union-attr]
        cards |= json.loads(data)
    return {url: card[3] for url, card in cards.items()}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("High — both built one.", Judgement(3, "High")), ("**low**: no sources", Judgement(1, "**low**")),
        ("very high", Judgement(3, "very high")), ("Mittel, weil", Judgement(2, "Mittel")), ("高 — 研究者", Judgement(3, "高")),
        ("Media: cita sus fuentes", Judgement(2, "Media")), ("Media company", Judgement(0, "Media company")),
        ("Media alta.", Judgement(2, "Media alta")),
        ("Unknown", Judgement(0, "Unknown")), ("", Judgement(0, "")), ("Highly paid authors", Judgement(0, "Highly paid authors")),
    ],
)  # fmt: skip
def test_verdicts(said: str, verdict: Judgement) -> None:
    assert judgement_of(said) == verdict


# ---------------------------------------------------------------- theming


def test_a_page_of_one_letter_says_what_it_lists(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"kb/n{number}.md": f"# Beta {number}\n" for number in range(351)}
    html = one(tmp_path, files, "-/az/b.html")
    assert "<title>All pages from A to Z: B · " in html
    assert "<h1>All pages from A to Z: <bdi>B</bdi></h1>" in html


@pytest.mark.parametrize(("names", "shown"), [(12, 12), (13, 10)])
def test_of_many_other_names_ten_are_shown(tmp_path: Path, names: int, shown: int) -> None:
    aliases = ", ".join(f"Name {number}" for number in range(names))
    html = one(tmp_path, {"kb/a.md": f"---\naliases: [{aliases}]\n---\n# A\n"}, "a.html")
    said = html.split("Also known as</dt>")[1].split("</div>")[0]
    assert said.split("<details>")[0].count("<bdi>") == shown
    assert said.count("<bdi>") == names
    assert ("<details><summary>3 more</summary>" in said) == (names > shown)


def test_a_theme_is_changed_by_a_property_a_template_a_file_and_a_phrase(tmp_path: Path) -> None:
    """docs/design.md, "To change it"."""
    files: dict[str, str | bytes] = {
        "kb/recipes/soup.md": "---\ntype: recipe\n---\n\nStir.\n",
        "templates/static/custom.css": ":root { --measure: 60ch; }\n",
        "templates/recipe.html.jinja": '{% extends "node.html.jinja" %}{% block status %}<p class="summary">Serves four.</p>{% endblock %}',
        "templates/words.toml": '[en]\n"Home" = "Start"\n[fr]\n"Home" = "Accueil"\n',
        "kb/fr.md": "---\nlang: fr\n---\n\nSalut.\n",
    }
    html = one(tmp_path, files, "recipes/soup.html")
    assert "Serves four." in html
    assert 'href="../-/static/custom.css"' in html
    assert ">Start<" in html
    assert (tmp_path / "out/-/static/custom.css").read_text("utf-8") == files["templates/static/custom.css"]
    assert ">Accueil<" in (tmp_path / "out/fr.html").read_text("utf-8")
    assert [file.name for file in (tmp_path / "out/-/static/words").iterdir()] == ["fr.js"]  # no page is in another
    assert b"Accueil" in (tmp_path / "out/-/static/words/fr.js").read_bytes()


@pytest.mark.parametrize(("spaces", "inside"), [(0, True), (2_000, False)])
def test_a_small_icon_is_part_of_the_page(tmp_path: Path, spaces: int, inside: bool) -> None:
    """A page asks for no small file before it is painted; a large icon is a file that all pages share."""
    icon = f'<svg xmlns="http://www.w3.org/2000/svg">{" " * spaces}<circle r="9"/></svg>'
    html = one(tmp_path, {"kb/a.md": "# A\n", "templates/static/icon.svg": icon}, "a.html")
    href = re.search(r'rel="icon" type="image/svg\+xml" href="([^"]*)"', html)
    assert href is not None
    data = f"data:image/svg+xml;base64,{base64.b64encode(icon.encode()).decode()}"
    assert markup.unescape(href[1]) == (data if inside else "-/static/icon.svg")
    assert (tmp_path / "out/-/static/icon.svg").read_text("utf-8") == icon


def test_the_digest_of_a_theme_covers_its_words(tmp_path: Path) -> None:
    write(tmp_path, {"words.toml": '[en]\n"Home" = "Start"\n'})
    assert load_theme().digest != load_theme(tmp_path).digest


def test_names_and_addresses_in_fields_are_links_where_they_stand(tmp_path: Path) -> None:
    """Each value has its own: a name in one is none in another, nor a piece of an address; brackets end an address."""
    fields = """guests: ["Ann Lee", "Ann"]
authors: "Ann Lee, Ann"
links: ["https://openai.com/blog", openai]
related: ["not openai here", openai, "[[ann]], openai"]
host: "Lex (https://x.org)"
cover: "![[ann]]"
"""
    files: dict[str, str | bytes] = {
        "kb/ann.md": "# Ann\n",
        "kb/openai.md": "# OpenAI\n",
        "kb/a.md": f"---\n{fields}---\n\nText.\n",
    }
    html = one(tmp_path, files, "a.html").partition('<aside class="infobox"')[2].partition("</aside>")[0]
    said = dict(re.findall(r"<dt>(.*?)</dt>\n(.*?)</div>", html, re.DOTALL))
    values = {label: re.findall(r"<dd>(.*?)</dd>", value) for label, value in said.items()}
    ann, openai = ('<a class="wikilink" href="ann.html">Ann</a>', '<a class="wikilink" href="openai.html">OpenAI</a>')
    assert values["Guests"] == ["Ann Lee", ann]
    assert values["Authors"] == [f"Ann Lee, {ann}"]
    assert values["Related"] == ["not openai here", openai, f"{ann}, {openai}"]
    assert values["Links"][0].startswith('<a class="external" href="https://openai.com/blog"')
    assert 'href="https://x.org"' in values["Host"][0]
    assert values["Host"][0].endswith("</a>)")
    assert values["Cover"] == [ann]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('[" Ann", "Ann "]', [" @Ann@", "@Ann@ "]),
        ('"  Ann, Bob"', ["  @Ann@, Bob"]),
        (
            '["[Site](https://x.org), Ann", "[[ann]], Ann", "[A](ann.md), Bo"]',
            ["[Site], @Ann@", "@Ann@, @Ann@", "@A@, Bo"],
        ),
        ('{x: " Ann"}', ["x:  @Ann@"]),
        ('"with [Obsidian](https://obsidian.md) by [[ann]]"', ["with [Obsidian] by @Ann@"]),
    ],
)
def test_values_of_fields_as_they_are_written(tmp_path: Path, written: str, shown: list[str]) -> None:
    """Spaces around a name, links elsewhere before it, keys above it: what is a page is a link (`@…@`, elsewhere `[…]`)."""
    html = one(tmp_path, {"kb/ann.md": "# Ann\n", "kb/a.md": f"---\nguests: {written}\n---\n\nText.\n"}, "a.html")
    value = html.partition("<dt>Guests</dt>")[2].partition("</div>")[0]
    value = re.sub(r'<a class="wikilink"[^>]*>(.*?)</a>', r"@\1@", value)
    value = re.sub(r'<a class="external"[^>]*>(.*?)</a>', r"[\1]", value)
    assert re.findall(r"<dd>(.*?)</dd>", value) == shown


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Uses `__init__` and [[ann]]", "Uses __init__ and Ann"),
        ("`kbgen *x* y` **[[ann]]** *hi [[ann]] and* more", "kbgen *x* y Ann hi Ann and more"),
        ("2 * 3 * 4, __init__.py", "2 * 3 * 4, __init__.py"),
        ("|\n  one [[ann]]\n\n  - two\n", "one Ann - two"),
    ],
)
def test_signs_in_a_description(tmp_path: Path, written: str, words: str) -> None:
    value = written if written.startswith("|") else f"'{written}'"
    html = one(tmp_path, {"kb/ann.md": "# Ann\n", "kb/a.md": f"---\ndescription: {value}\n---\n\nText.\n"}, "a.html")
    said = re.search(r'<meta name="description" content="([^"]*)"', html)
    assert said is not None
    assert " ".join(said[1].split()) == words
    summary = re.sub("<[^>]*>", "", html.partition('<p class="summary">')[2].partition("</p>")[0])
    assert " ".join(summary.split()) == words


def test_an_infobox_leaves_room_for_what_stands_below_it(tmp_path: Path) -> None:
    """Rows beyond twenty lines are folded away, and keep what is said of them."""
    long = "a path of many words " * 8
    fields = f"published: 2026-01-02\nbias: {long}\nutility: {long}\nraw_file: raw/{'y' * 300}.md\nstatus: {long}\ncolour: red\n"
    html = one(tmp_path, {"kb/sources/a.md": f"---\ntype: source\n{fields}---\n\nText.\n"}, "sources/a.html")
    shown, folded = (
        html.partition('<aside class="infobox"')[2].partition("</aside>")[0].split('<details class="further">')
    )
    assert re.findall("<dt>(.*?)</dt>", shown) == ["Kind", "Published", "Raw file"]
    assert re.findall("<dt>(.*?)</dt>", folded) == ["Bias", "Utility", "Status", "Colour"]
    short = one(
        tmp_path, {"kb/sources/a.md": "---\ntype: source\nbias: none\nstatus: read\n---\n\nText.\n"}, "sources/a.html"
    )
    assert '<details class="further">' not in short


def test_pages_of_one_title_are_told_apart_in_the_index(tmp_path: Path) -> None:
    """By their kinds, or where these are the same, by their files."""
    files: dict[str, str | bytes] = {
        "kb/sources/a.md": "---\ntype: source\ntitle: Loom\n---\n",
        "kb/entities/b.md": "---\ntype: entity\ntitle: loom\n---\n",
        "kb/entities/c.md": "---\ntype: entity\ntitle: Yarn\n---\n",
        "kb/entities/d/c.md": "---\ntype: entity\ntitle: Yarn\n---\n",
        "kb/entities/e.md": "---\ntype: entity\ntitle: Wool\n---\n",
    }
    html = one(tmp_path, files, "search.html")
    listed = re.findall(r"<li><a[^>]*>(\w+)</a>(?: <small>(.*?)</small>)?</li>", html.partition('<h3 id="az-')[2])
    assert sorted(listed) == [
        *(("Loom", "Source"), ("Wool", ""), ("Yarn", "entities/c"), ("Yarn", "entities/d/c"), ("loom", "Entity")),
    ]


def test_a_description_is_set_and_plain_elsewhere(tmp_path: Path) -> None:
    """Links in it work, emphasis is no signs; in what machines read it is words."""
    files: dict[str, str | bytes] = {
        "kb/openai.md": "# OpenAI\n",
        "kb/a.md": '---\ndescription: "About [[openai]] and **bold** `code`, 2 * 3 * 4"\n---\n\nText.\n',
    }
    html = one(tmp_path, files, "a.html")
    link = '<a class="wikilink" href="openai.html">OpenAI</a>'
    assert f'<p class="summary">About {link} and bold code, 2 * 3 * 4</p>' in html
    assert '<meta name="description" content="About OpenAI and bold code, 2 * 3 * 4">' in html


def test_a_page_that_says_nothing_is_described_by_its_first_source(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "kb/sources/a.md": "# A\n\n- [[loom]] — a frame & more, **for** [[yarn]]\n- [[yarn]]\n",
        "kb/entities/loom.md": "# Loom\n",
    }
    html = one(tmp_path, files, "entities/loom.html")
    assert '<meta name="description" content="Loom — a frame &amp; more, for Yarn">' in html
    yarn = (tmp_path / "out/entities/yarn.html").read_text("utf-8")
    assert '<meta name="description" content="Loom — a frame &amp; more, for Yarn">' in yarn


def test_numbers_are_put_in_order_and_not_chosen_from(tmp_path: Path) -> None:
    sources = {
        f"kb/sources/s{n}.md": f"---\ntype: source\nformat: {'paper' if n % 2 else 'talk'}\ncredibility: {50 + n}\n---\n"
        for n in range(12)
    }
    html = one(tmp_path, {**sources}, "-/kinds/source.html")
    assert re.findall(r"<option[^>]*>(.*?)</option>", html) == ["all", "paper", "talk"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Notes"), ("de", "Notizen"), ("fr", "Notes"), ("ar", "الملاحظات"), ("he", "\u2068Notes\u2069")],
)
def test_notes_are_many_in_every_language(tmp_path: Path, lang: str, said: str) -> None:
    files: dict[str, str | bytes] = {
        "kbgen.toml": f'[site]\nlang = "{lang}"\n',
        **{f"kb/{n}.md": f"# Un {n}\n" for n in range(3)},
    }
    assert f">{said}</a>" in one(tmp_path, files, "0.html")


@pytest.mark.parametrize(
    ("lang", "order"),
    [
        ("en", "И Ива Й Йод К Кит Р Раздел_9 Раздел_10 ㄱ 각 까 ㄴ 나 か かき カク ガム 漢 大学 数据"),
        ("zh-TW", "3劃 大学 И Ива Й Йод К Кит Р Раздел_9 Раздел_10 ㄱ 각 까 ㄴ 나 か かき カク ガム 漢 数据"),
        ("zh", "D 大学 S 数据 И Ива Й Йод К Кит Р Раздел_9 Раздел_10 ㄱ 각 까 ㄴ 나 か かき カク ガム"),
    ],
)
def test_the_index_of_pages_is_in_order(tmp_path: Path, lang: str, order: str) -> None:
    """Numbers count as in tables; Chinese is listed as its readers look for it."""
    titles = ["Раздел 10", "Раздел 9", "Йод", "Ива", "Кит", "각", "나", "까", "カク", "ガム", "かき", "数据", "大学"]
    files: dict[str, str | bytes] = {f"kb/{n}.md": f"# {title}\n" for n, title in enumerate(titles)}
    files["kbgen.toml"] = f'[site]\nlang = "{lang}"\n'
    html = one(tmp_path, files, "search.html")
    found = re.findall(r'<h[23] id="az-[^>]*>([^<]*)<|<li><a[^>]*>(?:<bdi>)?([^<]*)', html.split('class="letters"')[1])
    told = [letter or title for letter, title in found if letter or title in titles]
    assert " ".join(one.replace(" ", "_") for one in told) == order


def test_tables_and_tags_are_sorted_without_regard_to_accents(tmp_path: Path) -> None:
    names = ("Zèbre", "Éclair", "Ours", "Âme")
    files: dict[str, str | bytes] = {
        f"kb/entities/{n}.md": f"---\ntitle: {name}\ntags: [{name}]\n---\n" for n, name in enumerate(names)
    }
    table = one(tmp_path, files, "-/kinds/entity.html")
    tags = (tmp_path / "out/-/tags.html").read_text("utf-8")
    for page in (table, tags):
        found = re.findall(rf">#?({'|'.join(names)})</", page)
        assert list(dict.fromkeys(found)) == ["Âme", "Éclair", "Ours", "Zèbre"]


def test_tags_are_in_order_however_their_words_are_joined(tmp_path: Path) -> None:
    tags = ["kiln walls", "kiln-doors", "kiln_fuel", "kilns"]
    files: dict[str, str | bytes] = {f"kb/{n}.md": f"---\ntags: [{', '.join(tags)}]\n---\n" for n in "ab"}
    found = re.findall(">#([^<]+)</a>", one(tmp_path, files, "-/tags.html").partition("<main")[2])
    assert found == ["kiln-doors", "kiln_fuel", "kiln walls", "kilns"]


def test_tags_of_one_page_stand_behind_those_of_several(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "kb/a.md": "---\ntags: [beta, alpha, one]\n---\n",
        "kb/b.md": "---\ntags: [alpha, beta]\n---\n",
    }
    first, once = one(tmp_path, files, "-/tags.html").partition("<main")[2].split("<h2>")
    assert re.findall("#(\\w+)</a>", first) == ["alpha", "beta"]
    assert re.findall("<bdi>#(\\w+)</bdi>", once) == ["one"]


def test_many_tags_begin_with_those_most_used(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"kb/p{n}.md": f"---\ntags: [{', '.join(f't{k:02}' for k in range(40) if n < k % 7 + 2)}]\n---\n"
        for n in range(8)
    }
    most, rest = one(tmp_path, files, "-/tags.html").partition("<main")[2].split("<h2>")[1:]
    found = [(int(count), -int(tag)) for tag, count in re.findall('#t(\\d+)</a>&nbsp;<span class="count">(\\d+)', most)]
    assert found == sorted(found, reverse=True)
    assert len(found) == 12
    assert len(re.findall("#t\\d+</a>", rest)) == 40


def test_the_index_of_many_tags_has_pages(tmp_path: Path) -> None:
    """Each is light, says which letters the others list, and a tag of one page leads to where that stands."""
    said = ", ".join(f"{chr(97 + n % 26)}{n:03}" for n in range(380))
    both = ", ".join(f"{chr(97 + n % 26)}x{n:03}" for n in range(380))
    files: dict[str, str | bytes] = {
        "kb/a.md": f"---\ntags: [{said}, {both}]\n---\n",
        "kb/b.md": f"---\ntags: [{both}]\n---\n",
    }
    built(write(tmp_path, files), tmp_path / "out")
    pages = [tmp_path / f"out/-/tags{page}.html" for page in ("", "-2", "-3", "-4")]
    htmls = [page.read_text("utf-8").partition("<main")[2] for page in pages]
    assert not (tmp_path / "out/-/tags-5.html").exists()
    assert max(map(len, htmls)) < 45_000
    several = [
        re.findall(r'<li><a class="tag"[^>]*>#(\w+)</a>', html.split("<h2>From A to Z</h2>")[-1]) for html in htmls
    ]
    once = [re.findall(r'<li id="tag-(\w+)"', html) for html in htmls]
    assert [bool(found) for found in once] == [False, False, True, True]
    assert sum(map(len, several[:2])) == 380
    assert sum(map(len, once)) == 380
    assert "<h2>On one page only" in htmls[0]
    assert re.findall('<nav class="pager" aria-label="([^"]+)"', htmls[0]) == ["From A to Z", "On one page only"]
    assert re.findall('href="([^"]+)">(..–..)<', htmls[0])[-2:] == [("tags-3.html", "a0–m2"), ("tags-4.html", "m2–z3")]
    page = (tmp_path / "out/a.html").read_text("utf-8")
    for tag, url in (("a000", "-/tags-3.html#tag-a000"), ("z363", "-/tags-4.html#tag-z363")):
        assert f'href="{url}">{tag}' in page
    assert list(crawl(tmp_path / "out")) == []


def test_heavy_tables_have_fewer_rows_a_page(tmp_path: Path) -> None:
    """A page of a table is seen at once; its pages have equally many rows."""
    words = "and what was said of it at some length in those days " * 2
    files: dict[str, str | bytes] = {f"kb/x/{n}.md": f"---\ntitle: T{n} {words}\ntype: x\n---\n" for n in range(450)}
    built(write(tmp_path, files), tmp_path / "out")
    pages = [tmp_path / "out/-/kinds/x.html", *sorted((tmp_path / "out/-/kinds/x").glob("*.html"))]
    htmls = [page.read_text("utf-8") for page in pages]
    rows = [html.count('<th scope="row">') for html in htmls]
    assert sum(rows) == 450
    assert rows[0] == rows[1] > 100
    assert max(map(len, htmls)) < 45_000
    assert htmls[0].count('data-pages="3"') == 1
    assert f'450 pages<span class="part"> · <bdi>{rows[0] + 1}–{2 * rows[0]}</bdi></span>' in htmls[1]


def test_long_lists_of_wanted_pages_and_orphans_have_pages(tmp_path: Path) -> None:
    """As tables have: a wiki may name thousands of pages that nobody wrote."""
    files: dict[str, str | bytes] = {
        f"kb/sources/{n}.md": "---\ntitle: Talk\n---\n" + "".join(f"[[Thing {n} {k}]] " for k in range(2))
        for n in range(600)
    }
    built(write(tmp_path, files), tmp_path / "out")
    for name, total in (("wanted", 1200), ("orphans", 600)):
        pages = [tmp_path / f"out/-/{name}.html", *(tmp_path / f"out/-/{name}").glob("*.html")]
        htmls = [page.read_text("utf-8") for page in pages]
        assert sum(html.count('<th scope="row">') for html in htmls) == total
        assert max(map(len, htmls)) < 55_000
        assert f" {total} pages" in htmls[0]
    assert '"missing"' in (tmp_path / "out/-/wanted/rows-2.js").read_text("utf-8")


def test_of_many_pages_those_near_are_linked(tmp_path: Path) -> None:
    words = "and what was said of it at some length in those days " * 12
    files: dict[str, str | bytes] = {f"kb/x/{n}.md": f"---\ntitle: T{n} {words}\ntype: x\n---\n" for n in range(700)}
    built(write(tmp_path, files), tmp_path / "out")
    last = len(list((tmp_path / "out/-/kinds/x").glob("*.html"))) + 1
    assert last > 13

    def linked(page: str) -> list[str]:
        html = (tmp_path / "out/-/kinds" / page).read_text("utf-8")
        return re.findall("<li>(?:<[^>]*>)*([^<]+)", html.partition('<nav class="pager"')[2].partition("</nav>")[0])

    assert linked("x.html") == ["1", "2", "3", "4", "…", str(last), "Next"]
    assert linked("x/7.html") == ["Previous", "1", "…", *map(str, range(4, 11)), "…", str(last), "Next"]
    assert linked("x/5.html")[:4] == ["Previous", "1", "2", "3"]


def test_a_page_that_two_raw_files_stand_for_is_one_fact(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "kb/sources/a.md": "---\ntitle: A\nraw_file: [raw/one.txt, raw/two.txt]\n---\n\nText.\n",
        "kb/entities/e.md": "---\ntitle: E\nsources: [raw/one.txt, raw/two.txt]\n---\n\nText.\n",
        "raw/one.txt": "One.",
        "raw/two.txt": "Two.",
    }
    html = one(tmp_path, files, "entities/e.html").partition('class="infobox"')[2].partition("</aside>")[0]
    assert html.count(">A</a>") == 1


def test_what_is_told_elsewhere_is_told_in_short(tmp_path: Path) -> None:
    """The sources of a host, which the table of sources has all, and what two entities are named in."""
    files: dict[str, str | bytes] = {
        f"kb/sources/s{n}.md": f"---\ntitle: S{n}\nhost: '[[ada]]'\n---\n\n[[ada]] and [[bob]] talk.\n"
        for n in range(40)
    }
    html = one(tmp_path, {**files, "kb/entities/ada.md": "# Ada\n"}, "entities/ada.html")
    relations = html.partition('id="kb-relations"')[2].partition("</section>")[0]
    assert relations.count("<dd>") == 31
    assert "and 10 more</a>" in relations
    related = html.partition('<ul class="related">')[2].partition("</section>")[0]
    assert re.findall(">S\\d+<|and 38 more", related)[2:] == ["and 38 more"]


def test_an_address_with_a_name_before_its_host_is_text_in_fields_too(tmp_path: Path) -> None:
    fields = 'url: https://bank.example@evil.example/x\nhost: "[Ada](http://ada@mail.example)"\n'
    html = one(tmp_path, {"kb/sources/a.md": f"---\ntitle: A\n{fields}---\n\nText.\n"}, "sources/a.html")
    assert "https://bank.example@evil.example/x" in html
    assert not re.search('href="[^"]*example', html)


def test_tables_of_a_tag_lead_back_and_have_no_empty_columns(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"kb/{name}.md": "---\ntags: [alpha]\n---\n" for name in "ab"}
    html = one(tmp_path, files, "-/tags/alpha.html")
    assert '<li><a href="../tags.html">Tags</a></li>' in html.replace("../../-/", "../")
    assert re.findall('<th scope="col"[^>]*>(\\w+)', html) == ["Title", "Kind"]


@pytest.mark.parametrize("word", ["Unknown", "Desconocido", "n.d."])
def test_unknown_is_nobody(tmp_path: Path, word: str) -> None:
    files: dict[str, str | bytes] = {
        "kb/sources/a.md": f"---\ntitle: A\nauthors: {word}\nhost: Ada\n---\n",
        "kb/sources/b.md": "---\ntitle: B\nauthors: [N/A]\n---\n",
        "kb/list/c.md": "---\ntype: list-of-things\n---\n",
    }
    html = one(tmp_path, files, "sources/a.html")
    byline = html.partition('class="byline"')[2].partition("</p>")[0]
    assert "Ada" in byline
    assert word not in byline
    assert word not in html.partition('id="kb-cite"')[2]
    assert "List of things</a>" in html
    table = (tmp_path / "out/-/kinds/source.html").read_text("utf-8").partition("<main")[2]
    assert "Ada" in table
    assert word not in table
    assert "N/A" not in table


def test_a_name_of_several_pages_says_what_each_is(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "kb/x/loom.md": "# Loom\n\nA machine to weave cloth with.\n",
        "kb/y/loom.md": "---\ndescription: A company\n---\n",
        "kb/z/a.md": "[[loom]]\n",
    }
    html = one(tmp_path, files, "-/names/loom.html")
    assert re.findall("<p>(.*?)</p>", html.partition('class="meant"')[2]) == [
        "A machine to weave cloth with.",
        "A company",
    ]
    assert "<code>[[y/loom]]</code>" in html


# ---------------------------------------------------------------- an overview


def test_a_home_without_links_lists_its_pages(tmp_path: Path) -> None:
    html = one(tmp_path, {"kb/b.md": "# Beta\n", "kb/a.md": "# Alpha\n"}, "index.html").partition("<main")[2]
    assert re.findall(r'<li><a[^>]*href="(\w+\.html)">', html) == ["a.html", "b.html"]


def test_what_one_source_speaks_of_is_not_mentioned_most(tmp_path: Path) -> None:
    """Unless no two sources speak of the same; and what is wanted is in order by numbers."""
    files: dict[str, str | bytes] = {
        f"kb/sources/s{n}.md": f"---\ntype: source\n---\n# S{n}\n\nOf [[term {n}]] and [[both]].\n" for n in (1, 2, 10)
    }
    mentioned = re.compile(r"<span><a[^>]*>([^<]*)</a></span> <small>\d+ sources?</small>")
    assert mentioned.findall(one(tmp_path, files, "index.html")) == ["Both"]
    wanted = re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', (tmp_path / "out/-/wanted.html").read_text("utf-8"))
    assert wanted == ["Both", "term 1", "term 2", "term 10"]
    del files["kb/sources/s1.md"], files["kb/sources/s2.md"]
    assert mentioned.findall(one(tmp_path / "one", files, "index.html")) == ["Both", "term 10"]


def test_most_linked_is_what_most_pages_link_to(tmp_path: Path) -> None:
    """The number is that of the pages that it is linked from, however many it links to itself."""
    files: dict[str, str | bytes] = {
        "kb/hub.md": "# Hub\n\n[[a]] [[b]] [[c]]\n",
        "kb/a.md": "# A\n\n[[b]], and [[b]] again\n",
        "kb/b.md": "# B\n\n[[c]]\n",
        "kb/c.md": "# C\n\n[[b]]\n",
    }
    html = one(tmp_path, files, "index.html").partition("Most linked")[2]
    found = re.findall(r"<span><a[^>]*>([^<]*)</a></span> <small>([^<]*)</small>", html)
    assert found == [("B", "3 pages"), ("C", "2 pages"), ("A", "1 page")]


def test_the_number_of_sources_leads_to_what_they_say(tmp_path: Path) -> None:
    """Past a text that may be long; a page without a text begins with it."""
    files: dict[str, str | bytes] = {
        "kb/sources/s.md": "---\ntype: source\n---\n# S\n\nOf [[a]] and of [[b]].\n",
        "kb/entities/a.md": "# A\n\nA text.\n",
    }
    assert '<span><a href="#dossier">1 source</a></span>' in one(tmp_path, files, "entities/a.html")
    assert "<span>1 source</span>" in (tmp_path / "out/entities/b.html").read_text("utf-8")


def test_first_steps_are_true_and_in_the_plural(tmp_path: Path) -> None:
    """Of sources that speak about as many subjects, none speaks about more; one subject is no reason to begin there."""
    files: dict[str, str | bytes] = {
        f"kb/sources/s{n}.md": f"---\ntype: source\n---\n# S{n}\n\nOf [[both]].\n" for n in range(3)
    }
    steps = re.findall(r"<li>(\w+(?: \w+)?) <a", one(tmp_path, files, "index.html").partition('class="steps"')[2])
    assert steps == ["Look up"]
    files = {path: f"{text!s}\nAnd [[more]].\n" for path, text in files.items()}
    html = one(tmp_path / "more", files, "index.html")
    assert "it speaks about 2 subjects, and no source speaks about more" in html


def test_a_description_names_pages_by_their_titles(tmp_path: Path) -> None:
    """Whatever stands where it is cut off, and also where it is nothing but links."""
    long = "漢" * 298 + "[[b]]字"
    only = "[[a very long title of a page that is not written]] and [[b]]."
    files = {
        "a.md": f"# A\n\n{long}\n",
        "c.md": f"# C\n\n{only}\n\nA second paragraph, much less important.\n",
        "b.md": "# Page B\n",
    }
    assert "\0" not in one(tmp_path, files, "a.html")
    described = re.search(r'<meta name="description" content="([^"]*)"', one(tmp_path, files, "c.html"))
    assert described is not None
    assert described[1].endswith("and Page B.")


def test_a_catalogue_is_preceded_by_the_overview(tmp_path: Path) -> None:
    """A home page that lists everything is no place to look for what is new."""
    files = {f"s{n}.md": "---\ntype: source\npublished: 2026\n---\nText.\n" for n in range(70)}
    html = one(tmp_path, {"index.md": "".join(f"- [[s{n}]]\n" for n in range(70)), **files}, "index.html")
    assert html.index('id="kb-overview"') < html.index('class="body"')
    assert html.count('id="kb-overview"') == 1


def test_an_author_s_home_page_is_followed_by_the_overview(tmp_path: Path) -> None:
    html = one(tmp_path, {**SITE, "kb/index.md": "# Mine\n\nHello.\n"}, "index.html")
    assert html.index("Hello.") < html.index('id="kb-overview"')
    assert "Where to start" not in html


def test_a_site_without_kinds_has_a_frame_all_the_same(tmp_path: Path) -> None:
    assert 'id="nav"' in one(tmp_path, {"index.md": "#tag #tag2 [[gone]]\n"}, "index.html")


def test_a_home_page_of_our_own_shows_a_first_path(tmp_path: Path) -> None:
    html = one(tmp_path, {**SITE}, "index.html")
    assert "Where to start" in html
    assert re.search(r"Look up <a[^>]*>Ada</a><p>2 sources speak about it", html)


# ---------------------------------------------------------------- tables and hubs that stay light


def test_a_column_that_few_rows_fill_stands_last(tmp_path: Path) -> None:
    """On a phone what most rows have is in sight. In the file it keeps its place."""
    files: dict[str, str | bytes] = {
        f"sources/{n}.md": f"---\ntype: source\npublished: 202{n}\n{'host: Ada' if n == 1 else 'guests: Eve'}\n---\n[[x]]\n"
        for n in range(1, 8)
    }
    html = one(tmp_path, files, "-/kinds/source.html")
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', html) == ["Title", "Published", "Entities", "By"]
    assert b"Title,Published,By," in (tmp_path / "out/-/kinds/source.csv").read_bytes()


def test_facts_that_say_the_same_twice_or_only_where_one_is(tmp_path: Path) -> None:
    """What frontmatter and an assessment in another language say is one row; a page is no fact about itself."""
    files: dict[str, str | bytes] = {
        "sources/a.md": "---\ntype: source\ncredibility: 高\nconcepts: [a, mill]\n---\n\n## 評価\n\n信頼性：高 — 査読がある\n",
        "concepts/mill.md": "---\ntitle: Mill\nconcepts: [mill]\n---\n\nGrinds.\n",
    }
    html = one(tmp_path, files, "sources/a.html")
    assert facts(html) == ["Kind", "Source", "Credibility", "高 — 査読がある", "Concepts", "Mill"]
    assert facts((tmp_path / "out/concepts/mill.html").read_text("utf-8")) == []


def facts(html: str) -> list[str]:
    """What stands in the infobox of a page."""
    box = html.partition('<aside class="infobox"')[2].partition("</aside>")[0]
    return [text for text in re.findall(r">([^<>]+)<", box) if text.strip()]


def test_a_column_that_tells_nothing_is_left_out_on_the_page_and_kept_in_the_files(tmp_path: Path) -> None:
    files = {f"kb/notes/n{n}.md": f"# Note {n}\n\n[[n{(n + 1) % 7}]]\n" for n in range(7)}
    built(write(tmp_path / "p", files), tmp_path / "out")
    table = (tmp_path / "out/-/kinds/note.html").read_text("utf-8")
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]+)", table) == ["Name", "Links"]
    csv = (tmp_path / "out/-/kinds/note.csv").read_text("utf-8-sig")
    assert csv.splitlines()[0] == "Name,Description,Status,Confirmed,Updated,Links,Address"
    write(tmp_path / "p", {"kb/sources/s.md": "---\ntype: source\npublished: 2026-01-02\n---\n\nSays [[n1]].\n"})
    built(tmp_path / "p", tmp_path / "out")
    table = (tmp_path / "out/-/kinds/note.html").read_text("utf-8")
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]+)", table) == [
        "Name",
        "Sources",
        "First seen",
        "Last seen",
    ]
    write(tmp_path / "p", {"kb/sources/s.md": "---\ntype: source\n---\n\nSays [[n1]].\n\nAnd [[n1]] again.\n"})
    built(tmp_path / "p", tmp_path / "out")
    table = (tmp_path / "out/-/kinds/note.html").read_text("utf-8")
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]+)", table) == ["Name", "Sources", "Passages"]


def test_a_hub_shows_the_newest_of_a_relation_and_leads_to_the_rest(tmp_path: Path) -> None:
    files = {
        f"kb/sources/s{n:03}.md": f"---\ntype: source\nchannel: Big House\npublished: 2025-01-{n % 28 + 1:02}\n---\n\nText.\n"
        for n in range(130)
    }
    files["kb/entities/big-house.md"] = "---\ntitle: Big House\ntype: organization\n---\n\nA house.\n"
    built(write(tmp_path / "p", files), tmp_path / "out")
    html = (tmp_path / "out/entities/big-house.html").read_text("utf-8")
    relations = html.partition('<dl class="relations">')[2].partition("</dl>")[0]
    assert relations.count("<dd>") == 31
    assert '<a href="../-/kinds/source.html#q=Big%20House">and 100 more</a>' in relations


def test_newcomers_are_sent_to_what_has_a_page(tmp_path: Path) -> None:
    """Of what equally many sources speak about, the home page names first what has a page."""
    files: dict[str, str | bytes] = {
        "sources/a.md": "# A\n\nAbout [[acorns]] and [[zebras]].\n",
        "entities/zebras.md": "# Zebras\n",
    }
    html = one(tmp_path, files, "index.html")
    assert re.search(r"Look up <a[^>]*>Zebras</a>", html)


@pytest.mark.parametrize(
    ("people", "cited"),
    [
        ('author: "Prado, Lucía"', "Lucía Prado"),
        ('author: ["Prado Gil, Lucía", "Roc, L. M."]', "Lucía Prado Gil; L. M. Roc"),
        ('author: "Lucía Prado, Ann Roc"', "Lucía Prado; Ann Roc"),
        ('author: "lucia-prado, ann-roc"', "lucia-prado; ann-roc"),
        ('hosts: "Lucía, Ann"', "Lucía; Ann"),  # who hosts goes by a first name; no library sorts hosts
    ],
)
def test_a_family_name_before_a_comma_is_no_author_of_its_own(tmp_path: Path, people: str, cited: str) -> None:
    text = f"---\ntitle: A\n{people}\ndate: 1944\n---\n"
    html = one(tmp_path, {"kb/sources/a.md": text}, "sources/a.html").partition('id="kb-cite"')[2]
    assert f"{cited} (1944)" in markup.unescape(html)
