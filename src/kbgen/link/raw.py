"""Raw files as authors write them: which text is a path to one, and what it is compared by."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator, Sequence

from kbgen.model import Document, Facts
from kbgen.text.endings import EVIDENCE, ending, is_bare_file
from kbgen.text.names import fold, loose, undecorated
from kbgen.text.paths import RAW_FOLDER, stem
from kbgen.text.regex import regex

_REMARK = regex(r"(\.[A-Za-z][A-Za-z0-9]{0,4})[ \t]+\([^()\n]*\)\Z")
_LINES = regex(r"(?::L?|#L)\d{1,9}(?:[-–]L?\d{1,9})?\Z")
_RAW = regex(rf"(?:^|/)({RAW_FOLDER}.+)\Z", re.IGNORECASE)


def raw_key(written: str) -> str:
    """The key under which paths to raw files are compared: from `raw/` on, case-folded; '' for none."""
    path = posixpath.normpath(clean_path(written)) if written.strip() else ""
    found = _RAW.search(path)
    return fold(found[1].lstrip("._")) if found else ""


def clean_path(written: str) -> str:
    """A path as written in a field, without line range, quotes around it and a remark in parentheses behind it."""
    path = _REMARK.sub(r"\1", written.strip().strip("\"'").replace("\\", "/"))
    return _LINES.sub("", path).lstrip("/")


def lines_in(written: str) -> str:
    """The lines of a file that a citation names behind its path, `:4-5` of `raw/x.md:4-5` and `raw/x.md#L4-L5`; '' for
    none."""
    found = _LINES.search(written)
    return ":" + found[0].lstrip(":#").replace("L", "") if found is not None else ""


def is_file(written: str) -> bool:
    """Whether what a text cites is a file: a path to a raw one, or a name without any folder, with or without lines."""
    return bool(raw_key(written)) or (written[:1] not in "@^" and is_bare_file(clean_path(written)))


def raw_files_of(facts: Facts, raw_names: Container[str] = ()) -> tuple[str, ...]:
    """The paths (as written) of the raw files that a source summarises; `raw_names` are the folded names of those that
    are there."""
    paths: dict[str, str] = {}
    for text in facts.texts:
        name = facts.fields[text.field].name
        is_raw = raw_key(text.text) or (is_bare_file(text.text) and fold(text.text.strip()) in raw_names)
        if name == "raw_file" or (name == "cites" and is_raw):
            paths.setdefault(raw_key(text.text) or fold(clean_path(text.text)), clean_path(text.text))
    line = next((field for field in facts.fields if field.name == "raw_file"), None)
    if not paths and line is not None and isinstance(line.value, str) and not line.links:  # a line of the text
        paths.setdefault("", clean_path(line.value))
    return tuple(filter(None, paths.values()))


def is_named_as_raw(path: str, facts: Facts) -> bool:
    """Whether the document at a kb path says that it was made from one raw file, or one folder of them, and has its
    name."""
    files = raw_files_of(facts)
    return len(files) == 1 and _name(files[0].rstrip("/")) == _name(path)


def _name(path: str) -> str:
    name = path.rpartition("/")[2]
    return loose(posixpath.splitext(name)[0] if ending(name) in EVIDENCE else stem(name))


def named_raw(documents: tuple[Document, ...], kinds: Sequence[str]) -> dict[int, str]:
    """Documents (numbers) that are the raw files of others, with a reason: `sources/` means raw files in a few
    layouts. Such a file has no type and no link, lies in a folder `sources`, and a document outside names it as its
    raw file, or is a source (`kinds` are those of the documents) and names it as its own."""
    bare = {
        fold(d.path): number
        for number, d in enumerate(documents)
        if "sources" in map(undecorated, d.path.casefold().split("/")[:-1])
        and not d.facts.links
        and not any(f.name == "type" or f.key in ("kind", "category") for f in d.facts.fields)
    }
    found: dict[int, str] = {}
    for document, kind in zip(documents, kinds, strict=True) if bare else ():
        for name in _named(document.facts, ("raw_file", "cites") if kind == "source" else ("raw_file",)):
            written = clean_path(name)
            own = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), name.strip()))
            for path in (written, own, f"{written}.md", f"{own}.md"):
                number = bare.get(fold(path))
                if number is not None and posixpath.dirname(document.path) != posixpath.dirname(path):
                    found.setdefault(number, f"raw file of {document.path}")
    return found


def _named(facts: Facts, fields: tuple[str, ...]) -> Iterator[str]:
    """What fields with these canonical names say, as text or as a link."""
    for text in facts.texts:
        if facts.fields[text.field].name in fields:
            yield text.text
    keys = {field.key for field in facts.fields if field.name in fields}
    yield from (link.target for link in facts.links if link.field in keys)
