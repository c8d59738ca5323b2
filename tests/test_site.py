"""The project's own knowledge base as a site: the names that pages promise to scripts and tests (product.md)."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crawl import crawl
from kbgen.pipeline.build import Report
from kit import DOT, ROOT, Element, built, elements, output_of, pages_of, write

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
SOURCE = "sources/fridman-lambert-raschka-2026-state-of-ai.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """kb/ as built, and what was said about it."""
    output = tmp_path_factory.mktemp("golden") / "site"
    return output, built(ROOT, output)


class _Text(HTMLParser):
    """The words of the first element that `wanted` names, and its start tags."""

    def __init__(self, html: str, wanted: str) -> None:
        super().__init__()
        self.depth, self.wanted, self.text = 0, wanted, ""
        self.elements: list[Element] = []
        self.done = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, attrs)
        here = self.wanted in (tag, f"#{element.get('id')}", *(f".{name}" for name in element.classes))
        if (here or self.depth) and not self.done:
            self.elements.append(element)
            self.depth += tag not in ("br", "hr", "img", "input", "meta", "link", "wbr")

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.depth -= 1
            self.done = not self.depth

    def handle_data(self, data: str) -> None:
        if self.depth and not self.done:
            self.text += data


def part(html: str, wanted: str) -> _Text:
    """One part of a page: `main`, `#dossier`, `.infobox`. It must be there."""
    found = _Text(html, wanted)
    assert found.elements, f"there is no {wanted}"
    return found


def links(found: _Text | list[Element]) -> dict[str, frozenset[str]]:
    """The wiki-links of a part: address and classes."""
    listed = found if isinstance(found, list) else found.elements
    return {e.get("href") or "": e.classes for e in listed if e.tag == "a" and "wikilink" in e.classes}


def read(site: Path, url: str) -> str:
    return (site / url).read_text("utf-8")


def test_nothing_is_dead(site: tuple[Path, Report]) -> None:
    assert list(crawl(site[0])) == []


def test_every_page_has_the_same_policy_and_no_inline_style_or_script(site: tuple[Path, Report]) -> None:
    """quality.md: the same CSP on every page, no inline style anywhere, no inline script."""
    for path, html in pages_of(site[0]):
        found = elements(html)
        policies = [e.get("content") for e in found if e.get("http-equiv") == "Content-Security-Policy"]
        assert policies == [CSP], path
        for element in found:
            assert element.get("style") is None, (path, element)
            assert element.tag != "style", path
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/ld+json", path
            for name in ("src", "href"):
                address = element.get(name) or ""
                if element.get("rel") == "icon" and address.startswith("data:image/svg+xml;base64,"):
                    continue  # a small icon is part of the page
                foreign = re.match(r"[a-z]+:|//", address)
                assert not foreign or (element.tag == "a" and name == "href"), (path, element)
                assert not address.startswith("/"), (path, element)  # any folder, and from disk


def test_every_page_has_one_main_one_heading_and_a_title(site: tuple[Path, Report]) -> None:
    titles = {}
    for path, html in pages_of(site[0]):
        found = elements(html)
        assert [e.tag for e in found].count("main") == 1, path
        assert [e.tag for e in found].count("h1") == 1, path
        assert found[0].tag == "html"
        assert (found[0].get("lang") or "") != "", path
        titles[path] = re.search(r"<title>([^<]*)</title>", html)
        assert titles[path], path
        assert html.startswith("<!doctype html>\n"), path
        assert re.search(r"\bNone\b|\bundefined\b|Undefined|\{\{|kbgen-(?:hole|slot|mark)", html) is None, path


def test_pages_lie_where_they_are_promised(site: tuple[Path, Report]) -> None:
    """Addresses: `<folder>/<slug>.html`, lower case; generated pages in `-/`."""
    files = {path for path, (_, data) in output_of(site[0]).items() if (site[0] / path).is_file()}
    own = {"index.html", "404.html", "search.html", "graph.json", "robots.txt", ".kbgen-manifest.json"}
    nodes = {node.url for node in site[1].graph.nodes}
    assert {path for path in files if not path.startswith("-/")} == nodes | own
    assert {"-/kinds/source.html", "-/kinds/entity.html", "-/wanted.html", "-/orphans.html", "-/tags.html"} <= files
    assert all(path == path.lower() for path in files)


def test_a_source_page(site: tuple[Path, Report]) -> None:
    html = read(site[0], SOURCE)
    main = part(html, "main")
    assert "RLVR" in main.text
    infobox = part(html, ".infobox")
    assert infobox.elements[0].tag == "aside"
    assert "2026" in infobox.text
    assert {"../entities/lex-fridman.html", "../entities/nathan-lambert.html"} <= set(links(infobox))
    toc = part(html, "#toc")
    assert toc.elements[0].tag == "nav"
    targets = [e.get("href") or "" for e in toc.elements if e.tag == "a"]
    ids = {e.get("id") for e in main.elements}
    assert len(targets) > 3
    assert {target[1:] for target in targets if target.startswith("#")} <= ids


def test_a_bare_link_shows_the_title_and_a_label_is_never_changed(site: tuple[Path, Report]) -> None:
    html = read(site[0], "comparisons/rlvr-vs-rlhf.html")
    assert re.search(
        r'<a class="wikilink" href="\.\./entities/nathan-lambert\.html"[^>]*>(?:<bdi>)?Nathan Lambert<', html
    )
    assert re.search(r'<a class="wikilink" href="\.\./concepts/rlvr\.html#[^"]*definition"[^>]*>definition</a>', html)
    assert re.search(
        r'<a class="wikilink" href="[^"]*reinforcement-learning-from-human-feedback\.html"[^>]*>RLHF</a>', html
    )


def test_a_page_nobody_has_written(site: tuple[Path, Report]) -> None:
    """A wanted page has the dossier alone, marked as unwritten, with the path where to create it."""
    node = next(node for node in site[1].graph.nodes if node.id == "text-diffusion-models")
    assert (node.kind, node.path) == ("wanted", "")
    html = read(site[0], node.url)
    dossier = part(html, "#dossier")
    assert "many tokens in parallel" in " ".join(dossier.text.split())
    assert node.create in part(html, "main").text
    assert node.create.startswith("kb/")
    assert node.create.endswith("text-diffusion-models.md")
    home = links(elements(read(site[0], "index.html")))
    assert home[node.url] == {"wikilink", "missing"}
    assert home["concepts/rlvr.html"] == {"wikilink"}


def test_a_dossier_of_several_sources(site: tuple[Path, Report]) -> None:
    """One `<article class="mention">` per source, newest first, each with working links and an address."""
    html = read(site[0], "entities/openai.html")
    dossier = part(html, "#dossier")
    assert dossier.elements[0].tag == "section"
    mentions = [e for e in dossier.elements if e.tag == "article" and "mention" in e.classes]
    assert len(mentions) >= 2
    assert all((e.get("id") or "").startswith("m-") for e in mentions)
    dates = re.findall(r"\d{4}(?:-\d\d(?:-\d\d)?)?", " ".join(re.findall(r"<time[^>]*>(.*?)</time>", html)))
    assert len(dates) >= 2
    assert dates == sorted(dates, reverse=True)
    assert "its o1 models are the yardstick throughout" in dossier.text
    assert part(html, "#backlinks").elements[0].tag == "section"


def test_the_slim_graph(site: tuple[Path, Report]) -> None:
    """`graph.json`, schema `kbgen.graph-site/1`: nodes, and edges as index pairs with counts."""
    graph = json.loads(read(site[0], "graph.json"))
    assert graph["schema"] == "kbgen.graph-site/1"
    assert len(graph["nodes"]) == len(site[1].graph.nodes)
    assert all(len(edge) == 3 and all(0 <= end < len(graph["nodes"]) for end in edge[:2]) for edge in graph["edges"])
    assert all((site[0] / (node["url"] if isinstance(node, dict) else node[2])).is_file() for node in graph["nodes"])


def test_our_own_pages_are_in_order(site: tuple[Path, Report]) -> None:
    """Nothing in kb/ needs mending but the pages that are left unwritten on purpose."""
    assert {d.code for d in site[1].diagnostics} <= {"KB101"}
    assert all(edge.resolution not in ("loose", "ambiguous") for edge in site[1].graph.edges)
    assert all(node.listing or node.kind != "page" for node in site[1].graph.nodes)


def test_an_ambiguous_name(tmp_path: Path) -> None:
    """To a disambiguation page, which has both; class `ambiguous`."""
    files = {"x/dup.md": "# One\n", "y/dup.md": "# Other\n", "sources/a.md": "See [[dup]] and [[dup|that]].\n"}
    built(write(tmp_path / "p", files), tmp_path / "out")
    html = read(tmp_path / "out", "sources/a.html")
    (address,) = [href for href, classes in links(elements(html)).items() if classes == {"wikilink", "ambiguous"}]
    assert ">that</a>" in html
    page = read(tmp_path / "out", address.removeprefix("../"))
    assert address.startswith("../-/")
    assert {"One", "Other"} <= set(re.findall(r"<a[^>]*>(?:<bdi>)?([^<]*)", page))


def test_ids_of_the_page_come_before_those_of_headings(tmp_path: Path) -> None:
    """An author's heading of the name of a promised id gets `-1`."""
    text = "---\ntype: source\nhost: x\n---\n" + "".join(
        f"## {name}\n\n[[b]]\n\n" for name in ("Dossier", "Backlinks", "Toc", "Main")
    )
    built(write(tmp_path / "p", {"a.md": text, "b.md": "[[a]]"}), tmp_path / "out")
    ids = [e.get("id") for e in elements(read(tmp_path / "out", "a.html")) if e.tag == "h2"]
    assert {"dossier-1", "backlinks-1", "toc-1", "main-1"} <= set(ids)
    assert list(crawl(tmp_path / "out")) == []


def test_addresses_as_folders(tmp_path: Path) -> None:
    """`urls = "directory"` makes `<folder>/<slug>/` instead; links stay relative."""
    files: dict[str, str | bytes] = {
        "kbgen.toml": 'urls = "directory"\n',
        "kb/sources/a.md": "---\ntype: source\n---\n[[b]] [[nobody]] ![](../i.png) [[a#H]]\n\n## H\n",
        "kb/b.md": "[[a]]",
        "kb/i.png": DOT,
    }
    built(write(tmp_path / "p", files), tmp_path / "out")
    assert (tmp_path / "out/sources/a/index.html").is_file()
    assert 'href="../../b/"' in read(tmp_path / "out", "sources/a/index.html")
    assert list(crawl(tmp_path / "out")) == []
