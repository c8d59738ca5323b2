"""Where the frontmatter of a text begins and ends. Knows lines, not what stands in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbgen.text.codefence import closes, fence_of, left_open
from kbgen.text.names import loose
from kbgen.text.regex import regex


class Header(NamedTuple):
    """The frontmatter of a text, by line numbers from 1.

    Lines `first` to `last` hold the fields (none: `last` is `first - 1`); the body begins at line
    `body`. `fences` are the lines of a code fence around it. `closed` says whether the closing `---`
    is there; it may yet turn out to be a rule in the body, see `cut`. `toml`: it stands between two
    `+++`, and is of TOML; `text`: there are no fields in it, but text of the page. `before` is the
    number of lines above it, which are empty, comments in HTML or thoughts of a language model. `odd`: it stands
    between lines that are meant to be `---` (`----`, or `—`, as some editors make it).
    """

    first: int
    last: int
    body: int
    fences: tuple[int, ...] = ()
    closed: bool = True
    toml: bool = False
    before: int = 0
    text: bool = False
    odd: bool = False


# A line that begins a field. In YAML a key ends at a colon with white space or nothing behind it.
KEY_LINE = regex(
    r"(?P<indent>[ \t]*)"
    r"(?P<key>\"[^\"\n]+\"|'[^'\n]+'|(?![-?:][ \t])[^\s#,\[\]{}&*!|>'\"%@`:：](?:[^:：\n]|:(?=\S)){0,80}?)"
    r"[ \t]*(?::(?=\s|$)|：)[ \t]*(?P<rest>[^\n]*)$",
    re.MULTILINE,
)


_SECOND = regex(r"\n*+(?:(?:`{3,}|~{3,})(?:markdown|md|ya?ml)?[ \t]*\n)?---[ \t]*\n[A-Za-z_]", re.IGNORECASE)
_SECOND_KEY = regex(r"[A-Za-z_][\w-]{0,60}:(?:[ \t]|\Z)")
_SECOND_END = regex(r"---[ \t]*(?:#{1,6}[ \t].*)?")
_MOST_LINES = 200


def find_second(body: str, line: int) -> Header | None:
    """A header right below the first one, as programs leave it that write one above that of a text; `line` is where the
    body begins. A heading may stand right behind its last `---`. It may stand in a code fence, with text behind it."""
    if _SECOND.match(body) is None:
        return None
    lines = body.split("\n", line + _MOST_LINES)[: line + _MOST_LINES]
    first = next((n for n in range(line - 1, len(lines)) if lines[n].strip()), len(lines))
    fence = fence_of(lines[first]) if first < len(lines) else ""
    first += bool(fence)
    if first + 1 >= len(lines) or lines[first].rstrip() != "---":
        return None
    last = next((n for n in range(first + 1, len(lines)) if lines[n].startswith("---")), -1)
    within = [one for one in lines[first + 1 : last] if one.strip()] if last > 0 else []
    if not within or _SECOND_END.fullmatch(lines[last]) is None:
        return None
    keys = [_SECOND_KEY.match(one) is not None for one in within]
    if not keys[0] or sum(keys) < 2 or not all(key or one[0] in " \t-#" for key, one in zip(keys, within, strict=True)):
        return None
    header = Header(first + 2, last, last + 2)
    if not fence:
        return header
    lines = body.split("\n")
    opened = left_open(lines, last + 1, len(lines))
    if opened < 0 or not closes(lines[opened], fence) or not any(one.strip() for one in lines[last + 1 : opened]):
        return None  # an example
    return header._replace(fences=(first, opened + 1))


def find_header(text: str) -> Header | None:
    """The frontmatter at the top of a text; None when the text begins with its body.

    A first `---` without `key:` lines behind it is a rule of the body, unless a block without an
    empty line stands between it and the next `---` (a list or a text where fields belong).
    """
    if text.startswith("+++"):
        return _toml(text)
    if text[:1] in ("\n", " ", "\t", "<") and (above := _ABOVE.match(text)):
        return _below(above[0].count("\n"), text[above.end() :])
    if not text.startswith(("---", "```", "~~~")):
        return _odd(text)
    if (begin := _BEGIN.match(text)) and (end := _END.search(text, begin.end())):  # nearly all are so
        last = text.count("\n", 0, end.start())
        return Header(2, last, last + 2)
    lines = text.split("\n")
    opening, fences = _opening(lines)
    if not opening:
        return _odd(text)
    close = next((n for n in range(opening, len(lines)) if _CLOSING.fullmatch(lines[n])), None)
    if close is not None and _is_header(lines[opening:close]):
        return _wrapped(lines, Header(opening + 1, close, close + 2, fences))
    return _unclosed(lines, opening, fences)


_NEARLY = regex(r"[ ]{0,3}(?:-{2,20}|[–—]{1,3}-?)[ \t]*")


def _odd(text: str) -> Header | None:
    """A header between lines that are meant to be `---`, where it is one beyond doubt: nothing else stands there, and
    several fields do, or a title."""
    if text[:1] not in (" ", "-", "–", "—"):
        return None
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    line = lines[0].strip()
    if not _NEARLY.fullmatch(lines[0]) or _OPENING.fullmatch(lines[0]):
        return None
    last = next((n for n in range(1, len(lines)) if lines[n].strip() == line), 0)
    within = [line for line in lines[1:last] if line.strip()]
    keys = sum(_SIMPLE_KEY.match(line) is not None for line in within)
    if not within or not all(_SIMPLE_KEY.match(line) or line[0] in " \t-#" for line in within):
        return None
    return Header(2, last, last + 2, odd=True) if keys > 1 or within[0].startswith("title:") else None


_THOUGHTS = r"<think>(?:[^<]|<(?!/think>))*+</think>"
_COMMENT = rf"<!--(?:[^-]|-(?!->))*+-->|{_THOUGHTS}"
_ABOVE = regex(rf"(?:[ \t]*(?:(?:{_COMMENT})[ \t]*)?\n)++(?=---|\+\+\+|```|~~~)")
_THINKING = regex(rf"(?:[ \t]*(?:{_THOUGHTS}[ \t]*)?\n)++")


def lines_of_thoughts(text: str) -> list[int]:
    """The lines (from 1) of the thoughts of a language model that a text begins with, and of empty ones around."""
    found = _THINKING.match(text) if "<think>" in text else None
    return list(range(1, found[0].count("\n") + 1)) if found is not None and "<think>" in found[0] else []


def _below(count: int, text: str) -> Header | None:
    """A header below empty lines, comments and thoughts of a language model, where it is one beyond doubt: it is
    closed, and between two rules alone fields begin at once, several or one of a title."""
    header = find_header(text)
    if header is None or not header.closed:
        return None
    if not header.fences and not header.toml:
        lines = text.split("\n", header.last)[header.first - 1 : header.last]
        keys = sum(_SIMPLE_KEY.match(line) is not None for line in lines)
        if not _BEGIN.match(text) or (keys < 2 and not lines[0].startswith("title:")):
            return None
    fences = tuple(line + count for line in header.fences)
    return header._replace(
        first=header.first + count, last=header.last + count, body=header.body + count, fences=fences, before=count
    )


_TOML = regex(r"\+\+\+[ \t]*\n(?P<lines>(?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
_TOML_LINE = regex(r"^[ \t]*(?:[\w\"'.-]+[ \t]*=|\[)", re.MULTILINE)


def _toml(text: str) -> Header | None:
    """A header of TOML; None where no key stands between two lines of `+++`."""
    found = _TOML.match(text)
    if found is None or not _TOML_LINE.search(found["lines"]):
        return None
    count = found["lines"].count("\n")
    return Header(2, count + 1, count + 3, toml=True)


def cut(text: str, header: Header) -> Header | None:
    """The header with its end where its fields end, for one that is no YAML and whose closing `---`
    may be a rule in the body; None if all of it looks like a header."""
    lines = text.split("\n")[: header.last]
    end = _end(lines, header.first - 1, _gap(lines, header.first - 1))
    rest = [line for line in lines[end:] if line.strip()]
    if len(rest) == len(lines) - end or all(_may_be_yaml(line) for line in rest):
        return None  # without an empty line, what begins with `#` is a comment
    if any(_SIMPLE_KEY.match(line) for line in rest):
        return None  # fields go on behind the empty line
    return Header(header.first, end, end + 1, header.fences, closed=False)


_BEGIN = regex(r"---[ \t]*\n(?=[A-Za-z_][\w-]{0,40}:[ \t\n])")
_END = regex(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = regex(r"---[ \t]*")
_CLOSING = regex(r"(?:---|\.\.\.)[ \t]*")
_FENCE = regex(r"(`{3,}|~{3,})[ \t]*(?:markdown|md|ya?ml)?[ \t]*", re.IGNORECASE)
_HEADING = regex(r"#{1,6}[ \t]")
_SIMPLE_KEY = regex(r"[A-Za-z_][\w-]{0,40}:(?:[ \t]|$)")
_SAID = regex(r":[ \t]+[^\s|>\[{&!#]")  # a field with its value in the same line
_LONGEST_KEY = 60


def _opening(lines: list[str]) -> tuple[int, tuple[int, ...]]:
    """How many lines go before the fields (0: no frontmatter), and which of them are code fences."""
    first, second = lines[0], lines[1] if len(lines) > 1 else ""
    if _OPENING.fullmatch(first):
        return (2, (2,)) if _FENCE.fullmatch(second) else (1, ())
    if _FENCE.fullmatch(first) and _OPENING.fullmatch(second):
        return 2, (1,)
    return 0, ()


def _is_header(lines: list[str]) -> bool:
    """Whether lines between two `---` are fields, or what should have been fields."""
    blanks = [number for number, line in enumerate(lines) if not line.strip()]
    comments = [number for number, line in enumerate(lines) if line.startswith("#")]
    telling = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    if telling < len(lines) and _is_key(lines[telling]):
        is_heading = comments and blanks and comments[0] < telling and blanks[0] < telling
        return not is_heading
    return not blanks


def _is_key(line: str) -> bool:
    match = KEY_LINE.match(line)
    return match is not None and len(match["key"]) <= _LONGEST_KEY


def _may_be_yaml(line: str) -> bool:
    return _is_key(line) or line[0] in " \t" or line.startswith(("- ", "]", "}")) or line == "-"


def _unclosed(lines: list[str], opening: int, fences: tuple[int, ...]) -> Header | None:
    """A header without its closing `---`: up to the first empty line behind `key:` lines, or to the text right below
    them."""
    gap = _gap(lines, opening)
    if not any(_is_key(line) for line in lines[opening:gap]) or not _is_header(lines[opening:gap]):
        return None
    end = _end(lines, opening, gap)
    return _wrapped(lines, Header(opening + 1, end, end + 1, fences, closed=False))


def _end(lines: list[str], start: int, gap: int) -> int:
    """Index of the line between `start` and `gap` at which text begins, so that none of it is lost; `gap` without:
    behind the last field, what neither goes on with it nor may be another."""
    keys = [number for number in range(start, gap) if _SIMPLE_KEY.match(lines[number])]
    last = keys[-1] if keys else next((number for number in range(start, gap) if _is_key(lines[number])), gap)
    said = bool(_SAID.search(lines[last])) if last < gap else False  # a list below it is no part of the field
    return next((n for n in range(last + 1, gap) if not _goes_on(lines[n]) or (said and lines[n][0] == "-")), gap)


def _goes_on(line: str) -> bool:
    return _may_be_yaml(line) or line.startswith("#")


def _gap(lines: list[str], start: int) -> int:
    """Index of the first empty line, heading or code fence behind the first `key:` line."""
    seen = False
    for number in range(start, len(lines)):
        line = lines[number]
        if seen and (not line.strip() or _HEADING.match(line) or fence_of(line)):
            return number
        seen = seen or _is_key(line)
    return len(lines)


def _wrapped(lines: list[str], header: Header) -> Header:
    """The header without the code fence around it: its closing line stands right before the closing
    `---`, right behind it, or at the end of the file."""
    if not header.fences:
        return header
    mark = lines[header.fences[0] - 1].strip()[:3]
    inside, behind = header.last, header.body
    if header.last >= header.first and closes(lines[inside - 1], mark):
        return header._replace(last=inside - 1, fences=(*header.fences, inside))
    if behind <= len(lines) and closes(lines[behind - 1], mark):
        return header._replace(body=behind + 1, fences=(*header.fences, behind))
    last = _fence_at_end(lines, header.body - 1)
    if last and closes(lines[last - 1], mark):
        return header._replace(fences=(*header.fences, last))
    return header


def find_wrapping(text: str, title: str) -> tuple[int, ...]:
    """The lines of a code fence around a whole page, or what is below its header, that begins with its title; () for
    none. `title` is the one in the header, as `loose` makes it ('' without): beside another one, it is an example."""
    found = _WRAPPED.match(text)
    if found is None or (title and loose(found["title"]) != title):
        return ()
    lines, first = text.split("\n"), text.count("\n", 0, found.start("fence"))
    last = _fence_at_end(lines, first + 1)
    return (first + 1, last) if last and closes(lines[last - 1], found["fence"]) else ()


_WRAPPED = regex(r"\n*+(?P<fence>`{3,}|~{3,})[ \t]*(?:markdown|md)[ \t]*\n\n?#[ \t]+(?P<title>[^\n]*)", re.IGNORECASE)


def _fence_at_end(lines: list[str], start: int) -> int:
    """The last written line of the file, if it is a code fence that would open a block; else 0."""
    last = next((n for n in range(len(lines) - 1, start - 1, -1) if lines[n].strip()), -1)
    return last + 1 if last >= 0 and left_open(lines, start, last + 1) == last else 0
