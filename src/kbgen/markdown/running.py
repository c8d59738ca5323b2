"""What a text says first, and how much it says. Knows one tree."""

from __future__ import annotations

from kbgen.markdown.openlinks import cut_open
from kbgen.markdown.tree import Tree
from kbgen.markdown.wikilinks import text_of
from kbgen.text.regex import regex

_SAYS_SOMETHING = regex(r"(?:[^\W\d_][\W\d_]*){20}")  # twenty letters
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
