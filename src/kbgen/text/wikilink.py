"""A wiki-link as written, `[[target#anchor|label]]`: where it ends, and its parts. The one opinion on that, for text
and frontmatter alike; a pure function on strings.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from kbgen.text.regex import regex

_STOP = regex(r"[\[\]`\\\n|]")
# What nearly all look like: no bracket, no code, no backslash in it.
_RUN_OR_BREAK = regex(r"`+|\n")
_PLAIN = regex(r"\[\[([^\[\]`\\\n|#]*+)(#[^\[\]`\\\n|]*+)?(?:\|([^\[\]`\\\n]*+))?\]\]")


class Wikilink(NamedTuple):
    """A wiki-link as found in a text: where it ends (behind `]]`), its first `|` (-1: none), its parts."""

    end: int
    pipe: int
    target: str
    anchor: str
    label: str
    bare_hash: bool


def match_wikilink(text: str, start: int, limit: int) -> Wikilink | int:
    """The wiki-link that begins with `[[` at `start`, or why there is none: -1, or the offset of the
    line break (> start) that cuts it in two.

    Brackets inside must be balanced, code spans bind tighter, a backslash hides a bracket, and `[[`
    inside means that the outer pair is no link.
    """
    plain = _PLAIN.match(text, start, limit)
    if plain is not None:
        target, hashed, label = plain.groups()
        pipe = plain.start(3) - 1 if label is not None else -1
        if hashed is None and (label is None or "&" not in label):
            return Wikilink(plain.end(), pipe, target.strip(), "", label.strip() if label else "", False)
        return Wikilink(plain.end(), pipe, *_link_parts(target + (hashed or ""), label or ""))
    found = _end_of(text, start + 2, limit)
    if isinstance(found, int):
        return found
    end, pipe = found
    written = text[start + 2 : pipe if pipe >= 0 else end]
    if pipe > 0 and text[pipe - 1] == "\\":
        written = written[:-1]
    return Wikilink(end + 2, pipe, *_link_parts(written, text[pipe + 1 : end] if pipe >= 0 else ""))


def _end_of(text: str, pos: int, limit: int) -> tuple[int, int] | int:
    """Where the `]]` of a link stands whose text begins at `pos`, and the first `|` before it (-1: none); or why there
    is no link, as `match_wikilink` says it."""
    depth, pipe = 0, -1
    while (found := _STOP.search(text, pos, limit)) is not None:
        pos = found.start()
        match found[0]:
            case "]" if depth:
                depth -= 1
            case "]":
                return (pos, pipe) if text.startswith("]]", pos) and pos + 1 < limit else -1
            case "[" if text.startswith("[[", pos):
                return -1
            case "[":
                depth += 1
            case "|":
                pipe = pos if pipe < 0 else pipe
            case "\\":
                pipe = pos + 1 if pipe < 0 and text.startswith("\\|", pos) else pipe
                pos += 1
            case "`":
                run = _run(text, pos, limit)
                close = _closing_run(text, pos + run, limit, run)
                pos = close - 1 if close > 0 else pos + run - 1
            case _:
                line = text.find("\n", pos + 1, limit)  # behind the next line, in which it ends, or nowhere
                return pos if text.find("]]", pos + 1, limit if line < 0 else line) >= 0 else -1
        pos += 1
    return -1


class _LinkParts(NamedTuple):
    """What stands in double brackets, taken apart; `bare_hash`: a `#` with nothing behind it."""

    target: str
    anchor: str
    label: str
    bare_hash: bool


def _link_parts(target: str, label: str) -> _LinkParts:
    """The parts of a wiki-link whose text was cut at its first `|` (links.md, "Syntax"): the target is cut at its
    first `#`, all sides are trimmed, entities in the label are decoded.

    >>> _link_parts(" a#b#c ", "AT&amp;T")
    _LinkParts(target='a', anchor='b#c', label='AT&T', bare_hash=False)
    """
    name, hashed, anchor = target.partition("#")
    anchor = anchor.strip()
    return _LinkParts(name.strip(), anchor, html.unescape(label).strip(), bool(hashed) and not anchor)


def swapped(text: str, start: int, written: Wikilink) -> Wikilink | None:
    """The link that begins at `start` of a text with its two sides exchanged, for wikis in which the label comes first;
    None where the second side names nothing."""
    pipe = written.pipe - text.startswith("\\", written.pipe - 1)
    parts = _link_parts(text[written.pipe + 1 : written.end - 2], text[start + 2 : pipe])
    return written._replace(**parts._asdict()) if parts.target or parts.anchor else None


def _run(text: str, pos: int, limit: int) -> int:
    end = pos
    while end < limit and text[end] == "`":
        end += 1
    return end - pos


def _closing_run(text: str, pos: int, limit: int, length: int) -> int:
    """Offset behind the next run of exactly `length` backticks on this line, -1 if there is none."""
    for found in _RUN_OR_BREAK.finditer(text, pos, limit):
        if found[0] == "\n":
            break
        if len(found[0]) == length:
            return found.end()
    return -1


_SIZED = regex(r"(?:(.*)\|)?[ \t]*(\d{1,4})(?:x(\d{1,4}))?[ \t]*\Z", re.DOTALL)


def sized(label: str, *, alone: bool = False) -> tuple[str, str]:
    """A picture's text without the size behind its last `|`, and that as attributes (empty: there is none); `alone`
    says that a label which is nothing but a size is one too. Where it is to stand (`right|300`) is no text of it.

    >>> sized("Growth|300x200"), sized("300"), sized("300", alone=True), sized("right|300", alone=True)
    (('Growth', ' width="300" height="200"'), ('300', ''), ('', ' width="300"'), ('', ' width="300"'))
    """
    found = _SIZED.match(label)
    if found is None or (found[1] is None and not alone):
        return _without_place(label), ""
    text = _without_place((found[1] or "").strip())
    return text, f' width="{found[2]}"' + (f' height="{found[3]}"' if found[3] else "")


_PLACE = regex(r"(?:(.*)\|)?[ \t]*(?:left|right|center|centre|inline)[ \t]*\Z", re.DOTALL | re.IGNORECASE)


def _without_place(label: str) -> str:
    found = _PLACE.match(label)
    return label if found is None else (found[1] or "").strip()
