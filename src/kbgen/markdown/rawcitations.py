"""Citations of raw files: `[raw/x.md:42-50]`, `^[raw/x.md]`, `[^raw/x.md]`, `^[x.md, y.md]`; what stands behind
`source:` in a text, `[source: raw/x.pdf §1; raw/y.md]`, ``(source: `raw/x.md`)``, `**Source:** raw/x.md`; paths in
parentheses, `(raw/x.md, p. 3)`; and paths that begin the items of a list of sources.

A citation is a link to the source that sums the file up, where there is one, else the path as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.markdown.context import Context, context
from kbgen.markdown.sections import says_sources
from kbgen.markdown.tokens import BREAKS, QuickToken, text_token
from kbgen.model import Citation
from kbgen.text.endings import EVIDENCE, FILES, is_bare_file
from kbgen.text.paths import RAW_FOLDER, RAW_PATH
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink

SAID = (
    r"(?:sources?|src|quellen?|fonte|fonti|fuentes?|źródł[oa]|bron|kaynak|来源|來源|出典|출처|источники?|джерел[оа]"
    r"|المصدر|nguồn)"
)
"""Words before a colon that say that what follows is cited, as a pattern."""

_LINES = r"(?:(?::L?|#L)(?P<first>\d{1,9})(?:[-–]L?(?P<last>\d{1,9}))?)?"
_BRACKET = regex(rf"(?:\^?\[|\[\^)(?P<path>{RAW_FOLDER}[^\]\[\n]+?){_LINES}\](?![\[(])", re.IGNORECASE)
_ITEM = regex(r"^[ \t]*+(?:[-*+]|\d++[.)])[ \t]++`?[^\s\[\]()<>`|:;,]++`?[ \t]*+$", re.MULTILINE)
_FILE = regex(rf"(?P<path>[^\s\[\]()<>`|:;,]+?){_LINES}")
_NAMES = regex(r"\^\[[^\]\[\s,;]++(?:[,;][ \t]*+[^\]\[\s,;]++)*+\]")
_NAME = regex(rf"(?P<path>[^\]\[\s,;]+?){_LINES}(?=[,;\]])")
# What a path with spaces does not go on behind.
_OVER = rf"\.(?:{'|'.join(sorted(FILES))})(?=[\s,;:)])|[,;][ \t]*{RAW_PATH}"
_PATH = (
    rf"(?P<path>{RAW_PATH}(?:(?!{_OVER})[^\]\[\n`<>|]){{0,300}}?\.(?:{'|'.join(sorted(EVIDENCE))}))"
    r"(?!\w|[.-]\w)"  # of a longer name
)
PATH = regex(_PATH + _LINES, re.IGNORECASE)
"""A path to a raw file in running text, up to its ending, with lines of it (`first`, `last`)."""

_NEXT = regex(
    rf"(?P<before>[^\]\[)(\n`]{{0,80}}?(?:[;,]|\band\b)[ \t]*)(?P<tick>`?){_PATH}{_LINES}(?P=tick)", re.IGNORECASE
)
_FIRST = regex(rf"(?P<before>:[ \t]*)(?P<tick>`?){_PATH}{_LINES}(?P=tick)", re.IGNORECASE)
_COLUMN = regex(rf"[\W_]*+(?:{SAID}|raw(?: (?:file|source|path))?)[\W_]*+", re.IGNORECASE)
_LINKS = frozenset(("link_open", "link_close", "wikilink_open", "wikilink_close"))
_CELLS = frozenset(("table_open", "tr_open", "th_open", "td_open"))
_BEFORE = regex(rf"(?:\A|[(\n]|<br[ \t]?/?>)[ \t]*[*_]{{0,3}}{SAID}[ \t]*\Z", re.IGNORECASE)
_LABEL = regex(rf"(?:\A|[(（\[\n])[ \t]*{SAID}[ \t]*[:：][ \t]*\Z", re.IGNORECASE)
_OPENED = regex(r"[(（][ \t]*\Z")
_BESIDE = regex(
    r"(?:[^\]\[()\n]{0,80}?|[^\]\[()\n]{0,9}\([^\]\[()\n]{0,60}\)[^\]\[()\n]{0,9}?)(?:[;,•·]|\band\b)[ \t]*",
    re.IGNORECASE,
)
_ODD = regex(r"/ |[,;:*{}<>]|YYYY")  # of what is said of raw files, or of all of a kind
_BEFORE_PATH = 120  # signs, more than a label has, or what stands between two paths
_FAR = 40  # signs that may stand before the colon, with the gap


def rawcitations(md: MarkdownIt) -> None:
    """Install the rules."""
    md.inline.ruler.before("link", "citation", _bracket)
    md.inline.ruler.before("escape", "said_source", _said)
    md.core.ruler.after("inline", "listed_raw", _listed)


def cite(state: StateInline, found: re.Match[str], start: int, end: int, noted: bool = False) -> None:
    """Put a citation at the end of what was read: `found` has its path and lines, `start` and `end` are the whole. One
    that is `noted` is a mark like that of a footnote, which mentions leave out."""
    for token in _citation(context(state.env), found, start, end):
        pushed = state.push(token.type, token.tag, token.nesting)
        pushed.meta = token.meta | {"noted": True} if noted else token.meta


def _citation(ctx: Context, found: re.Match[str], start: int, end: int) -> tuple[Token, Token]:
    """The tokens of a citation in the inline text at work."""
    path, first, last = found["path"].strip(), int(found["first"] or 0), int(found["last"] or found["first"] or 0)
    line, column = ctx.place(start)
    length = ctx.place(end)[1] - column
    ctx.citations.append(Citation(path, first, last, line, column, length))
    written = found.string[found.start("path") : max(map(found.end, ("path", "first", "last")))]
    token = QuickToken("wikilink_open", "a", 1)
    token.meta = {
        "wikilink": Wikilink(end, -1, written, "", "", False),
        "embed": False,
        "citekey": True,
        "place": (line, column, length),
    }
    return token, QuickToken("wikilink_close", "a", -1)


def _bracket(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] not in "[^" or state.linkLevel:
        return False
    found = _BRACKET.match(state.src, start, state.posMax)
    if found is None:
        return _files(state, silent)
    if not silent:
        cite(state, found, start, found.end(), "^" in found[0][:2])
    state.pos = found.end()
    return True


def _files(state: StateInline, silent: bool) -> bool:
    """Names of files in a note, `^[a-talk.md:3-5, b.pdf]`, as llmwiki writes them."""
    whole = _NAMES.match(state.src, state.pos, state.posMax)
    found = list(_NAME.finditer(state.src, state.pos + 2, whole.end())) if whole is not None else []
    if whole is None or not all(is_bare_file(one["path"]) for one in found):
        return False
    for number, one in enumerate(found if not silent else ()):
        if number:
            state.push("noted_comma", "", 0)
        cite(state, one, one.start(), one.end(), True)
    state.pos = whole.end()
    return True


def _said(state: StateInline, silent: bool) -> bool:
    """What stands behind `source:` at the beginning of a line or of a parenthesis."""
    if silent or state.linkLevel:
        return False
    found = _FIRST.match(state.src, state.pos, state.posMax)
    if found is None or _BEFORE.search(state.src, max(0, state.pos - _FAR), state.pos) is None:
        return False
    while found is not None:
        state.append_pending(found["before"])
        start = found.start("tick") if found["tick"] else found.start("path")
        cite(state, found, start, found.end())
        state.pos = found.end()
        found = _NEXT.match(state.src, state.pos, state.posMax)
    return True


def _listed(state: StateCore) -> None:
    """Paths to raw files, in code or not, that begin the items of lists of sources, or cells below “Source”."""
    if "raw" not in state.src.lower() and _ITEM.search(state.src) is None:
        return
    ctx, around, listed, columns = context(state.env), dict[str, bool](), False, _Columns()
    for number, token in enumerate(state.tokens):
        if token.type == "heading_open":
            inner = {level: says for level, says in around.items() if level < token.tag}
            around = inner | {token.tag: token.tag > "h1" and says_sources(state.tokens[number + 1].content)}
            listed = any(around.values())
        elif token.type in _CELLS:
            columns.read(token.type, state.tokens[number + 1])
        elif not token.children or token.type != "inline":
            continue
        elif columns.say_source(state.tokens[number - 1]) or (listed and _begins_item(state.tokens, number)):
            ctx.token = token
            token.children = _with_path(ctx, token.children)
        elif "raw" in token.content.lower():
            ctx.token = token
            token.children = list(_Told(ctx, token.content).read(token.children))
    ctx.token = None


class _Columns:
    """Which columns of the table that is read say where something is from, by their titles."""

    def __init__(self) -> None:
        self._sources: set[int] = set()
        self._cell = -1

    def read(self, kind: str, content: Token) -> None:
        """A table, a row or a cell begins, with this behind its opening."""
        if kind == "table_open":
            self._sources.clear()
        self._cell = self._cell + 1 if kind in ("th_open", "td_open") else -1
        if kind == "th_open" and _COLUMN.fullmatch(content.content):
            self._sources.add(self._cell)

    def say_source(self, opening: Token) -> bool:
        """Whether the cell that begins there is in such a column."""
        return opening.type == "td_open" and self._cell in self._sources


class _Told:
    """Paths in one text behind a label in bold, `**Source:** raw/x.md`, and in parentheses, `(raw/x.md, p. 3)`."""

    def __init__(self, ctx: Context, content: str) -> None:
        self._ctx, self._content = ctx, content
        self._read = 0  # signs of it
        self._before = ""  # the text of the line, or what is behind the last path that is cited
        self._cites = False  # that last one is all that stands before

    def read(self, children: Iterable[Token]) -> Iterator[Token]:
        """The tokens of the text, with citations in the places of such paths."""
        depth = 0
        for child in children:
            if child.type in _LINKS:
                depth += child.nesting
            if child.type == "text" and not depth:
                yield from self._in_text(child)
            elif child.type == "code_inline" and not depth:
                yield from self._in_code(child)
            else:
                if not child.nesting:
                    self._before, self._cites = "\n" if child.type in BREAKS else "\0", False
                yield child

    def _in_text(self, child: Token) -> Iterator[Token]:
        written, behind, shown = child.content, 0, 0
        for found in PATH.finditer(written):
            self._go_on(written[behind : found.start()])
            behind = found.end()
            if self._is_cited(found):
                if found.start() > shown:
                    yield text_token(written[shown : found.start()])
                yield from self._cite(found, 0)
                shown = behind
            else:
                self._go_on(found[0])
        self._go_on(written[behind:])
        if shown < len(written):
            yield text_token(written[shown:]) if shown else child

    def _go_on(self, text: str) -> None:
        self._before = (self._before + text)[-_BEFORE_PATH:]

    def _in_code(self, child: Token) -> Iterator[Token]:
        found = PATH.fullmatch(child.content)
        if found is not None and self._is_cited(found):
            yield from self._cite(found, len(child.markup))
            return
        self._before, self._cites = "\0", False
        yield child

    def _is_cited(self, found: re.Match[str]) -> bool:
        """Whether what stands before a path says that it is cited."""
        if self._cites and _BESIDE.fullmatch(self._before):
            return True
        if _LABEL.search(self._before):
            return True
        return _OPENED.search(self._before) is not None and _ODD.search(found["path"]) is None

    def _cite(self, found: re.Match[str], ticks: int) -> Iterator[Token]:
        """The citation of a path, with the ticks around it."""
        start = self._content.find(found[0], self._read)
        self._read = max(self._read, start + len(found[0]))
        self._before, self._cites = "", True
        yield from _citation(self._ctx, found, max(0, start - ticks), max(0, start - ticks) + len(found[0]) + 2 * ticks)


def _begins_item(tokens: list[Token], number: int) -> bool:
    """Whether an inline token is the first of an item in a list."""
    return number > 1 and tokens[number - 1].type == "paragraph_open" and tokens[number - 2].type == "list_item_open"


def _with_path(ctx: Context, children: list[Token]) -> list[Token]:
    """The tokens of an item with a citation in the place of the path that they begin with."""
    first, *others = children
    found = PATH.match(first.content) if first.type in ("text", "code_inline") else None
    if found is None and not others and (named := _FILE.fullmatch(first.content)) and is_bare_file(named["path"]):
        found = named
    if found is None or (first.type == "code_inline" and found.end() < len(first.content)):
        return children
    if first.type == "code_inline":
        return [*_citation(ctx, found, 0, len(first.content) + 2 * len(first.markup)), *others]
    rest = first.content[found.end() :]
    return [*_citation(ctx, found, 0, found.end()), *([text_token(rest)] if rest else []), *others]
