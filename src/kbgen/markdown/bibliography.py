"""Numbers that cite works of a list on the same page, as reports of research programs have them: `[1]`, `[1, 3]`,
`[2–4]`, `【1†source】`, a number right behind a sentence (`twice as much.1 Others`). Each leads to the work of its
number, and the work back to where it is first cited.

Works are what a section such as “References” lists: with a number in brackets before each (`[1] A talk`, also as
points, or in a table), or by the numbers of a list. Outside such sections it takes two lines with numbers in brackets.
A number that two works have, and one that no work has, leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.markdown.sections import REFERENCES, heading_key
from kbgen.markdown.tokens import QuickToken, text_token
from kbgen.markdown.wikilinks import text_of
from kbgen.text.regex import regex

_OPEN, _CLOSE, _DIGITS = r"[\[【［]", r"[\]】］]", r"\d{1,3}"
_MORE = rf"(?:[ \t]?[,;，、–—-][ \t]?{_DIGITS}){{0,20}}"
_SENTENCE = r"[.,;:!?)”\"’]"  # what a number may stand behind without a space
_CITING = regex(rf"(?<!\b[a-z])(?<![=∈] ){_OPEN}\^?{_DIGITS}{_MORE}{_CLOSE}(?!\[\D|[(:]\S|[ \t]?=[^=])")
_INDEX = regex(r"\d\]")  # `[0]`: what stands right behind it is one more index of a program
_BEHIND = regex(rf"(?<=[^\W\d_]{{4}}{_SENTENCE}){_DIGITS}(?:,{_DIGITS}){{0,5}}(?=\s|$)")
_RAISED = regex(rf"{_DIGITS}{_MORE}")
_WORD = regex(rf"[^\W\d_]{{4}}{_SENTENCE}?[ ]?\Z")  # what a raised number may stand behind: `10<sup>3</sup>` is none
_MEASURE = regex(
    r"(?:m[eè]t(?:er|re|ro)|foot|feet|inche?|mile|yard|alpha|beta|gamma|delta|theta|lambda|sigma|omega)s?\Z"
)
_FIRST = ("[1", "【", "［")  # where works have numbers in brackets, there is the first
_LISTED = ("\n1. ", "| 1 |")  # how a list of works without such begins
_MARK = regex(rf"\[\^?{_DIGITS}[\]\\,;–—\t -]|{_SENTENCE}{_DIGITS}(?:,\d|\s|\Z)")
_OTHER_MARKS = ("†", "[cite:", "<sup>")
_NUMBER = regex(_DIGITS)
_NEXT = regex(r"\S")
_LEAD = regex(rf"\s*{_OPEN}({_DIGITS}){_CLOSE}(?=[\s:：.,、]|\Z|[^\W\d_a-zA-Z])(?!\s*=\s)")
_CELL = regex(rf"\s*{_OPEN}?({_DIGITS}){_CLOSE}?\.?\s*")
_BREAKS = ("softbreak", "hardbreak")
_LINKS = ("link_open", "link_close", "wikilink_open", "wikilink_close")
_MARKUP = frozenset(("html_inline", "strong_open", "em_open", "link_open"))
_LOWEST = 7  # a line that is a heading in all but its markup is of a lower level than any heading


@dataclass
class _Work:
    """A work: the text that it is in, which line of that it is, and whether the number stands before it there."""

    text: Token
    line: int
    numbered: bool
    cited: bool = False


@dataclass
class _List:
    """What is known of a page's works while its tokens are gone through."""

    works: dict[int, _Work | None] = field(default_factory=dict)  # None: two works have the number
    listed: bool = False  # whether some are numbered by a list alone

    def add(self, number: int, work: _Work) -> None:
        """One more work."""
        self.works[number] = None if number in self.works else work


def bibliography(md: MarkdownIt) -> None:
    """Install the rule, behind the one that keeps the lines of works apart."""
    md.core.ruler.after("labelled_lines", "bibliography", _rule)


