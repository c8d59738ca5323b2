"""One file's bytes in, what they say out: `Parsed`. Knows of no other file, and not even its own name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from types import MappingProxyType

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kbgen.diagnostics import finding
from kbgen.fields import Front, aliases_of, decode, first, parse_date, read_fields, tags_of, text_of
from kbgen.fields.okf import Origin, origin_of, origins_of
from kbgen.fields.spellings import ParseSettings
from kbgen.fields.ties import tie_of
from kbgen.markdown import make_parser
from kbgen.markdown.code import Coloured
from kbgen.markdown.context import Context, Note
from kbgen.markdown.mentions import Mentions, read_mentions, section_meanings
from kbgen.markdown.prose import read_prose
from kbgen.markdown.sanitise import finish
from kbgen.markdown.sections import GROUPS, OPENINGS, heading_key, meanings
from kbgen.markdown.tree import Tree, read_tree
from kbgen.markdown.urls import classify
from kbgen.markdown.wikilinks import text_of as plain_text
from kbgen.markdown.writer import Writer
from kbgen.model import Block, Body, Date, Diagnostic, Facts, Field, FieldText, FieldValue, Heading, Html, Link, Parsed
from kbgen.names import clean, loose, split_names
from kbgen.regex import regex

# Fields whose plain values are names of pages or files (`schema.md`, "Plain values that are names").
NAME_FIELDS = frozenset({
    "host", "guests", "authors", "channel", "publisher", "concepts", "entities", "topics", "themes", "related",
    "links", "cites", "raw_file", "redirect_from",
})  # fmt: skip

# Fields whose values are no paths, though they may look like some.
_PATHLESS = frozenset({
    "type", "title", "aliases", "tags", "description", "id", "slug", "permalink", "published", "created", "updated",
    "ingested", "raw_hash", "status", "credibility", "format",
})  # fmt: skip
# `wiki/entities/KO.md`, `A note.md`, `concepts/life-extension`, and ids that are addresses: `okf://specs/format`
_PATH = regex(
    r"[^\s:|<>\[\]][^\n:|<>\[\]]{0,300}\.md(?:#[^\s|<>\[\]]{1,100})?|[^\s:|<>\[\]]{1,200}/[^\s:|<>\[\]]{1,100}"
    r"|(?!https?:|mailto:)[a-z][a-z0-9+.-]{1,30}:[^\s|<>\[\]]{3,200}",
    re.IGNORECASE,
)

_FIELD_LINES = 400  # lines of a header that are searched for a value's place

# `{{title}}` is a template's, `{{ config }}` is a text about templates; both are never filled in by kbgen.
_PLACEHOLDER = regex(
    r"\{\{(?:[\w.:-]+|\s*(?:title|name|date|time|slug|author|authors|url|source|topic|summary)(?:[:|][^{}\n]*)?\s*)\}\}",
    re.IGNORECASE,
)
_SAYS_SOMETHING = regex(r"(?:[^\W\d_][\W\d_]*){20}")  # twenty letters
_LEAD = 300  # code points of a document's first paragraph that are kept
_JUDGED = regex(r"(?:^|(?<=[\s.;|]))(credibility|bias|utility|reliability)\s*:\s*", re.IGNORECASE)
# Letters of words that have no spaces between them.
_NO_SPACES = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return make_parser()


def parse(data: bytes, settings: ParseSettings, coloured: Coloured = MappingProxyType({})) -> Parsed:
    """Read one markdown file. The diagnostics have no path yet; nothing is raised for any input. Blocks of code that
    are `coloured` are not coloured again."""
    text, problems = decode(data)
    front = read_fields(text, settings.fields)
    notes = _notes(front)
    tree, ctx = read_tree(_parser(), front.body, settings.remote_images, settings.label_first, notes)
    ctx.coloured = coloured
    own = _own_meanings(tree, settings)
    sections = section_meanings(tree, own)
    prose = read_prose(tree, ctx, sections)  # before anything is written: it numbers quotes
    mentions = read_mentions(_parser(), tree, ctx, sections)
    fields, links = _joined(front, ctx.links)
    fields += (*_raw_line(fields, front.body), *_assessment(tree, own))
    published, date_problems = _published(fields)
    title = first(fields, "title")
    catalogue = title is None and _is_catalogue(tree)
    heading = "" if catalogue else next((h.written for h in tree.headings if h.level == 1), "")
    at = _title_at(tree, text_of(title.value) if title else "", own) if not catalogue else -1
    titled = at >= 0
    headings, body = _finished(tree, ctx, mentions, at)
    facts = Facts(
        digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
        title=text_of(title.value).strip() if title else "",
        heading=heading,
        lead=_lead(tree),
        words=_words(tree),
        fields=fields,
        texts=_texts(front.fields, text, settings),
        published=published,
        tags=_tags(fields, ctx.links),
        aliases=aliases_of(fields),
        links=_with_blocks(links, mentions),
        headings=headings,
        blocks=_with_further(mentions.blocks, body.blocks),
        block_ids=tuple(ctx.block_ids),
        citations=tuple(ctx.citations),
        placeholder=placeholder(title.value if title else heading),
        titled=titled,
    )
    found = (*problems, *front.diagnostics, *ctx.diagnostics, *date_problems)
    return Parsed(facts, body, _in_order(found), prose)


def parse_plain(data: bytes) -> Parsed:
    """A file as text alone, for one that `parse` fails on: no links, no fields."""
    text, problems = decode(data)
    html = Html((f'<pre class="plain">{escape(text)}</pre>',))
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    facts = Facts(digest, "", "", "", len(text.split()), (), (), Date("", ""), (), (), (), (), (), (), ())
    return Parsed(facts, Body(html, (), ()), problems)


def _notes(front: Front) -> dict[str, Note]:
    """The sources of a header that footnotes of the text are keyed to, by their labels (OKF 0.2, section 5.1)."""
    labels = set(_LABEL.findall(front.body)) if "[^" in front.body else ()
    return {
        origin.id: _note(origin, field)
        for field in front.fields
        if field.name == "cites" and labels
        for origin in origins_of(field.value)
        if origin.id in labels
    }


def _note(origin: Origin, field: Field) -> Note:
    """A source as a note: of a page that has no other name here its title is shown."""
    address = _linkable(origin.resource)
    is_page = bool(address) and classify(address) != "web"
    return Note(origin.title or ("" if is_page else origin.resource), address, field.line, field.column)


_LABEL = regex(r"\[\^([^\]\s]+)\]")  # of a footnote


def _linkable(resource: str) -> str:
    """An address of the web, or the path of a page; '' for any other place."""
    is_page = resource.partition("#")[0].lower().endswith(".md") and classify(resource) == "path"
    return resource if is_page or classify(resource) == "web" else ""


def _own_meanings(tree: Tree, settings: ParseSettings) -> list[str]:
    """What each heading's text says that its section means ('' = nothing)."""
    table = meanings(settings.sections)
    return [table.get(heading_key(heading.written), "") for heading in tree.headings]


