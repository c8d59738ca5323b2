"""The block parser of markdown-it with its rules looked up by the character a line begins with.

markdown-it tries up to thirteen rules at every line, and the terminators of a paragraph at each of its lines; most
lines begin with a letter, where only a table, an underlined heading and a paragraph are possible.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from kbgen.diagnostics import finding
from kbgen.markdown.context import context
from kbgen.markdown.definitions import may_define, meaning_below
from kbgen.markdown.lists import BULLETS, let_in, lists
from kbgen.markdown.outline import begins_outline
from kbgen.markdown.tokens import Blocks, line_of
from kbgen.text.regex import regex

Rule = Callable[[StateBlock, int, int, bool], bool]

# The characters each rule can begin with; a rule that is not listed is tried at all of them.
STARTS: dict[str, str] = {
    "math_block": "$\\",
    "comment_block": "%",
    "admonition": "!?=",
    "box": ":`~#",
    "deflist": ":",
    "hint": "{<",
    "column": "-=`~",
    "program_block": "{",
    "fence": "`~",
    "blockquote": ">",
    "inner_header": "-",
    "hr": "*-_",
    "list": f"*-+0123456789{BULLETS}",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "md_in_html": "<",
    "slash_block": "/",
    "thoughts": "<",
    "heading": "#",
    "tight_heading": "#",
}
_UNDERLINES = "|-:="  # what a line begins with that makes the line above it a table's header or a heading

DEEPEST = 200  # levels of nesting; markdown-it drops what lies deeper, we show it as text


def blocks(md: MarkdownIt) -> None:
    """Install the parser; after all rules are there."""
    md.block.ruler.at("paragraph", _paragraph)
    md.block.ruler.at("lheading", _lheading)
    md.block.ruler.at("list", lists, {"alt": ["paragraph", "reference", "blockquote"]})
    parser = md.block
    parser.__class__ = Parser
    assert isinstance(parser, Parser)
    rules = _rules(md, "")
    parser.every = [fn for _, fn in rules]
    table = _by_char(rules, {"table", "code", "outline", "deflist", "lheading", "paragraph"})
    parser.table = {char: [*found, *_TEXT] for char, found in table.items()}
    parser.ends = _by_char(_rules(md, "paragraph"), {"table"})
    parser.interrupts = _by_char(_rules(md, "blockquote"), set())
    parser.ends_with_table = [fn for _, fn in _rules(md, "paragraph")]


def _rules(md: MarkdownIt, chain: str) -> list[tuple[str, Rule]]:
    ruler = md.block.ruler
    return [(r.name, r.fn) for r in ruler.__rules__ if r.enabled and (not chain or chain in r.alt)]


def _by_char(rules: list[tuple[str, Rule]], elsewhere: set[str]) -> dict[str, list[Rule]]:
    """Character -> the rules that can begin with it; those that any line can begin with are tried elsewhere."""
    kept = [(name, fn) for name, fn in rules if name not in elsewhere]
    assert all(name in STARTS for name, _ in kept)
    chars = sorted({char for name, _ in kept for char in STARTS[name]})
    return {char: [fn for name, fn in kept if char in STARTS[name]] for char in chars}


class Parser(ParserBlock):
    """Blocks as markdown-it reads them, but what lies too deep is shown as text and reported."""

    every: list[Rule]
    table: dict[str, list[Rule]]
    ends: dict[str, list[Rule]]
    ends_with_table: list[Rule]
    interrupts: dict[str, list[Rule]]
    defines: bool

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:
        if not src:
            return None
        state = Blocks(src, md, env, outTokens)
        self.defines = may_define(src)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        if state.level >= DEEPEST:
            _too_deep(state, startLine, endLine)
            return
        src, begins, shifts, ends, counts = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
        if state.parentType == "list":
            let_in(state, startLine, endLine)
        line = startLine
        has_empty = False
        last = state.lineMax
        while line < endLine:
            while line < last and begins[line] + shifts[line] >= ends[line]:
                line += 1
            state.line = line
            if line >= endLine or counts[line] < state.blkIndent:
                break
            for rule in self._at(state, line, src[begins[line] + shifts[line]]):
                if rule(state, line, endLine, False):
                    break
            state.tight = not has_empty
            line = state.line
            if line - 1 < endLine and begins[line - 1] + shifts[line - 1] >= ends[line - 1]:
                has_empty = True
            if line < endLine and begins[line] + shifts[line] >= ends[line]:
                has_empty = True
                line += 1
                state.line = line

    def _at(self, state: StateBlock, line: int, char: str) -> list[Rule]:
        """The rules to be tried at a line that begins with `char`, in markdown-it's order."""
        if state.sCount[line] - state.blkIndent > 3 or _may_underline(state, line + 1):
            return self.every
        if self.defines and meaning_below(state, line, state.lineMax) >= 0:
            return self.every
        return self.table.get(char, _TEXT)


