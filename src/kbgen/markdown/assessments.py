"""What a section of assessment says of its source, as fields. Knows one tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from kbgen.markdown.tokens import BREAKS
from kbgen.markdown.tree import Tree
from kbgen.markdown.wikilinks import text_of
from kbgen.model import Field
from kbgen.text.judged import ASKED
from kbgen.text.names import fold
from kbgen.text.regex import regex

_NAMES = {fold(word): name for name, words in ASKED.items() for word in words.split()}
_JUDGED = regex(rf"(?:^|(?<=[\s.;|。；，]))({'|'.join(_NAMES)})\s*[:：]\s*", re.IGNORECASE)
# Another key at the beginning of a line, which ends what stands behind the one before it.
_OTHER = regex(r"\n\s*+([^\W\d_])[\w /&-]{0,29}[:：](?!//)")
_FEW_WORDS = regex(r"(?:[^\s.。]{1,30}\s){0,2}[^\s.。]{1,30}[.。]")  # a verdict, which is no sentence


def assessment(tree: Tree, own: Sequence[str]) -> tuple[Field, ...]:
    """`Credibility: … Bias: … Utility: …` of an assessment section, each up to the next such key; `own` has what each
    heading says."""
    fields: list[Field] = []
    if "assessment" not in own:
        return ()
    level, meaning = 0, iter(own)
    for number, token in enumerate(tree.tokens):
        if token.type == "heading_open":
            here = int(token.tag[1])
            if next(meaning) == "assessment":
                level = here
            elif level and here <= level:
                level = 0
        elif token.type == "inline" and level and token.map and tree.tokens[number - 1].type != "heading_open":
            for key, said in _judgements(_in_lines(token.children or [])):
                value = " ".join(said.split()).strip(" |;,")
                value = value[:-1] if _FEW_WORDS.fullmatch(value) else value
                name = _NAMES[fold(key)]
                if value and all(f.name != name for f in fields):
                    fields.append(Field(name, key[:1].upper() + key[1:], value, token.map[0] + 1, 1))
    return tuple(fields)


def _judgements(text: str) -> Iterator[tuple[str, str]]:
    """The keys of a text, and what stands behind each, up to the next key, known or not. A word in small letters in a
    sentence (`the bias:`) is none."""
    keys = [found for found in _JUDGED.finditer(text) if _begins(text, found)]
    ends = [*(one.start() for one in keys[1:]), len(text)]
    for found, end in zip(keys, ends, strict=False):  # where there is no key, nothing ends
        said = text[found.end() : end]
        others = (other.start() for other in _OTHER.finditer(said) if not other[1].islower())
        yield found[1], said[: next(others, None)]


def _begins(text: str, key: re.Match[str]) -> bool:
    """Whether a key begins a line or a sentence, as one with a capital always does."""
    before = text[max(0, key.start() - 2) : key.start()].rstrip(" ")[-1:]
    return not key[1][0].islower() or before in ("", "\n", ".", ";", ",", "|")


def _in_lines(children: list[Token]) -> str:
    """A text as plain text, in the lines in which it is written."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type in BREAKS:
            lines.append([])
        else:
            lines[-1].append(child)
    return "\n".join(map(text_of, lines))
