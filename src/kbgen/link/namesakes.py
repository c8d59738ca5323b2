"""Pages of one name: a source and what it is about are often called alike. A link to the page that one reads leads
nowhere, and what is cited is a source: then the other page is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kbgen.link.classify import Classified
from kbgen.link.meaning import Ambiguous, Found, Result
from kbgen.link.nearest import in_archive, nearest
from kbgen.link.raw import clean_path, is_file
from kbgen.link.resolve import Resolver
from kbgen.model import Facts, Resolution
from kbgen.text.names import clean, fold

_NAMES: tuple[Resolution, ...] = ("name", "id", "title", "alias")  # the steps that compare names, in their order
_BY_NAME = frozenset((*_NAMES, "path"))


def namesakes_meant(
    resolver: Resolver, facts: Facts, document: int, results: list[Result], kinds: Sequence[Classified]
) -> list[Result]:
    """What the links of a document (number) mean, where by `results` they mean the document itself, or cite what is no
    source, and another page has the name as well. A link with an anchor, and a summary that cites itself, mean what
    they say. `kinds` are those of all documents."""
    meant: list[Result] | None = None
    for number, result in enumerate(results):
        if type(result) is Found:
            itself = result.document == document
            if result.whole or result.step not in _BY_NAME or (not itself and kinds[result.document].kind == "source"):
                continue
        elif type(result) is Ambiguous:
            itself = document in result.candidates
        else:
            continue
        link = facts.links[number]
        if link.anchor or link.bare_hash:
            continue
        cites, other = _cites(facts, number), None
        written = clean_path(link.target) if link.syntax == "plain" and is_file(link.target) else link.target
        if itself and kinds[document].kind == "source" and (cites or _is_noted(facts, number)):
            continue
        if cites:
            other = namesake(resolver, written, document, lambda one: kinds[one].kind == "source")
        if other is None and itself:
            other = namesake(resolver, written, document)
        if other is not None:
            meant = meant or list(results)
            meant[number] = other
    return meant or results


def namesake(
    resolver: Resolver, written: str, document: int, fits: Callable[[int], bool] | None = None
) -> Found | Ambiguous | None:
    """The other page that a name means on the page of a document (number), of those that fit; None where there is
    none, and for a path."""
    target = clean(written)
    if "/" in target:
        return None
    index, key = resolver.index, fold(target)
    paths, here = index.paths, index.paths[document]
    for step in _NAMES:
        others = [
            one
            for one in index.steps[step].find(target, key)
            if one != document
            and one not in resolver.hidden
            and (in_archive(here) or not in_archive(paths[one]))
            and (fits is None or fits(one))
        ]
        if others:
            near = nearest(others, paths, here)
            return Found(near[0], step) if len(near) == 1 else Ambiguous(target, tuple(near))
    return None


def _cites(facts: Facts, number: int) -> bool:
    """Whether a link (number) says where something is from."""
    link = facts.links[number]
    if link.syntax == "plain" or (link.block >= 0 and number in facts.blocks[link.block].cited):
        return True
    return bool(link.field) and any(number in field.links for field in facts.fields if field.name == "cites")


def _is_noted(facts: Facts, number: int) -> bool:
    """Whether a link (number) stands in a footnote."""
    block = facts.links[number].block
    return block >= 0 and facts.blocks[block].kind == "footnote"
