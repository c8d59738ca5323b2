"""Components of MDX (`<Tabs>`), and the boxes in exports of Notion (`<aside>`): what stands in them is markdown.

Of a component its tags are not shown: what stands between them stays, and so does the title or label that it is given.
What has an address is a link, and one with lines for itself begins a line.
A word in pointed brackets is text (`List<String>`, `press <Save>`). A component is what is imported, or begins a line
with attributes, and what has an end tag on such a page; each has its end there, as MDX wants it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import Context, context, push_link, remember_place
from kbgen.markdown.jsx import plain_values
from kbgen.markdown.kept import push_kept, push_program
from kbgen.markdown.liquid import begins_line, ends_line
from kbgen.markdown.sanitise import TAGS
from kbgen.text.codefence import closes, fence_of
from kbgen.text.regex import regex

_VALUE = r"(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\{(?:[^{}]|\{[^{}]{0,300}\}){0,600}\})"
_TAG = regex(
    rf"<(?P<end>/?)(?P<name>[A-Z][\w.]{{0,60}})(?P<attributes>(?:\s+[A-Za-z_:@#][\w:.-]{{0,60}}(?:={_VALUE})?){{0,20}})"
    r"\s*(?P<alone>/?)>"
)
_OPENING = regex(r"</?([A-Z][A-Za-z0-9.]{0,60})(?=[\s/>])")
_WRITTEN = regex(
    r"^[ \t>]*(?:[-*+][ \t]+)?<([A-Z][\w.]{0,60})(?:\s+[A-Za-z_][\w:-]{0,60}=[\"'{]|[ \t]*/>)", re.MULTILINE
)
_ALONE = regex(r"<([A-Z][a-z][\w.]{0,60})\s+:?[A-Za-z_][\w:-]{0,60}=[\"'{][^<>\n]{0,300}/>")
_IMPORTED = regex(r"^import[ \t]+(?:type[ \t]+)?([A-Z][\w$]*|\{[^{}]{0,2000}\})", re.MULTILINE)
_NAME = regex(r"[A-Z][\w$]*")
_ADDRESS = regex(r"\s(?:url|href|to)=(?:\"([^\"\n]+)\"|'([^'\n]+)')", re.IGNORECASE)
_NAMED = regex(r"\s(?:name|value|id|alt)=(?:\"[^\"\n]*\"|'[^'\n]*')")
_ADDRESSED = regex(r"\s(?:url|src|href|to)=|https?://", re.IGNORECASE)
# Words in capitals that are elements of HTML, as old pages have them, and no components.
_HTML = frozenset(
    (*block_names, *TAGS, "script", "style", "iframe", "font", "object", "embed", "input", "svg", "video")
)
_CODE = regex(r"`[^`\n]+`")
_LONGEST = 1000  # code points in a component of one line
_AROUND = " \t>-*+"  # what a fence may stand behind


def components(md: MarkdownIt) -> None:
    """Install the rules."""
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.before("html_inline", "component", _component)


def names_of(ctx: Context) -> frozenset[str]:
    """The names of the components in a text."""
    if ctx.components is None:
        patterns = (_WRITTEN, _ALONE) if "<" in ctx.text else ()
        may_be = any(pattern.search(ctx.text) for pattern in patterns) or ("import " in ctx.text and "<" in ctx.text)
        ctx.components = frozenset(_names(_without_code(ctx.text)) if may_be else ())
    return ctx.components


def _names(text: str) -> Iterator[str]:
    found = {name for name in _WRITTEN.findall(text) if not name.isupper()}  # `<T>` is a type
    found.update(_ALONE.findall(text))
    found.update(name for part in _IMPORTED.findall(text) for name in _NAME.findall(part))
    if not found:
        return
    opened, closed, given = Counter[str](), Counter[str](), set[str]()
    for tag in _TAG.finditer(text):
        if not tag["alone"]:
            (closed if tag["end"] else opened)[tag["name"]] += 1
        if "=" in (tag["attributes"] or ""):
            given.add(tag["name"])
    found.update(name for name in closed if not name.isupper())
    found.update(name for name in given if name.isupper() and name.lower() not in _HTML)
    yield from (name for name in found if opened[name] == closed[name])


def _without_code(text: str) -> str:
    """The text without code between fences and in backticks."""
    kept, fence = list[str](), ""
    for line in text.split("\n"):
        inside = line.lstrip(_AROUND)
        if fence:
            fence = "" if closes(inside, fence) else fence
        else:
            fence = fence_of(inside)
            if not fence:
                kept.append(line)
    return _CODE.sub("", "\n".join(kept))


def _is_component(ctx: Context, src: str, start: int) -> bool:
    """Whether the tag that begins at a place is that of a component."""
    name = _OPENING.match(src, start) if "<" in src[start : start + 1] else None
    return name is not None and name[1] in names_of(ctx)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule, but for components and boxes."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : state.eMarks[start]].rstrip() in ("<aside>", "</aside>") and not state.is_code_block(start):
        if not silent:
            state.line = start + 1
        return True
    if _is_component(context(state.env), state.src, begin):
        return False
    return html_block(state, start, end, silent)


def _component(state: StateInline, silent: bool) -> bool:
    start, src, ctx = state.pos, state.src, context(state.env)
    if not _is_component(ctx, src, start) or state.html_terminator_last(">") < start:
        return False
    found = _TAG.match(src, start, state.posMax)
    if found is None:
        return False
    end = found.end()
    if not silent:
        ctx.report_program("component", f"<{found['end']}{found['name']}>", start, found.start("attributes") - start)
        attributes = plain_values(_with_label(found["name"], found["attributes"] or "", ctx), ctx)
        if begins_line(src, start):
            push_program(state, start)
        inner = _inner_end(state, found["name"], end) if not (found["end"] or found["alone"]) else 0
        address = _ADDRESS.search(attributes) if inner else None
        if address is not None and not state.linkLevel:  # what stands in it is its label
            token = push_link(state, {"href": state.md.normalizeLink(address[1] or address[2])}, end, inner)
            remember_place(state, token, start, end)
        else:
            if (not inner or _ADDRESSED.search(attributes)) and not _in_heading(ctx):
                push_kept(state, found["name"], attributes, start, end)
            elif begins_line(src, start) and push_kept(
                state, found["name"], _NAMED.sub(" ", attributes), start, end
            ):  # else what it is called stands in it
                state.push("text", "", 0).content = " "
            inner = end
        push_program(state, inner)
        state.tokens[-1].meta["apart"] = _is_apart(src, start, inner)
        for _ in range(src.count("\n", start, end)):  # lines are counted by them
            state.push("softbreak", "br", 0)
        end = inner
    state.pos = end
    return True


_TAB = regex(r"label:[ \t]*['\"]([^'\"\n]{1,200})['\"],\s*value:[ \t]*['\"]([^'\"\n]{1,200})['\"]")
_OF_TAB = regex(r"\svalue=[\"']([^\"'\n]{1,200})[\"']")


def _with_label(name: str, attributes: str, ctx: Context) -> str:
    """The attributes of a component; of a tab of Docusaurus with its label, which may stand among the `values` of all
    tabs, or else be its value."""
    if name == "Tabs":
        ctx.tabs.update((value, label) for label, value in _TAB.findall(attributes))
    if name != "TabItem" or " label=" in attributes or (found := _OF_TAB.search(attributes)) is None:
        return attributes
    return f'{attributes} label="{ctx.tabs.get(found[1], found[1])}"'


def _in_heading(ctx: Context) -> bool:
    """Whether a heading is being read, whose anchor is made of its words alone."""
    return ctx.token is not None and bool(ctx.token.meta.get("closed_heading"))


def _inner_end(state: StateInline, name: str, start: int) -> int:
    """Where what stands in a component ends, if it ends in the same line: `<EntityLink name="ada">Ada</EntityLink>`."""
    end = state.src.find(f"</{name}>", start, min(state.posMax, start + _LONGEST))
    return end if end > start and "\n" not in state.src[start:end] and state.src[start:end].strip() else 0


def _is_apart(src: str, start: int, end: int) -> bool:
    """Whether a tag stands at the beginning or at the end of its line."""
    return begins_line(src, start) or ends_line(src, end, len(src))
