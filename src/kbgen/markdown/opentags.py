"""Start tags in the lines of a text that nothing closes: `the <s> token`. Knows tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from markdown_it.token import Token

from kbgen.markdown.sanitise import TAGS
from kbgen.text.regex import regex

# Elements that end by themselves, and links, which end with the text around them.
_ENDING = frozenset("a br hr wbr li p td th tr dt dd thead tbody tfoot caption rp rt".split())
_LASTING = frozenset(TAGS) - _ENDING
_TAG = regex(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")


def show_unclosed(tokens: Iterable[Token]) -> None:
    """Make text of each start tag in a line that no end tag closes, there or further below: it would strike through,
    or fold away, all that follows."""
    opened: defaultdict[str, list[Token | None]] = defaultdict(list)  # None: one that begins a block
    for token in tokens:
        if token.type == "html_block":
            for closing, name in _TAG.findall(token.content):
                _note(opened, name.lower(), bool(closing), None)
        for child in token.children or ():
            found = _TAG.match(child.content) if child.type == "html_inline" else None
            if found is not None:
                _note(opened, found[2].lower(), bool(found[1]), child)
    for left in opened.values():
        for tag in left:
            if tag is not None:
                tag.type = "text"


def _note(opened: defaultdict[str, list[Token | None]], name: str, closing: bool, tag: Token | None) -> None:
    """A tag opens an element, or closes the last one of its name."""
    if name not in _LASTING:
        return
    if not closing:
        opened[name].append(tag)
    elif opened[name]:
        opened[name].pop()
