"""How to cite a source's work: as a line of text, BibTeX, CSL JSON. Says only what the summary's fields say.

Sources: BibTeX's `btxdoc` (types and fields), CSL 1.0.2 (`csl-data.json`). No day of access: a site has no clock.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from kbgen.model import Value
from kbgen.text.judged import says_nothing
from kbgen.text.names import slug, split_names
from kbgen.text.regex import regex
from kbgen.views.views import Fact

if TYPE_CHECKING:
    from kbgen.views.site import Site

_PARENTHESES = regex(r"\s*[(（][^()（）]*[)）]\s*\Z")
_SPECIAL = regex(r'[\\{}$&#%_~^"]')
_SPOKEN = ("podcast", "interview", "transcript", "episode", "video", "talk", "lecture", "audio", "radio")
_PAPERS = ("paper", "article", "preprint", "journal", "report", "study", "thesis")


class Citation(Value, frozen=True):
    """A source's work as `text`, `bibtex` and `csl` (JSON, one item in a list)."""

    text: str
    bibtex: str
    csl: str


def citation_of(site: Site, number: int, facts: tuple[Fact, ...]) -> Citation:
    """How to cite the work that a source sums up; `facts` are the rows of its infobox."""
    node = site.nodes[number]
    said = {fact.css: fact for fact in facts if fact.css}
    authors = _names(said.get("authors")) or _names(said.get("host")) + _names(said.get("guests"))
    container = next((text for key in ("channel", "publisher") if (text := _text(said.get(key)))), "")
    form = _text(said.get("format")).casefold()
    parts = _parts(node.published.iso)
    url = next((run.href for line in said["url"].values for run in line if run.href), "") if "url" in said else ""
    kind = _kind(form, container)
    return Citation(
        _line(authors, str(parts[0]) if parts else "", node.short, container, url),
        _bibtex(_key(authors, parts, node.id), kind, authors, parts, node.short, container, url),
        _csl(slug(node.id.rpartition("/")[2]), kind, authors, parts, node.short, container, url),
    )


def _text(fact: Fact | None) -> str:
    return "".join(run.text for run in fact.values[0]).strip() if fact and fact.values else ""


def _names(fact: Fact | None) -> list[str]:
    """The people of a field, without what stands in parentheses behind a name."""
    lines = ["".join(run.text for run in line) for line in fact.values] if fact else []
    names = [part for line in lines for part in split_names(line)]
    return [name for part in names if (name := _PARENTHESES.sub("", part).strip()) and not says_nothing(name)]


def _parts(iso: str) -> list[int]:
    """Year, month and day as far as they are known."""
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", iso)
    return [int(part) for part in found.groups() if part] if found else []


def _kind(form: str, container: str) -> str:
    """The CSL type that fits a format."""
    if any(word in form for word in _SPOKEN):
        return "broadcast"
    if any(word in form for word in _PAPERS):
        return "article-journal" if container else "article"
    return "book" if "book" in form else "webpage"


def _line(authors: list[str], year: str, title: str, container: str, url: str) -> str:
    shown = "; ".join(authors[:6]) + (" et al." if len(authors) > 6 else "")
    when = f"({year})." if year else ""
    ended = title if title.endswith((".", "?", "!", "。")) else f"{title}."
    head = (f"{shown} {when}".rstrip(" .") + ".", ended) if shown else (ended, when)
    return " ".join(part for part in (*head, f"{container}." if container else "", url) if part)


def _key(authors: list[str], parts: list[int], identity: str) -> str:
    last = slug(authors[0].split()[-1]) if authors else ""
    return f"{last or slug(identity.rpartition('/')[2])}{parts[0] if parts else ''}"


def _bibtex(key: str, kind: str, authors: list[str], parts: list[int], title: str, container: str, url: str) -> str:
    entry = {"article-journal": "article", "book": "book"}.get(kind, "misc")
    place = {"article": "journal", "book": "publisher"}.get(entry, "howpublished")
    fields = {
        "author": " and ".join(f"{{{_tex(n)}}}" if " " not in n else _tex(n) for n in authors),
        "title": f"{{{_tex(title)}}}",
        "year": str(parts[0]) if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        place: _tex(container),
        "url": url,
    }
    lines = [f'  {name} = "{value}"' for name, value in fields.items() if value.strip("{}")]
    return f"@{entry}{{{key},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    """Text for TeX: what it would take for a command is escaped."""
    names = {'"': '{"}', "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return _SPECIAL.sub(lambda found: names.get(found[0]) or "\\" + found[0], text)


def _csl(key: str, kind: str, authors: list[str], parts: list[int], title: str, container: str, url: str) -> str:
    item: dict[str, Any] = {"id": key, "type": kind, "title": title}
    if authors:
        item["author"] = [_csl_name(name) for name in authors]
    if parts:
        item["issued"] = {"date-parts": [parts]}
    if container:
        item["publisher" if kind == "book" else "container-title"] = container
    if url:
        item["URL"] = url
    return msgspec.json.format(msgspec.json.encode([item]), indent=2).decode()


def _csl_name(name: str) -> dict[str, str]:
    """`Family, Given` and `Given Family` of two or three words are parted; other names are left whole."""
    if name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        return {"family": family, "given": given}
    words = name.split()
    if 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words):
        return {"family": words[-1], "given": " ".join(words[:-1])}
    return {"literal": name}
