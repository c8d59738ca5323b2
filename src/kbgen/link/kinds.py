"""The kinds of pages, and the words for them in many languages: data (`schema.md`). Knows no document; of which kind
one is, `link.classify` finds."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kbgen.model import Value
from kbgen.text.names import fold, nfc, undecorated

SUBKINDS = frozenset({
    "person", "organization", "company", "model", "product", "tool", "project", "event",
})  # fmt: skip
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

MEETINGS = frozenset({"meeting", "call", "one-on-one", "1-on-1", "1-1", "conversation", "reunión", "reunião", "会议"})
"""Words for what people said to each other, as values of `type:`. A page of one is a source if it says when that was,
and who was there or where it is recorded."""

WORKS = MEETINGS | frozenset(
    (
        *("book", "chapter", "essay", "report", "whitepaper", "preprint", "thesis", "post", "blog", "blog-post"),
        *("newsletter", "tweet", "thread", "podcast", "podcast-episode", "interview", "talk", "lecture", "webinar"),
        *("video", "youtube", "youtube-video", "documentary", "course", "clipping", "bookmark", "web", "webpage"),
        *("web-page", "journal-article", "journalarticle", "conference-paper", "conferencepaper", "research-paper"),
        *("news-article", "newspaper-article", "magazine-article", "book-section", "booksection", "presentation"),
        *("paper", "article", "episode"),
    )
)
"""Words for what people sum up, as values of `type:`. A page of a work is a source if it names where the work is and
who made it, or when: without that, a book may be what sources speak about."""


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


def subkind_of(written: str) -> str:
    """A word in parentheses as a subkind ('' where it is none that is known)."""
    word = own_subkind(written)
    return word if word in SUBKINDS else ""


def own_subkind(written: str) -> str:
    """The value of a field as a subkind, whichever its author has; '' for a word that is a kind's."""
    word = type_key(written)
    word = _SAME_SUBKIND.get(word, word)
    return "" if word in _NO_SUBKIND else word


def subkind_of_folder(folder: str) -> str:
    """What the pages in a folder of entities of that name are ('' = entities of any sort)."""
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
def type_key(written: str) -> str:
    """The key under which words for kinds are compared, in whatever spelling.

    >>> type_key("Source Summary"), type_key("source_summary")
    ('source-summary', 'source-summary')
    """
    return nfc(written.strip().casefold()).replace(" ", "-").replace("_", "-")
