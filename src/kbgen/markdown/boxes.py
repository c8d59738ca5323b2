"""Boxes between two lines: `:::note … :::` of Docusaurus, VitePress, Quarto and MyST, `::note … ::` of Nuxt, MyST's
fenced directives, the fences of Obsidian's plugin Admonition (`ad-note`), and `#+BEGIN_NOTE … #+END_NOTE` of Org and
Logseq. They are callouts.

The first heading of a callout of Quarto is its title, and `::: mermaid` of Azure DevOps is a diagram.

What has no closing line stays text. A container that is no box (`::: code-group`, a fence `col` or `col-md` of the
plugin Columns) is only what stands in it, a query or a program of Org is code, and directives of MyST that are no boxes
stay as they are written.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kbgen.markdown.admonitions import push_title
from kbgen.markdown.context import context
from kbgen.markdown.tokens import line_of, lines_within
from kbgen.text.codefence import closes, fence_of
from kbgen.text.regex import regex

KINDS = frozenset(
    (
        "note tip info warning danger caution important hint attention error seealso success question failure bug "
        "example quote abstract todo admonition dropdown details check pinned exercise definition theorem lemma proof"
    ).split()
)
_FOLDED = frozenset({"details", "dropdown"})
_GENERAL = frozenset({"callout", "alert"})  # what says that it is a box, and no more
_COLONS = regex(
    r"(?P<mark>:{3,})[ \t]*(?:\{(?P<directive>[A-Za-z][\w-]*)\}|\{(?P<attributes>[^{}\n]*)\}"
    r"|(?P<kind>[A-Za-z][\w-]*)(?:\[(?P<label>[^\n]*)\])?(?:\{(?P<more>[^{}\n]*)\})?)"
    r"(?:[ \t]+(?P<title>\S.*))?\Z"
)
_PAIR = regex(r"::(?P<kind>[A-Za-z][\w-]*)(?:\{(?P<more>[^{}\n]*)\})?\Z")  # content.nuxt.com, "MDC Syntax"
_FENCE = regex(r"(?P<mark>`{3,}|~{3,})\{(?P<directive>[A-Za-z][\w-]*)\}(?:[ \t]+(?P<title>\S.*))?\Z")
_ORG = regex(r"#\+BEGIN_(?P<kind>[A-Za-z]+)(?:[ \t]+(?P<title>\S.*))?\Z", re.IGNORECASE)
_OPTION = regex(r":[\w-]+:(?:[ \t]|\Z)")
# What may stand at the top of a box of Admonition: github.com/javalent/admonitions, "Usage".
_ADMONITION = regex(r"(?P<mark>`{3,}|~{3,})ad-(?P<kind>[A-Za-z][\w-]{0,31})\Z")
# github.com/tnichols217/obsidian-columns; what Docusaurus has components in so that GitHub shows them as code
_COLUMN = regex(r"(?:`{3,}|~{3,})(?:col(?:-md)?|mdx-code-block)\Z")
_MEASURE = regex(r"(?:flex|height|width|text|border|padding|margin)\w*=|===[ \t]*\Z")
_PARAMETER = regex(r"(?P<key>title|collapse|icon|color|metadata):[ \t]*(?P<value>.*)\Z")
_TITLE = regex(r"title=(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")
_DIAGRAM = regex(r":{3,}[ \t]*mermaid\Z")  # learn.microsoft.com/azure/devops/project/wiki, "Mermaid diagrams"
_BEHIND_TITLE = regex(r"[ \t]*\{[^{}\n]{0,100}\}\Z")
_COLLAPSE = regex(r"\bcollapse=[\"']?(true|false)\b")  # quarto.org/docs/authoring/callouts.html
_HEADED = regex(r"#{1,6}[ \t]+(?P<heading>\S.*?)(?:[ \t]+#+)?(?:[ \t]*\{[^{}\n]*\})?\Z")
_CLASS = regex(r"\.(?:callout-)?([A-Za-z][\w-]*)")
_DEEPEST = 20  # boxes in boxes; who looks for the end of more looks ever longer
_ORG_KINDS = frozenset(
    {"center", "verse", "comment", "note", "tip", "important", "caution", "warning", "pinned", "quote"}
)
_CODE = frozenset({"query", "src", "example", "export"})
_LONGEST_END = len("#+begin_important")


class BoxHead(NamedTuple):
    """What a box is: its kind ('' = it is none, only what stands in it), its title, what lines of options that may
    follow look like, whether it is folded, and open nevertheless, and how many lines below its first the title is."""

    kind: str
    title: str
    options: re.Pattern[str] | None = None
    folded: bool = False
    opened: bool = False
    below: int = 0


def boxes(md: MarkdownIt) -> None:
    """Install the rule."""
    md.block.ruler.before("fence", "box", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = line_of(state, start).rstrip(" \t")
    if line.startswith("#+"):
        return _org(state, start, end, line, silent)
    head = _colons(_without_end(line)) if line.startswith("::") else _directive(line)
    if head is None or context(state.env).looked_enough:
        return False
    sign, count = line[0], len(line) - len(line.lstrip(line[0]))
    last = _colons_end(state, start, end, count) if sign == ":" else fence_end(state, start, end, sign * count)
    if last < 0:
        context(state.env).looked += end - start
        return False
    if not silent:
        if _DIAGRAM.match(line):
            _push_code(state, "mermaid", start, last)
            return True
        first = start + 1
        while head.options and first < last and (option := head.options.match(line_of(state, first))):
            head, first = _with_option(head, option, first - start), first + 1
        push_box(state, start, first, last, head)
    return True


def _with_option(head: BoxHead, option: re.Match[str], below: int) -> BoxHead:
    """A box with what a line of options, so many lines below its first, says of it."""
    said = option.groupdict()
    if said.get("heading"):  # the first of a callout of Quarto is its title
        return head._replace(title=said["heading"], options=None, below=below)
    if said.get("key") == "title":
        return head._replace(title=said["value"].strip(), below=below)
    if said.get("key") == "collapse":
        return head._replace(folded=said["value"].strip() != "none", opened=said["value"].strip() == "open")
    return head


def _without_end(line: str) -> str:
    """A line of colons without those at its end, as pandoc's users set them for looks."""
    bare = line.rstrip(":")
    return bare.rstrip(" \t") if len(line) - len(bare) >= 3 else line


