"""Ways to look at the whole: recent pages, folders, timeline, matrix, maps. Made from fields, links and titles alone, and
only where they are of use."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawl import crawl
from kbgen.config import load_config
from kbgen.files import scan
from kbgen.link.folders import folders_of
from kbgen.memory.store import Store
from kbgen.model import Node, Ref
from kbgen.pipeline.build import build
from kbgen.pipeline.composed import compose
from kbgen.process.workers import silent
from kbgen.text.apart import fitted, parted
from kbgen.theme.theme import load_theme
from kbgen.views.layout import layout
from kbgen.views.said import when_of
from kbgen.views.sights import sights_of
from kit import built, in_kb, output_of, pages_of, write
from test_blocks import calls


def site_of(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    """A small site."""
    built(write(tmp_path / "p", files), tmp_path / "out")
    return tmp_path / "out"


def rows(html: str) -> list[list[str]]:
    """The cells of all rows of a page's tables, without markup."""
    found = re.findall(r"<tr>(.*?)</tr>", html.partition("<tbody>")[2], re.DOTALL)
    return [
        [re.sub(r"<[^>]*>", "", c).strip() for c in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", r, re.DOTALL)]
        for r in found
    ]


# ---------------------------------------------------------------- recent


def test_recent_pages_come_from_their_fields(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "---\ntitle: A\ncreated: 2020-01-01\nupdated: 2024-05-02\n---\n",
        "b.md": "---\ntitle: B\ningested: 2024-05-03T08:00\ncreated: 2024-05-03\n---\n",
        "c.md": "---\ntitle: C\ncreated: 2024-05\n---\n",
        "d.md": "---\ntitle: D\nupdated: 2021\npublished: 2030-01-01\n---\n",
        "e.md": "---\ntitle: E\nupdated: no idea\n---\n",
        "index.md": "---\nupdated: 2031-01-01\n---\n",
    }
    site = site_of(tmp_path, files)
    assert rows((site / "-/recent.html").read_text("utf-8")) == [
        ["B", "Note", "2024-05-03", "Ingested"],
        ["A", "Note", "2024-05-02", "Updated"],
        ["C", "Note", "2024-05", "Created"],
        ["D", "Note", "2021", "Updated"],
    ]
    home = (site / "index.html").read_text("utf-8")
    assert home.count('href="-/recent.html"') == 2  # navigation, and the overview


def test_of_one_day_sources_are_the_most_recent(tmp_path: Path) -> None:
    """Where all that a source touches is updated with it, the source is what is new."""
    files: dict[str, str | bytes] = {
        "entities/a.md": "---\ntitle: A\nupdated: 2024-05-02\n---\n",
        "sources/old.md": "---\ntitle: Old\npublished: 2001-01-01\nupdated: 2024-05-02\n---\n\n[[a]]\n",
        "sources/z.md": "---\ntitle: Z\npublished: 2024-01-01\nupdated: 2024-05-02T07:00\n---\n\n[[a]]\n",
        "entities/later.md": "---\ntitle: Later\nupdated: 2024-05-03\n---\n",
    }
    listed = rows((site_of(tmp_path, files) / "-/recent.html").read_text("utf-8"))
    assert [row[0] for row in listed] == ["Later", "Z", "Old", "A"]


def test_where_two_pages_have_dates_nothing_is_recent(tmp_path: Path) -> None:
    site = site_of(tmp_path, {f"{n}.md": "---\nupdated: 2024-05-02\n---\n" for n in "ab"} | {"c.md": "c"})
    assert not (site / "-/recent.html").exists()
    assert "recent.html" not in (site / "a.html").read_text("utf-8")


# ---------------------------------------------------------------- folders


def test_folders_that_say_more_than_kinds_have_tables(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **{f"sources/{n}.md": f"# S{n}\n" for n in range(10)},  # what the table of sources is already
        **{f"topics/Old Things/{n}.md": f"---\ntitle: T{n}\ntype: {'memo' if n else 'plan'}\n---\n" for n in range(3)},
        "topics/old-things/x.md": "---\ntype: memo\n---\n# X\n",
        "topics/old-things/y.md": "---\ntype: plan\n---\n# Y\n",
        "alone/z.md": "# Z\n",
        "index.md": "Home",
    }
    site = site_of(tmp_path, files)
    made = sorted(path for path in output_of(site) if path.startswith("-/folders") and path.endswith(".html"))
    assert made == ["-/folders.html", "-/folders/topics-old-things-2.html", "-/folders/topics-old-things.html"]
    assert [row[0] for row in rows((site / made[2]).read_text("utf-8"))] == ["T0", "T1", "T2"]
    crumbs = re.search(
        r'<nav class="crumbs".*?</nav>', (site / "topics/old-things/x.html").read_text("utf-8"), re.DOTALL
    )
    assert crumbs
    assert 'href="../../-/folders/topics-old-things-2.html">topics/old-things</a>' in crumbs[0]
    assert (
        "folders"
        not in (
            re.search(r'<nav class="crumbs".*?</nav>', (site / "alone/z.html").read_text("utf-8"), re.DOTALL) or [""]
        )[0]
    )
    assert list(crawl(site)) == []


@pytest.mark.parametrize(
    ("folder", "shown"),
    [("sources", ""), ("Sources 0123456789abcdef0123456789abcdef", "Sources"), ("trees", "trees"), ("Plans", "")],
)
def test_a_page_names_its_folder_unless_that_says_the_kind(tmp_path: Path, folder: str, shown: str) -> None:
    """In an export of Notion the name that is shown says it, and the folder does not."""
    pages = {f"{folder}/{n}.md": f"---\ntype: {'memo' if n else 'plan'}\n---\n# T{n}\n" for n in range(3)}
    site = site_of(tmp_path, {**pages, "index.md": "Home"})
    page = next(path for path in output_of(site) if path.endswith("/0.html"))
    crumbs = (site / page).read_text("utf-8").partition('<nav class="crumbs"')[2].partition("</nav>")[0]
    assert re.findall(r'folders/[^"]+">([^<]*)<', crumbs) == ([shown] if shown else [])


def test_folders_that_links_lead_to_have_tables(tmp_path: Path) -> None:
    """Also with a single page, with nothing but folders in them, and where a table of a kind has the same pages; not
    where nothing in them is published."""
    files: dict[str, str | bytes] = {
        **{f"sources/{n}.md": f"# S{n}\n" for n in range(2)},
        "a.md": "[x](sources/) [y](/deep/) [z](deep/er/) [n](hidden/) [p](none/)",
        "deep/er/one.md": "# One\n",
        "deep/log.md": "# Log\n",
        "hidden/h.md": "---\npublish: false\n---\n",
    }
    site = site_of(tmp_path, files)
    page = (site / "a.html").read_text("utf-8")
    led = dict(re.findall(r'<a class="wikilink" href="(-/folders/[^"]+)">(.)</a>', page))
    assert led == {"-/folders/sources.html": "x", "-/folders/deep.html": "y", "-/folders/deep-er.html": "z"}
    told = {url: [row[0] for row in rows((site / url).read_text("utf-8"))] for url in led}
    assert told == {
        "-/folders/sources.html": ["S0", "S1"],
        "-/folders/deep.html": ["Log", "One"],
        "-/folders/deep-er.html": ["One"],
    }
    assert list(crawl(site)) == []


def test_many_links_to_folders_take_no_longer_than_their_number() -> None:
    paths = [f"d/{number}/x/p" for number in range(12_000)]
    nodes = [Node(path, "P", "P", "note", "", f"{path}.html", f"{path}.md", n) for n, path in enumerate(paths)]
    begun = time.process_time()
    tables = folders_of(nodes, {f"d/{number}" for number in range(len(paths))})
    assert time.process_time() - begun < 5  # 20 s where all pages were gone through for each
    assert {table.path: table.nodes for table in tables} == {f"d/{n}": (n,) for n in range(len(paths))}


# ---------------------------------------------------------------- timeline


def dated(*dates: str) -> dict[str, str | bytes]:
    """Sources that speak of one entity, published on these dates."""
    return {
        f"sources/s{n}.md": f"---\ntitle: S{n}\npublished: {date}\n---\n\n[[Ada]] in a sentence.\n"
        for n, date in enumerate(dates)
    }


def test_the_timeline_has_a_bar_for_each_month_and_the_list(tmp_path: Path) -> None:
    files = dated("2024-05-01", "2024-05-31", "2024-05", "2023-12-24T10:00", "2022-01-02", "2024", "")
    site = site_of(tmp_path, files)
    html = (site / "-/timeline.html").read_text("utf-8")
    assert re.findall(r"<title>(\d{4}-\d\d: \d+)</title>", html) == ["2024-05: 3", "2023-12: 1", "2022-01: 1"]
    heights = [int(h) for h in re.findall(r"M\d+ 24v-(\d+)h8", html)]
    assert heights == [24, 8, 8]
    assert 'id="m2023-12"' in html  # where the bar leads; years so short have no headings of months
    listed = html.partition("</ol>\n</div>")[2]
    assert re.findall(r"<h[23][^>]*>(?:<[^>]*>)*([^< ]+)", listed) == [
        "2024",
        "2023",
        "2022",
        "Without",
    ]
    assert re.findall(r">(S\d)</a>", listed) == ["S1", "S0", "S2", "S5", "S3", "S4", "S6"]
    assert list(crawl(site)) == []
    assert not re.search(r'\bstyle="', html)


def test_long_timelines_go_on_at_the_beginning_of_a_month(tmp_path: Path) -> None:
    site = site_of(tmp_path, dated(*(f"20{10 + n // 60}-{n % 3 + 1:02}-01" for n in range(620))))
    urls = ["-/timeline.html", *sorted(path for path in output_of(site) if path.startswith("-/timeline/"))]
    pages = [(site / url).read_text("utf-8") for url in urls]
    assert len(pages) > 1
    assert max(map(len, pages)) < 45_000
    assert "<svg aria-hidden" in pages[0]
    assert all("years" not in page for page in pages[1:])
    names = [name for page in pages for name in re.findall(r'<h3 id="m(\S+)"', page)]
    assert len(names) == len(set(names)) == 33
    assert sum(len(re.findall(r"<li><span><a", page)) for page in pages) == 620
    assert list(crawl(site)) == []


@pytest.mark.parametrize("dates", [["2024-05-01"] * 9, ["2024"] * 9, ["2024-05-01", "2023-05-01", "2022-01-01"], []])
def test_too_little_for_a_timeline(tmp_path: Path, dates: list[str]) -> None:
    site = site_of(tmp_path, {**dated(*dates), "index.md": "Home"})
    assert not (site / "-/timeline.html").exists()
    assert all("timeline.html" not in html for _, html in pages_of(site))


def years_of(strip: str) -> list[tuple[str, str, str]]:
    """Address, year and number of sources, of each year in a strip."""
    return re.findall(r'<a href="([^"]+)">(\d+)</a>(: \d+)', strip)


def test_an_entity_shows_when_it_was_spoken_of(tmp_path: Path) -> None:
    site = site_of(tmp_path, dated("2024-05-01", "2024-05-31", "2023-12-24", "2024-02", "2022-12-02", ""))
    html = next(html for path, html in pages_of(site) if path.endswith("ada.html"))
    when = re.search(r'<details class="when">(.*?)</details>', html, re.DOTALL)
    assert when
    assert 'viewBox="0 0 72 24"' in when[1]  # 18 months
    assert re.findall(r"M(\d+) 24v-(\d+)", when[1]) == [("0", "12"), ("48", "12"), ("56", "12"), ("68", "24")]
    assert "<bdi>Sources by date: 2022–2024</bdi> " in when[1]
    assert [f"{year}{count}" for _, year, count in years_of(when[1])] == ["2022: 1", "2023: 1", "2024: 3"]
    for anchor, year, _ in years_of(when[1]):
        told = html.partition(f'<li id="{anchor.removeprefix("#")}">')[2].partition("</li>")[0]
        assert f"<time>{year}-" in told


def test_years_lead_to_further_pages(tmp_path: Path) -> None:
    days = (f"{2020 + n // 40}-{n % 12 + 1:02}-01" for n in range(200))
    site = site_of(tmp_path, dated(*days))
    html = next(html for path, html in pages_of(site) if path.endswith("ada.html"))
    assert [address.partition("#")[0] for address, _, _ in years_of(html)] == ["-/mentions/ada-2.html"] * 2 + [""] * 3
    further = next(html for path, html in pages_of(site) if path.endswith("ada-2.html"))
    compiled = '<section class="compiled" id="dossier">'
    assert (html.count(compiled), further.count(compiled)) == (1, 1)
    assert list(crawl(site)) == []


@pytest.mark.parametrize(
    ("dates", "units"),
    [
        (["2024-05", "2024-05", "2024-06", "2024-06", "2024-06"], 0),  # two months
        (["2020-01", "2021-01", "2022-01", "2023-01"], 0),  # four sources
        (["2020", "2021-01", "2022-01", "2023-01", "2024-02"], 5),  # one names no month: by year
        (["1990-01", "2021-01", "2022-01", "2023-01", "2024-02"], 35),
        (["2024-01", "2024-02", "2024-03", "2024-04", "2024-05-06"], 5),
    ],
)
def test_strips_are_by_month_or_by_year(dates: list[str], units: int) -> None:
    found = when_of(dates, {date[:4]: Ref("page", title=date[:4]) for date in dates})
    assert (found.units if found else 0) == units
    assert found is None or found.bars.count("M") == len(
        {date[: 7 if units == 5 and "2020" not in dates else 4] for date in dates}
    )


# ---------------------------------------------------------------- matrix


def speaking(sources: int, entities: int = 6) -> dict[str, str | bytes]:
    """Sources that speak of all entities whose number divides theirs; every second time twice of the first."""
    return {
        f"sources/s{n:03}.md": f"---\ntitle: S{n}\npublished: {2000 + n // 12}-{n % 12 + 1:02}\n---\n\n"
        + "\n\n".join(f"Of [[=E{e}]] and [[=E{e}]] again." for e in range(1, entities + 1) if n % e == 0)
        + ("\n\nMore of [[=E1]].\n" if n % 2 else "\n")
        for n in range(1, sources + 1)
    }  # fmt: skip


def test_the_matrix_counts_places_and_is_whole_as_csv(tmp_path: Path) -> None:
    files = {**speaking(12), "entities/e5.md": "---\ntitle: =E5\nsources: [s001]\n---\n"}
    site = site_of(tmp_path, files)
    html = (site / "-/matrix.html").read_text("utf-8")
    head = re.findall(r'<th scope="col"><a[^>]*>([^<]+)', html)
    assert head == ["=E1", "=E2", "=E3", "=E4", "=E5", "=E6"][: len(head)]
    assert len(head) == 6
    cells = {row[0].split()[0]: row[1:] for row in rows(html)}
    assert list(cells) == [f"S{n}" for n in range(12, 0, -1)]
    for n in range(1, 13):
        expected = [("2" if e == 1 and n % 2 else "1") if n % e == 0 else "" for e in range(1, 7)]
        expected[4] = "·" if n == 1 else expected[4]  # named in `sources:` alone
        assert cells[f"S{n}"] == expected, n
    assert "A dot (·): the page" in html
    data = (site / "-/matrix.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    listed = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(listed) == sum(cell != "" for row in cells.values() for cell in row)
    assert all(row["Entity"].startswith("'=E") for row in listed)  # no formula
    assert {(row["Source"], row["Passages"]) for row in listed if row["Entity"] == "'=E5"} == {
        ("S5", "1"),
        ("S10", "1"),
        ("S1", "0"),
    }
    assert all((site / row["Source address"]).is_file() and (site / row["Entity address"]).is_file() for row in listed)
    assert list(crawl(site)) == []


def test_further_sources_are_on_further_pages(tmp_path: Path) -> None:
    site = site_of(tmp_path, speaking(230, 80))
    pages = [(site / url).read_text("utf-8") for url in ("-/matrix.html", "-/matrix/2.html", "-/matrix/3.html")]
    assert [len(rows(page)) for page in pages] == [100, 100, 30]
    assert len({row[0] for page in pages for row in rows(page)}) == 230
    assert [page.count('<th scope="col">') for page in pages] == [60, 60, 60]
    assert not (site / "-/matrix/4.html").exists()


@pytest.mark.parametrize("files", [speaking(4), speaking(9, 4), {}])
def test_too_little_for_a_matrix(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    site = site_of(tmp_path, {**files, "index.md": "Home"})
    assert not (site / "-/matrix.html").exists()
    assert not (site / "-/matrix.csv").exists()
    assert all("matrix.html" not in html for _, html in pages_of(site))


# ---------------------------------------------------------------- the small map


def near(html: str) -> tuple[list[str], str]:
    """Addresses in the small map, and the whole of it; empty if there is none."""
    found = re.search(r'<svg class="near".*?</svg>', html, re.DOTALL)
    return (re.findall(r'<a[^>]* href="([^"]+)"', found[0]), found[0]) if found else ([], "")


def test_entities_and_sources_with_enough_neighbours_have_a_map(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**speaking(40, 12), "entities/lone.md": "# Lone\n"})
    maps = {path: near(html) for path, html in pages_of(site)}
    drawn = {path for path, (links, _) in maps.items() if links}
    assert "sources/s012.html" in drawn
    assert "entities/lone.html" not in drawn
    assert any("e2" in path for path in drawn)
    assert not any(path.startswith("-/") for path in drawn)
    for path in drawn:
        html = (site / path).read_text("utf-8")
        links, svg = maps[path]
        assert 4 <= len(links) <= 8
        assert len(svg.encode()) <= 4_000
        listed = re.search(r'<ul class="related">.*?</ul>', html, re.DOTALL)
        assert listed
        assert set(links) <= set(re.findall(r'href="([^"]+)"', listed[0]))  # the list is its equal
        assert set(re.findall(r"<(\w+)", svg)) <= {"svg", "g", "path", "circle", "a", "title", "text"}
        assert not re.search(r"\b(style|on\w+)=", svg)
        assert svg.count('tabindex="-1"') == len(links)
        for x, y in re.findall(r'<circle cx="(\d+)" cy="(\d+)"', svg):
            assert 0 < int(x) < 360
            assert 0 < int(y) < 28 * 4
    assert list(crawl(site)) == []


def test_what_belongs_together_stands_together(tmp_path: Path) -> None:
    """Of eight entities named with Ada, two groups of four are each named together."""
    files: dict[str, str | bytes] = {
        f"sources/s{n}.md": "[[Ada]] and " + ", ".join(f"[[{group}{k}]]" for k in range(1, 5))
        for n, group in enumerate(["Red", "Blue"] * 3)
    }
    html = next(html for path, html in pages_of(site_of(tmp_path, files)) if path.endswith("ada.html"))
    links, svg = near(html)
    groups = ["red" if "red" in link else "blue" for link in links]
    assert len(groups) == 8
    assert sum(one != other for one, other in itertools.pairwise(groups)) == 1
    assert svg.count("M180 ") == 8
    ties = re.search(r'stroke-opacity=".25" d="([^"]+)"', svg)
    assert ties
    assert ties[1].count("M") == 12  # of two times six pairs


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Ada", "Ada"),
        ("深度学习与神经网络综述", "深度学习…"),
        ("abcdefghijk", "abcdefghi…"),
        ("ä" * 10, "ä" * 10),
        ("تاريخ", "تاريخ"),
    ],
)
def test_labels_are_cut_by_their_width(text: str, cut: str) -> None:
    assert fitted(text, 10) == cut


