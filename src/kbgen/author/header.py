"""The header of a page that is made of a text: its fields, as the text says them, with names as links."""

from __future__ import annotations

import re

from kbgen.author.kb import Kb
from kbgen.author.names import SLUG, person
from kbgen.author.pages import with_fields
from kbgen.author.yamltext import yaml_fields
from kbgen.fields import fold_key, text_of
from kbgen.fields.lookup import each
from kbgen.fields.spellings import PERSONS
from kbgen.model import Field
from kbgen.text.names import split_names
from kbgen.text.regex import regex

Fields = list[tuple[str, str | tuple[str, ...]]]
"""Keys and values, in the order in which they are written."""

_PAGES = frozenset(("concepts", "entities", "topics", "themes", "related"))


def written_fields(read: list[Field], kb: Kb) -> Fields:
    """Fields as they will stand in the header, each key once, in the order of the text."""
    found: dict[str, str | tuple[str, ...]] = {}
    for field in read:
        key, values = key_of(field), values_of(field, kb)
        if not values:
            continue
        earlier = found.get(key, ())
        every = (*((earlier,) if isinstance(earlier, str) else earlier), *values)
        found[key] = every[0] if len(every) == 1 or key == "title" else tuple(dict.fromkeys(every))
    return list(found.items())


def key_of(field: Field) -> str:
    """The key under which a field will be written: its own, or, where that is none (`Owner / Host`), what it means."""
    key = fold_key(field.key) or field.key
    odd = field.name != field.key and not key.replace("-", "_").isidentifier()
    return field.name if odd or field.name == "title" else key


def values_of(field: Field, kb: Kb) -> tuple[str, ...]:
    """The texts of a field: names and tags parted, the others whole."""
    texts = tuple(" ".join(text_of(one).split()) for one in each(field.value))
    if field.name in PERSONS or field.name == "tags":
        texts = tuple(part for text in texts for part in _parted(text, field.name))
    elif field.name in kb.config.relations or field.name in _PAGES:
        texts = tuple(
            f"[[{part}]]" if SLUG.fullmatch(part) else part
            for text in texts
            for part in (split_names(text) if all(SLUG.fullmatch(p) for p in split_names(text)) else [text])
        )
    return tuple(text for text in texts if text)


_AND = regex(r"\s+(?:and|und|y|et)\s+(?=[^()]*(?:\([^()]*\)[^()]*)*\Z)(?=[A-Z\[])")


def _parted(text: str, name: str) -> list[str]:
    if name == "tags":
        return [part.strip().lstrip("#") for part in re.split(r"[,;]|\s(?=#)", text) if part.strip().lstrip("#")]
    return [one for part in split_names(text) for one in _AND.split(part)]


def kept_header(lines: list[str], given: Fields, kb: Kb) -> list[str]:
    """A header that is right as it is, with fences, and with those fields behind its own that it has not."""
    text = "\n".join(("---", *lines, "---\n"))
    told = [(fold_key(key), value if isinstance(value, str) else ", ".join(value)) for key, value in given]
    return with_fields(text, told, kb).rstrip("\n").split("\n")


def header(given: Fields, kb: Kb, names: frozenset[str]) -> list[str]:
    """The lines of a header, with its fences; of several values of a key the first that is not empty. Names of people
    become links where there is a page of that name, or where it is one of `names` (slugs)."""
    fields: dict[str, str | tuple[str, ...]] = {}
    for key, value in given:
        if value and not fields.get(fold_key(key) or key):
            fields[fold_key(key) or key] = value
    spellings = kb.settings.fields.spellings
    for key, value in fields.items():
        if spellings.get(key, key) in PERSONS:
            fields[key] = tuple(person(one, kb, names) for one in ((value,) if isinstance(value, str) else value))
    fields |= _raw_hash(kb, fields)
    written = yaml_fields((key, value) for key, value in fields.items())
    return ["---", *written.rstrip("\n").split("\n"), "---"]


def _raw_hash(kb: Kb, fields: dict[str, str | tuple[str, ...]]) -> dict[str, str]:
    """The hash of the raw file that the fields name, if it is there and they have none."""
    spellings = kb.settings.fields.spellings
    named = [value for key, value in fields.items() if spellings.get(key) == "raw_file" and isinstance(value, str)]
    if not named or any(spellings.get(key) == "raw_hash" for key in fields):
        return {}
    path = kb.known.raw.find(named[0], kb.prefix + "x.md")
    made = kb.known.raw.hash(path, "sha256") if path else None
    return {"raw_hash": made} if made is not None else {}