def _finished(tree: Tree, ctx: Context, mentions: Mentions, at: int) -> tuple[tuple[Heading, ...], Body]:
    """The headings and the body of a document; its page without the title that stands at token `at` (-1: nowhere)."""
    writer, options = _parser().renderer, _parser().options
    assert isinstance(writer, Writer)
    ctx.fragment = True
    headings = [writer.render_text(heading.inline, options, tree.env) for heading in tree.headings]
    ctx.fragment = False
    page = writer.render(_without_title(tree.tokens, at) if at >= 0 else tree.tokens, options, tree.env)
    html = finish((page, *headings), (*mentions.html, *mentions.descriptions), ctx)
    blocks = 1 + len(headings)
    described = blocks + len(mentions.html)
    return (
        tuple(
            Heading(h.level, h.id, h.written, shown, h.line)
            for h, shown in zip(tree.headings, html[1:blocks], strict=True)
        ),
        Body(html[0], tuple(html[blocks:described]), tuple(html[described:]), mentions.texts),
    )


# Signs and spaces at the ends of a title that are no marks of a language: pictures, arrows, stars.
_SIGN = "[\\s\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+"
_DECORATION = regex(rf"\A{_SIGN}|{_SIGN}\Z")
_ABOVE = 3  # blocks that may stand above a title: a picture, a line of links that says where one is, a rule


