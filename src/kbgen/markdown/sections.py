"""What a section's heading means (`schema.md`, "Sections with a meaning"). Pure tables."""

from __future__ import annotations

import re
from functools import lru_cache

from kbgen.names import fold

# The first line of each row is what English wikis write; the others are the same words in other languages.
SECTIONS: dict[str, tuple[str, ...]] = {
    "entities": (
        "entities mentioned", "entities", "entities & concepts", "entities and concepts", "concepts mentioned",
        "concepts discussed", "concepts extracted", "related entities", "key concepts", "topics", "concepts",
        "key entities", "people mentioned", "topics mentioned",
        "erwähnte entitäten", "entitäten", "begriffe", "themen", "提到的实体", "实体", "关键概念", "概念", "主题",
        "登場エンティティ", "エンティティ", "主要概念", "언급된 개체", "개체", "주요 개념",
        "згадані сутності", "сутності",
        "เอนทิตีที่กล่าวถึง", "แนวคิดสำคัญ",
    ),
    "assessment": (
        "assessment", "credibility", "evaluation", "source assessment",
        "bewertung", "einschätzung", "评估", "可信度", "評価", "평가", "оцінка", "การประเมิน",
    ),
    "quotes": ("quotes", "notable quotes", "key quotes", "zitate", "引用", "金句", "인용", "цитати", "คำคม"),
    "claims": (
        "key claims", "notable claims", "key points", "key takeaways", "main claims", "claims", "key ideas",
        "kernaussagen", "关键观点", "要点", "主要な主張", "핵심 주장", "ключові твердження", "ประเด็นสำคัญ",
    ),
    "questions": (
        "open questions", "questions", "contradictions",
        "offene fragen", "开放问题", "未解決の質問", "열린 질문", "відкриті питання",
    ),
    "metadata": (
        "metadata", "source", "source details", "source info",
        "metadaten", "元数据", "メタデータ", "метадані",
    ),
}  # fmt: skip

_KNOWN = {heading: meaning for meaning, headings in SECTIONS.items() for heading in headings}
_EDGE = re.compile(r"^[\W\d_]+|[\W_]+$")


def meanings(extra: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Heading (folded, without numbering, signs around) -> meaning; `extra` are the user's headings."""
    return _KNOWN | {heading_key(heading): meaning for meaning, headings in extra.items() for heading in headings}


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading as the table spells it: `2. Entities Mentioned:` is `entities mentioned`."""
    return " ".join(_EDGE.sub("", fold(heading)).split())
