"""How to cite a source's work: as a line of text, BibTeX, CSL JSON. Says only what the summary's fields say.

Sources: BibTeX's `btxdoc` (types and fields), CSL 1.0.2 (`csl-data.json`). No day of access: a site has no clock.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kbgen.fields import text_of
from kbgen.model import Value
from kbgen.text.identifiers import doi_of
from kbgen.text.names import slug, split_names
from kbgen.text.nothing import says_nothing
from kbgen.text.regex import regex
from kbgen.views.infobox import Fact, Line
from kbgen.views.runs import field_values, tells

if TYPE_CHECKING:
    from kbgen.views.site import Site

_OTHERS = regex(
    r"(?:\A|(?<![\s,]),?+\s++)(?:et al\.?|and others|u\. ?a\.|等|ほか|외)\Z|(?<=\w)(?:等人?|ほか)\Z", re.IGNORECASE
)
_PARENTHESES = regex(r"(?<!\s)\s*[(（][^()（）]*[)）]\s*\Z")
_SPECIAL = regex(r'[\\{}$&#%_~^"]')
_SPOKEN = ("podcast", "interview", "transcript", "episode", "video", "talk", "lecture", "audio", "radio")
_JOURNALS = frozenset({"journal", "venue", "publication", "publicationtitle", "container-title", "conference"})
_PAPERS = ("paper", "article", "preprint", "journal", "report", "study", "thesis")


class CiteView(Value, frozen=True):
    """A source's work as `text`, `bibtex` and `csl` (JSON, one item in a list)."""

    text: str
    bibtex: str
    csl: str


class Work(NamedTuple):
    """The work that a source sums up. `kind` is its type in CSL, `authors` are people (without authors, who speaks in
    it), `date` year, month and day as far as they are known, `container` is what it appeared in ('' = not known, as
    everywhere), `identity` the id of the source, `doi` that of the work."""

    identity: str
    kind: str
    authors: list[str]
    date: list[int]
    title: str
    container: str
    url: str
    doi: str
    others: bool = False


def work_of(site: Site, number: int, facts: tuple[Fact, ...]) -> Work:
    """The work that a source sums up, as far as its fields tell; `facts` are the rows of its infobox."""
    node = site.nodes[number]
    said = {fact.css: fact for fact in facts if fact.css}
    container = next((text for key in ("channel", "publisher") if (text := _text(said.get(key)))), "")
    container = container or _journal(site, number)
    authors = _names(said.get("authors"), inverted=True) or _names(said.get("host"), said.get("guests"))
    people = [name for author in authors if (name := _OTHERS.sub("", author))]
    return Work(
        node.id.rpartition("/")[2],
        _kind(_text(said.get("format")).casefold(), container),
        people,
        _parts(node.published.iso),
        node.short,
        container,
        next((run.href for line in said["url"].values for run in line if run.href), "") if "url" in said else "",
        next((doi for field in site.fields(number) if (doi := doi_of(field.key, text_of(field.value)))), ""),
        people != authors,
    )


def citation_of(work: Work) -> CiteView:
    """How to cite a work."""
    return CiteView(_line(work), _bibtex(work), _csl(work))


def _journal(site: Site, number: int) -> str:
    """What a work appeared in, as a field of papers says it."""
    for place, field in enumerate(site.fields(number)):
        if field.key.casefold() in _JOURNALS:
            return _text(Fact("", tuple(filter(tells, field_values(site, number, place, field)))))
    return ""


def _text(fact: Fact | None) -> str:
    return _plain(fact.values[0]).strip() if fact and fact.values else ""


def _names(*facts: Fact | None, inverted: bool = False) -> list[str]:
    """The people of some fields, each once, without what stands in parentheses behind a name; with `inverted` the
    family name may be the first."""
    names = (
        _PARENTHESES.sub("", part).strip()
        for fact in facts
        if fact
        for line in fact.values
        for part in (_authors(line, len(fact.values) > 1) if inverted else split_names(_plain(line)))
    )
    return list(dict.fromkeys(name for name in names if name and not says_nothing(name)))


def _plain(line: Line) -> str:
    return "".join(run.text for run in line)


def _authors(line: Line, listed: bool) -> list[str]:
    """The people in one value of a field. `Prado, Lucía` is one, with the family name first, as libraries write it, if
    it is one value of several or both its parts are short; pages that are named are people each."""
    text = _plain(line)
    parts = split_names(text)
    if len(parts) != 2 or text.count(",") != 1 or any(run.ref for run in line):
        return parts
    family, given = parts
    if not given[:1].isupper() or (" " in family and not listed) or len(given.split()) > 2:
        return parts
    return [f"{given} {family}"]


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
    return "book" if "book" in form.split() else "webpage"


def _line(work: Work) -> str:
    shown = "; ".join(work.authors[:6]) + (" et al." if len(work.authors) > 6 or work.others else "")
    when = f"({work.date[0]})." if work.date else ""
    ended = work.title if work.title.endswith((".", "?", "!", "。")) else f"{work.title}."
    head = (f"{shown} {when}".rstrip(" .") + ".", ended) if shown else (ended, when)
    return " ".join(part for part in (*head, f"{work.container}." if work.container else "", work.url) if part)


def _bibtex(work: Work) -> str:
    entry = {"article-journal": "article", "book": "book"}.get(work.kind, "misc")
    place = {"article": "journal", "book": "publisher"}.get(entry, "howpublished")
    last = slug(work.authors[0].split()[-1]) if work.authors else ""
    key = f"{last or slug(work.identity)}{work.date[0] if work.date else ''}"
    fields = {
        "author": " and ".join(
            [f"{{{_tex(n)}}}" if " " not in n else _tex(n) for n in work.authors] + ["others"] * work.others
        ),
        "title": f"{{{_tex(work.title)}}}",
        "year": str(work.date[0]) if work.date else "",
        "month": str(work.date[1]) if len(work.date) > 1 else "",
        place: _tex(work.container),
        "doi": work.doi,
        "url": work.url,
    }
    lines = [f'  {name} = "{value}"' for name, value in fields.items() if value.strip("{}")]
    return f"@{entry}{{{key},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    """Text for TeX: what it would take for a command is escaped."""
    names = {'"': '{"}', "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return _SPECIAL.sub(lambda found: names.get(found[0]) or "\\" + found[0], text)


def _csl(work: Work) -> str:
    item: dict[str, Any] = {"id": slug(work.identity), "type": work.kind, "title": work.title}
    if work.authors:
        item["author"] = [_csl_name(name) for name in work.authors]
    if work.date:
        item["issued"] = {"date-parts": [work.date]}
    if work.container:
        item["publisher" if work.kind == "book" else "container-title"] = work.container
    if work.doi:
        item["DOI"] = work.doi
    if work.url:
        item["URL"] = work.url
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
