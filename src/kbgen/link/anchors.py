"""Headings and blocks of a document, as links name them."""

from __future__ import annotations

from typing import NamedTuple

from kbgen.markdown.blockids import anchor as block_anchor
from kbgen.model import Facts
from kbgen.names import clean, fold, github_slug


class Anchors:
    """The places of one document that a link can lead to."""

    def __init__(self, facts: Facts, shown: tuple[str, ...]) -> None:
        self.rows = [
            _Row(heading.level, heading.id, _key(heading.written), _key(text))
            for heading, text in zip(facts.headings, shown, strict=True)
        ]
        self.github = {github_slug(heading.written): heading.id for heading in reversed(facts.headings)}
        self.blocks = {fold(name): name for name in reversed(facts.block_ids)}

    def find(self, anchor: str) -> str | None:
        """The HTML id for what stands behind `#` in a link (`H1#H2`, `^block`); None if there is no such."""
        if anchor.startswith("^"):
            name = self.blocks.get(fold(anchor[1:].strip()))
            return block_anchor(name) if name is not None else None
        whole = self._single(_key(anchor))
        if whole is not None:
            return whole
        parts = [_key(part) for part in anchor.split("#") if part.strip()]
        return self._below(parts) if len(parts) > 1 else None

    def _single(self, part: str) -> str | None:
        for pick in ("written", "shown", "id"):
            for row in self.rows:
                if getattr(row, pick) == part:
                    return row.id
        return self.github.get(part)

    def _below(self, parts: list[str]) -> str | None:
        """A heading below a heading, each part below the one before it."""
        start, level, found = 0, 0, None
        for part in parts:
            found = None
            for number in range(start, len(self.rows)):
                row = self.rows[number]
                if level and row.level <= level:
                    return None
                if part in (row.written, row.shown, row.id):
                    start, level, found = number + 1, row.level, row.id
                    break
            if found is None:
                return None
        return found


class _Row(NamedTuple):
    level: int
    id: str
    written: str
    shown: str


_MARKUP = str.maketrans("", "", "*`[]")


def _key(text: str) -> str:
    return fold(clean(text.translate(_MARKUP)))
