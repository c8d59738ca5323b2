"""What there is to notice in each text: how long it is, what is wrong with it, which pages it names without a link.

Reads each text once. A build that remembers what was noticed reads those texts alone that are new, or in which a name
stands that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from kbgen.check.brackets import never_closed, open_fences, undefined_references, unfinished_links
from kbgen.check.documents import chat, placeholders, undone_links
from kbgen.check.known import Known
from kbgen.check.makeup import cut_rows, hollow_sections, lost_headings, lost_tables, skipped_levels, uneven_rows
from kbgen.check.notes import loose_notes
from kbgen.check.unlinked import Names
from kbgen.check.words import length_of
from kbgen.link.titles import day_of
from kbgen.memory.batches import batches
from kbgen.memory.noticed import KnownName, KnownText, Memory, Noticed
from kbgen.memory.store import digest
from kbgen.model import Diagnostic, Node, Prose

TextRule = Callable[[Prose], Iterable[Diagnostic]]

TEXTS: tuple[TextRule, ...] = (
    placeholders, uneven_rows, undone_links, lost_headings, open_fences, lost_tables, cut_rows, loose_notes,
    unfinished_links, undefined_references, never_closed, hollow_sections, skipped_levels, chat,
)  # fmt: skip
"""Rules that read one text and nothing else; what they find has no path."""

AT_ONCE = 400  # texts that are at hand
_MOST = 50  # names that are new, above which all texts are read
_KELVIN = "\u212a".encode()  # the one letter beyond ASCII whose small form is an ASCII letter


def wrong_texts(known: Known) -> Iterator[Diagnostic]:
    """What the rules of `TEXTS` find."""
    for _, node in known.written:
        for one in known.noticed[node.document].wrong:
            if one.code == "KB237" and (node.listing or day_of(node.id)):
                continue  # a log, or a day, has sections for what may come
            yield msgspec.structs.replace(one, path=node.path)


def notice(known: Known) -> dict[int, Noticed]:
    """What there is to notice in all texts, by document."""
    watch = _Watch(known)
    return {node.document: watch.noticed(number, node) for number, node in known.written}


def notice_again(
    known: Known,
    keys: Sequence[bytes],
    last: Memory,
    encoded: Callable[[Sequence[bytes]], Mapping[bytes, bytes]],
    read: Callable[[Sequence[int]], None],
) -> tuple[dict[int, Noticed], Memory]:
    """The same, and what is to be remembered of it, from what was remembered `last`. `keys` are those of the documents'
    records, under which `encoded` has their prose as it is stored; `read` makes the prose of documents ready."""
    watch = _Watch(known)
    names = watch.told()
    new = [name for name, _ in names.items() ^ last.names.items()]
    around = {number: watch.around(number, node) for number, node in known.written}
    texts: dict[str, KnownText] = {}
    for number, node in known.written:
        was = last.texts.get(node.id)
        if was is not None and was.key == keys[node.document] and was.around == around[number]:
            texts[node.id] = was
    if len(new) > _MOST:
        texts = {}
    elif new:
        needles = [_needle(name) for name in new]
        for pages in batches(list(texts), AT_ONCE):
            stored = encoded([texts[page].key for page in pages])
            for page in pages:
                if _may_hold(stored.get(texts[page].key), needles):
                    del texts[page]
    unread = [(number, node) for number, node in known.written if node.id not in texts]
    for some in batches(unread, AT_ONCE):
        read([node.document for _, node in some])
        for number, node in some:
            texts[node.id] = KnownText(keys[node.document], around[number], watch.noticed(number, node))
    return {node.document: texts[node.id].noticed for _, node in known.written}, Memory(names, texts)


def _may_hold(prose: bytes | None, needles: Sequence[bytes]) -> bool:
    """Whether one of these (`_needle`) may stand in a text, by its prose as it is stored."""
    if prose is None or _KELVIN in prose:
        return True
    folded = prose.lower()
    return any(needle in folded for needle in needles)


def _needle(name: str) -> bytes:
    """The longest piece of a folded name that bytes can be searched for: of letters that are ASCII, or have no case."""
    plain = "".join(char if char.isascii() or char.upper() == char.lower() else "\n" for char in name)
    return max(plain.split("\n"), key=len).encode()


class _Watch:
    """All texts, and the names to look for in them."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.names = Names(known)
        self.counting = {number for number, _ in known.pages}
        self.tokens = [f"{node.id}\n{self.names.last_words.get(n, '')}\n" for n, node in enumerate(known.graph.nodes)]

    def told(self) -> dict[str, KnownName]:
        """The names as they are remembered."""
        nodes = self.known.graph.nodes
        return {key: KnownName(nodes[one.node].id, one.name, one.exact) for key, one in self.names.names.items()}

    def around(self, number: int, node: Node) -> bytes:
        """A digest of what is noticed in a text depends on, beside the text and the names."""
        linked = sorted(self.tokens[target] for target in self.known.linked.get(number, ()))
        return digest(node.id.encode(), b"+" if number in self.counting else b"", "".join(linked).encode())

    def noticed(self, number: int, node: Node) -> Noticed:
        """What there is to notice in one text."""
        prose = self.known.prose[node.document]
        wrong = tuple(found for rule in TEXTS for found in rule(prose))
        mentions = tuple(self.names.mentioned(number, node)) if number in self.counting else ()
        return Noticed(length_of(prose), wrong, mentions)