def _colons(line: str) -> BoxHead | None:
    found = _COLONS.match(line)
    if found is None:
        pair = _PAIR.match(line)
        return _box(pair["kind"], _titled(pair["more"] or "")) if pair is not None else None
    if found["directive"] is not None:
        kind = found["directive"].lower()
        return BoxHead(kind, found["title"] or "", _OPTION) if kind in KINDS else None
    attributes = found["attributes"] or found["more"] or ""
    title, behind = found["title"] or found["label"] or _titled(attributes), None
    if found["title"] and title.endswith("}") and (behind := _BEHIND_TITLE.search(title)) is not None:
        title = title[: behind.start()]
    classed = _CLASS.search(found["attributes"] or "")
    head = _box(found["kind"] or (classed[1] if classed else ""), title)
    head = head._replace(opened=behind is not None and "open" in behind[0])
    folding = _COLLAPSE.search(attributes)
    if folding is not None:
        head = head._replace(folded=True, opened=folding[1] == "false")
    return head._replace(options=_HEADED) if not title and ".callout-" in attributes else head


def _titled(attributes: str) -> str:
    """The title among attributes, '' without."""
    named = _TITLE.search(attributes)
    return (named[1] or named[2] or "") if named is not None else ""


def _box(word: str, title: str) -> BoxHead:
    """The box that a word names, with its title; a word that is only “box” names a note, and one that is no box at
    all is none, unless it has a title."""
    kind = "note" if word.lower() in _GENERAL else word.lower()
    return BoxHead(kind if kind in KINDS or title else "", title)


