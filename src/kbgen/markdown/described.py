"""What a text says of the link that it begins with: `[[x]] — text`, `**[[x]]** *(company)*: text`, `Source: [[x]]`."""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.rawcitations import SAID
from kbgen.markdown.times import behind_time
from kbgen.markdown.wikilinks import has_word, has_words, text_of
from kbgen.text.regex import regex

_ASIDE = r"(?:\s*+[(（]([^()（）]{1,60})[)）])?+"
_ONLY_ASIDE = regex(rf"{_ASIDE}\s*+(?:[:：]\s*+)?")
_SEPARATOR = regex(rf"{_ASIDE}(?:\s*+(?:[—–]+|：|:(?=\s|\Z))|\s++-{{1,3}}(?=\s))\s*+")
_IN_ASIDE = regex(r"\s*+[(（][^()（）]{0,60}")
_SOURCE_LABEL = regex(rf"[\s(（\[【]*+{SAID}\s*+(?:[:：]\s*+)?+", re.IGNORECASE)
_HOW = regex(  # what a note says of how something is known, or that it is to be read there
    r"[\W_]*+(?:extracted|inferred|ambiguous|quoted|direct quote|verbatim|paraphrased?|verified|confirmed|see|cf|per"
    r"|via|extraíd[oa]|inferid[oa]|ambigu[oa]|citad[oa]|véase|ver|extrait|inféré|cité|voir|estratto|inferito|citato"
    r"|vedi|entnommen|abgeleitet|zitiert|siehe|vgl|см|извлечено|выведено|摘录|摘錄|推断|推斷|引自|参见|參見|出自|抽出|推論"
    r"|추출|추론|참조)[\W_]*+(?:\([^()\n]{1,40}\)[\W_]*+)?",
    re.IGNORECASE,
)
_PLACE = regex(
    r"[\W_]*+(?:pp?|pages?|s|seiten?|ch|chapters?|kap|sec|sections?|l|lines?|页|頁)?[\W\d_]*+(?:and|und|et|y|e|и|та|和)?\s*+",
    re.IGNORECASE,
)
_SAYS = regex(r"[\w—–―!-/:-@\[-`{-~«»“”„‘’()（）「」『』]")
_LINKS = ("wikilink_open", "link_open")
_INLINE_MARKUP = {"strong_open", "em_open", "s_open"}


class Described(NamedTuple):
    """What is said of a link: its number, what stands in parentheses behind it, the text right behind that, and the
    tokens behind the text."""

    link: int
    subkind: str
    text: str
    behind: list[Token]


def begins_with_link(children: list[Token], alone: bool = False) -> Described | None:
    """What a list item says of the link it begins with: `[[x]] — text`, `**[[x]]** *(company)*: text`.

    With `alone` (the first cell of a table row) nothing but a parenthesis may follow the link. A picture sign or the
    place in a recording may stand before it, or that it is a source: `📍 [[x]] — text`, `[05:30] [[x]]: text`,
    `**Source:** [[x]]`.
    """
    pos = _behind_time(children)
    markup: list[str] = []
    while pos < len(children) and (_opens_or_closes(children[pos], markup) or _blank(children[pos])):
        pos += 1
    if pos >= len(children) or children[pos].type not in _LINKS:
        return None
    link = children[pos].meta.get("hole")
    if link is None:
        return None
    close = children[pos].type.replace("_open", "_close")
    while children[pos].type != close:
        pos += 1
    lead, after = _lead(children, pos + 1, markup)
    if markup:
        return None
    if alone:
        found = _ONLY_ASIDE.fullmatch(lead)
        return Described(link, (found[1] or "").strip(), "", []) if found and after >= len(children) else None
    found = _SEPARATOR.match(lead)
    if found is None:
        return None
    text, behind = lead[found.end() :], children[after:]
    if not has_word(text) and not has_word(text_of(behind)):
        return None
    return Described(link, (found[1] or "").strip(), text, behind)


def _lead(children: list[Token], after: int, markup: list[str]) -> tuple[str, int]:
    """The text behind a link, as far as it takes to know whether it is parted from the link, and the token behind it.
    `markup` are the ends of what is open there; those that come are taken out."""
    lead = ""
    while after < len(children) and (markup or not _SEPARATOR.match(lead)):
        kind = children[after].type
        if kind == "text":
            lead += children[after].content
        elif kind in _INLINE_MARKUP:
            markup.append(kind.replace("_open", "_close"))
        elif kind in markup:
            markup.remove(kind)
        elif kind in _LINKS and _IN_ASIDE.fullmatch(lead):  # `[[x]] ([[y]]) — text`
            begin, close = after, kind.replace("_open", "_close")
            while children[after].type != close:
                after += 1
            lead += text_of(children[begin : after + 1])
        elif kind != "comment":
            break
        after += 1
    return lead, after


def _behind_time(children: list[Token]) -> int:
    """The token behind the place in a recording that a text begins with, if nothing else stands before that; else 0."""
    found = behind_time(children)
    if found is None:
        return 0
    pos, left = found
    is_text = pos < len(children) and children[pos].type == "text"
    return 0 if left else pos + 1 if is_text else pos


def says_something(children: list[Token]) -> bool:
    """Whether a text has words beside links, and beside `Source:` before one and the place behind it (`, p. 3 and`)."""
    told = [child for child in children if child.type != "text" or not _SOURCE_LABEL.fullmatch(child.content)]
    if len(told) < len(children):
        told = [child for child in told if child.type != "text" or not _PLACE.fullmatch(child.content)]
    return has_words(told)


def only_names(children: list[Token]) -> bool:
    """Whether a text is links and places behind them, as a note is that says where something is from."""
    texts = [child for child in children if child.type != "text" or not _is_label_or_place(child.content)]
    return any(child.type in _LINKS and "hole" in child.meta for child in children) and not has_words(texts)


def _is_label_or_place(text: str) -> bool:
    return any(known.fullmatch(text) is not None for known in (_SOURCE_LABEL, _PLACE, _HOW))


def _opens_or_closes(token: Token, markup: list[str]) -> bool:
    """Whether a token is inline markup; the end of what it opens is put among those of `markup`, or taken out."""
    if token.type in _INLINE_MARKUP:
        markup.append(token.type.replace("_open", "_close"))
    elif token.type in markup:
        markup.remove(token.type)
    else:
        return False
    return True


def _blank(token: Token) -> bool:
    """Whether a token says nothing: a comment, text of signs that are not part of a language, or `Source:`."""
    if token.type != "text":
        return token.type == "comment"
    return not _SAYS.search(token.content) or _SOURCE_LABEL.fullmatch(token.content) is not None