def _title_at(tree: Tree, title: str, own: Sequence[str]) -> int:
    """The token at which the text's title begins: its first heading, of level 1, which says the title of the
    frontmatter, or is the title where there is none; -1 without. `own` has what each heading says."""
    at, above, text_above, words_above = -1, 0, False, False
    for number, token in enumerate(tree.tokens):
        if token.type == "heading_open":
            at = number
            break
        if token.level == 0 and token.nesting >= 0:
            above += 1
            text_above = text_above or token.type != "hr"
            links = token.type == "paragraph_open" and _points(tree.tokens[number + 1])
            words_above = words_above or not (links or token.type in ("hr", "html_block"))
        if above > _ABOVE:
            return -1
    if at < 0 or tree.tokens[at].level or tree.tokens[at].tag != "h1" or "block_id" in tree.tokens[at].meta:
        return -1
    first = tree.headings[0]
    if title.strip():
        return at if _in_words(title) == _in_words(first.written) else -1
    if words_above:
        return -1
    if sum(heading.level == 1 for heading in tree.headings) > 1:  # the others are sections, and it may be one as well
        return -1 if text_above or own[0] or heading_key(first.written) in OPENINGS else at
    return at


def _is_catalogue(tree: Tree) -> bool:
    """Whether a text is several level-1 headings, each above a list, and nothing else: an index as OKF has them
    (section 8 of its specification), whose headings are groups, and none of them the title. One alone is a group if it
    only says so."""
    blocks = [token for token in tree.tokens if token.level == 0 and token.nesting >= 0 and token.type != "inline"]
    kinds = [token.tag if token.type == "heading_open" else token.type for token in blocks]
    lists = ("bullet_list_open", "ordered_list_open")
    pairs = list(zip(kinds[::2], kinds[1::2], strict=False))
    groups = len(pairs) > 1 or any(heading_key(heading.written) in GROUPS for heading in tree.headings)
    return groups and len(kinds) % 2 == 0 and all(one == "h1" and other in lists for one, other in pairs)


def _in_words(title: str) -> str:
    """A title without the signs that people decorate it with: `🧭 Guide` is `Guide`."""
    return loose(clean(_DECORATION.sub("", title) or title))


def _points(token: Token) -> bool:
    """Whether a paragraph's text has a link or a picture."""
    return any(child.type.endswith("link_open") or child.type == "image" for child in token.children or ())


def _without_title(tokens: list[Token], at: int) -> list[Token]:
    """A page's tokens without the title at `at`, and without the rules above it where nothing else is."""
    above = tokens[:at]
    return [*(above if any(token.type != "hr" for token in above) else ()), *tokens[at + 3 :]]


def _joined(front: Front, links: list[Link]) -> tuple[tuple[Field, ...], list[Link]]:
    """Fields with their links numbered behind those of the body; a link that a metadata block shares with
    the body is the body's."""
    at = {(link.line, link.column): number for number, link in enumerate(links)}
    joined = list(links)
    number_of: list[int] = []
    for link in front.links:
        shared = at.get((link.line, link.column))
        if shared is None:
            shared = len(joined)
            joined.append(link)
        else:
            joined[shared] = msgspec.structs.replace(joined[shared], field=link.field)
        number_of.append(shared)
    fields = tuple(
        msgspec.structs.replace(field, links=tuple(number_of[n] for n in field.links)) if field.links else field
        for field in front.fields
    )
    return fields, joined


def _with_blocks(links: list[Link], mentions: Mentions) -> tuple[Link, ...]:
    return tuple(
        msgspec.structs.replace(link, block=mentions.block_of[number]) if number in mentions.block_of else link
        for number, link in enumerate(links)
    )


