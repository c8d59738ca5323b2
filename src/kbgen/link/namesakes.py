"""Links of a page that its own name answers to. They mean a page of the same name: a source and what it is about are
often called alike, and a link to the page that one reads leads nowhere."""

from __future__ import annotations

from kbgen.link.index import in_archive, nearest
from kbgen.link.meaning import Ambiguous, Found, Result
from kbgen.link.resolve import Resolver
from kbgen.model import Facts, Resolution
from kbgen.text.names import clean, fold

_NAMES: tuple[Resolution, ...] = ("name", "id", "title", "alias")  # the steps that compare names, in their order
_BY_NAME = frozenset((*_NAMES, "path"))


def beside_itself(resolver: Resolver, facts: Facts, document: int, results: list[Result]) -> list[Result]:
    """What the links of a document (number) mean, where `results` says that they mean the document itself and another
    page has the name as well. A link with an anchor, and a summary that cites itself, mean what they say."""
    itself = [number for number, result in enumerate(results) if _names(result, document)]
    if not itself:
        return results
    meant = list(results)
    for number in itself:
        link = facts.links[number]
        block = facts.blocks[link.block] if link.block >= 0 else None
        cites = block is not None and (block.kind == "footnote" or number in block.cited)
        if not (cites or link.anchor or link.bare_hash):
            meant[number] = namesake(resolver, link.target, document) or results[number]
    return meant


def namesake(resolver: Resolver, written: str, document: int) -> Found | Ambiguous | None:
    """The other page that a name means on the page of a document (number) of that name; None where there is none, and
    for a path."""
    target = clean(written)
    if "/" in target:
        return None
    index, key = resolver.index, fold(target)
    paths, here = index.paths, index.paths[document]
    for step in _NAMES:
        others = [
            one
            for one in index.steps[step].find(target, key)
            if one != document and one not in resolver.hidden and (in_archive(here) or not in_archive(paths[one]))
        ]
        if others:
            near = nearest(others, paths, here)
            return Found(near[0], step) if len(near) == 1 else Ambiguous(target, tuple(near))
    return None


def _names(result: Result, document: int) -> bool:
    if type(result) is Found:
        return result.document == document and result.step in _BY_NAME and not result.whole
    return type(result) is Ambiguous and document in result.candidates
