"""What sort of page a document is: from its fields, its folder, what it has. Knows no other document; the kinds
themselves are in `link.kinds`."""

from __future__ import annotations

from typing import NamedTuple

from kbgen.fields import fold_key, text_of
from kbgen.link.kinds import MEETINGS, WORKS, KindTable, own_subkind, subkind_of, subkind_of_folder, type_key
from kbgen.link.raw import is_named_as_raw
from kbgen.model import Facts, Field
from kbgen.text.identifiers import KEYS as IDENTIFIERS
from kbgen.text.names import fold
from kbgen.text.nothing import says_nothing
from kbgen.text.pagenames import CATALOGUES, FRAMES, INDEXES
from kbgen.text.paths import MARKDOWN, stem
from kbgen.text.regex import regex

_MEDIA = regex(r"(?:text|application|image)/[\w.+-]+\Z")  # of a text, as TiddlyWiki says it; no kind
_SUBKIND_FIELDS = ("entity_type", "entity_kind", "subtype")
# Instruction files have capitals: `claude.md` in a folder of entities is the page of a model.
_LISTING_NAME = regex(
    rf"(?:(?i:_?index|log|readme|{'|'.join(FRAMES)}|[^/]*-catalog)|AGENTS|CLAUDE|GEMINI|SCHEMA)(?i:{MARKDOWN})\Z"
)
_SOURCE_FIELDS = frozenset({"raw_file", "host"})
# Keys, as `fold_key` folds them, for the name of a work in a bibliography.
CITEKEYS = frozenset({"citekey", "cite_key", "citation_key", "citationkey", "bibtex_key", "bibtexkey", "bibkey"})
# A page about a work: `paper-summary`, `Book notes`.
_SUMMED_UP = regex(r"(.+)-(?:notes?|summary|minutes|transcript)\Z")
_PLACE_KEYS = frozenset(key.replace("-", "_") for key in IDENTIFIERS)
_URL = frozenset({"url"})
_WHEN = frozenset({"published"})
_PLACES = _URL | {"raw_file"}
_MAKERS = frozenset({"authors", "host", "guests", "participants", "channel", "publisher"})
# Categories of what was read.
_READ = frozenset({"articles", "books", "episodes", "papers", "podcasts", "tweets", "videos"})


class Classified(NamedTuple):
    """The kind of a document, and what its author calls its sort of them ('' = nothing)."""

    kind: str
    subkind: str = ""


def kind_of(path: str, facts: Facts, table: KindTable) -> Classified:
    """Kind and subkind of the document at a kb path."""
    page = _Page(path, facts, {fold_key(field.key): field for field in facts.fields}, table)
    found = page.classified()
    said = found.subkind or (subkind_of(page.word("category")) if found.kind == "entity" else "")
    return Classified(found.kind, said)


class _Page(NamedTuple):
    """What tells the kind of a document; `fields` are its fields by their keys (`fold_key`)."""

    path: str
    facts: Facts
    fields: dict[str, Field]
    table: KindTable

    def classified(self) -> Classified:
        """What it is, without what a category says of an entity."""
        subkind = next((own_subkind(self.word(key)) for key in _SUBKIND_FIELDS if key in self.fields), "")
        typed = [field for field in self.facts.fields if field.name == "type"]
        for field in sorted(typed, key=_rank_of_type) if len(typed) > 1 else typed:
            written = _text(field)
            if written and _MEDIA.match(written) is None:
                own = type_key(written)
                kind, word = _said_by(own, self.table)
                return Classified(kind or ("source" if self.is_source(own) else own), subkind or own_subkind(word))
        for key in ("kind", "category"):
            kind, word = _said_by(type_key(self.word(key)), self.table)
            if kind:
                return Classified(kind, subkind or own_subkind(word))
        folder, kind = self.folder()
        if kind:
            return Classified(kind, subkind or (subkind_of_folder(folder) if kind == "entity" else ""))
        return Classified("source" if self.reads_like_source() else "note", subkind)

    def word(self, key: str) -> str:
        """The word in the field of that key ('' without)."""
        return _text(self.fields.get(key))

    def folder(self) -> tuple[str, str]:
        """The nearest folder whose name says of which kind its pages are, and that kind; nothing where none does."""
        for folder in reversed(self.path.split("/")[:-1]):
            if kind := self.table.of_folder(folder):
                return folder, kind
        return "", ""

    def is_source(self, word: str) -> bool:
        """Whether a page of that type sums up a work, or what people said: by its fields, or by its folder."""
        if word in MEETINGS:
            return self.says(_WHEN) and self.says(_MAKERS | _PLACES)
        if self.folder()[1] == "source":  # a word of one's own for a sort of source (`industry-report`) as well
            return word in WORKS or (word not in self.table.by_type and self.is_placed())
        return word in WORKS and self.is_made() and self.is_placed()

    def is_made(self) -> bool:
        """Whether a page has a field for who made a work, or when."""
        return any(field.name in _MAKERS or field.name in _WHEN for field in self.facts.fields)

    def is_placed(self) -> bool:
        """Whether a page says where a work is."""
        return self.says(_PLACES) or self.is_identified()

    def is_identified(self) -> bool:
        """Whether a page names one address of the web as its source, as clipped pages do, or what a work goes by in
        libraries."""
        cited = [field.value for field in self.facts.fields if field.name == "cites"]
        if len(cited) == 1 and isinstance(cited[0], str) and cited[0].startswith(("https://", "http://")):
            return True
        return self.is_filled(_PLACE_KEYS)

    def reads_like_source(self) -> bool:
        """Whether a page of which neither a word nor a folder says what it is sums up a work."""
        names = {field.name for field in self.facts.fields}
        if names & _SOURCE_FIELDS or self.is_filled(CITEKEYS):
            return True
        placed = self.is_identified()
        if (placed and "authors" in names) or ("published" in names and (placed or self.says(_URL))):
            return True
        if "authors" in names and type_key(self.word("category")).lstrip("#") in _READ:
            return True
        return is_named_as_raw(self.path, self.facts)

    def is_filled(self, keys: frozenset[str]) -> bool:
        """Whether one of the keys (as `fold_key` folds them) says something."""
        return any(_has_value(self.fields[key]) for key in keys if key in self.fields)

    def says(self, names: frozenset[str]) -> bool:
        """Whether a field of one of these canonical names says something."""
        return any(field.name in names and _has_value(field) for field in self.facts.fields)


