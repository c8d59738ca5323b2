"""What MDX has beside markdown and components: imports and exports, comments in braces.

Imports and exports that a text begins with are not shown, nor are comments (`{/* … */}`) that have a line for
themselves, or stand on a page with components: elsewhere one writes about them.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from kbgen.diagnostics import finding
from kbgen.markdown.components import names_of
from kbgen.markdown.context import context
from kbgen.markdown.kept import push_program
from kbgen.markdown.liquid import begins_line, ends_line
from kbgen.markdown.tokens import without_blocks
from kbgen.text.regex import regex

_TEXT = r"(?:\"[^\"\n]{1,300}\"|'[^'\n]{1,300}')"
_FILE = r"(?:\"(?=[^\"\n]*[./@])[^\"\s]{1,300}\"|'(?=[^'\n]*[./@])[^'\s]{1,300}')"  # where words could be a sentence
_IMPORT = regex(
    r"import[ \t]++(?:(?:type[ \t]++)?(?:[A-Z$_][\w$]*(?:[ \t]*,[ \t]*(?=[{*]))?)?"
    rf"(?:\{{[^{{}}]{{0,2000}}\}}|\*[ \t]*as[ \t]+[\w$]+)?[ \t\n]*from[ \t]+{_TEXT}"
    rf"|(?:[a-z][\w$]*[ \t]+from[ \t]+)?{_FILE})[ \t]*+;?[ \t]*+(?:\n|\Z)"
)
_EXPORT = regex(
    r"export[ \t]+(?:default[ \t]+)?(?:"
    + "|".join((
        r"(?:const|let|var)[ \t]*(?:[\w$]+[ \t]*[:=]|[\[{])",
        r"(?:async[ \t]+)?function\b[ \t*]*+(?:[\w$]++[ \t]*+)?[(<]",
        r"class\b[^{}\n]{0,200}\{",
        r"(?:type|interface)[ \t]+[\w$<>, ]{1,200}[={]",
        r"(?:\{[^{}]{0,2000}\}|\*(?:[ \t]+as[ \t]+[\w$]+)?)[ \t]+from[ \t]+[\"']",
        r"\{[^{}]{0,2000}\}[ \t]*+;?[ \t]*+\Z",
        r"(?<=default[ \t])(?:[\[({<]|[\w$.]+[ \t]*(?:[(;]|\Z))",
    ))
    + ")"
)  # fmt: skip
_PAIRS = (("{", "}"), ("[", "]"), ("(", ")"))
_LONGEST = 5000  # code points of a comment


def mdx(md: MarkdownIt) -> None:
    """Install the rules."""
    md.core.ruler.before("inline", "program_lines", _lines)
    md.inline.ruler.before("escape", "program_comment", _comment)


def _lines(state: StateCore) -> None:
    """Leave out the imports and exports that a text begins with."""
    if "import " not in state.src and "export " not in state.src:
        return
    tokens, dropped, number = state.tokens, set[int](), 0
    while number < len(tokens):
        kind = tokens[number].type
        if kind == "heading_open":
            number += 3
            continue
        text = tokens[number + 1].content if kind == "paragraph_open" else ""
        if not text.startswith(("import ", "export ")) or not _is_program(text):
            break
        if not dropped:
            line = (tokens[number].map or [0])[0] + 1
            message = f"{text.split(chr(10), 1)[0][:60]} is meant for another program; it is neither run nor shown"
            context(state.env).diagnostics.append(finding("KB224", message, line, 1, len(text.split("\n", 1)[0])))
        dropped.add(number + 1)
        number += 3
    if dropped:
        state.tokens = without_blocks(tokens, dropped)


def _is_program(text: str) -> bool:
    """Whether a paragraph is nothing but imports, and an export behind them."""
    pos = 0
    while (found := _IMPORT.match(text, pos)) is not None:
        pos = found.end()
    if pos == len(text):
        return True
    return _EXPORT.match(text, pos) is not None and all(text.count(a) == text.count(b) for a, b in _PAIRS)


def _comment(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if not src.startswith("{/*", start) or state.html_terminator_last("*/}") < start:
        return False
    closing = src.find("*/}", start + 3, min(state.posMax, start + _LONGEST))
    if closing < 0:
        return False
    alone = begins_line(src, start) and ends_line(src, closing + 3, state.posMax)
    if not alone and not names_of(context(state.env)):
        return False
    if not silent:
        context(state.env).programs.add("")
        push_program(state, closing + 3)
        for _ in range(src.count("\n", start, closing)):  # lines are counted by them
            state.push("softbreak", "br", 0)
    state.pos = closing + 3
    return True
