"""The text of a document as `check` reads it: running text without links and code, quotes, rows, remarks to check.

Knows tokens; judges nothing. Every place is that in the file, every line a `Spot`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from markdown_it.token import Token

from kbgen.markdown.context import Context
from kbgen.markdown.makeup import makeup
from kbgen.markdown.silence import silences_in
from kbgen.markdown.tables import cells_in, is_dashes
from kbgen.markdown.tokens import BREAKS
from kbgen.markdown.tree import Tree
from kbgen.markdown.wikilinks import text_of
from kbgen.model import LostTable, Prose, Quote, QuoteLine, Spot, UnevenRow
from kbgen.text.regex import regex

MASK = "\0"  # stands for each character that is no text of the author's; `decode` leaves no NUL in a document

_MARKUP = regex(r"[\[<`$&\\#%]")  # without these, and `://`, a text holds nothing but words and emphasis
_MARK = regex('["“„«「『]')
_LOOSE_NOTE = regex(r"\[\^[^\]\[\s^]+\]")
# What Obsidian, Templater, Jekyll and agents' templates leave where a name belongs.
_PLACEHOLDER = regex(
    r"\{\{\s*(?:title|name|date|time|slug|author|authors|url|source|topic|summary|description|tags)(?:[:|][^{}\n]*)?\s*\}\}"
    r"|<%[*_-]?\s*tp\.[^%\n]*%>",
    re.IGNORECASE,
)
_FILLER = regex(r"\[insert [^\[\]\n]{2,60}\](?![(\[:])|Lorem ipsum dolor sit amet", re.IGNORECASE)
_RAW = regex(r"\{%-?[ \t]*raw[ \t]*-?%\}[\s\S]{0,2000}?\{%-?[ \t]*endraw")  # of Liquid: it is to be shown so
_LOST_TABLE = regex(r"^(\|[^\n]*\|)[ \t]*\n(\|[^\n]*\|)[ \t]*$", re.MULTILINE)  # two rows of a table, in running text
_PLACED = frozenset(("cell", "full", "closed_heading"))  # says of a text that its line does not end with it
_FIGURES = frozenset(("table_open", "fence", "code_block", "math_block"))
_AROUND = frozenset(
    ("heading_open", "blockquote_open", "blockquote_close", "list_item_open", "list_item_close", "tr_open")
)


def read_prose(tree: Tree, ctx: Context, meanings: Sequence[str]) -> Prose:
    """What check asks of a tree; `meanings` has that of each heading's section."""
    reader = _Reader(ctx, meanings)
    before, figures = "", False
    for token in tree.tokens:
        kind = token.type
        if kind == "inline":
            if before != "heading_open" and token.map and token.content:
                reader.inline(token, before)
        elif kind in _AROUND:
            reader.block(kind, token)
        elif kind in _FIGURES:
            figures = True
            if kind == "fence":
                reader.fence(token)
        before = kind
    return Prose(
        reader.words,
        tuple(reader.lines),
        tuple(reader.quotes),
        tuple(reader.rows),
        tuple(reader.loose_notes),
        tuple(reader.placeholders),
        tuple(reader.open_fences),
        tuple(reader.lost_tables),
        *makeup(tree.tokens, ctx.lines),
        silences_in(ctx.lines, tree.tokens) if "kbgen:" in ctx.text else (),
        figures,
    )


