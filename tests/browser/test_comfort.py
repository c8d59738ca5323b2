"""What scripts add: previews, tables that sort, narrowing, copying, notes in the margin, nearest titles."""

from __future__ import annotations

import re
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import Window
from kit import built, write

SOURCE = "sources/fridman-lambert-raschka-2026-state-of-ai.html"


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"tbody tr > :nth-child({number})").all_inner_texts()


# ---------------------------------------------------------------- previews


def test_a_preview_by_pointer_and_by_key(window: Window, own: Path) -> None:
    """Nothing is asked for before; the card describes the link; Escape closes it."""
    page, asked = window(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((own / SOURCE).as_uri())
    assert not [url for url in asked if "/-/cards/" in url]
    link = page.locator(".body a.wikilink").first
    link.hover()
    card = page.locator("[role=tooltip]")
    assert "neural network" in card.inner_text()
    assert "4 sources" in card.inner_text()
    begins = "one => { const box = one.getBoundingClientRect(); return box.x + parseFloat(getComputedStyle(one).paddingInlineStart); }"
    assert card.locator(".kind").evaluate(begins) == pytest.approx(card.locator(".title").evaluate(begins), abs=1)
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    page.mouse.move(0, 0)
    card.wait_for(state="detached")
    page.keyboard.press("Tab")  # so that focus is shown
    link.focus()
    assert "Large language models" in card.inner_text()
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert link.get_attribute("aria-describedby") is None


def test_a_preview_of_a_page_nobody_has_written(window: Window, own: Path) -> None:
    page = window()
    page.goto((own / "index.html").as_uri())
    page.locator(".body a.missing").last.hover()
    assert "many tokens in parallel" in page.locator(".card").inner_text()


def test_a_long_press(window: Window, own: Path) -> None:
    page = window(has_touch=True, viewport={"width": 390, "height": 844})
    page.goto((own / SOURCE).as_uri())
    link = page.locator(".body a.wikilink").first
    link.dispatch_event("touchstart")
    assert "Large language models" in page.locator(".card").inner_text()
    assert page.url.endswith(SOURCE)


def test_a_preview_runs_nothing(window: Window, tmp_path: Path) -> None:
    """Titles and first lines are shown as the text that they are."""
    evil = "<img src=x onerror=document.title='ran'></script><script>document.title='ran'</script>"
    files = {"a.md": "[[evil]]\n", "evil.md": f'---\ntitle: "{evil}"\ndescription: "{evil}"\n---\n\nText.\n'}
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    page.goto((tmp_path / "out/a.html").as_uri())
    page.locator("main a.wikilink").first.hover()
    assert "<img src=x" in page.locator(".card").inner_text()
    assert page.locator(".card :not(p, span)").count() == 0
    assert page.title() != "ran"


# ---------------------------------------------------------------- tables


def test_a_table_sorts_by_every_type(window: Window, own: Path) -> None:
    """Numbers from the largest, names from A; the order that a table opens with is told, and goes the other way first;
    a last time gives it back; a level is no text."""
    page = window()
    page.goto((own / "-/kinds/source.html").as_uri())
    before = column(page, 1)
    dates = column(page, 2)
    assert dates == sorted(dates, reverse=True)
    assert page.get_attribute("th:nth-child(2)", "aria-sort") == "descending"
    page.click("th button >> text=Published")
    assert column(page, 2) == sorted(dates)
    assert page.get_attribute("th:nth-child(2)", "aria-sort") == "ascending"
    page.click("th button >> text=Published")
    assert column(page, 1) == before
    assert page.get_attribute("th:nth-child(2)", "aria-sort") == "descending"
    page.click("th button >> text=Entities")
    numbers = [int(text) for text in column(page, 6)]
    assert numbers == sorted(numbers, reverse=True)
    page.focus("th:nth-child(1) button")
    page.keyboard.press("Enter")
    titles = column(page, 1)
    assert titles == sorted(titles, key=str.casefold)


def test_a_table_sorts_by_what_is_a_phrase_or_long(window: Window, tmp_path: Path) -> None:
    """Kinds and descriptions are texts, however wide their columns are."""
    files: dict[str, str | bytes] = {
        f"kb/entities/{name}.md": f"---\ntype: {kind}\ndescription: {told}\n---\n# {name}\n"
        for name, kind, told in (("a", "product", "Seven"), ("b", "person", "Two"), ("c", "company", "One"), ("d", "tool", ""))
    }  # fmt: skip
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    page.goto((tmp_path / "out/-/kinds/entity.html").as_uri())
    page.click("th button >> text=Kind")
    assert column(page, 2) == ["Company", "Person", "Product", "Tool"]
    page.click("th button >> text=Kind")
    assert column(page, 2) == ["Tool", "Product", "Person", "Company"]
    page.click("th button >> text=Description")
    described = page.locator("th").all_inner_texts().index("Description") + 1
    assert column(page, described) == ["One", "Seven", "Two", ""]


def test_lists_on_a_phone_have_whole_numbers_in_sight(window: Window, tmp_path: Path) -> None:
    """No number of pages is broken, however long a tag is; a table shows the kind of a page and a number beside its name."""
    tags = ", ".join("a" * length for length in range(8, 30))
    files: dict[str, str | bytes] = {
        f"kb/entities/{n}.md": f"---\ntype: organization\ntags: [{tags}]\n---\n# Page {n}\n" for n in range(12)
    }
    files["kb/sources/s.md"] = "---\ntype: source\n---\n# S\n\n" + "".join(f"[[entities/{n}]]\n\n" for n in range(12))
    files["kb/sources/s.md"] += "And [[entities/1]] again.\n"  # so that there are two numbers to tell
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 390, "height": 844})
    page.goto((tmp_path / "out/-/tags.html").as_uri())
    lines = page.evaluate(
        "Array.from(document.querySelectorAll('.index .count'), (one) => one.getClientRects().length)"
    )
    assert len(lines) > 20
    assert max(lines) == 1
    page.goto((tmp_path / "out/-/kinds/entity.html").as_uri())
    edges = page.evaluate(
        "Array.from(document.querySelectorAll('.wide tr > :nth-child(3)'), (one) => {"
        " const range = new Range(); range.selectNodeContents(one); return range.getBoundingClientRect().right; })"
    )
    assert max(edges) <= 390 - 16
    assert max(edges) - min(edges) < 1


