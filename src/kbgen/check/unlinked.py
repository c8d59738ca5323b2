"""Names of pages in running text that are no link. One pass over every text, however many names there are.

Only names that cannot be anything else are looked for: see `_names`.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from kbgen.check.known import Known
from kbgen.diagnostics import finding
from kbgen.memory.noticed import Mentioned
from kbgen.model import Diagnostic, Node, Spot
from kbgen.text.names import fold, spaced
from kbgen.text.regex import regex


class UnlinkedMention(NamedTuple):
    """The first place where a page (node) names another (node) in its text and never links to it."""

    node: int
    target: int
    line: int
    column: int
    written: str


class _Name(NamedTuple):
    """A name to look for: the page it means; `exact`: only as it is spelled."""

    node: int
    name: str
    exact: bool


_SHORTEST, _SHORTEST_CJK = 4, 4
_CJK = regex(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # scripts that put no space between words
_PARTS = regex(r"[^\W_]+")
_LETTER = regex(r"[^\W\d_]")
_WORDY = regex(r"[A-Z]?[a-z]+\Z")  # `Growth`, `growth`: may be a word like any other


def unlinked(known: Known) -> Iterator[Diagnostic]:
    """Each page that a text names and that its page does not link to, at the first place."""
    for mention in mentions(known):
        node, target = known.graph.nodes[mention.node], known.graph.nodes[mention.target]
        message = f"“{mention.written}” has a page, but this page does not link to it"
        label = f"|{mention.written}" if mention.written != target.short else ""
        hint = f"write [[{known.spelled(target)}{label}]]"
        yield finding("KB304", message, mention.line, mention.column, len(mention.written), hint, node.path)


def mentions(known: Known) -> Iterator[UnlinkedMention]:
    """All such places, in the order of pages and places."""
    numbers = {node.id: number for number, node in known.pages}
    for number, node in known.pages:
        if node.document in known.noticed:
            for one in known.noticed[node.document].mentions:
                yield UnlinkedMention(number, numbers[one.page], one.line, one.column, one.written)


class Occurrence(NamedTuple):
    """Where a page is named: the spot (its index), where in it the name begins, the page (node), what is written."""

    spot: int
    start: int
    target: int
    written: str


class Names:
    """The names to look for, ready to be found in any text."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.names = _names(known)
        self.wanted = list(self.names.values())
        self.last_words = {
            number: words[-1] for number, node in known.pages if len(words := _PARTS.findall(node.short)) > 1
        }

    @cached_property
    def machine(self) -> AhoCorasick | None:
        """What finds them all at once; None if there are none."""
        return AhoCorasick(list(self.names), matchkind=MatchKind.LeftmostLongest) if self.names else None

    def mentioned(self, number: int, node: Node) -> Iterator[Mentioned]:
        """The pages that a page names and does not link to, each at the first place."""
        spots = self.known.prose[node.document].lines
        for place in self.find(spots, number, self.known.linked.get(number, frozenset())):
            spot, page = spots[place.spot], self.known.graph.nodes[place.target].id
            yield Mentioned(page, spot.line, spot.column + place.start, place.written)

    def find(self, spots: Sequence[Spot], own: int, linked: Collection[int]) -> Iterator[Occurrence]:
        """The first place of each page named in these lines of running text, but for the page itself (`own`) and those
        that it links to."""
        text = "\n".join([spot.text for spot in spots])
        folded = text.lower()
        if not text or self.machine is None or len(folded) != len(text):
            return  # letters such as İ become two: places would be wrong
        starts: list[int] = []
        seen: set[int] = set()
        short = {self.last_words[node] for node in linked if node in self.last_words}  # Tom Brown is `Brown` below
        for pattern, start, end in self.machine.find_matches_as_indexes(folded):
            name = self.wanted[pattern]
            if name.node == own or name.node in linked or name.node in seen:
                continue
            written = text[start:end]
            if (name.exact and written != name.name) or not _whole(text, start, end):
                continue
            if (name.exact or _in_capitals(written)) and _in_longer_name(text, start, end):
                continue
            if name.exact and _wordy(name.name) and (name.name in short or _begins_sentence(text, start)):
                continue
            seen.add(name.node)
            starts = starts or _starts(spots)
            line = bisect_right(starts, start) - 1
            yield Occurrence(line, start - starts[line], name.node, written)


