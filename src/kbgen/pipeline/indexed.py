"""The index for searching brought to the state of a site: which documents are in it, where to read what it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from kbgen.config import Config
from kbgen.files import Scan
from kbgen.memory.meanings import decode_refs
from kbgen.memory.state import State
from kbgen.memory.store import Store
from kbgen.model import Ref
from kbgen.pipeline.documents import parse_one, parse_settings
from kbgen.search.index import Index, Indexed, IndexSources, change_index, make_index, paths_of

if TYPE_CHECKING:
    from kbgen.views.site import Site


def index_site(
    config: Config,
    scanned: Scan,
    store: Store,
    site: Site,
    keys: Sequence[bytes],
    state: State | None,
    there: Collection[str],
) -> Index:
    """The index of a site, made of the last one where that is less work. `keys` are those of the documents' records,
    `state` is that of the last build, `there` are the files that lie in the output as that build left them."""
    documents = site.graph.documents
    entries = [
        Indexed(documents[number].path, number, slot, keys[number], site.meanings[number])
        for number, slot in ((node.document, slot) for node, slot in zip(site.nodes, site.slots, strict=True))
        if number >= 0
    ]
    known = state.search if state is not None and there and all(p in there for p in paths_of(state.search)) else None
    sources = _sources(config, scanned, store, site.graph.refs.__getitem__)
    return make_index(entries, _entries(state) if state is not None else [], known, sources)


def index_changes(
    config: Config, scanned: Scan, store: Store, old: State, new: State, changed: Sequence[int]
) -> Index | None:
    """The index of the `old` state with the texts of some documents (numbers) new; None where that is not possible."""
    before, now = _entries(old), _entries(new)
    place = {entry.document: number for number, entry in enumerate(now)}
    pairs = [(before[place[document]], now[place[document]]) for document in changed if document in place]

    def refs(document: int) -> Sequence[Ref]:
        meaning = bytes.fromhex(new.meanings[document])
        return decode_refs(store.get("meaning", [meaning])[meaning])

    return change_index(pairs, now, old.search, _sources(config, scanned, store, refs))


def _sources(config: Config, scanned: Scan, store: Store, refs: Callable[[int], Sequence[Ref]]) -> IndexSources:
    settings = parse_settings(config)
    return IndexSources(
        store,
        refs,
        lambda document: parse_one(scanned.inputs[document], settings),
        lambda path: (config.output / path).read_bytes(),
    )


def _entries(state: State) -> list[Indexed]:
    """The documents as the last build had them in the index."""
    rows = zip(state.inputs, state.search.slots, state.meanings, strict=False)
    return [
        Indexed(known.path, document, slot, known.key, meaning)
        for document, (known, slot, meaning) in enumerate(rows)
        if slot >= 0
    ]
