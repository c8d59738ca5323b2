"""Feeds and the sitemap, against RFC 4287, RFC 3339 and sitemaps.org; from fields alone, and only where there is a base URL."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kbgen.outputs.sitemap import sitemaps
from kbgen.text.xmltext import moment, xml
from kit import built, output_of, write

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/x/y/"
ODD = "AT&T <b>\"quoted\"</b> ]]> \u202b 'x'"
FILES: dict[str, str | bytes] = {
    "kbgen.toml": f'[site]\ntitle = "Kb & <more>"\nbase_url = "{BASE}"\n',
    **{
        f"kb/sources/s{n}.md": f"---\ntitle: Source {n}\npublished: 2020-0{n}-01\ntags: [five{', six' if n < 5 else ''}]\n"
        + (f"ingested: 2024-0{n}-03T10:00+0200\n" if n % 2 else f"updated: 2025-{n:02}\ncreated: 2019\n")
        + "---\n\nWords of [[Ada Ünï]] and [[深度学习]].\n"
        for n in range(1, 7)
    },
    "kb/sources/odd & <name>.md": f"---\ntitle: {json.dumps(ODD)}\npublished: 2031\nauthors: [Bo, Cy & Co]\ntags: [a & b]\ndescription: \"ab\\x0b & <i>c</i>\"\n---\n\n[[Ada Ünï]]\n",
    "kb/sources/ar.md": "---\ntitle: تاريخ الذكاء\nlang: ar\npublished: 2018-05-01\nhost: '[[Ada Ünï]]'\nurl: https://example.org/a?b=1&c=2\n---\n\nبدأت القصة مع [[Ada Ünï]].\n",
    "kb/sources/undated.md": "---\ntitle: No date\ntags: [five]\n---\n\n[[Ada Ünï]] and [[rare]].\n",
    "kb/entities/Ada Ünï.md": "---\ntitle: Ada Ünï\nupdated: 2022-02\n---\n\nShe.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feeds")
    built(write(folder / "p", FILES), folder / "out")
    return folder / "out"


def one(element: ET.Element, name: str) -> str:
    """The text of the only child of that name."""
    (found,) = element.findall(ATOM + name)
    return found.text or ""


def feeds(site: Path) -> list[Path]:
    return [site / "-/feed.xml", *sorted((site / "-/feeds").rglob("*.xml"))]


def test_who_has_a_feed(site: Path) -> None:
    names = {file.relative_to(site / "-").as_posix() for file in feeds(site)}
    assert names == {
        "feed.xml",
        "feeds/pages/entities/ada-ünï.xml",
        "feeds/pages/entities/深度学习.xml",
        "feeds/tags/five.xml",
    }


def test_feeds_are_what_rfc_4287_asks_for(site: Path) -> None:
    """4.1.1, 4.1.2: ids, titles, dates; an author; links to itself and to the page. 4.2.6: ids are whole IRIs."""
    ids = []
    for file in feeds(site):
        feed = ET.fromstring(file.read_bytes())
        assert feed.tag == ATOM + "feed"
        own = BASE + file.relative_to(site).as_posix()
        links = {link.get("rel"): link.get("href") or "" for link in feed.findall(ATOM + "link")}
        assert one(feed, "id") == links["self"]
        assert _unquoted(one(feed, "id")) == own
        assert (
            site
            / _unquoted(links["alternate"]).removeprefix(BASE)
            / ("index.html" if links["alternate"] == BASE else "")
        ).is_file()
        ids.append(one(feed, "id"))
        assert one(feed, "title").strip()
        (author,) = feed.findall(ATOM + "author")
        assert one(author, "name") == "Kb & <more>"
        entries = feed.findall(ATOM + "entry")
        assert 5 <= len(entries) <= 50
        dates = [datetime.fromisoformat(one(entry, "updated")) for entry in entries]
        assert dates == sorted(dates, reverse=True)
        assert datetime.fromisoformat(one(feed, "updated")) == dates[0]
        for entry in entries:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", one(entry, "updated"))
            links = {link.get("rel"): link.get("href") or "" for link in entry.findall(ATOM + "link")}
            assert links.keys() <= {"alternate", "via"}
            assert links["alternate"] == one(entry, "id")
            assert urlsplit(one(entry, "id")).scheme == "https"
            assert (site / _unquoted(one(entry, "id")).removeprefix(BASE)).is_file()
        assert len({one(entry, "id") for entry in entries}) == len(entries)
    assert len(set(ids)) == len(ids)


def _unquoted(address: str) -> str:
    from urllib.parse import unquote

    return unquote(address)


def test_an_entry_is_the_same_in_all_feeds_and_says_what_was_written(site: Path) -> None:
    found: dict[str, set[bytes]] = {}
    for file in feeds(site):
        for entry in ET.fromstring(file.read_bytes()).findall(ATOM + "entry"):
            entry.tail = ""
            found.setdefault(one(entry, "id"), set()).add(ET.tostring(entry))
    assert all(len(forms) == 1 for forms in found.values())
    entries = {one(e, "title"): e for e in ET.fromstring((site / "-/feed.xml").read_bytes()).findall(ATOM + "entry")}
    odd = next(title for title in entries if title.startswith("AT&T"))
    assert odd == ODD
    assert one(entries[odd], "summary") == "ab␋ & <i>c</i>"  # by its picture; the rest is text
    assert entries["تاريخ الذكاء"].get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    makers = {title: [one(author, "name") for author in e.findall(ATOM + "author")] for title, e in entries.items()}
    assert [makers[ODD], makers["تاريخ الذكاء"], makers["Source 1"]] == [["Bo", "Cy & Co"], ["Ada Ünï"], []]
    (via,) = (link.get("href") for link in entries["تاريخ الذكاء"] if link.get("rel") == "via")
    assert via == "https://example.org/a?b=1&c=2"
    assert [one.get("term") for one in entries[ODD].findall(ATOM + "category")] == ["a & b"]
    assert one(entries[ODD], "published") == "2031-01-01T00:00:00Z"
    assert one(entries["Source 1"], "updated") == "2024-01-03T10:00:00+02:00"
    assert one(entries["Source 4"], "updated") == "2025-04-01T00:00:00Z"  # the later of two, and what it was written as
    assert "No date" not in entries


def test_pages_lead_to_their_feeds(site: Path) -> None:
    def named(url: str) -> list[str]:
        html = (site / url).read_text("utf-8")
        return re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', html)

    assert named("index.html") == ["-/feed.xml"]
    assert named("404.html") == ["/x/y/-/feed.xml"]
    assert named("entities/ada-ünï.html") == ["../-/feed.xml", "../-/feeds/pages/entities/ada-%C3%BCn%C3%AF.xml"]
    assert named("-/tags/five.html") == ["../../-/feed.xml", "../../-/feeds/tags/five.xml"]
    assert named("-/tags/six.html") == named("-/kinds/source.html") == ["../../-/feed.xml"]


def test_the_sitemap_names_every_page_once(site: Path) -> None:
    root = ET.fromstring((site / "sitemap.xml").read_bytes())
    assert root.tag == MAP + "urlset"
    places = {entry.findtext(MAP + "loc") or "": entry.findtext(MAP + "lastmod") for entry in root}
    assert len(places) == len(root)
    for address in places:
        assert address.startswith(BASE)
        assert address.isascii()
        path = _unquoted(address.removeprefix(BASE)) or "index.html"
        assert (site / path).is_file()
    listed = {_unquoted(address.removeprefix(BASE)) for address in places}
    assert {
        "sources/s1.html",
        "entities/ada-ünï.html",
        "entities/深度学习.html",
        "-/kinds/source.html",
        "-/tags/five.html",
    } <= listed
    assert not {"404.html", "-/orphans.html"} & listed
    assert places[BASE + "sources/s1.html"] == "2024-01-03"
    assert places[BASE + "entities/ada-%C3%BCn%C3%AF.html"] == "2022-02"
    assert places[BASE + "sources/undated.html"] is None
    assert f"Sitemap: {BASE}sitemap.xml\n" in (site / "robots.txt").read_text("utf-8")


def test_a_large_sitemap_is_an_index_of_parts() -> None:
    pages = [(f"https://e.org/{n}?a&b", "2024") for n in range(7)]
    files = {asset.path: ET.fromstring(asset.content) for asset in sitemaps("https://e.org/", pages, most=3)}
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [len(files[f"sitemap-{n}.xml"]) for n in (1, 2, 3)] == [3, 3, 1]
    assert files["sitemap.xml"].tag == MAP + "sitemapindex"
    assert [e.findtext(MAP + "loc") for e in files["sitemap.xml"]] == [
        f"https://e.org/sitemap-{n}.xml" for n in (1, 2, 3)
    ]
    listed = [e.findtext(MAP + "loc") for n in (1, 2, 3) for e in files[f"sitemap-{n}.xml"]]
    assert listed == [page for page, _ in pages]
    assert [asset.path for asset in sitemaps("https://e.org/", pages, most=7)] == ["sitemap.xml"]


def test_without_a_base_url_there_is_neither(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if path != "kbgen.toml"}
    built(write(tmp_path / "p", files), tmp_path / "out")
    assert [path for path in output_of(tmp_path / "out") if path.endswith(".xml")] == []
    assert "atom+xml" not in (tmp_path / "out/index.html").read_text("utf-8")
    assert "Sitemap" not in (tmp_path / "out/robots.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2024", "2024-01-01T00:00:00Z"),
        ("2024-05", "2024-05-01T00:00:00Z"),
        ("2024-05-31", "2024-05-31T00:00:00Z"),
        ("2024-05-31T18:30", "2024-05-31T18:30:00Z"),
        ("2024-05-31T18:30:07.25Z", "2024-05-31T18:30:07Z"),
        ("2024-05-31T18:30:07+0530", "2024-05-31T18:30:07+05:30"),
        ("2024-05-31T18:30-08", "2024-05-31T18:30:00-08:00"),
    ],
)
def test_dates_of_feeds(iso: str, written: str) -> None:
    assert moment(iso) == written


def test_characters_that_xml_has_not() -> None:
    text = "a\x00\x08\ud800\ufffe\t\n<&\"'>\U0001f600"
    assert ET.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>').text == "a\t\n<&\"'>\U0001f600"
