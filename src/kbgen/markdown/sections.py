"""What a section's heading means (`schema.md`, "Sections with a meaning"). Knows headings, and no text below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from kbgen.text.metadata import METADATA
from kbgen.text.names import fold
from kbgen.text.regex import regex

# The first line of each row is what English wikis write; the others are the same words in other languages.
SECTIONS: dict[str, tuple[str, ...]] = {
    "entities": (
        "entities mentioned", "entities", "entities & concepts", "entities and concepts", "concepts mentioned",
        "concepts discussed", "concepts extracted", "related entities", "key concepts", "topics", "concepts",
        "key entities", "people mentioned", "topics mentioned", "related concepts", "mentioned entities",
        "concepts covered", "concepts introduced", "concepts touched", "concepts referenced", "entities covered",
        "entities introduced", "entities touched", "entities referenced", "entities extracted", "key people",
        "genannte personen", "erwähnte personen",
        "erwähnte entitäten", "entitäten", "begriffe", "themen", "konzepte", "erwähnte konzepte", "verwandte konzepte",
        "entidades mencionadas", "entidades", "entidades relacionadas", "personas mencionadas", "conceptos",
        "conceptos mencionados", "conceptos clave", "conceptos relacionados", "conceptos extraídos",
        "conceitos tocados", "pessoas mencionadas",
        "conceitos", "conceitos mencionados", "conceitos-chave", "conceitos relacionados", "conceitos extraídos",
        "entités mentionnées", "personnes mentionnées",
        "entités", "concepts mentionnés", "concepts clés", "concepts extraits",
        "entità menzionate", "persone menzionate", "entità", "concetti menzionati", "concetti chiave", "concetti",
        "wspomniane encje", "encje", "kluczowe pojęcia", "pojęcia",
        "bahsedilen varlıklar", "varlıklar", "anahtar kavramlar", "kavramlar",
        "提到的人物",
        "提到的实体", "实体", "关键概念", "概念", "主题", "提到的概念", "涉及的概念", "涉及的实体", "相关实体",
        "相关概念", "关键实体", "核心概念", "实体与概念",
        "登場人物",
        "登場エンティティ", "エンティティ", "主要概念", "関連エンティティ", "関連概念", "関連コンセプト", "主要な概念",
        "言及された概念",
        "언급된 인물",
        "언급된 개체", "개체", "주요 개념", "언급된 엔티티", "엔티티", "관련 엔티티", "관련 개념",
        "관련 엔티티/개념", "핵심 개념",
        "згадані сутності", "сутності", "упомянутые сущности", "сущности", "связанные сущности", "концепции", "понятия",
        "ключевые концепции", "ключевые понятия", "упомянутые люди", "упомянутые концепции",
        "الكيانات المذكورة", "الأشخاص المذكورون", "الكيانات", "المفاهيم المذكورة", "المفاهيم", "المفاهيم الرئيسية",
        "เอนทิตีที่กล่าวถึง", "แนวคิดสำคัญ", "khái niệm liên quan",
    ),
    "assessment": (
        "assessment", "credibility", "evaluation", "source assessment", "source evaluation", "reliability",
        "source quality", "quellenbewertung", "quellenkritik", "glaubwürdigkeit", "evaluación de la fuente",
        "avaliação da fonte", "évaluation de la source", "valutazione della fonte", "ocena źródła", "wiarygodność",
        "kaynak değerlendirmesi", "来源评估", "來源評估", "評估", "可靠性", "信頼性", "情報源の評価", "출처 평가",
        "신뢰도", "оцінка джерела", "оценка источника", "تقييم المصدر",
        "bewertung", "einschätzung", "evaluación", "credibilidad", "avaliação", "credibilidade", "évaluation",
        "crédibilité", "valutazione", "ocena", "değerlendirme",
        "评估", "可信度", "評価", "평가", "оцінка", "оценка", "достоверность", "التقييم", "การประเมิน",
    ),
    "quotes": (
        "quotes", "notable quotes", "key quotes", "notable quotes / moments", "quotable", "memorable quotes",
        "zitate", "citas", "citas destacadas", "citas textuales",
        "citações", "citações relevantes", "citações notáveis", "citations notables", "citations marquantes",
        "citazioni", "cytaty", "alıntılar",
        "引用", "金句", "关键摘录", "原文摘录", "关键引文", "인용", "인용문", "주요 인용", "인용할 만한 구절",
        "цитати", "цитаты", "ключевые цитаты", "اقتباسات", "الاقتباسات", "คำคม",
    ),
    "claims": (
        "key claims", "notable claims", "key points", "key takeaways", "main claims", "claims", "key ideas",
        "kernaussagen", "kernpunkte", "ideas clave", "puntos clave", "afirmaciones clave", "ideias-chave",
        "pontos-chave", "principais pontos", "points clés", "idées clés", "punti chiave", "kluczowe punkty",
        "önemli noktalar",
        "关键观点", "要点", "关键要点", "核心观点", "主要な主張", "主なポイント", "핵심 주장", "핵심 포인트",
        "ключові твердження", "ключевые утверждения", "ключевые тезисы", "ключевые идеи", "النقاط الرئيسية",
        "ประเด็นสำคัญ",
    ),
    "questions": (
        "open questions", "questions", "contradictions", "contradictions / tensions", "tensions / open questions",
        "questions / follow-ups", "contradictions & tensions", "open questions / follow-ups",
        "offene fragen", "preguntas abiertas", "contradicciones", "questões abertas", "questões em aberto",
        "perguntas abertas", "contradições", "questions ouvertes", "domande aperte", "otwarte pytania", "açık sorular",
        "开放问题", "待解问题", "未解決の質問", "未解決の問い", "열린 질문", "відкриті питання", "открытые вопросы",
        "противоречия", "أسئلة مفتوحة",
    ),
    "log": (
        "changelog", "change log", "change history", "source log", "sources log", "update log", "update history",
        "revision history", "edit history", "edit log", "version history", "ingest log", "ingestion log",
        "page history", "änderungen", "änderungsprotokoll", "änderungsverlauf", "historial de cambios",
        "registro de cambios", "histórico de alterações", "journal des modifications", "historique des modifications",
        "更新记录", "更新日志", "变更记录", "变更日志", "更新歷史", "変更履歴", "更新履歴", "변경 이력",
        "업데이트 이력", "변경 기록", "история изменений", "журнал изменений", "історія змін",
    ),
    "updates": (
        "pages updated", "updated pages", "pages created", "created pages", "pages touched", "pages affected",
        "affected pages", "pages modified", "pages created or updated", "pages created and updated",
        "pages created / updated",
        "pages created/updated", "pages updated or created", "pages updated / created", "pages created & updated",
        "wiki pages updated", "wiki pages created", "wiki pages touched", "wiki pages created or updated",
        "wiki pages created / updated", "wiki pages created/updated", "wiki updates", "updates to the wiki",
        "pages updated by this ingest", "pages created by this ingest", "pages touched by this ingest",
        "pages updated from this source", "pages created from this source", "pages this source touches",
        "aktualisierte seiten", "angelegte seiten", "erstellte seiten", "betroffene seiten", "geänderte seiten",
        "páginas creadas", "páginas actualizadas", "páginas tocadas", "páginas afectadas",
        "páginas creadas o actualizadas", "páginas criadas", "páginas atualizadas", "páginas criadas ou atualizadas",
        "pages mises à jour", "pages créées", "pages touchées", "pages impactées", "pages créées ou mises à jour",
        "pages mises à jour par cet ingest", "pages mises à jour par cette source", "pagine aggiornate",
        "pagine create", "utworzone strony", "zaktualizowane strony",
        "更新的页面", "更新页面", "新建页面", "创建的页面", "受影响页面", "受影响的页面", "涉及页面",
        "更新したページ", "作成したページ", "更新ページ", "업데이트된 페이지", "생성된 페이지", "갱신된 페이지",
        "обновлённые страницы", "обновленные страницы", "созданные страницы", "затронутые страницы",
        "оновлені сторінки", "створені сторінки",
    ),
    "metadata": METADATA,
}  # fmt: skip

OPENINGS = frozenset((
    "overview", "introduction", "intro", "summary", "abstract", "notes", "note", "tl;dr", "tldr", "background",
    "description", "context", "highlights", "annotations", "contents", "table of contents", "toc",
    "motivation", "problem", "idea", "definition",
    "einleitung", "einführung", "überblick", "zusammenfassung", "notizen", "hintergrund",
    "introducción", "resumen", "notas", "introdução", "resumo", "visão geral", "résumé", "aperçu", "notes de lecture",
    "introduzione", "riassunto", "note di lettura", "wstęp", "podsumowanie", "notatki", "giriş", "özet", "notlar",
    "введение", "обзор", "заметки", "конспект", "вступ", "огляд", "нотатки", "مقدمة", "ملخص", "ملاحظات",
    "摘要", "简介", "概述", "概要", "笔记", "背景", "引言", "简述",
    "はじめに", "要約", "メモ", "개요", "요약", "소개", "메모",
))  # fmt: skip
"""Headings of the first section of a text, folded: above others of level 1 they are no title."""

ENDINGS = frozenset((
    "references", "reference", "sources", "source", "bibliography", "backlinks", "links", "external links", "related",
    "related notes", "related pages", "see also", "further reading", "footnotes", "resources", "citations", "appendix",
    "quellen", "literatur", "verweise", "siehe auch", "weiterführendes", "fußnoten",
    "referencias", "fuentes", "bibliografía", "enlaces", "véase también", "referências", "fontes", "bibliografia",
    "références", "liens", "voir aussi", "bibliographie", "riferimenti", "fonti", "collegamenti", "vedi anche",
    "źródła", "odnośniki", "zobacz też", "bronnen", "kaynaklar", "kaynakça", "ayrıca bakınız",
    "ссылки", "источники", "литература", "см. также", "посилання", "джерела", "література", "див. також",
    "المراجع", "المصادر", "انظر أيضا", "参考", "参考资料", "参考文献", "参考链接", "相关", "相关笔记", "另见",
    "参考資料", "関連", "関連ページ", "関連項目", "引用元", "ソース", "参照",
    "참고", "참고 문헌", "참고문헌", "참고 자료", "출처", "관련", "관련 페이지",
    "원본", "nguồn", "liên kết", "แหล่งที่มา",
))  # fmt: skip
"""Headings of the last section of a text, folded: below other text they are no title."""

REFERENCES = frozenset((
    "references", "reference", "reference list", "references cited", "sources", "source list", "works cited",
    "literature cited", "literature", "bibliography", "citations", "cited works", "cited sources", "endnotes",
    "sources cited", "sources consulted", "sources and references", "references and sources", "web sources",
    "quellen", "quellenverzeichnis", "literatur", "literaturverzeichnis", "referenzen", "einzelnachweise", "belege",
    "referencias", "referencias bibliográficas", "fuentes", "fuentes citadas", "obras citadas", "bibliografía",
    "referências", "referências bibliográficas", "referências citadas", "fontes", "bibliografia",
    "références", "références bibliographiques", "bibliographie", "sources citées", "sources des citations",
    "ouvrages cités", "riferimenti", "riferimenti bibliografici", "fonti", "fonti citate", "źródła", "przypisy",
    "cytowane prace", "bronnen", "referenties", "geciteerde werken", "kaynaklar", "kaynakça", "alıntılanan çalışmalar",
    "ссылки", "источники", "литература", "список литературы", "список источников", "использованные источники",
    "посилання", "джерела", "література", "список літератури", "перелік джерел",
    "المراجع", "المصادر", "مراجع", "مصادر", "संदर्भ", "स्रोत",
    "참고", "참고 문헌", "참고문헌", "참고 자료", "참고자료", "출처",
    "参考", "参考资料", "参考文献", "参考来源", "来源", "引用", "引用来源", "引用的著作", "资料来源",
    "參考資料", "參考文獻", "資料來源", "參考來源",
    "参考資料", "引用文献", "出典", "情報源", "引用元", "ソース", "nguồn", "nguồn trích dẫn", "tài liệu tham khảo",
    "nguồn tham khảo", "แหล่งที่มา", "แหล่งอ้างอิง", "อ้างอิง", "daftar pustaka", "referensi", "sumber",
))  # fmt: skip
"""Headings of lists of works, folded: numbers in the text may cite what stands below them."""

_SOURCES = regex(  # "Source mentions", "Mentioned in the sources", "Key supporting sources"
    r"(?:(?:all|key|main|primary|secondary|related|supporting|other|further|additional|raw|the) )*+"
    r"(?:sources?|mention(?:s|ed)?|references?|cit(?:ed|ations)|appear(?:s|ances))"
    r"(?: (?:in|by|from|of|and|the|sources?|mention(?:s|ed|ing)?|references|citations|pages|summaries|material))*+"
    r"|(?:来源|源文|原文)(?:提及|引用|摘录)|來源提及"
)

GROUPS = frozenset((
    "subdirectories", "sub-directories", "directories", "subfolders", "folders", "files", "documents",
))  # fmt: skip
"""Headings of lists in an index that say what the list is of, folded: none is what the folder is called."""

_KNOWN = {heading: meaning for meaning, headings in SECTIONS.items() for heading in headings}
_EDGE = regex(r"^[\W\d_]+|(?<![\W_])[\W_]+$")


def meanings(extra: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Heading (folded, without numbering, signs around) -> meaning; `extra` are the user's headings."""
    return _KNOWN | {heading_key(heading): meaning for meaning, headings in extra.items() for heading in headings}


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading as the table spells it: `2. Entities Mentioned:` is `entities mentioned`."""
    return " ".join(_EDGE.sub("", fold(heading)).split())


def says_sources(heading: str) -> bool:
    """Whether a heading says of what stands below it no more than that it is a list of sources or of other pages."""
    key = heading_key(heading)
    return key in REFERENCES or key in ENDINGS or key in _KNOWN or _SOURCES.fullmatch(key) is not None


def section_meanings(levels: Iterable[int], own: Sequence[str]) -> list[str]:
    """The meaning of each heading's section ('' = none), by the headings' levels and what each `own` text says; one
    without its own takes that of the section around it."""
    result: list[str] = []
    around: list[tuple[int, str]] = []
    for level, meaning in zip(levels, own, strict=True):
        while around and around[-1][0] >= level:
            around.pop()
        meaning = meaning or (around[-1][1] if around else "")
        around.append((level, meaning))
        result.append(meaning)
    return result