def test_a_table_is_narrowed_and_its_state_is_in_the_address(window: Window, own: Path) -> None:
    page = window()
    page.goto((own / "-/kinds/entity.html").as_uri())
    page.select_option("select", "Person")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.fill("input[type=search]", "LAMBÉRT")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.locator(".status").inner_text() == "1 of 10"
    page.click("th button >> text=Passages")
    address = page.url
    other = window()
    other.goto(address)
    expect(other.locator("tbody tr")).to_have_count(1)
    assert other.input_value("input[type=search]") == "LAMBÉRT"
    assert other.get_attribute("th:nth-child(4)", "aria-sort") == "descending"


def test_where_nothing_fits_the_table_says_so_and_leads_back(window: Window, own: Path) -> None:
    page = window()
    page.goto((own / "-/kinds/entity.html").as_uri())
    page.wait_for_selector("button.sort")
    whole = column(page, 1)
    page.fill(".tools input", "no page is called so")
    page.get_by_text("Nothing matches.").wait_for()
    assert column(page, 1) == ["Nothing matches. Show everything"]
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("tbody tr")).to_have_count(len(whole))
    assert (column(page, 1), page.input_value(".tools input"), "#" in page.url) == (whole, "", False)


@pytest.mark.parametrize(("lang", "edge"), [("en", "left"), ("ar", "right")])
def test_no_dot_stands_at_the_end_of_a_line(window: Window, tmp_path: Path, lang: str, edge: str) -> None:
    """What stands below a title is parted by dots; where a line begins, the dot before it lies in what is cut off."""
    source = "---\ntype: source\npublished: 2026-01-02\nhost: Somebody\nformat: Podcast\nlink: https://example.org/\n---\n\nText.\n"
    files: dict[str, str | bytes] = {"kb/sources/a.md": source, "kbgen.toml": f"[site]\nlang = '{lang}'\n"}
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 320, "height": 700})
    page.goto((tmp_path / "out/sources/a.html").as_uri())
    lines = page.evaluate(
        """(edge) => {
          const rows = new Map();
          for (const one of document.querySelector(".byline").children) {
            const box = one.getBoundingClientRect(), style = getComputedStyle(one, "::before");
            const place = parseFloat(style.insetInlineStart) + parseFloat(style.width);
            const dot = edge === "left" ? box.left + place : innerWidth - box.right + place;
            rows.set(box.top, [...rows.get(box.top) || [], style.content.includes("·") ? dot : null]);
          }
          const line = document.querySelector(".byline"), text = line.getBoundingClientRect();
          const gone = getComputedStyle(line).clipPath.match(/[-\\d.]+px/g).map(parseFloat);
          const start = edge === "left" ? text.left + gone[3] : innerWidth - text.right + gone[1];
          return [...rows.values()].map((dots) => dots.map((dot) => dot === null ? "none" : dot <= start ? "cut" : "shown"));
        }""",
        edge,
    )
    assert len(lines) > 1
    for number, dots in enumerate(lines):
        assert dots[0] == ("cut" if number else "none")
        assert set(dots[1:]) <= {"shown"}


