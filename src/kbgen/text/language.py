"""What a language tag (BCP 47) says of a page: whether it is one, its direction; and which language a text is in, where
its script tells."""

from __future__ import annotations

from functools import cache

from kbgen.text.regex import regex

# RFC 5646; nobody has registered a language of four letters or more, so such a word is its name.
_TAG = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
# Languages and scripts that run from right to left: CLDR 45, `characterOrder`, and ISO 15924.
_RTL = frozenset("ar arc arz ckb dv fa he ks ku-arab mzn nqo pa-arab ps sd ug ur uz-arab yi".split())
_TRADITIONAL = frozenset(("hk", "mo", "tw"))  # CLDR 45, likely subtags: of the places of Chinese, those of `Hant`
_RTL_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


# Letters of scripts that tell the language of a text, or leave few (Unicode 16.0, Blocks), as patterns.
_SCRIPTS = {
    "ja": regex("[\u3040-\u30ff]"),
    "ko": regex("[\u1100-\u11ff\uac00-\ud7a3]"),
    "zh": regex("[\u3400-\u9fff]"),
    "ar": regex("[\u0620-\u06ff]"),
    "he": regex("[\u05d0-\u05ea]"),
    "th": regex("[\u0e01-\u0e3a]"),
    "el": regex("[\u0370-\u03ff]"),
    "ru": regex("[\u0400-\u04ff]"),
}
_ANY_SCRIPT = regex("[\u0370-\u11ff\u3040-\ud7a3]")
# Of the languages with one script, letters that only some of them have.
_LETTERS = (
    ("ar", "ur", regex("[ٹڈڑےں]")),
    ("ar", "fa", regex("[پچژگکی]")),
    ("ru", "uk", regex("[іїєґІЇЄҐ]")),
    ("ru", "ru", regex("[ыэёЫЭЁ]")),
)
# Frequent letters of Chinese that differ, as they are written traditionally and simplified.
_IN_FULL = regex("[這們個來說對時為國學會後過還發經點無開關現問實體與應當從將業長電車馬門見麼種樣進動網]")
_IN_SHORT = regex("[这们个来说对时为国学会后过还发经点无开关现问实体与应当从将业长电车马门见么种样进动网]")
_LATIN = regex("[a-zA-Z\u00c0-\u024f]+")
_LETTERS_OF_A_WORD = {"ja": 2, "ko": 2, "zh": 2, "th": 4}
_LETTERS_OF_OTHERS = 5
# Languages of sites whose pages are not asked: they share a script with others that the script alone would tell.
_OTHERS = frozenset(
    "am be bg bn bo ckb fa ff hi hy ka kk km kn ky lo mk ml mn mr my ne ps sd si sr ta te tg ti ug uk ur".split()
)
_FEWEST = {"ar": 6, "he": 6}  # letters; what runs the other way cannot be read otherwise
_FEW = 40  # of all others; fewer may be a name or a quotation
_SHARE = 0.3  # of all words: texts in these scripts are full of names in Latin ones


def guessed(text: str) -> str:
    """The language that the script of a text tells, '' where it does not (Latin, or several languages in one script),
    or where the text is short."""
    if text.isascii() or not _ANY_SCRIPT.search(text):
        return ""
    counts = {tag: len(letters.findall(text)) for tag, letters in _SCRIPTS.items()}
    kana, han = counts["ja"], counts["zh"]
    if kana * 10 > han:  # Japanese is written with both
        counts["ja"], counts["zh"] = kana + han, 0
    most = max(counts, key=lambda tag: counts[tag])
    words = {tag: count / _LETTERS_OF_A_WORD.get(tag, _LETTERS_OF_OTHERS) for tag, count in counts.items()}
    if counts[most] < _FEWEST.get(most, _FEW):
        return ""
    if words[most] < _SHARE * (sum(words.values()) + len(_LATIN.findall(text))):
        return ""
    for script, tag, letters in _LETTERS:
        if script == most and letters.search(text):
            return tag
    if most == "zh" and len(_IN_FULL.findall(text)) > len(_IN_SHORT.findall(text)):
        return "zh-Hant"
    return "" if most == "ru" else most


@cache
def may_guess(tag: str) -> bool:
    """Whether pages that name no language may be in another one than their site: not where the site's has a script that
    others have as well, so that the script tells nothing against it."""
    base = fallbacks(tag)[-1]
    return base not in _SCRIPTS and base not in _OTHERS and base not in _RTL


def language_of(written: str) -> str:
    """A tag as written where it is one, else ''. `pt_BR` is taken for `pt-BR`."""
    tag = written.strip().replace("_", "-")
    return tag if _TAG.match(tag) else ""


def direction(tag: str) -> str:
    """`rtl` or `ltr`."""
    parts = tag.casefold().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL else "ltr"


def fallbacks(tag: str) -> tuple[str, ...]:
    """The tag and its shorter forms, longest first, in lower case: `zh-hant-tw`, `zh-hant`, `zh`. A place where Chinese
    is written in traditional characters says so: `zh-tw`, `zh-hant`, `zh`."""
    parts = tag.casefold().split("-")
    found = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    if parts[0] == "zh" and _TRADITIONAL.intersection(parts[1:2]):
        found.insert(-1, "zh-hant")
    return tuple(found)
