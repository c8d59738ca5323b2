"""What all outputs look at: the graph, what is said of whom, the settings of the site, the theme's navigation.

A value with look-ups made once. Knows no HTML.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from kbgen.link.dossier import Dossiers
from kbgen.link.embeds import Embeds
from kbgen.link.home import says_which_site
from kbgen.link.kinds import Kind, kind_table
from kbgen.markdown.headingtext import heading_text
from kbgen.markdown.openlinks import filled
from kbgen.memory.kept import Kept
from kbgen.memory.meanings import meaning_of, short_digest
from kbgen.model import Evidence, Field, Fragment, Graph, Health, Node, Ref, Tag, Value
from kbgen.search.slots import slots
from kbgen.text.names import tag_key
from kbgen.views.kindgroups import KindGroup, groups_of
from kbgen.views.languages import language_of_most, language_said, language_told

_BLOCKS = 10_000  # whose meanings are kept at hand; a page shows those of its neighbours, and so does the next one


class PageSettings(Value, frozen=True):
    """What of `kbgen.toml` the pages show. An empty title is the home page's, else `name`, else "Knowledge base"; an
    empty language is what the pages tell. `read` is a digest of what changes how documents are read, `health` whether
    there is a page of the state of the whole."""

    title: str = ""
    base_url: str = ""
    lang: str = ""
    description: str = ""
    kinds: tuple[Kind, ...] = ()
    urls: str = "file"
    remote_images: bool = False
    edit_base: str = ""
    read: bytes = b""
    health: bool = False
    name: str = ""


_node = msgspec.msgpack.Encoder()


def _short(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=12).digest()


def _unnumbered(node: Node) -> Node:
    """A node without the number of its document, which changes with every page before it."""
    return msgspec.structs.replace(node, document=min(node.document, 0))


RAW_LINES = 2_000  # lines of a raw text on a page


def raw_page_url(url: str, page: int) -> str:
    """The address of a page of a raw text whose first page is at `url`."""
    return url if page == 1 else f"{url.removesuffix('.html')}-{page}.html"


class PublishedRaw(NamedTuple):
    """A raw file whose text is published: its path in the inventory, the address of its first page, a digest of how it
    lies on the disk, and what gives its bytes (None if they cannot be had)."""

    path: str
    url: str
    state: bytes
    read: Callable[[], bytes | None]


class Site:
    """The graph with what outputs ask of it."""

    def __init__(
        self,
        settings: PageSettings,
        graph: Graph,
        raw: frozenset[str] = frozenset(),
        meanings: list[str] | None = None,
        dossiers: Dossiers | None = None,
    ) -> None:
        """`raw` are the keys of all files that may be evidence. `meanings` (for each document that of its links,
        `meaning_of`) and `dossiers` may be known. What is known of the evidence (`evidence`, by node) and of the whole
        (`health`), and the raw texts to be published, are told afterwards, as is who reads the `texts` of a document's
        blocks (by number)."""
        self.settings = settings
        self.graph = graph
        self.nodes = graph.nodes
        self.dossiers = dossiers or Dossiers(graph)
        self.raw = raw
        self.evidence: Mapping[int, Evidence] = {}
        self.health: Health | None = None
        self.raw_texts: tuple[PublishedRaw, ...] = ()
        self.texts: Callable[[int], Sequence[str]] = _no_texts
        self.unnamed = "Knowledge base"  # what it is called if nothing says more
        self.directories = settings.urls == "directory"
        self.meanings = meanings or [meaning_of(graph, number) for number in range(len(graph.documents))]
        self.shown: set[str] = set()

    def again(self, settings: PageSettings, graph: Graph, documents: Collection[int]) -> Site:
        """The site of these settings and of this graph, in which only these documents (numbers) are others, with the
        same numbers."""
        meanings, told = [*self.meanings], [*self.told]
        for number in documents:
            meanings[number] = meaning_of(graph, number)
            told[number] = language_told(graph.documents[number].facts)
        nodes = [number for number, node in enumerate(graph.nodes) if node.document in documents]
        new = Site(settings, graph, self.raw, meanings, self.dossiers.again(graph, nodes))
        new.evidence, new.health, new.raw_texts = self.evidence, self.health, self.raw_texts
        new.texts, new.unnamed, new.told = self.texts, self.unnamed, told
        if settings.lang == self.settings.lang:
            new.lang = self.lang  # what another text tells of the whole is left to a build
        return new

    @cached_property
    def home(self) -> int:
        """The node of the home page, -1 if there is none: `index.md` or `Home.md` of the kb folder."""
        return next((n for n, node in enumerate(self.nodes) if node.url == "index.html" and node.document >= 0), -1)

    @cached_property
    def title(self) -> str:
        """The site's title: the setting, else that of its home page if it says more than that it is one, else what the
        project is called."""
        if self.settings.title:
            return self.settings.title
        written = (self.home_title, self.settings.name)
        return next((title for title in written if says_which_site(title)), self.unnamed)

    @cached_property
    def lang(self) -> str:
        """The language of pages that name none (BCP 47): the setting, else what the pages tell."""
        if self.settings.lang:
            return self.settings.lang
        said = language_said(self.graph.documents[self.nodes[self.home].document].facts) if self.home >= 0 else ""
        written = [node.document for node in self.nodes if node.document >= 0 and not node.listing]
        told = [self.told[document] for document in written]
        silent = (self.graph.documents[document].facts for document in written if not self.told[document])
        return said or language_of_most(told, silent)

    @cached_property
    def told(self) -> list[str]:
        """The language that each document tells (`views.languages`)."""
        return [language_told(document.facts) for document in self.graph.documents]

    @cached_property
    def home_title(self) -> str:
        """The title that is written on the home page; '' without."""
        if self.home < 0:
            return ""
        facts = self.graph.documents[self.nodes[self.home].document].facts
        return facts.title or facts.heading

    @cached_property
    def kinds(self) -> tuple[KindGroup, ...]:
        """The kinds there are, those of the built-in table first, others by name; listings are none."""
        return groups_of(self.nodes, kind_table(self.settings.kinds).plurals, self.lang)

    @cached_property
    def slots(self) -> list[int]:
        """By which number each node is known in the index for searching."""
        return slots([node.url for node in self.nodes])

    @cached_property
    def search_url(self) -> str:
        """The address of the page for searching; where an author's page has the usual one, another."""
        return "-/search.html" if any(node.url == "search.html" for node in self.nodes) else "search.html"

    @cached_property
    def kind_urls(self) -> dict[str, str]:
        """Kind -> address of its table."""
        return {group.name: group.url for group in self.kinds}

    def ref(self, number: int) -> Ref:
        """A link to a node's page that shows its short title."""
        return self._refs[number]

    @cached_property
    def _refs(self) -> list[Ref]:
        return [Ref("page", node.url, "", node.short, "missing" if node.document < 0 else "") for node in self.nodes]

    @cached_property
    def raw_urls(self) -> dict[str, str]:
        """Raw file whose text is published -> address of its first page."""
        return {text.path: text.url for text in self.raw_texts}

    def raw_ref(self, path: str, line: int = 1) -> Ref | None:
        """A link to a line of a raw file; None if its text is not published."""
        url = self.raw_urls.get(path)
        page = raw_page_url(url, (line - 1) // RAW_LINES + 1) if url else ""
        return Ref("page", page, f"L{line}" if line > 1 else "", path) if page else None

    def fragment(self, document: int, part: str, index: int = 0) -> Fragment:
        """A piece of a document's HTML, told by digest; `shown` remembers that it is shown somewhere."""
        path, facts = self.graph.documents[document].path, self.graph.documents[document].facts
        self.shown.add(path)
        linked = part in ("block", "description")
        meaning = self.block_meanings[(document, index)] if linked else self.meanings[document]
        return Fragment(path, part, index, facts.digest, meaning)  # type: ignore[arg-type]

    @cached_property
    def block_meanings(self) -> Kept[tuple[int, int], str]:
        """A digest of what the links mean that the HTML of a block (document, index) holds."""
        return Kept(self._block_meaning, _BLOCKS)

    def _block_meaning(self, of: tuple[int, int]) -> str:
        document, index = of
        block, refs = self.graph.documents[document].facts.blocks[index], self.graph.refs[document]
        return short_digest(_node.encode([refs[n] for n in block.links + block.further]))

    @cached_property
    def circles(self) -> Kept[int, bytes]:
        """What a related page may show of the nodes around one (the entities of a source, the sources of an entity): a
        digest of who they are and what they are called."""
        return Kept(self._circle, len(self.nodes))

    def _circle(self, number: int) -> bytes:
        dossiers, digests = self.dossiers, self.node_digests
        if self.nodes[number].kind == "source":
            around = dossiers.named_in.get(number, ())
            hubs = [digests[one] for one in around if one in dossiers.hubs]
        else:
            around, hubs = tuple(dossiers.sources_of(number)), []
        return _short(b"".join([digests[number], *[digests[one] for one in around], b"-", *hubs]))

    def fields(self, number: int) -> tuple[Field, ...]:
        """The fields of a node's document, none for a wanted page."""
        document = self.nodes[number].document
        return self.graph.documents[document].facts.fields if document >= 0 else ()

    def lead(self, number: int) -> str:
        """The first paragraph of a node's document as plain text, bare links as their targets' titles."""
        document = self.nodes[number].document
        return filled(self.graph.documents[document].facts.lead, self.graph.refs[document]) if document >= 0 else ""

    def heading_text(self, document: int, index: int) -> str:
        """A heading as plain text, bare links as their targets' titles."""
        refs = self.graph.refs[document]
        return heading_text(self.graph.documents[document].facts.headings[index], lambda link: refs[link].title)

    @cached_property
    def raw_named(self) -> defaultdict[str, list[int]]:
        """Raw file (path in the inventory) -> the nodes that name it; to be asked when all evidence is known."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, evidence in self.evidence.items():
            for path in {file.path for file in evidence.raw}:
                found[path].append(number)
        return found

    @cached_property
    def number_of(self) -> dict[str, int]:
        """Kb path of a document -> its number."""
        return {document.path: number for number, document in enumerate(self.graph.documents)}

    @cached_property
    def node_digests(self) -> list[bytes]:
        """For each node a digest of all that other pages may show of it without its text."""
        return [_short(_node.encode(_unnumbered(node))) for node in self.nodes]

    @cached_property
    def neighbour_digests(self) -> list[bytes]:
        """For each node what other pages may show of it, but for what the links in its text mean: the node itself, and
        its document."""
        documents = self.graph.documents
        return [
            made + (documents[node.document].facts.digest.encode() if node.document >= 0 else b"-")
            for made, node in zip(self.node_digests, self.nodes, strict=True)
        ]

    @cached_property
    def text_digests(self) -> list[bytes]:
        """For each node its document with what its links mean; nothing for a wanted page."""
        return [self.meanings[node.document].encode() if node.document >= 0 else b"" for node in self.nodes]

    @cached_property
    def tags_by_name(self) -> dict[str, Tag]:
        """Tags by the keys of their names."""
        return {tag_key(tag.name): tag for tag in self.graph.tags}

    @cached_property
    def url_of_document(self) -> dict[int, str]:
        """Document -> address of its page."""
        return {node.document: node.url for node in self.nodes if node.document >= 0}

    @cached_property
    def embeds(self) -> Embeds:
        """What pages show of others in the place of `![[embeds]]`."""
        return Embeds(self.graph)

    @cached_property
    def wants(self) -> dict[int, int]:
        """Wanted node -> how many links want it."""
        return {wanted.node: wanted.wants for wanted in self.graph.wanted}


def _no_texts(document: int) -> Sequence[str]:
    raise LookupError(document)
