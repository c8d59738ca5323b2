"""What was noticed in each text, as builds remember it. Knows no rule, and loads none.

Which pages a text names depends on the names of all pages: both are remembered together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from kbgen.memory.state import encode
from kbgen.memory.store import Store, digest
from kbgen.model import Diagnostic, Spot, Value


class Mentioned(Value, frozen=True):
    """The first place where a text names a page (id) that it never links to."""

    page: str
    line: int
    column: int
    written: str


class Noticed(Value, frozen=True):
    """What was noticed in one text: whether it is long enough (as `check.words` has it), what is wrong with it whatever
    its neighbours are (without a path), which pages it names."""

    length: str
    wrong: tuple[Diagnostic, ...] = ()
    mentions: tuple[Mentioned, ...] = ()


class KnownName(Value, frozen=True):
    """A name to look for, and the page (id) that it means; `exact`: only as it is spelled."""

    page: str
    name: str
    exact: bool


class KnownText(Value, frozen=True):
    """What was noticed in a text: `key` is that of its record, `around` a digest of all else but names that it depends
    on."""

    key: bytes
    around: bytes
    noticed: Noticed


class Memory(Value, frozen=True):
    """What a build noticed: names by their folded spelling, texts by the ids of their pages."""

    names: dict[str, KnownName]
    texts: dict[str, KnownText]


class _Texts(Value, frozen=True):
    names: bytes
    texts: dict[str, KnownText]


_LAST = b"texts"


def remember(store: Store, memory: Memory) -> bytes:
    """Keep what was noticed; gives the key by which `known_names` finds the names."""
    names = encode(memory.names)
    key = digest(names)
    store.put("noticed", [(key, names), (_LAST, encode(_Texts(key, memory.texts)))])
    store.prune("noticed", [key, _LAST])
    return key


def recall(store: Store) -> Memory:
    """What the last build noticed; nothing if that is not known."""
    try:
        last = msgspec.msgpack.decode(store.get("noticed", [_LAST])[_LAST], type=_Texts)
        names = msgspec.msgpack.decode(store.get("noticed", [last.names])[last.names], type=dict[str, KnownName])
    except (KeyError, msgspec.DecodeError):
        return Memory({}, {})
    return Memory(names, last.texts)


def known_names(store: Store, key: bytes) -> Iterable[str]:
    """The folded names of a build. Raises KeyError where they are lost, msgspec.DecodeError for odd ones."""
    return msgspec.msgpack.decode(store.get("noticed", [key])[key], type=dict[str, msgspec.Raw])


def may_name_others(names: Iterable[str], old: Sequence[Spot], new: Sequence[Spot]) -> bool:
    """Whether a text with other lines may name other pages than it did. Names stand within lines."""
    before, after = [spot.text for spot in old], [spot.text for spot in new]
    while before and after and before[-1] == after[-1]:
        before.pop()
        after.pop()
    same = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    same = min(len(before), len(after)) if same is None else same
    text = "\n".join((*before[same:], *after[same:]))
    folded = text.lower()
    return len(folded) != len(text) or any(name in folded for name in names)
