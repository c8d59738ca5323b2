"""Links and macros of Logseq and Roam in running text.

`((number of a block))` is a link to that block, `[text](((…)))` and `[text]([[page]])` are links with that text,
`{{embed …}}` shows a page or block, `^^this^^` is marked (`2^^3` is not). Queries and other macros are code: what they
name are no links. Of what a plugin would show (`{{renderer …}}`) only an address is shown. Roam puts the names of
macros in brackets: `{{[[query]]: …}}`. A size behind a picture (`{:height 53, :width 42}`) is its size.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context, remember_place
from kbgen.markdown.kept import push_program
from kbgen.markdown.tokens import give_size
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink, match_wikilink

BLOCK = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_REFERENCE = regex(rf"\(\(({BLOCK})\)\)")
_EMBED = regex(rf"\{{\{{(?:embed|\[\[embed\]\]:?)[ \t]+(?=\[\[|\(\({BLOCK})", re.IGNORECASE)
_END = regex(r"[ \t]*\}\}")
_OF_ROAM = (  # help.roamresearch.com, "Components"
    "attr-table|audio|calc|chart|DONE|drawing|embed|encrypt|iframe|kanban|mentions|mermaid|pdf|POMO|query|slider|table"
    "|timer|TODO|video|word-count|youtube"
)
_MACRO = regex(
    rf"\{{\{{(?:(?:query|cards|namespace)\b|\[\[(?:{_OF_ROAM})\]\])[^\n]{{0,2000}}?\}}\}}(?!\}})",
    re.IGNORECASE,
)
_WEB = regex(
    r"\{\{(?:(?:video|youtube|vimeo|bilibili|tweet|twitter)|\[\[(?:video|youtube|iframe|pdf|audio)\]\]):?[ \t]+"
    r"(https?://[^\s{}]+)[ \t]*\}\}",
    re.IGNORECASE,
)
_FILM = regex(r"\{\{youtube[ \t]+([\w-]{11})[ \t]*\}\}", re.IGNORECASE)  # by its number
_TIME = regex(r"\{\{youtube-timestamp[ \t]+(\d[\d:]{0,8})[ \t]*\}\}", re.IGNORECASE)  # in seconds, or as a clock has it
_RENDERER = regex(r"\{\{renderer[ \t]+[^\s{}][^\n{}]{0,2000}\}\}", re.IGNORECASE)
_ADDRESS = regex(r"https?://[^\s,{}<>\"']+")
_CLOZE = regex(r"\{\{cloze[ \t]++([^{}\n]+)\}\}", re.IGNORECASE)
_MARKED = regex(r"(?<![A-Za-z0-9)])\^\^(?![\s^])([^\^`<>\[\]\n]+)(?<!\s)\^\^")
_SIZE = regex(r"\{:?((?:[ \t]*:?(?:height|width)[ \t]+\d{1,5}(?:\.\d+)?(?:px)?,?)+)[ \t]*\}")
_SIDE = regex(r"(height|width)[ \t]+(\d+)")


def logseq(md: MarkdownIt) -> None:
    """Install the rules."""
    md.inline.ruler.before("link", "labelled", _labelled)
    md.inline.ruler.before("link", "block_reference", _block_reference)
    md.inline.ruler.before("link", "macro", _macro)
    md.inline.ruler.after("image", "image_size", _image_size)
    md.inline.ruler.before("footnote_inline", "marked", _marked)


def _written(src: str, start: int, limit: int) -> Wikilink | None:
    """The wiki-link, or the reference to a block, that begins at a place."""
    found = _REFERENCE.match(src, start, limit)
    if found is not None:
        return Wikilink(found.end(), -1, found[0], f"^{found[1]}", "", False)
    wiki = match_wikilink(src, start, limit) if src.startswith("[[", start) else -1
    return None if isinstance(wiki, int) else wiki


def _block_reference(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("((", start) or state.linkLevel:
        return False
    written = _written(state.src, start, state.posMax)
    if written is None:
        return False
    if not silent:
        _push(state, start, written, False)
    state.pos = written.end
    return True


def _labelled(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    last = max(state.html_terminator_last("]([["), state.html_terminator_last("]((("))
    if last < start or src[start] != "[" or context(state.env).in_label or state.linkLevel:
        return False
    end = state.md.helpers.parseLinkLabel(state, start, True)
    if end < 0 or not src.startswith(("([[", "((("), end + 1):
        return False
    written = _written(src, end + 2, state.posMax)
    if written is None or not src.startswith(")", written.end):
        return False
    if not silent:
        limit = state.posMax
        _push(state, start, written._replace(end=written.end + 1, label=src[start + 1 : end]), False, (start + 1, end))
        state.posMax = limit
    state.pos = written.end + 1
    return True


def _macro(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if not src.startswith("{{", start) or state.html_terminator_last("}}") < start:
        return False
    embed = _EMBED.match(src, start, state.posMax)
    written = _written(src, embed.end(), state.posMax) if embed is not None else None
    closing = _END.match(src, written.end, state.posMax) if written is not None else None
    if written is not None and closing is not None:
        if state.linkLevel:
            return False
        if not silent:
            _push(state, start, written._replace(end=closing.end()), True)
        state.pos = closing.end()
        return True
    for pattern, push in _MACROS:
        found = pattern.match(src, start, state.posMax)
        if found is not None:
            if not silent:
                push(state, found)
            state.pos = found.end()
            return True
    return False


def _push(state: StateInline, start: int, written: Wikilink, embed: bool, label: tuple[int, int] | None = None) -> None:
    token = state.push("wikilink_open", "a", 1)
    remember_place(state, token, start, written.end)
    token.meta |= {"wikilink": written, "embed": embed}
    if label is not None:
        state.pos, state.posMax = label
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
    state.push("wikilink_close", "a", -1)


def _push_film(state: StateInline, found: re.Match[str]) -> None:
    _push_address(state, f"https://www.youtube.com/watch?v={found[1]}", *found.span())


def _push_time(state: StateInline, found: re.Match[str]) -> None:
    state.append_pending(found[1] if ":" in found[1] else f"{int(found[1]) // 60}:{int(found[1]) % 60:02}")


def _push_web(state: StateInline, found: re.Match[str]) -> None:
    _push_address(state, found[1], *found.span())


def _push_address(state: StateInline, address: str, start: int, end: int) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": address}
    remember_place(state, token, start, end)
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)


def _push_plugin(state: StateInline, found: re.Match[str]) -> None:
    context(state.env).report_program("renderer", found[0], found.start(), len(found[0]))
    address = _ADDRESS.search(found[0])
    if address is not None and not state.linkLevel:
        _push_address(state, address[0], *found.span())
    push_program(state, found.end())


def _push_text(state: StateInline, found: re.Match[str]) -> None:
    limit = state.posMax
    state.pos, state.posMax = found.span(1)
    state.md.inline.tokenize(state)
    state.posMax = limit


def _push_code(state: StateInline, found: re.Match[str]) -> None:
    token = state.push("code_inline", "code", 0)
    token.markup, token.content = "`", found[0]


_MACROS = (
    *((_WEB, _push_web), (_FILM, _push_film), (_TIME, _push_time), (_CLOZE, _push_text), (_RENDERER, _push_plugin)),
    (_MACRO, _push_code),
)


def _image_size(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if src[start] != "{" or not start or src[start - 1] != ")":
        return False
    found = _SIZE.match(src, start, state.posMax)
    if found is None:
        return False
    if not silent:
        if state.pending or not state.tokens or state.tokens[-1].type != "image":
            return False
        give_size(state.tokens[-1], dict(_SIDE.findall(found[1])))
    state.pos = found.end()
    return True


def _marked(state: StateInline, silent: bool) -> bool:
    found = _MARKED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("mark_open", "mark", 1).markup = "^^"
        _push_text(state, found)
        state.push("mark_close", "mark", -1).markup = "^^"
    state.pos = found.end()
    return True
