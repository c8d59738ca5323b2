"""Small changes made quickly: the words of some documents are new, and nothing that other pages look up in them.

Then the graph is what it was. The pages that show these documents are made of their remembered values, in which only
the digests of texts and the reading time are new. Whatever does not fit is left to a whole build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from kbgen.config import Config
from kbgen.documents import Again, ReadDocument, content_digest, parse_one, parse_settings, record_key
from kbgen.files import Scan, read
from kbgen.frame import Frame
from kbgen.memory import KnownInput, KnownPage, KnownPart, Record, State, decode_record, encode, encode_record
from kbgen.model import Diagnostic, Facts, PlainRef, Ref
from kbgen.press import Bodies, context, decode_page, encode_page
from kbgen.project import placed, prefix
from kbgen.render import Renderer, Sheet
from kbgen.site import meaning_digest
from kbgen.store import Store, digest
from kbgen.theme import Theme
from kbgen.views import reading_minutes

_MOST = 32  # changed documents; for more a whole build is not much slower


class Retouched(NamedTuple):
    """The same site with some texts new: its documents, the digests of their meanings, parts, pages that are to be
    written (address -> bytes), and all findings."""

    inputs: tuple[ReadDocument, ...]
    meanings: tuple[str, ...]
    parts: tuple[KnownPart, ...]
    pages: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


class _Change(NamedTuple):
    """A document that says something new: its number and path, what was known of it, what is."""

    number: int
    path: str
    old: Record
    new: ReadDocument
    was: str
    now: str


def retouch(
    config: Config, scanned: Scan, store: Store, theme: Theme, state: State, told: tuple[Diagnostic, ...]
) -> Retouched | None:
    """The site of `state` with the texts of changed documents new; None where more than texts has changed.

    The scan must have found the same documents and other files, settings and theme be the same, and the output lie
    there as it was left. `told` are the findings of the last build.
    """
    changes = _changes(config, scanned, store, state)
    if changes is None:
        return None
    diagnostics = tuple(d for d in told if d.path not in {prefix(config) + c.path for c in changes})
    for change in changes:
        moved = _moved(config, change, told, scanned)
        if moved is None:
            return None
        diagnostics += tuple(moved)
    meanings, inputs = list(state.meanings), list(state.inputs)
    for change in changes:
        meanings[change.number] = change.now
        inputs[change.number] = msgspec.structs.replace(
            inputs[change.number], digest=change.new.digest, key=change.new.key
        )
    changed = msgspec.structs.replace(state, inputs=tuple(inputs), meanings=tuple(meanings))
    made = _pages(config, scanned, store, theme, changed, changes)
    if made is None:
        return None
    documents = tuple(ReadDocument(i.digest, i.key, _NO_RECORD) for i in inputs)
    return Retouched(documents, changed.meanings, *made, diagnostics)


_NO_RECORD = Record(msgspec.msgpack.decode(b"\xc0"), ())  # type: ignore[arg-type]
