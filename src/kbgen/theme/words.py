"""What the interface says, in each language that the theme has. Knows no page.

A phrase is looked up by its English text, so that a label nobody translated (a field of the author's) shows as
it is. `words.toml` of the theme has a table for each language; English lists every phrase.
"""

from __future__ import annotations

import tomllib

from kbgen.model import KbgenError
from kbgen.text.language import direction, fallbacks
from kbgen.text.scripts import script_json

Table = dict[str, str | dict[str, str]]

# The numbers whose form is `one` (CLDR 45, cardinal plurals), for languages in which it is not 1 alone.
_ONES = {"fr": (0, 1), "pt": (0, 1)}


class Words:
    """The phrases of one language; what it lacks is said in English. `apart` says that they stand on pages that run the
    other way: then each is set between signs that keep its order within."""

    def __init__(self, lang: str, table: Table, *, apart: bool = False) -> None:
        self.lang = lang
        self.table = table
        self.apart = apart

    def __call__(self, phrase: str, n: int | None = None) -> str:
        """A phrase, with `{n}` filled in; of one that depends on the number, the right form."""
        said = self.table.get(phrase, phrase)
        if isinstance(said, dict):
            said = said["one" if n in ones(self.lang) and "one" in said else "other"]
        said = said if n is None else said.replace("{n}", str(n))
        return f"\u2068{said}\u2069" if self.apart and any(map(str.isalnum, said)) else said


def ones(lang: str) -> tuple[int, ...]:
    """The numbers that take the form `one` in a language (a tag)."""
    return _ONES.get(fallbacks(lang)[-1], (1,))


def read_words(text: str, name: str) -> dict[str, Table]:
    """The tables of a `words.toml`, by language. Raises KbgenError naming the file for what is none."""
    try:
        tables = tomllib.loads(text)
    except ValueError as error:
        raise KbgenError(f"{name} is not valid TOML: {error}") from None
    for lang, table in tables.items():
        if not isinstance(table, dict):
            raise KbgenError(f"{name}: {lang} is not a table of phrases", f"begin it with [{lang}]")
        for phrase, said in table.items():
            forms = said if isinstance(said, dict) else {"other": said}
            if "other" not in forms or not all(isinstance(form, str) for form in forms.values()):
                raise KbgenError(f"{name}: “{phrase}” in [{lang}] is neither a text nor {{one, other}}")
    return {lang.casefold(): table for lang, table in tables.items()}


def words_for(tables: dict[str, Table], *langs: str) -> Words:
    """The words of the first of several languages that there are words for, else English; for pages in the first."""
    tag = next((tag for lang in langs for tag in fallbacks(lang) if tag in tables), "en")
    apart = bool(langs) and direction(langs[0]) != direction(tag)
    return Words(tag, {**tables.get("en", {}), **tables.get(tag, {})}, apart=apart)


def script(lang: str, table: Table) -> bytes:
    """The table of a language as a classic script, for the site's own scripts (they speak English without)."""
    return b"var kbgenWords=%b,kbgenOnes=%b;\n" % (script_json(table), script_json(ones(lang)))
