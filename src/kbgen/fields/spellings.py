"""The names that fields go by, and the spellings of them found in use. Knows names only, no values."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from kbgen.model import Value

# Canonical name -> other spellings, folded, in the order in which they count (the field's own name first).
_ROWS: dict[str, str] = {
    "type": "page_type typ 类型 類型 種類 유형 тип ประเภท",
    "title": "titel 标题 標題 タイトル 제목 назва ชื่อเรื่อง",
    "published": "published_at date date_published source_date publish_date year iso_date isodate "
    "datum veröffentlicht 发布日期 發布日期 日期 公開日 발행일 날짜 дата วันที่",
    "url": "source_url video_url resource canonical_url arxiv_url youtube_url link 链接 連結 リンク 링크 посилання ลิงก์",
    "raw_file": "raw source_file source_path original rohdatei 原始文件 原始檔案",
    "cites": "sources source references quellen 参考文献 參考文獻 出典 출처 джерела แหล่งที่มา",
    "raw_hash": "sha256 raw_sha256 source_hash content_hash contenthash source_sha256",
    "host": "hosts moderator 主持人 司会 진행자 ведучий พิธีกร",
    "guests": "guest speaker speakers gast gäste 嘉宾 來賓 ゲスト 게스트 гість гості แขกรับเชิญ",
    "authors": "author autor autoren autorin 作者 著者 저자 автор автори ผู้เขียน",
    "channel": "show_title kanal 频道 頻道 チャンネル 채널 канал ช่อง",
    "publisher": "outlet verlag 出版社 출판사 видавець สำนักพิมพ์",
    "created": "erstellt 创建日期 建立日期 作成日 생성일 створено สร้างเมื่อ",
    "updated": "last_updated last_verified timestamp aktualisiert 更新日期 更新日 수정일 оновлено อัปเดตเมื่อ",
    "ingested": "date_ingested captured retrieved_at generated.at",
    "credibility": "confidence base_confidence quality_score",
    # The other words of this row (contested, superseded_by, stale_after, review_after) say more than a
    # status would: they are known, and keep their own names.
    "status": "lifecycle 状态 狀態 상태 статус สถานะ",
    "aliases": "alias 别名 別名 별칭 псевдоніми ชื่ออื่น",
    "tags": "tag schlagwörter 标签 標籤 タグ 태그 теги แท็ก",
    "description": "summary beschreibung zusammenfassung 摘要 描述 説明 설명 опис คำอธิบาย",
    "format": "",
    "concepts": "",
    "entities": "",
    "topics": "",
    "themes": "",
    "related": "",
    "links": "",
    "contested": "",
    "superseded_by": "",
    "stale_after": "",
    "review_after": "",
    "id": "",
    "redirect_from": "",
    "slug": "",
}

SPELLINGS: dict[str, str] = {spelling: name for name, others in _ROWS.items() for spelling in (name, *others.split())}
"""Every known spelling, folded -> canonical name; in the order in which spellings of one name count."""

RANKS: dict[str, int] = {spelling: rank for rank, spelling in enumerate(SPELLINGS)}
"""Place of each spelling in the table: of two fields with one name, the lower one is the first to ask."""

SOURCE_ONLY = frozenset({"raw_file", "host", "guests"})
"""Canonical names that only a source has: one of them makes lines below a title a metadata block."""

METADATA_HEADINGS = (
    *("metadata", "source", "source details", "source info", "metadaten", "quelle", "元数据", "元資料"),
    *("来源", "來源", "メタデータ", "메타데이터", "метадані", "ข้อมูลเมตา"),
)
"""Headings, folded, above a list or table of fields."""


class FieldSettings(Value, frozen=True):
    """What `kbgen.toml` can say about fields.

    `spellings`: folded key (`fold_key`) -> canonical name. `headings`: folded headings above a list or
    table of fields.
    """

    spellings: dict[str, str] = msgspec.field(default_factory=lambda: SPELLINGS)
    headings: tuple[str, ...] = METADATA_HEADINGS


class ParseSettings(Value, frozen=True):
    """What of `kbgen.toml` changes how a file is read; picklable, and part of what is remembered."""

    fields: FieldSettings = FieldSettings()
    sections: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    relations: tuple[str, ...] = ()
    remote_images: bool = False


def canonical(key: str, spellings: dict[str, str]) -> str:
    """The canonical name of a key as written; the key itself when it is in no row."""
    return known(key, spellings) or key


def known(key: str, spellings: dict[str, str]) -> str | None:
    """The canonical name of a key as written; None when it is in no row."""
    folded, parted = _folds(key)
    return spellings.get(folded) or spellings.get(parted)


def rank(key: str) -> int:
    """Where a key as written stands in the table, for choosing among several spellings of one name."""
    folded, parted = _folds(key)
    return RANKS.get(folded, RANKS.get(parted, len(RANKS)))


def fold_key(key: str) -> str:
    """A key in the form in which keys are compared: lower case, NFC, `-` and space as `_`.

    >>> fold_key("Raw file"), fold_key("date-published")
    ('raw_file', 'date_published')
    """
    return _GAP.sub("_", unicodedata.normalize("NFC", key).strip().lower())


_GAP = re.compile(r"[\s_-]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=4096)
def _folds(key: str) -> tuple[str, str]:
    """The key folded as it is, and with camelCase parted (`rawFile` is `raw_file`)."""
    return fold_key(key), fold_key(_HUMP.sub("_", key))
