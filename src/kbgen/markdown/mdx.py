"""What MDX has beside markdown: imports and exports, components (`<Tabs>`), comments in braces.

Imports and exports that a text begins with are not shown. Of a component its tags are not shown: what stands between
them stays, and so does the title or label that it is given. A word in pointed brackets is text (`List<String>`); a
component is what is imported, or has attributes, and others of such a page.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from kbgen.diagnostics import finding
from kbgen.markdown.context import Context, context
from kbgen.markdown.liquid import push_kept

_IMPORT = re.compile(
    r"import[ \t]+(?:(?:type[ \t]+)?(?:[A-Z$_][\w$]*(?:[ \t]*,[ \t]*(?=[{*]))?)?"
    r"(?:\{[^{}]{0,2000}\}|\*[ \t]*as[ \t]+[\w$]+)?[ \t\n]*from[ \t]+)?"
    r"(?:\"[^\"\n]{1,300}\"|'[^'\n]{1,300}')[ \t]*;?[ \t]*(?:\n|\Z)"
)
_EXPORT = re.compile(r"export[ \t]+(?:const|let|var|default|async|function|class|type|interface|\{|\*)[\s\S]*\Z")
_PAIRS = (("{", "}"), ("[", "]"), ("(", ")"))
_LONGEST = 5000  # code points of a comment
_VALUE = r"(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\{(?:[^{}\n]|\{[^{}\n]{0,300}\}){0,300}\})"
_TAG = re.compile(
    rf"</?(?P<name>[A-Z][\w.]{{0,60}})(?P<attributes>(?:\s+[A-Za-z_][\w:-]{{0,60}}(?:={_VALUE})?){{0,20}})\s*/?>"
)
_OPENING = re.compile(r"</?([A-Z][A-Za-z0-9.]{0,60})(?=[\s/>])")
_COMPONENT = re.compile(r"<([A-Z][A-Za-z0-9.]{0,60})(?:\s+[A-Za-z_][\w:-]{0,60}=[\"'{]|[ \t]*/>)")
_CLOSING = re.compile(r"</([A-Z][a-z][A-Za-z0-9.]{0,60})>")
_IMPORTED = re.compile(r"^import[ \t]+(?:type[ \t]+)?([A-Z][\w$]*|\{[^{}]{0,2000}\})", re.MULTILINE)
_NAME = re.compile(r"[A-Z][\w$]*")


def mdx(md: MarkdownIt) -> None:
    """Install the rules."""
    md.core.ruler.before("inline", "program_lines", _lines)
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.before("html_inline", "component", _component)
    md.inline.ruler.before("escape", "program_comment", _comment)


def components(ctx: Context) -> frozenset[str]:
    """The names of components in a text; none where it has neither an import nor a component with attributes.
    Where it has, whatever has a capital and an end tag is one."""
    if ctx.components is None:
        found = {name for name in _COMPONENT.findall(ctx.text) if not name.isupper()}
        if "import " in ctx.text:
            found.update(name for part in _IMPORTED.findall(ctx.text) for name in _NAME.findall(part))
        ctx.components = frozenset(found | set(_CLOSING.findall(ctx.text)) if found else ())
    return ctx.components


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
        dropped.update((number, number + 1, number + 2))
        number += 3
    if dropped:
        state.tokens = [token for number, token in enumerate(tokens) if number not in dropped]


def _is_program(text: str) -> bool:
    """Whether a paragraph is nothing but imports, and an export behind them."""
    pos = 0
    while (found := _IMPORT.match(text, pos)) is not None:
        pos = found.end()
    if pos == len(text):
        return True
    return _EXPORT.match(text, pos) is not None and all(text.count(a) == text.count(b) for a, b in _PAIRS)


def _is_component(ctx: Context, src: str, start: int) -> bool:
    """Whether the tag that begins at a place is that of a component."""
    name = _OPENING.match(src, start) if "<" in src[start : start + 1] else None
    return name is not None and name[1] in components(ctx)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule, but for components, and the boxes in exports of Notion: what stands in them is markdown."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : state.eMarks[start]].rstrip() in ("<aside>", "</aside>") and not state.is_code_block(start):
        if not silent:
            state.line = start + 1
        return True
    if _is_component(context(state.env), state.src, begin):
        return False
    return html_block(state, start, end, silent)


def _component(state: StateInline, silent: bool) -> bool:
    start, ctx = state.pos, context(state.env)
    if not _is_component(ctx, state.src, start) or state.html_terminator_last(">") < start:
        return False
    found = _TAG.match(state.src, start, state.posMax)
    if found is None:
        return False
    if not silent:
        ctx.report_program("component", f"<{found['name']}>", start)
        state.push("program", "", 0)
        push_kept(state, "", found["attributes"] or "", start, found.end())
        for _ in range(found[0].count("\n")):  # lines are counted by them
            state.push("softbreak", "br", 0)
    state.pos = found.end()
    return True


def _comment(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("{/*", start) or state.html_terminator_last("*/}") < start:
        return False
    closing = state.src.find("*/}", start + 3, min(state.posMax, start + _LONGEST))
    if closing < 0:
        return False
    if not silent:
        context(state.env).programs.add("")
        state.push("program", "", 0)
        for _ in range(state.src.count("\n", start, closing)):  # lines are counted by them
            state.push("softbreak", "br", 0)
    state.pos = closing + 3
    return True