@pytest.mark.parametrize("from_disk", [True, False], ids=["disk", "server"])
def test_rows_of_further_pages_come_when_wanted(
    window: Window, everything: Path, served: Callable[[Path], str], from_disk: bool
) -> None:
    page, asked = window(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((everything / "-/kinds/thing.html").as_uri() if from_disk else served(everything) + "-/kinds/thing.html")
    assert not [url for url in asked if "/rows-" in url]
    assert page.locator(".lead .part").inner_text().endswith("1–500")
    page.fill("input[type=search]", "thing 1199")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.locator(".status").inner_text() == "1 of 1200"
    assert not page.locator(".lead .part").is_visible()
    page.click("tbody a")
    page.wait_for_load_state("networkidle")
    assert "It is 1199." in page.locator("main").inner_text()


def test_rows_of_further_pages_speak_the_language_of_the_site(window: Window, tmp_path: Path) -> None:
    """Also one that is spoken in English on pages that run the other way."""
    files: dict[str, str | bytes] = {
        f"kb/{'concepts' if n % 2 else 'sources'}/p{n:03}.md": f"---\ntags: [all]\n---\n# Page {n}\n"
        for n in range(510)
    }
    for lang, concept in (("de", "Begriff"), ("ar", "مفهوم"), ("he", "\u2068Concept\u2069")):
        folder = tmp_path / lang
        built(write(folder, {**files, "kbgen.toml": f'[site]\nlang = "{lang}"\n'}), folder / "out")
        page = window()
        page.goto((folder / "out/-/tags/all.html").as_uri())
        page.select_option("select", concept)
        expect(page.locator(".status")).to_contain_text("255")
        page.fill("input[type=search]", "page 509")
        expect(page.locator("tbody tr td").first).to_have_text(re.compile(concept.strip("\u2068\u2069")))


def test_names_with_numbers_sort_as_people_count(window: Window, everything: Path) -> None:
    page = window()
    page.goto((everything / "-/kinds/thing.html").as_uri())
    page.click("th button >> text=Name")
    expect(page.locator("tbody a").first).to_have_text("Thing 1199")  # the table begins in the order of names
    page.click("th button >> text=Name")
    expect(page.locator("tbody a").first).to_have_text("Thing 0")
    assert column(page, 1)[:3] == ["Thing 0", "Thing 1", "Thing 2"]
    assert page.locator("tbody tr").count() < 500  # only what is looked at is made


# ---------------------------------------------------------------- the rest


def test_a_dossier_is_narrowed(window: Window, everything: Path) -> None:
    page = window()
    page.goto((everything / "entities/ada-lovelace.html").as_uri())
    shown = page.locator("article.mention:visible")
    assert shown.count() == 4
    page.select_option(".narrow select >> nth=0", "Podcast")
    assert shown.count() == 1
    page.select_option(".narrow select >> nth=1", "2025")
    assert shown.count() == 0
    assert page.locator(".narrow .status").inner_text() == "0 of 4"


def test_a_year_that_is_on_a_further_page_leads_there(window: Window, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"kb/sources/s{n}.md": f"---\ntype: source\npublished: {2020 + n // 60}-{1 + n % 12:02d}-01\n---\n# S{n}\n\nOf [[kettles]].\n"
        for n in range(120)
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window()
    page.goto((tmp_path / "out/kettles.html").as_uri())
    page.select_option(".narrow select", "2021")
    expect(page.locator(".narrow .status")).to_have_text("60 of 100 on this page")
    assert page.locator("article.mention").count() == 1  # all say the same
    assert page.locator("article.mention li:visible").count() == 60
    page.select_option(".narrow select", "")
    assert page.locator("article.mention li:visible").count() == 6  # the others are folded again
    page.select_option(".narrow select", "2020")
    expect(page.locator(".narrow .status")).to_have_text("40 of 100 on this page")
    files |= {
        f"kb/sources/o{n}.md": f"---\ntype: source\npublished: 2019-05-01\n---\n# O{n}\n\n[[kettles]] too.\n"
        for n in range(5)
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page.reload()
    page.select_option(".narrow select", "2019")
    expect(page.locator(".narrow .status")).to_have_text("0 of 100 on this page · 2019")
    page.click(".narrow .status a")
    expect(page.locator("article.mention li:target")).to_contain_text("2019-05-01")


def test_nothing_moves_when_a_dossier_can_be_narrowed(window: Window, everything: Path) -> None:
    """There is room for what scripts add above the first source, on screens of any width."""
    watch = "new PerformanceObserver((seen) => { window.moved = seen.getEntries().length; }).observe({ type: 'layout-shift' })"
    for width in (1280, 390):
        page = window(viewport={"width": width, "height": 4000})
        page.add_init_script(watch)
        page.goto((everything / "entities/ada-lovelace.html").as_uri())
        page.wait_for_selector("html[data-js=all]")
        expect(page.locator(".narrow select")).to_have_count(2)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
        assert not page.evaluate("window.moved"), width
    plain = window(java_script_enabled=False)
    plain.goto((everything / "entities/ada-lovelace.html").as_uri())
    assert not plain.locator(".narrow").is_visible()


def test_there_is_room_for_years_of_further_pages(tmp_path: Path) -> None:
    """A page of a dossier whose own sources are all of one kind and year can be narrowed by year if there are more."""
    files: dict[str, str | bytes] = {
        f"kb/sources/s{n}.md": f"---\ntype: source\npublished: {2020 + (n > 9)}-{1 + n % 12:02d}-01\n---\n# S{n}\n\nOf [[kettles]].\n"
        for n in range(112)
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    assert '<div class="narrow by-1"></div>' in (tmp_path / "out/kettles.html").read_text("utf-8")


def _png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head, rows = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0), zlib.compress(bytes((width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_nothing_moves_when_scripts_and_pictures_come(
    window: Window, tmp_path: Path, served: Callable[[Path], str]
) -> None:
    """Headings of every length get their marks, notes their place in the margin, pictures come late; a search its choices."""
    headings = "".join(f"## {'many words ' * 9} {'x' * n}\n\n" for n in range(1, 30))
    text = f"# Some\n\nA note[^1].\n\n![A picture](a.png)\n\n{headings}[^1]: The note.\n"
    picture = _png(300, 200)
    tags = {
        f"kb/t{n}.md": f"---\ntags: [a very long tag of many words, other {n // 2}]\npublished: 202{n}\ntype: source\n---\n"
        for n in range(4)
    }
    built(write(tmp_path / "p", {"kb/some.md": text, "kb/a.png": picture, **tags}), tmp_path / "out")
    watch = "new PerformanceObserver((seen) => { window.moved = seen.getEntries().length; }).observe({ type: 'layout-shift' })"
    for width, address in ((1400, "some"), (820, "some"), (390, "some"), (320, "some"), (320, "search")):
        page = window(viewport={"width": width, "height": 4000})
        page.add_init_script(watch)
        page.route("**/a.png", lambda route: (time.sleep(0.3), route.continue_())[1])
        page.goto(f"{served(tmp_path / 'out')}{address}.html")
        page.wait_for_selector("html[data-js=all]")
        expect(page.locator(".anchor" if address == "some" else "#search select").nth(1)).to_be_attached()
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
        assert not page.evaluate("window.moved"), (width, address)
    plain = window(java_script_enabled=False, viewport={"width": 1400, "height": 900})
    plain.goto((tmp_path / "out/some.html").as_uri())
    expect(plain.get_by_text("The note.")).to_be_visible()


def test_a_note_stands_in_the_margin_beside_its_text(window: Window, everything: Path) -> None:
    page = window(viewport={"width": 1400, "height": 900})
    page.goto((everything / "sources/long.html").as_uri())
    note = page.locator(".margin-note")
    note.wait_for()
    text, box = page.locator(".text").bounding_box(), note.bounding_box()
    assert box["x"] + box["width"] <= text["x"]  # type: ignore[index]
    nav = page.locator("#nav").bounding_box()
    assert box["y"] >= nav["y"] + nav["height"]  # type: ignore[index]
    page.set_viewport_size({"width": 800, "height": 900})
    note.wait_for(state="detached")
    page.locator(".footnote-ref a").first.hover()
    assert "The note has a" in page.locator(".card").inner_text()


def test_notes_out_of_sight_of_their_marks_stand_below_the_text(window: Window, tmp_path: Path) -> None:
    """A margin is no place for forty notes to three lines; when there are fewer, the others find theirs there."""
    long = "A note of several words, which takes some lines in a margin. "
    text = {n: " ".join(f"Said[^{i}]." for i in range(n)) + "\n\n" + f"[^{0}]: {long}\n" for n in (1, 40)}
    for count in text:
        text[count] += "".join(f"[^{i}]: {long}\n" for i in range(1, count))
    built(write(tmp_path / "p", {f"kb/n{n}.md": f"# N\n\n{said}" for n, said in text.items()}), tmp_path / "out")
    page = window(viewport={"width": 1400, "height": 900})
    page.goto((tmp_path / "out/n40.html").as_uri())
    expect(page.locator(".footnotes li").last).to_be_visible()
    expect(page.locator(".margin-note")).to_have_count(0)
    text_box, last = page.locator(".body").bounding_box(), page.locator(".footnotes li").last.bounding_box()
    assert last["x"] > text_box["x"]  # type: ignore[index]
    assert page.evaluate("document.querySelector('.page').style.minHeight") == ""
    page.goto((tmp_path / "out/n1.html").as_uri())
    expect(page.locator(".margin-note")).to_have_count(1)


def test_a_heading_is_named_by_its_words(window: Window, everything: Path) -> None:
    """Not by the link to it, which would be heard behind each in a list of headings."""
    page = window()
    page.goto((everything / "sources/long.html").as_uri())
    page.wait_for_selector("#third-level-with-grace-hopper .anchor")
    for level, name in ((2, "Second level"), (3, "Third level with Grace Hopper"), (2, "What it speaks about")):
        heading = page.get_by_role("heading", level=level, name=name, exact=True)
        expect(heading).to_have_count(1)
        expect(heading.get_by_role("link", name="Link to this section")).to_have_count(1)


def test_the_edge_of_a_table_tells_that_it_goes_on(window: Window, own: Path) -> None:
    """A shadow, where there are more columns; none where there are no more, and none over colours that are forced."""
    page = window(viewport={"width": 390, "height": 800})
    page.goto((own / "-/kinds/source.html").as_uri())
    table = page.locator(".wide")
    table.evaluate("table => { table.firstElementChild.style.visibility = 'hidden'; }")
    shaded = table.screenshot()
    table.evaluate("table => table.scrollBy(table.scrollWidth, 0)")
    assert table.screenshot() != shaded  # the shadow is at the other edge
    page.set_viewport_size({"width": 1280, "height": 800})
    whole = table.screenshot()
    table.evaluate("table => { table.style.background = 'none'; }")
    assert table.screenshot() == whole
    page.set_viewport_size({"width": 390, "height": 800})
    assert table.screenshot() != shaded
    forced = window(viewport={"width": 390, "height": 800}, forced_colors="active")
    forced.goto((own / "-/kinds/source.html").as_uri())
    assert forced.locator(".wide").evaluate("table => getComputedStyle(table).backgroundImage") == "none"


def test_sentences_in_a_wide_table_keep_some_words_to_a_line(window: Window, tmp_path: Path) -> None:
    """Columns at the far end are not narrower than those in sight; numbers take no more room than they need."""
    cells = " | ".join(["A sentence about oaks and beeches that goes on until it is long"] * 5)
    text = f"# Wide\n\n| # | a | b | c | d | e |\n|--:|{'---|' * 5}\n| 1 | {cells} |\n"
    built(write(tmp_path / "p", {"kb/wide.md": text}), tmp_path / "out")
    page = window(viewport={"width": 390, "height": 800})
    page.goto((tmp_path / "out/wide.html").as_uri())
    number, *sentences = [cell.bounding_box()["width"] for cell in page.locator("td").all()]
    assert min(sentences) >= 160
    assert number < 60
    page.emulate_media(media="print")  # paper does not scroll
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".table").evaluate("table => table.scrollWidth") <= 390


def test_no_number_stands_on_a_line_of_its_own_on_a_phone(window: Window, tmp_path: Path) -> None:
    """A count stays with the last word of what it counts, and the years of a dossier beside their bars."""
    years = [f"kb/sources/s{year}.md" for year in range(1985, 2026)]
    tags = "tags: [activation-of-neurons, activation-functions, agentic-architecture]"
    files: dict[str, str | bytes] = {
        path: f"---\npublished: {path[12:16]}\n{tags}\n---\nOn [[oak]] in {path[12:16]}.\n" for path in years
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 390, "height": 800})
    page.goto((tmp_path / "out/-/tags.html").as_uri())
    apart = """counts => counts.filter(count => {
      const lines = [...count.previousElementSibling.getClientRects()];
      return count.getBoundingClientRect().top >= lines.at(-1).bottom;
    }).length"""
    assert page.locator(".count").count() >= 3
    assert page.locator(".index .count").evaluate_all(apart) == 0
    page.goto((tmp_path / "out/oak.html").as_uri())
    bars, said = page.locator(".when svg").bounding_box(), page.locator(".when summary bdi").bounding_box()
    assert bars
    assert said
    assert bars["width"] > 150
    assert said["x"] >= bars["x"] + bars["width"]


def test_long_words_of_fields_and_folders_fit_on_a_phone(window: Window, tmp_path: Path) -> None:
    """A kind, a form and a host are words of the author's choice, and so is the folder of the breadcrumbs."""
    long = "https://example.org/" + "shows-about-everything-" * 9
    fields = f"---\ntype: source\npublished: 2025-01-01\nhost: {long}\nformat: {long}\n---\n# S\n\nOf [[oak]].\n"
    odd = f"---\ntype: {'Longest' * 30}\n---\n# %s\n\nTo [[oak]].\n"
    pages = {
        "kb/sources/s.md": fields,
        "kb/oak.md": "# Oak\n\nA tree.\n",
        "kb/odd/a.md": odd % "A",
        "kb/odd/b.md": odd % "B",
    }
    folder = "a-folder-of-notes-whose-name-goes-on-and-on-and-on-and-on"
    pages |= {f"kb/{folder}/{name}.md": f"# {name}\n" for name in "ab"}
    built(write(tmp_path / "p", pages), tmp_path / "out")
    page = window(viewport={"width": 320, "height": 800})
    for address in ("sources/s", "oak", "odd/a", f"{folder}/a"):
        page.goto((tmp_path / f"out/{address}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address
    assert page.locator(".crumbs li").first.bounding_box()["width"] > 30  # Home


def test_a_deep_list_fits_on_a_phone(window: Window, tmp_path: Path) -> None:
    deep = "".join(f"{'  ' * n}- some words on the level of number {n}\n" for n in range(12))
    built(write(tmp_path / "p", {"kb/deep.md": f"# Deep\n\n{deep}"}), tmp_path / "out")
    page = window(viewport={"width": 320, "height": 800})
    page.goto((tmp_path / "out/deep.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_other_names_of_a_callout_look_like_it(window: Window, tmp_path: Path) -> None:
    """Obsidian's `faq` and `help` are a `question`, its `fail` and `missing` a `failure`."""
    alike = {"question": ("faq", "help"), "failure": ("fail", "missing"), "tip": ("hint",), "warning": ("caution",)}
    kinds = [kind for one, others in alike.items() for kind in (one, *others)]
    text = "> [!info]\n> Text.\n\n" + "\n".join(f"> [!{kind}]\n> Text.\n" for kind in kinds)
    built(write(tmp_path / "p", {"kb/a.md": f"# A\n\n{text}"}), tmp_path / "out")
    page = window()
    page.goto((tmp_path / "out/a.html").as_uri())
    look = """kind => ["content", "color"].map(what =>
      getComputedStyle(document.querySelector(`.callout-${kind} .callout-title`), "::before")[what])"""
    for one, others in alike.items():
        for other in others:
            assert page.evaluate(look, other) == page.evaluate(look, one) != page.evaluate(look, "info"), other


def test_the_number_of_a_note_stands_before_it(window: Window, tmp_path: Path) -> None:
    """On the side where the note begins, whichever way it runs."""
    notes = {"ar": "بحسب تقرير", "en": "As reported"}
    files: dict[str, str | bytes] = {
        f"kb/{lang}.md": f"---\nlang: {lang}\n---\n\n# {lang}\n\n{note}.[^1]\n\n[^1]: {note}\n"
        for lang, note in notes.items()
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 1400, "height": 900})
    room = """note => {
      const range = document.createRange(), style = getComputedStyle(note), box = note.getBoundingClientRect();
      range.selectNodeContents(note.querySelector("p").firstChild);
      const text = range.getBoundingClientRect();
      return style.direction === "rtl" || note.closest("[dir=rtl]")
        ? box.right - parseFloat(style.paddingRight) - text.right : text.left - box.left - parseFloat(style.paddingLeft);
    }"""
    for lang in notes:
        page.goto((tmp_path / f"out/{lang}.html").as_uri())
        page.locator(".margin-note").wait_for()
        assert page.locator(".margin-note").evaluate(room) > 8, lang


def test_code_is_copied(window: Window, everything: Path, served: Callable[[Path], str]) -> None:
    page = window(permissions=["clipboard-read", "clipboard-write"])
    page.goto(served(everything) + "sources/long.html")
    page.locator(".copied").first.hover()
    page.locator(".copy").first.click()
    expect(page.locator(".copy").first).to_have_text("Copied")
    assert "softmax" in page.evaluate("navigator.clipboard.readText()")


def test_on_a_phone_no_code_lies_below_the_button(window: Window, tmp_path: Path) -> None:
    """Where nothing can be pointed at, the button is always shown; its room is there before it comes."""
    built(write(tmp_path / "p", {"kb/a.md": "# A\n\n```\n" + "a long line of code " * 9 + "\n```\n"}), tmp_path / "out")
    page = window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto((tmp_path / "out/a.html").as_uri())
    button = page.locator(".copied .copy")
    expect(button).to_have_css("opacity", "1")
    end = "box => box.getBoundingClientRect().bottom"
    start = "code => { const range = document.createRange(); range.selectNodeContents(code); return range.getBoundingClientRect().top; }"
    assert button.evaluate(end) <= page.locator(".copied code").evaluate(start)


def test_an_address_that_does_not_exist_has_neighbours(window: Window, own: Path) -> None:
    """The host shows 404.html at any address; what is called nearly so is offered."""
    page = window()
    for name in ("open-aj.html", "entities/open-aj.html", "entities/deep/open-aj.html"):
        (own / name).parent.mkdir(exist_ok=True)
        (own / name).write_bytes((own / "404.html").read_bytes())
        try:
            page.goto((own / name).as_uri())
            expect(page.locator(".nearest li")).to_have_text(["OpenAI"])
            expect(page.locator(".site-header .width")).to_have_css("display", "flex")  # it is styled
            assert page.locator(".site-title").evaluate("link => link.href") == (own / "index.html").as_uri()
        finally:
            (own / name).unlink()
    (own / "entities/deep").rmdir()


# ---------------------------------------------------------------- long tables


def test_a_long_table_is_laid_out_in_parts_and_shown_whole(window: Window, everything: Path) -> None:
    """All rows that the page has are seen in the end, also without scripts, in print, and by who comes back."""
    page = window()
    page.goto((everything / "-/kinds/thing.html").as_uri())
    assert page.locator("tbody").count() > 1
    shown = "() => Array.from(document.querySelectorAll('tbody tr')).filter(row => row.checkVisibility()).length"
    expect(page.locator("tbody:not(.shown)")).to_have_count(1)
    assert page.evaluate(shown) == 500
    page.add_init_script("window.requestIdleCallback = () => 0")  # the browser has always something else to do
    page.goto((everything / "-/kinds/concept.html").as_uri())
    page.goto((everything / "-/kinds/thing.html").as_uri())
    page.wait_for_selector("button.sort")
    assert 0 < page.evaluate(shown) < 100
    page.emulate_media(media="print")
    assert page.evaluate(shown) == 500
    page.emulate_media(media="screen")
    page.reload()
    page.wait_for_selector("button.sort")
    assert page.evaluate(shown) == 500
    plain = window(java_script_enabled=False)
    plain.goto((everything / "-/kinds/thing.html").as_uri())
    assert plain.locator("tbody tr").count() == 500
    assert plain.locator("tbody tr").last.is_visible()
