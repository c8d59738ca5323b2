"""Code in a line that says its language, as PyMdown's InlineHilite writes it: `#!py range()` is `range()`."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick

from kbgen.markdown.code import is_language
from kbgen.text.regex import regex

_SAID = regex(r"#!([a-z][\w+#-]{0,20})[ \t]+(?=[^\s-])")


def inlinehilite(md: MarkdownIt) -> None:
    """Install the rule in place of that for code in a line."""
    md.inline.ruler.at("backticks", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    if not backtick(state, silent):
        return False
    code = state.tokens[-1] if state.tokens and not silent else None
    if code is not None and code.type == "code_inline" and code.content.startswith("#!"):
        said = _SAID.match(code.content)
        if said is not None and is_language(said[1]):
            code.content = code.content[said.end() :]
    return True
