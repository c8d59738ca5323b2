"""Plain values of frontmatter that are names: of pages, of summaries, of raw files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from typing import NamedTuple

from kbgen.link.meaning import Ambiguous, Found
from kbgen.link.resolve import Resolver
from kbgen.model import Document, Facts, FieldText
from kbgen.names import clean, fold, name_parts

PERSONS = frozenset({"host", "guests", "authors"})
_ROLE = re.compile(r"(.+?)\s*[(（]([^()（）]*)[)）]\s*\Z")
_RAW = re.compile(r"(?:^|/)([._]?raw(?:[-_](?:sources|files))?/.+)\Z", re.IGNORECASE)
_RAW_WITHOUT_FOLDER = re.compile(r"\.(?:md|txt|vtt|srt|html|pdf|json)\Z", re.IGNORECASE)


class Name(NamedTuple):
    """A part of a field's text that names a page, and where in the text it begins."""

    start: int
    written: str
    found: Found


def raw_key(written: str) -> str:
    """The key under which paths to raw files are compared: from `raw/` on, case-folded; '' for none."""
    path = posixpath.normpath(clean_path(written)) if written.strip() else ""
    found = _RAW.search(path)
    return fold(found[1].lstrip("._")) if found else ""


def clean_path(written: str) -> str:
    """A path as written in a field, without line range and quotes around."""
    return re.sub(r":\d+(?:-\d+)?\Z", "", written.strip().strip("\"'").replace("\\", "/")).lstrip("/")


def is_bare_file(written: str) -> bool:
    """Whether a text is the name of a file that may be raw, without any folder: `talk.txt`, `A talk.md`."""
    text = written.strip()
    return "/" not in text and _RAW_WITHOUT_FOLDER.search(text) is not None


def raw_files_of(facts: Facts, raw_names: Container[str] = ()) -> tuple[str, ...]:
    """The paths (as written) of the raw files that a source summarises; `raw_names` are the folded names of those that
    are there."""
    paths: dict[str, str] = {}
    for text in facts.texts:
        name = facts.fields[text.field].name
        is_raw = raw_key(text.text) or (is_bare_file(text.text) and fold(text.text.strip()) in raw_names)
        if name == "raw_file" or (name == "cites" and is_raw):
            paths.setdefault(raw_key(text.text) or fold(clean_path(text.text)), clean_path(text.text))
    return tuple(paths.values())


def named_raw(documents: tuple[Document, ...]) -> dict[int, str]:
    """Documents (numbers) that are the raw files of others, with a reason: `sources/` means raw files in a few
    layouts. Such a file has no type and no link, lies in a folder `sources`, and a document outside names it."""
    bare = {
        fold(d.path): number
        for number, d in enumerate(documents)
        if "sources" in d.path.casefold().split("/")[:-1]
        and not d.facts.links
        and not any(f.name == "type" or f.key in ("kind", "category") for f in d.facts.fields)
    }
    found: dict[int, str] = {}
    for document in documents if bare else ():
        for text in document.facts.texts:
            if document.facts.fields[text.field].name != "raw_file":
                continue
            written = clean_path(text.text)
            own = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), text.text.strip()))
            for path in (written, own, f"{written}.md", f"{own}.md"):
                number = bare.get(fold(path))
                if number is not None and posixpath.dirname(document.path) != posixpath.dirname(path):
                    found.setdefault(number, f"raw file of {document.path}")
    return found


def names_in(text: FieldText, field: str, resolver: Resolver, here: str) -> list[Name]:
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


def without_role(name: str) -> str:
    """`Ada Lovelace (mathematician)` without what stands in parentheses at its end."""
    found = _ROLE.match(name)
    return found[1] if found else name


def _resolved(start: int, written: str, resolver: Resolver, here: str, field: str) -> Name | None:
    """The page named by a text that begins at `start`, as it stands or without its role."""
    for name in dict.fromkeys((written.strip(), without_role(written.strip()))):
        found = resolver.name(name, here)
        if isinstance(found, Ambiguous):
            paths = resolver.index.paths
            near = [c for c in found.candidates if fold(posixpath.dirname(paths[c]).rpartition("/")[2]) == fold(field)]
            found = Found(near[0], "name") if len(near) == 1 else None
        if isinstance(found, Found):  # a plain value that several pages answer to is text: nobody wrote a link
            return Name(start + len(written) - len(written.lstrip()), name, found)
    return None


def cited(text: FieldText, resolver: Resolver, here: str, summaries: dict[str, list[int]]) -> list[Found]:
    """The documents that a text of `sources:` names: a summary by its path or name, or those that summarise the
    raw file named."""
    written = clean_path(text.text)
    if not written or "://" in written:
        return []
    key = raw_key(text.text)
    if key:
        return [Found(number, "path") for number in summaries.get(key, [])]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(here), text.text.strip()))
    for candidate in (path, written) if "/" in written or written.lower().endswith(".md") else ():
        hit = resolver.index.at(candidate) if not candidate.startswith("..") else None
        if hit is not None:
            return [Found(hit.documents[0], "path")]
    found = resolver.name(clean(written), here)
    if isinstance(found, Found):
        return [found]
    bare = fold(written.rpartition("/")[2])
    named = summaries.get(bare, []) if _RAW_WITHOUT_FOLDER.search(written) else []
    return [Found(number, "path") for number in named]
