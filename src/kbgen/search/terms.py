"""From a text to the terms by which it is found. Knows no document.

`templates/static/search.js` does the same with what a reader types, and `tests/browser/test_search.py` holds the two
together: whatever is changed here is changed there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

from kbgen.text.regex import regex

LONGEST = 24  # code points of a term; what is longer (digests, addresses) is cut off
_KEPT = 40  # code points of a word whose terms are remembered, for it may stand there again

# Marks that only tell how a letter is pronounced. Those of other scripts are letters in all but name (Thai and Indic
# vowels), and stay. U+0640 is the Arabic tatweel, U+FE00 the variation selectors.
_MARKS = regex(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200b-\u200f\u20d0-\u20ff\u2060\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef\u00ad]+"
)

# Letters that are the same to a reader and are not taken apart by Unicode: of Latin, Greek, Arabic; digits of Arabic.
_SAME = str.maketrans({
    "ß": "ss", "ς": "σ", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه",
    **{chr(0x660 + n): str(n) for n in range(10)}, **{chr(0x6F0 + n): str(n) for n in range(10)},
})  # fmt: skip

# Scripts that write words without spaces between them, and Korean, which sets particles on to words: Thai, Lao,
# Burmese, Khmer, Japanese kana, Han, Hangul.
_DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)

_TAIL = regex(r"'(?<=\w')[a-z]{1,2}(?!\w)")  # of “OpenAI’s”, “don’t”, “we’ll”
_PARTED = {n: " " for n in range(128) if not chr(n).isalnum()}
_SIGNS = "—–“”…·→•\u00a0"  # what most often makes an English text no ASCII
# The Arabic article with what is set before it: and, so, with, like; at least three letters must be left.
_ARTICLE = regex("^(?:[وفبك]?ال|لل)(?=[\u0621-\u064a]{3})")


def fold(text: str) -> str:
    """A text without what does not matter when it is looked for: case, diacritics, forms of a letter.

    >>> fold("Café MÜNSTER Straße"), fold("ＡＩ"), fold("أحمد")
    ('cafe munster strasse', 'ai', 'احمد')
    """
    text = _without_signs(text)
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return unicodedata.normalize("NFC", text.translate(_SAME))


def terms(text: str) -> list[str]:
    """The terms of a text, one behind the other, with repetitions: words, and pairs of characters where words have
    no spaces between them.

    >>> terms("GPT-5.2’s weights"), terms("大语言模型"), terms("والكتاب")
    (['gpt', '5', '2', 'weights'], ['大语', '语言', '言模', '模型'], ['كتاب'])
    """
    text = _without_signs(text)
    if text.isascii():
        return _terms_of_ascii(text)
    found: list[str] = []
    for is_ascii, words in groupby(text.split(), str.isascii):  # what makes words one stands between no spaces
        if is_ascii:
            found += _terms_of_ascii(" ".join(words))
        else:
            for word in words:
                found += _terms_of_word(word) if len(word) <= _KEPT else _terms_of(word)
    return found


def _without_signs(text: str) -> str:
    """A text that is ASCII but for the most usual signs, as ASCII."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
        text = text.replace("’", "'")
    return text


def _terms_of_ascii(text: str) -> list[str]:
    folded = text.lower()
    if "'" in folded:
        folded = _TAIL.sub("", folded)
    words = folded.translate(_PARTED).split()
    return words if max(map(len, words), default=0) <= LONGEST else [word[:LONGEST] for word in words]


@lru_cache(maxsize=8192)
def _terms_of_word(word: str) -> list[str]:
    return _terms_of(word)


def _terms_of(text: str) -> list[str]:
    folded = fold(text)
    if "'" in folded:
        folded = _TAIL.sub("", folded)
    found: list[str] = []
    for word in words_of(folded):
        if word.isascii():
            found.append(word[:LONGEST])
        elif has_dense(word):
            for run in _RUNS.findall(word):
                found += grams(run) if has_dense(run) else [run[:LONGEST]]
        else:
            found.append(_ARTICLE.sub("", word, count=1)[:LONGEST])
    return found


def words_of(folded: str) -> list[str]:
    """The words of a folded text, as they stand between signs."""
    return _word().findall(folded.replace("_", " "))


def has_dense(text: str) -> bool:
    """Whether a letter of a script that sets no spaces between words is in a text."""
    return not text.isascii() and _DENSE_LETTER.search(text) is not None


def grams(run: str) -> list[str]:
    """The pairs of neighbouring characters; one character alone is itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] if len(run) > 1 else [run]


_DENSE_LETTER = regex(f"[{_DENSE}]")
_RUNS = regex(f"[{_DENSE}]+|[^{_DENSE}]+")  # letters of those scripts alone, or of others alone


@cache
def _word() -> re.Pattern[str]:
    """Letters, digits and the marks that belong to letters: `[\\p{L}\\p{N}\\p{M}]+`, for which `re` has no name."""
    places = (*range(0x300, 0xAC00), *range(0x10A00, 0x12000), *range(0x16A00, 0x17000), *range(0x1D100, 0x1EA00))
    marks = "".join(chr(n) for n in places if unicodedata.category(chr(n))[0] == "M")
    return re.compile(f"[\\w{marks}]+")
