"""One new page: where it lies, what stands in it. Makes text, writes nothing."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kbgen.author.kb import Kb
from kbgen.author.names import file_name, given_name, person, refuse_listing
from kbgen.author.shipped import filled, template
from kbgen.author.wanted import said_of
from kbgen.author.yamltext import yaml_fields
from kbgen.check.schema import REQUIRED
from kbgen.config import Config
from kbgen.fields import fold_key, parse_date, read_fields
from kbgen.fields.spellings import canonical
from kbgen.link.kinds import SUBKINDS, kind_table, subkind_of, type_key
from kbgen.model import KbgenError, Node
from kbgen.parse import placeholder
from kbgen.text.names import fold, slug, split_names


class Asked(NamedTuple):
    """What an author says of a new page. `raw` are files as written on the command line; `fields` are others, by key;
    `name` is the file's name without `.md` (empty: made from the title)."""

    title: str
    published: str = ""
    url: str = ""
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    name: str = ""


class NewPage(NamedTuple):
    """A file to write: its kb path, and its text."""

    path: str
    text: str


class KindOfPage(NamedTuple):
    """The kind of a page, and its subkind ('' = none)."""

    kind: str
    subkind: str


def kind_named(word: str, kb: Kb) -> KindOfPage | None:
    """What a word on the command line means as a kind: its name, or a value of `type:`; None if there is no such."""
    folded = type_key(word)
    if (folded in kb.kinds and folded != "listing") or folded == "note":
        return KindOfPage(folded, "")
    kind = kind_table(kb.known.settings.kinds).by_type.get(folded)
    if kind is None or kind == "listing":
        return None
    return KindOfPage(kind, subkind_of(folded) if kind == "entity" else "")


def words_for_kinds(kb: Kb) -> list[str]:
    """The words that `kind_named` understands, sorted."""
    table = kind_table(kb.known.settings.kinds).by_type
    return sorted({"note", *(word for word, kind in table.items() if kind != "listing")})


def new_page(kb: Kb, what: KindOfPage, asked: Asked, cwd: Path) -> NewPage:
    """A page of a kind, in the folder where such pages lie, or where the site says if it is wanted already.

    Raises KbgenError for a title or value that cannot be, a raw file that is not there, and a page that is.
    """
    title = " ".join(asked.title.split())
    if not title:
        raise KbgenError("a page needs a title", 'kbgen new source "A talk about machines"')
    if not asked.name and not any(char.isalnum() for char in title):
        raise KbgenError(f"no file name can be made from the title “{title}”", "give a name: --name a-name")
    if placeholder(title):
        raise KbgenError(f"the title has a placeholder, {placeholder(title)}, and such pages are not published")
    asked = asked._replace(title=title)
    wanted = None if asked.name else kb.wanted_page(title)
    if wanted is not None:
        return wanted_page(kb, wanted, cwd, what, asked)
    path = given_name(asked.name or file_name(title), kb.folder(what.kind, what.subkind))
    refuse_listing(path, kb)
    _refuse_existing(kb, path)
    return NewPage(path, _text(kb, what, asked, "", cwd))


def wanted_page(kb: Kb, node: Node, cwd: Path, what: KindOfPage | None = None, asked: Asked | None = None) -> NewPage:
    """The page that others want, with what they say about it in a comment: where the site says, or, where that is no
    folder of the kind that the author asks for, in the kind's own under the same name."""
    asked = asked or Asked(node.title)
    what = what or _likely_kind(kb, node)
    path, aliases = kb.place(node, what.kind if what.kind != "note" else "", what.subkind), node.aliases
    _refuse_existing(kb, path)
    every = tuple(dict.fromkeys((*asked.aliases, *aliases)))
    asked = asked._replace(title=asked.title or node.title, aliases=every)
    return NewPage(path, _text(kb, what, asked, said_of(kb, node), cwd))


def _likely_kind(kb: Kb, node: Node) -> KindOfPage:
    """The kind that a wanted page will have by its folder; an entity if the sources say so, else a note."""
    subkind = node.subkind if node.subkind in SUBKINDS else ""
    kind = kb.kind_of_folder(node.create.removeprefix(kb.prefix)) or ("entity" if subkind else "note")
    return KindOfPage(kind, subkind if kind == "entity" else "")


def _refuse_existing(kb: Kb, path: str) -> None:
    there = {fold(document.path): document.path for document in kb.graph.documents}
    if fold(path) in there:
        raise KbgenError(
            f"{kb.prefix}{there[fold(path)]} already exists, and kbgen does not overwrite files",
            "edit that file, or give the new one another name: --name NAME",
        )


# ---------------------------------------------------------------- the text


def _text(kb: Kb, what: KindOfPage, asked: Asked, said: str, cwd: Path) -> str:
    raw = [raw_path(kb.config, written, cwd) for written in asked.raw]
    values: dict[str, object] = {
        "title": asked.title,
        "kind": what.kind,
        "subkind": what.subkind,
        "published": _date(asked.published),
        "url": _url(asked.url),
        "hosts": _people(asked.hosts, kb),
        "guests": _people(asked.guests, kb),
        "authors": _people(asked.authors, kb),
        "raw_files": [one.path for one in raw],
        "raw_hash": raw[0].digest if raw else "",
        "tags": list(asked.tags),
        "aliases": list(asked.aliases),
        "said": said,
    }
    user = kb.config.templates
    names = (f"new/{slug(what.kind)}.md.jinja", "new/page.md.jinja")
    name = next(name for name in names if template(name, user) is not None)
    text = filled(template(name, user) or "", name, values)
    needed = (*REQUIRED.get(what.kind, ()), *_required(kb.config, what.kind))
    options = list(_by_options(values))
    text = with_fields(_without_empty(text, options), options, kb)
    given = [(fold_key(key) or key, " ".join(value.split())) for key, value in asked.fields]
    text = _without_empty(text, given)
    _refuse_twice(text, given, kb)
    return with_fields(text, [*given, *((key, "") for key in needed)], kb)


