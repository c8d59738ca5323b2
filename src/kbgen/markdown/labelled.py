"""Lines of a paragraph that each stay a line: those that begin with a bold label (`**Author:** Ada`, `**Date**: 1843`);
those that begin with a number in brackets, as lists of works have them (`[1] A talk`), or with a time, as chapters and
transcripts have them (`[00:12] Ada: …`, `05:30 Frost`), or with a picture or another sign (`✅ Done`, `1、雪`), where
several do so; those that all begin with a label, as what people say in turn (`Ada: …`), or with a dash; and in a quote,
those that begin with a quotation mark, and whose words they are (`— Ada`); and fields (`due:: today`), and what is
below them.

Markdown runs the lines of a paragraph together; who writes such lines one below the other sees them so in an editor and
in Obsidian, and means them so. A label at the beginning of a line has a colon at its end, inside the stars or behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from re import Pattern

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.markdown.times import begins_with_time
from kbgen.markdown.tokens import BREAKS
from kbgen.text.regex import regex

_NEAR = 6  # tokens of a label in bold and the text behind it: markdown-it leaves texts without a letter around emphasis
_MARKS = 4  # tokens before the first letter of a line: those, and the empty texts around them
_COLONS = (":", "：")
_NUMBER = regex(r"\[\d{1,3}\](?=[\s:])")
_LABEL = regex(r"[^\W\d_](?:[^\W_]|[.'’&()/-]){0,24}(?:[ ](?:[^\W_]|[.'’&()/-]){1,24}){0,3}(?:：|:(?=[ ]))|[QA]\.[ ]")
_CHINESE = "[一二三四五六七八九十]{1,3}"
_SIGN = regex(  # pictures, arrows, numbers in circles, and numbers and letters that markdown counts no list by
    r"[•·・\u2190-\u21ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]|[0-9]\ufe0f?\u20e3"
    rf"|(?:[0-9]{{1,2}}|{_CHINESE})[、．）]|[(（](?:[0-9]{{1,2}}|{_CHINESE}|[a-z])(?:）|\)[ ])|[a-z]\)[ ]"
)
_FIELD = regex(r"[ \t]*(?:[^\W\d_][\w-]*(?: [\w-]+){0,3}::(?:[ \t]|\Z)|(?:SCHEDULED|DEADLINE): )")
_SAID = regex('["“„«「『]')
_QUOTES = regex('["“„«「『][^\n]*["”“»」』][.!?。]?[ ]*\n["“„«「『]')  # one on a line, and another on the next
_CREDIT = regex(r"(?:[—–―]|--)[ ]*+\S")


def labelled(md: MarkdownIt) -> None:
    """Install the rule, behind all that makes inline text."""
    md.core.ruler.after("text_join", "labelled_lines", _rule)


def _rule(state: StateCore) -> None:
    quoted = 0
    for token in state.tokens:
        if token.type == "inline":
            if token.children and "\n" in token.content:
                _keep_lines(token, quoted > 0)
        elif token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1


def _keep_lines(token: Token, quoted: bool) -> None:
    """Make a break before each line of a text that stays one."""
    children = token.children or []
    starts = [0, *(number + 1 for number, child in enumerate(children) if child.type in BREAKS)]
    titled = token.content.partition("\n")[0].rstrip("*_ \t").endswith(_COLONS)  # `Citations:` above them
    numbered = titled or _NUMBER.match(token.content) is not None
    spoken = all(_begins(children, start, _LABEL) for start in starts)
    dashed = all(_begins(children, start, _CREDIT) for start in starts[titled:])
    pictured = {start for start in starts if _begins(children, start, _SIGN)}
    quotes = _QUOTES.match(token.content) is not None if quoted else False
    fields = _fields(token, starts)
    timed = {start for start in starts if begins_with_time(children[start : start + _NEAR])}
    for start in starts[1:]:
        if (
            spoken
            or dashed
            or start in fields
            or (len(timed) > 1 and start in timed)
            or (len(pictured) > 1 and start in pictured)
            or (numbered and _begins(children, start, _NUMBER))
            or (quoted and start == starts[-1] and _begins(children, start, _CREDIT))
            or (quotes and _begins(children, start, _SAID))
            or _is_label(children, start)
        ):
            children[start - 1].type = "hardbreak"


def _fields(token: Token, starts: Sequence[int]) -> set[int]:
    """The lines of a text (by where they start) that are fields, or stand below one."""
    if "::" not in token.content and "SCHEDULED: " not in token.content and "DEADLINE: " not in token.content:
        return set()
    lines = token.content.split("\n")
    if len(lines) != len(starts):  # code that is broken between lines
        return set()
    known = [_FIELD.match(line) is not None for line in lines]
    below = zip(starts[1:], known[1:], known, strict=False)
    return {start for start, is_field, is_below in below if is_field or is_below}


def _begins(children: Sequence[Token], start: int, pattern: Pattern[str]) -> bool:
    """Whether text that matches a pattern begins at a token, be it in bold."""
    for child in children[start : start + _MARKS]:
        if child.type == "text" and child.content:
            return bool(pattern.match(child.content))
        if child.type not in ("text", "strong_open", "em_open"):
            return False
    return False


def _is_label(children: Sequence[Token], start: int) -> bool:
    """Whether a label begins at a token: text alone in bold, with a colon."""
    near = children[start : start + _NEAR]
    found = [(one.type, one.content) for one in near if one.type != "text" or one.content]
    if [kind for kind, _ in found[:3]] != ["strong_open", "text", "strong_close"]:
        return False
    behind = found[3][1] if len(found) > 3 and found[3][0] == "text" else ""
    return found[1][1].rstrip().endswith(_COLONS) or behind.lstrip().startswith(_COLONS)