def _said_by(word: str, table: KindTable) -> tuple[str, str]:
    """The kind that a word for kinds says ('' for a word that is not known), and the word for its sort."""
    kind = table.by_type.get(word, "")
    summed_up = _SUMMED_UP.match(word) if not kind else None
    if summed_up is not None and (summed_up[1] in WORKS or summed_up[1] == "reading"):
        return "source", summed_up[1]
    return kind, word


def _has_value(field: Field) -> bool:
    """Whether a field says more than what a template, or somebody without an answer, has written there."""
    said = text_of(field.value)
    return not says_nothing(said) and "{{" not in said


def word_of(kind: str, facts: Facts) -> str:
    """What an author calls a kind of their own where capitals would be lost otherwise (`API Endpoint`), else ''."""
    for field in facts.fields:
        written = _text(field) if field.name == "type" else ""
        if written[1:] != written[1:].lower() and type_key(written) == kind:
            return written.replace("_", " ")
    return ""


def is_listing(path: str, kind: str, table: KindTable) -> bool:
    """Whether a page is a catalogue of others, by its kind or its file's name.

    A page in a folder of a kind that is of that kind is none, whatever its name (`entities/readme.md`, the
    page of a company, `entities/whole-earth-catalog.md`); that folder's `index.md` is.
    """
    if kind == "listing":
        return True
    folder, _, name = path.rpartition("/")
    if not folder and name == "SUMMARY.md":  # the menu of mdBook and GitBook
        return True
    at_top = not folder and kind == "note"  # `schema.md` beside the folders, in small letters
    if at_top and fold(stem(name)).replace("_", "-") in CATALOGUES:
        return True
    if not (_LISTING_NAME.match(name) or (at_top and _LISTING_NAME.match(name.upper()))):
        return False
    own = table.of_folder(folder.rpartition("/")[2])
    return own != kind or stem(name).casefold() in (*INDEXES, "log") or stem(name).isupper()


def is_bundle(path: str, facts: Facts, alone: bool, kind: str, table: KindTable) -> bool:
    """Whether an `index.md` is not the index of its folder, but the page that the folder was made for, as in Hugo's
    leaf bundles and the blogs of Docusaurus and Gatsby: a page with fields that is `alone` in it, or one whose `type:`
    says that it is a source. The index at the top, and that of a folder of a kind, are what they are called."""
    folder, _, name = path.rpartition("/")
    if (
        stem(name).casefold() != "index"
        or not folder
        or table.of_folder(folder.rpartition("/")[2])
        or kind == "listing"
    ):
        return False
    return (alone and bool(facts.fields)) or (
        kind == "source" and any(field.name == "type" and _text(field) for field in facts.fields)
    )


def _rank_of_type(field: Field) -> int:
    return {"type": 0, "page_type": 1}.get(field.key, 2)


def _text(field: Field | None) -> str:
    """The word in a field, the first in a list; of a link (`type: "[[People]]"`) the name of the page."""
    value = field.value if field is not None else ""
    first = next((text for one in value if (text := text_of(one).strip())), "") if isinstance(value, tuple) else value
    text = first.strip() if isinstance(first, str) else ""
    return text[2:-2].partition("|")[0].rpartition("/")[2].strip() if text[:2] == "[[" and text[-2:] == "]]" else text