def _rule(state: StateCore) -> None:
    if not _may_cite(state.src):
        return
    known = _listed(state.tokens)
    works = {number: work for number, work in known.works.items() if work is not None}
    if not works:
        return
    for place, token in enumerate(state.tokens):
        if token.type == "inline" and token.children and not _apart(state.tokens, place):
            own = {work.line for work in works.values() if work.text is token and work.numbered}
            token.children = list(_cited(token, works, own, known.listed))
    for number, work in works.items():
        if work.cited:
            work.text.meta.setdefault("works", {})[work.line] = number
            work.text.meta["named"] = True


def _may_cite(text: str) -> bool:
    """Whether a text has marks that may cite works; most have none, and are not gone through."""
    if any(mark in text for mark in _FIRST) or any(mark in text for mark in _OTHER_MARKS):
        return True
    return any(one in text for one in _LISTED) and _MARK.search(text) is not None


def _apart(tokens: list[Token], place: int) -> bool:
    """Whether a text is a heading, or the number that a row of a table begins with: nothing is cited in it."""
    before = tokens[place - 1].type
    row = before == "td_open" and tokens[place - 2].type == "tr_open"
    return before == "heading_open" or (row and _CELL.fullmatch(tokens[place].content) is not None)


def _listed(tokens: list[Token]) -> _List:
    """The works that the sections of a page list; without such a section, the lines with numbers in brackets."""
    found, loose = _List(), _List()
    level, lists, row = 0, [], 0  # of the section at hand; the numbers of the lists around; the number of a row
    for place, token in enumerate(tokens):
        kind = token.type
        if kind == "heading_open":
            level = _section(tokens[place + 1], int(token.tag[1]), level)
        elif kind in ("ordered_list_open", "bullet_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if kind == "ordered_list_open" else -1)
        elif kind in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif kind == "tr_open":
            row = 0
        elif kind == "list_item_open" and lists[-1] >= 0:
            lists[-1] += 1
        if kind != "inline" or not token.children:
            continue
        before = tokens[place - 1].type
        if before == "td_open":
            cell = _CELL.fullmatch(token.content) if not row and tokens[place - 2].type == "tr_open" else None
            if row and level:
                found.add(row, _Work(token, 0, False))
            row = int(cell[1]) if cell is not None else 0
            continue
        if before != "paragraph_open":
            continue
        if not lists and _is_title(token):
            level = _LOWEST
            continue
        numbered = list(_numbered(token))
        if level == _LOWEST and not lists and not numbered and _is_headline(token.content):
            level = 0
        for number, line in numbered:
            (found if level else loose).add(number, _Work(token, line, True))
        if level and not numbered and len(lists) == 1 and lists[0] > 0 and tokens[place - 2].type == "list_item_open":
            found.add(lists[0] - 1, _Work(token, 0, False))
            found.listed = True
    return found if found.works else loose if len(loose.works) > 1 else found


def _section(heading: Token, level: int, around: int) -> int:
    """The level of the section of works that a heading begins, or that goes on behind it; 0 = none."""
    if heading_key(text_of(heading.children or [])) in REFERENCES:
        return level if not around or level <= around else around
    return around if around and level > around else 0


def _is_title(token: Token) -> bool:
    """Whether a paragraph is a heading of works in all but its markup: `**References**`, `Sources:`."""
    return len(token.content) <= 40 and heading_key(token.content) in REFERENCES and _is_headline(token.content)


def _is_headline(text: str) -> bool:
    """Whether a paragraph is a line in bold, or leads in what stands below it."""
    return text.rstrip("*_").endswith((":", "：")) or (text.startswith(("**", "__")) and text.endswith(("**", "__")))


def _numbered(token: Token) -> Iterator[tuple[int, int]]:
    """The numbers in brackets that lines of a text begin with, and which lines these are; none unless the first is, or
    is their title."""
    children = token.children or []
    starts = [0, *(n + 1 for n, child in enumerate(children) if child.type in _BREAKS and not child.level)]
    for line, start in enumerate(starts):
        first = next((child for child in children[start : start + 4] if not _is_markup(child)), None)
        lead = _LEAD.match(first.content) if first is not None and first.type == "text" else None
        if lead is not None:
            yield int(lead[1]), line
        elif not line and heading_key(token.content.partition("\n")[0]) not in REFERENCES:
            return


def _is_markup(token: Token) -> bool:
    return token.type in _MARKUP or (token.type == "text" and not token.content.strip())


def _cited(token: Token, works: dict[int, _Work], own: set[int], listed: bool) -> Iterator[Token]:
    """The children of a text, with links around the numbers of works. `own` are the lines that begin with the number of
    the work that they are, `listed` whether numbers without brackets may be meant."""
    children, line, leading, within = token.children or [], 0, 0 in own, 0
    for place, child in enumerate(children):
        parts: list[Token] = []
        if child.type in _BREAKS and not child.level:
            line += 1
            leading = line in own
        within += child.nesting if child.type in _LINKS else 0
        if child.type == "program" and "cites" in child.meta:
            parts = _linked(child.meta["cites"], works, child.level)
            parts = [text_token(child.meta["before"], child.level), *parts] if parts else []
        elif child.type == "text" and not within:
            lead = _LEAD.match(child.content) if leading else None
            leading = leading and lead is None
            if _is_raised(children, place):
                parts = _linked(child.content, works, child.level)
            else:
                parts = list(_in_text(child, lead.end() if lead is not None else 0, works, listed))
        if any(part.type == "cites_open" for part in parts):
            token.meta["named"] = True
            yield from parts
        else:
            yield child


def _is_raised(children: list[Token], place: int) -> bool:
    """Whether a text is numbers, raised, behind a word; behind a measure, 2 and 3 are powers."""
    if place < 2 or children[place - 1].type != "html_inline" or children[place - 1].content.lower() != "<sup>":
        return False
    before = children[place - 2]
    if before.type != "text" or _WORD.search(before.content[-8:]) is None:
        return False
    written = children[place].content
    squared = written in ("2", "3") and _MEASURE.search(before.content[-12:]) is not None
    return not squared and _RAISED.fullmatch(written) is not None


def _in_text(child: Token, start: int, works: dict[int, _Work], listed: bool) -> Iterator[Token]:
    """A text, with links around the numbers of works from a place on."""
    text, done = child.content, 0
    found = [(one.start(), one.end(), "") for one in _CITING.finditer(text, start)]
    if listed:
        behind = (one.span() for one in _BEHIND.finditer(text, start))
        found += [(begin, end, "sup") for begin, end in behind if _ends(text[begin - 1], _NEXT.search(text, end))]
    for begin, end, tag in sorted(found):
        index = begin > done and _INDEX.fullmatch(text, begin - 2, begin) is not None
        parts = _linked(text[begin:end], works, child.level) if not index else []
        if not parts:
            continue
        if begin > done:
            yield text_token(text[done:begin], child.level)
        if tag:
            parts = [
                QuickToken("cites_raised_open", "sup", 1, "", child.level),
                *parts,
                QuickToken("cites_raised_close", "sup", -1, "", child.level),
            ]
        yield from parts
        done = end
    if done < len(text):
        yield text_token(text[done:], child.level)


def _ends(sign: str, following: re.Match[str] | None) -> bool:
    """Whether a sentence, or a part of one, ends with a sign, by what follows the number behind it: in `Mill.2 has` and
    `Mark:4 says` it goes on."""
    if following is None:
        return True
    return sign != ":" and not (sign in ".!?" and following[0].islower())


def _linked(written: str, works: dict[int, _Work], level: int) -> list[Token]:
    """Numbers as they are written, with a link around each; nothing if one of them is no work's."""
    numbers = list(_NUMBER.finditer(written))
    if not numbers or any(int(found[0]) not in works for found in numbers):
        return []
    result: list[Token] = []
    done = 0
    for found in numbers:
        # a number alone is so small to click on that its brackets are part of the link
        start, end = (0, len(written)) if len(numbers) == 1 else found.span()
        work = works[int(found[0])]
        if start > done:
            result.append(text_token(written[done:start], level))
        opening = QuickToken("cites_open", "a", 1, "", level)
        opening.meta = {"number": int(found[0]), "first": not work.cited}
        work.cited = True
        result += [
            opening,
            text_token(written[start:end].replace("^", ""), level),
            QuickToken("cites_close", "a", -1, "", level),
        ]
        done = end
    if done < len(written):
        result.append(text_token(written[done:], level))
    return result
