"""What the rules share while one document is parsed: where the text stands, what was found.

The parser's `env` holds one `Context`, so that one `MarkdownIt` serves every file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.diagnostics import finding
from kbgen.markdown.code import Coloured
from kbgen.markdown.mermaid import Budget
from kbgen.model import Citation, Diagnostic, Hole, Link
from kbgen.text.names import cut
from kbgen.text.regex import regex

KEY = "kbgen"
_BREAK = regex("\n")
_LONGEST = 60  # code points of a text that are quoted in a finding
_IN_VAIN = 20  # times the lines of a text
_ASCII = bytes(range(128))
# The blocks of Unicode whose letters do; the last two are planes of historic and African scripts.
_LATIN = regex("[A-Za-z]")
_RIGHT_TO_LEFT = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


class Note(NamedTuple):
    """What a header says of a source that footnotes are keyed to: its name, its address on the web or the path of its
    page ('' = neither), and the place where that is said."""

    text: str
    address: str
    line: int
    column: int


class Context:
    """One document under way: its source and the lines of it, the inline token at work, and what came of it so far."""

    def __init__(self, text: str, budget: int = 1 << 62) -> None:
        self.budget = budget  # signs of markup that may still be read
        self.spent = False
        self.text = text
        self.lines = text.split("\n")
        self.token: Token | None = None
        self._placed: Token | None = None  # the token whose lines `_starts` and `_columns` are of
        self._starts: list[int] = []
        self._columns: list[int] = []
        self.base = 0  # where a nested inline text (a footnote) begins in the token's content
        self.no_tags = False
        self.in_label = 0
        self.notes: Mapping[str, Note] = {}  # by the labels of footnotes
        self.said: Mapping[str, str] = {}  # what the fields of the header say, by their folded keys
        self.cites = False  # whether a field names sources
        self.label_first = False  # wiki-links are `[[label|page]]`
        self.looked = 0  # lines that were looked through for an end that is not there
        self.telling: dict[int, bool] = {}  # by the offsets of bullets, whether they tell one line from another
        self.parting: set[int] = set()  # the offsets of bullets at the beginning of a line that part words
        self.programs: set[str] = set()  # what was found that other programs would run, each told once
        self.escaped = False  # whether escapes of JSON were told
        self.components: frozenset[str] | None = None  # of MDX, by name; None: not looked for yet
        self.links: list[Link] = []
        self.citations: list[Citation] = []
        self.diagnostics: list[Diagnostic] = []
        self.block_ids: list[str] = []
        self.tabs: dict[str, str] = {}  # labels of the tabs of Docusaurus by their values
        self.numbered: dict[str, list[Token]] = {}  # the first texts of blocks by the numbers that Logseq gives them
        self.marks: list[str] = []
        self.slots: list[str] = []
        self.holes: list[Hole] = []
        self.coloured: Coloured = {}  # blocks of code that need not be coloured, diagrams that need not be drawn
        self.drawing = Budget()
        self.undrawn = 0  # diagrams that are shown as code because nothing is there to draw them
        self.late = False  # whether anything is shown as it is written because setting it took too long
        self.raw_html = False  # whether there is any: what it opens it need not close
        self.runs: dict[int, str] = {}  # by the levels of tokens, in which direction the innermost list or table runs
        self.fragment = False  # a mention block is being written: no ids, no footnote marks

    @property
    def looked_enough(self) -> bool:
        """Whether so many lines were looked through for ends that are not there that no more are."""
        return self.looked > _IN_VAIN * len(self.lines)

    @cached_property
    def both_ways(self) -> bool:
        """Whether any of the text may run from right to left."""
        if self.text.isascii():
            return False
        others = self.text.encode("utf-8", "replace").translate(None, _ASCII).decode()  # most texts have few
        return _RIGHT_TO_LEFT.search(others) is not None

    @cached_property
    def main_direction(self) -> str:
        """In which direction the text runs as a whole: markup, addresses and code have Latin letters everywhere."""
        return "rtl" if 2 * len(_RIGHT_TO_LEFT.findall(self.text)) > len(_LATIN.findall(self.text)) else "ltr"

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of an offset in the inline text at work.

        Block rules only strip prefixes and trailing white space, so what is left of a line is the end
        of its source line: the column follows from the two lengths.
        """
        token = self.token
        if token is None or token.map is None:
            return 1, 1
        offset += self.base
        cell = token.meta.get("cell") if token.meta else None
        if cell is not None:
            start, removed = cell
            before = sum(1 for r in removed if r <= offset) if removed else 0
            return token.map[0] + 1, start + offset + before + 1
        if token is not self._placed:
            self._placed = token
            content: str = token.meta.get("full", token.content)
            self._starts = [0]
            if "\n" in content:
                self._starts += [match.end() for match in _BREAK.finditer(content)]
            self._columns = [-1] * len(self._starts)
        number = bisect_right(self._starts, offset) - 1
        line, start = token.map[0] + number, self._starts[number]
        if self._columns[number] < 0:
            self._columns[number] = self._column(token, number, line)
        return line + 1, self._columns[number] + offset - start + 1

    def _column(self, token: Token, number: int, line: int) -> int:
        """Where a line of an inline text begins in its source line, code points from 0."""
        content: str = token.meta.get("full", token.content)
        end = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(content)
        written = content[self._starts[number] : end].rstrip()
        source = self.lines[line] if line < len(self.lines) else ""
        if token.meta.get("closed_heading"):
            return max(0, source.rfind(written))
        return max(0, len(source.rstrip()) - len(written))

    def slot(self, html: str) -> str:
        """A place in the HTML for finished HTML of ours, put in behind the sanitiser."""
        self.slots.append(html)
        return f'<kbgen-slot n="{len(self.slots) - 1}"></kbgen-slot>'

    def mark(self, attributes: str) -> str:
        """An attribute that stands for attributes of ours (` id="x"`), put in behind the sanitiser."""
        self.marks.append(attributes)
        return f' kbgen-mark="{len(self.marks) - 1}"'

    def hole(self, hole: Hole) -> str:
        """A place in the HTML where a link is filled in once it is resolved."""
        self.holes.append(hole)
        return f'<kbgen-hole n="{len(self.holes) - 1}"></kbgen-hole>'

    def report(self, code: str, message: str, offset: int, length: int, hint: str = "") -> None:
        """Note a finding at an offset of the inline text at work."""
        line, column = self.place(offset)
        self.diagnostics.append(finding(code, message, line, column, length, hint))

    def report_escape(self, offset: int, length: int) -> None:
        """Note, once, that the text has escapes of JSON, at an offset of the inline text at work."""
        if not self.escaped:
            self.escaped = True
            message = "escapes of JSON in the text were read as what they mean; markdown has none"
            self.report("KB227", message, offset, length)

    def report_program(self, name: str, written: str, offset: int, length: int) -> None:
        """Note, once for each name, what another program would run, at an offset of the inline text at work."""
        if name not in self.programs:
            self.report_program_at(name, written, (*self.place(offset), length))

    def report_program_at(self, name: str, written: str, place: tuple[int, int, int]) -> None:
        """The same, with line, column and length in the file."""
        if name not in self.programs:
            self.programs.add(name)
            message = f"{cut(written, _LONGEST)} is meant for another program; it is neither run nor shown"
            self.diagnostics.append(finding("KB224", message, *place))


