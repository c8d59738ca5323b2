"""What shows the whole, as readers meet it: map, matrix, timeline, recent pages, small maps; from disk and below a path, with
and without scripts, by keys alone, on a phone, right to left."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_reading import AXE, MODES, RULES, too_wide
from test_valid import VNU

from conftest import Window
from kit import IN_CI, ROOT, absent, built, write

KINDS = ("person", "organization", "concept", "model")
NAMES = [
    "Ada Lovelace",
    "深度学习研究院",
    "تاريخ الذكاء",
    "Donaudampfschifffahrtsgesellschaft and what came next",
    "A&B <i>",
]
NAMES += [f"Subject {n}" for n in range(5, 14)]
FILES: dict[str, str | bytes] = {
    **{
        f"sources/s{n:02}.md": (
            f"---\ntitle: '{['A survey of', 'تاريخ', '综述', 'A talk about'][n % 4]} number {n}'\n"
            f"published: {2021 + n // 12}-{n % 12 + 1:02}-03\nupdated: 2025-01-{n % 28 + 1:02}\n"
            + ("lang: ar\n" if n % 4 == 1 else "")
            + "---\n\n"
            + "".join(f"- [[{name}]] — what it says\n" for k, name in enumerate(NAMES) if (n * (k + 3)) % 5 < 2)
            + (f"\nMore of [[Ada Lovelace]] and of [[Unwritten {n % 3}]].\n" if n % 2 else "")
        )
        for n in range(40)
    },
    **{
        f"entities/e{k}.md": f"---\ntitle: '{name}'\ntype: {KINDS[k % 4]}\n---\n\nIt is {k}.\n"
        for k, name in enumerate(NAMES)
    },
    **{f"mixed/m{n}.md": f"---\ntype: {'memo' if n else 'plan'}\n---\n\n[[Ada Lovelace]]\n" for n in range(3)},
}
# A title that is shorter than its date.
FILES["sources/s10.md"] = (
    str(FILES["sources/s10.md"]).replace("综述 number 10", "Old").replace("2021-11-03", "November 2021")
)
PAGES = ("-/map.html", "-/matrix.html", "-/timeline.html", "-/recent.html", "-/folders.html", "-/folders/mixed.html",
         "entities/e0.html", "entities/e2.html", "sources/s05.html")  # fmt: skip


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seen")
    built(write(folder / "p", FILES), folder / "out")
    return folder / "out"


def of_map(window: Page, site: Path) -> Page:
    """The map, drawn."""
    window.goto((site / "-/map.html").as_uri())
    window.wait_for_function("document.querySelector('.map canvas').height !== 150")
    return window


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(window: Window, seen: Path, mode: str) -> None:
    if not AXE.is_file():
        absent("axe-core is not there (`make test` fetches it with npm)", must_run_in_ci=IN_CI)
    page = window(bypass_csp=True, **MODES[mode])
    found = []
    for url in PAGES if mode in ("light", "phone") else PAGES[:3]:  # colours and motion are those of all pages
        page.goto((seen / url).as_uri())
        if "map" in url:
            of_map(page, seen)
            page.fill(".map input[type=search]", "ada")
            page.keyboard.press("Enter")
            page.focus(".map-zoom button")  # and no card of the link
            expect(page.locator(".card")).to_have_count(0)
        page.evaluate("scrollTo(0, 0)")  # nothing below the bar that stays
        page.evaluate(AXE.read_text("utf-8"))
        result = page.evaluate(
            "tags => axe.run(document, {preload: false, runOnly: {type: 'tag', values: tags}})", RULES
        )
        found += [(url, v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]]
    assert found == []


def test_the_pages_are_valid(seen: Path) -> None:
    java = shutil.which("java")
    if java is None or not VNU.is_file():
        absent("there is no Java or no HTML validator (`make test` fetches it)")
    command = [
        str(java),
        "-jar",
        str(VNU),
        "--errors-only",
        "--skip-non-html",
        "--format",
        "json",
        "--stdout",
        str(seen),
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    errors = [
        (m.get("url", "")[-40:], m["message"]) for m in json.loads(run.stdout)["messages"] if m["type"] == "error"
    ]
    assert errors == []


def test_they_fit_a_phone(window: Window, seen: Path) -> None:
    """At 320 px and at 200 % text; from disk, under the CSP, with a console that stays silent."""
    assert too_wide(window(), seen, PAGES) == []


def test_the_numbers_of_months_stand_apart(window: Window, seen: Path) -> None:
    """Where there is no room for all twelve, some are left out."""
    page = window()
    places = """all => all.filter(one => getComputedStyle(one).visibility === "visible").map(one => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const box = range.getBoundingClientRect();
      return [box.left, box.right];
    })"""
    for width, least in ((320, 4), (390, 12)):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto((seen / "-/timeline.html").as_uri())
        shown = [place for place in page.locator(".months > *").evaluate_all(places) if place[0] < place[1]]
        assert len(shown) >= least
        assert all(left - right > 3 for (_, right), (left, _) in pairwise(shown)), width


def test_without_scripts(window: Window, seen: Path) -> None:
    page = window(java_script_enabled=False)
    page.goto((seen / "-/map.html").as_uri())
    assert not page.locator(".map").is_visible()
    page.click("tbody a >> text=Ada Lovelace")
    assert page.url.endswith("entities/e0.html")
    page.locator("svg.near a").first.click()
    assert "/entities/" in page.url
    assert not page.url.endswith("e0.html")
    page.click("#nav a >> text=Timeline")
    page.locator(".years svg a").first.click()
    assert "#m20" in page.url
    page.click("#nav a >> text=Matrix")
    assert page.locator(".matrix tbody tr").count() == 40
    page.click("#nav a >> text=Recent")
    assert page.locator("tbody tr").count() == 40


def test_the_matrix_keeps_its_heads_in_view(window: Window, seen: Path) -> None:
    page = window(viewport={"width": 390, "height": 844}, reduced_motion="reduce")  # the page does not glide
    page.goto((seen / "-/matrix.html").as_uri())
    page.focus(".matrix")
    page.evaluate("document.querySelector('.matrix').scrollTo(200, 600)")
    box = page.locator(".matrix").bounding_box()
    head = page.locator(".matrix thead th").nth(9).bounding_box()
    side = page.locator(".matrix tbody th").nth(20).bounding_box()
    assert box
    assert head
    assert side
    assert abs(head["y"] - box["y"]) < 2
    assert abs(side["x"] - box["x"]) < 2
    assert side["width"] < box["width"] / 2


def test_the_small_map_is_passed_over_by_keys_and_its_list_is_not(window: Window, seen: Path) -> None:
    page = window()
    page.goto((seen / "entities/e0.html").as_uri())
    links = page.locator("svg.near a").evaluate_all("all => all.map(a => [a.href.baseVal, a.tabIndex])")
    assert 4 <= len(links) <= 8
    assert {index for _, index in links} == {-1}
    listed = page.locator(".related > li > a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert {address for address, _ in links} == set(listed)


@pytest.mark.parametrize("from_disk", [True, False])
def test_the_map_by_keys_alone(
    window: Window, seen: Path, tmp_path: Path, served: Callable[[Path], str], from_disk: bool
) -> None:
    page = window()
    if from_disk:
        top = seen.as_uri() + "/"
    else:
        shutil.copytree(seen, tmp_path / "x/y")
        top = served(tmp_path) + "x/y/"
    page.goto(top + "-/map.html")
    page.focus(".map input[type=search]")
    page.keyboard.type("LOVEL")
    expect(page.locator(".map-found button")).to_have_text(["Ada Lovelace"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".map-about a")).to_be_focused()
    expect(page.locator(".map-about")).to_contain_text("Linked pages:")
    page.keyboard.press("Tab")  # its neighbours
    name = page.locator(".map-about li button").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".map-about .title")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator(".map-about")).to_be_empty()
    expect(page.locator(".map canvas")).to_be_focused()
    for key in ("ArrowLeft", "+", "-", "0"):
        before = page.locator(".map canvas").evaluate("c => c.toDataURL()")
        page.keyboard.press(key)
        page.wait_for_function("before => document.querySelector('.map canvas').toDataURL() !== before", arg=before)
    page.fill(".map input[type=search]", "تاريخ الذكاء")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(top + "entities/e2.html")


def test_the_map_by_pointer_and_by_kind(window: Window, seen: Path) -> None:
    page = of_map(window(reduced_motion="reduce", viewport={"width": 1280, "height": 700}), seen)
    assert all(
        button.bounding_box()["y"] < 660 for button in page.locator(".map-zoom button").all()
    )  # in sight at once
    labels = page.locator(".map-kinds label:visible").all_inner_texts()
    assert labels == ["Sources", "People", "Organizations", "Concepts", "Entities", "Pages", "Not written yet"]
    canvas = page.locator(".map canvas")
    page.wait_for_function("document.querySelector('.map canvas').width > 600")
    full = canvas.evaluate("c => c.toDataURL()")
    page.uncheck(".map-kinds input[value=source]")
    page.wait_for_function("full => document.querySelector('.map canvas').toDataURL() !== full", arg=full)
    assert len(canvas.evaluate("c => c.toDataURL()")) < len(full)  # less is drawn
    page.fill(".map input[type=search]", "number")
    assert not page.locator(".map-found").is_visible()  # sources are not there now
    page.fill(".map input[type=search]", "ada")
    # This Enter ends a word of an input method, and no more.
    page.dispatch_event(".map input[type=search]", "keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(page.locator(".map-about .title")).to_have_count(0)
    page.keyboard.press("Enter")  # it stands in the middle now of what the panel leaves free
    box, panel = canvas.bounding_box(), page.locator(".map-about").bounding_box()
    assert box
    assert panel
    page.click(".map-about .button")
    page.mouse.click(box["x"] + (box["width"] - panel["width"]) / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".map-about .title")).to_have_text("Ada Lovelace")


def test_titles_on_the_map_run_in_their_own_direction(window: Window, seen: Path) -> None:
    """Or the number of a title that runs from right to left would stand where it begins."""
    page = window()
    page.add_init_script(
        "window.drawn = []; const draw = CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...at) { drawn.push(text); draw.call(this, text, ...at); };"
    )
    page.goto((seen / "-/map.html").as_uri())
    page.wait_for_function("drawn.length > 0")
    assert {(text[0], text[-1]) for text in page.evaluate("drawn")} == {("\u2068", "\u2069")}


def test_titles_on_the_map_are_text(window: Window, seen: Path) -> None:
    page = of_map(window(), seen)
    page.fill(".map input[type=search]", "A&B")
    expect(page.locator(".map-found button")).to_have_text("A&B <i>")
    assert page.locator(".map-found i").count() == 0


def test_a_year_leads_to_its_sources_whatever_was_chosen(window: Window, seen: Path) -> None:
    page = window(reduced_motion="reduce")
    page.goto((seen / "entities/e0.html").as_uri())
    page.select_option(".narrow select >> nth=-1", "2024")
    page.click(".when summary")
    page.click(".when a >> text=2021")
    target = page.locator("article:target, article :target")
    expect(target).to_be_in_viewport()
    expect(target.locator("time").first).to_contain_text("2021")


def test_a_matrix_of_sixty_columns_on_paper(window: Window, tmp_path: Path) -> None:
    """A sheet of A4 on its side is 277 mm wide within its margins; the heads of columns stand on each."""
    files: dict[str, str | bytes] = {
        f"sources/s{n:02}.md": " ".join(f"[[A subject with a name that is long, number {k}]]" for k in range(60))
        for n in range(60)
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = window(viewport={"width": 1047, "height": 718})
    page.emulate_media(media="print")
    page.goto((tmp_path / "out/-/matrix.html").as_uri())
    assert page.locator(".matrix thead th").count() == 60
    last = page.locator(".matrix tbody tr").last.locator("td").last
    box = last.bounding_box()
    assert last.is_visible()
    assert box
    assert box["x"] + box["width"] <= 1047
    assert page.evaluate("getComputedStyle(document.querySelector('.matrix thead th')).position") == "static"
    assert page.evaluate("getComputedStyle(document.body).page") == "sideways"


def test_names_above_the_matrix_lie_on_their_side(seen: Path, window: Window) -> None:
    """Turned round, letters that stand upright in lines from top to bottom would stand on their heads."""
    page = window()
    page.goto((seen / "-/matrix.html").as_uri())
    head = page.locator(".matrix thead a").first
    assert head.evaluate("one => [getComputedStyle(one).textOrientation, getComputedStyle(one).rotate]") == [
        "sideways",
        "180deg",
    ]


def test_the_bar_stays_above_the_matrix(seen: Path, window: Window) -> None:
    """On a small screen both stay in view while the page moves."""
    page = window(viewport={"width": 390, "height": 600})
    page.goto((seen / "-/matrix.html").as_uri())
    page.evaluate("document.querySelector('.matrix').scrollIntoView({ behavior: 'instant' })")
    page.evaluate("scrollBy({ top: 120, behavior: 'instant' })")
    assert page.evaluate("document.querySelector('.matrix').getBoundingClientRect().top") < 0
    assert page.evaluate("!!document.elementFromPoint(30, 24).closest('.site-header')")


def test_the_map_is_light(seen: Path) -> None:
    static = ROOT / "templates/static"
    assert (static / "map.js").stat().st_size + (static / "map.css").stat().st_size < 25_000
    for word in ("innerHTML", "insertAdjacentHTML", "eval(", "new Function", "RegExp("):
        assert word not in (static / "map.js").read_text("utf-8")
