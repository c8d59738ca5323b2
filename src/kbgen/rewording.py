"""Whether new words in the blocks around links change anything but these blocks. Reads facts, links nothing.

Other pages show a block by its place, so new words there are no matter. Its text is compared with others in one case
(a dossier tells what was said twice once), and shown in another (the preview of a page without words of its own).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kbgen.model import Block, Facts, Ref
from kbgen.names import fold


def stays_apart(old: Facts, new: Facts, refs: Sequence[Ref], facts_at: Callable[[str], Facts | None]) -> bool:
    """Whether only pages that show its blocks can tell the new facts of a document from the old ones, which are equal
    but for the texts of blocks. `refs` are what its links mean; `facts_at` gives the facts of the page at an address,
    None where nobody has written it, or where they are not to be relied on."""
    for number, (before, after) in enumerate(zip(old.blocks, new.blocks, strict=True)):
        if before.text == after.text:
            continue
        spoken_of = [facts_at(ref.url) for link in before.links if _names_a_page(ref := refs[link])]
        others = [*old.blocks[:number], *old.blocks[number + 1 :], *new.blocks[:number], *new.blocks[number + 1 :]]
        for facts in spoken_of:
            if facts is None or not _has_words(facts):
                return False
            others += facts.blocks
        texts = {fold(before.text), fold(after.text)}
        if _is_compared(before) and any(_is_compared(other) and fold(other.text) in texts for other in others):
            return False
    return True


def _names_a_page(ref: Ref) -> bool:
    """Whether a link leads to the page of a node."""
    css = ref.css.split()
    return ref.form == "page" and "wikilink" in css and "ambiguous" not in css


def _has_words(facts: Facts) -> bool:
    """Whether a page has first lines of its own, so that no preview has to show another's."""
    described = (field.value for field in facts.fields if field.name == "description")
    return bool(facts.lead) or any(isinstance(value, str) and value.strip() for value in described)


def _is_compared(block: Block) -> bool:
    """Whether a dossier looks if it has told the same before: descriptions, and items of lists."""
    return block.describes >= 0 or block.kind == "item"
