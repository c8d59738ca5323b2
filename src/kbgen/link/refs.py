"""What a hole is filled with, once a link is resolved."""

from __future__ import annotations

import msgspec

from kbgen.link.meaning import AS_WRITTEN, Ambiguous, Dead, File, Home, Inside, Literal, Raw, Result, Tagged
from kbgen.link.raw import is_file, lines_in
from kbgen.link.settings import LinkSettings
from kbgen.link.titles import called
from kbgen.memory.kept import Kept
from kbgen.model import Edge, FolderTable, Link, Name, Node, Ref, Tag
from kbgen.text.endings import PUBLISHABLE, ending
from kbgen.text.names import fold, tag_key
from kbgen.text.paths import last_part

_SHOWN = ("embed", "image")  # types of links that show what they lead to


class Refs:
    """Makes `Ref`s; the same page is the same value wherever it is linked without anchor."""

    def __init__(
        self,
        nodes: tuple[Node, ...],
        names: tuple[Name, ...],
        tags: tuple[Tag, ...],
        folders: tuple[FolderTable, ...],
        settings: LinkSettings,
    ) -> None:
        self.nodes, self.settings = nodes, settings
        self.names = {fold(name.name): name for name in names}
        self.folders = {folder.path: folder for folder in folders}
        self.tags = {tag_key(tag.name): tag for tag in tags}
        self.bare: Kept[int, Ref] = Kept(self._bare, len(nodes))  # node (number) -> a link to its page

    def _bare(self, number: int) -> Ref:
        node = self.nodes[number]
        return Ref("page", node.url, "", node.short, "wikilink missing" if node.document < 0 else "wikilink")

    def plain(self, edge: Edge) -> Ref:
        """A link to the page that a plain value names, or to a place on it."""
        bare = self.bare[edge.target]
        if not edge.anchor_id:
            return bare
        title = f"{bare.title} › {edge.anchor_title}" if edge.anchor_title else bare.title
        return msgspec.structs.replace(bare, anchor=edge.anchor_id, title=title)

    def ref(self, link: Link, result: Result, edge: Edge | None) -> Ref:
        """What a link looks like; `edge` is its edge, None where it has none."""
        if edge is not None and edge.target >= 0:
            if edge.note == AS_WRITTEN:
                return msgspec.structs.replace(self.bare[edge.target], title=link.target)
            if link.type in _SHOWN or link.anchor or link.tooltip or (link.syntax == "plain" and is_file(link.target)):
                return self._page(link, edge)
            return self.bare[edge.target]
        if link.type == "tag":
            return self._tag(link)
        if isinstance(result, File):
            return self._file(link, result)
        return self._link(link, result, edge)

    def _tag(self, link: Link) -> Ref:
        """A link to a tag's page, as it is written."""
        tag = self.tags[tag_key(link.target)]
        return Ref("page", tag.url, tag.anchor, f"#{link.target}", "tag")

    def _file(self, link: Link, file: File) -> Ref:
        """A link to a file of the kb, or its text if files of its kind are not published."""
        title = last_part(file.path)
        if file.path in self.settings.refused:
            return Ref("text", "", "", title, "refused")
        if ending(file.path) not in PUBLISHABLE:
            return Ref("text", "", "", link.target, "unpublished-file")
        css = "file embed" if link.type == "embed" else "file"
        anchor = "" if file.whole else link.anchor
        return Ref("file", file.path, anchor, title, css, link.tooltip, self.settings.sizes.get(file.path, (0, 0)))

    def _link(self, link: Link, result: Result, edge: Edge | None) -> Ref:
        """What any other link looks like."""
        match result:
            case Ambiguous(name, _) if edge is not None and edge.resolution == "ambiguous":
                page = self.names[fold(name)]
                css = " embed" if link.type in _SHOWN else ""
                return Ref("page", page.url, "", called(page, self.nodes), f"wikilink ambiguous{css}", link.tooltip)
            case Tagged(name):
                tag = self.tags[name]
                return Ref("page", tag.url, tag.anchor, f"#{tag.name}", "tag", link.tooltip)
            case Home():
                return Ref("page", "index.html", "", self.settings.home, "wikilink", link.tooltip)
            case Inside(path):
                return Ref("page", self.folders[path].url, "", last_part(path), "wikilink", link.tooltip)
            case Raw(path) if link.syntax == "plain":
                return Ref("text", "", "", path, "citation")
            case Raw(path):
                return Ref("text", "", "", path, "raw", "shown" if edge is None and link.type in _SHOWN else "")
            case Dead(path, outside, beside):
                where = f"beside {beside}" if beside else "outside" if outside else ""
                css = "dead embed" if link.type == "embed" else "dead"
                return Ref("text", "", "", last_part(path) or path, css, where)
            case Literal() if link.target.startswith("(("):  # a number tells a reader nothing
                return Ref("text", "", "", "…", "literal")
            case Literal() if link.syntax == "plain":
                return Ref("text", "", "", link.target, "")
            case Literal():
                label = f"|{link.label}" if link.label else ""
                return Ref("text", "", "", f"[[{link.target}{label}]]", "literal")
        return Ref("text", "", "", last_part(link.target.rstrip("/")) or link.anchor, "unpublished")

    def _page(self, link: Link, edge: Edge) -> Ref:
        """A link to a page, found or missing."""
        css = " embed" if link.type in _SHOWN else ""
        node = self.nodes[edge.target]
        missing = " missing" if node.document < 0 else ""
        if edge.anchor_found is False:
            missing += " missing-anchor" if node.document >= 0 else ""
        title = node.short
        if link.target.startswith("(("):  # an embed shows the block itself
            title = (edge.anchor_title if link.type == "link" else "") or title
        elif edge.anchor_title:
            title = edge.anchor_title if not link.target else f"{node.short} › {edge.anchor_title}"
        elif link.syntax == "plain":
            return Ref("page", node.url, "", title + lines_in(link.target), "wikilink citation")
        return Ref("page", node.url, edge.anchor_id, title, f"wikilink{missing}{css}", link.tooltip)
