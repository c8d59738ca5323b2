"""The letters under which an index lists titles, and the order of titles below a letter. Knows no page.

As readers of a language look things up (CLDR 45, index characters): Chinese in simplified characters by the first
letter of its pinyin, among Latin titles, in traditional characters by the number of strokes; Japanese by the row of its
kana; Korean by its first consonant.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterable
from typing import Literal

from kbgen.search.terms import fold
from kbgen.text.language import fallbacks, guessed
from kbgen.text.order import TO_HIRAGANA, in_order

NUMBERS, OTHERS = "0–9", "#"
_HAN = "漢"  # all Chinese characters of which nothing says how they are read
_HAN_RANGES = (("\u3400", "\u9fff"), ("\U00020000", "\U0003ffff"))
_ROWS = "あかさたなはまやらわ"
_ROWS_BEGIN = "\u3041かさたな\u306fま\u3083ら\u308e"  # where small kana stand before the others, with these
_SYLLABLES = 0xAC00  # the first of Korean; 588 begin with each of the consonants
_CONSONANTS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"  # double ones below the single (CLDR 45, `ko`, index)
_MARKED = frozenset("йїў")  # letters of their own

# The 3,755 most frequent simplified characters stand in GB 2312 (rows 16 to 55) in the order of their pinyin, the 5,401
# most frequent traditional ones in Big5 (from A440 to C67E) in the order of their strokes. These are the first of each
# letter (none begins with i, u or v) and of each number of strokes (none has 31).
_PINYIN = "abcdefghjklmnopqrstwxyz"
_BY_PINYIN = tuple(char.encode("gb2312") for char in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝")
_BEHIND_PINYIN = b"\xd8\xa1"
_BY_STROKES = tuple(char.encode("big5") for char in "一丁三丑丙丞串並亟乘乾傢亂僧億儒優叢儳勸儷儼囌囑廳灤纜豔爨鸞籲籲")
_BEHIND_STROKES = b"\xc6\x7f"

Reading = Literal["", "pinyin", "strokes"]  # how Chinese characters are looked up ("": nothing tells)


def reading_of(titles: Iterable[str], lang: str) -> Reading:
    """How readers of a site with these titles look up Chinese characters: as its language says, or, where that has
    none, as the titles do.

    >>> reading_of(["大模型"], "zh-CN"), reading_of(["大模型"], "zh-TW"), reading_of(["大モデル"], "ja")
    ('pinyin', 'strokes', '')
    """
    tags = fallbacks(lang)
    if tags[-1] not in ("zh", "ja", "ko"):
        tags = fallbacks(guessed(" ".join(title for title in titles if not title.isascii())))
    if tags[-1] != "zh":
        return ""
    return "strokes" if "zh-hant" in tags else "pinyin"


def letter_of(title: str, reading: Reading = "") -> str:
    """The heading under which a title is listed: its first letter or digit, or what its language has for that.

    >>> letter_of("«Élan»"), letter_of("3D"), letter_of("がく"), letter_of("한국"), letter_of("…")
    ('E', '0–9', 'か', 'ㅎ', '#')
    >>> letter_of("大模型"), letter_of("大模型", "pinyin"), letter_of("大模型", "strokes")
    ('漢', 'D', '3劃')
    """
    marked = next((char for char in unicodedata.normalize("NFC", title).lower() if char.isalnum()), "")
    first = marked if marked in _MARKED else next((char for char in fold(title) if char.isalnum()), "")
    if not first or first.isdigit():
        return NUMBERS if first else OTHERS
    if 0 <= (syllable := ord(first) - _SYLLABLES) < 588 * len(_CONSONANTS):
        return _CONSONANTS[syllable // 588]
    kana = unicodedata.normalize("NFKD", first).translate(TO_HIRAGANA)[0]
    if "\u3041" <= kana <= "\u3096":
        return _ROWS[bisect(_ROWS_BEGIN, kana) - 1]
    if any(low <= first <= high for low, high in _HAN_RANGES):
        return _looked_up(first, reading)[0].lstrip("0").upper() or _HAN
    return first.upper()[:1]


def order_of(title: str, reading: Reading = "") -> str:
    """The key by which titles below a letter are put in order: hiragana and katakana as one, Chinese characters as they
    are looked up, behind what is written in Latin with the same letter.

    >>> sorted(["大学", "Data", "达摩", "Dune"], key=lambda title: order_of(title, "pinyin"))
    ['Data', 'Dune', '达摩', '大学']
    """
    key = in_order(title)
    return "".join("".join(_looked_up(char, reading)) for char in key) if reading and not key.isascii() else key


def _looked_up(char: str, reading: Reading) -> tuple[str, str]:
    """What a frequent Chinese character is looked up under (strokes in two digits, which stand in order as they are),
    and a sign for its place there; the same ('' first) of any other character."""
    if reading == "pinyin":
        code = char.encode("gb2312", "ignore")
        if _BY_PINYIN[0] <= code < _BEHIND_PINYIN:
            return _PINYIN[bisect(_BY_PINYIN, code) - 1], chr(int.from_bytes(code))
    elif reading == "strokes":
        code = char.encode("big5", "ignore")
        if _BY_STROKES[0] <= code < _BEHIND_STROKES:
            return f"{bisect(_BY_STROKES, code):02}劃", chr(int.from_bytes(code))
    return "", char
