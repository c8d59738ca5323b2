"""Keys to press, as MkDocs has them: `++ctrl+alt+del++`, `++"Save"++`. `C++`, `a++b++c` and `++inserted++` are text."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.tokens import text_token
from kbgen.text.regex import regex

_KEYS = regex(r"\+\+((?:[a-z0-9-]{1,20}|\"[^\"\n+]{1,40}\")(?:\+(?:[a-z0-9-]{1,20}|\"[^\"\n+]{1,40}\"))*)\+\+(?![\w+])")
_NAMED = regex(r"[a-z0-9]|f\d{1,2}|num\d|\".*\"")
_NAMES = frozenset((
    "alt backspace backtick break caps-lock cmd command control ctrl del delete down end enter esc escape fn home ins "
    "insert left meta option page-down page-up pause pipe plus print-screen return right scroll-lock shift space super "
    "tab up win windows arrow-down arrow-left arrow-right arrow-up left-button middle-button right-button minus comma "
    "period slash backslash semicolon equal bracket-left bracket-right brace-left brace-right num-lock context-menu"
).split())  # fmt: skip


def keys(md: MarkdownIt) -> None:
    """Install the rule."""
    md.inline.ruler.before("emphasis", "keys", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if not src.startswith("++", start) or (start and (src[start - 1].isalnum() or src[start - 1] == "+")):
        return False
    found = _KEYS.match(src, start, state.posMax)
    names = found[1].split("+") if found is not None else []
    if found is None or not all(name in _NAMES or _NAMED.fullmatch(name) for name in names):
        return False
    if not silent:
        for number, name in enumerate(names):
            if number:
                state.tokens.append(text_token("+", state.level))
            state.push("kbd_open", "kbd", 1).markup = "++"
            state.tokens.append(text_token(_shown(name), state.level))
            state.push("kbd_close", "kbd", -1).markup = "++"
    state.pos = found.end()
    return True


def _shown(name: str) -> str:
    """What a key is called on a keyboard: `Ctrl`, `Page Down`, `F5`, and words in quotes as they are."""
    return name.strip('"') if name.startswith('"') else name.replace("-", " ").title()
