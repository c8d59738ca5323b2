"""Words with which people fill in what must not be empty. Knows no field."""

from __future__ import annotations

_NOTHING = frozenset((
    "", "~", "-", "–", "—", "?", "none", "null", "n/a", "na", "not available", "not stated", "todo", "tbd", "tba",
    "unknown", "undefined", "not specified", "not provided", "not applicable", "unspecified",
    "untitled", "no title", "new page", "undated", "n.d", "nd",
    "unbekannt", "desconocido", "desconhecido", "inconnu", "неизвестно", "未知", "不明", "暂无", "なし", "미상", "없음",
))  # fmt: skip


def says_nothing(text: str) -> bool:
    """Whether a title, a name or a value of a field is one of these words.

    >>> says_nothing("undefined"), says_nothing("n.d."), says_nothing("Nobody")
    (True, True, False)
    """
    return text.strip().rstrip(".").casefold() in _NOTHING