def _starts(spots: Sequence[Spot]) -> list[int]:
    starts, at = [], 0
    for spot in spots:
        starts.append(at)
        at += len(spot.text) + 1
    return starts


# ---------------------------------------------------------------- which names


def _names(known: Known) -> dict[str, _Name]:
    """Folded name -> what it means. Names that two pages have are left out, and those that are common: short ones,
    single words unless they are names of things and spelled so, several words without any longer one."""
    found: dict[str, _Name] = {}
    taken: defaultdict[str, set[int]] = defaultdict(set)
    for number, node in known.pages:
        taken[fold(node.id.rpartition("/")[2]).replace("-", " ")].add(number)
        for name in dict.fromkeys((spaced(node.short), *(spaced(alias) for alias in node.aliases))):
            key = name.lower()
            taken[key].add(number)
            exact = _exact(name, node)
            if exact is not None and len(key) == len(name):
                found.setdefault(key, _Name(number, name, exact))
    return {key: name for key, name in found.items() if len(taken[key]) == 1}


def _exact(name: str, node: Node) -> bool | None:
    """Whether a name counts only as it is spelled; None if it is no name to look for."""
    if _CJK.search(name):
        return True if len(name) >= _SHORTEST_CJK else None
    if len(name) < _SHORTEST or "\0" in name or not _LETTER.search(name):  # a day has its page, and is written often
        return None
    parts = _PARTS.findall(name)
    if len(parts) > 1:
        if max(map(len, parts)) < _SHORTEST or (node.kind == "source" and len(parts) < 3):
            return None
        # a title in capitals is a phrase that may stand in small letters as well; `foam note` is a command
        return node.kind == "entity" or not all(part[0].isupper() for part in parts)
    if not parts or name != parts[0]:
        return None
    if _wordy(name):
        return True if node.kind == "entity" and name[0].isupper() else None
    return True


def _wordy(name: str) -> bool:
    return _WORDY.match(name) is not None


# ---------------------------------------------------------------- where


@lru_cache(maxsize=4096)
def _spaceless(char: str) -> bool:
    return _CJK.match(char) is not None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a match is a word of its own, no part of a longer name, path or compound."""
    if text.endswith(("> ", "→ "), max(0, start - 2), start):  # an entry of a menu
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if _joins(before) and not (_spaceless(text[start]) and _spaceless(before)):
        return False
    if before == "." or (before in "'’" and start > 1 and text[start - 2].isalnum()):
        return False
    if after == "." and end + 1 < len(text) and text[end + 1].isalnum():
        return False
    return not _joins(after) or (_spaceless(text[end - 1]) and _spaceless(after))


def _joins(char: str) -> bool:
    return char.isalnum() or char in "_-/\\@#+&\u2010\u2011" or (not char.isascii() and _is_mark(char))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


_BEFORE = regex(r"(\w+) \Z")
_AFTER = regex(r" (?:[&] )?[A-Z]")
_LITTLE = frozenset(
    "The A An In On At By For And With From To Of Is As Or Like When While Both Using Our Its Their This That These "
    "Those But So Then See If Why How What Who Where Which After Before Because Since Until Although Though Here There "
    "Now Today Also Even Only Not Yet Can Could Does Did Do Will Would Has Had Have Was Were Are Once Later Instead "
    "About Into Over Under Between Against Without Within Through Unlike Every Each Some Most Many All Today".split()
)


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """Whether words with capitals stand around, so that this may be the piece of another name: San Francisco Unified
    School District, Google Meet."""
    if _AFTER.match(text, end):
        return True
    before = _BEFORE.search(text, max(0, start - 30), start)
    return before is not None and before[1][:1].isupper() and before[1] not in _LITTLE


def _in_capitals(written: str) -> bool:
    """Whether all words of a phrase are written with capitals, as the words of a name are."""
    return all(part[0].isupper() for part in _PARTS.findall(written))


_OPENING = regex(r"(?:\A|[\n.!?:;|>»”\"'*_\-–—\0(\[])[\s\0*_\"'“‘(\[]*\Z")


def _begins_sentence(text: str, start: int) -> bool:
    """Whether a capital may stand here for no other reason than the sentence's beginning."""
    return _OPENING.search(text, max(0, start - 8), start) is not None
