"""The names that fields go by, and the spellings of them found in use. Knows names only, no values."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import msgspec

from kbgen.model import Value
from kbgen.text.judged import ASKED
from kbgen.text.metadata import METADATA, SOURCE
from kbgen.text.names import readable
from kbgen.text.regex import regex

# Canonical name -> other spellings, folded, in the order in which they count (the field's own name first).
_ROWS: dict[str, str] = {
    "type": "page_type typ tipo प्रकार 类型 類型 種類 種別 유형 тип tür النوع ประเภท",
    "title": "शीर्षक titel título titulo titre titolo tytuł tytul başlık "
    "标题 標題 タイトル 제목 назва название العنوان ชื่อเรื่อง",
    "published": "published_at date.created date date_published published_date source_date publish_date year "
    "iso_date isodate pub_date source_published publication_date published_on release_date released upload_date "
    "air_date episode_date episode_publish_date recorded recorded_at recorded_on recording_date "
    "datum veröffentlicht veröffentlicht_am fecha fecha_publicación fecha_publicacion fecha_de_publicación "
    "publicado_el publicado_em data_publicação data_publicacao data_de_publicação date_publication date_de_publication "
    "publié_le data_pubblicazione data_di_pubblicazione pubblicato_il data_publikacji opublikowano tarih yayın_tarihi "
    "yayınlanma_tarihi "
    "anio data_documento दिनांक तारीख तिथि प्रकाशन_तिथि "
    "发布日期 發布日期 日期 日付 发布时间 發佈日期 公開日 発行日 발행일 날짜 게시일 дата дата_публикации опубликовано "
    "дата_публікації опубліковано التاريخ تاريخ_النشر سنة_النشر วันที่",
    "url": "source_url video_url resource canonical_url arxiv_url youtube_url paper_url original_url episode_url "
    "episode_link paper_link arxiv_link article_link video_link raw_url external_uri link enlace lien bağlantı "
    "论文链接 论文地址 原文链接 视频链接 链接 連結 リンク 링크 посилання ссылка الرابط ลิงก์ लिंक कड़ी",
    "raw_file": "raw raw_path raw_paths raw_files raw_source raw_sources source_file source_files source_path original "
    "source_raw rohdatei rohquelle quelldatei archivo_original arquivo_original "
    "fichier_source archivo_raw исходный_файл 原始文件 原始檔案",
    "cites": "sources source source_pages source_notes source_note source_papers source_documents source_summaries "
    "source_articles source_refs related_sources related_papers key_sources primary_sources papers key_papers "
    "source_ids sources_consulted sources_used sources_cited "
    "references quellen quelle fuentes fuente fontes fonte fonti źródła źródło kaynaklar "
    "kaynak bronnen bron 参考文献 參考文獻 来源 來源 出典 출처 "
    "джерела джерело источники источник المصادر المصدر แหล่งที่มา स्रोत",
    "raw_hash": "sha256 raw_sha256 source_hash content_hash contenthash content_sha256 source_sha256 sha256_original",
    "host": "hosts owner_/_host interviewer moderator presentador apresentador 主持人 司会 진행자 ведучий ведущий พิธีกร",
    "guests": "guest interviewee speaker speakers gast gäste invitado invitados invitada "
    "invitadas convidado convidados convidada convidadas invité invités invitée invitées ospite ospiti "
    "嘉宾 來賓 ゲスト 게스트 гість гості гость гости แขกรับเชิญ",
    "participants": "participant attendees attendee teilnehmer teilnehmende participantes participante "
    "asistentes partecipanti uczestnicy katılımcılar deelnemers "
    "参加者 参会人 与会者 與會者 参与者 参与人 参会人员 参加人员 出席者 참석자 참가자 учасники участники "
    "المشاركون الحضور ผู้เข้าร่วม",
    "authors": "author source_author source_authors "
    "autor autoren autorin autores autora auteur auteurs autore autori autorzy yazar yazarlar autor_original "
    "作者 作成者 著者 저자 автор автори авторы المؤلف الكاتب ผู้เขียน लेखक",
    "channel": "show show_title show_name podcast podcast_name kanal canal 频道 頻道 チャンネル 채널 канал ช่อง",
    "publisher": "outlet verlag editorial editora éditeur editore yayıncı 出版社 出版者 发布者 發布者 发布方 発行元 "
    "출판사 видавець издательство الناشر สำนักพิมพ์",
    "created": "created_at created_on created_time create_time date_created creation_date erstellt creado "
    "fecha_creación fecha_creacion criado criado_em data_criação data_criacao créé date_création date_creation creato "
    "utworzono oluşturuldu aangemaakt criada "
    "创建日期 建立日期 作成日 생성일 створено создано дата_создания تاريخ_الإنشاء สร้างเมื่อ",
    "updated": "last_updated last_verified generated.at date.updated last_update.date timestamp updated_at update_time "
    "date_updated modified date_modified modified_at last_modified last_modified_at last_modified_date last_edited "
    "last_edited_time lastmod aktualisiert actualizado fecha_actualización fecha_actualizacion atualizado "
    "atualizado_em mis_à_jour aggiornato zaktualizowano güncellendi "
    "bijgewerkt laatst_bijgewerkt "
    "更新日期 更新日 最終更新 수정일 оновлено обновлено تاريخ_التحديث อัปเดตเมื่อ",
    "ingested": "date_ingested captured retrieved_at ingested_at date_ingest ingest_date ingested_on "
    "date_added added_at added accessed accessed_at erfasst erfasst_am abgerufen acceso fecha_acceso "
    "data_ingest data_ingestao data_ingestão data_de_ingestão data_acesso ingerido",
    "credibility": f"confidence base_confidence quality_score {ASKED['credibility']}",
    "bias": ASKED["bias"],
    "utility": ASKED["utility"],
    # The other words of this row (contested, superseded_by, stale_after, review_after) say more than a
    # status would: they are known, and keep their own names.
    "status": "lifecycle estado statut stato durum 状态 狀態 状態 ステータス 상태 статус الحالة สถานะ",
    "aliases": "alias 别名 別名 별칭 псевдоніми псевдонимы ชื่ออื่น",
    "tags": "tag schlagworte schlagwörter etiquetas etiqueta étiquettes mots_clés etichette tagi etiketler etiket "
    "标签 標籤 タグ 태그 теги الوسوم التسميات แท็ก टैग",
    "description": "summary desc beschreibung kurzbeschreibung zusammenfassung descripción descripcion resumen "
    "descrição descricao resumo résumé descrizione riassunto opis açıklama özet "
    "摘要 要約 概要 描述 説明 설명 요약 опис описание الوصف คำอธิบาย विवरण सारांश",
    "format": "",
    "concepts": "key_concepts related_concepts concepts_mentioned",
    "entities": "key_entities related_entities entities_mentioned",
    "topics": "",
    "themes": "",
    "related": "verwandt verwandtes relacionado relacionados relacionada relacionadas lié liés liée liées correlati "
    "powiązane ilgili gerelateerd 相关 相關 関連 関連項目 관련 관련_페이지 관련_문서 "
    "связанное связанные пов'язані ذات_صلة",
    "links": "",
    "contested": "",
    "superseded_by": "",
    "stale_after": "",
    "review_after": "",
    "id": "",
    "redirect_from": "",
    "slug": "",
}

EVIDENCE = frozenset(
    "evidence evidences claims derived_from synthesized_from synthesis_from synthesizes based_on supported_by "
    "contradictions quotes mentioned_in appears_in appearances seen_in first_seen first_seen_in introduced_in".split()
)
"""Keys of fields that keep their own names, in parts: the sources that they name are drawn on."""

SPELLINGS: dict[str, str] = {spelling: name for name, others in _ROWS.items() for spelling in (name, *others.split())}
"""Every known spelling, folded -> canonical name; in the order in which spellings of one name count."""

RANKS: dict[str, int] = {spelling: rank for rank, spelling in enumerate(SPELLINGS)}
"""Place of each spelling in the table: of two fields with one name, the lower one is the first to ask."""

SOURCE_ONLY = frozenset({"raw_file", "host", "guests"})
"""Canonical names that only a source has: one of them makes lines below a title a metadata block."""

PERSONS = frozenset({"host", "guests", "participants", "authors"})
"""Canonical names of the fields whose values are people."""

OF_WORKS = frozenset(
    "venue journal conference booktitle doi arxiv arxiv_id code github repo repository affiliation affiliations "
    "institution institutions duration length 会议 會議 期刊 机构 機構 单位 代码 論文誌 学会 所属 コード "
    "학회 소속 코드".split()
)
"""Keys of no row, folded, that say something of a work: beside a known one they make lines a metadata block."""

METADATA_HEADINGS = (*METADATA, *SOURCE)
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
    label_first: bool = False


def canonical(key: str, spellings: dict[str, str]) -> str:
    """The canonical name of a key as written; the key itself when it is in no row."""
    return known(key, spellings) or key


_DATA = frozenset({"data"})  # “date” in Portuguese and Italian, and in English anything
_DATE = regex(
    r"\s*(?:(?:19|20)\d\d(?:[-/.]\d\d?){0,2}(?:T\S*)?|\d\d?[/.-]\d\d?[/.-](?:19|20)\d\d"
    r"|\d\d?º?(?: de)? [^\W\d_]{3,10}(?: de)? (?:19|20)\d\d)\s*"
)


def by_value(key: str, value: object, spellings: dict[str, str]) -> str:
    """The canonical name of a key as written whose value tells what it means (`data: 2026-02-03`, and `url: /news/a/`,
    which is the page's own address in Hugo); '' for any other."""
    folded = fold_key(key)
    if folded == "url" and isinstance(value, str) and value.startswith("/") and not value.startswith("//"):
        return "permalink"
    is_date = folded in _DATA and folded not in spellings and isinstance(value, str)
    return "published" if is_date and _DATE.fullmatch(str(value)) else ""


def known(key: str, spellings: dict[str, str]) -> str | None:
    """The canonical name of a key as written; None when it is in no row."""
    folded, parted = _folds(key)
    return spellings.get(folded) or spellings.get(parted)


def rank(key: str) -> int:
    """Where a key as written stands in the table, for choosing among several spellings of one name."""
    folded, parted = _folds(key)
    return RANKS.get(folded, RANKS.get(parted, len(RANKS)))


@lru_cache(maxsize=4096)
def fold_key(key: str) -> str:
    """A key in the form in which keys are compared: lower case, NFC, `-` and space as `_`.

    >>> fold_key("Raw file"), fold_key("date-published")
    ('raw_file', 'date_published')
    """
    return _GAP.sub("_", unicodedata.normalize("NFC", key).strip().lower())


_GAP = regex(r"[\s_-]+")
_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=4096)
def _folds(key: str) -> tuple[str, str]:
    """The key folded as it is, and with camelCase parted."""
    return fold_key(key), parted_key(key)


_CAMEL = regex(r"[a-z]{3,}(?:[A-Z][a-z]+)+")


def key_in_words(key: str) -> str:
    """A key as a label for readers.

    >>> key_in_words("last_seen"), key_in_words("partOf"), key_in_words("arXiv"), key_in_words("Part of")
    ('Last seen', 'Part of', 'arXiv', 'Part of')
    """
    return readable(parted_key(key) if _CAMEL.fullmatch(key) else key)


def parted_key(key: str) -> str:
    """A key folded, with camelCase parted.

    >>> parted_key("partOf"), parted_key("Part of"), parted_key("part-of")
    ('part_of', 'part_of', 'part_of')
    """
    return fold_key(_HUMP.sub("_", key))