@pytest.mark.parametrize(
    ("titles", "labels"),
    [
        (["Ada", "Grace"], ["Ada", "Grace"]),
        (["The state of research in 2024", "A letter"], ["The state of re…", "A letter"]),
        (
            ["The state of research in 2024", "The state of research in 2025", "The state of the union"],
            ["The …2024", "The …2025", "The state of th…"],
        ),
        (["Attention is all you need", "Attention is all you need II"], ["Attention…need", "Attent…need II"]),
        (["深度学习与神经网络综述上篇", "深度学习与神经网络综述下篇"], ["深度学习…上篇", "深度学习…下篇"]),
        (["One title that is long", "One title that is long"], ["One title that…"] * 2),
    ],
)
def test_titles_that_begin_alike_are_told_apart(titles: list[str], labels: list[str]) -> None:
    found = parted(titles, 16)
    assert [one.within(16) for one in found] == labels
    assert ["".join(one) for one in found] == titles


def test_columns_and_rows_of_the_matrix_are_told_apart(tmp_path: Path) -> None:
    long = "What is known by now about the long and winding history of"
    files: dict[str, str | bytes] = {
        f"sources/s{n}.md": f"---\ntitle: {long} part {n}\n---\n\n"
        + " ".join(f"[[{long} {name}]]" for name in ("apes", "bees", "cats", "dogs", "eels"))
        for n in range(6)
    }
    html = (site_of(tmp_path, files) / "-/matrix.html").read_text("utf-8")
    names = re.findall(r'<a [^>]*>(What[^<]*)<span class="left-out"><span>([^<]*)</span></span>([^<]*)</a>', html)
    assert [end for _, _, end in names] == ["apes", "bees", "cats", "dogs", "eels", *(str(n) for n in range(6))]
    assert all("".join(one).startswith(long) for one in names)


