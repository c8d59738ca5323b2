"""Headings and blocks of a document, as links name them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from kbgen.markdown.blockids import anchor as block_anchor
from kbgen.model import Facts
from kbgen.text.names import clean, fold, github_slug
from kbgen.text.regex import regex


class Target(NamedTuple):
    """Where a link leads to on a page: the HTML id, and the heading's text as shown, or what a block of Logseq's says
    (empty for another block)."""

    id: str
    title: str


class _Row(NamedTuple):
    level: int
    written: str
    shown: str
    id: str
    words: str
    place: Target


class Anchors:
    """The places of one document that a link can lead to; `shown` are its headings' texts as the page has them."""

    def __init__(self, facts: Facts, shown: tuple[str, ...]) -> None:
        self.rows = [
            _Row(h.level, _key(h.written), _key(text), h.id, _words(h.written), Target(h.id, " ".join(text.split())))
            for h, text in zip(facts.headings, shown, strict=True)
        ]
        self.written = [heading.written for heading in facts.headings]
        self.texts = dict(facts.block_texts)
        self.blocks = {fold(name): name for name in reversed(facts.block_ids)}

    @cached_property
    def elsewhere(self) -> dict[str, int]:
        """The anchors that GitHub and MkDocs give the headings -> their numbers; GitHub's win."""
        slugs = [github_slug(written) for written in self.written]
        return _counted([re.sub("-{2,}", "-", slug) for slug in slugs], "_") | _counted(slugs, "-")

    def find(self, anchor: str) -> Target | None:
        """The place that what stands behind `#` in a link names (`H1#H2`, `^block`); None if there is no such.

        A heading is compared as written, as shown, as the id, as the anchor that GitHub or MkDocs would give it, and at
        last as Obsidian writes it in a link: without signs that mean something there. A range (`H1:#H2`) is its
        beginning.
        """
        if anchor.startswith("^"):
            name = self.blocks.get(fold(_RANGE.sub("", anchor[1:]).strip()))
            return Target(block_anchor(name), self.texts.get(name, "")) if name is not None else None
        whole = self._single(_key(anchor))
        if whole is not None:
            return whole
        parts = [_key(part) for part in anchor.split("#") if part.strip()]
        if len(parts) > 1 and (below := self._below(parts)) is not None:
            return below
        first = _RANGE.sub("", anchor)
        if first != anchor and (found := self._single(_key(first))) is not None:
            return found
        named = self.blocks.get(fold(anchor))  # in raw HTML: `<a id="x">`
        return Target(block_anchor(named), "") if named is not None else None

    def _single(self, part: str) -> Target | None:
        for pick in ("written", "shown", "id"):
            for row in self.rows:
                if getattr(row, pick) == part:
                    return row.place
        if (number := self.elsewhere.get(part)) is not None:
            return self.rows[number].place
        words = _words(part)
        return next((row.place for row in self.rows if row.words == words), None) if words else None

    def _below(self, parts: list[str], start: int = 0, level: int = 0) -> Target | None:
        """A heading below a heading, each part below the one before it; `start` and `level` are those of the first."""
        part, words = parts[0], _words(parts[0])
        for number in range(start, len(self.rows)):
            row = self.rows[number]
            if level and row.level <= level:
                return None
            if part in (row.written, row.shown, row.id) or (words and row.words == words):
                found = self._below(parts[1:], number + 1, row.level) if len(parts) > 1 else row.place
                if found is not None:
                    return found
        return None


def _counted(slugs: Iterable[str], sign: str) -> dict[str, int]:
    """The anchors that other programs give headings with these slugs -> their numbers: equal ones are counted behind a
    sign (`x`, `x-1`, `x-2`)."""
    found: dict[str, int] = {}
    again: Counter[str] = Counter()
    for number, slug in enumerate(slugs):
        anchor = slug
        while anchor in found:
            again[slug] += 1
            anchor = f"{slug}{sign}{again[slug]}"
        found[anchor] = number
    return found


# Where Dendron's embeds of a range end, and how many lines they pass over: `start,1:#end`.
_RANGE = regex(r"(?:,\d+)?(?::#.*)?\Z", re.DOTALL)

_MARKUP = str.maketrans("", "", "*`[]")


# What Obsidian takes for a gap when it compares a link with a heading.
_SIGNS = regex(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")


def _words(text: str) -> str:
    return fold(_SIGNS.sub(" ", text).strip())


def _key(text: str) -> str:
    return fold(clean(text.translate(_MARKUP)))
