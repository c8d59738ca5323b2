"""Pages that are linked and not written: one for all spellings of a name, where it would lie once written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from kbgen.fields.spellings import PERSONS
from kbgen.link.addresses import folder_name
from kbgen.link.catalog import Catalog
from kbgen.link.kinds import KindTable, subkind_of
from kbgen.link.titles import is_person, plain_label, wanted_title
from kbgen.model import Document, Link
from kbgen.text.names import clean, commonest, fold, loose, name_parts, slug, without_role
from kbgen.text.paths import unportable
from kbgen.text.regex import regex


class MissingLink(NamedTuple):
    """A link to a page that is not written: the name that it gives it (normalised), its document (number), the link."""

    name: str
    document: int
    link: Link


class WantedPage(NamedTuple):
    """`name`: normalised, the key of all its spellings; `address`: slugged path without ending; `create`:
    the kb path of the file to write; `alias`: a name that file needs for the links to find it ('' = none); `others`:
    further keys, of links that want the same file (`[[x]]`, and `[x](x.md)`, which is a path)."""

    name: str
    title: str
    subkind: str
    address: str
    create: str
    alias: str
    others: tuple[str, ...] = ()


def numbered(pages: Iterable[tuple[int, WantedPage]]) -> dict[str, int]:
    """All keys of wanted pages, each with the number that is given with its page."""
    return {name: number for number, page in pages for name in (page.name, *page.others)}


def wanted_key(name: str) -> str:
    """The name shared by all spellings of a missing page: case and space or hyphen do not matter, folders do."""
    folder, _, last = clean(name).rpartition("/")
    key = loose(last) or fold(last)
    return f"{fold(folder)}/{key}" if folder else key


def wanted_pages(
    missing: list[MissingLink], catalog: Catalog, folders: dict[int, list[tuple[int, str]]], top: str
) -> list[WantedPage]:
    """The wanted pages for all missing links, sorted by name.

    `folders` has for each document the folders its links lead to, with the block each link stands in. `top` is the
    folder of those that belong to no other.
    """
    groups: defaultdict[str, list[MissingLink]] = defaultdict(list)
    for one in missing:
        groups[wanted_key(one.name)].append(one)
    known = {fold(folder): folder for path in catalog.ids if (folder := path.rpartition("/")[0])}
    shelves = _Shelves(
        frozenset(map(fold, catalog.ids)),
        known,
        _meant_folders(groups, known) | _telling_folders(groups, known, catalog.table),
        _Neighbours(catalog, folders),
        top,
        catalog.table,
        _shared_labels(groups),
    )
    pages = {name: _wanted_page(name, group, shelves, catalog.documents) for name, group in groups.items()}
    files: defaultdict[str, list[str]] = defaultdict(list)
    for name, page in pages.items():
        files[fold(page.create)].append(name)
    for names in files.values():
        if len(names) > 1:
            first, *others = sorted(names, key=lambda name: ("/" in name, name))
            group = [one for name in (first, *others) for one in groups[name]]
            page = _wanted_page(first, group, shelves, catalog.documents)
            pages[first] = page._replace(others=tuple(others))
            for name in others:
                del pages[name]
    return [page for _, page in sorted(pages.items())]


def _wanted_page(name: str, group: list[MissingLink], shelves: _Shelves, documents: tuple[Document, ...]) -> WantedPage:
    """The page that some links want."""
    links = [one.link for one in group]
    named = _person_named(name, group, documents)
    person = bool(named) or is_person(links)
    shelf = shelves.shelf(group, person)
    where = "/".join(folder_name(slug(part)) for part in shelf.folder.split("/")) + "/" if shelf.folder else ""
    title = wanted_title(name, links, whole="/" in shelf.last, shared=shelves.shared, named=named)
    file = _file_name(shelf.last)
    alias = shelf.alias or (shelf.last if file != shelf.last else "")
    return WantedPage(
        name,
        title,
        _subkind(group, documents) or ("person" if person else ""),
        where + slug(shelf.last),
        (f"{shelf.folder}/" if shelf.folder else "") + f"{file}.md",
        alias if alias != title else "",
    )


class _Shelf(NamedTuple):
    """Where a page would lie: its folder, the last part of its path (with a slash only if that is part of its name),
    and a name that the links need besides."""

    folder: str
    last: str
    alias: str


class _Shelves(NamedTuple):
    """The folders for wanted pages: the paths that are `taken` (folded), the folders that are there (folded -> as
    written), those that are not and are `meant` (folded), those that links near by lead to, that for all else, what
    kinds folders stand for, and the labels that name no page (`_shared_labels`)."""

    taken: frozenset[str]
    known: dict[str, str]
    meant: set[str]
    neighbours: _Neighbours
    top: str
    table: KindTable
    shared: frozenset[str]

    def shelf(self, group: list[MissingLink], person: bool) -> _Shelf:
        """Where the page lies that some links want: where one of them says, else with its neighbours, else, that of a
        person, with the entities."""
        exact = next((clean(one.name) for one in group if _is_path(one.link)), "")
        spelled = exact or clean(group[0].name)
        if all(one.link.target.endswith("/") for one in group):
            return _Shelf(spelled, "index", "")  # the page of a folder
        own, _, name = spelled.rpartition("/")
        meant = bool(exact) or fold(own) in self.meant or bool(self.table.of_folder(own.rpartition("/")[2]))
        folder = self.known.get(fold(own), own if meant else "") if own else ""
        if not folder and not exact:
            folder = self.neighbours.folder(group, name) or (self.neighbours.entities if person else "") or self.top
        elsewhere = bool(own) and fold(own) != fold(folder)
        whole = elsewhere and _is_name(spelled, self.table)
        names = Counter(clean(one.name) if whole else clean(one.name).rpartition("/")[2] for one in group)
        last = exact.rpartition("/")[2] or commonest(names)
        if fold(f"{folder}/{last}".lstrip("/")) in self.taken:  # written already, and not what the links mean
            last = spelled.replace("/", "-")
        return _Shelf(folder, last, spelled if elsewhere else "")


def _is_name(spelled: str, table: KindTable) -> bool:
    """Whether what looks like a path is a name: each part has a capital (`FP8/FP4`), and none stands for a kind."""
    folders = spelled.split("/")[:-1]
    capitals = all(any(c.isupper() for c in part) for part in spelled.split("/"))
    return capitals and not any(map(table.of_folder, folders))


_FEW = 3  # names in one folder that is not there: so many are no accident, as `TCP/IP` is
_MANY = 3  # pages that have one label: it says what sort of page they are, as `study` does, and names none of them


def _shared_labels(groups: dict[str, list[MissingLink]]) -> frozenset[str]:
    """The labels (folded) of links that want so many different pages that they tell none of them from the others."""
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for name, group in groups.items():
        for one in group:
            if one.link.label:
                pages[plain_label(one.link.label).casefold()].add(name)
    return frozenset(label for label, names in pages.items() if len(names) >= _MANY)


def _meant_folders(groups: Iterable[str], known: dict[str, str]) -> set[str]:
    """The folders (folded) that are not there, and in which pages are wanted all the same: those below a folder that is
    there, and those that several names have."""
    above = {"/".join(parts[:n]) for folder in known if (parts := folder.split("/")) for n in range(1, len(parts) + 1)}
    counts = Counter(name.rpartition("/")[0] for name in groups)
    return {folder for folder, count in counts.items() if folder.split("/")[0] in above or count >= _FEW}


def _telling_folders(groups: dict[str, list[MissingLink]], known: dict[str, str], table: KindTable) -> set[str]:
    """The folders (folded) that are not there, and that alone tell names apart (`north/plan`, `south/plan`)."""
    folders: defaultdict[str, set[str]] = defaultdict(set)
    for name, group in groups.items():
        folder, _, last = name.rpartition("/")
        if folder and folder not in known and not _is_name(clean(group[0].name), table):
            folders[last].add(folder)
    return {folder for some in folders.values() if len(some) > 1 for folder in some}


_LONGEST = 500  # letters of a path that is taken for one


def _is_path(link: Link) -> bool:
    """Whether a link says where the page lies, so that it can lie nowhere else."""
    is_path = link.syntax in ("markdown", "html") or link.target.startswith(("./", "../", "/"))
    return is_path and len(link.target) <= _LONGEST


_DAY_FIRST = regex(r"(?:19|20)\d\d(?:-?\d\d){0,2}[-_ ]+[^\W\d]")  # `2026-01-31-a-talk`
_DAY = regex(r"(?:19|20)\d\d[-_]\d\d[-_]\d\d")
_YEAR_WITHIN = regex(r"[^\W\d].*[-_ (](?:19|20)\d\d(?:\Z|[-_ )])")  # `ada-2026-a-talk`
_ALIKE = 2 / 3  # of the names in a folder, for it to be one of such names
_FEWEST = 3  # of these


_NOTE_OF_DAY = "a day"


def _shape(name: str) -> str:
    """How a name is made: a day; a day or a year, and words; words and a year among them; or other words ('')."""
    if _DAY.fullmatch(name):
        return _NOTE_OF_DAY
    return "day first" if _DAY_FIRST.match(name) else "year within" if _YEAR_WITHIN.match(name) else ""


class _Neighbours:
    """The folders that links lead to, counted by document, and by section of a document."""

    def __init__(self, catalog: Catalog, folders: dict[int, list[tuple[int, str]]]) -> None:
        self.documents, self.ids, self.table = catalog.documents, catalog.ids, catalog.table
        self.of_document = {document: Counter(folder for _, folder in some) for document, some in folders.items()}
        self.of_section: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        for document, some in folders.items():
            for block, folder in some:
                if block >= 0:
                    self.of_section[document, self.documents[document].facts.blocks[block].heading][folder] += 1

    def folder(self, group: list[MissingLink], name: str) -> str:
        """The folder to which most links of the sections lead that these stand in, else of their documents; '' for
        none. One in which names are made like this one (`ada-2026-a-talk`) comes before all others, and one in which
        they are made otherwise after them. One of sources is none for what only fields name that list no sources."""
        near: Counter[str] = Counter()
        far: Counter[str] = Counter()
        for _, document, link in group:
            far += self.of_document.get(document, Counter())
            if link.block >= 0:
                section = self.documents[document].facts.blocks[link.block].heading
                near += self.of_section.get((document, section), Counter())
        if all(self.is_fact(document, link) for _, document, link in group):
            far = Counter({folder: n for folder, n in far.items() if not self.holds_sources(folder)})
        shape = _shape(name)
        alike = [{folder: n for folder, n in some.items() if self.shapes.get(folder) == shape} for some in (near, far)]
        there = Counter({folder: n for folder, n in self.sizes.items() if shape and self.shapes.get(folder) == shape})
        others = () if shape == _NOTE_OF_DAY else (near, far)  # a day is none of the people that a page speaks of
        return commonest(next(filter(None, (*alike, there, *others)), {}))

    def is_fact(self, document: int, link: Link) -> bool:
        """Whether a link stands in a field, and in none that lists sources."""
        fields = self.documents[document].facts.fields
        return bool(link.field) and not any(field.name == "cites" for field in fields if field.key == link.field)

    def holds_sources(self, folder: str) -> bool:
        """Whether a folder is one of sources by its name."""
        return self.table.of_folder(folder.rpartition("/")[2]) == "source"

    @cached_property
    def entities(self) -> str:
        """The folder of entities, if there is one alone; '' otherwise."""
        folders = [folder for folder in self.sizes if self.table.of_folder(folder.rpartition("/")[2]) == "entity"]
        return folders[0] if len(folders) == 1 else ""

    @cached_property
    def sizes(self) -> Counter[str]:
        """How many documents lie in each folder."""
        return Counter(path.rpartition("/")[0] for path in self.ids)

    @cached_property
    def shapes(self) -> dict[str, str]:
        """How most names in each folder are made (`_shape`); where there are few, or of several kinds, '' as well."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for path in self.ids:
            folder, _, name = path.rpartition("/")
            counts[folder][_shape(name)] += 1
        found: dict[str, str] = {}
        for folder, count in counts.items():
            shape, most = count.most_common(1)[0]
            found[folder] = shape if most >= max(_FEWEST, _ALIKE * count.total()) else ""
        return found


