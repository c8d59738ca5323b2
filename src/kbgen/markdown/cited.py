"""Which of the links in a text say where it is from: `(source: [[x]])`, `([[x]], p. 3; [[y]])`, `Source: [[x]]`, keys
of works and citations of raw files; and which a text begins with. Knows tokens; resolves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.rawcitations import SAID
from kbgen.markdown.tokens import BREAKS
from kbgen.markdown.wikilinks import LINKS
from kbgen.text.regex import regex

_SAID = regex(
    rf"(?:\A|[(（\[【\n.!?。！？,，;；—–|])[ \t]{{0,3}}{SAID}[ \t]?[:：][ \t]{{0,3}}\Z|[(（【][ \t]{{0,3}}\Z",
    re.IGNORECASE,
)
_NEXT = regex(
    r"(?:[^\n()（）.。]|\.(?=[ \t]?\d)){0,40}?(?:[,;，；、&+·|]|\b(?:and|und|et|y|e|и|та|і)\b|和)[ \t]{0,3}\n?",
    re.IGNORECASE,
)
_BEGINS = regex(r"[\s\"'“„«‘(\[「『]{0,8}")
_AND = regex(
    r"[\s,;、，&+]{0,4}(?:(?:and|und|et|y|e|en|och|и|та|і|和|及|与|與|と|및)\s{1,4}|[和及与與と]|(?<=[,;、，&+\s]))",
    re.IGNORECASE,
)
_FAR = 60  # code points before a link in which it says that it is a source


class Origins(NamedTuple):
    """The links by which a text says where it is from, and those that it begins with."""

    cited: tuple[int, ...] = ()
    subjects: tuple[int, ...] = ()


NOWHERE = Origins()


def cited(children: Iterable[Token]) -> tuple[int, ...]:
    """The numbers of the links by which a text says where it is from, in order."""
    found: list[int] = []
    before, depth, citing = "", 0, False
    for token in children:
        kind = token.type
        if kind in LINKS:
            depth += 1
            citing = "citekey" in token.meta or _cites(before, citing)
            before = ""
            if citing and "hole" in token.meta:
                found.append(token.meta["hole"])
        elif kind in ("wikilink_close", "link_close"):
            depth -= 1
        elif depth or token.nesting:  # its label, or markup
            continue
        elif kind == "text":
            before += token.content
        else:
            before += "\n" if kind in BREAKS else "\0"
    return tuple(found)


def subjects(children: Iterable[Token]) -> tuple[int, ...]:
    """The numbers of the links that a text begins with and goes on to speak of: `[[x]] and [[y]] say that …`."""
    found: list[int] = []
    before, depth = "", 0
    for token in children:
        kind = token.type
        if kind in LINKS:
            if "hole" not in token.meta or not (_AND if found else _BEGINS).fullmatch(before):
                break
            found.append(token.meta["hole"])
            before, depth = "", depth + 1
        elif kind in ("wikilink_close", "link_close"):
            depth -= 1
        elif depth or token.nesting or kind == "comment":
            continue
        elif kind != "text":
            before += " "
        else:
            before += token.content
            if not found and not _BEGINS.fullmatch(before):
                break
    return tuple(found)


def _cites(before: str, citing: bool) -> bool:
    """Whether a link behind this text says where it is from; `citing`: the link that the text is behind does."""
    if citing and _NEXT.fullmatch(before):
        return True
    return _SAID.search(before, max(0, len(before) - _FAR)) is not None
