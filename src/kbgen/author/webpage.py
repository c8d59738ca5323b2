"""A saved page of the web as markdown, and what its head says about it.

markdownify writes the markdown (`converter`): it is what most Python projects use for that, small, MIT, and well kept.
It stands on Beautiful Soup, which reads any HTML; with that the page's own text is found, and navigation, scripts and
forms are left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import nh3

from kbgen.author.names import wiki_link
from kbgen.fields import parse_date
from kbgen.text.regex import regex

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_BEGINS = regex(
    r"\s*(?>(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|main|article|div|section|p|h1)\b",
    re.I | re.S,
)
_TEXT = frozenset(
    "main article section div header footer body p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code kbd samp "
    "table caption thead tbody tfoot tr th td a b strong i em u s del mark sub sup br hr img figure figcaption details "
    "summary span small time abbr cite q address aside input math".split()
)
_NO_TEXT = frozenset(
    "style noscript template nav form button svg iframe object select textarea dialog canvas video audio".split()
)
_HEAD = frozenset("title meta link script".split())  # what is said of a page, and not shown on it
_ATTRIBUTES = frozenset("id class hidden role aria-hidden href src alt".split())
_HEAD_ATTRIBUTES = frozenset("property name itemprop content rel datetime".split())
_OF_THE_SITE = (
    "[hidden], [aria-hidden=true], #toc, #dossier, #backlinks, .infobox, [id^=kb-], [role=navigation], "
    "aside.sidebar, aside[class*=toc], small.verdict"
)
_INTERNAL = frozenset(("wikilink", "internal", "internal-link", "internal_link"))


class Webpage(NamedTuple):
    """The text of a page as markdown, and fields by key: those that the head has."""

    markdown: str
    fields: tuple[tuple[str, str | tuple[str, ...]], ...]


def is_webpage(text: str) -> bool:
    """Whether a text is HTML from its first sign on."""
    return _BEGINS.match(text) is not None


def decoded_webpage(data: bytes) -> str:
    """The text of a page in the encoding that it names itself; empty where it names none, or is not in it."""
    from bs4.dammit import EncodingDetector

    named = EncodingDetector.find_declared_encoding(data, is_html=True)
    # browsers read as windows-1252 what calls itself Latin-1 or ASCII (https://encoding.spec.whatwg.org/#names-and-labels)
    encoding = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}.get((named or "").lower(), named)
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n") if encoding else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def read_webpage(text: str) -> Webpage:
    """The markdown of a page. Never raises: what cannot be read as a page is read as the text in it."""
    soup = _read(text)
    try:
        fields = _fields(soup)
        told = dict(fields)
        _settle_title(soup, str(told["title"]) if soup.select_one("meta[name=citation_title]") else "")
        return Webpage(_markdown(soup, str(told.get("url", ""))), fields)
    except RecursionError:  # nested more deeply than anybody writes
        return Webpage("\n\n".join(soup.stripped_strings), ())


def _read(text: str) -> BeautifulSoup:
    """What a page says of itself and what it says, as a tree. nh3 makes well-formed HTML of any first, and drops all
    else: Python's own parser would read a page of ten thousand tags that never end for a minute."""
    from bs4 import BeautifulSoup

    from kbgen.author.converter import ATTRIBUTES, PRIVATE

    whole = nh3.clean(
        text,
        tags=set(_TEXT | _HEAD),
        clean_content_tags=set(_NO_TEXT),
        attributes={"*": set(_ATTRIBUTES | _HEAD_ATTRIBUTES | ATTRIBUTES)},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return BeautifulSoup(PRIVATE.sub("", whole), "html.parser")


def _fields(soup: BeautifulSoup) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    """What the head says: title, date, address, authors, publisher. Where it is that of a paper (`citation_title`, as
    Google Scholar reads it), its words come first."""
    meta: dict[str, str] = {}
    writers: list[str] = []
    for tag in soup.find_all("meta"):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = " ".join(str(tag.get("content") or "").split())
        if name and content:
            meta.setdefault(name, content)
            writers += [_turned(content)] if name == "citation_author" else []
    described = _described(soup)
    canonical = soup.select_one("link[rel=canonical]")
    moment = soup.select_one("time[datetime]")
    heading = soup.select_one("main h1, article h1") or soup.find("h1")
    titles = (heading, soup.find("title"))
    title = next((" ".join(tag.get_text(" ").split()) for tag in titles if tag and tag.get_text().strip()), "")
    of_works = ("citation_publication_date", "citation_date", "citation_online_date")
    of_pages = ("article:published_time", "datepublished", "date", "dc.date")
    dates = [
        meta.get(key, "") for key in (of_pages + of_works if "citation_title" not in meta else of_works + of_pages)
    ]
    dates += [described.get("published", ""), str(moment.get("datetime") or "") if moment else ""]
    urls = (str(canonical.get("href") or "") if canonical else "", meta.get("og:url", ""))
    found = (
        ("title", meta.get("citation_title") or title or meta.get("og:title", "")),
        ("published", next((date for date in dates if date and parse_date(date) is not None), "")),
        ("url", next((url for url in urls if url.lower().startswith(("http://", "https://"))), "")),
        ("authors", tuple(dict.fromkeys(writers)) or meta.get("author") or described.get("authors", "")),
        ("publisher", meta.get("og:site_name", "") if soup.select_one("main.node > .text > .body") is None else ""),
    )
    return tuple((key, value) for key, value in found if value)


def _turned(name: str) -> str:
    """A name as it is said, of one that begins with the family's: `Lovelace, Ada`."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def _settle_title(soup: BeautifulSoup, title: str) -> None:
    """The heading that has the title of a paper made the only one of its level down to there. The tree is changed."""
    headings = soup.find_all("h1") if title else []
    at = next((n for n, one in enumerate(headings) if " ".join(one.get_text().split()).endswith(title)), -1)
    for heading in headings[:at] if at >= 0 else ():
        heading.decompose()
    if at >= 0:
        headings[at].string = title


def _described(soup: BeautifulSoup) -> dict[str, str]:
    """Date and authors as a page tells them to search engines (JSON-LD, https://schema.org/Article)."""
    found: dict[str, str] = {}
    for script in soup.select('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        every = data if isinstance(data, list) else [data]
        for one in (one for one in every if isinstance(one, dict)):
            authors = one.get("author")
            people = authors if isinstance(authors, list) else [authors]
            names = [person.get("name") if isinstance(person, dict) else person for person in people]
            found.setdefault("authors", ", ".join(" ".join(name.split()) for name in names if isinstance(name, str)))
            if isinstance(one.get("datePublished"), str):
                found.setdefault("published", one["datePublished"].strip())
    return found


def _markdown(soup: BeautifulSoup, base: str) -> str:
    """The page's own text. The tree is changed."""
    from bs4 import Tag

    from kbgen.author.converter import markdown_of

    for tag in soup.find_all(list(_HEAD)):
        tag.decompose()
    for tag in soup.select(_OF_THE_SITE):
        tag.decompose()
    for tag in soup.select("div.embed"):  # what another page says, which kbgen shows there
        title = tag.select_one(".embed-title")
        if title is not None:
            tag.replace_with(title)
    ours = soup.select_one("main.node .body")  # of a page that kbgen made: the author's text
    main = ours or soup.find("main") or soup.find("article") or soup.select_one("[role=main]") or soup
    assert isinstance(main, Tag)
    if main is soup:  # where nothing is the text, what stands beside it is none
        for tag in main.find_all("aside"):
            tag.decompose()
        for tag in main.find_all(("header", "footer"), recursive=False):
            if tag.find("h1") is None:
                tag.decompose()
    return markdown_of(main, lambda tag: _link(tag, base), _language)


def _link(tag: Tag, base: str) -> str:
    """What a link or a picture is in a knowledge base, where that is no link of the web: a wiki-link, a tag, its words.
    A link of the web gets its whole address."""
    from kbgen.author.converter import put_text

    address = str(tag.get("src" if tag.name == "img" else "href") or "").strip()
    classes = {str(one).casefold() for one in (tag.get("class") or ())}
    words = " ".join(tag.get_text(" ").split()) if tag.name == "a" else str(tag.get("alt") or "")
    if tag.name == "a" and not _parts(address)[0]:
        if "tag" in classes and re.fullmatch(r"#[^\s#]+", words):
            return words
        path = unquote(_parts(address)[1]).rstrip("/")
        name = re.sub(r"\.(?:html?|md)\Z", "", path.rpartition("/")[2].removesuffix("/index"))
        if classes & _INTERNAL and name and not re.search(r"[\[\]|#\n]", name + words):
            return ("!" if "embed" in classes else "") + wiki_link(name, words or name, "")
    whole = _joined(base, address)
    whole = whole.replace("(", "%28").replace(")", "%29")
    if not re.fullmatch(r"(?:https?://|mailto:)[^\s<>\"'\\]+", whole, re.IGNORECASE):
        if tag.name == "a":
            tag.name, tag.attrs = "span", {}
        else:
            put_text(tag, words)
        return ""
    tag["src" if tag.name == "img" else "href"] = whole
    for name in [name for name in tag.attrs if name not in ("src", "href", "alt")]:
        del tag[name]
    return ""


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base and address and address[0] != "#" else address
    except ValueError:
        return ""


def _parts(address: str) -> tuple[str, str]:
    """Scheme and path of an address; of one that is none, the whole as path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", address
    return parts.scheme or parts.netloc, parts.path


def _language(tag: Tag) -> str:
    """The language of a code block, by its class `language-x`."""
    from bs4 import Tag

    inner = tag.find("code")
    for one in (tag, inner):
        classes = one.get("class") if isinstance(one, Tag) else None
        for name in classes if isinstance(classes, list) else ():
            if name.startswith("language-") and re.fullmatch(r"[\w+#.-]{1,32}", name[9:]):
                return name[9:]
    return ""
