"""What is remembered of a build, as values: records of documents, the state of project and site. Opens nothing.

A record is told by the digest of what it was made from, so it is right wherever it is found. The state says what the
last build read and wrote, so that the next one sees what has changed without reading what has not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kbgen.model import Diagnostic, Facts, Field, Parsed, Silence, Value

_encoder = msgspec.msgpack.Encoder()


def content_digest(data: bytes) -> str:
    """The digest by which a document's bytes are known."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def encode(value: object) -> bytes:
    """A value as data."""
    return _encoder.encode(value)


# ---------------------------------------------------------------- documents


class Record(Value, frozen=True):
    """What is read of a document on every build: its facts, what was found wrong with it, and what its author says
    of that."""

    facts: Facts
    diagnostics: tuple[Diagnostic, ...]
    silences: tuple[Silence, ...] = ()


_records = msgspec.msgpack.Decoder(Record)


def encode_record(parsed: Parsed) -> bytes:
    """The record of a parsed document; its body and its prose are kept apart."""
    return encode(Record(parsed.facts, parsed.diagnostics, parsed.prose.silences))


def decode_record(data: bytes) -> Record:
    """The record again, equal to what was encoded. Raises msgspec.DecodeError."""
    record = _records.decode(data)
    fields = record.facts.fields
    if all(isinstance(field.value, str) for field in fields):
        return record
    facts = msgspec.structs.replace(record.facts, fields=tuple(map(_with_tuples, fields)))
    return msgspec.structs.replace(record, facts=facts)


def _with_tuples(field: Field) -> Field:
    """Lists in lists come back from data as lists; values have tuples."""
    value = field.value
    if isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(inner, str) for inner in value)):
        return field
    return msgspec.structs.replace(field, value=_tuples(field.value))


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(inner) for key, inner in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


class Records:
    """Records of many documents, in which equal names, headings and lists are one value: of 10,000 pages a third of all
    that facts take."""

    def __init__(self) -> None:
        self._one: dict[Any, Any] = {}

    def decode(self, data: bytes) -> Record:
        """As `decode_record`."""
        record = decode_record(data)
        facts, one, put = record.facts, self._one.setdefault, msgspec.structs.force_setattr
        for link in facts.links:
            put(link, "target", one(link.target, link.target))
            if link.label:
                put(link, "label", one(link.label, link.label))
        for field in facts.fields:
            put(field, "name", one(field.name, field.name))
            put(field, "key", one(field.key, field.key))
        for heading in facts.headings:
            put(heading, "id", one(heading.id, heading.id))
            put(heading, "written", one(heading.written, heading.written))
            put(heading, "html", one(heading.html, heading.html))
        for block in facts.blocks:
            put(block, "links", one(block.links, block.links))
            if block.meaning:
                put(block, "meaning", one(block.meaning, block.meaning))
        return record


# ---------------------------------------------------------------- the state


class KnownInput(Value, frozen=True):
    """A document as it was read: the file's times (0: it was too young to be trusted), the digest of its bytes, and
    the key of its record."""

    path: str
    size: int
    mtime: int
    ctime: int
    digest: str
    key: bytes


class KnownFile(Value, frozen=True):
    """A file as it was published: digest of its bytes, size and time of change on the disk."""

    path: str
    digest: str
    size: int
    mtime: int


class KnownSource(Value, frozen=True):
    """A file of the kb that was copied to the site, as it lay on the disk."""

    path: str
    size: int
    mtime: int


class KnownPage(Value, frozen=True):
    """A page as it was made: the digest of its value, whether it names others, and the documents whose text it
    shows: their kb paths, each between two NUL, so that all of them are read as one text."""

    url: str
    digest: bytes
    table: bool
    documents: str

    def shown(self) -> Sequence[str]:
        """The documents whose text it shows (kb paths)."""
        return self.documents[1:-1].split("\0") if self.documents else ()

    def shows(self, paths: Iterable[str]) -> bool:
        """Whether it shows the text of any of these documents."""
        return bool(self.documents) and any(f"\0{path}\0" in self.documents for path in paths)


class KnownPart(Value, frozen=True):
    """A part of an output as it was made: its key (empty: it has none), its pages and files, and the digests `around`
    and `chosen` of `outputs.Output`."""

    output: str
    name: str
    key: bytes
    pages: tuple[KnownPage, ...]
    around: bytes = b""
    chosen: bytes = b""


class Told(Value, frozen=True):
    """What the command line tells of a build. `sources` and `others` count pages that have a document, `wanted` those
    that are linked to and not written, `resolutions` links by how their targets were found."""

    described: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    sources: int
    others: int
    wanted: int
    resolutions: tuple[tuple[str, int], ...]


class Head(Value, frozen=True):
    """The part of the state that says whether anything has changed at all: a digest of settings and theme, one of
    all that the scan found, and what lies in the output and was copied there."""

    settings: bytes
    scan: bytes
    files: tuple[KnownFile, ...]
    sources: tuple[KnownSource, ...]
    told: Told


class KnownSearch(Value, frozen=True):
    """The index for searching: for each document the number of its page there (-1: it has none; none at the end are
    left out); the ranges of terms (start, bits, room that is taken); groups of pages whose texts lie in several files,
    and in how many."""

    slots: tuple[int, ...]
    shards: tuple[tuple[bytes, int, int], ...]
    pieces: tuple[tuple[int, int], ...]


class State(Value, frozen=True):
    """All that is remembered of the last build beside records. `others` is a digest of what the scan found beside
    the documents' sizes and times; `frame` is that of the site, encoded; `meanings` has for each document the
    digest of it together with what its links mean; `search` is the index for searching; `names` is the key of the names
    that were looked for in texts (`noticed`), empty if none were."""

    others: bytes
    frame: bytes
    inputs: tuple[KnownInput, ...]
    meanings: tuple[str, ...]
    parts: tuple[KnownPart, ...]
    search: KnownSearch
    names: bytes = b""


class _Both(Value, frozen=True):
    head: Head
    state: msgspec.Raw


def encode_state(head: Head, state: State) -> bytes:
    """Both as data, the head so that it can be read alone."""
    return encode(_Both(head, msgspec.Raw(encode(state))))


def decode_head(data: bytes) -> tuple[Head, msgspec.Raw]:
    """The head, and the state still encoded. Raises msgspec.DecodeError."""
    both = msgspec.msgpack.decode(data, type=_Both)
    return both.head, both.state


def decode_state(data: msgspec.Raw) -> State:
    """The state. Raises msgspec.DecodeError."""
    return msgspec.msgpack.decode(data, type=State)


def shown_documents(paths: Iterable[str]) -> str:
    """Documents as `KnownPage.documents` has them."""
    joined = "\0".join(paths)
    return f"\0{joined}\0" if joined else ""


def pages_by_url(parts: Iterable[KnownPart]) -> dict[str, KnownPage]:
    """All pages of some parts by their addresses."""
    return {page.url: page for part in parts for page in part.pages}
