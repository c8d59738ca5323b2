"""A text that somebody pasted or saved, read as a page: its title, its fields, its text as markdown, its links.

Reads plain text, markdown with or without frontmatter, and HTML. Never fails on any text. Writes nothing.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from kbgen.author.kb import Kb
from kbgen.author.linking import Linker, Listed, Made, placed
from kbgen.author.mending import mended
from kbgen.author.names import SLUG, file_name, person
from kbgen.author.pages import with_fields
from kbgen.author.shape import Piece, pieces
from kbgen.author.webpage import is_webpage, read_webpage
from kbgen.author.yamltext import yaml_fields
from kbgen.fields import decode, first, fold_key, read_fields, text_of
from kbgen.fields.fences import find_header
from kbgen.link.fields import PERSONS
from kbgen.markdown.sections import heading_key, meanings
from kbgen.model import Field
from kbgen.names import split_names
from kbgen.parse import parse, placeholder


class Seen(NamedTuple):
    """What a line of the text became; `line` counts from 1 in the text as it was given."""

    line: int
    what: str
    text: str


class Page(NamedTuple):
    """The page that a text becomes: its kb path, itself, how it was read, and the links that were made in it (places in
    the page)."""

    path: str
    text: str
    seen: tuple[Seen, ...]
    links: tuple[Made, ...]


_Fields = list[tuple[str, str | tuple[str, ...]]]


class _Draft(NamedTuple):
    """A text without its title and fields: those as they will be written (a header as text, if it was one), its lines
    as markdown, and what became of what."""

    title: str
    fields: _Fields
    header: list[str]
    body: list[str]
    seen: list[Seen]


_MARKUP = re.compile(
    r"\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]*\]\([^()\n]+\)|\*\*\S[^*\n]*\*\*|^ {0,3}(?:`{3,}|~{3,})|^ {0,3}#{1,6}[ \t]+\S",
    re.MULTILINE,
)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# Headings that summaries have beside those with a meaning (`schema.md`, "Sections with a meaning").
_SECTIONS = frozenset(
    "overview summary introduction background abstract conclusion conclusions takeaways main points key insights "
    "key findings key facts highlights context details discussion methods results limitations notes references "
    "further reading see also related related pages timeline transcript".split()
) | frozenset(
    ("main points", "key insights", "key findings", "key facts", "further reading", "see also", "related pages")
)
_LONGEST_TITLE = 200
_NO_FIELD = 160  # a value of an unknown key that is longer than this is a sentence of the text
_HIDDEN = re.compile(
    "[\u200b\u200e\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)


def read_page(data: bytes, kb: Kb, name: str = "", kind: str = "", fields: tuple[tuple[str, str], ...] = ()) -> Page:
    """The page that a text becomes in a knowledge base. `name` is that of the file it came from, for a text without any
    title; `kind` is written as `type:` where the text says none; `fields` come before what the text says."""
    text = decode(data)[0]
    webpage = read_webpage(text) if is_webpage(text) else None
    text = webpage.markdown if webpage is not None else text
    text = _HIDDEN.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00a0", " "))
    draft = _draft(text, kb, webpage is not None)
    given = [*fields, *(webpage.fields if webpage is not None else ())]
    title = next((value for key, value in given if key == "title"), "") or draft.title
    title = _plain(title) or _plain(name) or "Untitled"
    if placeholder(title) or not any(char.isalnum() for char in title):
        title = "Untitled"
    kind = _text(draft.fields, "type") or kind
    path = _path(kb, kind or "source", title)
    linker = Linker(kb, path, title)
    parsed = parse("\n".join(draft.body).encode(), kb.settings)
    listed = linker.listed(draft.body, parsed)
    links = linker.links(draft.body, parsed, listed)
    header = _header(draft, kb, title, kind, given, listed)
    body = placed(draft.body, links)
    first_line = len(header) + 1
    page = mended([*header, "", *body], first_line, kb.settings)
    moved = tuple(made._replace(line=made.line + first_line) for made in links)
    return Page(path, page, tuple(sorted(draft.seen)), moved)


def _path(kb: Kb, kind: str, title: str) -> str:
    """Where the page will lie: where the site says, if it is wanted; else where pages of its kind lie."""
    name = file_name(title)
    wanted = kb.wanted_page(name)
    if wanted is not None:
        return kb.place(wanted, kind)
    folder = kb.folder(kind)
    return f"{folder}/{name}.md" if folder else f"{name}.md"


# ---------------------------------------------------------------- title, fields, text


def _draft(text: str, kb: Kb, markdown: bool) -> _Draft:
    """The parts of a text. The places of what is taken out of the text stay behind as empty lines."""
    header = find_header(text)
    front = read_fields(text, kb.settings.fields)
    lines = [line.rstrip() for line in front.body.split("\n")]
    seen: list[Seen] = []
    kept: list[str] = []
    read = list(front.fields)
    title = ""
    if header is not None and front.frontmatter:
        broken = [one for one in front.diagnostics if one.code.startswith("KB2")]
        if not broken:
            kept = text.split("\n")[header.first - 1 : header.last]
            seen.append(Seen(header.first, "header", f"{len(kept)} lines, kept as they are"))
        fields: _Fields = [(one.key, text_of(one.value)) for one in read] if kept else _written(read, kb, seen)
        found = first(front.fields, "title")
        title = text_of(found.value) if found else ""
    else:
        lines = _given_back(text, lines, read)
        fields = _written(read, kb, seen)
        title = _text(fields, "title")
    if not title:  # a header that is kept has none: then the heading stays where it is
        title = _take_title(list(lines) if kept else lines, seen)
    body = _body(lines, kb, markdown or bool(_MARKUP.search("\n".join(lines))), seen)
    return _Draft(title, fields, kept, body, seen)


def _given_back(text: str, lines: list[str], fields: list[Field]) -> list[str]:
    """The lines, with those that only looked like fields: a key that nobody knows before a whole sentence, behind all
    fields that are known."""
    whole = text.split("\n")
    while fields and fields[-1].name == fields[-1].key and len(text_of(fields[-1].value)) > _NO_FIELD:
        at = fields.pop().line - 1
        lines[at] = whole[at].rstrip()
    return lines


def _written(read: list[Field], kb: Kb, seen: list[Seen]) -> _Fields:
    """Fields as they will stand in the header, each key once."""
    found: dict[str, str | tuple[str, ...]] = {}
    for field in read:
        key = "title" if field.name == "title" else fold_key(field.key) or field.key
        values = _values(field, kb)
        if not values:
            continue
        earlier = found.get(key, ())
        every = (*((earlier,) if isinstance(earlier, str) else earlier), *values)
        found[key] = every[0] if len(every) == 1 or key == "title" else tuple(dict.fromkeys(every))
        seen.append(Seen(field.line, "title" if key == "title" else "field", f"{key}: {', '.join(values)}"))
    return list(found.items())


def _values(field: Field, kb: Kb) -> tuple[str, ...]:
    """The texts of a field: names and tags parted, the others whole."""
    value = field.value
    texts = (
        (value,)
        if isinstance(value, str)
        else tuple(text_of(item) for item in value)
        if isinstance(value, tuple)
        else (text_of(value),)
    )
    texts = tuple(" ".join(text.split()) for text in texts)
    if field.name in PERSONS or field.name == "tags":
        texts = tuple(part for text in texts for part in _parted(text, field.name))
    elif field.name in kb.config.relations or field.name in ("concepts", "entities", "topics", "themes", "related"):
        texts = tuple(
            f"[[{part}]]" if SLUG.fullmatch(part) else part
            for text in texts
            for part in (split_names(text) if all(SLUG.fullmatch(p) for p in split_names(text)) else [text])
        )
    return tuple(text for text in texts if text)


_AND = re.compile(r"\s+(?:and|und|y|et)\s+(?=[^()]*(?:\([^()]*\)[^()]*)*\Z)(?=[A-Z\[])")


def _parted(text: str, name: str) -> list[str]:
    if name == "tags":
        return [part.strip().lstrip("#") for part in re.split(r"[,;]|\s(?=#)", text) if part.strip().lstrip("#")]
    return [one for part in split_names(text) for one in _AND.split(part)]


def _text(fields: _Fields, key: str) -> str:
    value = next((value for name, value in fields if name == key), "")
    return value if isinstance(value, str) else ""


def _take_title(lines: list[str], seen: list[Seen]) -> str:
    """The title, taken out of the lines: a heading of level 1, else a short line with no end at the top."""
    at = next((n for n, line in enumerate(lines) if line.strip()), None)
    if at is None:
        return ""
    line = lines[at].strip()
    behind = lines[at + 1].strip() if at + 1 < len(lines) else ""
    match = _HEADING.fullmatch(lines[at])
    if match is not None and (len(match[1]) > 1 or not _plain(match[2])):
        return ""
    underlined = re.fullmatch(r"=+|-{3,}", behind) is not None
    if match is None and not underlined:
        more = any(other.strip() for other in lines[at + 1 :])
        if len(line) > _LONGEST_TITLE or not more or re.match(r"[-*+>|#!<=`~•]|\d+[.)]\s", line) or line[-1:] in ".;,:":
            return ""
    title = _plain(match[2] if match is not None else line)
    if not any(char.isalnum() for char in title):
        return ""
    for number in (at, at + 1) if underlined and match is None else (at,):
        lines[number] = ""
    seen.append(Seen(at + 1, "title", title))
    return title


_INLINE = (
    (re.compile(r"!?\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]"), r"\1"),
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def _plain(text: str) -> str:
    """A title without markup, on one line."""
    for pattern, shown in _INLINE:
        text = pattern.sub(shown, text)
    return " ".join(text.split())


# ---------------------------------------------------------------- the text


def _body(lines: list[str], kb: Kb, markup: bool, seen: list[Seen]) -> list[str]:
    """The text as markdown: as it stands where it has headings, else by its shape."""
    if markup and _has_headings(lines):
        seen += _seen_headings(lines)
        return _trimmed(lines)
    table = meanings(kb.settings.sections)

    def is_section(heading: str) -> bool:
        return heading_key(heading) in table or heading_key(heading) in _SECTIONS

    found = pieces(lines, is_section, markup)
    seen += [_told(piece) for piece in found]
    written: list[str] = []
    for piece in found:
        written += ["", *piece.lines]
    return written[1:]


def _told(piece: Piece) -> Seen:
    counts = {"list": "entries", "table": "rows", "code": "lines", "quote": "lines"}
    if piece.what in counts:
        size = len(piece.lines) - (2 if piece.what in ("table", "code") else 0)
        return Seen(piece.line, piece.what, f"{size} {counts[piece.what]}")
    return Seen(piece.line, piece.what, piece.lines[0])


def _outside_code(lines: list[str]) -> list[int]:
    fence, found = "", []
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is not None and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
        elif not fence:
            found.append(number)
    return found


def _has_headings(lines: list[str]) -> bool:
    return any(_HEADING.fullmatch(lines[number]) for number in _outside_code(lines))


def _seen_headings(lines: list[str]) -> list[Seen]:
    headings = [n for n in _outside_code(lines) if _HEADING.fullmatch(lines[n])]
    kept = [Seen(n + 1, "heading", lines[n].strip()) for n in headings]
    first_line = next((n + 1 for n, line in enumerate(lines) if line.strip()), 1)
    return [Seen(first_line, "markdown", "kept as it is"), *kept]


def _trimmed(lines: list[str]) -> list[str]:
    """The lines without empty ones around, and with one empty line where there are several."""
    code = set(range(len(lines))) - set(_outside_code(lines))
    kept: list[str] = []
    for number, line in enumerate(lines):
        if line.strip() or number in code or (kept and kept[-1].strip()):
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


# ---------------------------------------------------------------- the header


def _header(
    draft: _Draft, kb: Kb, title: str, kind: str, given: list[tuple[str, str]], listed: list[Listed]
) -> list[str]:
    """The lines of the header, with its fences."""
    if draft.header:
        kept = "\n".join(("---", *draft.header, "---\n"))
        return with_fields(kept, [(fold_key(key), value) for key, value in given], kb).rstrip("\n").split("\n")
    fields: dict[str, str | tuple[str, ...]] = {"title": title, "type": kind}
    for key, value in [*given, *draft.fields]:
        if value and not fields.get(key):
            fields[key] = value
    names = frozenset(one.slug for one in listed)
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
    data = kb.known.raw.read(path) if path else None
    return {"raw_hash": hashlib.sha256(data).hexdigest()} if data is not None else {}
