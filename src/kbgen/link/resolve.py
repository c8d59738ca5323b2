"""One link in, what it means out: the one function that resolves them all, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from kbgen.link.fileindex import FileIndex, absent_raw, joined
from kbgen.link.folders import around
from kbgen.link.foreign import (
    at_address,
    at_old_address,
    from_folder_above,
    in_address,
    in_larger_vault,
    in_vault,
    is_note,
    note,
    of_day,
    on_wiki,
    on_windows,
)
from kbgen.link.index import Hit, Index
from kbgen.link.meaning import Ambiguous, Dead, File, Found, Home, Inside, Literal, Missing, Raw, Result, Tagged
from kbgen.link.nearest import living, nearest
from kbgen.link.raw import clean_path, is_file
from kbgen.link.split import with_hash, with_pipe
from kbgen.model import Inventory, Link
from kbgen.text.endings import ATTACHED, FILES, ending
from kbgen.text.names import clean, fold, nfc, spaced, tag_key
from kbgen.text.paths import is_markdown
from kbgen.text.regex import regex

_TAG_FIELDS = frozenset({"tags", "tag", "Tags", "Tag"})  # fields of tags, as written
_PLAIN = ("link", "field")  # types of links that name a page, and never a file to be shown
_LOST_BLOCK = regex(r"\(\([0-9a-fA-F-]{36}\)\)")  # Logseq's reference to a block that is not there

_JOPLIN = regex(r":/([0-9a-f]{32})\Z")  # joplinapp.org/help/apps/markdown, "Links to other notes"
_DOCUSAURUS = "@site/"  # how an address begins that it counts from the folder of its project


class Resolver:
    """Resolves the links of one knowledge base; `here` is always the kb path of the linking file."""

    def __init__(
        self,
        index: Index,
        inventory: Inventory,
        prefix: str,
        raw: Iterable[str],
        hidden: frozenset[int],
        own: Mapping[str, int],
        tags: frozenset[str],
        wiki: bool,
    ) -> None:
        self.index = index
        self.wiki = wiki  # whether addresses are those of a wiki on GitHub or the like
        self.hidden = hidden  # documents that are not published: they answer only where nothing else does
        self.prefix = prefix
        self.files = FileIndex(inventory, prefix, raw)
        self.known: dict[str, dict[str, Result]] = {}  # by folder: what targets in double brackets mean there
        self.hits: dict[str, Hit | None] = {}  # by target: whom it may mean anywhere
        self.piped: dict[str, bool] = {}  # by target: whether a title with a `|` begins like it
        self.tags = tags  # folded; `[[tags/x]]` is one's page where no document is
        self.own = own  # the documents by their kb paths

    def resolve_all(self, links: Sequence[Link], here: str) -> list[Result]:
        """What all links of the file at `here` mean, in their order. Most are names in double brackets and nothing
        else, and most names have been met in the same folder before."""
        known = self.known.setdefault(here.rpartition("/")[0], {})
        before_pipe = self.index.before_pipe
        return [
            found
            if link.syntax == "wiki"
            and link.type in _PLAIN
            and link.field not in _TAG_FIELDS
            and not (link.anchor or link.bare_hash or (before_pipe and link.label and self._has_pipe(link)))
            and (found := known.get(link.target)) is not None
            else self.resolve(link, here)
            for link in links
        ]

    def resolve(self, link: Link, here: str) -> Result:
        """What a link of the file at `here` means."""
        if link.type == "tag":
            return Literal()
        if link.syntax != "wiki" and link.target.startswith(_DOCUSAURUS):
            link = msgspec.structs.replace(link, target=link.target.removeprefix(_DOCUSAURUS[:-1]))
        if link.syntax != "wiki" and (number := _JOPLIN.match(link.target)) is not None:
            return self._numbered(number[1], link.target, here)
        if link.type == "image" and not is_markdown(link.target):
            return self._file(link.target, here)
        if link.syntax == "plain":  # a citation, which may be of a bibliography elsewhere
            found = self.name(link.target, here) or self.name(link.target.lstrip("@^"), here)
            if found is None and is_file(link.target):
                path = clean_path(link.target)
                return self.name(path, here) or Raw(self.files.raw_called(path) or link.target)
            return found or Literal()
        if link.syntax == "wiki":
            if link.field in _TAG_FIELDS and (tag := self._tag(link, here)) is not None:
                return tag
            return self._whole(link, here) or self._known(link.target, here, link.type not in _PLAIN)
        return self._markdown(link.target, here)

    def _numbered(self, number: str, target: str, here: str) -> Result:
        """The note or the file to which Joplin has given a number."""
        file = self.files.numbered(number)
        if file is not None:
            return File(file)
        found = self.index.id.find(number, number)
        return self._nearest(Hit(found, "path"), here, target) if found else Dead(target)

    def _tag(self, link: Link, here: str) -> Tagged | None:
        """A tag that is written as a page which there is not: `tags: "[[two words]]"`."""
        name = tag_key(nfc(link.target))
        if name not in self.tags:
            return None
        return Tagged(name) if isinstance(self._known(link.target, here, False), Missing) else None

    def _tag_page(self, path: str) -> str | None:
        """The tag whose page a path is on a site of Quartz or Obsidian: `tags/x`; None for any other."""
        tag = tag_key(path[5:].strip("/")) if path[:5].casefold() == "tags/" else ""
        return tag if tag in self.tags else None

    def name(self, value: str, here: str) -> Found | Ambiguous | None:
        """A plain value that may be a name: steps 2 to 7."""
        if whole := self._with_ending(value, here):
            return whole
        target = clean(value)
        hit = self.index.lookup(target) or in_larger_vault(self.index, target)
        return self._nearest(hit, here, target) if hit is not None else None

    def path(self, written: str, here: str) -> Found | None:
        """The page whose whole path a plain value is: from the file's folder, from the kb folder or from the project;
        with a slash before it, also from a folder around the file, as in a bundle that is a part of the kb. And the
        page whose id it is, if that is an address (`okf://specs/format`)."""
        if ":" in written:
            named = self.index.id.find(clean(written), fold(clean(written)))
            return Found(named[0], "id") if len(named) == 1 else None
        top = written.lstrip("/")
        for candidate in (joined(written, here), top, top.removeprefix(self.prefix) if self.prefix else None):
            name = clean(candidate) if candidate else ""
            found = self.index.path.find(name, fold(name)) if name else []
            if len(found) == 1:
                return Found(found[0], "path")
        hit = from_folder_above(self.index, top, here) if written.startswith("/") else None
        return Found(hit.documents[0], "path") if hit is not None else None

    def _known(self, written: str, here: str, embed: bool) -> Result:
        """What a target means, found out once for all files of a folder, but for embeds and a file's own name."""
        if embed or not written.strip():
            return self._with_ending(written, here) or self._wiki(written, here, embed)
        known = self.known.setdefault(here.rpartition("/")[0], {})
        result = known.get(written)
        if result is None:
            result = known[written] = self._with_ending(written, here) or self._wiki(written, here, embed)
        return result

    def _wiki(self, written: str, here: str, embed: bool) -> Result:
        target = clean(written)
        if not target:
            return self._own(here)
        files = FILES if embed else ATTACHED
        if target.startswith(("./", "../", "/")):
            return self._relative(spaced(written), here, files)
        page = self._page(target, here)
        if page is not None:
            return page
        if file := self.files.attached(written.strip(), here):
            return File(file)
        if raw := self.files.raw(target) or absent_raw(written):
            return Raw(raw)
        return self._unwritten(target, files)

    def _page(self, target: str, here: str) -> Found | Ambiguous | Home | None:
        """The page that a name or path in double brackets means; None if there is none."""
        if target not in self.hits:
            self.hits[target] = self._hit(target)
        hit = self.hits[target]
        if hit is None and _is_home(target):
            return Home()
        hit = hit or in_vault(self.index, target, self.prefix) or on_windows(self.index, target)
        hit = hit or in_address(self.index, target) or in_larger_vault(self.index, target)
        return self._nearest(hit, here, target) if hit is not None else None

    def _unwritten(self, target: str, files: frozenset[str]) -> Result:
        """What a name means that no page and no file has; what ends like one of `files` is no page that is wanted."""
        if not any(c.isalnum() for c in target) or _LOST_BLOCK.fullmatch(target) or _is_unfilled(target):
            return Literal()
        if ending(target) in files:
            return Dead(target, beside=self.files.beside(target))
        if (tag := self._tag_page(target)) is not None:
            return Tagged(tag)
        target = target.replace("%20", " ")
        in_kb = target[len(self.prefix) :] if self.prefix and fold(target).startswith(fold(self.prefix)) else target
        return Missing(in_kb.rstrip("/") or target.rstrip("/"))

    def _hit(self, target: str) -> Hit | None:
        """The documents that a name or path may mean, anywhere: steps 2 to 8, a folder's page, an old address."""
        hit = self.index.lookup(target)
        if hit is None and "/" not in target:
            hit = self.index.lookup_loose(target)
            if hit is None:
                hit = self.index.of_folder(target)
        return hit or at_old_address(self.index, target) or of_day(self.index, target)

    def _whole(self, link: Link, here: str) -> Found | Ambiguous | File | None:
        """The page or file whose name holds the `#` or `|` at which the link was split."""
        for name, hit in with_hash(self.index, link):
            found = self._nearest(hit, here, name)
            if isinstance(found, Found):
                return found._replace(whole=True)
        piped = with_pipe(self.index, link) if link.label and not link.anchor and self._has_pipe(link) else None
        if piped is not None:
            name, hit = piped
            return self._nearest(hit, here, name)
        file = self.files.with_hash(link.target, link.anchor, here)
        return File(file, whole=True) if file else None

    def _has_pipe(self, link: Link) -> bool:
        """Whether any title or alias with a `|` begins like this link."""
        found = self.piped.get(link.target)
        if found is None:
            found = self.piped[link.target] = fold(spaced(link.target)) in self.index.before_pipe
        return found

    def _with_ending(self, written: str, here: str) -> Found | Ambiguous | None:
        """A page whose title is the name of a markdown file (`CLAUDE.md`), written so, where no file has that name."""
        if not is_markdown(written) or clean(written) in self.index.name.exact:
            return None
        found = self.index.with_ending.get(spaced(written))
        return self._nearest(Hit(found, "title"), here, spaced(written)) if found else None

    def _relative(self, target: str, here: str, files: frozenset[str]) -> Result:
        """What a path in double brackets leads to; what ends like one of `files` is no page that is wanted."""
        path = joined(target, here)
        if path is None:
            raw = self.files.raw_from(target, here) or absent_raw(target)
            return Raw(raw) if raw else self.files.outside(target, here)
        page = self._page_at(path, target, here)
        if page is not None:
            return page._replace(step="relative") if isinstance(page, Found) else page
        if file := self.files.at(path):
            return File(file)
        if (hit := at_old_address(self.index, path)) is not None:
            return self._nearest(hit, here, target)
        raw = self.files.raw(path) or absent_raw(target)
        if not raw and ending(path) in files:
            return Dead(target, beside=self.files.beside(target.lstrip("/")))
        return Raw(raw) if raw else Missing(clean(path))

    def _markdown(self, target: str, here: str) -> Result:
        if not target:
            return self._own(here)
        if is_note(target):
            hit = note(self.index, target)
            return self._nearest(hit, here, target) if hit is not None else Dead(target)
        path = joined(target, here)
        page = self._page_at(path, target, here) if path is not None else None
        if page is not None:
            return page
        if file := self.files.linked(target, path, here):
            return File(file)
        if raw := self.files.raw_from(target, here) or absent_raw(target):
            return Raw(raw)
        if is_markdown(target):
            return self._page_from_top(target, path, here)
        if (hit := at_address(self.index, target, path, here)) is not None:
            return self._nearest(hit, here, target)
        if self.wiki and (known := on_wiki(self.index, target)) is not None:
            return self._nearest(known, here, target) if isinstance(known, Hit) else known
        if path is None:
            return self.files.outside(target, here)
        if (tag := self._tag_page(path)) is not None:
            return Tagged(tag)
        if folder := self._folders.get(fold(path.rstrip("/"))):
            return Inside(folder)
        named = self.index.name.find(clean(target), fold(clean(target))) if "/" not in target else []
        return (
            self._nearest(Hit(named, "name"), here, target)
            if named
            else Dead(target, beside=self.files.beside(target.lstrip("/")))
        )

    def _page_at(self, path: str, target: str, here: str) -> Found | Ambiguous | Home | None:
        """The page at a kb path, which a target leads to; None if there is none."""
        hit = self.index.at(path)
        if hit is not None:
            return self._nearest(hit, here, target)
        return Home() if _is_home(path) else None

    @cached_property
    def _folders(self) -> dict[str, str]:
        """The folders that hold pages, however deep, by their folded kb paths."""
        published = (path for path, number in self.own.items() if number not in self.hidden)
        return {fold(clean(path)): path for path in sorted(around(published), reverse=True)}

    def _page_from_top(self, target: str, path: str | None, here: str) -> Result:
        """A `.md` path that fails from the file's folder: from the kb folder, from the project, by its name. With a
        slash before it, it is right where the project is the top of all addresses, as on GitHub."""
        top = target.lstrip("/")
        for candidate in (top, top.removeprefix(self.prefix)):
            hit = self.index.at(candidate) if not candidate.startswith("../") else None
            if hit is not None:
                note = "" if target != top else f"found as {clean(candidate)}.md, counted from the top folder"
                return Found(nearest(hit.documents, self.index.paths, here)[0], "path", note)
        if target.startswith("/") and (hit := from_folder_above(self.index, top, here)) is not None:
            return self._nearest(hit, here, target)
        plain = clean(target)
        if not plain.startswith((".", "/")):
            hit = self.index.lookup(plain) or (self.index.lookup_loose(plain) if "/" not in plain else None)
            if (hit := hit or in_larger_vault(self.index, plain)) is not None:
                return self._nearest(hit, here, plain)
        if path is None:
            return self.files.outside(target, here)
        return Missing(clean(path))

    def _file(self, target: str, here: str) -> Result:
        path = joined(target, here)
        if file := self.files.shown(target, path, here):
            return File(file)
        raw = self.files.raw_from(target, here) or (absent_raw(target) if path is None else None)
        if raw is not None:
            return Raw(raw)
        if path is None:
            return self.files.outside(target, here)
        # `/etc/passwd` is no picture of this kb that is missing, but an attempt at another file
        outside = target.startswith("/") and ending(target) not in FILES
        return Dead(target, outside, self.files.beside(target.lstrip("/")))

    def _nearest(self, hit: Hit, here: str, target: str) -> Found | Ambiguous:
        near = hit.documents
        if len(near) > 1:
            shown = [d for d in near if d not in self.hidden]
            near = living(nearest(shown or near[:1], self.index.paths, here), self.index.paths, here)
            if len(near) > 1:
                return Ambiguous(target, tuple(near))
        note = ""
        if hit.step == "loose":
            note = self.index.paths[near[0]].rpartition("/")[2]
        return Found(near[0], hit.step, note)

    def _own(self, here: str) -> Result:
        """The file itself; of one that is not there yet, nothing."""
        return Found(self.own[here], "self") if here in self.own else Literal()


def _is_unfilled(target: str) -> bool:
    """Whether a template's placeholder stands in a target: no name of a page, and a finding by itself (KB220)."""
    return ("{{" in target and "}}" in target) or ("<%" in target and "%>" in target)


def _is_home(path: str) -> bool:
    """Whether a kb path that no document has is that of the home page."""
    return fold(clean(path)) in ("", "index")
