"""What a text says first, and how much it says. Knows one tree."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.token import Token

from kbgen.markdown.context import Context
from kbgen.markdown.openlinks import cut_open
from kbgen.markdown.tree import Tree
from kbgen.markdown.wikilinks import text_of
from kbgen.text.names import cut_at_word
from kbgen.text.regex import regex

_SAYS_SOMETHING = regex(r"(?:[^\W\d_][\W\d_]*){20}")  # twenty letters
_LONGEST_BLOCK = 120  # code points of a block that are shown where it is referred to
_LEAD = 300  # code points of a document's first paragraph that are kept
# Letters of words that have no spaces between them.
_NO_SPACES = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def lead(tree: Tree) -> str:
    """The first paragraph that says something, as plain text, bare links open."""
    for number, token in enumerate(tree.tokens):
        if token.type == "paragraph_open" and token.level == 0:
            children = tree.tokens[number + 1].children or []
            if _SAYS_SOMETHING.search(text_of(children)):
                text = " ".join(text_of(children, shown=True).split())
                if len(text) <= _LEAD:
                    return text
                return cut_open(text[: _LEAD - 1].rsplit(" ", 1)[0], _LEAD) + "…"
    return ""


def words(tree: Tree) -> int:
    """Words of the running text; in scripts without spaces two letters count as one word."""
    texts = [token.content for token in tree.tokens if token.type == "inline"]
    dense = sum([len(_NO_SPACES.findall(text)) // 2 for text in texts if not text.isascii()])
    return len(" ".join(texts).split()) + dense


def numbered_texts(ctx: Context) -> Iterator[tuple[str, str]]:
    """What the blocks that Logseq has numbered begin with, as plain text behind their numbers."""
    for number, texts in ctx.numbered.items():
        lines = (_first_line(text.children or []) for text in texts)
        if line := next(filter(None, lines), ""):
            yield number, cut_at_word(_REFERENCE.sub("…", line), _LONGEST_BLOCK)


_REFERENCE = regex(r"\(\([0-9a-fA-F-]{36}\)\)")  # to another block
_BREAK = Token("softbreak", "br", 0)


def _first_line(tokens: list[Token]) -> str:
    """The first line of inline tokens that says anything, as plain text."""
    start = 0
    for end, token in enumerate([*tokens, _BREAK]):
        if token.type in ("softbreak", "hardbreak"):
            if line := text_of(tokens[start:end]).strip():
                return line
            start = end + 1
    return ""
