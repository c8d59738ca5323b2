"""Plain values of frontmatter that are names: of pages, of summaries."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from kbgen.fields.spellings import PERSONS
from kbgen.link.meaning import Ambiguous, Found
from kbgen.link.namesakes import namesake
from kbgen.link.raw import clean_path, raw_key
from kbgen.link.resolve import Resolver
from kbgen.link.summaries import Summaries
from kbgen.model import FieldText
from kbgen.text.endings import is_bare_file
from kbgen.text.names import clean, fold, name_parts, without_role
from kbgen.text.paths import is_markdown


class NamedPage(NamedTuple):
    """A part of a field's text that names a page, and where in the text it begins."""

    start: int
    written: str
    found: Found


def names_in(text: FieldText, field: str, resolver: Resolver, here: str) -> list[NamedPage]:
    """The pages that one text of a field names: whole, or in its parts at `,`, `;`, `&`. Of several pages of one name
    that in a folder of the field's name is meant (`topics: [ai]`, `topics/ai.md`)."""
    whole = _resolved(0, text.text, resolver, here, field)
    if whole is not None:
        return [whole]
    parts = name_parts(text.text)
    if len(parts) < 2:
        return []
    found = [_resolved(start, part, resolver, here, field) for start, part in parts]
    names = [name for name in found if name is not None]
    return names if field in PERSONS or len(names) == len(parts) else []


def _resolved(start: int, written: str, resolver: Resolver, here: str, field: str) -> NamedPage | None:
    """The page named by a text that begins at `start`, as it stands or without its role."""
    for name in dict.fromkeys((written.strip(), without_role(written.strip()))):
        found = resolver.name(name, here)
        own = resolver.own.get(here)
        if own is not None and isinstance(found, Found) and found.document == own:
            other = namesake(resolver, name, own)
            found = other if isinstance(other, Found) and _in_folder(resolver, other.document, field) else found
        if isinstance(found, Ambiguous):
            near = [one for one in found.candidates if _in_folder(resolver, one, field)]
            found = Found(near[0], "name") if len(near) == 1 else None
        if isinstance(found, Found):  # a plain value that several pages answer to is text: nobody wrote a link
            return NamedPage(start + len(written) - len(written.lstrip()), name, found)
    return None


def _in_folder(resolver: Resolver, document: int, name: str) -> bool:
    """Whether a document (number) lies in a folder of this name."""
    return fold(posixpath.dirname(resolver.index.paths[document]).rpartition("/")[2]) == fold(name)


def cited(text: FieldText, resolver: Resolver, here: str, summaries: Summaries) -> list[Found]:
    """The documents that a text of `sources:` names: a summary by its path or name, or those that summarise the
    raw file named."""
    written = clean_path(text.text)
    if not written or "://" in written:
        return []
    key = raw_key(text.text)
    if key:
        return [Found(number, "path") for number in summaries.of(key)]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(here), text.text.strip()))
    for candidate in (path, written) if "/" in written or is_markdown(written) else ():
        hit = resolver.index.at(candidate) if not candidate.startswith("..") else None
        if hit is not None:
            return [Found(hit.documents[0], "path")]
    found = resolver.name(clean(written), here)
    own = resolver.own.get(here)
    if own is not None and isinstance(found, Found) and found.document == own:
        found = namesake(resolver, written, own) or found
    if isinstance(found, Found):
        return [found]
    bare = fold(written.rpartition("/")[2])
    named = summaries.of(bare) if is_bare_file(bare) else []
    return [Found(number, "path") for number in named]
