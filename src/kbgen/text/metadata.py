"""What is written above the fields of a source where they stand in its text, in the words of many languages. Knows no
fields."""

from __future__ import annotations

METADATA = (
    *("metadata", "source", "source details", "source info", "source information", "source metadata"),
    *("episode metadata", "episode details", "episode info", "episode information", "podcast metadata"),
    *("paper metadata", "paper details", "paper info", "paper information", "article metadata", "article info"),
    *("video metadata", "video details", "video info", "book info", "publication details", "document info"),
    *("bibliographic information", "bibliographic info", "metadaten", "metadatos", "metadados", "métadonnées"),
    *("video information", "book information", "article information", "article details", "podcast info", "talk info"),
    *("document information", "basic information", "informationen zur quelle", "información de la fuente"),
    *(
        "视频信息",
        "文章信息",
        "论文信息",
        "书籍信息",
        "来源信息",
        "文档信息",
        "播客信息",
        "基本信息",
        "影片資訊",
        "基本資訊",
    ),
    *("基本情報", "動画情報", "論文情報", "記事情報", "書誌情報", "기본 정보", "영상 정보", "논문 정보", "문서 정보"),
    *("metadati", "metadane", "元数据", "元資料", "メタデータ", "메타데이터", "метадані", "метаданные", "ข้อมูลเมตา"),
)
"""Headings, folded, of sections that have a source's metadata."""

SOURCE = ("quelle", "fuente", "fonte", "źródło", "来源", "來源", "источник", "kaynak", "المصدر")
"""Words for “source”, folded: such headings where fields stand below, else those of what a text refers to."""
