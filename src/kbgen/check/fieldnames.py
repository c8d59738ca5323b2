"""Rules about slips of the pen in headers: fields that are nearly called as a known one, values that are nearly the
name of a page, paths of pages that are not there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kbgen.check.known import Known
from kbgen.check.schema import ENTRIES, REQUIRED
from kbgen.check.suggest import Suggestions
from kbgen.diagnostics import finding
from kbgen.fields.spellings import SPELLINGS, fold_key, parted_key
from kbgen.link.raw import clean_path, raw_key
from kbgen.model import Diagnostic, Field, FieldText, Node
from kbgen.text.names import clean, fold, name_parts, without_role
from kbgen.text.paths import MARKDOWN
from kbgen.text.regex import regex

_SHORTEST = 5  # letters of a field's name; shorter ones are alike by chance
_HABIT = 2  # pages: what more of them have is meant so


def misspelled_fields(known: Known) -> Iterator[Diagnostic]:
    """Fields with a name of their own that differs in one letter from that of a known field, which the page has not."""
    pages: Counter[str] = Counter()
    unknown: defaultdict[str, list[tuple[Node, Field]]] = defaultdict(list)
    for _, node in known.written:
        fields = known.facts(node).fields
        pages.update({field.key for field in fields})
        for field in fields:
            if field.name == field.key and len(field.key) >= _SHORTEST and fold_key(field.key) not in SPELLINGS:
                unknown[field.key].append((node, field))
    for key, places in unknown.items():
        meant = _meant(key) if pages[key] <= _HABIT else ""
        for node, field in places if meant else ():
            name = SPELLINGS.get(meant, meant)
            has = {one.name for one in known.facts(node).fields}
            if name in has or name in REQUIRED.get(node.kind, ()):  # KB216 tells of it where it is needed
                continue
            message = f"“{key}” is no field that kbgen knows, so its value is shown and no more"
            place = field.line, field.column, len(key)
            yield finding("KB236", message, *place, f"did you mean {meant}?", node.path)


def _meant(key: str) -> str:
    """The known spelling that is one slip away from a field's name; '' for none. A plural is no slip."""
    from rapidfuzz import process  # seldom needed, and slow to load
    from rapidfuzz.distance import OSA

    word = parted_key(key)
    if not word.isascii() or word in SPELLINGS or word in ENTRIES:
        return ""
    near = process.extract(word, _ASKED, scorer=OSA.distance, score_cutoff=1, limit=3)
    return next((one for one, _, _ in near if one[:1] == word[:1] and one != f"{word}s" and word != f"{one}s"), "")


_ASKED = [
    *(name for name in ENTRIES if name.isascii() and len(name) >= _SHORTEST),
    *(s for s, name in SPELLINGS.items() if name in ENTRIES and s.isascii() and "." not in s and len(s) >= _SHORTEST),
]


# ---------------------------------------------------------------- values

_NAMES = frozenset({"host", "guests", "participants", "authors", "concepts", "entities", "topics", "related", "cites"})
_LETTERS = 7  # of a name; shorter ones are alike by chance
_PAGE = regex(rf"[^\s:|<>\[\]]+/[^\n:|<>\[\]]+{MARKDOWN}")


def nearly_names(known: Known) -> Iterator[Diagnostic]:
    """Plain values that name no page, but nearly one; and paths into a folder of pages that has no such page."""
    suggestions = Suggestions(known.graph)
    folders = {fold(node.id.rpartition("/")[0]) for _, node in known.written if "/" in node.id}
    for number, node in known.written:
        facts = known.facts(node)
        if not facts.texts:
            continue
        told = {(edge.line, edge.column) for edge in known.edges_from.get(number, ())}
        named = {(one.field, one.text) for one in known.graph.plain[node.document]}
        for text in facts.texts:
            field = facts.fields[text.field]
            if field.name not in _NAMES or text.by_path or (text.line, text.column) in told:
                continue
            if (text.field, text.text) not in named and not raw_key(text.text):
                yield from _judged(text, field, node, suggestions, folders)


def _judged(
    text: FieldText, field: Field, node: Node, suggestions: Suggestions, folders: set[str]
) -> Iterator[Diagnostic]:
    path = clean_path(text.text)
    if _PAGE.fullmatch(path) and "://" not in path:
        folder = fold(path.rpartition("/")[0].lstrip("./"))
        if folder in folders:
            near = suggestions.for_name(clean(path), node.id)
            page = suggestions.names.get(fold(clean(near[0])), ("", ""))[1] if near else ""
            hint = f"did you mean {page}.md?" if page else ""
            message = f"“{field.key}” names “{path}”, and no page is there"
            yield finding("KB309", message, text.line, text.column, text.length, hint, node.path)
        return
    parts = name_parts(text.text)
    for start, part in parts if parts else [(0, text.text)]:
        name = without_role(part.strip())
        meant = suggestions.one_slip(name, node.id) if len(name) >= _LETTERS else ""
        if meant:
            message = f"“{name}” in “{field.key}” is no page, but nearly the name of one"
            column = text.column + start + len(part) - len(part.lstrip())
            yield finding("KB309", message, text.line, column, len(name), f"did you mean {meant}?", node.path)
