"""HTML with values of JSX, as pages of MDX have it: `<img src={owl} />`, `<p style={{color: "red"}}>`.

What names a file (in quotes, by `require` or `useBaseUrl`, or by an import on the page) is its address; other values
are for the program, and go.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import Context, context, remember_place
from kbgen.text.regex import regex, spaces

_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,200}\}){0,300}\}){0,600}\}"
_VALUE = regex(rf"(?P<name>\s[A-Za-z_][\w:-]{{0,60}})=(?P<value>{_BRACES})")
_TAG = regex(
    rf"<[a-z][a-z0-9]{{0,20}}(?:\s+[A-Za-z_][\w:-]{{0,60}}(?:=(?:\"[^\"\n]{{0,1000}}\"|'[^'\n]{{0,1000}}'|{_BRACES}))?){{0,20}}\s*/?>"
)
_FILE = regex(
    r"\{\s*(?:(?:require|useBaseUrl|withBase)\(\s*)?[\"'`]([^\"'`{}\n]{1,300})[\"'`]\s*\)?(?:\.default)?\s*\}"
)
_IMPORTED = regex(r"^import[ \t]+([A-Za-z_$][\w$]*)[ \t]+from[ \t]+[\"']([^\"'\n]{1,300})[\"']", re.MULTILINE)
_NAME = regex(r"\{\s*([A-Za-z_$][\w$]*)(?:\.src)?\s*\}")


def jsx(md: MarkdownIt) -> None:
    """Install the rules."""
    md.core.ruler.before("inline", "jsx_html", _in_html)
    md.inline.ruler.before("html_inline", "jsx", _rule)


def plain_values(attributes: str, ctx: Context) -> str:
    """Attributes of a tag as HTML has them: files by their addresses, without values that only a program knows."""
    return _VALUE.sub(lambda found: _plain(found, ctx), attributes) if "={" in attributes else attributes


def _plain(found: re.Match[str], ctx: Context) -> str:
    """An attribute with the file that its value names; without one, nothing. All else keeps its place, or its line."""
    said = _FILE.fullmatch(found["value"])
    name = _NAME.fullmatch(found["value"]) if said is None else None
    file = said[1] if said is not None else _imports(ctx).get(name[1], "") if name is not None else ""
    kept = f'{found["name"]}="{file}"' if file else ""
    return kept + spaces(found[0][len(kept) :])


def _imports(ctx: Context) -> dict[str, str]:
    """What a page imports by one name: that, and the address."""
    return dict(_IMPORTED.findall(ctx.text)) if "import " in ctx.text else {}


def _in_html(state: StateCore) -> None:
    ctx = context(state.env)
    for token in state.tokens if "={" in state.src else ():
        if token.type == "html_block" and "={" in token.content:
            token.content = _TAG.sub(lambda found: plain_values(found[0], ctx), token.content)


def _rule(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "<" or state.html_terminator_last("={") < start:
        return False
    found = _TAG.match(src, start, state.posMax)
    if found is None or "={" not in found[0]:
        return False
    if not silent:
        ctx = context(state.env)
        ctx.raw_html = True
        token = state.push("html_inline", "", 0)
        token.content, token.meta["behind"] = plain_values(found[0], ctx), found.end()
        remember_place(state, token, start, found.end())
    state.pos = found.end()
    return True
