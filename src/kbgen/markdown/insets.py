"""What is set rather than written, as HTML: code in colours, diagrams, formulas. What cannot be set is shown as it is
written, with a finding that says why."""

from __future__ import annotations

from html import escape

from markdown_it.token import Token

from kbgen.diagnostics import finding
from kbgen.markdown.code import Highlighted, highlight, language, title, without_hidden
from kbgen.markdown.context import Context
from kbgen.markdown.formulas import Formula, formula, is_display, tex_of
from kbgen.markdown.mermaid import LANGUAGE, can_draw
from kbgen.text.names import cut

# What scrolls must be reached by keyboard; `group`, for regions of one name are one landmark too many.
_CODE = ' class="code" tabindex="0" role="group" aria-label="Code"'
_DRAWING = ' class="drawing" tabindex="0" role="group" aria-label="Diagram"'
_FORMULA = ' tabindex="0" role="group" aria-label="Formula"'
_WIDE = 48  # code points of a formula, from which on it may be wider than a phone


def code(token: Token, ctx: Context, identity: str) -> str:
    """A block of code, or the diagram that it describes; `identity` is the attribute of its id, or empty."""
    name = language(token.info)
    if name == LANGUAGE and (svg := _diagram(token, ctx)):
        written = f'<pre{_CODE}><code class="language-{name}">{escape(token.content)}</code></pre>'
        source = f"<details>\n<summary>Source of the diagram</summary>\n{written}\n</details>"
        return f'<figure class="diagram"{identity}>\n<div{_DRAWING}>{svg}</div>\n{source}\n</figure>\n'
    text = without_hidden(token.content, name)
    known = ctx.coloured.get((name, text))
    made = Highlighted(known) if known else highlight(text, name)
    ctx.late |= made.late
    if made.problem and token.map and not ctx.fragment:
        message = f"this code block is shown without colours: {made.problem}"
        ctx.diagnostics.append(finding("KB212", message, token.map[0] + 1, 1))
    css = f' class="language-{name}"' if name else ""
    if called := title(token.info):
        block = f"<pre{_CODE}><code{css}>{made.html}</code></pre>"
        return f"<figure{identity}>\n<figcaption>{escape(called)}</figcaption>\n{block}\n</figure>\n"
    return f"<pre{_CODE}{identity}><code{css}>{made.html}</code></pre>\n"


def math_inline(token: Token, ctx: Context) -> str:
    """A formula within a line."""
    shown = _formula(token, ctx, *token.meta["place"])
    if len(token.content) > _WIDE and shown.startswith("<math"):
        css = "math display" if is_display(token.content) else "math"
        return f'<span class="{css}"{_FORMULA}>{shown}</span>'
    return shown


def math_block(token: Token, ctx: Context, identity: str) -> str:
    """A formula by itself; `identity` is the attribute of its id, or empty."""
    shown = _formula(token, ctx, token.map[0] + 1 if token.map else 1, 1, 2)
    scrolls = _FORMULA if len(token.content) > _WIDE else ""
    return f'<p class="math"{scrolls}{identity}>{shown}</p>\n'


def _formula(token: Token, ctx: Context, line: int, column: int, length: int) -> str:
    """A formula set; as it is written, where it is not understood."""
    made = formula(token.content)
    if not ctx.fragment and (message := _formula_problem(made, token.content)):
        length = min(length, len(token.content.partition("\n")[0]))  # of its first line
        ctx.diagnostics.append(finding("KB223", message, line, column, length))
    if made.html:
        return made.html
    css = "math display" if is_display(token.content) else "math"
    return f'<code class="{css}">{escape(token.content)}</code>'


def _formula_problem(made: Formula, written: str) -> str:
    """What is to be said of a formula; empty for nothing."""
    if not made.html:
        return f"this formula is shown as it is written: {made.problem}"
    if made.tex != tex_of(written):
        return f"escapes of JSON in this formula were read as what they mean: {cut(made.tex, 80)}"
    return ""


def _diagram(token: Token, ctx: Context) -> str:
    """A diagram as SVG; "" where it is to be shown as code."""
    if svg := ctx.coloured.get((LANGUAGE, token.content)):
        return svg
    if not can_draw():
        ctx.undrawn += 1
        return ""
    made = ctx.drawing.drawn(token.content)
    ctx.late |= made.late
    if made.problem and token.map and not ctx.fragment:
        rule, line = ("KB212" if made.late else "KB228"), token.map[0] + 1
        if made.line >= 0:
            line = min(line + 1 + made.line, max(line, token.map[1] - 1))
        ctx.diagnostics.append(finding(rule, f"this diagram is shown as code: {made.problem}", line, 1))
    return made.svg
