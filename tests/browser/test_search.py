"""Search in a browser: from http and from disk, with and without scripts, by keyboard alone, in several scripts, and with
names and queries that mean harm."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import Window
from kbgen.search.terms import fold, terms
from kit import built, write

HOSTILE = '<img src=x onerror="window.ran=1">'
PAGES: dict[str, str | bytes] = {
    "kb/index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    "kb/sources/retrieval.md": (
        "---\ntitle: Retrieval for everyone\ntype: source\npublished: 2024-05-01\ntags: [search, Ranking, find well, zero]\n---\n\n"
        "A first paragraph about Café Müller.\n\n## How it works\n\nThe quick brown fox finds [[openai]] at once. "
        "Gradient descent is not used.\n\n## Limits\n\nNothing about descent of any gradient here.\n"
    ),
    "kb/sources/other.md": "---\ntitle: Another source\ntype: source\npublished: 2023-01-01\ntags: [search]\n---\n\nIt retrieves much; retrieval is a word. <b>bold</b>\n",
    "kb/entities/openai.md": "---\ntitle: OpenAI\ntype: entity\naliases: [Open AI, the laboratory]\n---\n\nA laboratory.\n",
    "kb/entities/reinforcement.md": "---\ntitle: Reinforcement learning\ntype: concept\n---\n\nA method.\n",
    "kb/entities/chinese.md": "---\ntitle: 大语言模型\nlang: zh\n---\n\n## 训练方法\n\n研究人员用人工智能训练神经网络。\n",
    "kb/entities/arabic.md": "---\ntitle: الذكاء الاصطناعي\nlang: ar\n---\n\nقرأ أحمد الكِتَاب في المكتبـــة.\n",
    "kb/entities/thai.md": "---\ntitle: ปัญญาประดิษฐ์\nlang: th\n---\n\nการเรียนรู้ของเครื่องเป็นสาขาหนึ่ง\n",
    "kb/entities/proto.md": "---\ntitle: __proto__\naliases: [constructor, toString]\n---\n\nhasOwnProperty and __proto__ and constructor.\n",
    "kb/entities/hostile.md": f"---\ntitle: 'Harm {HOSTILE}'\n---\n\n## Sec {HOSTILE}\n\nHarmful words: `{HOSTILE}` and `</script><script>window.ran=1</script>`.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in several scripts."""
    folder = tmp_path_factory.mktemp("search")
    built(write(folder / "p", PAGES), folder / "out")
    return folder / "out"


def _ask(page: Page, query: str) -> list[str]:
    """Type into the search that is open; the titles found, in order."""
    field = page.get_by_role("combobox", name="Search")
    field.fill(query)
    expect(page.locator(".found")).to_have_attribute("aria-busy", "false")  # until then the last results stay
    expect(page.locator(".status")).to_contain_text("found")
    return page.locator(".found .title").all_inner_texts()


def _opened(window: Window, address: str) -> Page:
    page = window()
    page.goto(address)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    return page


@pytest.mark.parametrize("from_disk", [True, False])
def test_names_then_headings_then_text(
    found: Path, window: Window, served: Callable[[Path], str], from_disk: bool
) -> None:
    top = found.as_uri() + "/" if from_disk else served(found)
    page = _opened(window, top + "entities/thai.html")
    assert _ask(page, "retrieval")[:2] == ["Retrieval for everyone", "Another source"]
    assert _ask(page, "laboratory")[0] == "OpenAI"
    assert _ask(page, "retriev")[0] == "Retrieval for everyone"  # as it is typed
    assert _ask(page, "cafe muller") == ["Retrieval for everyone"]
    page.locator(".found [role=option]").first.click()
    expect(page).to_have_url(top + "sources/retrieval.html")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("reinforcemnet lerning", "Reinforcement learning"),  # two letters of a long word change places; one is lost
        ("opanai", "OpenAI"),
        ("大语言", "大语言模型"),
        ("人工智能", "大语言模型"),
        ("模", "大语言模型"),
        ("كتاب", "الذكاء الاصطناعي"),
        ("المكتبة", "الذكاء الاصطناعي"),
        ("احمد", "الذكاء الاصطناعي"),
        ("เครื่อง", "ปัญญาประดิษฐ์"),
        ("__proto__", "__proto__"),
        ("constructor", "__proto__"),
        ("toString", "__proto__"),
        ("#ranking", "Retrieval for everyone"),
        ('#"Find well"', "Retrieval for everyone"),
        ("#zero", "Retrieval for everyone"),  # behind a tag of several words
    ],
)
def test_what_is_found(found: Path, window: Window, query: str, title: str) -> None:
    page = _opened(window, (found / "index.html").as_uri())
    assert _ask(page, query)[0] == title