def context(env: Any) -> Context:
    """The document's `Context`; a throw-away one where the parser is used without (tests, labels)."""
    found = env.get(KEY)
    if found is None:
        found = env[KEY] = Context("")
    assert isinstance(found, Context)
    return found


def remember_place(state: StateInline, token: Token, start: int, end: int) -> None:
    """Store on an inline token where it stands: line, column, length."""
    ctx = context(state.env)
    line, column = ctx.place(start)
    length = end - start
    if ctx.token is not None and ctx.token.meta.get("cell", (0, ()))[1]:  # an escaped pipe is two wide
        length = ctx.place(end)[1] - column
    token.meta["place"] = (line, column, length)


def push_link(state: StateInline, attributes: dict[str, str | int | float], start: int, end: int) -> Token:
    """A link around what stands between two offsets of the text at work, which is read; gives what opens it."""
    limit = state.posMax
    token = state.push("link_open", "a", 1)
    token.attrs = attributes
    state.pos, state.posMax = start, end
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)
    state.posMax = limit
    return token


def read_label(state: StateInline, token: Token, label: str, start: int) -> None:
    """Read the label of a picture, which begins at an offset of the text at work, by itself."""
    ctx = context(state.env)
    token.content, token.children = label, []
    ctx.base += start
    state.md.inline.parse(label, state.md, state.env, token.children)
    ctx.base -= start
