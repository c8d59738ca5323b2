"""The documents of a project: each read and parsed, or remembered. Knows files and the store, not what links mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kbgen.config import Config
from kbgen.diagnostics import finding
from kbgen.fields.spellings import SPELLINGS, FieldSettings, ParseSettings, fold_key
from kbgen.files import read
from kbgen.link.kinds import Kind
from kbgen.memory.batches import batches
from kbgen.memory.state import KnownInput, Record, Records, content_digest, encode, encode_record
from kbgen.memory.store import OF_DOCUMENTS, Store, digest
from kbgen.model import Diagnostic, Facts, Input, Parsed, Prose
from kbgen.process.workers import Progress, run_all, silent
from kbgen.search.record import sections_of, terms_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

_AT_ONCE = 100  # records put into the store in one go


class ReadDocument(NamedTuple):
    """A document as read: the digest of its bytes, the key of what is stored of it, its record."""

    digest: str
    key: bytes
    record: Record


class Encoded(NamedTuple):
    """A document as it was parsed, encoded: the digest of its bytes, and what is stored of it, each under the name of
    its table; `lasting` is False for what may be different next time."""

    digest: str
    facts: bytes
    body: bytes
    prose: bytes
    terms: bytes
    texts: bytes
    lasting: bool


def parse_settings(config: Config) -> ParseSettings:
    """What of `kbgen.toml` changes how a file is read."""
    spellings = SPELLINGS | {fold_key(w): name for name, written in config.fields.items() for w in written}
    fields = FieldSettings(spellings=spellings)
    return ParseSettings(fields, config.sections, config.relations, config.remote_images, config.label_first)


def kinds_of(config: Config) -> tuple[Kind, ...]:
    """The kinds of `kbgen.toml`."""
    return tuple(Kind(name, kind.types, kind.folders, kind.plural) for name, kind in config.kinds.items())


def read_all(
    inputs: Sequence[Input],
    settings: ParseSettings,
    store: Store,
    known: dict[str, KnownInput],
    jobs: int = 1,
    progress: Progress = silent,
    executor: Executor | None = None,
) -> list[ReadDocument]:
    """All documents, in the order of the inputs.

    A file of the size and times that `known` has is not read; one whose bytes were parsed before is not parsed. The
    rest is parsed by `jobs` workers, and stored.
    """
    salt = digest(encode(settings))
    keys = _keys(inputs, salt, store, known)
    documents: dict[int, ReadDocument] = {}
    read_record = Records().decode
    for some in batches((number for number, key in enumerate(keys) if key), _AT_ONCE):
        records = store.get("facts", [keys[number] for number in some])
        for number in some:
            record = _decoded(read_record, records.get(keys[number], b""))
            if record is not None:
                documents[number] = ReadDocument(record.facts.digest, keys[number], record)
    new = [number for number in range(len(inputs)) if number not in documents]
    parsed = run_all(_parse_chunk, settings, [inputs[number] for number in new], jobs, executor=executor, lost=_lost)
    waiting: list[tuple[bytes, Encoded]] = []
    for done, (number, one) in enumerate(zip(new, parsed, strict=True)):
        progress("reading", done, len(new))
        key = record_key(one.digest, salt)
        waiting.append((key, one))
        documents[number] = ReadDocument(one.digest, key, read_record(one.facts))
        if len(waiting) >= _AT_ONCE:
            keep(store, waiting)
            waiting.clear()
    keep(store, waiting)
    return [documents[number] for number in range(len(inputs))]


def record_key(content: str, salt: bytes) -> bytes:
    """The key of a document's record: the digest of its bytes, with all that changes how they are read."""
    return digest(bytes.fromhex(content), salt)


def outward(facts: Facts) -> bytes:
    """All that anything but the document's own texts is made of: everything but places in the file, the digest, how
    many words there are, and the texts of blocks (see `rewording`). The order of its links, names and headings in the
    file belongs to it."""
    places = [*((link.line, link.column) for link in facts.links), *((t.line, t.column) for t in facts.texts)]
    places += [(heading.line, 0) for heading in facts.headings]
    order = sorted(range(len(places)), key=places.__getitem__)
    links = [msgspec.structs.replace(link, line=0, column=0, length=0) for link in facts.links]
    fields = [msgspec.structs.replace(field, line=0, column=0) for field in facts.fields]
    texts = [msgspec.structs.replace(text, line=0, column=0) for text in facts.texts]
    headings = [msgspec.structs.replace(heading, line=0) for heading in facts.headings]
    blocks = [msgspec.structs.replace(block, line=0, said=0) for block in facts.blocks]
    cited = tuple(msgspec.structs.replace(citation, line=0, column=0) for citation in facts.citations)
    rest = msgspec.structs.replace(
        facts, digest="", words=0, links=(), fields=(), texts=(), headings=(), blocks=(), citations=cited
    )
    return encode((order, links, fields, texts, headings, blocks, rest))


