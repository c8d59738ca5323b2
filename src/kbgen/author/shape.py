"""A pasted plain text as pieces of markdown: headings, paragraphs, lists, tables, found by their shape alone.

Knows lines, no page and no link. Every piece keeps the number of the line it began on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from kbgen.author.inline import ROW, RULE_ROW, escaped
from kbgen.author.looks import ITEM, LONGEST_HEADING, TIMED, looks_like_heading, width_of
from kbgen.text.codefence import closes, fence_of
from kbgen.text.regex import regex
from kbgen.text.stops import is_ended, is_stopped
from kbgen.text.tablerow import cells_of

What = Literal["heading", "paragraph", "list", "definition", "table", "code", "quote", "rule", "kept"]


class Piece(NamedTuple):
    """What some lines of the text are, the first of them counted from 1, and the markdown they become."""

    line: int
    what: What
    lines: tuple[str, ...]


_MEANING = regex(r" {0,3}:[ \t]+(?P<text>\S.*)")  # below a term of a definition list
# Set in and with a letter, an entry below another; markdown has no such lists, so the letter is text.
_LETTERED = regex(r"(?P<indent>[ \t]+)(?P<mark>)(?P<text>[a-z][.)][ \t]+\S.*)")
_RULE = regex(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:=[ \t]*){3,})\Z")
_UNDERLINE = regex(r"[ \t]*(?:-{3,}|={3,}|~{3,})[ \t]*\Z")
_ENTRY = regex(r"[^\s|>#][^—–|\n]{0,78}?[ \t]+(?:—|–|-)[ \t]+\S")
_BOLD = regex(r"\*\*([^*\n]*[^*\s])\*\*")
_COLONS = ":： \t"
_BODY = 90  # a line longer than that is no heading, whatever its end


def pieces(lines: list[str], section: Callable[[str], str], markup: bool) -> list[Piece]:
    """The pieces of a text, in its order. `section` says what a heading means (`schema.md`; empty: none that is known);
    `markup` says that the text has markdown within its lines (`**bold**`, links), which is kept then; else signs that
    would be taken for such are hidden behind a backslash."""
    return _Reader(lines, section, markup).read()


class _Reader:
    def __init__(self, lines: list[str], section: Callable[[str], str], markup: bool) -> None:
        self.lines = lines
        self.section = section
        self.markup = markup
        self.width = width_of(lines)
        self.wrapped = self.width > 0
        self.short = self.width * 3 // 4  # a line of wrapped text that is shorter ends its paragraph
        self.meaning = ""  # of the section that is being read
        self.found: list[Piece] = []

    def read(self) -> list[Piece]:
        at = 0
        while at < len(self.lines):
            if self.lines[at].strip():
                at = next((read for begins, read in _SHAPES if begins(self, at)), _Reader.paragraph)(self, at)
            else:
                at += 1
        return self.found

    def add(self, at: int, what: What, lines: list[str]) -> None:
        self.found.append(Piece(at + 1, what, tuple(lines)))

    # ------------------------------------------------------------ what is marked

    def is_fence(self, at: int) -> bool:
        return bool(fence_of(self.lines[at].strip()))

    def code(self, at: int) -> int:
        """A fenced block, to its end or the text's, which is closed then."""
        fence, end = fence_of(self.lines[at].strip()), at + 1
        while end < len(self.lines) and not closes(self.lines[end].strip(), fence):
            end += 1
        self.add(at, "code", [*(line.rstrip() for line in self.lines[at:end]), fence])
        return end + 1

    def is_rule(self, at: int) -> bool:
        return _RULE.fullmatch(self.lines[at]) is not None

    def rule(self, at: int) -> int:
        self.add(at, "rule", ["---"])
        return at + 1

    def is_quote(self, at: int) -> bool:
        return self.lines[at].lstrip().startswith(">")

    def quote(self, at: int) -> int:
        end = at
        while end < len(self.lines) and self.is_quote(end):
            end += 1
        texts = (line.lstrip()[1:].strip() for line in self.lines[at:end])
        self.add(at, "quote", [f"> {self.text(text)}".rstrip() for text in texts])
        return end

    def is_table(self, at: int) -> bool:
        here = self.lines[at : at + 2]
        return len(here) == 2 and all(ROW.fullmatch(line) or RULE_ROW.fullmatch(line) for line in here)

    def table(self, at: int) -> int:
        """Rows between pipes; a line of dashes is put below the first where there is none."""
        end = at
        while end < len(self.lines) and (ROW.fullmatch(self.lines[end]) or RULE_ROW.fullmatch(self.lines[end])):
            end += 1
        texts = [line for line in self.lines[at:end] if not RULE_ROW.fullmatch(line)]
        rows = [[cell.text for cell in cells_of(line)] for line in texts]
        self.rows(at, rows or [[""]])
        return end

    def is_tabbed(self, at: int) -> bool:
        """Whether two lines from here on have equally many tabs between words: cells copied from a page."""
        here = [line.strip().count("\t") for line in self.lines[at : at + 2] if not ITEM.match(line)]
        return len(here) == 2 and here[0] == here[1] > 0

    def tabbed(self, at: int) -> int:
        tabs, end = self.lines[at].strip().count("\t"), at
        while end < len(self.lines) and self.lines[end].strip().count("\t") == tabs:
            end += 1
        self.rows(at, [line.strip().split("\t") for line in self.lines[at:end]], bare=True)
        return end

    def rows(self, at: int, rows: list[list[str]], bare: bool = False) -> None:
        """A table, its rows made equally long; `bare` cells may hold pipes of their own."""
        width = max(map(len, rows))
        written = []
        for row in rows:
            cells = [self.text(cell.strip()) for cell in row] + [""] * (width - len(row))
            cells = [cell.replace("|", "\\|") for cell in cells] if bare else cells
            written.append(f"| {' | '.join(cells)} |")
        self.add(at, "table", [written[0], "|" + "---|" * width, *written[1:]])

    # ------------------------------------------------------------ lists

    def item(self, at: int) -> re.Match[str] | None:
        """An entry of a list. A dash begins one only where no sentence goes on behind it."""
        match = ITEM.match(self.lines[at]) or _LETTERED.match(self.lines[at])
        if match is None or match["mark"] not in ("–", "—") or not at:
            return match
        before = self.lines[at - 1].strip()
        return match if not before or before[0] == match["mark"] or is_ended(before) else None

    def is_item(self, at: int) -> bool:
        return self.item(at) is not None

    def items(self, at: int) -> int:
        """Entries of a list with the lines that belong to them; how far they are set in says what stands below what."""
        written: list[str] = []
        depths: list[tuple[int, int]] = []  # of each list that is open: its indent in the text, and in the markdown
        inner = 0  # how far a list below the last entry is set in
        end = at
        while end < len(self.lines):
            match = self.item(end)
            if match is not None and not (end > at and self.is_heading(end)):
                indent = len(match["indent"].expandtabs(4))
                while depths and depths[-1][0] > indent:
                    depths.pop()
                if not depths or depths[-1][0] < indent:
                    depths.append((indent, inner if depths else 0))
                mark = match["mark"] if match["mark"].endswith((".", ")")) else "-"
                inner = depths[-1][1] + len(mark) + 1
                pad = " " * depths[-1][1]
                written.append(f"{pad}{mark} {self.text(match['text'].strip())}")
            elif written and self.continues(end):
                written[-1] += " " + self.text(self.lines[end].strip())
            elif self.lines[end].strip() or not self.goes_on(end):
                break
            end += 1
        self.add(at, "list", written)
        return end

    def goes_on(self, at: int) -> bool:
        """Whether behind empty lines the list goes on."""
        later = next((n for n in range(at, len(self.lines)) if self.lines[n].strip()), None)
        return later is not None and later - at == 1 and self.is_item(later) and not self.is_heading(later)

    def continues(self, at: int) -> bool:
        """Whether a line goes on with the entry above it: it is set in, or goes on with its sentence."""
        line, before = self.lines[at], self.lines[at - 1]
        if not line.strip() or not before.strip() or self.is_fence(at) or self.is_table(at):
            return False
        if line[:1] in " \t":
            return True
        full = self.wrapped and len(before.rstrip()) > self.short
        return full and (line[:1].islower() or not is_stopped(before.rstrip())) and not self.is_heading(at)

    def is_entry(self, at: int) -> bool:
        """Whether a line of a list of entities is an entry whose bullet was lost: a name, a dash, a description."""
        return self.meaning == "entities" and _ENTRY.match(self.lines[at].strip()) is not None

    def entries(self, at: int) -> int:
        written: list[str] = []
        end = at
        while end < len(self.lines) and (not self.lines[end].strip() or self.is_entry(end)):
            written += [f"- {self.text(self.lines[end].strip())}"] if self.lines[end].strip() else []
            end += 1
        self.add(at, "list", written)
        return end

    def is_timed(self, at: int) -> bool:
        """Whether chapters are listed from a line on, each with the time when it begins."""
        below = self.behind(at)
        return bool(TIMED.match(self.lines[at])) and below is not None and bool(TIMED.match(self.lines[below]))

    def chapters(self, at: int) -> int:
        written: list[str] = []
        end: int | None = at
        while end is not None and TIMED.match(self.lines[end]):
            written.append(f"- {self.text(self.lines[end].strip())}")
            last, end = end, self.behind(end)
        self.add(at, "list", written)
        return last + 1

    # ------------------------------------------------------------ definitions

    def is_term(self, at: int) -> bool:
        """Whether below a line, or below the empty line there, stands what it means, behind a colon."""
        below = next((line for line in self.lines[at + 1 : at + 3] if line.strip()), "")
        return _MEANING.fullmatch(below) is not None and _MEANING.fullmatch(self.lines[at]) is None

    def definition(self, at: int) -> int:
        """A term, and all that it means, with the paragraphs and lines that are set in."""
        written = [self.text(self.lines[at].strip())]
        end = at + 1
        while end < len(self.lines):
            line = self.lines[end]
            match = _MEANING.fullmatch(line)
            if match is not None:
                written.append(f":   {self.text(match['text'].strip())}")
            elif line[:1] in (" ", "\t") and line.strip():
                written.append(f"    {self.text(line.strip())}")
            elif line.strip():
                break
            else:
                below = self.lines[end + 1] if end + 1 < len(self.lines) else ""
                if not (below.strip() and (_MEANING.fullmatch(below) or below[:1] in (" ", "\t"))):
                    break
                written.append("")
            end += 1
        self.add(at, "definition", written)
        return end

    # ------------------------------------------------------------ headings

    def is_heading(self, at: int) -> bool:
        """Whether a line is a heading: by its words, by a line below it, or by its shape between others."""
        line = self.lines[at].strip()
        if self.underlined(at):
            return True
        after = self.behind(at)
        if after is None:
            return False
        bare = line.rstrip(_COLONS)
        if self.section(bare) and len(bare) <= LONGEST_HEADING and not ITEM.match(line):
            return True
        if not self.may_be_heading(at) or not self.is_after_an_end(at) or self.runs_on(at):
            return False
        if self.is_item(at):  # `1. Introduction` with a paragraph below
            return not self.is_item(after) and self.is_body(after)
        if self.is_body(after):
            return True
        alone = self.is_alone(at) and self.is_alone(after) and self.may_be_heading(after)
        below = self.behind(after)
        return alone and below is not None and self.is_body(below)

    def runs_on(self, at: int) -> bool:
        """Whether a long line's sentence goes on in the next one."""
        return at + 1 < len(self.lines) and len(self.lines[at]) > _BODY // 2 and self.lines[at + 1][:1].islower()

    def underlined(self, at: int) -> bool:
        if at + 1 >= len(self.lines) or not _UNDERLINE.fullmatch(self.lines[at + 1]):
            return False
        return len(self.lines[at].strip()) <= LONGEST_HEADING and self.is_after_an_end(at)

    def behind(self, at: int) -> int | None:
        """The next line that is not empty."""
        return next((n for n in range(at + 1, len(self.lines)) if self.lines[n].strip()), None)

    def may_be_heading(self, at: int) -> bool:
        """Whether a line looks like a heading by itself; behind a number too."""
        line = self.lines[at].strip()
        item = ITEM.match(line)
        if item is not None:
            line = item["text"].strip() if item["mark"][0].isdigit() else ""
        return looks_like_heading(line) and not (self.wrapped and len(line) > self.short)

    def is_body(self, at: int) -> bool:
        """Whether a line is what stands below headings: a list, a table, a quote, a paragraph."""
        line = self.lines[at].strip()
        if self.is_item(at) or self.is_table(at) or self.is_tabbed(at) or self.is_quote(at) or self.is_fence(at):
            return True
        return len(line) > _BODY or is_ended(line) or (self.wrapped and self.is_long(at))

    def is_long(self, at: int) -> bool:
        return at + 1 < len(self.lines) and len(self.lines[at]) > 40 and bool(self.lines[at + 1].strip())

    def is_after_an_end(self, at: int) -> bool:
        """Whether what stands before a line has come to its end."""
        before = self.lines[at - 1].strip() if at else ""
        after_text = bool(self.found) and self.found[-1].what == "paragraph"
        return not before or not (after_text or self.wrapped) or is_ended(before)

    def is_alone(self, at: int) -> bool:
        around = (self.lines[at - 1 : at] if at else []) + self.lines[at + 1 : at + 2]
        return not any(line.strip() for line in around)

    def heading(self, at: int) -> int:
        text = self.lines[at].strip().rstrip(_COLONS) or self.lines[at].strip()
        item = ITEM.match(text)
        if item is not None and not item["mark"][0].isdigit():
            text = item["text"]
        bold = _BOLD.fullmatch(text) if self.markup else None
        text = bold[1].rstrip(_COLONS) if bold is not None else text
        self.meaning = self.section(text)
        self.add(at, "heading", [f"## {self.text(text)}"])
        return at + 2 if self.underlined(at) else at + 1

    # ------------------------------------------------------------ paragraphs

    def paragraph(self, at: int) -> int:
        """One line; in a text of wrapped lines all up to an empty one."""
        end = at + 1
        while self.wrapped and end < len(self.lines) and self.lines[end].strip() and not self.starts_anew(end):
            end += 1
            if len(self.lines[end - 1].strip()) <= self.short and is_stopped(self.lines[end - 1].strip()):
                break
        self.add(at, "paragraph", [self.text(" ".join(line.strip() for line in self.lines[at:end]))])
        return end

    def starts_anew(self, at: int) -> bool:
        marked = self.is_item(at) and not self.lines[at][:1].islower()
        return marked or self.is_fence(at) or self.is_table(at) or self.is_quote(at) or self.is_heading(at)

    def text(self, text: str) -> str:
        """A text as markdown that shows it."""
        return text if self.markup else escaped(text)


# What lines may be, in the order in which that is asked of the first of them, and what reads them and returns where the
# next begins. All else is a paragraph.
_SHAPES: tuple[tuple[Callable[[_Reader, int], bool], Callable[[_Reader, int], int]], ...] = (
    (_Reader.is_fence, _Reader.code),
    (_Reader.is_table, _Reader.table),
    (_Reader.is_tabbed, _Reader.tabbed),
    (_Reader.is_quote, _Reader.quote),
    (_Reader.is_rule, _Reader.rule),
    (_Reader.is_term, _Reader.definition),
    (_Reader.is_timed, _Reader.chapters),
    (_Reader.is_heading, _Reader.heading),
    (_Reader.is_item, _Reader.items),
    (_Reader.is_entry, _Reader.entries),
)
