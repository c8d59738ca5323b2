"""What embeds show, where it matters what it costs and what must not get out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kbgen.link.embeds import MOST_PARTS
from kbgen.model import Hole, Html
from kbgen.render.excerpt import Parts, quoted
from kit import built, in_kb, kbgen, write


def _page(folder: Path, pages: dict[str, str], url: str) -> str:
    built(write(folder / "p", in_kb(pages)), folder / "out")
    return (folder / "out" / url).read_text("utf-8")


def test_embeds_of_embeds_are_bounded(tmp_path: Path) -> None:
    """Ten pages, each embeds the next one ten times: 10^10 parts."""
    pages = {f"p{n}.md": f"![[p{n + 1}]]\n\n" * 10 + f"Words of {n}.\n" for n in range(10)}
    html = _page(tmp_path, pages, "p0.html")
    assert html.count('<div class="embed">') == MOST_PARTS
    assert len(html) < 300_000
    run = kbgen("check", str(tmp_path / "p"), "--select", "KB121", "--format", "json")
    found = json.loads(run.stdout)["findings"]
    assert run.returncode == 1
    assert {"kb/p0.md", "kb/p5.md"} <= {one["path"] for one in found}
    assert {one["severity"] for one in found} == {"error"}


def test_the_same_page_may_be_shown_again(tmp_path: Path) -> None:
    html = _page(
        tmp_path,
        {"a.md": "![[b]]\n\n![[c]]\n\n![[b]]\n", "b.md": "![[d]]\n", "c.md": "![[d]]\n", "d.md": "Deep.\n"},
        "a.html",
    )
    assert html.count("<p>Deep.</p>") == 3


def test_a_page_left_out_is_not_shown(tmp_path: Path) -> None:
    pages = {"a.md": "![[b]]\n\n![[c]]\n", "b.md": "---\npublish: false\n---\nSecret.\n", "c.md": "![[b]]\n\nOpen.\n"}
    html = _page(tmp_path, pages, "a.html")
    assert "Secret" not in html
    assert "Open." in html


def test_addresses_are_those_of_the_page_they_stand_on(tmp_path: Path) -> None:
    pages = {
        "x/a.md": "![[y/b]]\n",
        "y/b.md": "[[c]], [up](../top.md), ![](dot.png) and [[#Here]].\n\n## Here\n",
        "y/c.md": "C.\n",
        "top.md": "T.\n",
    }
    write(tmp_path / "p", {"kb/y/dot.png": b"\x89PNG"})
    html = _page(tmp_path, pages, "x/a.html")
    shown = html.partition('<div class="embed">')[2].partition("</div>")[0]
    assert re.findall(r'(?:href|src)="([^"]*)"', shown) == [
        *("../y/b.html", "../y/c.html", "../top.html", "../y/dot.png", "../y/b.html#here"),
    ]
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("html", "anchor", "part"),
    [
        ('<p>0</p><h2 id="a">A</h2><p>1</p><h3>B</h3><p>2</p><h2>C</h2>', "a", '<h2 id="a">A</h2><p>1</p><h3>B</h3><p>2</p>'),
        ('<blockquote><h2 id="a">A</h2><p>1</p></blockquote><p>2</p>', "a", '<h2 id="a">A</h2><p>1</p>'),
        ('<p id="^x">a <b>b</b><br></p><p>c</p>', "^x", '<p id="^x">a <b>b</b><br></p>'),
        ('<ul><li id="^x">a<ul><li>b</li></ul></li><li>c</li></ul>', "^x", '<ul>\n<li id="^x">a<ul><li>b</li></ul></li>\n</ul>'),
        ('<p title=" id=&quot;a&quot;">x</p>', "a", None),
        ("<p>x</p>", "a", None),
    ],
)  # fmt: skip
def test_parts_of_pages(html: str, anchor: str, part: str | None) -> None:
    found = Parts(Html((html,))).of(anchor)
    assert (found and found.pieces[0]) == part


def test_a_part_keeps_its_holes() -> None:
    html = Html(('<p>a</p><h2 id="x">', " ", "</h2><p>b</p><h2>", "</h2>"), tuple(Hole(n, "bare") for n in range(3)))
    assert Parts(html).of("x") == Html(('<h2 id="x">', " ", "</h2><p>b</p>"), html.holes[:2])


def test_what_is_quoted_has_no_ids() -> None:
    html = Html(
        ('<h3 id="a">A</h3><p>say id="b" <a href="#a" id="c">x</a></p>\n<section class="footnotes">', "</section>"),
        (Hole(0, "bare"),),
    )
    assert quoted(html, "../b.html") == Html(
        ('<p class="embed-heading">A</p><p>say id="b" <a href="../b.html#a">x</a></p>\n',)
    )


def test_what_is_cut_off_is_closed(tmp_path: Path) -> None:
    """Raw HTML that nobody closed ends behind the notes of its page, which an embed is without."""
    html = _page(tmp_path, {"a.md": "![[b]]\n\nAfter.\n", "b.md": "<details>\n\ntext[^1]\n\n[^1]: note\n"}, "a.html")
    assert html.count("<details") == html.count("</details>") == 1
    assert html.index("</details>") < html.index("After.")


def test_much_text_stays_a_link(tmp_path: Path) -> None:
    pages = {"a.md": "![[big]]\n\n" * 250, "big.md": "```\n" + "x" * 60_000 + "\n```\n"}
    html = _page(tmp_path, pages, "a.html")
    assert len(html) < 300_000
    assert html.count('<div class="embed">') == 3
    assert "![[" not in html


def test_a_title_and_a_heading_with_a_block_id_are_found(tmp_path: Path) -> None:
    pages = {
        "a.md": "![[b#B]]\n\n![[b#^mark]] %% remark %%\n\n- ![[b#^mark]]\n  ![[b#^mark]]\n",
        "b.md": "# B\n\nOne.\n\n## Two ^mark\n\nThree.\n",
    }
    html = _page(tmp_path, pages, "a.html")
    assert html.count("<p>One.</p>") == 1
    assert html.count("<p>Three.</p>") == 4