def _with_further(blocks: tuple[Block, ...], html: tuple[Html, ...]) -> tuple[Block, ...]:
    """Blocks with the links that their HTML holds beside their own."""
    found = list(blocks)
    for number, (block, written) in enumerate(zip(blocks, html, strict=True)):
        holes = {hole.link for hole in written.holes if hole.form != "quote"}
        holes.difference_update(block.links)
        if holes:
            found[number] = msgspec.structs.replace(block, further=tuple(sorted(holes)))
    return tuple(found)


_RAW_LINE = regex(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?Raw file(?:\*\*|__)?:(?:\*\*|__)?[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE
)


def _raw_line(fields: tuple[Field, ...], body: str) -> Iterator[Field]:
    """A line `**Raw file:** raw/x.md` in the text, where no field names the raw file."""
    found = _RAW_LINE.search(body) if "aw file" in body and first(fields, "raw_file") is None else None
    if found is not None:
        line = body.count("\n", 0, found.start(1)) + 1
        column = found.start(1) - body.rfind("\n", 0, found.start(1))
        yield Field("raw_file", "Raw file", found[1].strip().strip("`"), line, column)


def _published(fields: tuple[Field, ...]) -> tuple[Date, tuple[Diagnostic, ...]]:
    field = first(fields, "published")
    if field is None:
        return Date("", ""), ()
    written = text_of(field.value).strip()
    date = parse_date(written)
    if date is not None:  # `Unknown` says that there is none
        return date if date.iso else Date("", ""), ()
    if written.casefold() in ("true", "false", "yes", "no", "on", "off"):  # Jekyll's switch, no date
        return Date("", ""), ()
    message = f"“{written}” cannot be understood as a date; it is shown as written and sorts last"
    problem = finding(
        "KB207", message, field.line, field.column, len(field.key), "write it as year-month-day, for example 2026-01-31"
    )
    return Date(written, ""), (problem,)


def _tags(fields: tuple[Field, ...], links: list[Link]) -> tuple[str, ...]:
    """Tags of the frontmatter and of the text, each once (tags fold by case), in the order written."""
    seen: dict[str, str] = {}
    for tag in (*tags_of(fields), *(link.target for link in links if link.type == "tag")):
        seen.setdefault(tag.casefold(), tag)
    return tuple(seen.values())


def _texts(fields: tuple[Field, ...], text: str, settings: ParseSettings) -> tuple[FieldText, ...]:
    """The texts in fields that may name a page or file, but for those that are written as links."""
    found: list[FieldText] = []
    lines: list[str] = []
    for number, field in enumerate(fields):
        by_path = not (
            field.name in NAME_FIELDS
            or field.key.endswith("_ids")
            or field.name in settings.relations
            or field.key in settings.relations
        )
        if by_path and (field.name in _PATHLESS or "." in field.key):
            continue
        texts = _sources(field.value) if field.name == "cites" else _leaves(field.value, field.key)
        leaves = [(leaf, relation) for leaf, relation in texts if relation or not by_path or _PATH.fullmatch(leaf)]
        if not leaves:
            continue
        lines = lines or text.split("\n")
        line, column, last = field.line - 1, field.column - 1, _last_line(fields, number)
        for value, relation in ((part, relation) for leaf, relation in leaves for part in _unlinked(leaf)):
            place = _find(lines, value, line, column, last)
            if place is None and (name := _ROLE.sub("", value)) != value:  # put together of a map's values
                place = _find(lines, name, line, column, last)
            if place is not None:
                line, column = place
            found.append(FieldText(number, value, line + 1, column + 1, len(value), by_path and not relation, relation))
            column += len(value) if place is not None else 0
    return tuple(found)


def _unlinked(text: str) -> list[str]:
    """A text, or, where links stand in it, those of its parts that are none: `[[ann]] (CEO), Lex ([[x]])` has `Lex`."""
    if "[[" not in text and "](" not in text:
        return [text] if text else []
    parts = [_ROLE.sub("", part) if "[[" in part else part for part in split_names(text)]
    return [part for part in parts if "[[" not in part and "](" not in part]


_ROLE = regex(r"(?<=\S)\s*[(（][^()（）]*[)）]\s*\Z")  # behind a name


def _leaves(value: FieldValue, field: str, relation: str = "") -> Iterator[tuple[str, str]]:
    """The texts in the value of a field (its key), that of a relation's target with what the relation is."""
    if isinstance(value, str):
        yield value.strip(), relation
    elif isinstance(value, dict):
        tie = tie_of(value, field)
        for key, inner in value.items():
            yield from _leaves(inner, field, tie.kind if tie is not None and key == tie.target_key else "")
    else:
        for inner in value:
            yield from _leaves(inner, field)


def _sources(value: FieldValue) -> Iterator[tuple[str, str]]:
    """The texts of a value that may be sources: of one that is written as a map, where it is and what it is called.
    None is a relation of its own."""
    for one in value if isinstance(value, tuple) else (value,):
        origin = origin_of(one)
        if origin is None:
            yield from _leaves(one, "sources")
        else:
            yield from ((text, "") for text in (origin.resource, origin.title) if text)


def _last_line(fields: tuple[Field, ...], number: int) -> int:
    """The line (from 1) on which a field (number) ends at the latest: the one above the next."""
    field = fields[number]
    for place in range(number + 1, len(fields)):
        if not fields[place].key.startswith(f"{field.key}."):
            return max(fields[place].line - 1, field.line)
    return field.line + _FIELD_LINES


def _find(lines: list[str], value: str, line: int, column: int, last: int) -> tuple[int, int] | None:
    """Where a value stands in the header, from a place on (both from 0) to a line (from 1); None where it is folded or
    escaped."""
    for number in range(line, min(len(lines), line + _FIELD_LINES, last)):
        start = lines[number].find(value, column if number == line else 0)
        if start >= 0:
            return number, start
        if number > line and lines[number].rstrip() in ("---", "..."):
            return None
    return None


def placeholder(title: object) -> str:
    """The unfilled `{{…}}` in a title; empty for none."""
    found = _PLACEHOLDER.search(title) if isinstance(title, str) else None
    return found.group() if found else ""


def _lead(tree: Tree) -> str:
    """The first paragraph that says something, as plain text, bare links open."""
    for number, token in enumerate(tree.tokens):
        if token.type == "paragraph_open" and token.level == 0:
            children = tree.tokens[number + 1].children or []
            if _SAYS_SOMETHING.search(plain_text(children)):
                text = " ".join(plain_text(children, open_links=True).split())
                if len(text) <= _LEAD:
                    return text
                cut = text[: _LEAD - 1].rsplit(" ", 1)[0]
                return (cut[: cut.rindex("\0")] if cut.count("\0") % 2 else cut) + "…"  # never within a link
    return ""


def _words(tree: Tree) -> int:
    """Words of the running text; in scripts without spaces two letters count as one word."""
    texts = [token.content for token in tree.tokens if token.type == "inline"]
    dense = sum([len(_NO_SPACES.findall(text)) // 2 for text in texts if not text.isascii()])
    return len(" ".join(texts).split()) + dense


def _assessment(tree: Tree, own: Sequence[str]) -> tuple[Field, ...]:
    """`Credibility: … Bias: … Utility: …` of an assessment section, each up to the next such key; `own` has what each
    heading says."""
    fields: list[Field] = []
    if "assessment" not in own:
        return ()
    level, meaning = 0, iter(own)
    for number, token in enumerate(tree.tokens):
        if token.type == "heading_open":
            here = int(token.tag[1])
            if next(meaning) == "assessment":
                level = here
            elif level and here <= level:
                level = 0
        elif token.type == "inline" and level and token.map and tree.tokens[number - 1].type != "heading_open":
            text = plain_text(token.children or [])
            parts = _JUDGED.split(text)
            for key, said in zip(parts[1::2], parts[2::2], strict=True):
                value = " ".join(said.split()).strip(" |")
                name = key.lower() if key.lower() != "reliability" else "credibility"
                if value and all(f.name != name for f in fields):
                    fields.append(Field(name, key.capitalize(), value, token.map[0] + 1, 1))
    return tuple(fields)


def _in_order(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.line, d.column, d.code, d.message)))
