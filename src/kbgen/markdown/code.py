"""Code blocks: coloured by Pygments with classes, within bounds of size and time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from kbgen.text.regex import regex

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

# Pygments has lexers that are quadratic on repetition (CVE-2026-4539 and others: 5 to 20 s for 20 kB). Those
# known get a small cap, which is the same on every machine; processor time is the net for those not known yet:
# never the clock, for a machine that is busy with something else must not change what a page looks like.
LONGEST_BLOCK = 20_000  # code points
LONGEST_SLOW_BLOCK = 2_000
SECONDS = 1.0

_HEADER = regex(r"---\n(?:.*\n)*?---\n")
_BLOCK = regex(r'<code class="language-([^"]+)">([^\0]*?)</code></pre>')
_DIAGRAM = regex(
    r'<div class="drawing"[^>]*>(<svg .*?</svg>)</div>\n<details>\n.*\n'
    r'<pre[^>]*><code class="language-([^"]+)">([^\0]*?)</code></pre>'
)
_SPAN = regex(r"</?span[^>]*>")
_BEHIND = regex(r"[{},:]")
_TITLE = regex(
    r"(?<![\w-])(?:title|filename|caption|lst-cap)[=:][ \t]*"
    r"(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'|([^\s\"'{}]{1,200}))"
    r"|(?<=[ \t])\[([^\[\]\n]{1,200})\][ \t]*\Z"
)
_HIDDEN = regex(r"[ \t]*#(?: |$)", re.MULTILINE)
_TWICE = regex(r"^([ \t]*#)#(?=[ \n]|\Z)")
_LANGUAGE = regex(r"[a-z0-9+#._-]{1,32}\Z")
_SLOW = frozenset({"typescript", "ts", "tsx", "make", "makefile", "mf", "bsdmake",
                   "terraform", "tf", "hcl", "systemd", "xquery", "xqy", "xq", "xql", "xqm"})  # fmt: skip

Coloured = Mapping[tuple[str, str], str]  # language and code -> its HTML; of a diagram, what was drawn


class Highlighted(NamedTuple):
    """Code as HTML, and why it was left plain ('' when it was coloured or no lexer is known); `late` where that took
    too long, which it may not on another machine."""

    html: str
    problem: str = ""
    late: bool = False


def language(info: str) -> str:
    """The language of a fence's info string: its first word in lower case, if it is fit for a class. What other
    programs write right behind it is for them: `rust,ignore`, `js{1,3}`, `ts:line-numbers`, `{ .py .wide }`."""
    words = info.strip().lstrip("{ \t").split(None, 1)
    name = _BEHIND.split(words[0], maxsplit=1)[0].lstrip(".").lower() if words else ""
    return name if _LANGUAGE.match(name) else ""


def title(info: str) -> str:
    """What a fence's info string calls the code ('' = nothing): `py title="mill.py"`, `js:title=mill.js` (Gatsby),
    `js [mill.js]` (VitePress)."""
    found = _TITLE.search(info)
    return next(filter(None, found.groups()), "").strip() if found is not None else ""


def is_language(name: str) -> bool:
    """Whether code in a language of this name can be coloured."""
    return _lexer(name) is not None


def without_hidden(code: str, name: str) -> str:
    """Code without the lines that rustdoc and mdBook hide: in Rust those that begin with `#` and a space."""
    if name not in ("rust", "rs") or "#" not in code:
        return code
    lines = (line for line in code.splitlines(keepends=True) if not _HIDDEN.match(line))
    return "".join(_TWICE.sub(r"\1", line) for line in lines)


def highlight(code: str, name: str) -> Highlighted:
    """Code in the language of that name, within bounds of size and time."""
    lexer = _lexer(name) if name else None
    if lexer is None:
        return Highlighted(escape(code))
    limit = LONGEST_SLOW_BLOCK if name in _SLOW else LONGEST_BLOCK
    if len(code) > limit:
        return Highlighted(escape(code), f"it has more than {limit:,} characters")
    started, used = time.monotonic(), time.thread_time()
    out: list[str] = []
    for kind, text in _tokens(lexer, name, code):
        css = _css_class(kind)
        shown = text if text.isalnum() or text.isspace() else escape(text)
        out.append(f'<span class="{css}">{shown}</span>' if css else shown)
        # the clock is quicker to ask, and never behind
        if time.monotonic() - started > SECONDS and time.thread_time() - used > SECONDS:
            return Highlighted(escape(code), f"highlighting it took more than {SECONDS:g} s", late=True)
    return Highlighted("".join(out))


def coloured_in(pieces: Iterable[str]) -> Coloured:
    """The coloured and drawn blocks in the HTML of a page: what a page that is parsed anew need not have made again."""
    whole = list(pieces)
    blocks = (block.groups() for piece in whole for block in _BLOCK.finditer(piece))
    drawn = (block.groups() for piece in whole if "<svg" in piece for block in _DIAGRAM.finditer(piece))
    made = {(name, unescape(_SPAN.sub("", html))): html for name, html in blocks if "<span" in html}
    return made | {(name, unescape(code)): svg for svg, name, code in drawn}


def _tokens(lexer: Lexer, name: str, code: str) -> Iterator[tuple[_TokenType, str]]:
    """The tokens of a block. Markdown that begins with frontmatter has that as YAML, which to Pygments is a heading."""
    header = _HEADER.match(code) if name in ("md", "markdown") else None
    yaml = _lexer("yaml") if header else None
    if header is not None and yaml is not None:
        yield from yaml.get_tokens(header[0])
        code = code[header.end() :]
    if code:
        yield from lexer.get_tokens(code)


@lru_cache(maxsize=256)
def _lexer(name: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _css_class(kind: _TokenType) -> str:
    """The short class that Pygments gives to a kind of token; white space and plain text have none."""
    from pygments.token import STANDARD_TYPES, Text, Token, Whitespace

    if kind is Text or kind is Whitespace or kind is Token:
        return ""
    while kind not in STANDARD_TYPES and kind.parent is not None:
        kind = kind.parent
    return STANDARD_TYPES.get(kind, "")