def test_phrases_headings_and_marks(found: Path, window: Window) -> None:
    page = _opened(window, (found / "index.html").as_uri())
    assert _ask(page, '"gradient descent"') == ["Retrieval for everyone"]
    assert (
        page.locator(".found [role=option]").get_attribute("href", timeout=2_000)
        == (found / "sources/retrieval.html").as_uri() + "#how-it-works"
    )
    expect(page.locator(".excerpt mark").first).to_have_text("Gradient")
    expect(page.locator(".excerpt")).to_contain_text("finds OpenAI at once")  # a bare link shows a title
    page.get_by_role("combobox", name="Search").fill('"descent gradient"')
    expect(page.locator(".status")).to_have_text("No pages found. Try other words, or fewer.")


def test_a_phrase_on_many_pages(tmp_path: Path, window: Window) -> None:
    """Texts are read a few at a time: what is told is what was found so far, and the rest comes when it is asked for."""
    files: dict[str, str | bytes] = {
        f"kb/sources/s{n:02}.md": f"# Source {n}\n\nIt has a {'warm start' if n % 2 else 'start that is warm'} of {n} words.\n"
        for n in range(50)
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    first = _ask(page, '"warm start"')
    expect(page.locator(".status")).to_contain_text("pages found so far")
    assert 10 <= len(first) < 25
    more = page.get_by_role("button", name="More")
    while more.is_visible():
        before = page.locator(".found .title").count()
        more.click()
        expect(page.locator(".found .title")).not_to_have_count(before)
    expect(page.locator(".status")).to_have_text("25 pages found")
    expect(page.locator(".found .title")).to_have_count(25)


def test_an_excerpt_is_of_sentences(tmp_path: Path, window: Window) -> None:
    """Where no word asked for tells sections apart, the one that speaks is shown, and not the table of facts above it."""
    page = "---\ntags: [pricing]\n---\n# Some talk\n\n## Details\n\n- Channel: Unknown\n- Video: abc\n\n## Summary\n\nIt tells of prices.\n"
    built(write(tmp_path / "p", {"kb/sources/talk.md": page, "kb/other.md": "Other."}), tmp_path / "out")
    opened = _opened(window, (tmp_path / "out/index.html").as_uri())
    for query in ("#pricing", "some talk"):
        assert _ask(opened, query) == ["Some talk"]
        expect(opened.locator(".excerpt")).to_have_text("Summary It tells of prices.")


@pytest.mark.parametrize(
    "page",
    [
        "---\ntitle: Some talk\nhost: Zoë Ångström (host)\nguests: [mary-ann-evans, '[[ada]]']\nchannel: Radio Wave\n"
        "description: On tides. See [[ada|the countess]].\n---\n\nIt is short.\n",
        "# Some talk\n\n**Host:** Zoë Ångström (host)\n**Guests:** mary-ann-evans, [[ada]]\n**Channel:** Radio Wave\n"
        "**Description:** On tides. See [[ada|the countess]].\n\nIt is short.\n",
    ],
)
def test_who_speaks_is_found(tmp_path: Path, window: Window, page: str) -> None:
    """By fields that no text repeats, whether or not they are pages: people under their names."""
    files: dict[str, str | bytes] = {
        "kb/sources/talk.md": page,
        "kb/people/ada.md": "# Ada Lovelace\n",
        "kb/x.md": "Other.",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    opened = _opened(window, (tmp_path / "out/index.html").as_uri())
    for query in ("angstrom", '"Zoë Ångström"', '"mary ann evans"', "radio wave", "tides", "countess"):
        assert _ask(opened, query)[0] == "Some talk"
    expect(opened.locator(".excerpt mark").first).to_have_text("countess")
    assert _ask(opened, '"mary ann"') == ["Some talk"]
    expect(opened.locator(".excerpt")).to_contain_text("Mary Ann Evans, Ada Lovelace")


def test_what_only_begins_so_is_no_rarer_than_the_word(tmp_path: Path, window: Window) -> None:
    """A whole word that many pages say stands before the longer one that few say."""
    files: dict[str, str | bytes] = {f"kb/sources/s{n}.md": f"# Source {n}\n\nAn agent.\n" for n in range(20)}
    files |= {"kb/entities/a.md": "# Agentic work\n\nWork.\n", "kb/entities/b.md": "# Agent memory\n\nMemory.\n"}
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    assert _ask(page, "agent")[:2] == ["Agent memory", "Agentic work"]


def test_nothing_moves_when_pages_are_found(tmp_path: Path, window: Window, served: Callable[[Path], str]) -> None:
    """Not when an address asks for them, and not when other words are typed: what was found stays until the next is there."""
    files: dict[str, str | bytes] = {f"kb/n{n:02}.md": f"# Note {n}\n\nA word and {'more ' * n}.\n" for n in range(40)}
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 390, "height": 800})
    page.add_init_script(
        "new PerformanceObserver((seen) => { for (const one of seen.getEntries()) window.moved = (window.moved || 0) + one.value; })"
        ".observe({ type: 'layout-shift' })"
    )
    page.route("**/-/search/x/*", lambda route: (time.sleep(0.01), route.continue_())[1])
    page.goto(served(tmp_path / "out") + "search.html?q=note")
    titles = page.locator(".found .title")
    expect(titles).to_have_count(10)
    expect(page.locator(".found .excerpt").last).to_contain_text("word")
    assert not page.evaluate("window.moved")
    more = page.get_by_role("button", name="More")
    more.dblclick()
    expect(titles).to_have_count(20)
    page.wait_for_timeout(400)
    assert len(set(titles.all_inner_texts())) == titles.count()
    page.evaluate(
        "window.fewest = 99; new MutationObserver(() => { window.fewest = Math.min(fewest, document.querySelectorAll('.found > a').length); })"
        ".observe(document.querySelector('.found'), { childList: true })"
    )
    page.get_by_role("combobox", name="Search").fill("word")
    expect(page.locator(".status")).to_have_text("40 pages found")
    page.wait_for_timeout(400)
    assert page.evaluate("window.fewest") == 10


