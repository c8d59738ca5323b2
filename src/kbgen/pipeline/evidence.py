"""What a site tells of its evidence: raw files, quotes, sources younger than a text; and the state of the whole.

What was found out about a source is remembered by the digest of the source and the names, sizes and times of its raw
files, so that these are read once.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

import msgspec

from kbgen.check.evidence import evidence, evidence_of, health
from kbgen.check.known import Known, RawFolder, RuleSettings
from kbgen.check.noticing import AT_ONCE, notice_again
from kbgen.check.raw_index import RawFile
from kbgen.check.rules import check_lasting
from kbgen.config import Config
from kbgen.files import Scan, raw_file, read_inside
from kbgen.link.dossier import Dossiers
from kbgen.link.kinds import Kind
from kbgen.memory.batches import batches
from kbgen.memory.glance import YOUNG
from kbgen.memory.noticed import recall, remember
from kbgen.memory.state import encode
from kbgen.memory.store import Store, digest
from kbgen.model import Diagnostic, Evidence, Health, Node, Prose
from kbgen.pipeline.documents import ReadDocument, kinds_of, parse_settings, prose_of
from kbgen.pipeline.project import Read, judged
from kbgen.text.endings import TEXTS, ending
from kbgen.text.names import free, slug
from kbgen.views.site import PublishedRaw


class ForPages(NamedTuple):
    """What pages tell of evidence, by node; the knowledge base as rules see it, and the prose that they ask for; the
    `keys` under which the evidence was remembered."""

    evidence: dict[int, Evidence]
    known: Known
    prose: _Asked
    keys: tuple[bytes, ...]


def for_pages(config: Config, got: Read, dossiers: Dossiers, store: Store) -> ForPages:
    """What pages of a site show of evidence. Depends on the files alone, not on the day or on git."""
    prose = _Asked(config, got, store)
    known = known_of(config, got, prose)
    known.dossiers = dossiers
    known.remembered, keys = remembered_evidence(got, known, store, prose)
    return ForPages(evidence(known), known, prose, keys)


def state_of(
    config: Config, got: Read, pages: ForPages, store: Store, told: Iterable[Diagnostic]
) -> tuple[Health, bytes]:
    """The state of the whole, as the page of it has it, and the key under which the names lie in the store that were
    looked for in texts. `pages` is what was found out for these, `told` what every build finds."""
    known, read = pages.known, pages.prose.read
    documents = [document.key for document in got.documents]
    known.noticed, noticed = notice_again(known, documents, recall(store), partial(store.get, "prose"), read)
    names = remember(store, noticed)
    found = {*told, *check_lasting(known)}
    return health(got.graph, judged(found, config, got.scan.inputs, got.documents)), names


def remembered_evidence(
    got: Read, known: Known, store: Store, asked: _Asked | None = None
) -> tuple[dict[int, Evidence], tuple[bytes, ...]]:
    """What is known of the sources that name raw files, by node: read from the store, or found out and put there; and
    the keys under which it lies there. `asked` is the prose that `known` has, if it is read when it is asked for: that
    of sources that are new is read at once."""
    sources = [(number, node) for number, node in known.sources if number in known.raw_files]
    if not sources:
        return {}, ()
    lying = _lying(got.scan)
    keys = {
        number: _key(got.documents[node.document], node, known.raw_files[number], lying) for number, node in sources
    }
    stored = store.get("evidence", filter(None, keys.values()))
    found: dict[int, Evidence] = {}
    for number, key in keys.items():
        with contextlib.suppress(KeyError, msgspec.DecodeError):
            found[number] = _evidence.decode(stored[key])
    missing = [(number, node) for number, node in sources if number not in found]
    for some in batches(missing, AT_ONCE):
        if asked is not None:
            asked.read([node.document for _, node in some])
        found |= {number: evidence_of(known, number, node) for number, node in some}
    store.put("evidence", [(keys[number], encode(found[number])) for number, _ in missing if keys[number]])
    return found, tuple(filter(None, keys.values()))


_evidence = msgspec.msgpack.Decoder(Evidence)


def _lying(scanned: Scan) -> dict[str, tuple[int, int, int]]:
    """Size and times of all files that may be evidence, by their paths in the inventory."""
    sizes = {**scanned.inventory.files, **scanned.inventory.raw}
    lying = {one.path: (one.size, one.mtime, one.ctime) for one in scanned.inputs}
    return lying | {path: (sizes[path], *times) for path, times in scanned.times.items()}


def _key(document: ReadDocument, node: Node, files: Sequence[RawFile], lying: dict[str, tuple[int, int, int]]) -> bytes:
    """A digest of a source and its raw files as they lie there; empty where one is too young for that."""
    states = [(file.written, file.path, lying.get(file.path, (0, 0, 0))) for file in files]
    if any(max(state[2][1:]) > time.time_ns() - YOUNG for state in states):
        return b""
    return digest(document.key, encode((node.path, states)))


def raw_texts(config: Config, got: Read, evidence: Mapping[int, Evidence]) -> tuple[PublishedRaw, ...]:
    """The raw files whose text the site has: those that sources name, if the project publishes them."""
    if not config.publish_raw:
        return ()
    paths = sorted({file.path for one in evidence.values() for file in one.raw if ending(file.path) in TEXTS})
    lying, taken, found = _lying(got.scan), set[str](), list[PublishedRaw]()
    for path in paths:
        address = free("-/raw/" + "/".join(map(slug, path.split("/"))), taken, "~")
        state = lying.get(path, (0, 0, 0))
        young = max(state[1:]) > time.time_ns() - YOUNG
        found.append(
            PublishedRaw(path, f"{address}.html", b"" if young else encode(state), partial(_read, config, path))
        )
    return tuple(found)


class _Asked(Sequence[Prose]):
    """The prose of all documents, read when it is asked for, and let go when other is: all of it is much."""

    def __init__(self, config: Config, got: Read, store: Store) -> None:
        self.config, self.got, self.store = config, got, store
        self.known: dict[int, Prose] = {}

    def read(self, documents: Sequence[int]) -> None:
        """Have the prose of these at hand, and no other."""
        inputs, read = [self.got.scan.inputs[n] for n in documents], [self.got.documents[n] for n in documents]
        found = prose_of(inputs, read, parse_settings(self.config), self.store)
        self.known = dict(zip(documents, found, strict=True))

    def __getitem__(self, number: int) -> Prose:  # type: ignore[override]
        if number not in self.known:
            self.read([number])
        return self.known[number]

    def __len__(self) -> int:
        return len(self.got.documents)


# ---------------------------------------------------------------- as rules see it


def known_of(
    config: Config,
    got: Read,
    prose: Sequence[Prose],
    today: str = "",
    commit_dates: dict[str, str] | None = None,
) -> Known:
    """What was read, as the rules see it."""
    kinds, required = kind_settings(config)
    settings = RuleSettings(config.prefix, kinds, required, today)
    folder = RawFolder(
        lambda path: _read(config, path),
        lambda path, algorithm: _hash(config, path, algorithm),
        cache(partial(_place, config)),  # many sources may name one folder
    )
    return Known(got.graph, prose, got.scan.inventory, settings, folder, commit_dates)


def kind_settings(config: Config) -> tuple[tuple[Kind, ...], dict[str, tuple[str, ...]]]:
    """The kinds of `kbgen.toml`, and the fields that documents of a kind should have."""
    return kinds_of(config), {name: kind.required for name, kind in config.kinds.items() if kind.required}


def _read(config: Config, path: str) -> bytes | None:
    """A raw file, or a file of the kb that stands for one."""
    file = raw_file(config, path)
    try:
        return file.read_bytes() if file is not None else read_inside(config.content, path)
    except OSError:
        return None


def _hash(config: Config, path: str, algorithm: str) -> str | None:
    """The hash of the same, in hexadecimal digits; a recording is not held in memory."""
    file = raw_file(config, path)
    made = partial(hashlib.new, algorithm, usedforsecurity=False)
    try:
        if file is not None:
            with open(file, "rb") as opened:
                return hashlib.file_digest(opened, made).hexdigest()
        data = read_inside(config.content, path)
    except OSError:
        return None
    return made(data).hexdigest() if data is not None else None


def _place(config: Config, path: str) -> str:
    file = raw_file(config, path)
    return file.relative_to(config.project).as_posix() if file is not None else config.prefix + path
