"""Rules about addresses that authors write in fields."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.diagnostics import finding
from kbgen.model import Diagnostic, FieldValue, Graph
from kbgen.text.paths import leads_out

_ADDRESSES = frozenset({"slug", "permalink", "url_path", "aliases"})


def addresses(graph: Graph) -> Iterator[Diagnostic]:
    """A slug, permalink or alias that climbs out of the site; none of them is followed."""
    for node in graph.nodes:
        if node.document < 0:
            continue
        for field in graph.documents[node.document].facts.fields:
            if field.name in _ADDRESSES or field.key.casefold() in _ADDRESSES:
                for text in _texts(field.value):
                    if leads_out(text):
                        message = f"“{text}” leads out of the knowledge base"
                        hint = "write an address within the site, or remove it"
                        yield finding("KB501", message, field.line, field.column, len(field.key), hint, node.path)


def _texts(value: FieldValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