# ---------------------------------------------------------------- the whole map


def data_of(site: Path, name: str) -> list[Any]:
    """What a script of the map hands over."""
    text = (site / f"-/map/{name}.js").read_text("utf-8")
    found = re.fullmatch(r"kbgen(?:Places|Names)\((.*)\);\n", text, re.DOTALL)
    assert found
    assert "<" not in found[1]
    value: list[Any] = json.loads(found[1])
    return value


def unpacked(behind: list[list[int]]) -> set[tuple[int, int]]:
    """The links of the map, as `map.js` unpacks them."""
    return {(n, n + sum(steps[: k + 1])) for n, steps in enumerate(behind) for k in range(len(steps))}


def address(row: list[Any], folders: list[str]) -> str:
    """The address of a node, as `map.js` makes it."""
    made = re.sub(r"[^a-z0-9]+", "-", row[0].lower()).strip("-")
    page = (row[3] if len(row) > 3 else "*").replace("*", made, 1) + ".html"
    return f"{folders[row[2]]}/{page}" if folders[row[2]] else page


def test_the_map_shows_every_link_of_the_graph(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **speaking(30, 6), "entities/深.md": "---\ntitle: </script><b>&amp;\n---\n[[=E1]]", "notes/alone.md": "# Alone\n",
        "notes/index.md": "- [[alone]]\n- [[深]]\n",
    }  # fmt: skip
    site = site_of(tmp_path, files)
    (xs, ys, behind), (marks, folders, names) = data_of(site, "places"), data_of(site, "names")
    total = len(names)
    assert len(xs) == len(ys) == len(names) == total
    urls = [address(row, folders) for row in names]
    assert all((site / url).is_file() for url in urls)
    assert len(set(zip(xs, ys, strict=True))) == total  # no dot upon another
    graph = json.loads((site / "graph.json").read_bytes())
    kinds = [node["kind"] for node in graph["nodes"]]
    expected = {
        frozenset((graph["nodes"][a]["url"], graph["nodes"][b]["url"]))
        for a, b, _ in graph["edges"]
        if "listing" not in (kinds[a], kinds[b])
    }
    assert {frozenset((urls[a], urls[b])) for a, b in unpacked(behind)} == expected
    assert not {"notes/alone.html", "notes/index.html"} & set(urls)
    assert {marks[row[1]] for row in names} == {"source", "entity", "wanted"} | ({"page"} & set(marks))
    listed = rows((site / "-/map.html").read_text("utf-8"))
    assert sorted(row[0] for row in listed) == sorted(
        row[0].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for row in names
    )
    assert list(crawl(site)) == []


