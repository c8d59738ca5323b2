"""The letters under which an index lists titles, and the order of titles below a letter. Knows no page.

As readers of a language look things up (CLDR 45, index characters): Chinese in simplified characters by the first
letter of its pinyin, among Latin titles; Japanese by the row of its kana; Korean by its first consonant.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterable

from kbgen.search.terms import fold
from kbgen.text.language import fallbacks, guessed
from kbgen.text.names import in_order

NUMBERS, OTHERS = "0–9", "#"
_HAN = "漢"  # all Chinese characters of which nothing says how they are read
_HAN_RANGES = (("\u3400", "\u9fff"), ("\U00020000", "\U0003ffff"))
_ROWS = "あかさたなはまやらわ"
_ROWS_BEGIN = "\u3041かさたな\u306fま\u3083ら\u308e"  # where small kana stand before the others, with these
_TO_HIRAGANA = {n: n - 0x60 for n in range(0x30A1, 0x30F7)}
_SYLLABLES = 0xAC00  # the first of Korean; 588 begin with each of the consonants
_CONSONANTS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"  # double ones below the single (CLDR 45, `ko`, index)
_MARKED = frozenset("йїў")  # letters of their own

# The 3,755 most frequent simplified characters stand in GB 2312 (rows 16 to 55) in the order of their pinyin. These are
# the first of each letter; none begins with i, u or v. The last row ends with the second code.
_PINYIN = "abcdefghjklmnopqrstwxyz"
_FIRST = tuple(char.encode("gb2312") for char in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝")
_BEHIND = b"\xd8\xa1"


def are_by_sound(titles: Iterable[str], lang: str) -> bool:
    """Whether Chinese characters in these titles of a site stand under the letters of their pinyin: where the site is
    in Chinese (simplified), or in a language without such characters while the titles are.

    >>> are_by_sound(["大模型"], "zh-CN"), are_by_sound(["大模型"], "zh-TW"), are_by_sound(["大モデル"], "ja")
    (True, False, False)
    """
    tags = fallbacks(lang)
    if tags[-1] in ("zh", "ja", "ko"):
        return tags[-1] == "zh" and "zh-hant" not in tags
    return guessed(" ".join(title for title in titles if not title.isascii())) == "zh"


def letter_of(title: str, by_sound: bool = False) -> str:
    """The heading under which a title is listed: its first letter or digit, or what its language has for that
    (`by_sound`: Chinese characters are read as pinyin).

    >>> letter_of("«Élan»"), letter_of("3D"), letter_of("がく"), letter_of("한국"), letter_of("…")
    ('E', '0–9', 'か', 'ㅎ', '#')
    >>> letter_of("大模型"), letter_of("大模型", by_sound=True)
    ('漢', 'D')
    """
    marked = next((char for char in unicodedata.normalize("NFC", title).lower() if char.isalnum()), "")
    first = marked if marked in _MARKED else next((char for char in fold(title) if char.isalnum()), "")
    if not first or first.isdigit():
        return NUMBERS if first else OTHERS
    if 0 <= (syllable := ord(first) - _SYLLABLES) < 588 * len(_CONSONANTS):
        return _CONSONANTS[syllable // 588]
    kana = unicodedata.normalize("NFKD", first).translate(_TO_HIRAGANA)[0]
    if "\u3041" <= kana <= "\u3096":
        return _ROWS[bisect(_ROWS_BEGIN, kana) - 1]
    if any(low <= first <= high for low, high in _HAN_RANGES):
        return _pinyin(first).upper() or _HAN if by_sound else _HAN
    return first.upper()[:1]


def order_of(title: str, by_sound: bool = False) -> str:
    """The key by which titles below a letter are put in order: hiragana and katakana as one, Chinese characters by
    their pinyin if that is what they stand under.

    >>> sorted(["大学", "Data", "达摩", "Dune"], key=lambda title: order_of(title, by_sound=True))
    ['Data', 'Dune', '达摩', '大学']
    """
    key = in_order(title).translate(_TO_HIRAGANA)
    return "".join(map(_by_sound, key)) if by_sound and not key.isascii() else key


def _by_sound(char: str) -> str:
    """What puts a character behind all that is written in Latin with the letter of its pinyin, in the order of that."""
    letter = _pinyin(char)
    return letter + chr(int.from_bytes(char.encode("gb2312"))) if letter else char


def _pinyin(char: str) -> str:
    """The letter that the pinyin of a frequent Chinese character begins with ('' = of no other)."""
    code = char.encode("gb2312", "ignore")
    return _PINYIN[bisect(_FIRST, code) - 1] if _FIRST[0] <= code < _BEHIND else ""
