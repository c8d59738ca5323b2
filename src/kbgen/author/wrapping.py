"""What stands around a pasted text and is no part of it: the words of a chat, a code fence, the head of an e-mail.

Lines are taken out, or become fields in their place; none is added.
"""

from __future__ import annotations

from typing import NamedTuple

from kbgen.fields import parse_date
from kbgen.text.chat import offers_more, opens_a_text
from kbgen.text.codefence import closes, fence_of
from kbgen.text.regex import regex


class Unwrapped(NamedTuple):
    """The lines of a text, those that became fields changed; and the indexes of those that are no part of it."""

    lines: list[str]
    gone: frozenset[int]


def unwrap(lines: list[str]) -> Unwrapped:
    """The text that was meant, of one that was copied from a chat, from an e-mail or from the page of a preprint."""
    gone = _chat(lines)
    written = [number for number, line in enumerate(lines) if line.strip() and number not in gone]
    for read in (_mail, _preprint):
        fields = read(lines, written)
        if fields:
            changed = [fields.get(number, line) or "" for number, line in enumerate(lines)]
            return Unwrapped(changed, gone | {number for number, field in fields.items() if field is None})
    return Unwrapped(lines, gone)


# ---------------------------------------------------------------- a chat

_BEGINS = regex(r" {0,3}#{1,6}[ \t]|---[ \t]*\Z|(?:`{3,}|~{3,})[ \t]*(?:markdown|md|ya?ml)?[ \t]*\Z|\*\*[^*]+\*\*", 2)
_FENCE = regex(r"(?:`{3,}|~{3,})[ \t]*(?:markdown|md)?[ \t]*", 2)
_FIELD = regex(r"[A-Za-z_][\w-]{0,40}:(?:[ \t]|\Z)")
_RULE = regex(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_PROSE = regex(r"\s{4}|\s*(?:[-*+#>|`~!\[]|\d+[.)])")  # what is no line of a paragraph, or a note
_FEWEST = 3  # lines of a text that something stands around


def _chat(lines: list[str]) -> frozenset[int]:
    """What a language model says before and behind a text, with the rules that part it from that, and the fence."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    first, last = 0, len(written) - 1
    if last < _FEWEST:
        return frozenset()
    line, below = lines[written[0]], lines[written[1]]
    if opens_a_text(line) and (_BEGINS.match(below) or line.rstrip().endswith((":", "："))):
        first = 1
        if _RULE.fullmatch(below) and not _FIELD.match(lines[written[2]]):
            first = 2
    while last > first and offers_more(lines[written[last]], first > 0) and not _PROSE.match(lines[written[last]]):
        last -= 1
        if _RULE.fullmatch(lines[written[last]]):
            last -= 1
    if first < last and _wraps(lines[written[first] : written[last] + 1]):
        first, last = first + 1, last - 1
    end = written[last] + 1 if last < len(written) - 1 else len(lines)
    return frozenset((*range(written[first] if first else 0), *range(end, len(lines))))


def _wraps(lines: list[str]) -> bool:
    """Whether the first and the last line are a code fence around all others, which begin as a page does."""
    fence = fence_of(lines[0])
    if not _FENCE.fullmatch(lines[0].strip()) or not closes(lines[-1], fence):
        return False
    inner = next((line for line in lines[1:] if line.strip()), "")
    if not inner.startswith(("---", "# ")):
        return False
    opened = ""
    for line in lines[1:-1]:
        opened = ("" if closes(line, opened) else opened) if opened else fence_of(line)
    return not opened


# ---------------------------------------------------------------- an e-mail

_FORWARDED = regex(r"[ \t]*(?:-{2,}[ \t]*(?:forwarded|original) message[ \t]*-{2,}|begin forwarded message:)[ \t]*", 2)
_MAIL_LINE = regex(r"[ \t>]*\**([A-Za-z][A-Za-z-]{1,20}):\**[ \t]+(\S.*)")
_SENDER = regex(r"[ \t]*[<\[(][^<>\[\]()]*@[^<>\[\]()]*[>\])][ \t]*\Z")
_CALLED = {"subject": "Title", "from": "Author", "date": "Published", "sent": "Published"}


def _mail(lines: list[str], written: list[int]) -> dict[int, str | None]:
    """The lines of the head of an e-mail, as fields; None for those that say to whom it was sent."""
    found: dict[int, str | None] = {}
    start = int(bool(written) and _FORWARDED.fullmatch(lines[written[0]]) is not None)
    for number in written[start:]:
        match = _MAIL_LINE.fullmatch(lines[number].rstrip())
        if match is None:
            break
        key = _CALLED.get(match[1].lower(), "")
        value = _SENDER.sub("", match[2]).strip("\"' ") or match[2] if key == "Author" else match[2]
        found[number] = f"{key}: {_day(value) if key == 'Published' else value}" if key else None
    keys = {field.partition(":")[0] for field in found.values() if field}
    if not {"Title", "Author", "Published"} <= keys:
        return {}
    return {**dict.fromkeys(written[:start]), **found}


_TIME = regex(r"(?:[A-Za-z]+,[ ]+)?([^:\n]*?)(?:,? at|,)?[ ]+\d{1,2}:\d\d[^\n]*")


def _day(text: str) -> str:
    """The day of a date and time as programs for e-mail write it, or what is written."""
    match = _TIME.fullmatch(text)
    date = parse_date(match[1] if match is not None else text) or parse_date(text)
    return date.iso if date is not None else text


# ---------------------------------------------------------------- a preprint

_SUBMITTED = regex(r"[ \t]*\[(?:v\d+[ ])?submitted (?:on )?(\d{1,2} [A-Za-z]+ \d{4})\b[^\]\n]*\][ \t]*", 2)
_NAMED = regex(r"(title|authors?|abstract):[ \t]*(\S.*)", 2)
_BUTTON = regex(
    r"(?:(?:view pdf|html \(experimental\)|tex source|other formats)[ \t|]*+)++|view a pdf of the paper titled [^\n]*",
    2,
)
_NUMBER = regex(r"\barxiv:(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", 2)
_MOST_ABOVE = 3


def _preprint(lines: list[str], written: list[int]) -> dict[int, str | None]:
    """What a page of arXiv says above its abstract, as fields: when the preprint was submitted, title, authors."""
    at = next((at for at, n in enumerate(written[:_MOST_ABOVE]) if _SUBMITTED.fullmatch(lines[n])), -1)
    submitted = _SUBMITTED.fullmatch(lines[written[at]]) if at >= 0 else None
    if submitted is None or at + 2 >= len(written):
        return {}
    found: dict[int, str | None] = dict.fromkeys(written[:at])
    found[written[at]] = f"Published: {_day(submitted[1])}"
    for number, key in zip(written[at + 1 : at + 3], ("Title", "Authors"), strict=True):
        named = _NAMED.match(lines[number].strip())
        found[number] = f"{key}: {named[2] if named is not None else lines[number].strip()}"
    spare = [n for n in written[at + 3 : at + 9] if _BUTTON.fullmatch(lines[n].strip())]
    found |= dict.fromkeys(spare, "")
    name = next((match[1] for n in written if (match := _NUMBER.search(lines[n]))), "")
    if name and len(spare) > 1:
        found[spare[0]] = f"URL: https://arxiv.org/abs/{name}"
    return found
