"""`[[target#anchor|label]]` and `![[embed]]`: what they look like. Knows no page and resolves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.markdown.context import context, remember_place
from kbgen.markdown.openlinks import open_link
from kbgen.markdown.plainmath import plain
from kbgen.markdown.tokens import BREAKS, text_token
from kbgen.text.endings import FILES, PICTURES, ending
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink, match_wikilink, swapped

LINKS = frozenset({"wikilink_open", "link_open"})  # the tokens that links begin with
_WEB = regex(r"(?:https?|mailto|ftp):", re.IGNORECASE)
_LETTER = regex(r"[^\W_]")
_ADDRESS = regex(r"[/.#:?]")  # one of these is in every address that anybody writes
_HIDDEN = regex(r"\[\[[^\[\]\n]*\\\]\]")  # generators that cut a text behind an escaped quote leave this


def has_word(text: str) -> bool:
    """Whether a text has any letter or digit, of any script."""
    return _LETTER.search(text) is not None


def wikilinks(md: MarkdownIt) -> None:
    """Install the rule: `[[…]]` before CommonMark's links, `![[…]]` before its images."""
    md.inline.ruler.before("link", "wikilink", _rule)
    md.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkLabel=_link_label, parseLinkDestination=parseLinkDestination, parseLinkTitle=parseLinkTitle
    )


def _link_label(state: StateInline, start: int, disableNested: bool = False) -> int:
    """CommonMark's search for the `]` that ends a label begun at `start` (-1: none); a wiki-link in it is text, for
    the outer link wins, where a link of CommonMark's in it would win over the outer one."""
    end, old, level = -1, state.pos, 1
    state.pos = start + 1
    while state.pos < state.posMax:
        here, char = state.pos, state.src[state.pos]
        if char == "]":
            level -= 1
            if level == 0:
                end = here
                break
        if state.src.startswith("[[", here) and not state.src.startswith("[", here + 2):
            inner = match_wikilink(state.src, here, state.posMax)
            if not isinstance(inner, int):
                state.pos = inner.end
                continue
        state.md.inline.skipToken(state)
        if char == "[":
            if state.pos == here + 1:
                level += 1
            elif disableNested:
                break
    state.pos = old
    return end


