"""Icons as themes of MkDocs and Zensical name them: `:material-home:`, `:octicons-arrow-right-24:{ .lg }`. They are not
shown, for their pictures are the theme's; the words beside them say the same.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context
from kbgen.markdown.kept import push_program
from kbgen.text.regex import regex

_ICON = regex(
    r":(?:material|fontawesome|octicons|simple|lucide)(?:[-/][a-z0-9]+)+:(?:\{[^{}\n]{0,200}\})?(?P<gap>[ \t]*)"
)


def icons(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("escape", "icon", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    before = src[start - 1] if start else " "
    if not before.isspace() and before not in "([>*_":
        return False
    found = _ICON.match(src, start, state.posMax)
    behind = src[found.end() : found.end() + 1] if found is not None else ""
    if found is None or (behind.isalnum() and not found["gap"]) or (before == "[" and behind == "]"):
        return False  # all that a link says stays
    if not silent:
        context(state.env).programs.add("")
        push_program(state, found.end())
    state.pos = found.end()
    return True
