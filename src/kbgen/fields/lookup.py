"""Asking fields for what they say. Knows names and shapes of values, not where they were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kbgen.fields.spellings import rank
from kbgen.model import Field, FieldValue
from kbgen.text.names import nfc
from kbgen.text.regex import regex


def first(fields: Iterable[Field], name: str) -> Field | None:
    """The field of a canonical name; of several the first of `ranked` that is not empty. None without."""
    found = ranked(fields, name)
    return next((field for field in found if len(found) == 1 or is_filled(field)), found[0] if found else None)


def ranked(fields: Iterable[Field], name: str) -> list[Field]:
    """The fields of a canonical name, in the order in which the table lists their spellings, those of one spelling in
    the order of the file."""
    return sorted((field for field in fields if field.name == name), key=lambda field: rank(field.key))


def is_filled(field: Field) -> bool:
    """Whether a field says anything: a key of a template with nothing behind it does not."""
    return bool(text_of(field.value).strip())


def text_of(value: FieldValue) -> str:
    """A value as one line of text: items parted by commas, entries of maps as `key: value`."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text_of(inner)}" for key, inner in value.items())
    return ", ".join(text_of(item) for item in value)


_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LONGEST_SWITCH = 32  # characters, with spaces around


def switch_of(value: FieldValue) -> bool | None:
    """What a value says that is nothing but a yes or no, as in `published: true`; None for any other."""
    return _SWITCHES.get(value.strip().casefold()) if isinstance(value, str) and len(value) < _LONGEST_SWITCH else None


def each(value: FieldValue) -> tuple[FieldValue, ...]:
    """The values in a list; what is no list is one of one."""
    return value if isinstance(value, tuple) else (value,)


def as_list(value: FieldValue) -> tuple[str, ...]:
    """A value as the texts in it, none of them empty: a text is parted at its commas (not at those in
    a `[[link]]`), lists and maps are flattened and their texts kept whole. A list in quotes (`"[a, b]"`) is one."""
    if isinstance(value, str):
        listed = _LISTED.fullmatch(value.strip())
        parts = (part.strip() for part in _PART.findall(listed[1] if listed else value))
        return tuple(said for part in parts if (said := _QUOTED.sub(r"\2", part) if listed else part))
    return tuple(part for written in labelled(value) if (part := "".join(written).strip()))


_LISTED = regex(r"\[([^\[\]\n]*)\]")
_QUOTED = regex(r"(['\"])(.*)\1")


def tags_of(fields: Iterable[Field]) -> tuple[str, ...]:
    """The tags of a document, without `#`, each once, in the order of the file; `#a #b` are two."""
    found: dict[str, None] = {}
    for field in fields:
        if field.name == "tags":
            for text in as_list(field.value):
                words = text.split()
                tags = words if len(words) > 1 and all(word.startswith("#") for word in words) else [text]
                if "[[" in text and len(found_words := _WORDS.findall(text)) > 1:  # TiddlyWiki's list
                    tags = found_words
                found.update((tag, None) for written in tags if (tag := _tag(written)))
    return tuple(found)


_WORDS = regex(r"\[\[[^\[\]\n]+\]\]|[^\s\[\]]+")


def _tag(written: str) -> str:
    """A tag without its sign, or the page that it is written as (`[[tag]]`)."""
    tag = nfc(written.strip().lstrip("#").strip())
    return tag[2:-2].rpartition("|")[2].strip() if tag.startswith("[[") and tag.endswith("]]") else tag


def aliases_of(fields: Iterable[Field]) -> tuple[str, ...]:
    """The aliases of a document, each once, in the order of the file; without those that are old addresses."""
    found = (alias for field in fields if field.name == "aliases" for alias in as_list(field.value))
    return tuple(dict.fromkeys(alias for alias in found if not is_address(alias)))


def is_address(alias: str) -> bool:
    """Whether an alias is an address from the top of a site, as Hugo means it.

    >>> [is_address(alias) for alias in ("/old/page/", "/old.html", "/compact", "/dev/null", "/", "TCP/")]
    [True, True, False, False, False, False]
    """
    return alias.startswith("/") and len(alias) > 1 and alias.endswith(("/", ".html", ".htm"))


_PART = regex(r"(?:\[\[[^\[\]\n]*\]\]|[^,，、])+")


def labelled(value: FieldValue, label: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a value, each with the keys that it stands below: `- AlphaGo: The Movie` is a map for YAML, a name
    for its author."""
    if isinstance(value, str):
        yield label, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from labelled(inner, f"{label}{key}: ")
    else:
        for inner in value:
            yield from labelled(inner, label)
