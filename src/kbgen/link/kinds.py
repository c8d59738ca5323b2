"""The kind of a document: from its fields, its folder, what it has. Kinds are data (`schema.md`)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kbgen.fields import text_of
from kbgen.link.raw import is_named_as_raw
from kbgen.model import Facts, Field, Value
from kbgen.text.identifiers import KEYS as IDENTIFIERS
from kbgen.text.names import fold, nfc, undecorated
from kbgen.text.nothing import says_nothing
from kbgen.text.pagenames import CATALOGUES, FRAMES, INDEXES
from kbgen.text.paths import MARKDOWN, stem
from kbgen.text.regex import regex

SUBKINDS = frozenset({
    "person", "organization", "company", "model", "product", "tool", "project", "event",
})  # fmt: skip
_MEDIA = regex(r"(?:text|application|image)/[\w.+-]+\Z")  # of a text, as TiddlyWiki says it; no kind
_SUBKIND_FIELDS = ("entity_type", "entity_kind", "subtype")
# The plain words for the three kinds in other languages: they name no subkind.
_SOURCE = (
    *("quelle", "quellnotiz", "quellennotiz", "literaturnotiz", "fuente", "fonte", "źródło", "kaynak", "bron", "来源"),
    *("來源", "资料", "出典", "출처", "джерело", "источник", "مصدر", "แหล่งที่มา", "ソース", "स्रोत"),
)
_ENTITY = (
    *"entität entidad entidade entité entite entità entita encja varlık 实体 實體 実体".split(),
    *"エンティティ 개체 엔티티 сутність сущность كيان เอนทิตี".split(),
)
_CONCEPT = (
    *("konzept", "konzeptnotiz", "begriff", "concepto", "conceito", "concetto", "pojęcie", "kavram", "概念", "개념"),
    *("поняття", "コンセプト", "концепція", "понятие", "концепция", "концепт", "مفهوم", "แนวคิด"),
)
_NO_SUBKIND = frozenset({"", "entity", "concept", "source", *_SOURCE, *_ENTITY, *_CONCEPT})
# Words for people and companies: values of `type:`, and names of folders.
_PERSON = tuple("persona pessoa personne osoba kişi человек персона شخص 人物 인물".split())
_PEOPLE = tuple(
    ("people persons authors personen personas pessoas personnes persone osoby kişiler люди أشخاص 人物 인물").split()
)
_COMPANY = tuple("unternehmen firma empresa entreprise azienda şirket компания شركة 公司 会社 회사".split())
_COMPANIES = tuple("companies empresas entreprises aziende firmy şirketler компании شركات".split())
_SAME_SUBKIND = {
    "org": "organization",
    "organisation": "organization",
    **dict.fromkeys(("youtube", "youtube-video"), "video"),
    "journalarticle": "journal-article",
    "conferencepaper": "conference-paper",
    "booksection": "book-section",
    **dict.fromkeys((*_PERSON, *_PEOPLE), "person"),
    **dict.fromkeys((*_COMPANY, *_COMPANIES), "company"),
}


class Kind(Value, frozen=True):
    """A kind: its name, the values of `type:` that mean it, the folders that do, its plural."""

    name: str
    types: tuple[str, ...]
    folders: tuple[str, ...]
    plural: str


KINDS: tuple[Kind, ...] = (
    Kind(
        "source",
        ("source", "source-summary", "source-note", "literature", "literature-note", "literaturenote", "summary",
         "episode", "paper", "article", *_SOURCE),
        ("sources", "summaries", "episodes", "papers", "literature", "literature-notes", "reading-notes", "clippings",
         "quellen", "fuentes", "fontes", "fonti", "źródła", "kaynaklar", "bronnen", "bronsamenvattingen", "来源",
         "來源", "出典", "출처", "джерела", "источники", "مصادر", "المصادر"),
        "Sources",
    ),
    Kind(
        "entity",
        ("entity", "person", "org", "organization", "organisation", "company", "model", "product", "tool",
         "project", "event", *_ENTITY, *_PERSON, *_PEOPLE, *_COMPANY, *_COMPANIES),
        ("entities", "organizations", "organisations", "orgs", "models", "guests", *_PEOPLE, *_COMPANIES,
         "entitäten", "entidades", "entités", "entites", "entità", "encje", "varlıklar", "实体", "實體", "実体",
         "エンティティ", "개체", "엔티티", "сутності", "сущности", "كيانات", "الكيانات"),
        "Entities",
    ),
    Kind(
        "concept",
        ("concept", "topic", "theme", "method", "technique", "thema", "主题", *_CONCEPT),
        ("concepts", "topics", "themes", "methods", "konzepte", "begriffe", "conceptos", "conceitos", "concetti",
         "pojęcia", "kavramlar", "概念", "개념", "поняття", "концепції", "понятия", "концепции", "مفاهيم", "المفاهيم"),
        "Concepts",
    ),
    Kind("comparison", ("comparison", "vergleich", "comparación", "comparação", "comparaison", "confronto", "对比",
                        "比较", "比較", "비교", "сравнение", "порівняння"), ("comparisons",), "Comparisons"),
    Kind("synthesis", ("synthesis", "overview", "synthese", "síntesis", "síntese", "synthèse", "sintesi", "综合",
                       "종합", "синтез"), ("synthesis", "syntheses"), "Syntheses"),
    Kind("question", ("question", "query", "frage", "pregunta", "pergunta", "domanda", "问题", "質問", "질문", "вопрос",
                      "питання"), ("questions", "queries"), "Questions"),
    Kind("listing", ("index", "log", "catalog"), (), "Listings"),
)  # fmt: skip

# Instruction files have capitals: `claude.md` in a folder of entities is the page of a model.
_LISTING_NAME = regex(
    rf"(?:(?i:_?index|log|readme|{'|'.join(FRAMES)}|[^/]*-catalog)|AGENTS|CLAUDE|GEMINI|SCHEMA)(?i:{MARKDOWN})\Z"
)
_SOURCE_FIELDS = frozenset({"raw_file", "host"})
# Keys, as `field_key` folds them, for the name of a work in a bibliography.
CITEKEYS = frozenset({"citekey", "cite_key", "citation_key", "citationkey", "bibtex_key", "bibtexkey", "bibkey"})
# Words for works that people sum up, as values of `type:`. A page of one is a source if it names where the work is and
# who made it, or when: without that, a book may be what sources speak about.
_WORKS = frozenset(
    (
        *("book", "chapter", "essay", "report", "whitepaper", "preprint", "thesis", "post", "blog", "blog-post"),
        *("newsletter", "tweet", "thread", "podcast", "podcast-episode", "interview", "talk", "lecture", "webinar"),
        *("video", "youtube", "youtube-video", "documentary", "course", "clipping", "bookmark", "web", "webpage"),
        *("web-page", "journal-article", "journalarticle", "conference-paper", "conferencepaper", "research-paper"),
        *("news-article", "newspaper-article", "magazine-article", "book-section", "booksection", "presentation"),
    )
)
# Words for what people said to each other, as values of `type:`. A page of one is a source if it says when that was,
# and who was there or where it is recorded.
_MEETINGS = frozenset({"meeting", "call", "one-on-one", "1-on-1", "1-1", "conversation", "reunión", "reunião", "会议"})
WORKS = _WORKS | _MEETINGS | {"paper", "article", "episode"}
# A page about a work: `paper-summary`, `Book notes`.
_SUMMED_UP = regex(r"(.+)-(?:notes?|summary|minutes|transcript)\Z")
_PLACE_KEYS = frozenset(key.replace("-", "_") for key in IDENTIFIERS)
_URL = frozenset({"url"})
_WHEN = frozenset({"published"})
_PLACES = _URL | {"raw_file"}
_MAKERS = frozenset({"authors", "host", "guests", "participants", "channel", "publisher"})
# Categories of what was read.
_READ = frozenset({"articles", "books", "episodes", "papers", "podcasts", "tweets", "videos"})


class KindTable(NamedTuple):
    """The kinds, ready to be looked up: folded type value -> kind, folded folder -> kind, kind -> plural."""

    by_type: dict[str, str]
    by_folder: dict[str, str]
    plurals: dict[str, str]

    def of_folder(self, name: str) -> str:
        """The kind that a folder of this name says its documents are; empty where it says none."""
        folded = _spaced(fold(name))
        return self.by_folder.get(folded) or self.by_folder.get(undecorated(folded), "")


@lru_cache(maxsize=4)
def kind_table(extra: tuple[Kind, ...] = ()) -> KindTable:
    """The built-in kinds with those of `kbgen.toml`, which win."""
    by_type, by_folder, plurals = dict[str, str](), dict[str, str](), dict[str, str]()
    for kind in (*KINDS, *extra):
        by_type.update({type_key(value): kind.name for value in (*kind.types, kind.name)})
        by_folder.update({_spaced(fold(folder)): kind.name for folder in kind.folders})
        if kind.plural:
            plurals[kind.name] = kind.plural
    return KindTable(by_type, by_folder, plurals)


def kind_of(path: str, facts: Facts, table: KindTable) -> tuple[str, str]:
    """Kind and subkind ('' = none) of the document at a kb path."""
    fields = {field_key(field.key): field for field in facts.fields}
    kind, subkind = _kind_of(path, facts, fields, table)
    return kind, subkind or (subkind_of(_text(fields.get("category"))) if kind == "entity" else "")


def _kind_of(path: str, facts: Facts, fields: dict[str, Field], table: KindTable) -> tuple[str, str]:
    """The same without what a category says of an entity."""
    subkind = next((_subkind(_text(fields.get(name))) for name in _SUBKIND_FIELDS if name in fields), "")
    typed = [field for field in facts.fields if field.name == "type"]
    for field in sorted(typed, key=_rank_of_type) if len(typed) > 1 else typed:
        written = _text(field)
        if written and _MEDIA.match(written) is None:
            own = type_key(written)
            known = "source" if _is_source(own, path, facts, fields, table) else own
            kind, word = _said_by(own, table)
            return kind or known, subkind or _subkind(word)
    for key in ("kind", "category"):
        kind, word = _said_by(type_key(_text(fields.get(key))), table)
        if kind:
            return kind, subkind or _subkind(word)
    for folder in reversed(path.split("/")[:-1]):
        if kind := table.of_folder(folder):
            return kind, subkind or (_subkind(_singular(folder)) if kind == "entity" else "")
    names = {field.name for field in facts.fields}
    if names & _SOURCE_FIELDS or _is_filled(fields, CITEKEYS):
        return "source", subkind
    placed = _from_web(facts) or _is_filled(fields, _PLACE_KEYS)
    if (placed and "authors" in names) or ("published" in names and (placed or _says(facts, _URL))):
        return "source", subkind
    if "authors" in names and type_key(_text(fields.get("category"))).lstrip("#") in _READ:
        return "source", subkind
    return ("source" if is_named_as_raw(path, facts) else "note"), subkind


def _said_by(word: str, table: KindTable) -> tuple[str, str]:
    """The kind that a word for kinds says ('' for a word that is not known), and the word for its sort."""
    kind = table.by_type.get(word, "")
    summed_up = _SUMMED_UP.match(word) if not kind else None
    if summed_up is not None and (summed_up[1] in WORKS or summed_up[1] == "reading"):
        return "source", summed_up[1]
    return kind, word


def _is_source(word: str, path: str, facts: Facts, fields: dict[str, Field], table: KindTable) -> bool:
    """Whether a page of that type sums up a work, or what people said: by its fields, or by its folder."""
    if word in _MEETINGS:
        return _says(facts, _WHEN) and _says(facts, _MAKERS | _PLACES)
    if _folder_kind(path, table) == "source":  # a word of one's own for a sort of source (`industry-report`) as well
        return word in _WORKS or (word not in table.by_type and _is_placed(facts, fields))
    return word in _WORKS and _is_work(facts, fields)


def _folder_kind(path: str, table: KindTable) -> str:
    """The kind that the nearest folder says its pages are that says any; else ''."""
    return next((kind for folder in reversed(path.split("/")[:-1]) if (kind := table.of_folder(folder))), "")


def _is_work(facts: Facts, fields: dict[str, Field]) -> bool:
    """Whether a page says where a work is, and who made it or when."""
    names = {field.name for field in facts.fields}
    if not names & _MAKERS and "published" not in names:
        return False
    return _is_placed(facts, fields)


def _is_placed(facts: Facts, fields: dict[str, Field]) -> bool:
    """Whether a page says where a work is."""
    return _says(facts, _PLACES) or _from_web(facts) or _is_filled(fields, _PLACE_KEYS)


def _is_filled(fields: dict[str, Field], keys: frozenset[str]) -> bool:
    """Whether one of the keys (as `field_key` folds them) says something."""
    return any(_has_value(fields[key]) for key in keys if key in fields)


def _says(facts: Facts, names: frozenset[str]) -> bool:
    """Whether a field of one of these canonical names says something."""
    return any(field.name in names and _has_value(field) for field in facts.fields)


def _has_value(field: Field) -> bool:
    """Whether a field says more than what a template, or somebody without an answer, has written there."""
    said = text_of(field.value)
    return not says_nothing(said) and "{{" not in said


def _from_web(facts: Facts) -> bool:
    """Whether a page names one address of the web as its source, as clipped pages do."""
    found = [field.value for field in facts.fields if field.name == "cites"]
    return len(found) == 1 and isinstance(found[0], str) and found[0].startswith(("https://", "http://"))


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


def subkind_of(written: str) -> str:
    """A word in parentheses as a subkind ('' where it is none that is known)."""
    word = _SAME_SUBKIND.get(type_key(written), type_key(written))
    return word if word in SUBKINDS else ""


def _subkind(written: str) -> str:
    word = type_key(written)
    word = _SAME_SUBKIND.get(word, word)
    return "" if word in _NO_SUBKIND else word


def _singular(folder: str) -> str:
    name = undecorated(fold(folder))
    return _SINGULARS.get(name) or _SAME_SUBKIND.get(name, "")


def _spaced(folder: str) -> str:
    """The name of a folder with one sign between its words (`Literature Notes`, `literature_notes`)."""
    return folder.replace(" ", "-").replace("_", "-")


_SINGULARS = {
    **dict.fromkeys(("organizations", "organisations", "orgs"), "organization"),
    "models": "model",
}


@lru_cache(maxsize=1024)
def field_key(written: str) -> str:
    """A key under which kinds look for it, in whatever spelling."""
    return written.casefold().replace("-", "_").replace(" ", "_")


def _rank_of_type(field: Field) -> int:
    return {"type": 0, "page_type": 1}.get(field.key, 2)


@lru_cache(maxsize=1024)
def type_key(written: str) -> str:
    """The key under which words for kinds are compared, in whatever spelling.

    >>> type_key("Source Summary"), type_key("source_summary")
    ('source-summary', 'source-summary')
    """
    return nfc(written.strip().casefold()).replace(" ", "-").replace("_", "-")


def _text(field: Field | None) -> str:
    """The word in a field, the first in a list; of a link (`type: "[[People]]"`) the name of the page."""
    value = field.value if field is not None else ""
    first = next((text for one in value if (text := text_of(one).strip())), "") if isinstance(value, tuple) else value
    text = first.strip() if isinstance(first, str) else ""
    return text[2:-2].partition("|")[0].rpartition("/")[2].strip() if text[:2] == "[[" and text[-2:] == "]]" else text