def test_large_graphs_show_the_most_linked_pages_and_the_links_that_say_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbgen.views.sights._DOTS", 20)
    monkeypatch.setattr("kbgen.views.sights._LINES", 30)
    site = site_of(tmp_path, speaking(60, 9))
    (xs, _, behind), (_, _, names) = data_of(site, "places"), data_of(site, "names")
    assert len(xs) == len(names) == 20
    assert "20 / 69" in (site / "-/map.html").read_text("utf-8")
    links = unpacked(behind)
    assert 19 <= len(links) <= 50
    assert {end for link in links for end in link} == set(range(20))  # nobody without the link that says most
    assert len(rows((site / "-/map.html").read_text("utf-8"))) == 69


def test_a_map_is_not_laid_out_again_while_its_links_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write(tmp_path / "p", in_kb(speaking(30)))
    laid: list[int] = []

    def counted(size: int, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        laid.append(size)
        return layout(size, pairs)

    monkeypatch.setattr("kbgen.outputs.graphmap.layout", counted)

    def again() -> None:
        build(load_config(project, output=None, cwd=project), jobs=1, remember=True)

    again()
    assert laid == [36]
    source = project / "kb/sources/s007.md"
    for edit in (
        lambda t: t + "\nMore words.\n",
        lambda t: t.replace("title: S7", "title: Seven"),
        lambda t: t.replace("2000", "1999"),
    ):
        source.write_text(edit(source.read_text("utf-8")), "utf-8")
        again()
        assert laid == [36]
    assert "Seven" in (project / "site/-/map/names.js").read_text("utf-8")
    source.write_text(source.read_text("utf-8") + "\n[[=E3]]\n", "utf-8")
    again()
    assert laid == [36, 36]


def test_too_little_for_a_map(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**speaking(7, 2), "index.md": "Home"})
    assert not (site / "-/map.html").exists()
    assert all("map.html" not in html for _, html in pages_of(site))


