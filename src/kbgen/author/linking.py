"""Names in a new page that should be links, found where `check` finds names: in running text as kbgen itself parses it.

Three kinds of names: slugs (`ai-scaling-laws`), which once were links; titles and aliases of pages there are; names of
the text's own list of entities. Links that stand already, code, quotes and formulas are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kbgen.author.compounds import is_ordinary
from kbgen.author.kb import Kb
from kbgen.author.names import SLUG, wiki_link
from kbgen.check.unlinked import Names
from kbgen.link.meaning import Ambiguous, Found, Missing
from kbgen.link.wanted import wanted_key
from kbgen.model import Link, Node, Parsed, Spot
from kbgen.text.codefence import outside_code
from kbgen.text.names import fold, loose, slug
from kbgen.text.paths import stem
from kbgen.text.regex import regex


class MadeLink(NamedTuple):
    """A link that was made: where it begins in the new page, how much it takes the place of, what it is, and why."""

    line: int
    column: int
    length: int
    link: str
    why: str


class ListedName(NamedTuple):
    """A name that the text itself gives as one: its place, as written, and the slug it goes by."""

    line: int
    column: int
    written: str
    slug: str


_WORD = regex(r"(?<![\w@#/.\\&$+~-])[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?![\w/@+~-])(?!\.\w)(?!['’]t\b)")
_ITEM = regex(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?:\*\*|__)?")
_NAME = r"(?P<name>[^\s*_`\[\]|<>(){}\\:—–][^*_`\[\]|<>(){}\\:—–\n]{0,78}?)"
_DESCRIBED = regex(_NAME + r"(?:\*\*|__)?(?:[ \t]*\([^()]*\))?(?:\*\*|__)?[ \t]*(?:[ \t][—–-][ \t]|—|[:：](?=\s))")
_ALONE = regex(_NAME + r"(?:\*\*|__)?(?:[ \t]*\([^()]*\))?[ \t]*\Z")
_HEADED = regex(
    r"#{1,6}[ \t]+(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
    r"(?=[ \t]*(?:\([^()]*\)[ \t]*)?(?P<dash>[—–][ \t]*\S|[ \t]-[ \t]+\S)?)"
)
_CELL = regex(r"\|[ \t]*(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?=[ \t]*(?P<short>\([A-Z][^()|]*\)[ \t]*)?\|)")
_MANY_WORDS = 7
# Words of one part that no list of names makes a name everywhere in a text.
_COMMON = frozenset(
    "a an and any are as at be but by can do for from go had has have he her his i if in into is it its may me more "
    "most my no not now of on one or our out over she so some than that the their them then there these they this "
    "those to two up us was we were what when which who why will with you your all also new use see make meta notion "
    "set get run time way day work people person model models data paper source sources text page note notes".split()
)


class Linker:
    """Finds the links of one new page."""

    def __init__(self, kb: Kb, here: str, own: str) -> None:
        """`here` is the kb path that the page will have, `own` its title."""
        self.kb = kb
        self.here = here
        self.own = fold(own)
        self.names = Names(kb.known)

    def listed(self, lines: list[str], parsed: Parsed) -> list[ListedName]:
        """The names that the text gives as such: at the beginning of an entry of a list of entities, and, where they
        are slugs, of any entry with a description, of a heading and of a table's row."""
        inside = _entity_lines(parsed, len(lines))
        found: list[ListedName] = []
        for number in outside_code(lines):
            line = lines[number]
            item = _ITEM.match(line)
            if item is not None:
                name = _DESCRIBED.match(line, item.end())
                if name is None and number in inside:
                    name = _ALONE.match(line, item.end())
                if name is not None and (_is_name(name["name"]) if number in inside else _is_slug(name["name"])):
                    found.append(self._listed(number, name))
            for pattern, told in ((_HEADED, "dash"), (_CELL, "short")):
                name = pattern.match(line)
                if name is not None and _is_slug(name["name"], told=bool(name[told])):
                    found.append(self._listed(number, name))
        return found

    def _listed(self, number: int, name: re.Match[str]) -> ListedName:
        written = name["name"].strip()
        return ListedName(number + 1, name.start("name") + 1, written, slug(written))

    def links(self, lines: list[str], parsed: Parsed, listed: list[ListedName]) -> list[MadeLink]:
        """The links to make, in the order of their places; none of them overlap."""
        inside = _entity_lines(parsed, len(lines))
        slugs = {one.slug for one in listed}
        named = {self._key(link.target) for link in parsed.facts.links if link.type == "link"}
        found: dict[tuple[int, int], MadeLink] = {}
        for one in listed:
            link = self._of_listed(one)
            if link:
                found[one.line, one.column] = MadeLink(
                    one.line, one.column, len(one.written), link, "named by the text"
                )
        running = [spot for spot in parsed.prose.lines if _fits(lines, spot)]
        spots = sorted([*running, *_headings(parsed, lines)], key=lambda spot: (spot.line, spot.column))
        for made in self._slugs(spots, slugs, named):
            found.setdefault((made.line, made.column), made)
        for made in self._titles([s for s in running if s.line - 1 not in inside], listed, found, named, inside):
            found.setdefault((made.line, made.column), made)
        return list(_apart(sorted(found.values())))

    def _of_listed(self, one: ListedName) -> str:
        """The link of a name that the text gives as one; empty where it means several pages, or this page."""
        page = self._page(one.written) or self._page(one.slug)
        if isinstance(page, Node):
            return wiki_link(self.kb.target(page), one.written, page.short) if not self._is_own(page) else ""
        if page is not None:
            return ""
        return f"[[{one.slug}]]" if one.written == one.slug else f"[[{one.slug}|{one.written}]]"

    # ------------------------------------------------------------ slugs

    def _slugs(self, spots: list[Spot], listed: set[str], named: set[str]) -> Iterator[MadeLink]:
        """Words in small letters that are names of pages. Names of the text and names of three parts are links wherever
        they stand; others where they stand first, for they may be words as well."""
        once = set(named)
        known: dict[str, tuple[str, str]] = {}
        for spot in spots:
            for match in _WORD.finditer(spot.text):
                word = match[0]
                if word in _COMMON:
                    continue
                if word not in known:
                    known[word] = self._slug(word, word in listed)
                link, why = known[word]
                everywhere = word in listed or word.count("-") > 1
                if not link or (self._key(word) in once and not everywhere):
                    continue
                once.add(self._key(word))
                yield MadeLink(spot.line, spot.column + match.start(), len(word), link, why)

    def _slug(self, word: str, listed: bool) -> tuple[str, str]:
        """The link for a word, and why it is one; empty if it is none."""
        found = self.kb.catalog.resolver.resolve(Link("link", "wiki", word), self.here)
        if isinstance(found, Found) and found.document in self.kb.catalog.node_of:
            page = self.kb.graph.nodes[self.kb.catalog.node_of[found.document]]
            if self._is_own(page) or page.listing or not (listed or "-" in word or self._is_file(page, word)):
                return "", ""
            return f"[[{word if found.step != 'loose' else self.kb.target(page)}]]", f"page {page.path}"
        if listed:
            return f"[[{word}]]", "named by the text"
        if "-" in word and wanted_key(word) in self.kb.wanted:
            return f"[[{word}]]", "wanted page"
        if word.count("-") > 1 and not is_ordinary(word) and isinstance(found, Missing):
            return f"[[{word}]]", "slug of no page yet"
        return "", ""

    def _is_file(self, page: Node, word: str) -> bool:
        """Whether a page is called by a word as it stands: its file, or an alias in small letters."""
        return word in (page.id.rpartition("/")[2].casefold(), *page.aliases)

    # ------------------------------------------------------------ titles

    def _titles(
        self,
        spots: list[Spot],
        listed: list[ListedName],
        found: dict[tuple[int, int], MadeLink],
        named: set[str],
        inside: set[int],
    ) -> Iterator[MadeLink]:
        """The first mention of each page by its title or alias, and of each name of the text in its readable form,
        unless a link to it stands in the text, outside the list of entities, already."""
        taken = named | {self._key(_target(made.link)) for made in found.values() if made.line - 1 not in inside}
        skip = {number for number, node in self.kb.known.pages if self._is_own(node) or self._key(node.id) in taken}
        for place in self.names.find(spots, -1, skip):
            page, spot = self.kb.graph.nodes[place.target], spots[place.spot]
            taken.add(self._key(page.id))
            link = wiki_link(self.kb.target(page), place.written, page.short)
            yield MadeLink(spot.line, spot.column + place.start, len(place.written), link, f"title of {page.path}")
        for name, pattern in _readable(listed):
            hits = ((spot, hit) for spot in spots for hit in pattern.finditer(spot.text) if _has_capitals(hit[0]))
            first = next(hits, None) if self._key(name) not in taken else None
            if first is not None:
                page_ = self._page(name)
                target, shown = (self.kb.target(page_), page_.short) if isinstance(page_, Node) else (name, "")
                link = wiki_link(target, first[1][0], shown)
                start = first[0].column + first[1].start()
                yield MadeLink(first[0].line, start, len(first[1][0]), link, "named by the text")

    # ------------------------------------------------------------ pages

    def _page(self, name: str) -> Node | Ambiguous | None:
        return self.kb.find(name, self.here)

    def _key(self, target: str) -> str:
        """What all links to one page have in common: its id, else the name, spelled generously."""
        page = self._page(target)
        return fold(page.id) if isinstance(page, Node) else loose(target) or fold(target)

    def _is_own(self, page: Node) -> bool:
        return page.id == stem(self.here) or fold(page.title) == self.own or fold(page.short) == self.own


