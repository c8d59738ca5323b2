"""Tokens and parser states of markdown-it that cost less to make. The same values, and nothing of ours in them.

markdown-it's `Token` is a dataclass with two factories and a check behind its constructor; a page makes some
400 of them. Measured on a generated kb of 1,000 pages: parsing takes 0.92 of the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from kbgen.text.regex import regex

BREAKS = ("softbreak", "hardbreak")
"""Types of the tokens between two lines of a text."""


class QuickToken(Token):
    """A token of a parser; its further fields are set by the rule that asked for it."""

    __slots__ = ()

    def __init__(
        self, type: str, tag: str, nesting: Literal[-1, 0, 1], content: str = "", level: int = 0, block: bool = False
    ) -> None:
        self.type = type
        self.tag = tag
        self.nesting = nesting
        self.attrs = {}
        self.map = None
        self.level = level
        self.children = None
        self.content = content
        self.markup = ""
        self.info = ""
        self.meta = {}
        self.block = block
        self.hidden = False


_INDENT = frozenset(" \t")
# Letters and signs of Chinese, Japanese and Korean (Unicode 16.0, Blocks): nobody sets a space between them.
_STAR = ord("*")
_NEAR = 40  # runs of signs that are looked back at
_ENDS = ":;.,!?)]”»…%"  # signs that end words
_CJK = regex(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)


def text_token(content: str, level: int = 0) -> Token:
    """Plain text among inline tokens."""
    return QuickToken("text", "", 0, content, level)


def joined(texts: list[list[Token]]) -> list[Token]:
    """The tokens of several texts as those of one, parted by dots."""
    result: list[Token] = []
    for text in texts:
        if text:
            result += [*([text_token(" · ")] if result else []), *text]
    return result


def without_blocks(tokens: Sequence[Token], texts: Collection[int]) -> list[Token]:
    """Tokens without some blocks of one text each, by the numbers of these texts."""
    around = {number + beside for number in texts for beside in (-1, 0, 1)}
    return [token for number, token in enumerate(tokens) if number not in around]


def give_size(picture: Token, sides: Mapping[str, str]) -> None:
    """Note on a picture how large it is to be shown: `width`, `height`, or both, in pixels."""
    size = "".join(f' {side}="{sides[side]}"' for side in ("width", "height") if sides.get(side))
    if size:
        picture.meta["size"] = size


def line_of(state: StateBlock, line: int) -> str:
    """A line (number) of the text, without what blocks around it have before it, and without indentation."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def lines_within(state: StateBlock, start: int, end: int) -> Iterator[int]:
    """The lines (numbers) from `start` on, before `end`, up to one that leaves the block around them: it is less
    indented, and not empty."""
    for line in range(start, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return
        yield line


class Blocks(StateBlock):
    """markdown-it's state of block parsing."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        """The state at the first line. markdown-it finds where lines begin and end, and how far they are indented,
        sign by sign; here only lines that begin with white space are looked at so."""
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):  # white space behind the last line break is no line
            lines.pop()
        self.bMarks = [0, *accumulate([len(line) + 1 for line in lines])]
        self.eMarks = [begin - 1 for begin in self.bMarks[1:]]
        self.tShift = [0] * len(lines)
        self.sCount = [0] * len(lines)
        for number, line in enumerate(lines):
            if line[:1] in _INDENT:
                indent = line[: len(line) - len(line.lstrip(" \t"))]
                self.tShift[number] = len(indent)
                self.sCount[number] = len(indent.expandtabs(4))
        self.bMarks[-1] = len(src)
        self.eMarks.append(len(src))
        self.tShift.append(0)
        self.sCount.append(0)
        self.bsCount = [0] * (len(lines) + 1)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Append a token of the block level at hand."""
        if nesting < 0:
            self.level -= 1
        token = QuickToken(ttype, tag, nesting, "", self.level, True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class Inlines(StateInline):
    """markdown-it's state of inline parsing."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """What a run of stars can do. CommonMark asks for white space or a sign between `）**` and the next letter,
        and there is none where words are not parted: beside such letters a run opens and closes as it would
        beside a space, and their signs are letters for it. Elsewhere two stars between a sign that ends words and a
        letter close what two stars have opened (`**Summary:**The text`)."""
        scanned = super().scanDelims(start, canSplitWord)
        if not canSplitWord or (scanned.can_open and scanned.can_close):
            return scanned
        before, after = self.src[start - 1 : start], self.src[start + scanned.length : start + scanned.length + 1]
        if (before.isascii() or not _CJK.match(before)) and (after.isascii() or not _CJK.match(after)):
            if scanned.length == 2 and before in _ENDS and before and after.isalnum() and self._has_open_stars():
                return scanned._replace(can_open=False, can_close=True)
            return scanned
        return scanned._replace(
            can_open=scanned.can_open or not (after.isspace() or not after),
            can_close=scanned.can_close or not (before.isspace() or not before),
        )

    def _has_open_stars(self) -> bool:
        """Whether the last run of stars before this place is one of two, and can do nothing but open."""
        last = next((one for one in reversed(self.delimiters[-_NEAR:]) if one.marker == _STAR), None)
        return last is not None and last.length == 2 and last.open and not last.close

    def pushPending(self) -> Token:
        """Append the text that waits."""
        token = QuickToken("text", "", 0, self.pending, self.pendingLevel)
        self.tokens.append(token)
        self._pending = ""
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Append a token, behind the text that waits."""
        if self._pending_buffer or self._pending:
            self.pushPending()
        meta = None
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        token = QuickToken(ttype, tag, nesting, "", self.level)
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            meta = {"delimiters": self.delimiters}
        self.pendingLevel = self.level
        self.tokens.append(token)
        self.tokens_meta.append(meta)
        return token