def test_layouts_are_deterministic_and_near_is_near() -> None:
    """Of two groups, linked by one link, a member is nearer to its own than to the other; dots do not overlap."""
    pairs = [(a, b) for a in range(40) for b in range(a + 1, 40) if a % 2 == b % 2 and (a * b) % 3 == 0] + [(0, 1)]
    places = layout(40, pairs)
    assert places == layout(40, pairs)
    middles = [tuple(sum(p[k] for p in places[g::2]) / 20 for k in (0, 1)) for g in (0, 1)]
    own = [math.dist(place, middles[n % 2]) for n, place in enumerate(places)]
    other = [math.dist(place, middles[1 - n % 2]) for n, place in enumerate(places)]
    assert sum(a < b for a, b in zip(own, other, strict=True)) >= 34
    assert min(math.dist(p, q) for p, q in itertools.combinations(places, 2)) > 4
    assert layout(0, []) == []
    assert len(layout(3, [])) == 3
    assert len(set(layout(600, [(0, n) for n in range(1, 600)]))) == 600


def test_the_cost_of_a_layout_grows_with_the_graph() -> None:
    """Twice the nodes and links take about twice the time, whatever the machine."""

    def seconds(size: int) -> float:
        pairs = sorted(
            {(min(a, b), max(a, b)) for a in range(size) for k in (3, 17, 71) if (b := a * a % (size // k)) != a}
        )
        begun = time.process_time()
        layout(size, pairs)
        return time.process_time() - begun

    small = min(seconds(2_000) for _ in range(2))
    assert min(seconds(8_000) for _ in range(2)) < 8 * small


def test_a_page_that_all_name_costs_the_map_little(tmp_path: Path) -> None:
    """Calls of functions, not seconds: links are chosen by going once over each page's own, not over those of the
    page with most for each."""

    def work(size: int) -> int:
        pages = {f"kb/n{n}.md": f"[[hub]], [[n{(n + 1) % size}]]" for n in range(size)}
        folder = write(tmp_path / str(size), {**pages, "kb/hub.md": "All name it."})
        config = load_config(folder, output=None, cwd=folder)
        made = compose(config, scan(config), Store(None), load_theme(config.templates), {}, {}, 1, silent)
        sights = sights_of(made.press.site)
        assert len(sights.drawn) == size + 1
        return calls(lambda: sights.drawn_links)

    assert work(240) < 2.5 * work(120)


def test_addresses_on_the_map_are_those_of_the_pages(tmp_path: Path) -> None:
    """Whatever a file is called, beside its title."""
    names = {
        "x-alpha-beta": "Alpha Beta",
        "alpha*": "Alpha",
        "ÄÖ": "ÄÖ",
        "C++": "C++",
        "İstanbul": "İstanbul",
        "---": "---",
        "q": "*",
    }
    names |= {f"n{n}": f"N {n}" for n in range(8)}
    files: dict[str, str | bytes] = {
        f"a b/{stem}.md": f"---\ntitle: '{title}'\n---\n\n[[n0]] [[n1]]\n" for stem, title in names.items()
    }
    site = site_of(tmp_path, files)
    _, folders, found = data_of(site, "names")
    assert len(found) == len(names)
    assert sorted(address(row, folders) for row in found) == sorted(
        p for p, _ in pages_of(site) if p.startswith("a-b/")
    )
