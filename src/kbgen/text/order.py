"""The order of titles, in any script. Knows no page, and no language: it is the same on every site."""

from __future__ import annotations

import unicodedata

from kbgen.text.regex import regex

_NUMBER = regex(r"\d{1,9}")

# Accents, the marks of kana, the vowels of Arabic and Hebrew: letters with them stand beside those without. So do
# letters that Unicode does not take apart; those that Persian and Urdu have more than Arabic stand behind
# those they are made of. So do Cyrillic ones that are letters of their own: `ё` stands beside `е`, `й` behind `и`.
_ACCENTS = regex("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a\u30fc]+")
# Katakana, sign by sign; the two small ones that hiragana has no use for stand for others.
TO_HIRAGANA = {kana: kana - 0x60 for kana in range(0x30A1, 0x30F5)} | str.maketrans("ヵヶゕゖ", "かけかけ")
_BESIDE = TO_HIRAGANA | str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d\uffff", "ð": "d\uffff", "þ": "th", "ı": "i",
    "پ": "ب\uffff", "ٹ": "ت\uffff", "چ": "ج\uffff", "ڈ": "د\uffff", "ڑ": "ر\uffff", "ژ": "ز\uffff",
    "گ": "ك\uffff", "ک": "ك", "ی": "ي", "ى": "ي",
    "ґ": "г\uffff", "ђ": "д\uffff", "є": "е\uffff", "і": "и\uffff", "ј": "и\uffff\uffff\uffff\uffff",
    "љ": "л\uffff", "њ": "н\uffff", "ћ": "т\uffff", "џ": "ч\uffff",
})  # fmt: skip
_MARKED = regex("[иу]\u0306|і\u0308")
_MARKED_BEHIND = {"и\u0306": "и\uffff\uffff\uffff", "і\u0308": "и\uffff\uffff", "у\u0306": "у\uffff"}


def in_order(title: str) -> str:
    """The key by which titles are put in order: without regard to case and accents, and numbers by what they count.

    >>> sorted(["Lecture 10", "lecture 9", "Lectern"], key=in_order)
    ['Lectern', 'lecture 9', 'Lecture 10']
    >>> sorted(["Zoo", "Éclair", "Œuvre", "été", "Pont"], key=in_order)
    ['Éclair', 'été', 'Œuvre', 'Pont', 'Zoo']
    """
    folded = title.casefold()
    if not folded.isascii():
        folded = _MARKED.sub(lambda letter: _MARKED_BEHIND[letter[0]], unicodedata.normalize("NFKD", folded))
        folded = _ACCENTS.sub("", folded).translate(_BESIDE)
    return _NUMBER.sub(lambda number: number[0].zfill(9), folded)