# Options whose values stand under another name in the header than in a template.
_FIELD_OF = {"hosts": "host", "raw_files": "raw_file"}


def _by_options(values: Mapping[str, object]) -> Iterator[tuple[str, str | list[str]]]:
    """The fields that options have given a value, which a template need not have."""
    for name in ("published", "url", "hosts", "guests", "authors", "raw_files", "raw_hash", "tags", "aliases"):
        value = values[name]
        if value and isinstance(value, str | list):
            yield _FIELD_OF.get(name, name), value


def _without_empty(text: str, given: Iterable[tuple[str, object]]) -> str:
    """A page without those of its fields that have no value, where one is given."""
    for key, _ in given:
        text = re.sub(rf"(?m)^{re.escape(key)}:[ \t]*\n(?![ \t])", "", text, count=1)
    return text


def _refuse_twice(text: str, given: Iterable[tuple[str, str]], kb: Kb) -> None:
    """Raise KbgenError for a field that the page has by another option, which would be lost."""
    for field in read_fields(text, kb.settings.fields).fields:
        for key, _ in given:
            if key in (field.name, field.key) or canonical(key, kb.settings.fields.spellings) == field.name:
                several = field.name == "tags"
                raise _twice(key, "say it once; several tags are several --tag") if several else _twice(key)


def _required(config: Config, kind: str) -> tuple[str, ...]:
    return config.kinds[kind].required if kind in config.kinds else ()


def with_fields(text: str, fields: Iterable[tuple[str, str | list[str]]], kb: Kb) -> str:
    """A page with further fields at the end of its frontmatter; those it has already stay as they are."""
    spellings = kb.settings.fields.spellings
    have = {name for field in read_fields(text, kb.settings.fields).fields for name in (field.name, field.key)}
    lines = []
    for key, value in fields:
        if not {key, canonical(key, spellings)} & have:
            have |= {key, canonical(key, spellings)}
            lines.append(yaml_fields([(key, value)]) if value else f"{key}:\n")
    if not lines:
        return text
    found = re.match(r"---\n(?:.*\n)*?(?=---\n)", text)
    if found is None:
        return "---\n" + "".join(lines) + "---\n\n" + text
    return text[: found.end()] + "".join(lines) + text[found.end() :]


def _people(names: tuple[str, ...], kb: Kb) -> list[str]:
    return [person(part, kb) for name in names for part in ([name] if "(" in name else split_names(name))]


def _date(written: str) -> str:
    if written and parse_date(written) is None:
        raise KbgenError(
            f"“{written}” cannot be understood as a date", "write it as year-month-day, for example 2026-01-31"
        )
    return written


def _url(written: str) -> str:
    if written and not re.fullmatch(r"https?://[^\s<>\"]+", written, re.IGNORECASE):
        raise KbgenError(f"“{written}” is not a web address", "it begins with https:// or http://")
    return written


# ---------------------------------------------------------------- raw files


class HashedFile(NamedTuple):
    """A raw file as a page names it: its path from the kb folder or the project, and its SHA-256."""

    path: str
    digest: str


def raw_path(config: Config, written: str, cwd: Path) -> HashedFile:
    """The raw file that is meant by a path from the working directory, the project, or the kb folder.

    Raises KbgenError if it is not there, or lies in none of the raw folders.
    """
    places = [cwd / written, config.project / written, config.content / written]
    places += [folder / written for folder in config.raw]
    place = next((place for place in places if place.is_file()), None)
    folder = f"{_seen_from(cwd, config.project / config.raw_place)}/"
    if place is None:
        raise KbgenError(f"there is no file {written}", f"put the original into {folder} first, then name it")
    real = Path(os.path.realpath(place))
    if not any(folder in real.parents for folder in config.raw):
        raise KbgenError(
            f"{written} is not in a raw folder, and kbgen does not move evidence",
            f"copy it there first: cp {shlex.quote(written)} {shlex.quote(folder)}",
        )
    base = config.content if config.content in real.parents else config.project
    try:
        digest = hashlib.sha256(real.read_bytes()).hexdigest()
    except OSError as error:
        raise KbgenError(f"{written} cannot be read: {error.strerror}") from None
    return HashedFile(real.relative_to(base).as_posix(), digest)


def _seen_from(cwd: Path, place: Path) -> str:
    try:
        return os.path.relpath(place, cwd)
    except ValueError:  # another drive
        return str(place)


def fields_of(pairs: Iterable[str], kb: Kb) -> tuple[tuple[str, str], ...]:
    """`KEY=VALUE` as written on the command line. Raises KbgenError for anything else, and for a field that is given
    twice, in one spelling or two."""
    found: list[tuple[str, str]] = []
    names = set[str]()
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise KbgenError(f"“{pair}” is not a field", "write --field KEY=VALUE, for example --field format=Podcast")
        name = canonical(fold_key(key) or key, kb.settings.fields.spellings)
        if name in names:
            raise _twice(key.strip())
        names.add(name)
        found.append((key.strip(), value.strip()))
    return tuple(found)


def _twice(key: str, hint: str = "say it once") -> KbgenError:
    return KbgenError(f"the field “{key}” is given twice", hint)
