"""Boxes between tags: `{% hint style="info" %} … {% endhint %}` of GitBook, `{% note %} … {% endnote %}` of GitHub,
`{% aside %} … {% /aside %}` of Markdoc, `{{< callout >}} … {{< /callout >}}` of Hugo's themes, `<Note> … </Note>` of
Mintlify, Starlight and Nextra. They are callouts.

The tags stand on lines of their own, or around a text on one line. What has no end tag is left to others.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.boxes import KINDS, BoxHead, push_box
from kbgen.markdown.context import context
from kbgen.markdown.tokens import line_of, lines_within
from kbgen.text.regex import regex

_OPENING = regex(
    r"(?:\{%-?[ \t]*(?P<liquid>hint|aside|callout|alert|admonition|note|tip|warning|caution|info|important|danger)\b"
    r"(?P<style>[^\n%]{0,200})%\}"
    r"|\{\{[<%][ \t]*(?P<code>hint|callout|alert|notice|admonition|note|tip|warning|caution|info|important|danger)\b"
    r"(?P<values>[^\n{}]{0,300}?)(?<!/)[>%]\}\}"
    r"|<(?P<tag>Note|Tip|Info|Warning|Caution|Danger|Check|Callout|Aside|Admonition)"
    r"(?P<attributes>(?:[ \t][^<>\n]{0,300})?)(?<!/)>)"
    r"[ \t]*(?P<text>[^\n]*)\Z"
)
_VALUE = regex(r"(?<![\w-])(title|type|style|color|kind)[ \t]*=[ \t]*\{?(?:\"([^\"\n]*)\"|'([^'\n]*)'|([\w-]+))")
_WORD = regex(r"[ \t]*[\"']?([A-Za-z][\w-]*)[\"']?(?=[ \t]|\Z)")
_QUOTED = regex(r"(?<=[ \t])\"([^\"\n]+)\"(?=[ \t]|\Z)")  # a title without a name for it
_SIGNS = ("{%", "{{<", "{{%", "<")
_DEEPEST = 20  # boxes in boxes


class _Tag(NamedTuple):
    """An opening tag: the box that it begins, what stands behind it on its line, and what opens and closes such."""

    head: BoxHead
    text: str
    again: re.Pattern[str]
    closes: re.Pattern[str]


def hints(md: MarkdownIt) -> None:
    """Install the rule."""
    md.block.ruler.before("box", "hint", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = line_of(state, start).rstrip(" \t")
    if not line.startswith(_SIGNS) or state.is_code_block(start):
        return False
    tag = _tag(line)
    if tag is None:
        return False
    if tag.text:
        return _on_one_line(state, start, tag, silent)
    if context(state.env).looked_enough:
        return False
    last = _end(state, start, end, tag)
    if last < 0:
        context(state.env).looked += end - start
        return False
    if not silent:
        inside = min((state.sCount[n] for n in range(start + 1, last) if not state.isEmpty(n)), default=0)
        push_box(state, start, start + 1, last, tag.head, inside=max(inside, state.blkIndent))
    return True


def _tag(line: str) -> _Tag | None:
    found = _OPENING.match(line)
    if found is None:
        return None
    rest = found["style"] or found["values"] or found["attributes"] or ""
    values = {one[1]: (one[2] or one[3] or one[4] or "").lower() for one in _VALUE.finditer(rest)}
    titles = [one[2] or one[3] or "" for one in _VALUE.finditer(rest) if one[1] == "title"]
    titles += [one[1] for one in _QUOTED.finditer(rest) if one[1].lower() not in KINDS] if found["code"] else []
    word = found["liquid"] or found["code"] or found["tag"]
    bare = _WORD.match(rest) if found["code"] else None
    said = (word.lower(), values.get("type"), values.get("style"), values.get("kind"), values.get("color"))
    named = (*said, bare[1].lower() if bare else "")
    general = ("hint", "admonition")  # these say that it is a box, and no more
    kind = next((one for one in named if one in KINDS and one not in general), "note")
    if found["liquid"]:
        again, closes = rf"\{{%-?[ \t]*{word}\b", rf"\{{%-?[ \t]*(?:end|/[ \t]*){word}[ \t]*-?%\}}"
    elif found["code"]:
        again, closes = rf"\{{\{{[<%][ \t]*{word}\b", rf"\{{\{{[<%][ \t]*/[ \t]*{word}[ \t]*[>%]\}}\}}"
    else:
        again, closes = rf"<{word}(?=[ \t>])", rf"</{word}>"
    return _Tag(BoxHead(kind, "".join(titles[:1])), found["text"], re.compile(again), re.compile(closes))


def _on_one_line(state: StateBlock, start: int, tag: _Tag, silent: bool) -> bool:
    """A box whose end stands on the line that it begins on."""
    found = tag.closes.search(tag.text)
    if found is None or tag.text[found.end() :].strip() or tag.again.search(tag.text):
        return False
    if not silent:
        push_box(state, start, start, start, tag.head, tag.text[: found.start()].strip())
    return True


def _end(state: StateBlock, start: int, end: int, tag: _Tag) -> int:
    """The line of the end tag, -1 for none; what is opened in between is closed first."""
    depth = 0
    for line in lines_within(state, start, end):
        text = line_of(state, line)
        if tag.again.match(text):
            depth += 0 if tag.closes.search(text) else 1
            if depth > _DEEPEST:
                return -1
        elif (found := tag.closes.match(text)) is not None and not text[found.end() :].strip():
            depth -= 1
            if not depth:
                return line
    return -1
