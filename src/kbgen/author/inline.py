"""What stands within a line: rows of tables, and signs that markdown would take for markup. Pure."""

from __future__ import annotations

import re

from kbgen.text.regex import regex

ROW = regex(r"[ \t]*\|.*\|[ \t]*\Z")
RULE_ROW = regex(r"[ \t]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++(?:[ \t]*+:?-++:?[ \t]*+)?\Z")  # below the head of a table

# The first `$` of two that would be a formula.
FORMULA = regex(r"\$(?=[^\s$][^$\n]*(?<=\S)\$(?!\d)|[^\s$]\$(?!\d))")
_SIGNS = regex(
    FORMULA.pattern + r"|"
    r"\\(?=[!-/:-@\[-`{-~])|`|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|<(?=[a-z/!?])|\[(?=[^\]\n]{0,999}\](?:[(\[:]))|"
    r"(?<!\[)\[(?=\[)|~~|==|%%|&(?=#?\w+;)|!(?=\[)|\^(?=\[)|\A(?:[#>=+](?=\s|=|\Z)|~{3})|(?<=\s)\^(?=[\w-]+\Z)|\A\[\^",
    re.IGNORECASE,
)


def escaped(text: str) -> str:
    """A plain text as markdown that shows it: signs that would be taken for markup stand behind a backslash.

    >>> escaped("5 * 3 < 20, *x* is <b>, snake_case stays")
    '5 * 3 < 20, \\\\*x\\\\* is \\\\<b>, snake_case stays'
    """
    return _SIGNS.sub(lambda found: "".join(f"\\{char}" if not char.isalnum() else char for char in found[0]), text)