class _Reader:
    def __init__(self, ctx: Context, meanings: Sequence[str]) -> None:
        self.ctx, self.meanings = ctx, meanings
        self.words = 0
        self.lines: list[Spot] = []
        self.quotes: list[Quote] = []
        self.quoted_lines = 0
        self.rows: list[UnevenRow] = []
        self.loose_notes: list[Spot] = []
        self.placeholders: list[Spot] = []
        self.open_fences: list[Spot] = []
        self.lost_tables: list[LostTable] = []
        self.heading = -1
        self.quoted: list[bool] = []  # for each block quote around: whether it is one, and no callout
        self.items = 0
        self.begun = False  # whether any text stands before this one
        self.titled = False  # right below the title
        self.lead = False  # within the block quote that the text below the title begins with

    def block(self, kind: str, token: Token) -> None:
        """Note what stands around the texts that follow."""
        if kind == "heading_open":
            self.heading += 1
            self.titled = not self.heading and token.tag == "h1"
        elif kind == "blockquote_open":
            self.lead = self.lead or (self.titled and not self.begun)
            self.quoted.append("callout" not in token.meta)
        elif kind == "blockquote_close":
            self.quoted.pop()
            self.lead = self.lead and bool(self.quoted)
        elif kind == "list_item_open":
            self.items += 1
        elif kind == "list_item_close":
            self.items -= 1
        elif "uneven" in token.meta and token.map:
            self.rows.append(UnevenRow(token.map[0] + 1, *token.meta["uneven"]))

    def fence(self, token: Token) -> None:
        """Note a block of code that only ends with the text, or the list or quote, around it."""
        inside = token.content.removesuffix("\n")
        lines = inside.count("\n") + 1 if token.content else 0
        if token.map and token.map[1] - token.map[0] == 1 + lines:  # no line is left for its end
            line = self.ctx.lines[token.map[0]]
            self.open_fences.append(Spot(token.map[0] + 1, line.find(token.markup) + 1, token.markup))

    def inline(self, token: Token, before: str) -> None:
        """Read one text that is no heading; `before` is the type of the token before it."""
        content = token.content
        self.words += content.count(" ") + 1
        self.begun = True
        self.ctx.token = token
        if "[^" in content:
            self.loose_notes += self._found(_LOOSE_NOTE, masked_text(token))
        if "{{" in content or "<%" in content:
            text = _RAW.sub(lambda found: MASK * len(found[0]), content) if "endraw" in content else content
            self.placeholders += self._found(_PLACEHOLDER, text, masked_text(token))
        if "nsert " in content or "orem ipsum" in content:
            self.placeholders += self._found(_FILLER, masked_text(token))
        if before == "paragraph_open" and "|\n" in content and (found := _LOST_TABLE.search(content)):
            dashes = is_dashes(found[2])
            row = Spot(*self.ctx.place(found.start(2 if dashes else 1)), found[2 if dashes else 1])
            self.lost_tables.append(LostTable(row, cells_in(found[1]), dashes))
        if self.quoted and any(self.quoted):
            self._quote(token, "lead" if self.lead else "block")
        elif self.heading >= 0 and self.meanings[self.heading] == "quotes":
            if self.items or _MARK.search(content):
                self._quote(token, "item" if self.items else "text")
        elif before != "th_open":
            self._spots(masked_text(token) if _MARKUP.search(content) or "://" in content else content)
        self.ctx.token = None

    def _found(self, pattern: re.Pattern[str], text: str, masked: str = "") -> Iterator[Spot]:
        """Where a pattern matches; with `masked`, only what is not in code or a link."""
        for match in pattern.finditer(text):
            if not masked or masked[match.start()] != MASK or "<%" in match[0]:
                yield Spot(*self.ctx.place(match.start()), match[0])

    def _spots(self, text: str) -> None:
        """Keep the lines of an inline text that have any text."""
        if "\n" not in text:
            if not text.isspace() and text.strip(MASK):
                self.lines.append(Spot(*self._place(text), text))
            return
        start = 0
        for line in text.split("\n"):
            if not line.isspace() and line.strip(MASK):
                self.lines.append(Spot(*self.ctx.place(start), line.rstrip()))
            start += len(line) + 1

    def _place(self, text: str) -> tuple[int, int]:
        """What `Context.place(0)` says for a text of one line, without its bookkeeping (half of the time)."""
        token, lines = self.ctx.token, self.ctx.lines
        if token is None or token.map is None or not token.meta.keys().isdisjoint(_PLACED):
            return self.ctx.place(0)
        line = token.map[0]
        source = lines[line] if line < len(lines) else ""
        return line + 1, max(0, len(source.rstrip()) - len(text.rstrip())) + 1

    def _quote(self, token: Token, kind: Literal["block", "lead", "item", "text"]) -> None:
        start = 0
        lines: list[QuoteLine] = []
        numbers: list[int] = []
        shown = list(_lines(token.children or []))
        for number, written in enumerate(token.content.split("\n")):
            tokens = shown[number] if number < len(shown) else []
            text = text_of(tokens).strip()
            numbers.append(self.quoted_lines if text else -1)
            if text:
                self.quoted_lines += 1
                indent = len(written) - len(written.lstrip())
                lines.append(QuoteLine(*self.ctx.place(start + indent), len(written.strip()), text, _label(tokens)))
            start += len(written) + 1
        if lines:
            token.meta["quoted"] = numbers  # for the writer, which leaves a hole where each ends
            self.quotes.append(Quote(kind, tuple(lines)))


