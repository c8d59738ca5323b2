"""All documents as linking knows them before any link is resolved: ids, kinds, titles, names, what is published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from urllib.parse import unquote

from kbgen.fields import first, fold_key, switch_of, text_of
from kbgen.fields.joplin import NO_NOTE
from kbgen.link.classify import CITEKEYS, Classified, is_bundle, is_listing, kind_of, word_of
from kbgen.link.index import Index, Named
from kbgen.link.kinds import Kind, kind_table
from kbgen.link.meaning import FOR_RAW, Found, Raw, Result
from kbgen.link.raw import clean_path, named_raw, raw_files_of, raw_key
from kbgen.link.resolve import Resolver
from kbgen.link.summaries import Summaries
from kbgen.link.titles import date_of, name_field, names_of_day, page_name, short_title, title_of, told_apart
from kbgen.markdown.plainmath import without_tex
from kbgen.model import Document, Facts, Inventory, LeftOut, Link, Node
from kbgen.text.endings import is_bare_file
from kbgen.text.identifiers import arxiv_of
from kbgen.text.names import fold, tag_key
from kbgen.text.pagenames import FRAMES, INDEXES, has_hyphens, home_of, spoken
from kbgen.text.paths import last_part, leads_out, stem
from kbgen.text.regex import regex

_SHOWN_BY = ("publish", "published", "dg-publish")  # the last is that of the plugin Digital Garden
_UUID = 36  # letters of the number that Logseq gives a block
_URN = regex(r"(?!https?:|file:|mailto:)[a-z][a-z0-9+.-]{1,30}:\S+\Z", re.IGNORECASE)  # what `resource` names in OKF
OLD_ADDRESSES = frozenset({"redirect_from", "aliases"})  # of aliases, only addresses are among the texts of fields
_IDS = frozenset(("id", "slug", "permalink"))
_SOURCE_IDS = frozenset(("source_id", "source_key", "src_id"))
_NAMELESS = Named("", (), (), ())


class Catalog:
    """The documents of one knowledge base by their numbers (path order); `prefix` is the kb folder as counted from
    the project, with `/` at its end ('' = the same)."""

    def __init__(
        self, documents: tuple[Document, ...], inventory: Inventory, prefix: str, kinds: tuple[Kind, ...]
    ) -> None:
        self.documents = documents
        self.prefix = prefix
        self.raw = tuple(inventory.raw)
        self.table = kind_table(kinds)
        self._alone = _alone(document.path for document in documents)
        self.ids = [stem(d.path) for d in documents]
        self._home = _home(documents, self.ids)
        self._hyphens = has_hyphens(set(self.ids))
        self.kinds = [self._kind(d) for d in documents]
        raw = named_raw(documents, [found.kind for found in self.kinds])
        self.reasons = [raw.get(n) or _unpublished(d) for n, d in enumerate(documents)]
        self.published = [n for n, reason in enumerate(self.reasons) if not reason]
        self.node_of = {document: number for number, document in enumerate(self.published)}
        titles = [title_of(i, d.facts, self._hyphens) for i, d in zip(self.ids, documents, strict=True)]
        self.titles = told_apart(titles, self.ids, set(self.published))
        names = (
            _named(d, self._hyphens, self.kinds[n][0] == "source") if n not in raw else _NAMELESS
            for n, d in enumerate(documents)
        )
        hidden = frozenset(n for n, reason in enumerate(self.reasons) if reason)
        own = {document.path: number for number, document in enumerate(documents)}
        tags = frozenset(tag_key(tag) for n in self.published for tag in documents[n].facts.tags)
        index = Index(names, self._home)
        unread = [documents[n].path for n in raw]
        self.resolver = Resolver(index, inventory, prefix, unread, hidden, own, tags, self._hyphens)
        self.summaries = self._summaries()

    def _kind(self, document: Document) -> Classified:
        path, facts = document.path, document.facts
        found = kind_of(path, facts, self.table)
        kind = found.kind
        if stem(path) == self._home and kind == "note":
            return Classified("listing")
        if is_listing(path, kind, self.table) and not is_bundle(path, facts, path in self._alone, kind, self.table):
            return Classified("listing")
        return found

    def with_document(self, number: int, document: Document) -> Catalog:
        """The same with another text of a document (of the same path), which is found under its old names."""
        new = copy(self)
        new.documents = (*self.documents[:number], document, *self.documents[number + 1 :])
        new.kinds, new.titles, new.reasons = [*self.kinds], [*self.titles], [*self.reasons]
        new.kinds[number] = self._kind(document)
        new.titles[number] = title_of(self.ids[number], document.facts, self._hyphens)
        new.reasons[number] = _unpublished(document)
        return new

    def place(self, path: str) -> str:
        """A kb path as counted from the project."""
        return self.prefix + path

    def folder(self, document: int) -> str:
        """The folder that a document lies in; of a page that has a folder of its own, as its index, that around it."""
        folder, _, name = self.ids[document].rpartition("/")
        own = name.casefold() in INDEXES and self.kinds[document].kind != "listing"
        return folder.rpartition("/")[0] if own else folder

    @cached_property
    def _indexes(self) -> frozenset[str]:
        """The pages of folders that are called `index`, folded."""
        return frozenset(fold(self.ids[n]) for n in self.published if last_part(self.ids[n]).casefold() == "index")

    def address(self, document: int) -> str:
        """The kb path (without `.md`) that the address of a document is made of: its own. What Hugo calls `_index` is
        the page of its folder, unless an `index` is; a home page that is called so is that of the kb folder."""
        own = self.ids[document]
        if own == self._home:
            return "index"
        if "%2F" in own or (self._hyphens and "%" in own):
            return unquote(own)
        index = f"{own.removesuffix(last_part(own))}index"
        return index if last_part(own).casefold() == "_index" and fold(index) not in self._indexes else own

    def node(self, document: int, url: str, told: str = "") -> Node:
        """The node of a document at its address; `told`: what sources call an entity that does not say what it is."""
        path, facts = self.documents[document].path, self.documents[document].facts
        kind, subkind = self.kinds[document]
        return Node(
            id=self.ids[document],
            title=self.titles[document],
            short=short_title(self.titles[document]),
            kind=kind,
            subkind=subkind or (told if kind == "entity" else ""),
            url=url,
            path=self.place(path),
            document=document,
            listing=kind == "listing",
            aliases=facts.aliases,
            tags=facts.tags,
            published=date_of(self.ids[document], facts, kind == "source"),
            word="" if kind in self.table.plurals else word_of(kind, facts),
        )

    def left_out(self) -> Iterator[LeftOut]:
        """The documents that are not published, with the reason."""
        for document, reason in zip(self.documents, self.reasons, strict=True):
            if reason:
                yield LeftOut(self.place(document.path), reason)

    def _summaries(self) -> Summaries:
        """The sources that summarise raw files."""
        found = Summaries(map(raw_key, self.raw))
        names = {fold(path.rpartition("/")[2]) for path in self.raw}
        for number in self.published:
            if self.kinds[number].kind == "source":
                paths = dict.fromkeys((*raw_files_of(self.documents[number].facts, names), *self._linked_raw(number)))
                keys = {key: None for path in paths for key in (raw_key(path) or fold(path), fold(last_part(path)))}
                found.add(number, len(paths), keys)
        return found

    def _linked_raw(self, number: int) -> Iterator[str]:
        """The raw files that links lead to in the fields of a document (number) that say what it was made from."""
        document = self.documents[number]
        for link in _links_of(document.facts, ("raw_file", "cites")):
            result = self.resolver.resolve(document.facts.links[link], document.path)
            if type(result) is Raw:
                yield result.path

    def explained(self, number: int, written: str) -> list[Found]:
        """The page that the name of a file means in a document (number), by the label of one of its links; none where
        it has no such link."""
        document = self.documents[number]
        links = [link for link in document.facts.links if is_bare_file(link.label)]
        found = _explained(links, self.resolver.resolve_all(links, document.path)).get(fold(clean_path(written)))
        return [found] if found is not None else []

    def cited(self, number: int, results: list[Result]) -> list[Result]:
        """What the links of a document (number) mean, if a raw file stands for its summary where sources are named, and
        where a text cites or links to it. A source's own raw file stays what it is. A name that the document explains,
        `[a.md](/references/a-1f.md)`, means that page in all of it."""
        if Raw not in map(type, results):
            return results
        links = self.documents[number].facts.links
        pages = _explained(links, results)
        meant = [pages.get(fold(clean_path(one.path)), one) if type(one) is Raw else one for one in results]
        citing = {link for link, result in enumerate(results) if type(result) is Raw and links[link].type == "link"}
        if self.kinds[number].kind != "source":
            citing.update(_links_of(self.documents[number].facts, ("cites",)))
        for link in citing:
            result = meant[link]
            named = self.summaries.of(raw_key(result.path) or fold(result.path)) if type(result) is Raw else None
            if named and number not in named:  # of several the one that sums up fewest others
                meant[link] = Found(self.summaries.nearest(named), "path", FOR_RAW)
        return meant


def _explained(links: Sequence[Link], results: Sequence[Result]) -> dict[str, Found]:
    """The pages that links lead to whose labels are names of files, by these names (folded)."""
    return {
        fold(link.label): result
        for link, result in zip(links, results, strict=True)
        if type(result) is Found and is_bare_file(link.label)
    }


def _links_of(facts: Facts, names: tuple[str, ...]) -> Iterator[int]:
    """The links (their numbers) in the fields of these names."""
    return (link for field in facts.fields if field.name in names for link in field.links)


def _home(documents: tuple[Document, ...], ids: list[str]) -> str:
    """The home page (its kb path without ending) where none is called `index`: the one that says so, of several that
    which lies least deep; else the one that is called so ('' without)."""
    if not INDEXES.isdisjoint(map(fold, ids)):
        return ""
    saying = [path for path, document in zip(ids, documents, strict=True) if _says_home(document)]
    return min(saying, key=lambda path: path.count("/"), default="") or home_of(ids)


def _says_home(document: Document) -> bool:
    """Whether a page has the address `/`, as in Jekyll and Docusaurus, or is the home page of the plugin Digital
    Garden."""
    said = any(
        (field.key in ("permalink", "slug") and field.value == "/")
        or (field.key == "dg-home" and switch_of(field.value) is True)
        for field in document.facts.fields
    )
    return said and not _unpublished(document)


def _alone(paths: Iterable[str]) -> frozenset[str]:
    """The pages called `index` in whose folders, and in all below, there is no other page."""
    every = list(paths)
    indexes = {path.rpartition("/")[0]: path for path in every if stem(last_part(path)).casefold() == "index"}
    shared = set[str]()
    for path in every if indexes else ():
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if indexes.get(folder, path) != path:
                shared.add(folder)
    return frozenset(path for folder, path in indexes.items() if folder not in shared)


def _unpublished(document: Document) -> str:
    """Why a document is not published ('' = it is)."""
    if "{{" in document.path and "}}" in document.path:
        return "unfilled placeholder in the file's name"
    if document.facts.placeholder:
        return f"unfilled placeholder {document.facts.placeholder} in the title"
    for field in document.facts.fields:
        if field.key == NO_NOTE:
            return "kept by Joplin, and no note"
        if (said := switch_of(field.value)) is not None:
            key = field.name if field.name == "publish" else field.key.casefold()
            if (said and key == "draft") or (not said and key in _SHOWN_BY):
                return f"{field.key}: {text_of(field.value).strip()}"
    return ""


def _named(document: Document, hyphens: bool, source: bool) -> Named:
    """What a document is called; with `hyphens` those in its name are read as spaces. What a `source` says is the id of
    one is its own."""
    facts, path = document.facts, stem(document.path)
    own = _IDS | _SOURCE_IDS if source else _IDS
    ids = tuple(
        field.value
        for field in facts.fields
        if isinstance(field.value, str) and (field.key in own or (field.key == "resource" and _URN.match(field.value)))
    )
    ids += tuple(
        f"@{field.value.strip().lstrip('@')}"
        for field in facts.fields
        if fold_key(field.key) in CITEKEYS and isinstance(field.value, str)
    )
    ids += tuple(
        name for field in facts.fields if isinstance(field.value, str) and (name := arxiv_of(field.key, field.value))
    )
    ids += tuple(f"(({block}))" for block in facts.block_ids if len(block) == _UUID)  # as Logseq refers to blocks
    heading = "" if path in FRAMES else facts.heading
    written = list(filter(None, (facts.title, heading))) or list(filter(None, [name_field(facts)]))
    if facts.title and facts.title == facts.heading and (slug := first(facts.fields, "title")) is not None:
        written.append(text_of(slug.value).strip())
    titles = tuple(dict.fromkeys((*written, *map(without_tex, written))))
    shorts = tuple(s for t in titles if (s := short_title(t)) != t)
    aliases = tuple(alias for alias in facts.aliases if not leads_out(alias))
    name = last_part(path)
    days = names_of_day(name) if "_" in name else ()
    aliases += days
    shorts += (called,) if not days and (called := page_name(name)) != name else ()
    said = spoken(name) if hyphens and "-" in name else ""
    return Named(path, ids, (*titles, *shorts), aliases, _addresses(path, facts), said)


def _addresses(path: str, facts: Facts) -> tuple[str, ...]:
    """The addresses (from the top of a site) that fields of the document at a path say it has, or had: `permalink:
    /about/`. A slug, and an id of Docusaurus, stands for the file's name, or, with folders, counts from the top."""
    folder, _, name = path.rpartition("/")
    if name.casefold() == "index":
        folder = folder.rpartition("/")[0]
    now = list[str]()
    for field in facts.fields:
        value = field.value.strip() if isinstance(field.value, str) else ""
        if field.key == "permalink" or (field.key in ("slug", "url") and value.startswith("/")):
            now.append(value)
        elif value and field.key in ("slug", "id"):
            now += [f"{folder}/{value}", *([value] if "/" in value else [])]
    return (*now, *(text.text for text in facts.texts if facts.fields[text.field].name in OLD_ADDRESSES))
