"""What other programs read in a text and never show: marks for a table of contents (`[[_TOC_]]`, `[TOC]`, kramdown's
list with `{:toc}`), which every page has anyway, attribute lists of kramdown (`{: .class #id}`, `{:toc}`), MkDocs
(`{ .card }` on a line below a text) and Pandoc (`![a](b.png){width=300}`), of which a picture's size is kept, the signs
and names of Pandoc's captions and formulas (`: What it shows {#tbl-name}` below a table), and files that MkDocs puts in
(`--8<-- "a.md"`), which are told. In raw HTML spaces stand for the marks of kramdown, so that all else keeps its place.
An empty link with a name (`[](){ #oaks }`) is a place that links lead to.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.markdown.context import context
from kbgen.markdown.liquid import HTML_CODE
from kbgen.markdown.tokens import give_size, without_blocks
from kbgen.text.regex import as_spaces, regex

_CONTENTS = frozenset({"[[_TOC_]]", "[[_toc_]]", "[[_TOSP_]]", "[[toc]]", "[[TOC]]", "[TOC]", "[toc]"})
_DRAWING = "==⚠  Switch to EXCALIDRAW VIEW"  # what Obsidian's plugin Excalidraw tells its users in each file
_OF_DRAWINGS = frozenset({"Excalidraw Data", "Text Elements"})  # its headings there
_ITEM = r"(?:[.#][\w:-]+|[A-Za-z][\w-]*=(?:\"[^\"\n]*\"|'[^'\n]*'|[\w./%-]+)|toc|no_toc)"
_ATTRIBUTES = regex(rf"\{{:[ \t]*{_ITEM}(?:[ \t]+{_ITEM})*[ \t]*\}}")
_ITEMS = regex(_ITEM)
# In raw HTML: a line of attributes, kramdown's list of contents above it, and a box that has nothing but that.
_LINE = rf"[ \t]*\{{:[ \t]*{_ITEM}(?:[ \t]+{_ITEM})*[ \t]*\}}[ \t]*"
_LIST = r"[ \t]*(?:[0-9]{1,2}\.|[-*+])[ \t]+\S[^\n<>]{0,60}\n[ \t]*\{:[ \t]*toc[ \t]*\}[ \t]*"
_CONTENTS_IN_HTML = regex(
    rf"<details\b[^<>\n]{{0,200}}>\s*<summary\b[^<>\n]{{0,200}}>[^<>]{{0,200}}</summary>\s*(?:{_LINE}\n)?{_LIST}\s*</details>"
)
_MARKS_IN_HTML = regex(rf"^(?:{_LIST}|{_LINE})$", re.MULTILINE)
BARE = regex(rf"\{{[ \t]*(?=(?P<first>[.#A-Za-z]))(?![.#][^A-Za-z]){_ITEM}(?:[ \t]+{_ITEM})*[ \t]*\}}")
_SIZE = regex(r"(?<![\w-])(width|height)=[\"']?(\d{1,4})(?:px)?[\"']?(?![\w%.])")
_SNIPPET = regex(r"-+8<-+(?:[ \t]+[\"'][^\n]*)?|<<<[ \t]+[@~./\w][^\s<>]{0,200}(?:[ \t]*[{\[][^\n]{0,100})?")
_INCLUDE = regex(r"<!--[ \t]*@?include[ \t]*[: \t][ \t]*[^\s<>]{1,200}[ \t]*-->")  # VitePress, VuePress, Gitea
_PYTHON = regex(r":::[ \t]+[A-Za-z_]\w*(?:\.\w+)+(?:\n(?:[ \t]*[\w.-]+:[^\n]*|[ \t]*-[ \t][^\n]*))*\Z")
_NAME = regex(r"\{#[\w:.-]+\}(?=[ \t]*(?:\n|\Z))")
_FORMULA = regex(r"\$\$[ \t]+\Z")
_BRIGHT, _DARK = ("#only-light", "#gh-light-mode-only"), ("#only-dark", "#gh-dark-mode-only")
_GAP = 20  # spaces between a formula and its name
_CAPTION = regex(r":[ \t]++([^\n]+)\Z")
_NAME_OF_CAPTION = regex(r"\{#[\w:-]++[^{}\n]*\}\Z")
_PLACE = regex(r"\[\]\(\)\{:?[ \t]*#([\w:.-]+)[ \t]*\}")
_BEHIND = frozenset(")]`*_")  # what attributes without a colon may stand behind
_BEFORE = frozenset(")]*_`\n")


def leftovers(md: MarkdownIt) -> None:
    """Install the rules: for what has a paragraph for itself, attributes behind what they belong to, and places."""
    md.core.ruler.before("inline", "leftovers", _rule)
    md.core.ruler.after("inline", "dark_pictures", _pictures)
    md.inline.ruler.before("escape", "attributes", _attributes)
    md.inline.ruler.before("link", "place", _place)


def _rule(state: StateCore) -> None:
    src = state.src
    if "\n: " in src:
        _captions(state.tokens)
    if (
        not any(sign in src for sign in ("{:", "-8<-", "<<<", "include", ":::"))
        and _DRAWING not in src
        and not any(mark in src for mark in _CONTENTS)
    ):
        return
    dropped: set[int] = set()
    for number, token in enumerate(state.tokens):
        if token.type == "html_block" and "{:" in token.content and HTML_CODE.search(token.content) is None:
            token.content = _MARKS_IN_HTML.sub(as_spaces, _CONTENTS_IN_HTML.sub(as_spaces, token.content))
        elif token.type == "html_block" and (include := _INCLUDE.match(token.content.lstrip())) is not None:
            _tell(state, token, include[0])
        elif token.type == "inline" and token.content in _OF_DRAWINGS and _DRAWING in src:
            dropped.add(number)
        elif token.type == "inline" and state.tokens[number - 1].type == "paragraph_open":
            dropped.update(_left_over(state, number))
    if dropped:
        state.tokens = without_blocks(state.tokens, dropped)


def _left_over(state: StateCore, number: int) -> tuple[int, ...]:
    """The texts (numbers) of the blocks that are left out if the paragraph with a text of that number is no text: its
    own, for a table of contents also the list and the item around it. A file that was to be put in is told."""
    token = state.tokens[number]
    text = token.content
    if text in _CONTENTS or text.startswith(_DRAWING) or (text.startswith("{:") and _ATTRIBUTES.fullmatch(text)):
        return (number,)
    if "toc" in text and _is_for_contents(text) and _is_all_of_list(state.tokens, number):
        return number - 2, number, number + 2
    first = text.partition("\n")[0]
    if text.startswith(("-", "<<<")) and _SNIPPET.fullmatch(first) and _is_snippet(text):
        _tell(state, token, text)
        return (number,)
    if text.startswith("::: ") and _PYTHON.match(text):  # mkdocstrings: what a program says of itself
        _tell(state, token, text)
        return (number,)
    return ()


def _tell(state: StateCore, token: Token, text: str) -> None:
    """Report what a block would have from elsewhere."""
    ctx = context(state.env)
    ctx.token = token
    ctx.report_program("snippet", " ".join(text.split()), 0, len(text.partition("\n")[0]))
    ctx.token = None


def _pictures(state: StateCore) -> None:
    """Of a picture for bright and one for dark pages, keep the first: `a.png#only-light` of Material for MkDocs, and
    `a.png#gh-light-mode-only` of GitHub."""
    for token in state.tokens if "#only-light" in state.src or "#gh-light-" in state.src else ():
        children = token.children if token.type == "inline" else None
        if children and any(_is_for(child, _BRIGHT) for child in children):
            token.children = [child for child in children if not _is_for(child, _DARK)]


def _is_for(token: Token, signs: tuple[str, ...]) -> bool:
    return token.type == "image" and str(token.attrs.get("src", "")).endswith(signs)


def _captions(tokens: list[Token]) -> None:
    """Leave out the signs of captions below tables: `: What it shows {#tbl-name}`."""
    for number, token in enumerate(tokens[:-2]):
        text = tokens[number + 2]
        if token.type == "table_close" and tokens[number + 1].type == "paragraph_open":
            found = _CAPTION.match(text.content)
            if found is not None:
                text.content = _without_name(found[1])
                text.meta["closed_heading"] = True  # more stands behind it on its line


def _without_name(caption: str) -> str:
    start = caption.rfind("{")
    named = start > 0 and caption[start - 1] in " \t" and _NAME_OF_CAPTION.match(caption, start)
    return caption[:start].rstrip(" \t") if named else caption


def _is_for_contents(text: str) -> bool:
    """Whether a text is one line with attributes below it, in which kramdown's `toc` is one."""
    below = text.partition("\n")[2].lstrip(" \t")
    return _ATTRIBUTES.fullmatch(below) is not None and "toc" in _ITEMS.findall(below)