def _lines(children: list[Token]) -> Iterator[list[Token]]:
    """Inline tokens, line by line."""
    line: list[Token] = []
    for token in children:
        if token.type in BREAKS:
            yield line
            line = []
        else:
            line.append(token)
    yield line


def _label(line: list[Token]) -> int:
    """The length of the bold words that a line begins with, if others stand behind them."""
    inside = [token for token in line if token.type != "text" or token.content.strip()]
    if not inside or inside[0].type != "strong_open":
        return 0
    end = next((n for n, token in enumerate(inside) if token.type == "strong_close"), 0)
    return len(text_of(inside[1:end]).strip()) if end + 1 < len(inside) else 0


# ---------------------------------------------------------------- what is the author's text, and what is markup


def masked_text(token: Token) -> str:
    """The source of an inline text with all that is no running text (links and their labels, code, formulas, HTML)
    as `MASK`s; as long as `token.content`. A word that cannot be found in the source again (`&eacute;`) is masked."""
    content = token.content
    parts: list[str] = []
    done = cursor = depth = end = 0
    cited = ""  # the number in a link to a work
    for child in token.children or ():
        kind = child.type
        if child.meta and "behind" in child.meta:  # not from the text itself
            cursor = max(cursor, child.meta["behind"])
        elif kind == "text" and cited:  # shown as `[1]`, and written as `[^1]` or `【1†source】`
            found = content.find(cited, cursor, cursor + _FAR)
            cursor = found + len(cited) if found >= 0 else cursor
        elif kind == "text":
            for start, stop in _pieces(child.content, content, cursor):
                cursor = stop
                if not depth:
                    gap = content[done:start]
                    parts += (gap if gap.isspace() else _masked(gap), content[start:stop])
                    done = stop
        elif kind in ("wikilink_open", "link_open"):
            depth += 1
            end = child.meta["wikilink"].end if kind == "wikilink_open" else 0
        elif kind in ("wikilink_close", "link_close"):
            depth -= 1
            cursor = max(cursor, end) if kind == "wikilink_close" else _behind_address(content, cursor)
        elif kind == "cites_open":
            cited = str(child.meta["number"])
        elif kind == "cites_close":
            cited = ""
        elif child.content or kind == "image":
            cursor = _behind(child, content, cursor)
    masked = "".join(parts) + MASK * (len(content) - done)
    return _with_breaks(masked, content) if "\n" in content else masked


def _masked(gap: str) -> str:
    """What stands between two pieces of text, masked but for the backslash that says that a sign is none."""
    return MASK * (len(gap) - 1) + "\\" if gap[-1:] == "\\" else MASK * len(gap)


_FAR = 40  # characters of markup that may stand before the next word of a text


def _pieces(text: str, content: str, cursor: int) -> Sequence[tuple[int, int]]:
    """Where a text stands in its source: whole, or, where escapes or entities are in it, word by word."""
    found = content.find(text, cursor)
    if found >= 0:
        return ((found, found + len(text)),) if text else ()
    pieces: list[tuple[int, int]] = []
    for word in text.split():
        found = content.find(word, cursor, cursor + _FAR + len(word))
        if found >= 0:
            cursor = found + len(word)
            pieces.append((found, cursor))
    return pieces


def _behind_address(content: str, cursor: int) -> int:
    """Behind the `](address)` of a link whose label ends at the cursor."""
    if content.startswith("](", cursor):
        return content.find(")", cursor) + 1 or cursor
    return cursor


def _behind(child: Token, content: str, cursor: int) -> int:
    """Behind a token that is neither text nor link."""
    written = {"code_inline": child.markup, "image": "![", "tag": "#" + child.content}.get(child.type, child.content)
    start = content.find(written, cursor) if written else -1
    if start < 0:
        return cursor
    if child.type == "code_inline":
        closing = content.find(written, start + len(written) + len(child.content))
        return closing + len(written) if closing >= 0 else cursor
    if child.type == "image":
        return _behind_address(content, max(start, content.find("](", start)))
    return start + len(written)


def _with_breaks(masked: str, content: str) -> str:
    lines, start = [], 0
    for line in content.split("\n"):
        lines.append(masked[start : start + len(line)])
        start += len(line) + 1
    return "\n".join(lines)
