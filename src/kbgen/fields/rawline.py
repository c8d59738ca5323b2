"""A line of running text that names the raw file: `**Raw file:** raw/x.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from kbgen.fields.lookup import first
from kbgen.model import Field
from kbgen.text.regex import regex

_RAW_LINE = regex(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?Raw file(?:\*\*|__)?:(?:\*\*|__)?[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE
)


def raw_line(fields: tuple[Field, ...], body: str) -> Iterator[Field]:
    """The field that such a line of a text is, where none of its `fields` names the raw file; words are no path
    (`none`)."""
    written = any(word in body for word in ("aw file", "aw File", "AW FILE"))
    found = _RAW_LINE.search(body) if written and first(fields, "raw_file") is None else None
    if found is not None and _PATH.search(found[1]) is not None:
        line = body.count("\n", 0, found.start(1)) + 1
        column = found.start(1) - body.rfind("\n", 0, found.start(1))
        yield Field("raw_file", "Raw file", _path_in(found[1].strip()), line, column)


_PATH = regex(r"\S[/\\]\S|\w\.\w")
_MARKED_PATH = regex(
    r"`+[ \t]*(?P<code>[^`]+?)[ \t]*`+|\[\[(?P<wiki>[^\[\]|#]+)(?:[|#][^\[\]]*)?\]\]"
    r"|\[[^\[\]]*\]\([ \t]*<?(?P<link>[^()<>:]+(?:\([^()<>:]*\)[^()<>:]*)?)>?[ \t]*\)"
)


def _path_in(written: str) -> str:
    """The path that a line says, without markup and what stands behind that: `` `raw/x.md` (a copy) ``."""
    found = _MARKED_PATH.match(written)
    if found is None:
        return written
    return (found["code"] or found["wiki"] or unquote(found["link"])).strip()
