"""Names that may have been meant. Knows the names of a graph, no links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

from kbgen.model import Graph, Node
from kbgen.text.names import clean, fold, loose, slug
from kbgen.text.regex import regex

_ALIKE = 82  # per cent of rapidfuzz's ratio; lower ones suggest words that merely rhyme
_SHORT, _ALIKE_SHORT = 6, 90  # letters of an anchor under which another word is soon alike
_LONG = 14  # letters of a name in which two slips are made
_MOST = 3
_COMMON_FILES = frozenset(("index", "readme"))  # loosely; every folder may have one
_COMMON = 2_000  # names; what more have in common says nothing


class Suggestions:
    """Suggestions for missing names, each name looked up once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.known: dict[str, dict[str, str]] = {}
        self.slips: dict[str, list[str]] = {}

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """Folded name -> how to link to it, and the id of the page: file names, titles, aliases of what is written."""
        found: dict[str, tuple[str, str]] = {}
        for node in self.graph.nodes:
            if node.document >= 0:
                last = node.id.rpartition("/")[2]
                for name in (last, node.title, *node.aliases):
                    found.setdefault(fold(clean(name)), (name, node.id))
        return found

    @cached_property
    def by_last(self) -> dict[str, list[Node]]:
        """Loose last part of an id -> the written pages whose ids end so."""
        found: dict[str, list[Node]] = {}
        for node in self.graph.nodes:
            if node.document >= 0:
                found.setdefault(loose(node.id.rpartition("/")[2]), []).append(node)
        return found

    @cached_property
    def near(self) -> dict[str, list[str]]:
        """What two spellings of one name nearly always share (a word, the first or the last letters) -> folded names
        that have it. So a name is compared with few others, however many pages there are."""
        found: dict[str, list[str]] = {}
        for key in self.names:
            for trait in _traits(key):
                found.setdefault(trait, []).append(key)
        return found

    @cached_property
    def accented(self) -> dict[str, list[str]]:
        """Name without accents -> the folded names that have them."""
        found: dict[str, list[str]] = {}
        for key in self.names:
            if not key.isascii():
                found.setdefault(_without_accents(key), []).append(key)
        return found

    def elsewhere(self, target: str, here: str = "") -> tuple[Node, ...]:
        """The pages that have the name of a path and lie in other folders; none where they are so many that
        the name says nothing. The page whose id is `here`, on which the link stands, is not meant."""
        last = loose(clean(target).rpartition("/")[2])
        found = self.by_last.get(last, []) if "/" in target and last and last not in _COMMON_FILES else []
        return tuple(page for page in found if page.id != here) if len(found) <= _MOST else ()

    def exists(self, name: str) -> bool:
        """Whether a page goes by exactly this name."""
        return fold(clean(name)) in self.names

    def for_name(self, target: str, here: str = "") -> tuple[str, ...]:
        """Up to three names of different pages, best first: the same name in another folder, then names spelled
        alike. The page whose id is `here`, on which the link stands, is not among them; and where the page of a folder
        is missing, nobody means that of another folder."""
        if target not in self.known:
            self.known[target] = self._found(clean(target))
        return tuple(name for page, name in self.known[target].items() if page != here)[:_MOST]

    def one_slip(self, name: str, here: str = "") -> str:
        """The name of a page that differs from a name in one letter (two where both are long), but not in a number or
        a plural; '' for none."""
        key = fold(clean(name))
        if key not in self.slips:
            self.slips[key] = [] if key in self.names else self._one_slip_from(key)
        return next((self.names[other][0] for other in self.slips[key] if self.names[other][1] != here), "")

    def _one_slip_from(self, key: str) -> list[str]:
        from rapidfuzz.distance import OSA  # seldom needed, and slow to load

        most = 1 if len(key) < _LONG else 2
        groups = (self.near.get(trait, []) for trait in _traits(key))
        near = {one for group in groups if len(group) <= _COMMON for one in group if abs(len(one) - len(key)) <= most}
        return sorted(
            other
            for other in near
            if OSA.distance(key, other, score_cutoff=most) <= most
            and _numbers(other) == _numbers(key)
            and not _is_plural(key, other)
        )

    def _found(self, target: str) -> dict[str, str]:
        last = target.rpartition("/")[2]
        if loose(last) in _COMMON_FILES:
            return {}
        elsewhere = self.by_last.get(loose(last), []) if "/" in target else []
        found = {page.id: page.id for page in elsewhere[: _MOST + 1]}
        key = fold(last)
        shared = (self.near.get(trait, []) for trait in _traits(key))
        names = dict.fromkeys(name for group in shared if len(group) <= _COMMON for name in group)
        bare = _without_accents(key)
        same = [name for name in (bare, *self.accented.get(bare, ())) if name != key and name in self.names]
        for alike in (*same, *(_most_alike(key, sorted(names)) if names else ())):
            if _numbers(alike) != _numbers(key) and _is_counted(key, alike):
                continue  # another day, another chapter: no slip
            name, page = self.names[alike]
            found.setdefault(page, name)
        return found


def _is_plural(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long in (f"{short}s", f"{short}es")


def nearest(written: str, names: Sequence[str], ids: Sequence[str]) -> int:
    """The place of the one of some headings that an anchor is most like, by its text or its id; -1: none is near, or
    there are very many."""
    wanted, key = slug(written.rpartition("#")[2]), fold(written)
    if not wanted or len(names) > _COMMON:
        return -1
    from rapidfuzz import fuzz  # seldom needed, and slow to load

    alike = [
        max(fuzz.ratio(wanted, slug(name)), fuzz.ratio(key, fold(name)), fuzz.ratio(wanted, one))
        for name, one in zip(names, ids, strict=True)
    ]
    best = max(range(len(alike)), key=lambda n: alike[n], default=-1)
    short = len(wanted) < _SHORT
    if best < 0 or alike[best] < (_ALIKE_SHORT if short else _ALIKE) or _numbers(wanted) != _numbers(slug(names[best])):
        return -1
    return best


def _without_accents(name: str) -> str:
    if name.isascii():
        return name
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


def _most_alike(key: str, names: list[str]) -> list[str]:
    """Those of some names that a key is most like, the likest first."""
    from rapidfuzz import fuzz, process  # seldom needed, and slow to load

    found = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2 * _MOST)
    return [name for name, _, _ in found]


_DIGITS = regex(r"[0-9]+")


def _is_counted(one: str, other: str) -> bool:
    """Whether nothing but numbers tells two names apart, or there are no words in either."""
    words, others = _DIGITS.sub("", one), _DIGITS.sub("", other)
    return words == others or not any(char.isalpha() for char in words + others)


def _numbers(name: str) -> list[str]:
    return _DIGITS.findall(name)


def _traits(key: str) -> set[str]:
    """The words of a folded name, its first and its last letters."""
    return {*re.split(r"[\s_-]+", key), f"^{key[:3]}", f"{key[-3:]}$"}