def _first(state: StateBlock, line: int) -> str:
    """What a line begins with, a space for an empty one."""
    begin = state.bMarks[line] + state.tShift[line]
    return state.src[begin] if begin < state.eMarks[line] else " "


def _may_underline(state: StateBlock, line: int) -> bool:
    """Whether a line may make the one above it a table's header or a heading; one that leaves the block never does."""
    return state.sCount[line] >= state.blkIndent and _first(state, line) in _UNDERLINES


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's paragraph: up to an empty line, or one that begins another block."""
    line, last, indent = start + 1, state.lineMax, state.blkIndent
    src, begins, shifts, ends, counts = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
    if line < last and begins[line] + shifts[line] < ends[line]:
        around, state.parentType = state.parentType, "paragraph"
        while line < last:
            begin = begins[line] + shifts[line]
            if begin >= ends[line]:
                break
            if 0 <= counts[line] <= indent + 3:  # what is indented further belongs to the paragraph
                if _begins_block(state, line, last, src[begin]) or (src[begin] == "-" and begins_outline(state, line)):
                    break
            elif src[begin] in "-*" and begins_outline(state, line):
                break
            line += 1
        state.parentType = around
    state.line = line
    place = [start, line]
    state.push("paragraph_open", "p", 1).map = place
    token = state.push("inline", "", 0)
    if line == start + 1:
        token.content = mdTrim(src[begins[start] + shifts[start] : ends[start]])
    else:
        token.content = mdTrim(state.getLines(start, line, indent, False))
    token.map = [start, line]
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _begins_block(state: StateBlock, line: int, last: int, char: str) -> bool:
    """Whether a block begins at a line (with `char`) that ends the paragraph above it."""
    parser = state.md.block
    assert isinstance(parser, Parser)
    rules = parser.ends_with_table if _may_underline(state, line + 1) else parser.ends.get(char, _NONE)
    return any(rule(state, line, last, True) for rule in rules)


def _lheading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's heading with a line of `=` or `-` below it, which no list of an outline comes between. A line of
    dashes below a field (`**Updated**: 2026-01-31`) is a rule, which wants no empty line in other places either."""
    if state.is_code_block(start):
        return False
    around, state.parentType = state.parentType, "paragraph"
    line, level = start + 1, 0
    while line < end and (char := _first(state, line)) != " ":
        if char in "-*" and begins_outline(state, line):
            break
        if state.sCount[line] - state.blkIndent > 3:
            pass
        elif char in "=-" and state.sCount[line] >= state.blkIndent and _is_run(state, line, char):
            level = 1 if char == "=" else 2
            break
        elif state.sCount[line] >= 0 and _begins_block(state, line, end, char):
            break
        line += 1
    state.parentType = around
    if not level or (level == 2 and _FIELD.match(line_of(state, line - 1))):
        return False
    state.line = line + 1
    opening = state.push("heading_open", f"h{level}", 1)
    opening.markup, opening.map = char, [start, state.line]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = (
        mdTrim(state.getLines(start, line, state.blkIndent, False)),
        [start, line],
        [],
    )
    state.push("heading_close", f"h{level}", -1).markup = char
    return True


_FIELD = regex(r"(\*\*|__)[^\W_][^*_\n:：]{0,60}(?:[:：]\1|\1[ \t]*[:：])[ \t]*\S")


def _is_run(state: StateBlock, line: int, char: str) -> bool:
    """Whether a line is a run of one character, and blanks behind it."""
    text = line_of(state, line)
    return not text.lstrip(char).strip(" \t")


_MANY = 16  # lines; who looks further ahead sees first whether the paragraph goes on, or long lists take ever longer


def _underlined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading of several lines with a line of `=` or `-` below; one line is looked at where it begins."""
    line = start + 2
    while line < end and (char := _first(state, line)) != " ":
        if char in "-*" and begins_outline(state, line):
            return False
        if char in "=-":
            return _lheading(state, start, end, silent)
        if line - start > _MANY and _interrupts(state, line, char):
            return False
        line += 1
    return False


def _interrupts(state: StateBlock, line: int, char: str) -> bool:
    """Whether a paragraph above ends at a line: another block begins there."""
    parser = state.md.block
    assert isinstance(parser, Parser)
    around, state.parentType = state.parentType, "paragraph"
    found = any(rule(state, line, state.lineMax, True) for rule in parser.ends.get(char, _NONE))
    state.parentType = around
    return found


_NONE: list[Rule] = []
_TEXT: list[Rule] = [_underlined, _paragraph]


def _too_deep(state: StateBlock, start: int, end: int) -> None:
    token = state.push("plain_block", "pre", 0)
    token.map = [start, end]
    token.content = state.getLines(start, end, state.blkIndent, False)
    state.line = end
    message = f"markup is nested more than {DEEPEST} levels deep here; anything deeper is shown as text"
    context(state.env).diagnostics.append(finding("KB210", message, start + 1, 1))
