"""The nodes of a site by their kinds, and what each kind is called. Knows nodes, no page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kbgen.model import Node
from kbgen.text.language import fallbacks
from kbgen.text.names import free, readable, slug
from kbgen.text.plurals import in_plural


class KindGroup(NamedTuple):
    """All nodes of one kind: its name, plural, the address of its table, node numbers in path order, and what their
    authors call one of them ('' = as the name reads)."""

    name: str
    plural: str
    url: str
    nodes: tuple[int, ...]
    word: str


def groups_of(nodes: Sequence[Node], plurals: Mapping[str, str], lang: str) -> tuple[KindGroup, ...]:
    """The kinds of all written nodes but listings: those of the table first (`plurals`: kind -> what several pages of
    it are called), in its order, others by name. `lang` is the language of the site."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.document >= 0 and not node.listing:
            numbers[node.kind].append(number)
    order = {name: place for place, name in enumerate(plurals)}
    taken: set[str] = set()
    groups: list[KindGroup] = []
    for name in sorted(numbers, key=lambda name: (order.get(name, len(order)), name)):
        members = [nodes[number] for number in numbers[name]]
        word = next((node.word for node in members if node.word), "") or _only_sort(members, lang)
        ours = name == "note" and not word  # the kind of what has none, whose name the interface translates
        plural = "" if word else plurals.get(name)
        plural = plural or in_plural(word or readable(name), "en" if ours else lang)
        groups.append(KindGroup(name, plural, f"-/kinds/{free(slug(name), taken)}.html", tuple(numbers[name]), word))
    return tuple(groups)


def _only_sort(nodes: Sequence[Node], lang: str) -> str:
    """What sort of entity all of some nodes are, where a plural can be made of its name; '' for none."""
    sorts = {node.subkind for node in nodes if node.kind == "entity"}
    only = sorts.pop() if len(sorts) == 1 and fallbacks(lang)[-1] == "en" else ""
    return readable(only) if only else ""