def _is_all_of_list(tokens: list[Token], text: int) -> bool:
    """Whether a text is all that there is in the only item of a list."""
    around = [tokens[at].type for at in (text - 3, text - 2, text + 2, text + 3) if 0 <= at < len(tokens)]
    return [kind.partition("_list_")[2] or kind for kind in around] == [
        "open",
        "list_item_open",
        "list_item_close",
        "close",
    ]


def is_attributes(line: str) -> bool:
    """Whether a line is attributes of what it stands below, and nothing else: `{: .wide}`, `{.dense}`."""
    bare = BARE.fullmatch(line)
    return (bare is not None and bare["first"] in ".#") or _ATTRIBUTES.fullmatch(line) is not None


def _is_snippet(text: str) -> bool:
    """Whether a paragraph is only what MkDocs reads from files: each on a line, or names of files between two signs."""
    lines = text.split("\n")
    is_block = len(lines) > 2 and lines[0] == lines[-1] and '"' not in lines[0]
    return is_block or all(_SNIPPET.fullmatch(line) for line in lines)


def _attributes(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if src.startswith("{:", start):
        found = _ATTRIBUTES.match(src, start, state.posMax) if not start or src[start - 1] in _BEFORE else None
    else:
        before = src[start - 1] if start else ""
        found = BARE.match(src, start, state.posMax) if before in _BEHIND or before == "\n" else None
        if found is not None and before == "\n":  # the last line, for the whole text
            found = found if found["first"] in ".#" and found.end() == state.posMax else None
        elif found is None and before in (" ", "\t"):  # the name of a formula: `$$ x $$ {#eq-x}`
            found = _NAME.match(src, start, state.posMax) if _FORMULA.search(src, max(0, start - _GAP), start) else None
        elif found is None or not (_is_behind_link(state) or (before != ")" and found["first"] in ".#")):
            return False
    if found is None:
        return False
    if not silent and not state.pending and state.tokens and state.tokens[-1].type == "image":
        give_size(state.tokens[-1], dict(_SIZE.findall(found[0])))
    while (more := _ATTRIBUTES.match(src, found.end(), state.posMax)) is not None:
        found = more
    state.pos = found.end()
    return True


def _place(state: StateInline, silent: bool) -> bool:
    """An empty link that only has a name."""
    if not state.src.startswith("[](){", state.pos):
        return False
    found = _PLACE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        for tag in (f'<a id="{found[1]}">', "</a>"):
            token = state.push("html_inline", "", 0)
            token.content, token.meta["behind"] = tag, found.end()
    state.pos = found.end()
    return True


def _is_behind_link(state: StateInline) -> bool:
    """Whether a link or a picture ends here: `f(x){y=z}` is text."""
    return (
        not state.pending and bool(state.tokens) and state.tokens[-1].type in ("link_close", "image", "wikilink_close")
    )
