"""Blocks between tags of Liquid and shortcodes of Hugo: `{% highlight %}` and `{{< mermaid >}}` are code,
`{% comment %}` is a comment, and a loop around values (`{% for page in site.pages %}`) is for its program alone. A tag
that ends on a later line is a paragraph, for the lines between might begin something else.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.context import context
from kbgen.markdown.tokens import lines_within
from kbgen.text.regex import regex

_OPENINGS = ("{%", "{{<", "{{%")
_CLOSINGS = {False: (">}}", "%}}"), True: ("%}",)}
_MOST_LINES = 20  # of a tag
_LONGEST = 500  # code points of a tag
_BLOCK = regex(
    r"(?:\{%-?[ \t]*(?P<word>highlight|mermaid|comment|for)\b[ \t]*(?P<language>[\w+#.-]*)[^\n]*?%\}"
    r"|\{\{[<%][ \t]*(?P<code>highlight|mermaid)\b[ \t]*\"?(?P<of>[\w+#.-]*)[^\n]*?[>%]\}\})[ \t]*\Z"
)
_ENDS = {
    word: regex(rf"\{{%-?[ \t]*end{word}[ \t]*-?%\}}|\{{\{{[<%][ \t]*/[ \t]*{word}[ \t]*[>%]\}}\}}")
    for word in ("highlight", "mermaid", "comment", "for")
}


def programblocks(md: MarkdownIt) -> None:
    """Install the rule."""
    md.block.ruler.before("fence", "program_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    src, ctx = state.src, context(state.env)
    begin = state.bMarks[start] + state.tShift[start]
    if not src.startswith(_OPENINGS, begin) or state.is_code_block(start):
        return False
    line = src[begin : min(state.eMarks[start], begin + _LONGEST)]
    found = _BLOCK.match(line)
    if found is None:
        closing = _CLOSINGS[line.startswith("{%")]
        return not any(sign in line for sign in closing) and _on_lines(state, start, end, closing, silent)
    if ctx.looked_enough:
        return False
    word = found["word"] or found["code"]
    last = _end(state, start, end, word)
    text = state.getLines(start + 1, last, state.sCount[start], True) if last >= 0 else ""
    if last < 0 or (word == "for" and "{{" not in text):
        ctx.looked += end - start
        return False
    if not silent:
        if word == "for":
            ctx.report_program_at("tag", line, (start + 1, 1, len(line)))
        elif word != "comment":
            token = state.push("fence", "code", 0)
            token.info, token.map, token.content = found["language"] or found["of"] or "", [start, last + 1], text
            if word == "mermaid":
                token.info = word
        state.line = last + 1
    return True


def _end(state: StateBlock, start: int, end: int, word: str) -> int:
    """The line of the end tag for what is opened at `start`, -1 for none; loops may stand in loops."""
    src, depth = state.src, 0
    for line in lines_within(state, start + 1, end):
        at = state.bMarks[line] + state.tShift[line]
        if not src.startswith(_OPENINGS, at):
            continue
        if _ENDS[word].match(src, at, state.eMarks[line]):
            if not depth:
                return line
            depth -= 1
        elif word == "for" and (again := _BLOCK.match(src[at : state.eMarks[line]])) is not None:
            depth += again["word"] == word
    return -1


def _on_lines(state: StateBlock, start: int, end: int, closing: tuple[str, ...], silent: bool) -> bool:
    """A tag that ends on one of the next lines, which might begin a quote otherwise (`>}}`), is a paragraph."""
    last = next(
        (n for n in lines_within(state, start + 1, min(end, start + _MOST_LINES)) if _ends(state, n, closing)), 0
    )
    if not last or any(state.isEmpty(n) for n in range(start, last)):
        return False
    if not silent:
        state.push("paragraph_open", "p", 1).map = [start, last + 1]
        inline = state.push("inline", "", 0)
        inline.content = state.getLines(start, last + 1, state.blkIndent, False).strip()
        inline.map, inline.children = [start, last + 1], []
        state.push("paragraph_close", "p", -1)
        state.line = last + 1
    return True


def _ends(state: StateBlock, line: int, closing: tuple[str, ...]) -> bool:
    return state.src[state.bMarks[line] : state.eMarks[line]].rstrip().endswith(closing)
