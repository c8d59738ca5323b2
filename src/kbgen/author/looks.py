"""What a line of a plain text looks like by itself, and how wide the text was set. Knows no markdown."""

from __future__ import annotations

import re
from itertools import pairwise

from kbgen.author.inline import ROW
from kbgen.fields import parse_date
from kbgen.text.regex import regex
from kbgen.text.stops import is_ended

ITEM = regex(r"(?P<indent>[ \t]*)(?P<mark>[-*+•◦▪▸‣·●○–—]|\d{1,3}[.)])[ \t]+(?P<text>\S.*)")
# What somebody said, or asks and answers: `“A quote.” — Its author`, `Q: What is it?`
_SPOKEN = regex(r"[\"“„«].*[\"”»][ \t]*[—–-]|[A-Z]:[ \t]")
_OPEN_END = regex(r"[.!:;,…。！：；，、][\"'”’»)\]]*\Z")
_SLUG_FIRST = regex(
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:[ \t]*\([^()]*\))?(?:[ \t]+[—–:-][ \t]|\Z)|[a-z0-9]+(?:-[a-z0-9]+)+"
)
_ADDRESS = regex(r"[^\n]*https?://\S|www\.\S+\Z", re.IGNORECASE)
TIMED = regex(r"[ \t]*[(\[]?\d{1,2}(?::\d\d){1,2}[)\]]?[ \t]*[-–—:]?[ \t]+\S")  # a chapter: `(01:02) – Beginnings`
_BYLINE = regex(r"(?:by|von|par|por)[ \t]+\S+|\d+[ \t]*(?:min|minutes?|comments?|likes?|views?)\b", re.IGNORECASE)
LONGEST_HEADING, _MOST_WORDS = 90, 14


def looks_like_heading(line: str) -> bool:
    """Whether a line (trimmed) can be a heading: it is short, begins with a capital or a slug, and comes to no end. A
    question may be one; an address, a date, and what is said or credited are none."""
    if not line or len(line) > LONGEST_HEADING or len(line.split()) > _MOST_WORDS or _OPEN_END.search(line):
        return False
    if "\t" in line or "|" in line or any(no.match(line) for no in (_SPOKEN, _ADDRESS, _BYLINE, TIMED)):
        return False
    first = line.lstrip("\"'“„«(")[:1]
    begins = (first.isalnum() and not first.islower()) or _SLUG_FIRST.match(line) is not None
    return begins and parse_date(line.partition(" · ")[0]) is None


def width_of(lines: list[str]) -> int:
    """The width to which paragraphs were broken into lines, so that a line's end means nothing; 0 if they were not."""
    pairs = 0
    soft: list[int] = []
    for before, after in pairwise(lines):
        before, after = before.strip(), after.strip()
        if not before or not after or ITEM.match(after) or ROW.fullmatch(after):
            continue
        pairs += 1
        if 40 <= len(before) <= 130 and not is_ended(before) and after[0].islower():
            soft.append(len(before))
    return max(soft) if len(soft) >= 2 and len(soft) * 5 >= pairs else 0
