"""What the interface says, in each language that the theme has. Knows no page.

A phrase is looked up by its English text, so that a label nobody translated (a field of the author's) shows as
it is. `words.toml` of the theme has a table for each language; English lists every phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from kbgen.config.settings import no_toml
from kbgen.model import KbgenError
from kbgen.text.language import direction, fallbacks
from kbgen.text.scripts import script_json

Table = dict[str, str | dict[str, str]]

# What `site.js` says as soon as it runs, in this order: pages in other languages than English bring it with them.
AT_ONCE = ("Link to this section", "Copy", "Copied", "Kind of source", "Year", "all")

Rule = Mapping[str, Callable[[int], bool]]  # a form -> whether a number takes it; the first one holds, else `other`

# CLDR 45, plurals.xml, for whole numbers: `many` of French, Portuguese and Spanish, for millions, is left out.
_ONE: Rule = {"one": lambda n: n == 1}
_ONE_OR_NONE: Rule = {"one": lambda n: n < 2}
_EAST_SLAVIC: Rule = {
    "one": lambda n: n % 10 == 1 and n % 100 != 11,
    "few": lambda n: n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14),
    "many": lambda n: True,
}
_RULES: Mapping[str, Rule] = {
    "ar": {
        "zero": lambda n: n == 0,
        "one": lambda n: n == 1,
        "two": lambda n: n == 2,
        "few": lambda n: 3 <= n % 100 <= 10,
        "many": lambda n: n % 100 > 10,
    },
    "en": _ONE,
    "fr": _ONE_OR_NONE,
    "ja": {},
    "ko": {},
    "pt": _ONE_OR_NONE,
    "pt-pt": _ONE,
    "ru": _EAST_SLAVIC,
    "uk": _EAST_SLAVIC,
    "zh": {},
}


class Words:
    """The phrases of one language; what it lacks is said in English. `apart` says that they stand on pages that run the
    other way: then each is set between signs that keep its order within."""

    def __init__(self, lang: str, table: Table, *, apart: bool = False) -> None:
        self.lang = lang
        self.table = table
        self.apart = apart

    def __call__(self, phrase: str, n: int | None = None, m: str = "") -> str:
        """A phrase, with `{n}` and `{m}` filled in; of one that depends on the number, the right form."""
        said = self.table.get(phrase, phrase)
        if isinstance(said, dict):
            said = said.get(form(self.lang, n), said["other"])
        said = said if n is None else said.replace("{n}", str(n)).replace("{m}", m)
        return f"\u2068{said}\u2069" if self.apart and any(map(str.isalnum, said)) else said

    @cached_property
    def at_once(self) -> str:
        """What scripts say at once, line by line."""
        return "\n".join(map(self, AT_ONCE))


def form(lang: str, n: int | None) -> str:
    """The form that a number takes in a language (a tag): `zero`, `one`, `two`, `few`, `many` or `other`."""
    return "other" if n is None else next((name for name, takes in _RULES[_ruled(lang)].items() if takes(n)), "other")


def _ruled(lang: str) -> str:
    """The tag whose rule holds for a language: that of English where there is none of its own."""
    return next((tag for tag in fallbacks(lang) if tag in _RULES), "en")


def read_words(text: str, name: str) -> dict[str, Table]:
    """The tables of a `words.toml`, by language. Raises KbgenError naming the file for what is none."""
    import tomllib  # most projects have no such file

    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise no_toml(name, text, error) from None
    for lang, table in tables.items():
        if not isinstance(table, dict):
            raise KbgenError(f"{name}: {lang} is not a table of phrases", f"begin it with [{lang}]")
        for phrase, said in table.items():
            forms = said if isinstance(said, dict) else {"other": said}
            known = (*_RULES[_ruled(lang)], "other")
            if not {"other"} <= forms.keys() <= {*known} or not all(isinstance(one, str) for one in forms.values()):
                raise KbgenError(
                    f"{name}: “{phrase}” in [{lang}] is neither a text nor {{{', '.join(known)}}}",
                    "`other` is for every number without a form of its own",
                )
    return {lang.casefold(): table for lang, table in tables.items()}


def words_for(tables: dict[str, Table], *langs: str) -> Words:
    """The words of the first of several languages that there are words for, else English; for pages in the first."""
    tag = next((tag for lang in langs for tag in fallbacks(lang) if tag in tables), "en")
    apart = bool(langs) and direction(langs[0]) != direction(tag)
    return Words(tag, {**tables.get("en", {}), **tables.get(tag, {})}, apart=apart)


def script(lang: str, table: Table) -> bytes:
    """The table of a language as a classic script, for the site's own scripts (they speak English without), and the
    language whose forms of numbers it has."""
    return b"var kbgenWords=%b,kbgenPlurals=%b;\n" % (script_json(table), script_json(_ruled(lang)))
