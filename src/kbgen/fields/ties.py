"""Relations that are written as maps, `{predicate: part_of, target: /a.md}`, and keys that are relations, `part_of: a`.
Knows shapes of values, no page."""

from __future__ import annotations

from typing import NamedTuple

from kbgen.fields.spellings import parted_key
from kbgen.model import FieldValue
from kbgen.text.regex import regex

# Keys that say how two pages belong together, and those that say which the other is; the first that is there counts.
# What is usually the kind of the other page is that of the relation below a key that says no more than that it is one.
_KINDS = ("predicate", "relation", "relationship", "relation_type", "rel")
_KINDS_BELOW = (*_KINDS, "type", "kind")
_RELATIONS = frozenset("relation relations relationship relationships related link links edge edges".split())
_RELATIONS_WHOLE = frozenset("relates_to related_to relates connections connected_to".split())
_TARGETS = ("target", "to", "object", "concept", "entity", "related_entity", "href")
_LONGEST = 40  # code points of what a relation is; more is a sentence about it
# The last part of a term of a vocabulary: of `skos:broader`, of `https://example.org/terms#partOf`.
_TERM = regex(r"[a-zA-Z][\w.+-]*:(?://\S*[/#])?([^\s/#:]+)[/#]?")


_PREPOSITIONS = frozenset("of by in to from with on for at as under".split())
_VERBS = frozenset(
    "blocks causes cites contains contradicts corrects creates defines describes documents enables explains extends "
    "feeds follows governs implements includes informs inherits measures mentions modifies owns precedes produces "
    "reads refines refutes replaces supersedes supports tests triggers updates uses validates writes".split()
)  # other keys with an `s` at their end are plurals
_ORDER = frozenset("sort sorted order ordered group grouped as".split())  # by or of a field, a day


def reads_on(key: str) -> bool:
    """Whether a key (`parted_key`) reads as a sentence with what stands behind it.

    >>> [reads_on(key) for key in ("depends_on", "contradicts", "guests")]
    [True, True, False]
    """
    return key in _VERBS or key.rpartition("_")[2] in _PREPOSITIONS


def is_relation(key: str) -> bool:
    """Whether a key as written is that of a relation to other pages, whose names are its plain values.

    >>> [is_relation(key) for key in ("dependsOn", "contradicts", "sort_by", "in")]
    [True, True, False, False]
    """
    parts = parted_key(key)
    first, part, _ = parts.partition("_")
    return parts in _VERBS or (bool(part) and first not in _ORDER and reads_on(parts))


class Tie(NamedTuple):
    """A relation: the keys and texts that say what it is (a term of a vocabulary: its last part), and which page it
    leads to."""

    kind_key: str
    kind: str
    target_key: str
    target: str


def tie_of(value: FieldValue, field: str) -> Tie | None:
    """The relation that a map in a field (its key) describes; None for a value that is no map, or says only one of the
    two.

    >>> tie_of({"predicate": "part_of", "target": "/a.md"}, "context")
    Tie(kind_key='predicate', kind='part_of', target_key='target', target='/a.md')
    >>> tie_of({"type": "page", "target": "/a.md"}, "requires")
    >>> tie_of({"type": "depends_on", "target": "[[a]]"}, "relates_to").kind
    'depends_on'
    >>> tie_of({"predicate": "https://example.org/terms#partOf", "concept": "/a.md"}, "context").kind
    'partOf'
    """
    if not isinstance(value, dict):
        return None
    said = {key: text.strip() for key, text in value.items() if isinstance(text, str) and text.strip()}
    key = parted_key(field)
    kinds = _KINDS_BELOW if key.rpartition("_")[2] in _RELATIONS or key in _RELATIONS_WHOLE else _KINDS
    kind = next((one for one in kinds if one in said), "")
    target = next((one for one in _TARGETS if one in said), "")
    term = _TERM.fullmatch(said.get(kind, ""))
    name = term[1] if term is not None else said.get(kind, "")
    return Tie(kind, name, target, said[target]) if name and len(name) <= _LONGEST and target else None
