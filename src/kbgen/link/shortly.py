"""Which source a short name means: `Dyer 1996`, `Dyer et al. (1996)`, `slides-04`. Only those answer to it that a page
names in full, in its fields or in another link: anybody else's Wang 2023 is another."""

from __future__ import annotations

from kbgen.fields import text_of
from kbgen.fields.dates import parse_date
from kbgen.link.catalog import Catalog
from kbgen.link.fields import cited
from kbgen.link.meaning import AS_WRITTEN, Found, Literal, Result
from kbgen.link.titles import date_of
from kbgen.text.names import fold
from kbgen.text.regex import regex

_SHORT = regex(
    r"(?P<name>[^\W\d_a-z][\w'’-]*)[^\d\n]{0,160}?(?P<year>(?:19|20)\d\d)[a-z]?[)）]?\Z|[a-z0-9][\w-]*-[\w-]*\Z"
)
_ASIDE = regex(r"[(（]([^()（）]{5,80})[)）]")
_WORDS = regex(r"[^\W_]+(?:['’][^\W_]+)*")


def shortly_cited(catalog: Catalog, document: int, results: list[Result]) -> list[Result]:
    """What the links of a document (number) mean, short names of its sources too."""
    facts = catalog.documents[document].facts
    short = [
        (number, found)
        for number, result in enumerate(results)
        if type(result) is Literal
        and facts.links[number].syntax == "plain"
        and facts.links[number].type == "link"
        and (found := _SHORT.match(facts.links[number].target))
        and not _is_date(found[0])
    ]
    sources = _sources(catalog, document, results) if short else ()
    if not sources:
        return results
    meant = list(results)
    for number, found in short:
        name, year = found["name"], found["year"]
        answering = [
            one
            for one in sources
            if (_made(catalog, one, fold(name), year) if name else _begins(catalog.ids[one], found[0]))
        ]
        if len(answering) == 1:
            meant[number] = Found(answering[0], "alias", AS_WRITTEN)
    return meant


def _is_date(written: str) -> bool:
    """Whether a short name is a date (`June 2024`)."""
    date = parse_date(written)
    return date is not None and bool(date.iso)


def _sources(catalog: Catalog, document: int, results: list[Result]) -> tuple[int, ...]:
    """The sources that a document names, each once."""
    facts, path = catalog.documents[document].facts, catalog.documents[document].path
    named = [result for result in results if type(result) is Found]
    for text in facts.texts:
        if facts.fields[text.field].name == "cites":
            named += cited(text, catalog.resolver, path, catalog.summaries)
    found = dict.fromkeys(one.document for one in named)
    return tuple(one for one in found if one != document and catalog.kinds[one][0] == "source")


def _begins(path: str, name: str) -> bool:
    """Whether the name of a file is this, or begins with it at a hyphen."""
    own = fold(path.rpartition("/")[2])
    return own == name or own.startswith(f"{name}-")


def _made(catalog: Catalog, source: int, name: str, year: str) -> bool:
    """Whether the name of a source's file, or its title, begins with a family name and has a year, or has both in
    parentheses; or its fields have them."""
    facts = catalog.documents[source].facts
    for called in (catalog.ids[source].rpartition("/")[2], catalog.titles[source]):
        words = _WORDS.findall(fold(called))
        if year in words and next((word for word in words if not word.isdigit()), "") == name:
            return True
    for aside in _ASIDE.findall(fold(catalog.titles[source])):
        words = _WORDS.findall(aside)
        if year in words and words[0] == name:
            return True
    date = date_of(catalog.ids[source], facts)
    if not (date.iso or date.written).startswith(year):
        return False
    authors = next((text_of(field.value) for field in facts.fields if field.name == "authors"), "")
    return name in _WORDS.findall(fold(authors))