def placed(lines: list[str], links: Iterable[MadeLink]) -> list[str]:
    """The lines with the links in them; in a row of a table the pipe of a label stands behind a backslash."""
    written = list(lines)
    for made in sorted(links, reverse=True):
        line = written[made.line - 1]
        link = made.link.replace("|", "\\|") if line.lstrip().startswith("|") else made.link
        start = made.column - 1
        written[made.line - 1] = line[:start] + link + line[start + made.length :]
    return written


def _apart(links: Iterable[MadeLink]) -> Iterator[MadeLink]:
    """Links that do not overlap: of two that do, the first, and of two at one place the longer."""
    end = (0, 0)
    for made in links:
        if (made.line, made.column) >= end:
            yield made
            end = (made.line, made.column + made.length)


def _fits(lines: list[str], spot: Spot) -> bool:
    """Whether a spot says rightly what stands in the text, so that something can be put there."""
    if not 0 < spot.line <= len(lines):
        return False
    there = lines[spot.line - 1][spot.column - 1 : spot.column - 1 + len(spot.text)]
    return len(there) == len(spot.text) and all(
        one in (other, "\0") for one, other in zip(spot.text, there, strict=True)
    )


def _headings(parsed: Parsed, lines: list[str]) -> Iterator[Spot]:
    """Headings without markup, for slugs in them."""
    for heading in parsed.facts.headings:
        line = lines[heading.line - 1] if 0 < heading.line <= len(lines) else ""
        match = re.match(r"#{1,6}[ \t]+", line)
        if match is not None and not re.search(r"[\[\]`<>$\\]", line):
            yield Spot(heading.line, match.end() + 1, line[match.end() :])


