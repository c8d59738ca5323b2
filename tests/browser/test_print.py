"""Pages on paper: what a reader needs, and nothing that can only be clicked."""

from __future__ import annotations

from pathlib import Path

from conftest import Window
from kit import built, write

FILES: dict[str, str | bytes] = {
    "kb/sources/s.md": "---\ntype: source\npublished: 2026-01-02\nconcepts: ["
    + ", ".join(f'"[[c{n}]]"' for n in range(9))
    + "]\n---\n\n# S\n\nSee [there](https://example.org/there).[^1]\n\n> [!tip]- Folded\n> Found on paper only.\n\n[^1]: A note.\n",
    **{f"kb/concepts/c{n}.md": f"# C{n}\n\nText.\n" for n in range(60)},
}


def test_a_page_on_paper(window: Window, tmp_path: Path) -> None:
    """Facts and boxes stand open, addresses are written out, furniture is gone, and heads of tables have no arrows."""
    built(write(tmp_path / "p", FILES), tmp_path / "out")
    page = window()
    page.emulate_media(media="print")
    page.goto((tmp_path / "out/sources/s.html").as_uri())
    assert page.locator(".infobox details a").last.is_visible()
    assert page.get_by_text("Found on paper only.").is_visible()
    assert page.locator(".footnotes").is_visible()
    for furniture in (".footnote-back", ".site-header", "#nav", "#toc", ".crumbs", ".cite details", ".infobox summary"):
        for one in page.locator(furniture).all():
            assert not one.is_visible(), furniture
    written = "getComputedStyle(document.querySelector('.body a.external'), '::after').content"
    assert page.evaluate(written) == '" (" attr(href) ")"' or "https://example.org/there" in page.evaluate(written)
    page.goto((tmp_path / "out/-/kinds/concept.html").as_uri())
    page.wait_for_selector("button.sort", state="attached")
    assert page.locator("tbody tr").last.is_visible()
    arrows = "Array.from(document.querySelectorAll('thead th'), one => getComputedStyle(one, '::after').display)"
    assert set(page.evaluate(arrows)) == {"none"}
    assert page.evaluate("getComputedStyle(document.querySelector('.wide')).maxBlockSize") == "none"


def test_names_in_a_table_are_not_broken_on_paper(window: Window, tmp_path: Path) -> None:
    """However long what stands beside them is."""
    said = "said at length in the words of many others " * 6
    text = f"---\ntype: source\n---\n\n- [[Sebastian Winterhalter]] — {said}\n- [[Encyclopaedia]] — {said}\n"
    built(write(tmp_path / "p", {"kb/sources/s.md": text}), tmp_path / "out")
    page = window(viewport={"width": 640, "height": 900})
    page.emulate_media(media="print")
    page.goto((tmp_path / "out/sources/s.html").as_uri())
    lines = """Array.from(document.querySelectorAll("#kb-entities th a"), (link) => link.textContent.split(" ").map((word) => {
      const range = document.createRange(), start = link.textContent.indexOf(word);
      range.setStart(link.firstChild, start);
      range.setEnd(link.firstChild, start + word.length);
      return range.getClientRects().length;
    })).flat()"""
    assert page.evaluate(lines) == [1, 1, 1]
