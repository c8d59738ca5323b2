"""What an assessment of a source is about, in the words of many languages, and in short: the verdict that it begins
with. Knows no source."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbgen.text.regex import regex

ASKED: dict[str, str] = {
    "credibility": "credibility reliability trustworthiness glaubwürdigkeit zuverlässigkeit credibilidad fiabilidad "
    "confianza confiança credibilidade confiabilidade crédibilité fiabilité credibilità affidabilità "
    "wiarygodność güvenilirlik "
    "可信度 可靠性 信頼性 신뢰도 신뢰성 достовірність надійність достоверность надёжность المصداقية الموثوقية "
    "ความน่าเชื่อถือ विश्वसनीयता",
    "bias": "bias voreingenommenheit befangenheit sesgo viés biais pregiudizio stronniczość önyargı "
    "偏见 偏見 偏向 偏り バイアス 편향 편향성 упередженість предвзятость التحيز الانحياز อคติ",
    "utility": "utility usefulness nutzen nützlichkeit utilidad utilidade utilité utilità przydatność użyteczność "
    "fayda 实用性 實用性 用途 有用性 유용성 корисність полезность الفائدة ประโยชน์",
}
"""What a source is judged by: canonical names of fields, and the words for each, in lower case."""

# A verdict stands at the beginning: "High — both are researchers", "very low.", "Mittel, weil …".
_WORDS = {
    3: "high strong excellent good reliable hoch gut stark alta alto elevada elevado élevée élevé haute haut "
    "wysoka wysoki yüksek висока високий высокая высокий عالية عال مرتفعة مرتفع สูง 高 높음 높다 高い",
    2: "medium moderate mixed fair average partial mittel mäßig gemischt media medio média médio moderada moderado "
    "moyenne moyen modérée modéré średnia średni orta середня середній средняя средний متوسطة متوسط ปานกลาง "
    "中 중간 보통",
    1: "low weak poor questionable unreliable doubtful niedrig gering schwach baja bajo baixa baixo faible bassa basso "
    "niska niski düşük низька низький низкая низкий منخفضة منخفض ต่ำ 低 낮음 낮다",
}
_LEVELS = {word: level for level, words in _WORDS.items() for word in words.split()}
# No verdict in Spanish, as "Media alta" is: "Media company, paid by its readers".
_PRESS = regex(r"\W*media\s+(?!(?:alta|baja|baixa|bassa)\b)[^\W\d_]", re.IGNORECASE)
_BEGIN = regex(r"\W*(?:(?:very|quite|fairly|rather|generally|mostly|sehr|eher|recht)\s+)?([^\W\d_]+)", re.IGNORECASE)
_END = regex(r"\s*(?:[—–;:.,(（，。；：]|\s-\s)")


class Judgement(NamedTuple):
    """An assessment in short: the level (3 high, 2 medium, 1 low, 0 none that is understood) and its words."""

    level: int
    words: str


def judgement_of(text: str, most: int = 80) -> Judgement:
    """The verdict of an assessment: its first words where they are a verdict, else the text, cut at a word."""
    text = text.strip()
    begin = _BEGIN.match(text)
    level = _level(begin[1]) if begin and not _PRESS.match(text) else 0
    if level:
        head = _END.split(text, maxsplit=1)[0]
        if len(head) <= 32:
            return Judgement(level, head)
    return Judgement(level, text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" .,;—–") + "…")


def _level(word: str) -> int:
    found = _LEVELS.get(word.casefold(), 0)
    return found or _LEVELS.get(word[0], 0)  # in Chinese the verdict is a character, not parted from the next
