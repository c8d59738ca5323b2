"""What to write next: pages that others link to, most wanted first, and what is known of each already."""

from __future__ import annotations

from typing import NamedTuple

from kbgen.author.kb import Kb
from kbgen.markdown.openlinks import filled
from kbgen.model import Node
from kbgen.text.names import cut

_MOST_SOURCES = 30
_LONGEST = 600  # code points of one passage


class Want(NamedTuple):
    """A page to write: its node, how many pages want it, in how many links."""

    node: Node
    pages: int
    links: int


def wants(kb: Kb) -> list[Want]:
    """The pages to write, those that most pages want first."""
    return [Want(kb.graph.nodes[one.node], one.sources, one.wants) for one in kb.graph.wanted]


def said_of(kb: Kb, node: Node) -> str:
    """What the sources say about a page that nobody has written, as an HTML comment; empty if nobody says anything.

    Newest source first, one line for each passage, with the section it stands in.
    """
    number = kb.graph.nodes.index(node)
    lines: list[str] = []
    speakers = kb.known.dossiers.speakers.get(number, ())
    for speaker in speakers[:_MOST_SOURCES]:
        source = kb.graph.nodes[speaker.source]
        date = f", {source.published.written}" if source.published.written else ""
        lines.append(f"[[{kb.target(source)}]] ({source.short}{date})")
        lines += [
            f"- {text}" for mention in speaker.mentions for text in _passages(kb, mention.document, mention.blocks)
        ]
    if len(speakers) > _MOST_SOURCES:
        lines.append(f"and {len(speakers) - _MOST_SOURCES} more sources")
    if not lines:
        return ""
    return "\n".join(("<!-- What the sources say so far:", *map(_harmless, lines), "-->"))


def _passages(kb: Kb, document: int, blocks: tuple[int, ...]) -> list[str]:
    facts = kb.graph.documents[document].facts
    found, texts, refs = dict[str, None](), kb.texts(document), kb.graph.refs[document]
    for number in blocks:
        block = facts.blocks[number]
        text = cut(" ".join(filled(texts[number], refs).split()), _LONGEST)
        section = f" (in “{facts.headings[block.heading].written}”)" if block.heading >= 0 else ""
        if text and block.words:
            found[text + section] = None
    return list(found)


def _harmless(line: str) -> str:
    """A line that cannot end the comment it stands in."""
    return line.replace("--", "–").replace("<!", "<").replace("%%", "%")
