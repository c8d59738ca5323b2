"""A text that somebody pasted or saved, read as a page: its title, its fields, its text as markdown, its links.

Reads plain text, markdown with or without frontmatter, and HTML. Never fails on any text. Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kbgen.author.header import Fields, header, kept_header, key_of, values_of, written_fields
from kbgen.author.kb import Kb
from kbgen.author.linking import Linker, MadeLink, placed
from kbgen.author.mending import mended
from kbgen.author.names import file_name
from kbgen.author.pages import KindOfPage, kind_named
from kbgen.author.shape import Piece, pieces
from kbgen.author.tidying import tidy
from kbgen.author.webpage import decoded_webpage, is_webpage, read_webpage
from kbgen.fields import decode, first, read_fields, text_of
from kbgen.fields.fences import find_header
from kbgen.markdown.sections import heading_key, meanings
from kbgen.model import Diagnostic, Field
from kbgen.parse import parse, placeholder
from kbgen.text.codefence import outside_code
from kbgen.text.names import without_closing
from kbgen.text.regex import regex


class Seen(NamedTuple):
    """What a line of the text became; `line` counts from 1 in the text as it was given."""

    line: int
    what: str
    text: str


class ImportedPage(NamedTuple):
    """The page that a text becomes: its kb path, itself, how it was read, the links that were made in it (places in
    the page), and what of the text could not be read."""

    path: str
    text: str
    seen: tuple[Seen, ...]
    links: tuple[MadeLink, ...]
    problems: tuple[Diagnostic, ...] = ()


class _Draft(NamedTuple):
    """A text without its title and fields: those as they will be written (a header as text, if it was one), its lines
    as markdown, what became of what, and what is wrong with a header that was read line by line."""

    title: str
    fields: Fields
    header: list[str]
    body: list[str]
    seen: list[Seen]
    broken: tuple[Diagnostic, ...]


_MARKUP = regex(
    r"\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]*\]\([^()\n]+\)|\*\*\S[^*\n]*\*\*|^ {0,3}(?:`{3,}|~{3,})|^ {0,3}#{1,6}[ \t]+\S",
    re.MULTILINE,
)
_HEADING = regex(r" {0,3}(#{1,6})[ \t]+(.*)\Z")
# Headings that summaries have beside those with a meaning (`schema.md`, "Sections with a meaning").
_SECTIONS = frozenset(
    "overview,summary,introduction,background,abstract,conclusion,conclusions,takeaways,main points,key insights,"
    "key findings,key facts,highlights,context,details,discussion,methods,results,limitations,notes,references,"
    "further reading,see also,related,related pages,timeline".split(",")
)
_LONGEST_TITLE = 200
_NO_FIELD = 160  # a value of an unknown key that is longer than this is a sentence of the text


def read_page(
    data: bytes, kb: Kb, name: str = "", kind: str = "", fields: tuple[tuple[str, str], ...] = ()
) -> ImportedPage:
    """The page that a text becomes in a knowledge base. `name` is that of the file it came from, for a text without any
    title; `kind` is written as `type:` where the text says none; `fields` come before what the text says."""
    text, problems = decode(data)
    if problems and is_webpage(text):
        known = decoded_webpage(data)
        text, problems = (known, ()) if known else (text, problems)
    webpage = read_webpage(text) if is_webpage(text) else None
    text = webpage.markdown if webpage is not None else text
    tidied = tidy(text, kb.settings.fields.spellings)
    given: Fields = [*fields, *(webpage.fields if webpage is not None else ())]
    draft = _draft(tidied.text, kb, webpage is not None, _text(given[len(fields) :], "title"))
    title = _text(given, "title") or draft.title
    title = _plain(title) or _plain(name) or "Untitled"
    if placeholder(title) or not any(char.isalnum() for char in title):
        title = "Untitled"
    asked = next((value for key, value in fields if key.casefold() == "type"), "")
    kind = asked or _text(draft.fields, "type") or kind
    path = _path(kb, kind or "source", title)
    linker = Linker(kb, path, title)
    parsed = parse("\n".join(draft.body).encode(), kb.settings)
    listed = linker.listed(draft.body, parsed)
    links = linker.links(draft.body, parsed, listed)
    if not draft.header:
        top = header(
            [("title", title), ("type", kind), *given, *draft.fields], kb, frozenset(one.slug for one in listed)
        )
    else:  # a heading of level 1 is title enough
        top = kept_header(draft.header, [*given, *([("title", title)] if not parsed.facts.heading else [])], kb)
    body = placed(draft.body, links)
    first_line = len(top) + 1
    page = mended([*top, "", *body], first_line, kb.settings)
    moved = tuple(made._replace(line=made.line + first_line) for made in links)
    seen = [one._replace(line=tidied.numbers[one.line - 1]) for one in draft.seen]
    seen += [Seen(line, "left out", words) for line, words in tidied.left_out]
    return ImportedPage(path, page, tuple(sorted(seen)), moved, (*problems, *draft.broken))


def _path(kb: Kb, kind: str, title: str) -> str:
    """Where the page will lie: where the site says, if it is wanted; else where pages of its kind lie."""
    name, named = file_name(title), kind_named(kind, kb) or KindOfPage(kind, "")
    wanted = kb.wanted_page(name)
    if wanted is not None:
        return kb.place(wanted, named.kind, named.subkind)
    folder = kb.folder(named.kind, named.subkind)
    return f"{folder}/{name}.md" if folder else f"{name}.md"


# ---------------------------------------------------------------- title, fields, text


def _draft(text: str, kb: Kb, markdown: bool, told: str) -> _Draft:
    """The parts of a text (`markdown`: of a page of the web; `told`: the title that its head says). The places of what
    is taken out of the text stay behind as empty lines."""
    place = find_header(text)
    front = read_fields(text, kb.settings.fields)
    lines = [line.rstrip() for line in front.body.split("\n")]
    seen: list[Seen] = []
    kept: list[str] = []
    read = list(front.fields)
    title = ""
    broken = [one for one in front.diagnostics if one.code.startswith("KB2")] if front.frontmatter else []
    if place is not None and front.frontmatter:
        if not broken and not place.toml:
            kept = text.split("\n")[place.first - 1 : place.last]
            seen.append(Seen(place.first, "header", f"{len(kept)} lines, kept as they are"))
        fields: Fields = [(one.key, text_of(one.value)) for one in read] if kept else _told_fields(read, kb, seen)
        found = first(front.fields, "title")
        title = text_of(found.value) if found else ""
    else:
        lines = _given_back(text, lines, read)
        fields = _told_fields(read, kb, seen)
        title = _text(fields, "title")
    if not title:  # a header that is kept has none: then the heading stays where it is
        title = _take_title(list(lines) if kept else lines, seen, _meaning(kb), told)
    marked = _has_headings(lines)
    if not title and not kept:
        title = _only_heading(lines, seen, None if markdown else _meaning(kb))
    markup = bool(_MARKUP.search("\n".join(lines)))
    body = _body(lines, kb, markup, seen, as_it_is=markdown or (markup and marked))
    return _Draft(title, fields, kept, body, seen, tuple(broken))


def _given_back(text: str, lines: list[str], fields: list[Field]) -> list[str]:
    """The lines, with those that only looked like fields: a key that nobody knows before a whole sentence, behind all
    fields that are known."""
    whole = text.split("\n")
    while fields and fields[-1].name == fields[-1].key and len(text_of(fields[-1].value)) > _NO_FIELD:
        at = fields.pop().line - 1
        lines[at] = whole[at].rstrip()
    return lines


def _take_title(lines: list[str], seen: list[Seen], section: Callable[[str], str], told: str) -> str:
    """The title, taken out of the lines: a heading of level 1, else a short line with no end at the top that is not
    the name of a section, or the title that is told already."""
    at = next((n for n, line in enumerate(lines) if line.strip()), None)
    if at is None:
        return ""
    line = lines[at].strip()
    behind = lines[at + 1].strip() if at + 1 < len(lines) else ""
    match = _HEADING.fullmatch(lines[at])
    if match is not None and (len(match[1]) > 1 or not _plain(without_closing(match[2]))):
        return ""
    underlined = re.fullmatch(r"=+|-{3,}", behind) is not None
    if match is None and not underlined:
        more = any(other.strip() for other in lines[at + 1 :])
        if (
            len(line) > _LONGEST_TITLE
            or not more
            or (told and _plain(line) != told)
            or section(line.rstrip(": "))
            or re.match(r"[-*+>|!<=`~•]|#(?!\d)|\d+[.)]\s", line)
            or line[-1:] in ".;,:"
        ):
            return ""
    title = _plain(without_closing(match[2]) if match is not None else line)
    if not any(char.isalnum() for char in title):
        return ""
    for number in (at, at + 1) if underlined and match is None else (at,):
        lines[number] = ""
    seen.append(Seen(at + 1, "title", title))
    return title


def _only_heading(lines: list[str], seen: list[Seen], section: Callable[[str], str] | None) -> str:
    """The title of a text that does not begin with one, taken out of the lines: its only heading of level 1; else the
    heading that it begins with, if no other is of its level or above and it is not the name of a section. Without
    `section`, as for pages of the web, which say their titles, only the first."""
    found = [(n, match) for n in outside_code(lines) if (match := _HEADING.fullmatch(lines[n]))]
    highest = min((len(match[1]) for _, match in found), default=0)
    top = [(n, match) for n, match in found if len(match[1]) == highest]
    number, match = top[0] if len(top) == 1 else (0, None)
    title = _plain(without_closing(match[2])) if match is not None else ""
    below = highest > 1 and (section is None or section(title) or any(line.strip() for line in lines[:number]))
    if below or not any(char.isalnum() for char in title):
        return ""
    lines[number] = ""
    seen.append(Seen(number + 1, "title", title))
    return title


_INLINE = (
    (regex(r"!?\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]"), r"\1"),
    (regex(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)"), r"\1"),
    (regex(r"(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (regex(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def _plain(text: str) -> str:
    """A title without markup, on one line."""
    for pattern, shown in _INLINE:
        text = pattern.sub(shown, text)
    return " ".join(text.split())


# ---------------------------------------------------------------- the text


def _body(lines: list[str], kb: Kb, markup: bool, seen: list[Seen], *, as_it_is: bool) -> list[str]:
    """The text as markdown: `as_it_is`, or by its shape; `markup` says that there is markdown within its lines."""
    if as_it_is:
        seen += _seen_headings(lines)
        return _trimmed(lines)
    found = pieces(lines, _meaning(kb), markup)
    seen += [_told(piece) for piece in found]
    written: list[str] = []
    for piece in found:
        written += ["", *piece.lines]
    return written[1:]


def _meaning(kb: Kb) -> Callable[[str], str]:
    """What a heading says that its section means (empty: it is the name of none)."""
    table = meanings(kb.settings.sections)

    def section(heading: str) -> str:
        key = heading_key(heading)
        return table.get(key, "") or ("text" if key in _SECTIONS else "")

    return section


def _told(piece: Piece) -> Seen:
    counts = {"list": "entries", "table": "rows", "code": "lines", "quote": "lines"}
    if piece.what in counts:
        size = len(piece.lines) - (2 if piece.what in ("table", "code") else 0)
        return Seen(piece.line, piece.what, f"{size} {counts[piece.what]}")
    return Seen(piece.line, piece.what, piece.lines[0])


def _has_headings(lines: list[str]) -> bool:
    return any(_HEADING.fullmatch(lines[number]) for number in outside_code(lines))


def _seen_headings(lines: list[str]) -> list[Seen]:
    headings = [n for n in outside_code(lines) if _HEADING.fullmatch(lines[n])]
    kept = [Seen(n + 1, "heading", lines[n].strip()) for n in headings]
    first_line = next((n + 1 for n, line in enumerate(lines) if line.strip()), 1)
    return [Seen(first_line, "markdown", "kept as it is"), *kept]


def _trimmed(lines: list[str]) -> list[str]:
    """The lines without empty ones around, and with one empty line where there are several."""
    code = set(range(len(lines))) - set(outside_code(lines))
    kept: list[str] = []
    for number, line in enumerate(lines):
        if line.strip() or number in code or (kept and kept[-1].strip()):
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


# ---------------------------------------------------------------- the header


def _told_fields(read: list[Field], kb: Kb, seen: list[Seen]) -> Fields:
    """The fields as they will be written; what each line became is noted."""
    for field in read:
        key, values = key_of(field), values_of(field, kb)
        if values:
            seen.append(Seen(field.line, "title" if key == "title" else "field", f"{key}: {', '.join(values)}"))
    return written_fields(read, kb)


def _text(fields: Fields, key: str) -> str:
    value = next((value for name, value in fields if name == key), "")
    return value if isinstance(value, str) else ""
