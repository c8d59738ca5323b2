"""What the maps in a header say of a page's origin: OKF's `sources`, `generated` and `verified` (Open Knowledge Format
0.2, sections 5 and 7). Knows shapes of values, no page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from kbgen.fields.dates import in_days
from kbgen.fields.lookup import each, text_of
from kbgen.model import FieldValue

# Keys that say where a source is; the first that is there counts.
_PLACES = ("resource", "url", "link", "href", "uri", "path", "file", "concept", "target")
_NAMES = ("title", "name", "label")
_AUTHORS = ("author", "authors", "by")
_FOR_MACHINES = ("id", "sha256", "hash", "checksum", "content_hash")
_HUMAN = "human:"

Tier = Literal["", "machine-confirmed", "human-reviewed"]


class Origin(NamedTuple):
    """A source that is written as a map: its key for footnotes, where it is (an address, a path, or words), what it is
    called, who made it, and all else that a reader may want to know, by its keys. All but `resource` may be empty."""

    id: str
    resource: str
    title: str
    author: str
    more: tuple[tuple[str, str], ...]


class Event(NamedTuple):
    """Who did something, as OKF names actors (`human:ann`, `process:nightly`, `agent/version`), and when."""

    by: str
    at: str


def origin_of(value: FieldValue) -> Origin | None:
    """The source that a map describes; None for a value that is no map, or does not say where the source is."""
    if not isinstance(value, dict):
        return None
    said = {
        key.casefold(): text for key, inner in value.items() if (text := window_of(inner) or text_of(inner).strip())
    }
    place = next((key for key in _PLACES if isinstance(value.get(key), str) and key in said), None)
    if place is None:
        return None
    name = next((key for key in _NAMES if key in said), "")
    author = next((key for key in _AUTHORS if key in said), "")
    more = tuple((key, in_days(text)) for key, text in said.items() if key not in (place, name, author, *_FOR_MACHINES))
    return Origin(said.get("id", ""), said[place], said.get(name, ""), said.get(author, ""), more)


def origins_of(value: FieldValue) -> Iterator[Origin]:
    """The sources that a value describes as maps: one map is a list of one."""
    for one in each(value):
        origin = origin_of(one)
        if origin is not None:
            yield origin


def event_of(value: FieldValue) -> Event | None:
    """What happened, as a map says it (section 5.2): it names at least who (`by`). None for any other value."""
    by = _text(value, "by") if isinstance(value, dict) else ""
    return Event(by, _text(value, "at")) if isinstance(value, dict) and by else None


def events_of(value: FieldValue) -> tuple[Event, ...]:
    """What happened, in the order written; one map is a list of one."""
    found = map(event_of, each(value))
    return tuple(event for event in found if event is not None)


def window_of(value: FieldValue) -> str:
    """A span of time that a map describes (`usage_window`, section 5.1); '' for any other value.

    >>> window_of({"from": "2026-06-01", "to": "2026-06-30T23:59:59Z"})
    '2026-06-01 – 2026-06-30'
    """
    if not isinstance(value, dict) or set(value) != {"from", "to"}:
        return ""
    first, last = in_days(_text(value, "from")), in_days(_text(value, "to"))
    return f"{first} – {last}" if first and last else ""


def tier_of(verified: FieldValue) -> Tier:
    """How far a page has been confirmed (section 5.3): by a person, by machines only, or not at all ('')."""
    events = events_of(verified)
    if any(event.by.startswith(_HUMAN) and event.by != _HUMAN for event in events):
        return "human-reviewed"
    return "machine-confirmed" if events else ""


def actor_name(by: str) -> str:
    """Whom an actor's name means, for readers.

    >>> actor_name("human:ann"), actor_name("process:nightly"), actor_name("agent/2.5")
    ('ann', 'nightly', 'agent/2.5')
    """
    kind, colon, name = by.partition(":")
    return name if colon and kind in ("human", "process") and name else by


def _text(value: dict[str, FieldValue], key: str) -> str:
    said = value.get(key, "")
    return said.strip() if isinstance(said, str) else ""
