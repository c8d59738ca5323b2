"""Whether new words in the blocks around links change anything but these blocks. Reads facts, links nothing.

Other pages show a block by its place, so new words there are no matter. Its text is compared with others in two cases
(a dossier tells what was said twice once, and not what many pages say by rote), and shown in another (the preview of a
page without words of its own).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kbgen.model import Facts, Ref


class Worded(NamedTuple):
    """The facts of a document, and what its blocks say."""

    facts: Facts
    texts: Sequence[str]


def stays_apart(
    old: Worded, new: Worded, refs: Sequence[Ref], facts_at: Callable[[str], Facts | None], source: bool
) -> bool:
    """Whether only pages that show its blocks can tell the new words of a document from the old ones, whose facts are
    equal but for what blocks say. `refs` are what its links mean; `facts_at` gives the facts of the page at an address,
    None where nobody has written it, or where they are not to be relied on. What a `source` says is never by rote."""
    own = not source and not _has_words(new.facts)  # its preview shows what it says of a source
    blocks = list(zip(old.facts.blocks, new.facts.blocks, strict=True))
    for number, (was, now) in enumerate(zip(old.texts, new.texts, strict=True)):
        if was == now:
            continue
        if own:
            return False
        before, after = blocks[number]
        if not source and before.describes >= 0 and max(before.said, after.said) >= 0:  # by rote
            return False
        spoken_of = [facts_at(ref.url) for link in before.links if _names_a_page(ref := refs[link])]
        others = [block for pair in (*blocks[:number], *blocks[number + 1 :]) for block in pair]
        for facts in spoken_of:
            if facts is None or not _has_words(facts):
                return False
            others += facts.blocks
        if any(other.said and other.said in (before.said, after.said) for other in others):
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