def _directive(line: str) -> BoxHead | None:
    plugin = _ADMONITION.match(line) if "ad-" in line else None
    if plugin is not None:
        return BoxHead(plugin["kind"].lower(), "", _PARAMETER)
    if _COLUMN.match(line):
        return BoxHead("", "", _MEASURE)
    found = _FENCE.match(line) if "{" in line else None
    kind = found["directive"].lower() if found is not None else ""
    return BoxHead(kind, found["title"] or "", _OPTION) if found is not None and kind in KINDS else None


def _colons_end(state: StateBlock, start: int, end: int, count: int) -> int:
    """The line that closes the colons opened at `start`, of which there are so many, -1 for none; what is opened in
    between is closed first."""
    depth, fence, colons = 0, "", ":" * min(count, 3)
    for line in lines_within(state, start, end):
        text = line_of(state, line)
        if fence:
            fence = "" if closes(text, fence) else fence
        elif text.startswith(("```", "~~~")):
            fence = fence_of(text)
        elif text.startswith(colons):
            depth += 1 if text.strip(": \t") else -1
            if not depth:
                return line
            if depth > _DEEPEST:
                return -1
    return -1


def fence_end(state: StateBlock, start: int, end: int, fence: str) -> int:
    """The line that closes a fence opened at `start`, -1 for none."""
    return next((n for n in lines_within(state, start + 1, end) if closes(line_of(state, n), fence)), -1)


def _org(state: StateBlock, start: int, end: int, line: str, silent: bool) -> bool:
    found = _ORG.match(line)
    kind = found["kind"].lower() if found is not None else ""
    if found is None or kind not in _ORG_KINDS | _CODE or context(state.env).looked_enough:
        return False
    ends = (f"#+end_{kind}", f"#+begin_{kind}")
    lines = ((n, line_of(state, n)[:_LONGEST_END].lower()) for n in lines_within(state, start + 1, end))
    last = next((n for n, text in lines if text.startswith(ends)), -1)
    if last < 0 or not line_of(state, last).lower().startswith(ends[0]):
        context(state.env).looked += (last if last > 0 else end) - start
        return False
    if silent:
        return True
    if kind == "comment":
        state.line = last + 1
    elif kind in _CODE:
        _push_code(state, found["title"] or "" if kind == "src" else "", start, last)
    else:
        push_box(state, start, start + 1, last, BoxHead(kind if kind in KINDS else "", found["title"] or ""))
    return True


def _push_code(state: StateBlock, language: str, start: int, last: int) -> None:
    """The lines between `start` and `last` as code."""
    token = state.push("fence", "code", 0)
    token.info, token.markup, token.map = language, "```", [start, last + 1]
    token.content = state.getLines(start + 1, last, state.sCount[start], True)
    state.line = last + 1


def push_box(
    state: StateBlock, start: int, first: int, last: int, head: BoxHead, text: str = "", inside: int | None = None
) -> None:
    """The tokens of a box whose text is the lines from `first` up to `last`, which closes it, or a text on the line
    that it begins on. Its lines are indented by `inside` (None: as the box, or nearly so)."""
    folded, meta = head.folded or head.kind in _FOLDED, {"callout": head.kind, "open": head.opened}
    quote = head.kind == "quote" and not head.title
    if head.kind:
        opening = state.push("blockquote_open", "blockquote" if quote else "details" if folded else "div", 1)
        opening.map = [start, last + 1]
        if not quote:
            opening.meta = meta
            push_title(state, head.title, head.kind, "summary" if folded else "p", start + head.below)
    if text:
        _push_line(state, text, start)
    around = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax = "box", last
    state.blkIndent = min(state.sCount[start], state.blkIndent + 3) if inside is None else inside
    state.md.block.tokenize(state, first, last)
    state.parentType, state.lineMax, state.blkIndent = around
    if head.kind:
        closing = state.push("blockquote_close", "blockquote" if quote else "details" if folded else "div", -1)
        if not quote:
            closing.meta = meta
    state.line = last + 1


def _push_line(state: StateBlock, text: str, line: int) -> None:
    """A paragraph of a text that stands somewhere on a line."""
    state.push("paragraph_open", "p", 1).map = [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text, [line, line + 1], []
    inline.meta["closed_heading"] = True  # more stands behind it on its line
    state.push("paragraph_close", "p", -1)
