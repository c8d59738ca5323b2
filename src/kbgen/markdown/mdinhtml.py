"""Markdown in HTML: `<div markdown="1">`, `<figure markdown="span">` of Python-Markdown and kramdown, where no empty
line parts the two. And `<div class="warning">` of mdBook, which is a box.

The tags stand on lines of their own, or around a text on one line. What has no end tag is left to others.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.boxes import BoxHead, push_box
from kbgen.markdown.context import context
from kbgen.markdown.tokens import line_of, lines_within
from kbgen.text.codefence import closes, fence_of
from kbgen.text.regex import regex

_OPENING = regex(
    r"<(?P<tag>div|figure|details|section|article|aside|center|p|span|main|header|footer|nav|blockquote|figcaption)"
    r"(?P<before>(?:[ \t]+(?!markdown\b)[a-zA-Z][\w:-]{0,40}"
    r"(?:=(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|[^\s\"'<>]{1,100}))?){0,20})"
    r"[ \t]+markdown(?:=(?:\"(?:1|block|span)\"|'(?:1|block|span)'|1|block|span))?(?P<behind>(?:[ \t][^<>\n]{0,300})?)>"
    r"[ \t]*(?P<text>[^\n]*)\Z"
)
_BOX = regex(
    r"<div class=[\"'](?:(?:admonition|alert|callout) (?:alert-)?)?"
    r"(note|tip|info|warning|danger|important)[\"']>[ \t]*\Z"
)
_SUMMARY = regex(r"<summary\b[^<>\n]{0,200}>[^\n]*</summary>[ \t]*\Z")
_CONTENTS = regex(r"\{:[^{}\n]{0,60}\btoc\b")  # kramdown's list of contents, which `leftovers` knows
_DEEPEST = 20


def mdinhtml(md: MarkdownIt) -> None:
    """Install the rule."""
    md.block.ruler.before("html_block", "md_in_html", _rule, {"alt": ["paragraph", "reference", "blockquote"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = line_of(state, start)
    found = _OPENING.match(line) if "markdown" in line else None
    box = _BOX.match(line) if found is None and start + 1 < end and state.isEmpty(start + 1) else None
    if (found is None and box is None) or state.is_code_block(start) or context(state.env).looked_enough:
        return False
    tag = found["tag"] if found is not None else "div"
    text = found["text"] if found is not None else ""
    closing = f"</{tag}>"
    if text.rstrip().endswith(closing):
        last, text = start, text.rstrip().removesuffix(closing)
    else:
        last = _end(state, start, end, tag)
    if last < 0 or _has_contents(state, start, last):
        context(state.env).looked += end - start
        return False
    if silent:
        return True
    first = start + 1
    inside = min((state.sCount[n] for n in range(first, last) if not state.isEmpty(n)), default=0)
    inside = max(inside, state.blkIndent)
    if box is not None:
        push_box(state, start, first, last, BoxHead(box[1], ""), inside=inside)
        return True
    assert found is not None
    _push_html(state, f"<{tag}{found['before']}{found['behind']}>\n", start)
    if first < last and _SUMMARY.match(summary := line_of(state, first)):
        _push_html(state, f"{summary}\n", first)
        first += 1
    push_box(state, start, first, last, BoxHead("", ""), text.strip(), inside=inside)
    _push_html(state, f"{closing}\n", last)
    return True


def _push_html(state: StateBlock, content: str, line: int) -> None:
    token = state.push("html_block", "", 0)
    token.content, token.map = content, [line, line + 1]


def _has_contents(state: StateBlock, start: int, last: int) -> bool:
    """Whether there is a mark for a list of contents in the lines."""
    return _CONTENTS.search(state.src, state.bMarks[start], state.eMarks[last]) is not None


def _end(state: StateBlock, start: int, end: int, tag: str) -> int:
    """The line with the end tag alone, -1 for none; what is opened in between is closed first. Code is passed over."""
    depth, fence, opening, closing = 0, "", re.compile(rf"<{tag}\b"), f"</{tag}>"
    for line in lines_within(state, start, end):
        text = line_of(state, line)
        if fence:
            fence = "" if closes(text, fence) else fence
            continue
        fence = fence_of(text)
        depth += len(opening.findall(text)) - text.count(closing)
        if depth <= 0:
            return line if line > start and text.strip() == closing else -1
        if depth > _DEEPEST:
            return -1
    return -1
