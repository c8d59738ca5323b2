"""One file's bytes in, what they say out: `Parsed`. Knows of no other file, and not even its own name."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from html import escape
from types import MappingProxyType
from typing import NamedTuple

import msgspec
from markdown_it import MarkdownIt

from kbgen.diagnostics import finding, sort_key
from kbgen.fields import Front, aliases_of, decode, first, read_fields, switch_of, tags_of, text_of
from kbgen.fields.dates import date_of_work
from kbgen.fields.lookup import is_filled, ranked
from kbgen.fields.named import named_in
from kbgen.fields.nodates import no_date
from kbgen.fields.okf import Origin, origins_of
from kbgen.fields.rawline import raw_line
from kbgen.fields.spellings import ParseSettings, fold_key
from kbgen.fields.statements import Statement, statements
from kbgen.markdown import make_parser
from kbgen.markdown.assessments import assessment
from kbgen.markdown.code import Coloured
from kbgen.markdown.context import Context, Note
from kbgen.markdown.gathered import Mentions, said_of
from kbgen.markdown.mentions import read_mentions
from kbgen.markdown.mishaps import mishaps
from kbgen.markdown.openlinks import open_link, with_targets
from kbgen.markdown.prose import read_prose
from kbgen.markdown.running import lead, numbered_texts, words
from kbgen.markdown.sanitise import finish
from kbgen.markdown.sections import heading_key, meanings, section_meanings
from kbgen.markdown.titles import (
    is_catalogue,
    says_title,
    title_at,
    title_for_slug,
    title_in_html,
    top_heading,
    without_html_title,
    without_title,
)
from kbgen.markdown.tree import Tree, read_tree
from kbgen.markdown.urls import classify
from kbgen.markdown.writer import Writer
from kbgen.model import Block, Body, Date, Diagnostic, Facts, Field, FieldText, FieldValue, Heading, Html, Link, Parsed
from kbgen.text.names import tag_key
from kbgen.text.paths import is_markdown
from kbgen.text.regex import regex

# `{{title}}` is a template's, `{{ config }}` is a text about templates; both are never filled in by kbgen.
_PLACEHOLDER = regex(
    r"\{\{(?:[\w.:-]+|\s*(?:title|name|date|time|slug|author|authors|url|source|topic|summary)(?:[:|][^{}\n]*)?\s*)\}\}",
    re.IGNORECASE,
)
# Code, a formula, and what stands behind a backslash.
_LITERAL = regex(r"(?<!`)(`++)(?:(?!\1)[^\n])*+\1|\$[^$\n]++\$|\\.")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return make_parser()


def parse(data: bytes, settings: ParseSettings, coloured: Coloured = MappingProxyType({})) -> Parsed:
    """Read one markdown file. The diagnostics have no path yet; nothing is raised for any input. Blocks of code that
    are `coloured` are not coloured again."""
    text, problems = decode(data)
    front = read_fields(text, settings.fields)
    cites = any(field.name == "cites" for field in front.fields)
    header = _notes(front), _said(front), cites
    tree, ctx = read_tree(_parser(), front.body, settings.remote_images, settings.label_first, *header)
    ctx.coloured = coloured
    own = _own_meanings(tree, settings)
    sections = section_meanings([heading.level for heading in tree.headings], own)
    prose = read_prose(tree, ctx, sections)  # before anything is written: it numbers quotes
    mentions = read_mentions(_parser(), tree, ctx, sections, frozenset(field.line for field in front.fields))
    fields, links = _joined(front, ctx.links)
    fields += (*raw_line(fields, front.body), *assessment(tree, own))
    published, date_problems = _published(fields)
    title = _title(tree, first(fields, "title"), own)
    headings, body = _finished(tree, ctx, mentions, title.at)
    texts = named_in(front.fields, text, settings)
    told = tuple(statements(fields[: len(front.fields)], texts))
    if told:
        mentions, body, texts = _with_statements(mentions, body, texts, told, links)
    facts = Facts(
        digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
        title=title.said,
        heading=title.heading,
        lead=lead(tree),
        words=words(tree),
        fields=fields,
        texts=texts,
        published=published,
        tags=_tags(fields, ctx.links),
        aliases=aliases_of(fields),
        links=_with_blocks(links, mentions),
        headings=headings,
        blocks=_with_further(mentions.blocks, body.blocks),
        block_ids=tuple(ctx.block_ids),
        citations=tuple(ctx.citations),
        placeholder=placeholder(title.written),
        titled=title.at >= 0,
        undrawn=ctx.undrawn,
        block_texts=tuple(numbered_texts(ctx)),
    )
    scars = mishaps(text, tree.tokens)
    found = (*problems, *front.diagnostics, *ctx.diagnostics, *date_problems, *scars)
    return Parsed(facts, body, tuple(sorted(dict.fromkeys(found), key=sort_key)), prose, ctx.late)


class _Title(NamedTuple):
    """What a document is called: as its header says it, as its first heading does ('' for none), the token at which the
    heading stands that is the title (-1: none does), and what says the title as it is written."""

    said: str
    heading: str
    at: int
    written: FieldValue


def _title(tree: Tree, field: Field | None, own: list[str]) -> _Title:
    """The title of a document; `field` is that of its header, `own` has what its headings mean. One in raw HTML that
    the page shows above the text is taken out of that."""
    said = text_of(field.value).strip() if field is not None else ""
    if field is not None:
        said = title_for_slug(tree, said, own) or said
    catalogue = field is None and is_catalogue(tree)
    at = title_at(tree, said, own) if not catalogue else -1
    heading = "" if catalogue else top_heading(tree, at >= 0)
    block, in_html = title_in_html(tree)
    if in_html:
        heading = in_html
        at = at if field is not None else -1  # without one, a heading below it is no title
        if field is None or says_title(in_html, said):
            without_html_title(tree.tokens[block])
    return _Title(said, heading, at, field.value if field is not None else _as_written(tree, heading))


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


_SHORT = 300  # code points: a text may ask for the same field very often


def _said(front: Front) -> dict[str, str]:
    """What the fields say in short, by their folded keys, for a text that asks for it (`= this.author`)."""
    fields = front.fields if "this." in front.body else ()
    said = {fold_key(field.key): " ".join(text_of(field.value).split()) for field in fields}
    return {key: words for key, words in said.items() if len(words) <= _SHORT}


def _note(origin: Origin, field: Field) -> Note:
    """A source as a note: of a page that has no other name here its title is shown."""
    address = _linkable(origin.resource)
    is_page = bool(address) and classify(address) != "web"
    return Note(origin.title or ("" if is_page else origin.resource), address, field.line, field.column)


_LABEL = regex(r"\[\^([^\]\s]{1,999})\]")  # of a footnote


def _linkable(resource: str) -> str:
    """An address of the web, or the path of a page; '' for any other place."""
    is_page = is_markdown(resource.partition("#")[0]) and classify(resource) == "path"
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
    page = writer.render(without_title(tree.tokens, at) if at >= 0 else tree.tokens, options, tree.env)
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


def _with_statements(
    mentions: Mentions, body: Body, texts: tuple[FieldText, ...], told: tuple[Statement, ...], links: list[Link]
) -> tuple[Mentions, Body, tuple[FieldText, ...]]:
    """What stands in a document with what its header says of sources: blocks behind those of the text."""
    blocks, words, block_of, named = list(mentions.blocks), list(body.texts), dict(mentions.block_of), list(texts)
    paragraph = max((block.paragraph for block in blocks), default=-1)
    for one in told:
        paragraph += 1
        block_of |= dict.fromkeys(one.links, len(blocks))
        if one.named >= 0:
            named[one.named] = msgspec.structs.replace(named[one.named], block=len(blocks))
        said = "".join(part if isinstance(part, str) else open_link(part) for part in one.text)
        blocks.append(Block("item", one.line, -1, paragraph, one.links, said=said_of(with_targets(said, links))))
        words.append(said)
    html = (*body.blocks, *(one.html for one in told))
    descriptions = (*body.descriptions, *(Html(),) * len(told))
    joined = mentions._replace(blocks=tuple(blocks), block_of=block_of)
    return joined, Body(body.html, html, descriptions, tuple(words)), tuple(named)


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


def _published(fields: tuple[Field, ...]) -> tuple[Date, tuple[Diagnostic, ...]]:
    for field in ranked(fields, "published"):
        if not is_filled(field) or switch_of(field.value) is not None:  # a yes or no is that of Jekyll and Wiki.js
            continue
        written = text_of(field.value).strip()
        date = date_of_work(written)
        if date is None:
            why, hint = no_date(written)
            message = f"“{written}” {why}; it is shown as written and sorts last"
            problem = finding("KB207", message, field.line, field.column, len(field.key), hint)
            return Date(written, ""), (problem,)
        if date.iso:  # `Unknown` says that there is none, and leaves it to another field
            return date, ()
    return Date("", ""), ()


def _tags(fields: tuple[Field, ...], links: list[Link]) -> tuple[str, ...]:
    """Tags of the frontmatter and of the text, each once, in the order written."""
    seen: dict[str, str] = {}
    for tag in (*tags_of(fields), *(link.target for link in links if link.type == "tag")):
        seen.setdefault(tag_key(tag), tag)
    return tuple(seen.values())


def _as_written(tree: Tree, heading: str) -> str:
    """What says a page's title as it stands in the file, with its markup."""
    return next((one.inline.content for one in tree.headings if one.level == 1 and one.written == heading), heading)


def placeholder(title: FieldValue) -> str:
    """The unfilled `{{…}}` in a title; empty for none. Code and formulas have braces of their own."""
    found = _PLACEHOLDER.search(_LITERAL.sub(" ", title)) if isinstance(title, str) else None
    return found.group() if found else ""