def _subkind(group: list[MissingLink], documents: tuple[Document, ...]) -> str:
    """What most descriptions say in parentheses behind the link, if it is a known subkind."""
    said: Counter[str] = Counter()
    for _, document, link in group:
        if link.block >= 0:
            block = documents[document].facts.blocks[link.block]
            described = block.describes
            if described >= 0 and documents[document].facts.links[described] is link and block.subkind:
                said[subkind_of(block.subkind)] += 1
    said.pop("", None)
    return commonest(said)


def _person_named(name: str, group: list[MissingLink], documents: tuple[Document, ...]) -> str:
    """What the pages with these links call the page of this name in a field of persons, as text: `guests: Ada Lovelace`
    on a page with `[[ada-lovelace]]`."""
    called: Counter[str] = Counter()
    for number in dict.fromkeys(one.document for one in group):
        facts = documents[number].facts
        for text in facts.texts:
            if facts.fields[text.field].name in PERSONS:
                parts = (without_role(part.strip()) for _, part in name_parts(text.text))
                called.update(part for part in parts if wanted_key(part) == name)
    return commonest(called)


_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|#^[]', "-"))


def _file_name(last: str) -> str:
    """A name that every file system takes; links find the page by it, else by its title or another of its names."""
    name = last.translate(_UNFIT).strip(". ")
    return slug(last) if not name or unportable(f"{name}.md") else name