def _entity_lines(parsed: Parsed, count: int) -> set[int]:
    """The lines (from 0) of sections that list entities."""
    from kbgen.markdown.sections import heading_key, meanings

    table = meanings({})
    found: set[int] = set()
    headings = parsed.facts.headings
    for number, heading in enumerate(headings):
        if table.get(heading_key(heading.written)) == "entities":
            end = next((h.line - 1 for h in headings[number + 1 :] if h.level <= heading.level), count)
            found |= set(range(heading.line, end))
    return found


def _is_name(text: str) -> bool:
    return len(text.split()) <= _MANY_WORDS and any(char.isalnum() for char in text) and text not in _COMMON


def _is_slug(text: str, *, told: bool = False) -> bool:
    """Whether a name is a slug of some page: of three parts or more, and no word that English writes so; of fewer if
    the text itself tells what it is, behind a dash or as what it is short for."""
    return (told or (text.count("-") > 1 and SLUG.fullmatch(text) is not None)) and not (
        text in _COMMON or is_ordinary(text)
    )


def _readable(listed: list[ListedName]) -> list[tuple[str, re.Pattern[str]]]:
    """For each slug that the text names, what finds its readable form."""
    made: dict[str, re.Pattern[str]] = {}
    for one in listed:
        parts = [re.escape(part) for part in one.slug.split("-")]
        if len(one.slug) > 3 and all(part for part in parts):
            pattern = r"(?<![\w\[/@#.-])" + r"[ \u00a0-]".join(parts) + r"(?![\w/@-])(?!\.\w)"
            made.setdefault(one.slug, re.compile(pattern, re.IGNORECASE))
    return list(made.items())


def _has_capitals(text: str) -> bool:
    """Whether every word but little ones begins with a capital: a name, and no words in passing."""
    words = re.split(r"[ \u00a0-]", text)
    return all(word[:1].isupper() or word.lower() in _COMMON for word in words) and any(w[:1].isupper() for w in words)


def _target(link: str) -> str:
    return link[2:-2].partition("|")[0]