def parse_one(source: Input, settings: ParseSettings, before: Iterable[str] = ()) -> Parsed:
    """Read and parse one file; what cannot be opened is an empty page and a finding. `before` is the HTML that was made
    of it last time, for the code in it."""
    from kbgen.parse import parse

    data = read(source)
    if isinstance(data, Diagnostic):
        return msgspec.structs.replace(parse(b"", settings), diagnostics=(data,))
    return _parsed(data, settings, before)


def _keys(inputs: Sequence[Input], salt: bytes, store: Store, known: dict[str, KnownInput]) -> list[bytes]:
    """The keys of the inputs' records; empty for what has not been read yet and is not worth reading twice."""
    keys: list[bytes] = []
    empty = not known and store.is_empty("facts")
    for source in inputs:
        old = known.get(source.path)
        if old is not None and (old.size, old.mtime, old.ctime) == (source.size, source.mtime, source.ctime):
            keys.append(record_key(old.digest, salt))
            continue
        data = None if empty else read(source)
        keys.append(record_key(content_digest(data), salt) if isinstance(data, bytes) else b"")
    return keys


def _decoded(read_record: Callable[[bytes], Record], data: bytes) -> Record | None:
    try:
        return read_record(data) if data else None
    except msgspec.DecodeError:
        return None


def _parse_chunk(settings: ParseSettings, inputs: Sequence[Input]) -> list[Encoded]:
    return [encoded(parse_one(source, settings)) for source in inputs]


def encoded(parsed: Parsed) -> Encoded:
    """A parsed document as data."""
    lasting = not parsed.late and not any(d.code in ("KB213", "KB214") for d in parsed.diagnostics)
    prose, sections = encode(parsed.prose), sections_of(parsed)
    terms, texts = encode(terms_of(parsed.facts, sections)), encode(sections)
    return Encoded(parsed.facts.digest, encode_record(parsed), encode(parsed.body), prose, terms, texts, lasting)


def _lost(settings: ParseSettings, source: Input) -> Encoded:
    """A file that the parser does not survive, as plain text."""
    from kbgen.parse import parse_plain

    data = read(source)
    plain = parse_plain(data if isinstance(data, bytes) else b"")
    return encoded(_failed(plain, "a worker was killed by it"))


def _parsed(data: bytes, settings: ParseSettings, before: Iterable[str] = ()) -> Parsed:
    """Parse one file. A bug of ours must not cost the author the page, nor the others theirs: the text is
    then shown as it is, and the finding says so."""
    from kbgen.markdown.code import coloured_in
    from kbgen.parse import parse, parse_plain

    try:
        return parse(data, settings, coloured_in(before))
    except Exception as error:  # the one net of the pipeline: anything a file can provoke ends here
        return _failed(parse_plain(data), type(error).__name__)


def _failed(plain: Parsed, why: str) -> Parsed:
    message = f"kbgen failed on this page ({why}); it is shown as plain text"
    problem = finding("KB214", message, hint="please report this file")
    return msgspec.structs.replace(plain, diagnostics=(*plain.diagnostics, problem))


def keep(store: Store, parsed: Sequence[tuple[bytes, Encoded]]) -> None:
    """Store documents by the keys of their records. A file that could not be read has the body of an empty one; its
    record is not kept."""
    for table in OF_DOCUMENTS:
        store.put(table, [(key, getattr(one, table)) for key, one in parsed if one.lasting or table != "facts"])


def placed(config: Config, source: Input, document: ReadDocument) -> Iterator[Diagnostic]:
    """What parsing found wrong with a document, with its path."""
    for problem in document.record.diagnostics:
        yield msgspec.structs.replace(problem, path=config.prefix + source.path)


class Again:
    """How to make an encoded body again that the store has lost, by the key of its document's record."""

    def __init__(self, inputs: Sequence[Input], keys: Sequence[bytes], settings: ParseSettings) -> None:
        self.inputs, self.keys, self.settings = inputs, keys, settings

    def __call__(self, key: bytes) -> bytes:
        return encode(parse_one(self.inputs[self.keys.index(key)], self.settings).body)


def prose_of(
    inputs: Sequence[Input], documents: Sequence[ReadDocument], settings: ParseSettings, store: Store
) -> tuple[Prose, ...]:
    """The prose of documents as they were read; what the store has lost is parsed again."""
    found: list[Prose] = []
    for some in batches(zip(inputs, documents, strict=True), _AT_ONCE):
        stored = store.get("prose", [document.key for _, document in some])
        for source, document in some:
            try:
                found.append(decode_prose(stored[document.key]))
            except (KeyError, msgspec.DecodeError):
                found.append(parse_one(source, settings).prose)
    return tuple(found)


decode_prose = msgspec.msgpack.Decoder(Prose).decode
