"""Numbers that cite works of a list on the same page, as reports of research programs have them: `[1]`, `[1, 3]`,
`[2–4]`, `[^1^]`, `【1†source】`, a number right behind a sentence (`twice as much.1 Others`). Each leads to the work of
its number, and the work back to where it is first cited.

A number that two works have, and one that no work has, leads nowhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.markdown.tokens import BREAKS, QuickToken, text_token
from kbgen.markdown.works import CLOSE, DIGITS, LEAD, OPEN, Work, begins_row, works_of
from kbgen.text.regex import regex

_MORE = rf"(?:[ \t]?[,;，、–—-][ \t]?{DIGITS}){{0,20}}"
_SENTENCE = r"[.,;:!?)”\"’]"  # what a number may stand behind without a space
_CITING = regex(rf"(?<!\b[a-z])(?<![=∈] ){OPEN}\^?{DIGITS}{_MORE}\^?{CLOSE}(?!\[[^\d^]|[(:]\S|[ \t]?=[^=])")
_INDEX = regex(r"\d\]")  # `[0]`: what stands right behind it is one more index of a program
_BEHIND = regex(rf"(?<=[^\W\d_]{{4}}{_SENTENCE}){DIGITS}(?:,{DIGITS}){{0,5}}(?=\s|$)")
_RAISED = regex(rf"{DIGITS}{_MORE}")
_WORD = regex(rf"[^\W\d_]{{4}}{_SENTENCE}?[ ]?\Z")  # what a raised number may stand behind: `10<sup>3</sup>` is none
_MEASURE = regex(
    r"(?:m[eè]t(?:er|re|ro)|foot|feet|inche?|mile|yard|alpha|beta|gamma|delta|theta|lambda|sigma|omega)s?\Z"
)
_FIRST = ("[1", "[^1^", "【", "［")  # where works have numbers in brackets, there is the first
_LISTED = ("\n1. ", "| 1 |")  # how a list of works without such begins
_MARK = regex(rf"\[\^?{DIGITS}[\]\^\\,;–—\t -]|{_SENTENCE}{DIGITS}(?:,\d|\s|\Z)")
_OTHER_MARKS = ("†", "[cite:", "<sup>")
_NUMBER = regex(DIGITS)
_NEXT = regex(r"\S")
_LINKS = ("link_open", "link_close", "wikilink_open", "wikilink_close")


def bibliography(md: MarkdownIt) -> None:
    """Install the rule, behind the one that keeps the lines of works apart."""
    md.core.ruler.after("labelled_lines", "bibliography", _rule)


def _rule(state: StateCore) -> None:
    if not _may_cite(state.src):
        return
    found = works_of(state.tokens)
    works = found.known()
    if not works:
        return
    lines: dict[int, set[int]] = defaultdict(set)  # those that begin with the number of a work, by the id of their text
    for work in works.values():
        if work.numbered:
            lines[id(work.text)].add(work.line)
    for place, token in enumerate(state.tokens):
        if token.type == "inline" and token.children and not _apart(state.tokens, place):
            token.children = list(_cited(token, works, lines.get(id(token), set()), found.listed))
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
    return tokens[place - 1].type == "heading_open" or begins_row(tokens, place)


def _cited(token: Token, works: dict[int, Work], own: set[int], listed: bool) -> Iterator[Token]:
    """The children of a text, with links around the numbers of works. `own` are the lines that begin with the number of
    the work that they are, `listed` whether numbers without brackets may be meant."""
    children, line, leading, within = token.children or [], 0, 0 in own, 0
    for place, child in enumerate(children):
        parts: list[Token] = []
        if child.type in BREAKS and not child.level:
            line += 1
            leading = line in own
        within += child.nesting if child.type in _LINKS else 0
        if child.type == "program" and "cites" in child.meta:
            parts = _linked(child.meta["cites"], works, child.level)
            parts = [text_token(child.meta["before"], child.level), *parts] if parts else []
        elif child.type == "text" and not within:
            lead = LEAD.match(child.content) if leading else None
            leading = leading and lead is None
            if lead is not None and "^" in lead[0]:
                child.content = lead[0].replace("^", "") + child.content[lead.end() :]
                lead = LEAD.match(child.content)
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


def _in_text(child: Token, start: int, works: dict[int, Work], listed: bool) -> Iterator[Token]:
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


def _linked(written: str, works: dict[int, Work], level: int) -> list[Token]:
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
