"""Diagrams as readers see them: legible in the light and in the dark, on a phone, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Window
from kit import built, write
from test_diagrams import KINDS, needs_library

pytestmark = needs_library

LABELS = (
    "Ein ganz gewöhnlicher Satz",
    "Обычная подпись узла",
    "中文标签很长很长的文字",
    "WORDS AND MOMENTS",
    "تسمية عادية",
    "a",
)
COLOURS = ("black", "white", "#f96", "navy", "yellow", "rgb(0, 128, 0)", "hsl(300, 80%, 60%)")
SOURCES = {
    **KINDS,
    "labels": "flowchart LR\n" + "\n".join(f'  a{n}["{label}"] --> b{n}("{label}")' for n, label in enumerate(LABELS)) + "\n",
    "colours": "flowchart TD\n"
    + "".join(f"  a{n}[Text] --> b{n}[Text]\n  style a{n} fill:{colour},color:{colour}\n  style b{n} stroke:{colour}\n" for n, colour in enumerate(COLOURS)),
    "states": "stateDiagram-v2\n" + "".join(f'  state "{label}" as a{n}\n' for n, label in enumerate(LABELS)),
    "classes": "classDiagram\n" + "".join(f'  class a{n}["{label}"]\n' for n, label in enumerate(LABELS)),
    "phone": "sequenceDiagram\n  Ada->>Bob: Hello\n  Bob-->>Ada: Hi there\n  Note over Ada,Bob: They talk\n",
    "wide": "flowchart LR\n" + "\n".join(f"  a{n}[Node number {n}] --> a{n + 1}" for n in range(12)) + "\n",
}  # fmt: skip
# How far texts stand out of the shapes that they belong to, in pixels of the screen, at either side.
OUTSIDE = """all => all.flatMap(node => {
  const shape = node.querySelector('rect:not(.d-background), circle, ellipse, polygon, path')?.getBoundingClientRect();
  return shape ? [...node.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, Math.max(shape.left - box.left, box.right - shape.right, shape.top - box.top, box.bottom - shape.bottom)];
  }) : [];
})"""
SIZES = "all => all.map(text => [text.textContent, parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b)])"
# The contrast of each text with what fills its shape (WCAG 2.2, relative luminance).
CONTRAST = """all => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return all.flatMap(node => {
    const shape = node.querySelector('rect:not(.d-background), circle, ellipse, polygon, path'), text = node.querySelector('text');
    if (!shape || !text || getComputedStyle(shape).fill === 'none') return [];
    const [one, two] = [light(getComputedStyle(shape).fill), light(getComputedStyle(text).fill)];
    return [(Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)];
  });
}"""


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawings")
    files = {f"{name}.md": f"# {name}\n\n```mermaid\n{source}```\n" for name, source in SOURCES.items()}
    report = built(write(folder / "p", files), folder / "out")
    assert report.diagnostics == ()
    return folder / "out"


def test_texts_are_within_their_shapes(window: Window, drawings: Path) -> None:
    """What draws only guesses how wide a text is: the page's letters must be no wider than that."""
    page, checked = window(), 0
    for name in SOURCES:
        page.goto((drawings / f"{name}.html").as_uri())
        found = page.locator(".d-node").evaluate_all(OUTSIDE)
        checked += len(found)
        assert [one for one in found if one[1] > 1] == [], name
    assert checked > 60


def test_texts_are_large_enough(window: Window, drawings: Path) -> None:
    """On a phone as well: what is wide scrolls, in a part that can be reached by keyboard and has a name."""
    page = window(viewport={"width": 390, "height": 800})
    for name in SOURCES:
        page.goto((drawings / f"{name}.html").as_uri())
        assert [one for one in page.locator(".drawing text").evaluate_all(SIZES) if one[1] < 11] == [], name
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    page.goto((drawings / "phone.html").as_uri())
    shown = page.locator(".drawing svg")
    assert float(shown.get_attribute("width") or "") > 358
    assert page.locator(".drawing").evaluate("one => one.scrollWidth <= one.clientWidth")
    page.goto((drawings / "wide.html").as_uri())
    region = page.get_by_role("group", name="Diagram")
    region.focus()
    assert region.evaluate("one => document.activeElement === one && one.scrollWidth > one.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(window: Window, drawings: Path, scheme: str) -> None:
    """Also on colours that an author has chosen without thinking of the other scheme."""
    page, seen = window(color_scheme=scheme), list[float]()
    for name in SOURCES:
        page.goto((drawings / f"{name}.html").as_uri())
        found = page.locator(".d-node").evaluate_all(CONTRAST)
        assert [one for one in found if one < 4.5] == [], name
        seen += found
    assert len(seen) > 50


def test_colours_are_those_of_the_page(window: Window, drawings: Path) -> None:
    fills = []
    for scheme in ("light", "dark"):
        page = window(color_scheme=scheme)
        page.goto((drawings / "flowchart.html").as_uri())
        fills.append(page.locator(".d-node rect").first.evaluate("one => getComputedStyle(one).fill"))
        fills.append(page.locator(".drawing text").first.evaluate("one => getComputedStyle(one).fill"))
    assert len(set(fills)) == 4
    page = window(forced_colors="active")
    page.goto((drawings / "flowchart.html").as_uri())
    assert page.locator(".d-node rect").first.evaluate(
        "one => getComputedStyle(one).stroke === getComputedStyle(document.body).color"
    )


def test_on_paper(window: Window, drawings: Path) -> None:
    """The drawing is there, no wider than the paper; its folded source is not."""
    page = window(viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    page.goto((drawings / "wide.html").as_uri())
    assert page.locator(".drawing svg").evaluate("one => one.getBoundingClientRect().right <= innerWidth")
    assert not page.locator(".diagram details").is_visible()


def test_the_source_can_be_read(window: Window, drawings: Path) -> None:
    """By anybody, also without scripts."""
    page = window(java_script_enabled=False)
    page.goto((drawings / "flowchart.html").as_uri())
    assert page.get_by_role("img", name="Diagram").is_visible()
    assert not page.locator(".diagram pre").is_visible()
    page.get_by_text("Source of the diagram").click()
    assert page.locator(".diagram pre").inner_text().startswith("flowchart TD")
