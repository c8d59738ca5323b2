"""Pages as readers meet them: from disk, below a path, on a phone, without scripts, with keys alone, in the dark."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ARGUMENTS, Window
from kbgen.theme.lean import lean
from kbgen.theme.words import form, read_words, words_for
from kit import IN_CI, ROOT, absent, built, chromium, write

WORDS = read_words((ROOT / "templates/words.toml").read_text("utf-8"), "words.toml")
AXE = ROOT / ".cache/axe-core/axe.min.js"
SOURCE = "sources/fridman-lambert-raschka-2026-state-of-ai.html"
OWN = ("index.html", SOURCE, "entities/openai.html", "entities/lex-fridman.html", "-/kinds/source.html", "404.html")
PAGES = ("index.html", "sources/long.html", "sources/ar.html", "sources/zh.html", "entities/ada-lovelace.html",
         "entities/深度学习.html", "-/kinds/entity.html", "-/kinds/thing.html", "-/wanted.html", "404.html",
         "notes/drawn.html")  # fmt: skip
MODES: dict[str, dict[str, object]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 320, "height": 640}},
    "still": {"reduced_motion": "reduce"},
    "forced": {"forced_colors": "active"},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def open_page(window: Page, site: Path, url: str) -> None:
    window.goto((site / url).as_uri())
    assert window.locator("main h1").first.is_visible(), url


def is_wide(window: Page) -> bool:
    """Whether one would have to scroll sideways."""
    return bool(window.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def too_wide(window: Page, site: Path, urls: Sequence[str]) -> list[str]:
    """Those of some pages that scroll sideways at 320 px, or at 640 px with text of twice the size."""
    found = []
    for url in urls:
        window.set_viewport_size({"width": 320, "height": 640})
        open_page(window, site, url)
        found += [url] if is_wide(window) else []
        window.set_viewport_size({"width": 640, "height": 640})
        window.evaluate("document.documentElement.style.fontSize = '200%'")
        found += [f"{url} at 200 %"] if is_wide(window) else []
    return found


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(window: Window, everything: Path, own: Path, mode: str) -> None:
    """WCAG 2.0 to 2.2 A and AA, and best practice."""
    if not AXE.is_file():
        absent("axe-core is not there (`make test` fetches it with npm)", must_run_in_ci=IN_CI)
    page = window(bypass_csp=True, **MODES[mode])
    source, found = AXE.read_text("utf-8"), []
    shown = [(own, url) for url in OWN] + [(everything, url) for url in PAGES if "thing" not in url]
    share = {"dark": shown[1::2], "still": shown[3::4], "forced": shown[3::4]}  # for the sake of time
    for site, url in share.get(mode, shown):
        open_page(page, site, url)
        page.evaluate(source)
        result = page.evaluate(
            "tags => axe.run(document, {preload: false, runOnly: {type: 'tag', values: tags}})", RULES
        )
        found += [(url, v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]]
    assert found == []


def test_no_sideways_scroll_on_a_phone(window: Window, everything: Path) -> None:
    """At 320 px, and at 200 % text; from disk, under the CSP, with a console that stays silent."""
    assert too_wide(window(), everything, PAGES) == []


def test_every_page_of_our_own_fits_a_phone(window: Window, own: Path) -> None:
    """From disk, under its CSP: nothing to complain of, nothing foreign, no sideways scroll."""
    page, wide = window(viewport={"width": 320, "height": 640}), []
    for file in sorted(own.rglob("*.html")):
        page.goto(file.as_uri())
        assert page.locator("main h1").first.is_visible(), file
        wide += [file] if is_wide(page) else []
    assert wide == []


def test_every_page_of_our_own_fits_a_phone_with_large_letters(browser: Browser, own: Path) -> None:
    """As a reader sets them in the browser: twice the usual size, which media queries count in too."""
    large = browser.browser_type.launch(
        executable_path=chromium(), args=[*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    )
    try:
        page, wide = large.new_page(viewport={"width": 320, "height": 640}), []
        for file in sorted(own.rglob("*.html")):
            page.goto(file.as_uri())
            wide += [file] if is_wide(page) else []
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert wide == []
    finally:
        large.close()


def test_without_scripts(window: Window, own: Path, everything: Path) -> None:
    """All is there, the menus open, the address is followed; what needs scripts does not show."""
    page = window(java_script_enabled=False, viewport={"width": 390, "height": 844})
    open_page(page, own, "entities/openai.html")
    assert page.locator("article.mention").count() >= 4
    assert not page.locator(".switch").is_visible()
    page.click(".nav-button")
    page.click("#nav a >> text=Sources")
    assert page.locator("tbody tr").count() == 5
    open_page(page, everything, "-/kinds/thing.html")
    assert not page.locator(".tools").is_visible()
    assert page.locator("tbody tr").count() == 500
    page.click(".pager a >> text=3")
    assert page.locator("tbody tr").count() == 200


def test_a_date_is_in_sight_on_a_phone(window: Window, tmp_path: Path) -> None:
    """Title, kind and date stand side by side, whatever else a table has."""
    files: dict[str, str | bytes] = {
        f"kb/n{n}.md": f"---\ntitle: A title of some words {n}\ntags: [one]\npublished: 2024-05-0{n}\nupdated: 2025-01-0{n}\ntype: {kind}\n---\n"
        for n, kind in enumerate(("source", "comparison", "organization"), 1)
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 390, "height": 844})
    for address, column in (("-/recent.html", 3), ("-/tags/one.html", 3)):
        open_page(page, tmp_path / "out", address)
        for row in page.locator("tbody tr").all():
            cell = row.locator(f":nth-child({column})")
            assert (
                cell.evaluate(
                    "cell => { const range = document.createRange(); range.selectNodeContents(cell); return range.getBoundingClientRect().right; }"
                )
                <= 390 - 16
            )
            kind = row.locator(":nth-child(2)")
            lines = "cell => { const range = document.createRange(); range.selectNodeContents(cell); return range.getClientRects().length; }"
            assert kind.evaluate(lines) == 1, kind.inner_text()


def test_lists_on_narrow_screens(window: Window, own: Path) -> None:
    """On a phone no date breaks; on a tablet titles have room, and three columns need no sideways scroll."""
    page = window(viewport={"width": 360, "height": 800})
    lines = "dates => dates.map(date => date.getClientRects().length)"
    for url in ("index.html", "-/timeline.html"):
        open_page(page, own, url)
        dates = page.locator(".rows time")
        assert dates.count() > 1, url
        assert set(dates.evaluate_all(lines)) == {1}, url
    page.set_viewport_size({"width": 768, "height": 900})
    for url, columns in (("-/kinds/source.html", 6), ("-/tags/scaling.html", 3)):
        open_page(page, own, url)
        assert page.locator("thead th").count() == columns, url
        assert page.locator("thead th").first.bounding_box()["width"] >= 250, url  # type: ignore[index]
        wide = page.locator(".wide").evaluate("table => table.scrollWidth > table.clientWidth")
        assert wide is (columns > 5), url


def test_descriptions_have_room(window: Window, tmp_path: Path) -> None:
    """In tables of pages that no source speaks of, they take the room that names leave."""
    about = "What a page is about, in a sentence of some length that is to be read and not to be guessed."
    files: dict[str, str | bytes] = {
        f"kb/n{n}.md": f"---\ndescription: {about}\n---\n\n# Note {n}\n\n[[n0]]\n" for n in range(9)
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 1280, "height": 900})
    open_page(page, tmp_path / "out", "-/kinds/note.html")
    name, description = (page.locator(f"thead th:nth-child({n})").bounding_box() for n in (1, 2))
    assert name
    assert description
    assert description["width"] >= name["width"] > 200


def test_the_ring_of_focus_is_whole_in_the_menu(window: Window, own: Path) -> None:
    """The menu scrolls, so what lies outside of it is cut off."""
    page = window(viewport={"width": 1280, "height": 900})
    open_page(page, own, "entities/openai.html")
    outside = """link => {
      const style = getComputedStyle(link), box = link.getBoundingClientRect(), around = link.closest("nav").getBoundingClientRect();
      const ring = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
      return [style.outlineStyle, box.left - ring < around.left || box.right + ring > around.right];
    }"""
    page.keyboard.press("Tab")  # so that focus is shown
    for menu in ("#nav", "#toc"):
        page.locator(f"{menu} a").first.focus()
        assert page.locator(f"{menu} a").first.evaluate(outside) == ["solid", False], menu


def test_the_rules_of_check_alone_are_told_on_one_line(window: Window, own: Path) -> None:
    """Their number does not stand at the end of the line above."""
    page = window(viewport={"width": 1280, "height": 800})
    open_page(page, own, "-/health.html")
    link = page.locator(".lead > a")
    height = link.evaluate("link => parseFloat(getComputedStyle(link).lineHeight)")
    assert link.inner_text() == "2 rules are reported only by kbgen check."
    assert link.bounding_box()["height"] < 1.5 * height  # type: ignore[index]


def test_titles_and_facts_have_room(window: Window, everything: Path) -> None:
    """A title of more than three lines is set smaller; what kbgen calls a fact takes one line."""
    page, sizes = window(viewport={"width": 1280, "height": 900}), []
    for url in ("sources/long.html", "entities/ada-lovelace.html"):
        open_page(page, everything, url)
        sizes.append(float(page.locator("h1").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")))
    assert sizes[0] < sizes[1]
    labels = page.locator(".infobox dt")
    assert "First mentioned" in labels.all_inner_texts()
    line = page.get_by_text("Kind", exact=True).first.bounding_box()
    assert line
    lines = "(all, one) => all.map(label => Math.round(label.firstChild.parentNode.getClientRects()[0].height / one))"
    assert labels.evaluate_all(lines, line["height"]) == [1] * labels.count()


def test_below_a_path(window: Window, own: Path, tmp_path: Path, served: Callable[[Path], str]) -> None:
    """Under `/x/y/` links, previews and rows work as they do from disk."""
    shutil.copytree(own, tmp_path / "x/y")
    top = served(tmp_path) + "x/y/"
    page = window()
    page.goto(top + SOURCE)
    page.locator(".body a.wikilink").first.hover()
    assert "Large language models" in page.locator(".card").inner_text()
    page.click(".crumbs a >> text=Sources")
    assert page.url == top + "-/kinds/source.html"


def test_the_dark_switch_is_remembered(window: Window, own: Path) -> None:
    """It follows the system until it is used, and does so again when set back."""
    page = window()
    ground = "getComputedStyle(document.body).backgroundColor"
    open_page(page, own, "index.html")
    light = page.evaluate(ground)
    page.click(".switch")
    assert page.get_attribute(".switch", "aria-pressed") == "true"
    dark = page.evaluate(ground)
    assert dark != light
    open_page(page, own, SOURCE)
    assert page.evaluate(ground) == dark
    page.emulate_media(color_scheme="dark")
    page.click(".switch")
    assert page.evaluate(ground) == light
    page.emulate_media(color_scheme="light")
    page.click(".switch")
    page.click(".switch")
    assert page.evaluate("localStorage.length") == 0


def test_the_dark_switch_holds_in_all_windows(window: Window, own: Path, served: Callable[[Path], str]) -> None:
    first, top = window(), served(own)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(top + "index.html")
        page.wait_for_selector(".switch[aria-pressed=false]")
    first.click(".switch")
    second.wait_for_selector("[data-theme=dark] .switch[aria-pressed=true]")
    second.click(".switch")
    first.wait_for_selector("html:not([data-theme]) .switch[aria-pressed=false]")


def test_keys_alone(window: Window, own: Path) -> None:
    """Skip link first; menus open, close with Escape and give the focus back; what has the focus shows it."""
    page = window(viewport={"width": 390, "height": 844})
    open_page(page, own, SOURCE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.focus(".nav-button")
    page.keyboard.press("Enter")
    assert page.locator("#nav").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#nav").is_visible()
    assert page.evaluate("document.activeElement.classList.contains('nav-button')")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_targets_are_large_enough(window: Window, own: Path) -> None:
    """WCAG 2.5.8: 24 px, but for links within a text."""
    page = window()
    for url in (SOURCE, "entities/openai.html", "-/kinds/source.html"):
        open_page(page, own, url)
        small = page.evaluate(
            "() => Array.from(document.querySelectorAll('button, #nav a, #toc a, .pager a, summary'))"
            ".filter(e => e.checkVisibility() && Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 23.9)"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == [], url


def test_contents_mark_where_one_is(window: Window, own: Path) -> None:
    page = window()
    open_page(page, own, SOURCE)
    link = page.locator("#toc a").nth(3)
    link.click()
    expect(page.locator("#toc [aria-current]")).to_have_text(link.inner_text())


def test_a_link_into_a_page_leads_there_at_once(window: Window, everything: Path) -> None:
    """Nobody is shown all that lies above the place that a link leads to."""
    page = window(reduced_motion="no-preference")
    page.add_init_script("window.seen = []; addEventListener('scroll', () => seen.push(scrollY))")
    page.goto((everything / "sources/long.html").as_uri() + "#kb-entities")
    expect(page.locator("#kb-entities > h2")).to_be_in_viewport()
    assert page.evaluate("seen.length > 0 && Math.min(...seen) > scrollY / 2")


def test_languages(window: Window, everything: Path) -> None:
    """`lang` and `dir` of the page; the interface speaks the page's language where it can."""
    page = window()
    open_page(page, everything, "sources/ar.html")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    nav, text = page.locator("#nav").bounding_box(), page.locator(".text").bounding_box()
    assert nav["x"] > text["x"]  # type: ignore[index]
    assert "المصادر" in page.locator("#nav").inner_text()
    open_page(page, everything, "sources/zh.html")
    assert "来源" in page.locator("#nav").inner_text()
    open_page(page, everything, "notes/fr.html")
    assert "Accueil" in page.locator("#nav").inner_text()
    open_page(page, everything, "sources/de.html")
    page.locator(".body a.wikilink").first.hover()
    assert "4 Quellen" in page.locator(".card").inner_text()


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_forms_of_numbers_are_those_of_browsers(window: Window, tmp_path: Path, lang: str) -> None:
    """What templates and scripts say of the same number is the same."""
    page = window()
    told = page.evaluate(f"[...Array(201).keys()].map(n => new Intl.PluralRules('{lang}').select(n))")
    assert [form(lang, n) for n in range(201)] == told
    counts = {"apple": 1, "bridge": 2, "castle": 5, "desert": 11, "engine": 21}
    files: dict[str, str | bytes] = {
        "kbgen.toml": f'[site]\nlang = "{lang}"\n',
        **{f"kb/{n}.md": " ".join(word for word, count in counts.items() if n < count) for n in range(21)},
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    open_page(page, tmp_path / "out", "search.html")
    t = words_for(WORDS, lang)
    for word, count in counts.items():
        page.get_by_role("combobox").fill(word)
        expect(page.locator(".status")).to_have_text(t("{n} pages found", count))


def test_words_of_all_languages_fit_where_they_stand(window: Window, tmp_path: Path) -> None:
    """A severity stands in a column of its own, beside what the rule is about."""
    built(write(tmp_path / "p", {"kb/a.md": "[[gone]]\n"}), tmp_path / "out")
    page = window()
    open_page(page, tmp_path / "out", "-/health.html")
    grade, rule = page.locator("summary .grade").first, page.locator("summary .rule").first
    for lang, table in WORDS.items():
        for severity in ("error", "warning", "note"):
            grade.evaluate("(one, said) => { one.textContent = said; }", table[severity])
            end = grade.evaluate(
                "one => { const r = document.createRange(); r.selectNodeContents(one); return r.getBoundingClientRect().right; }"
            )
            box = rule.bounding_box()
            assert box
            assert end < box["x"], (lang, severity)


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_pages_that_run_the_other_way_are_aligned(window: Window, tmp_path: Path, lang: str) -> None:
    """Also where the interface is English: numbers below their head, places beside what is said, full stops at the end."""
    files: dict[str, str | bytes] = {
        "kbgen.toml": f'[site]\nlang = "{lang}"\n',
        **{
            f"kb/sources/s{n}.md": f"---\ntitle: حوار {n}\npublished: 2025-0{n + 1}-01\n---\n\n## Talk\n\n- [[Ada]] — أول مبرمجة\n- [[深度学习]]\n"
            for n in range(8)
        },
        "kb/entities/ada.md": "---\ntitle: Ada\n---\n\nShe counts.\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    ends = """found => {
      const range = document.createRange();
      range.selectNodeContents(found);
      return range.getBoundingClientRect().right;
    }"""
    open_page(page, tmp_path / "out", "-/kinds/source.html")
    page.wait_for_selector("button.sort")
    heads = [
        page.locator("thead .number button").evaluate(ends),
        page.locator("tbody td:last-child").first.evaluate(ends),
    ]
    assert abs(heads[0] - heads[1]) < 2
    open_page(page, tmp_path / "out", "entities/ada.html")
    said, place = page.locator(".said > p").first, page.locator(".place").first
    assert abs(said.evaluate(ends) - place.evaluate(ends)) < 2
    assert page.locator(".when summary bdi").inner_text() == "2025"
    open_page(page, tmp_path / "out", "-/health.html")
    assert page.locator("summary .rule > bdi").count() == page.locator("summary .rule").count() > 0


def test_what_a_passage_stands_below_is_quieter_and_stands_once(window: Window, tmp_path: Path) -> None:
    quoted = "> [!quote] On ladders\n> They are stairs for athletes, and [[Eve]] is none.\n"
    points = "- Notch [[the rest]]:\n  - says [[Ada]]\n  - [[Ada]] doubts it\n- Two were asked about it:\n  - [[Ada]]\n"
    files: dict[str, str | bytes] = {"kb/sources/a.md": f"# A talk\n## Points\n{points}\n{quoted}"}
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    open_page(page, tmp_path / "out", "ada.html")
    color = "found => getComputedStyle(found).color"
    above, said = page.locator(".said > .above"), page.locator(".said li")
    assert above.all_inner_texts() == ["Notch the rest:"]
    assert above.evaluate(color) == above.locator("a").evaluate(color) == page.locator(".place").first.evaluate(color)
    assert (
        said.first.evaluate(color)
        == page.locator(".said > p:not(.above, .place)").evaluate(color)
        != above.evaluate(color)
    )
    tops = [one.bounding_box()["y"] for one in said.all()]  # type: ignore[index]
    assert tops[1] - tops[0] < 40 < tops[2] - tops[1]  # one list, and another passage
    open_page(page, tmp_path / "out", "eve.html")
    assert page.locator(".said > blockquote p").evaluate(color) != page.locator(".said > .above").evaluate(color)


def test_bullets_stand_where_an_item_begins(window: Window, tmp_path: Path) -> None:
    text = "- English\n- تاريخ طويل\n  - English again\n  - بند\n- [[ميناء]]\n"
    files: dict[str, str | bytes] = {"kb/a.md": text, "kb/b.md": f"---\nlang: ar\n---\n{text}"}
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    for name in ("a", "b"):
        page.goto((tmp_path / f"out/{name}.html").as_uri())
        frame = page.locator(".body").bounding_box()
        assert frame
        for item in page.locator(".body li").all():
            box, runs = item.bounding_box(), item.evaluate("one => getComputedStyle(one).direction")
            assert box
            room = (frame["x"] + frame["width"] - box["x"] - box["width"], box["x"] - frame["x"])[runs == "ltr"]
            assert room > 20  # for the bullet
            assert runs == ("ltr" if "English" in item.inner_text().split("\n")[0] else "rtl")
            assert item.evaluate("one => getComputedStyle(one).textAlign") == "start"
        link = page.locator(".body li > a").bounding_box()
        assert link
        assert frame["x"] + frame["width"] - link["x"] - link["width"] < 60


def test_names_and_numbers_alone_stand_where_the_text_around_them_begins(window: Window, tmp_path: Path) -> None:
    """A browser does not look into links for the direction of what has no other letters."""
    text = (
        "تاريخ طويل للميناء\n\n- [[Harbour]]\n\n> وعد بأن يعتني به أحد\n>\n> — [[ميناء]]\n\n"
        "| المكان | قبل |\n|---|---|\n| [[ميناء]] | 12 |\n| [[Harbour]] | 140 |\n"
    )
    files: dict[str, str | bytes] = {
        "kb/sources/a.md": f"---\nlang: ar\n---\n{text}\n- قال أحد:\n  - [[Harbour]] 12\n",
        "kb/harbour.md": "---\nlang: ar\n---\n# Harbour\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    gap = """found => {
      const range = document.createRange();
      range.selectNodeContents(found);
      const box = found.getBoundingClientRect(), style = getComputedStyle(found);
      return box.right - parseFloat(style.paddingRight) - range.getBoundingClientRect().right;
    }"""
    for name, shown in (("sources/a", ".body :is(li:not(:has(li)), p, th, td)"), ("harbour", ".said li, .said td")):
        open_page(page, tmp_path / "out", f"{name}.html")
        gaps = [one.evaluate(gap) for one in page.locator(shown).all()]
        assert len(gaps) > 1, name
        assert max(map(abs, gaps)) < 2, (name, gaps)


def test_pages_in_scripts_of_asia(window: Window, tmp_path: Path) -> None:
    """Footnotes stay with their sentence, Korean words are not torn, emphasis is not slanted, and marks are wide."""
    text = "深度学习是*重要*的分支——“学习”……。"
    files: dict[str, str | bytes] = {
        **{f"kb/{n}.md": f"---\nlang: zh\n---\n\n# {n}\n\n{'字' * n}。[^1]\n\n[^1]: 注\n" for n in range(17, 27)},
        "kb/zh.md": f"---\nlang: zh-CN\n---\n\n{text}\n",
        "kb/ko.md": "---\nlang: ko\n---\n\n" + "한국어는 낱말사이를 *띄어* 쓰므로 " * 9 + "\n",
        "kb/en.md": "---\nlang: en\n---\n\nOf *重要* and *Nature*.\n",
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 400, "height": 800})
    page.goto((tmp_path / "out/zh.html").as_uri())
    assert page.locator(".page-footer p").inner_text() == "文件：kb/zh.md"  # the colon has its space in it
    style = "(one, name) => getComputedStyle(one)[name]"
    last = """one => {
      const range = document.createRange();
      range.setStart(one.firstChild, one.firstChild.length - 1);
      range.setEnd(one.firstChild, one.firstChild.length);
      return range.getBoundingClientRect().bottom;
    }"""
    for n in range(17, 27):
        page.goto((tmp_path / f"out/{n}.html").as_uri())
        mark = page.locator(".footnote-ref a").evaluate(last)
        assert mark <= page.locator(".body p").first.evaluate(last), n
    page.goto((tmp_path / "out/zh.html").as_uri())
    assert page.locator("em").evaluate(style, "textEmphasisStyle") == "dot"
    assert page.locator("em").evaluate(style, "textEmphasisPosition") == "under"
    page.goto((tmp_path / "out/ko.html").as_uri())
    assert page.locator(".body p").evaluate(style, "wordBreak") == "keep-all"
    assert page.locator("em").first.evaluate(style, "fontWeight") == "600"
    page.goto((tmp_path / "out/en.html").as_uri())
    assert page.locator("em").evaluate_all("all => all.map(one => getComputedStyle(one).textEmphasisStyle)") == [
        "dot",
        "none",
    ]
    assert page.locator("em").first.evaluate(style, "fontSynthesisStyle") == "none"
    assert page.locator("link[href$='east.css']").count() == 0


def test_title_of_the_site_ends_where_there_is_no_room(window: Window, tmp_path: Path) -> None:
    """Its first words stay, in whichever direction it and the page run."""
    starts = """one => {
      const range = document.createRange(), text = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
      range.setStart(text, 0);
      range.setEnd(text, 1);
      const letter = range.getBoundingClientRect(), frame = one.getBoundingClientRect();
      return [letter.left - frame.left, frame.right - letter.right];
    }"""
    for title in ("قاعدة المعارف " * 9, "A base of knowledge " * 9):
        files: dict[str, str | bytes] = {
            "kbgen.toml": f'[site]\ntitle = "{title.strip()}"\n',
            "kb/en.md": "---\nlang: en\n---\n\nText.\n",
            "kb/ar.md": "---\nlang: ar\n---\n\nText.\n",
        }
        built(write(tmp_path / title[:1] / "p", files), tmp_path / title[:1] / "out")
        page = window(viewport={"width": 390, "height": 800})
        for name in ("en", "ar"):
            page.goto((tmp_path / title[:1] / f"out/{name}.html").as_uri())
            assert min(page.locator(".site-title").evaluate(starts)) > -1, (title[:1], name)


def asked_for(window: Window, site: Path, address: str, path: str) -> list[Path]:
    """The files that a page loads, at most 6 and 100 kB in all."""
    page, asked = window(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    page.wait_for_selector("html[data-js=all]")
    page.wait_for_load_state("networkidle")
    files = [site / url.removeprefix(address) for url in asked]
    assert len(files) <= 6
    assert sum(file.stat().st_size for file in files) <= 100_000
    return files


def test_weight_of_an_article(window: Window, own: Path, served: Callable[[Path], str]) -> None:
    """quality.md: at most 6 requests and 100 kB in all, css 8 kB and scripts 12 kB compressed."""
    import gzip

    asked = asked_for(window, own, served(own), SOURCE)
    static = own / "-/static"
    styles = [file for file in asked if file.suffix == ".css"]
    assert [file.name for file in styles] == ["site.css", "article.css"]
    for more in ("east.css", "code.css"):  # as on a Chinese page, or on one with code
        assert sum(len(gzip.compress(file.read_bytes())) for file in (*styles, static / more)) <= 8_192
    assert sum(len(gzip.compress(file.read_bytes())) for file in (static / "theme.js", static / "site.js")) <= 12_288


def test_a_page_in_another_language_weighs_no_more(
    window: Window, tmp_path: Path, served: Callable[[Path], str]
) -> None:
    """Of the words of the interface it brings with it what its scripts say at once, and loads the others when they are
    wanted; code in a Japanese text needs no sheet more."""
    sources: dict[str, str | bytes] = {
        f"kb/sources/s{n}.md": f"---\ntype: source\n---\n[[tea]]を飲む {n}。\n" for n in range(5)
    }
    text = "---\nlang: ja\n---\n# 茶\n\n## 湯\n\n```python\nx = 1  # 湯\n```\n"
    built(write(tmp_path / "p", {"kb/tea.md": text, **sources}), tmp_path / "out")
    address = served(tmp_path / "out")
    asked = asked_for(window, tmp_path / "out", address, "tea.html")
    assert [file.name for file in asked if file.suffix == ".css"] == ["site.css", "east.css", "article.css"]
    assert "ja.js" not in [file.name for file in asked]
    page = window()
    page.goto(address + "tea.html")
    expect(page.locator(".copied .copy")).to_have_text("コピー")
    expect(page.locator(".anchor").first).to_have_attribute("aria-label", "この節へのリンク")
    assert page.locator(".code .c1").evaluate("code => getComputedStyle(code).fontStyle") == "italic"
    page.hover("#dossier h3 a >> nth=0")
    expect(page.locator(".card .kind")).to_have_text("情報源")


def test_style_sheets_say_the_same_without_spaces(window: Window) -> None:
    """What is published is understood as what is written."""
    page = window()
    rules = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
        return Array.from(sheet.cssRules, rule => rule.cssText.replace(/\\s*,\\s*/g, ",")); }"""  # as written beside var()
    for file in sorted((ROOT / "templates/static").glob("*.css")):
        written = page.evaluate(rules, file.read_text("utf-8"))
        assert written
        assert page.evaluate(rules, lean(file.name, file.read_bytes()).decode()) == written, file.name


def test_style_sheets_come_in_one_go(own: Path) -> None:
    """A server sends ten segments of 1,460 bytes, headers among them, before it waits for an answer (RFC 6928)."""
    sheets = sorted((own / "-/static").glob("*.css"))
    assert sheets
    assert [file.name for file in sheets if file.stat().st_size > 10 * 1_460 - 300] == []


def test_json_ld_is_json(window: Window, everything: Path) -> None:
    page = window()
    for url, kind in (
        ("sources/long.html", "Article"),
        ("entities/ada-lovelace.html", "Person"),
        ("concepts/transformer.html", "DefinedTerm"),
    ):
        open_page(page, everything, url)
        data = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
        assert data["@type"] == kind
        assert data["@context"] == "https://schema.org"
