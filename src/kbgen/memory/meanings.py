"""What the links of documents mean, and their headings, as data: all that is read of one where its text is shown.

Bytes and values alone; knows no site.
"""

from __future__ import annotations

import hashlib

import msgspec

from kbgen.model import Facts, Graph, Heading, Ref

_encoder = msgspec.msgpack.Encoder()


def encode_meaning(graph: Graph, document: int) -> bytes:
    """What the links of a document (number) mean, and its headings, as data: all that is read of it where its text is
    shown."""
    return _encoder.encode((graph.refs[document], graph.plain[document], graph.documents[document].facts.headings))


def meaning_of(graph: Graph, document: int) -> str:
    """The digest of a document (number) together with what its links mean."""
    return meaning_digest(graph.documents[document].facts, encode_meaning(graph, document))


_refs = msgspec.msgpack.Decoder(tuple[tuple[Ref, ...], msgspec.Raw, msgspec.Raw])
_headings = msgspec.msgpack.Decoder(tuple[msgspec.Raw, msgspec.Raw, tuple[Heading, ...]])


def decode_refs(meaning: bytes) -> tuple[Ref, ...]:
    """What the links of a document mean, from `encode_meaning`. Raises msgspec.DecodeError."""
    return _refs.decode(meaning)[0]


def decode_headings(meaning: bytes) -> tuple[Heading, ...]:
    """The headings of a document, from `encode_meaning`. Raises msgspec.DecodeError."""
    return _headings.decode(meaning)[2]


def with_headings(meaning: bytes, headings: tuple[Heading, ...]) -> bytes:
    """The same with other headings."""
    refs, plain, _ = _headings.decode(meaning)
    return _encoder.encode((refs, plain, headings))


def short_digest(data: bytes) -> str:
    """A digest to tell values of one site apart, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def meaning_digest(facts: Facts, encoded: bytes) -> str:
    """The digest of a document together with what its links mean, from `encode_meaning`."""
    return short_digest(facts.digest.encode() + encoded)
