"""English words in the plural."""

from __future__ import annotations

from kbgen.text.language import fallbacks

_UNCOUNTED = frozenset(  # words that have no plural, or are one
    "advice data documentation evidence feedback governance guidance hardware information infrastructure knowledge "
    "literature media meta metadata news research software".split()
)


def in_plural(word: str, lang: str) -> str:
    """What several pages of a kind are called: an English word (of several the last) in the plural, any other as it
    is.

    >>> [in_plural(word, "en") for word in ("Data dictionary", "Analysis", "Metadata")], in_plural("Rezept", "de")
    (['Data dictionaries', 'Analyses', 'Metadata'], 'Rezept')
    """
    if not word.isascii() or not word[-1:].isalpha() or fallbacks(lang)[-1] != "en":  # `指标`, `Metric (v2)`
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):  # `list-of-things` is many already
        return word
    if word.rpartition(" ")[2].casefold() in _UNCOUNTED:
        return word
    if word == "Person":
        return "People"
    if word.endswith("sis"):  # analysis, thesis
        return f"{word[:-2]}es"
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"
