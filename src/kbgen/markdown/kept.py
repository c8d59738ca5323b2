"""What a reader would lose with a tag that only its program runs: the picture, the address, the title and the words
that it names. Knows neither which tags there are, nor where they stand."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.markdown.context import context, remember_place
from kbgen.markdown.tokens import give_size, text_token
from kbgen.text.endings import PICTURES, ending
from kbgen.text.regex import regex

_VALUE = regex(r"(?<![\w-])([\w-]++)[ \t]*+=[ \t]*\{?(?:\"([^\"\n]*)\"|'([^'\n]*)'|(?<!\{)(?!=)([^\s\"'{}<>]+))")
_QUOTED = regex(r"(?<![=\w])(?:[ \t\n]|\A)\"([^\"\n]{1,300})\"(?=[ \t\n]|\Z)")
_BARE = regex(r"[\"']?([\w-]{6,})[\"']?")
_WEB = regex(r"(?<![^\s\"'])https?://[^\s\"'{}<>]+")
_TITLES = ("caption", "title", "label", "text", "alt", "summary", "name")
_ADDRESSES = ("url", "src", "href", "to", "link", "relref")
_WORDS = ("description", "subtitle", "content")
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
# Shortcodes of Hugo's themes that are given their title without a name for it.
_TITLED = frozenset({"tab", "tabitem", "details", "expand", "accordion", "collapse", "badge", "button", "kbd", "step"})
_ICONS = ("icon", "icons")


def push_kept(state: StateInline, word: str, rest: str, start: int, end: int) -> bool:
    """The tokens of what is to be kept of a tag (its word and the rest), which stands between two offsets; whether
    there are any."""
    count = len(state.tokens)
    _push_kept(state, word, rest, start, end)
    return len(state.tokens) > count


def _push_kept(state: StateInline, word: str, rest: str, start: int, end: int) -> None:
    if word.lower().endswith(_ICONS):
        return
    values = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _VALUE.finditer(rest)}
    values = {name: value for name, value in values.items() if "{" not in value}
    title = next((found for key in _TITLES if (found := values.get(key, ""))), "")
    if not title and word.lower() in _TITLED and (quoted := _QUOTED.search(rest)) is not None:
        title = quoted[1]
    video = next((name for name in _VIDEOS if name in (word.lower(), *rest.lower().split()[:1])), "")
    bare = _BARE.search(values.get("id", "") or rest.removeprefix(f" {video}")) if video else None
    if bare is not None:
        _push_link(state, _VIDEOS[video] + bare[1], title, start, end)
        return
    picture = next((value for value in values.values() if ending(value) in PICTURES), "")
    if picture:
        titled = ("title",) if word.lower() == "figure" else ()
        below = [values[key] for key in (*titled, "caption") if values.get(key)]
        _push_picture(state, picture, below, values, start, end)
        return
    address = next((found for key in _ADDRESSES if (found := values.get(key, ""))), "")
    web = _WEB.search(rest) if not address else None
    if address:
        if word != "content-ref":  # its link stands in it
            _push_link(state, address, title, start, end)
    elif web is not None:
        _push_link(state, web[0], title, start, end)
    elif title:
        state.push("strong_open", "strong", 1)
        _push_words(state, title, start)
        state.push("strong_close", "strong", -1)
    more = next((found for key in _WORDS if (found := values.get(key, ""))), "")
    if more and more != title:
        if title or address:
            state.push("text", "", 0).content = " — "
        _push_words(state, more, start)


def push_program(state: StateInline, end: int) -> None:
    """Note that a tag ends at a place of the text."""
    state.push("program", "", 0).meta["behind"] = end


def _push_words(state: StateInline, words: str, start: int) -> None:
    """Words in a tag that begins at an offset, which may have marks of markdown."""
    children: list[Token] = []
    ctx = context(state.env)
    place = state.src.find(words, start)
    ctx.base += place
    state.md.inline.parse(words, state.md, state.env, children)
    ctx.base -= place
    state.tokens += children


def _push_picture(
    state: StateInline, address: str, below: list[str], values: dict[str, str], start: int, end: int
) -> None:
    """A picture, and the words below it."""
    alt = values.get("alt") or ("" if below else next((values[key] for key in _TITLES if values.get(key)), ""))
    token = state.push("image", "img", 0)
    token.attrs, token.content, token.children = {"src": address, "alt": ""}, alt, [text_token(alt)]
    give_size(token, {name: values[name] for name in ("width", "height") if values.get(name, "").isdecimal()})
    token.meta["behind"] = end
    remember_place(state, token, start, end)
    for words in below:
        state.push("hardbreak", "br", 0)
        _push_words(state, words, start)


def _push_link(state: StateInline, address: str, title: str, start: int, end: int) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(address)}
    remember_place(state, token, start, end)
    text = state.push("text", "", 0)
    text.content = title or address
    if not title:
        text.meta["behind"] = start
    state.push("link_close", "a", -1)
