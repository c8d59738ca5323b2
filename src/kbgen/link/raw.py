"""Raw files as authors write them: which text is a path to one, and what it is compared by."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container

from kbgen.model import Document, Facts
from kbgen.text.names import fold
from kbgen.text.paths import RAW_FOLDER
from kbgen.text.regex import regex

_RAW = regex(rf"(?:^|/)({RAW_FOLDER}.+)\Z", re.IGNORECASE)
_FILE = regex(r"\.(?:md|txt|vtt|srt|html|pdf|json)\Z", re.IGNORECASE)


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
    return "/" not in text and _FILE.search(text) is not None


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