def test_narrowed(found: Path, window: Window) -> None:
    page = _opened(window, (found / "index.html").as_uri())
    assert len(_ask(page, "retrieval")) == 2
    page.get_by_label("Year").select_option("2023")
    expect(page.locator(".found .title")).to_have_text(["Another source"])
    page.get_by_label("Year").select_option("")
    page.get_by_label("Tag").select_option("#Ranking")
    expect(page.locator(".found .title")).to_have_text(["Retrieval for everyone"])
    page.get_by_label("Tag").select_option("")
    page.get_by_label("Kind").select_option("Entities")
    expect(page.locator(".status")).to_have_text("No pages found with these filters. Show everything")
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".found .title")).to_have_count(2)
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    assert page.get_by_label("Kind").input_value() == ""


def test_by_keyboard_alone(found: Path, window: Window) -> None:
    """Opened, gone through, closed; the focus comes back, and what is active is told to those who do not see it."""
    page = window()
    page.goto((found / "sources/other.html").as_uri())
    link = page.locator("main a").first
    link.focus()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("retrieval")
    expect(page.locator(".found [role=option]")).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(".found [role=option]").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == second.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(second).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Escape")  # once, though there are words in the field
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("/")
    field.fill("retrieval")
    expect(page.locator(".found [role=option]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url((found / "sources/retrieval.html").as_uri())


def test_new_words_begin_at_the_first_page(found: Path, window: Window) -> None:
    """The pages of the words before stand until new ones come; which of them was gone to is forgotten at once."""
    page = _opened(window, (found / "index.html").as_uri())
    assert len(_ask(page, "retrieval")) == 2
    page.keyboard.press("ArrowDown")
    active = page.evaluate(
        """() => {
            const field = document.activeElement, tell = () => field.getAttribute("aria-activedescendant");
            const before = tell();
            field.dispatchEvent(new Event("input"));
            const between = tell();
            field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown" }));
            return [before, between, tell()];
        }"""
    )
    first = page.locator(".found [role=option]").first.get_attribute("id")
    assert active == [first, None, first]


def test_the_page_of_its_own_keeps_the_query(found: Path, window: Window, served: Callable[[Path], str]) -> None:
    page = window()
    top = served(found)
    page.goto(top + "search.html?q=retrieval")
    expect(page.locator(".found [role=option]")).to_have_count(2)
    page.get_by_label("Year").select_option("2023")
    expect(page).to_have_url(top + "search.html?q=retrieval&year=2023")
    page.reload()
    expect(page.locator(".found [role=option]")).to_have_count(1)
    expect(page.get_by_label("Year")).to_have_value("2")


def test_without_scripts_an_index(found: Path, window: Window) -> None:
    page = window(java_script_enabled=False)
    page.goto((found / "index.html").as_uri())
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_role("link", name="大语言模型")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("link", name="Retrieval for everyone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Retrieval for everyone")


@pytest.mark.parametrize(
    "query", [HOSTILE, '"</script><script>window.ran=1</script>"', "((((", "[a-z", "\\", "(?<=x)*", "harm img onerror"]
)
def test_harm_in_queries_and_pages_does_nothing(found: Path, window: Window, query: str) -> None:
    page = _opened(window, (found / "index.html").as_uri())
    page.get_by_role("combobox", name="Search").fill(query)
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    assert page.locator(".found :is(img, script, b)").count() == 0


def test_the_same_terms_in_both_languages(found: Path, window: Window) -> None:
    """What Python puts into the index is what the script looks up, for any text."""
    pick = random.Random(4)
    letters = [
        chr(n)
        for n in (
            *range(0x20, 0x700),
            *range(0xE00, 0xE60),
            *range(0x3040, 0x30FF),
            *range(0x4E00, 0x4E80),
            *range(0xAC00, 0xAC40),
            0x20001,
            0x1D54F,
            0xFF21,
            0x2019,
            0x2014,
            0xFB01,
            0x301,
        )
    ]
    texts = [
        *(str(value) for value in PAGES.values()),
        "don't won’t OpenAI’s rock'n'roll a'b İstanbul ΣΊΣΥΦΟΣ straße ﬁne x_y 3.14 ½ ٣٤ " + "a" * 60,
        *("".join(pick.choices(letters, k=60)) for _ in range(400)),
    ]  # fmt: skip
    page = _opened(window, (found / "index.html").as_uri())
    theirs = page.evaluate("(texts) => texts.map((text) => [kbgenSearch.fold(text), kbgenSearch.terms(text)])", texts)
    for text, (folded, words) in zip(texts, json.loads(json.dumps(theirs)), strict=True):
        assert (fold(text), terms(text)) == (folded, words), ascii(text)


def test_who_asks_for_a_name_is_shown_its_page(tmp_path: Path, window: Window) -> None:
    """With its first sentences, not with the section that repeats the name most, nor at it."""
    said = "# Ada Lovelace\n\n## Overview\n\nShe wrote the first program.\n\n## Mentions\n\n- Ada Lovelace: a talk on Ada Lovelace. Long.\n"
    built(write(tmp_path / "p", {"kb/people/ada.md": said, "kb/other.md": "Other."}), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    assert _ask(page, "lovelace ada") == ["Ada Lovelace"]
    expect(page.locator(".excerpt")).to_have_text("Overview She wrote the first program.")
    assert (page.locator(".found > a").get_attribute("href") or "").endswith("ada.html")
    assert _ask(page, "ada talk") == ["Ada Lovelace"]
    assert (page.locator(".found > a").get_attribute("href") or "").endswith("#mentions")


def test_a_question_finds_what_it_is_about(tmp_path: Path, window: Window) -> None:
    """Not the pages that have the words of a question, even where these are rare; each language has its own, too. A page
    that is called as the question comes first, and one that is called by such words alone is found by them."""
    pages = {
        "Ada Stone": "She builds kettles.",
        "RLVR": "A method.",
        "What is RLVR?": "A talk.",
        "The Who": "A band.",
        "Wer": "Ein Fluss.",
    }
    files: dict[str, str | bytes] = {
        "kbgen.toml": '[site]\nlang = "de"\n',
        **{f"kb/entities/{n}.md": f"# {title}\n\n{text}\n" for n, (title, text) in enumerate(pages.items())},
        **{f"kb/notes/{n}.md": f"# Note {n}\n\nWord {n} of kettles.\n" for n in range(30)},
        "kb/sources/t.md": "# Stone by stone\n\nThe one who asks what it is. Wer ist das? Ada may know who is who.\n",
    }  # fmt: skip
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    page.goto((tmp_path / "out/search.html").as_uri())
    field = page.get_by_role("combobox", name="Suche")
    asked = [
        ("who is ada stone", "Ada Stone"), ("wer ist Ada Stone?", "Ada Stone"), ("ada stone, was ist das", "Ada Stone"),
        ("what does RLVR do", "RLVR"), ("what is rlvr", "What is RLVR?"), ("the who", "The Who"), ("wer", "Wer"),
    ]  # fmt: skip
    for query, title in asked:
        field.fill(query)
        expect(page.locator(".found .title").first).to_have_text(title)
    field.fill("who asks what it is, ada")  # what is looked for is marked, not what it is asked with
    expect(page.locator(".found mark", has_text="Ada").first).to_be_visible()
    assert {mark.casefold() for mark in page.locator(".found mark").all_text_contents()} == {"ada", "asks"}


def test_names_in_another_number_or_written_together_are_found(tmp_path: Path, window: Window) -> None:
    """`agents memory` finds Agent Memory, `copper kettle` CopperKettle, `storystudies` Story studies; a phrase means what
    it says."""
    files: dict[str, str | bytes] = {
        "kb/entities/a.md": "# Agent Memory\n\nIt keeps things.\n",
        "kb/entities/k.md": "# CopperKettle\n\nIt boils water.\n",
        "kb/entities/b.md": "# Agents and their memory\n\nWhat agents keep as memory.\n",
        "kb/entities/s.md": "# Story studies\n\nOf tales.\n",
        "kb/sources/t.md": "# A talk\n\nOn agents that have no storage, and on copper.\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    assert _ask(page, "agents memory")[:2] == ["Agent Memory", "Agents and their memory"]
    expect(page.locator(".found .title mark").first).to_have_text("Agent")
    assert _ask(page, "copper kettle")[0] == "CopperKettle"
    assert _ask(page, "stories study") == ["Story studies"]
    assert _ask(page, "agentstheirmemory of tales")[0] == "Agents and their memory"  # three of its words
    assert _ask(page, "storystudies") == ["Story studies"]
    expect(page.locator(".found .title mark")).to_have_text(["Story", "studies"])
    assert _ask(page, '"storystudies"') == []
    assert _ask(page, '"agents memory"') == []


def test_an_alias_is_a_name(tmp_path: Path, window: Window) -> None:
    """Who asks for a page by another of its names, all of it, gets that page, and not those that have the words in their
    titles; in another number and as a question too."""
    files: dict[str, str | bytes] = {
        "kb/concepts/vat.md": "# VAT\n\nA tax.\n",
        "kb/concepts/gfb.md": "---\ntitle: GFB\naliases: [Glazed fire brick, 釉面砖]\n---\n\nFor kilns.\n",
        **{
            f"kb/concepts/{n}.md": f"# Glazed fire brick {word}\n\nA glazed fire brick and its {word}.\n"
            for n, word in enumerate(("prices", "walls", "repair"))
        },
        **{f"kb/sources/{n}.md": f"# Talk {n}\n\nOn [[{n % 3}]].\n" for n in range(9)},
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    for query in ("glazed fire brick", "Glazed fire bricks", "what is a glazed fire-brick?", "釉面砖"):
        assert _ask(page, query)[0] == "GFB", query
    assert _ask(page, "glazed fire")[0] != "GFB"


def test_of_titles_that_of_which_more_is_asked_for_comes_first(tmp_path: Path, window: Window) -> None:
    files: dict[str, str | bytes] = {
        "kb/concepts/a.md": "# Kilns and ovens compared: fuel, heat, walls and the long way to a pot\n\nA kiln. A kiln.\n",
        "kb/concepts/b.md": "# The long kiln\n\nIt is hot.\n",
        "kb/concepts/c.md": "# Co-firing methods\n\nOf co-firing.\n",
        "kb/concepts/d.md": "# A talk on cofiring and how the old potters went about it in the mountains\n\nCofiring.\n",
        **{f"kb/notes/{n}.md": f"# Note {n}\n\nOn cofiring {n}.\n" for n in range(30)},
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    assert _ask(page, "kilns")[0] != "The long kiln"  # the word as it is typed, first of the title
    assert _ask(page, "kiln")[:1] == ["The long kiln"]
    assert "Co-firing methods" in _ask(page, "cofiring")[:2]  # though many texts have the word


def test_what_only_has_the_words_of_a_question_is_not_found(tmp_path: Path, window: Window) -> None:
    """And what a question asks (*how does it work*, *the difference between*) is no subject."""
    files: dict[str, str | bytes] = {
        "kb/concepts/a.md": "# Salt glaze\n\nA glaze.\n",
        "kb/concepts/b.md": "# Working at night\n\nHow does anybody work at night? What is it for you?\n",
        "kb/concepts/c.md": "# Ash glaze\n\nThe other one.\n",
        "kb/concepts/d.md": "# Night and day\n\nThe difference between them is large; a difference between glazes is small.\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    assert _ask(page, "how does salt glaze work?")[0] == "Salt glaze"
    assert "Working at night" not in _ask(page, "how does a salt glaze work")
    assert _ask(page, "what is salt") == ["Salt glaze"]
    assert set(_ask(page, "difference between salt glaze and ash glaze")[:2]) == {"Salt glaze", "Ash glaze"}
    assert _ask(page, "work")[0] == "Working at night"


def test_a_version_is_found_where_it_is_written(tmp_path: Path, window: Window) -> None:
    """`v1.2` is two words, and many pages have both; those come first that have them side by side, and there is the
    excerpt."""
    files: dict[str, str | bytes] = {
        "kb/notes/a.md": "# Notes\n\n## First\n\nThe kiln v1 of 2 walls, v1 and 2, 2 and v1 again.\n",
        "kb/notes/b.md": "# Changes\n\n"
        + "Nothing much. " * 60
        + "\n\n## Second\n\nIn v1 there were no doors, "
        + "and so on, " * 12
        + "but since v1.2 there are 3.\n",
        **{f"kb/notes/{n}.md": f"# Note {n}\n\nOf v1 and 2, {n}.\n" for n in range(4)},
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    assert _ask(page, "v1.2")[0] == "Changes"
    expect(page.locator(".found .excerpt").first).to_contain_text("since v1.2 there are 3")


def test_a_result_tells_who_said_it_and_when(tmp_path: Path, window: Window) -> None:
    """A name that means harm is text."""
    files: dict[str, str | bytes] = {
        "kb/sources/a.md": "---\ntitle: On clay\nhost: '[[ada]]'\npublished: 2024-05-01\n---\n\nClay.\n",
        "kb/sources/b.md": f"---\ntitle: On more clay\nauthors: [{HOSTILE!r}, Bo, Cy, Di, Ed]\n---\n\nClay.\n",
        "kb/entities/ada.md": "# Ada Stone\n\nA potter of clay.\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = _opened(window, (tmp_path / "out/index.html").as_uri())
    assert _ask(page, "clay")[-1] == "Ada Stone"
    told = dict(
        zip(
            page.locator(".found .title").all_inner_texts(),
            [" ".join(text.split()) for text in page.locator(".found .byline").all_inner_texts()],
            strict=True,
        )
    )
    assert told["On clay"] == "Source Ada Stone 2024-05-01"
    assert told["On more clay"] == f"Source {HOSTILE}, Bo, Cy et al."
    assert told["Ada Stone"] == "Entity"