def _rule(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    embed = src[start] == "!"
    opening = start + embed
    if not src.startswith("[[", opening) or state.html_terminator_last("]]") < opening:
        return False
    if src.startswith("[", opening + 2):  # `[[[a]]]`: the first bracket is text
        return False
    written = match_wikilink(src, opening, state.posMax)
    if isinstance(written, int):
        if not silent and not state.linkLevel:
            _report_endless(state, opening, written)
        return False
    if written.end < state.posMax and src[written.end] == "(" and _is_commonmark_link(state, written):
        return False
    if silent:
        state.pos = written.end
        return True
    if state.linkLevel:
        state.append_pending(src[start : written.end])  # inside another link there is no link
        state.pos = written.end
        return True
    empty = not written.target and not has_word(written.anchor)
    if empty or not (has_word(written.target + written.anchor) or _is_symbol(written.target)):
        if empty:
            context(state.env).report(
                "KB108", "this link names no page", start, written.end - start, "write a name between [[ and ]]"
            )
        state.append_pending(src[start : written.end])
        state.pos = written.end
        return True
    _push(state, start, opening, written, embed)
    return True


def _report_endless(state: StateInline, opening: int, broken: int) -> None:
    """Report why brackets are no wiki-link that were meant to be one: a line ends in them (`broken`; -1: none does), or
    a backslash hides those at the end."""
    if broken >= 0:
        message = "a wiki-link must be on one line; this one is shown as text"
        context(state.env).report("KB110", message, opening, broken - opening, "join the two lines, or break before [[")
    elif hidden := _HIDDEN.match(state.src, opening, state.posMax):
        message = "a backslash hides the end of this wiki-link; it is shown as text"
        context(state.env).report("KB120", message, opening, hidden.end() - opening, "write ]] without the backslash")


# What Gollum and GitHub write behind the name of a picture: `alt=An oak|width=200px|frame`.
_OPTION = regex(r"\s*(?:(alt|width)\s*=\s*(.*?)(?:px)?|(?:height|align)\s*=.*|float|frame)\s*\Z")


def _caption(label: str) -> str:
    """What stands behind the name of a picture as it would behind `![[picture.png`: its text, and its width."""
    options = [(part, _OPTION.match(part)) for part in label.split("|")]
    known = {option[1]: option[2] for _, option in options if option is not None}
    alt = known.get("alt") or next((part.strip() for part, option in options if option is None), "")
    return "|".join(filter(None, (alt, known.get("width"))))


def _is_symbol(target: str) -> bool:
    """Names made of signs alone (`+`, `***`) are links only if a document is called so: `link` decides."""
    return bool(target) and len(target) <= 8 and not target.isspace()


def _is_commonmark_link(state: StateInline, written: Wikilink) -> bool:
    """Whether `(…)` behind brackets is a link destination, so that `[[1]](url)` is CommonMark's link. A word or a year
    behind a name is none: where words are not parted, no space stands before `（1945）` or `(1945)`."""
    helpers, src, limit = state.md.helpers, state.src, state.posMax
    start = _skip_space(src, written.end + 1, limit)
    destination = helpers.parseLinkDestination(src, start, limit)
    pos = start
    if destination.ok:
        pos = _skip_space(src, destination.pos, limit)
        title = helpers.parseLinkTitle(src, pos, limit)
        if title.ok and pos > destination.pos:
            pos = _skip_space(src, title.pos, limit)
    if pos >= limit or src[pos] != ")":
        return False
    return not destination.str or src[start] == "<" or _ADDRESS.search(destination.str) is not None


def _skip_space(src: str, pos: int, limit: int) -> int:
    while pos < limit and src[pos] in " \t\n":
        pos += 1
    return pos


def _push(state: StateInline, start: int, opening: int, written: Wikilink, embed: bool) -> None:
    src, maximum = state.src, state.posMax
    ctx = context(state.env)
    label = written.pipe + 1, written.end - 2
    shown = ctx.label_first and ending(written.target) in PICTURES and not _WEB.match(written.target)
    if shown:
        embed, written = True, written._replace(label=_caption(written.label))
    target = opening + 2, written.pipe if written.pipe >= 0 else written.end - 2
    if (
        ctx.label_first
        and written.label
        and ending(written.target) not in FILES  # Gollum's `[[picture.png|alt=…]]` has that first
        and (other := swapped(src, opening, written)) is not None
    ):
        label, target, written = (target[0], target[1] - src.startswith("\\", target[1] - 1)), label, other
    if written.target.startswith("dendron://"):  # Dendron's `dendron://vault/page`
        written = written._replace(target=written.target.split("/", 3)[-1])
    external = bool(_WEB.match(written.target))
    if external and not ctx.label_first:  # wikis of Gollum know such
        ctx.report("KB111", "a web address needs no double brackets", start, written.end - start,
                   f"write <{written.target}> or [text]({written.target})")  # fmt: skip
    token = state.push("wikilink_open", "a", 1)
    remember_place(state, token, start, written.end)
    token.meta |= {"wikilink": written, "embed": embed}
    if external:
        token.meta["web"] = src[slice(*target)].strip()
    if shown and written.label:
        state.tokens.append(text_token(written.label, state.level))
    elif written.label:
        _parse_label(state, *label)
    state.push("wikilink_close", "a", -1)
    state.pos, state.posMax = written.end, maximum


def _parse_label(state: StateInline, start: int, end: int) -> None:
    """A label is inline markdown, but holds no link and no tag."""
    while start < end and state.src[start] in " \t":
        start += 1
    if state.md.inline.terminator_re.search(state.src, start, end) is None:  # nothing but words
        state.tokens.append(text_token(state.src[start:end].rstrip(" \t"), state.level))
        return
    ctx = context(state.env)
    state.pos, state.posMax = start, end
    state.linkLevel += 1
    ctx.in_label += 1
    state.md.inline.tokenize(state)
    last = state.tokens[-1]
    if last.type == "text":
        last.content = last.content.rstrip(" \t")
    ctx.in_label -= 1
    state.linkLevel -= 1


def has_words(tokens: list[Token]) -> bool:
    """Whether any letter or digit stands outside links (and tags)."""
    depth = 0
    for token in tokens:
        kind = token.type
        if kind in LINKS:
            depth += 1
        elif kind in ("wikilink_close", "link_close"):
            depth -= 1
        elif not depth and kind in ("text", "code_inline", "math") and has_word(token.content):
            return True
    return False


def links_in(tokens: list[Token]) -> Iterator[int]:
    """Numbers of the links (not tags, not pictures) among inline tokens, in order."""
    for token in tokens:
        if token.type in LINKS and "hole" in token.meta:
            yield token.meta["hole"]


def text_of(tokens: list[Token], *, shown: bool = False) -> str:
    """Inline tokens as plain text: markup stripped, a bare wiki-link as its target, a formula as it is written. Or as
    pages show it: formulas in Unicode, a bare link open (`openlinks`)."""
    parts: list[str] = []
    for token in tokens:
        kind = token.type
        if kind in ("text", "code_inline", "math"):
            parts.append(plain(token.content) if shown and kind == "math" else token.content)
        elif kind in BREAKS:
            parts.append("" if token.hidden else " ")
        elif kind == "wikilink_open":
            written: Wikilink = token.meta["wikilink"]
            if not written.label and shown and "hole" in token.meta:
                parts.append(open_link(token.meta["hole"]))
            elif not written.label:
                parts.append(written.target or written.anchor)
        elif kind == "link_open":
            if shown and token.meta.get("bare") and "hole" in token.meta:
                parts.append(open_link(token.meta["hole"]))
        elif kind == "image":
            parts.append(text_of(token.children or []))
        elif kind == "tag":
            parts.append("#" + token.content)
    return "".join(parts)
