"""Footnotes, numbers that cite works, and these works as HTML, with the links between them and the text. In a text that
is shown on another page there are no such links."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from kbgen.markdown.context import context
from kbgen.model import Hole

Tokens = Sequence[Token]


def _note_id(token: Token) -> str:
    """The id of a footnote; the colon keeps it apart from every heading's anchor."""
    return f"fn:{token.meta['id'] + 1}"


def _reference_id(token: Token) -> str:
    repeat = token.meta["subId"]
    return f"fnref:{token.meta['id'] + 1}" + (f":{repeat + 1}" if repeat else "")


class NoteWriter(RendererHTML):
    """One method for each kind of these tokens."""

    def _open(self, tag: str, attributes: str, env: EnvType) -> str:
        return f"<{tag}{context(env).mark(attributes)}>" if attributes else f"<{tag}>"

    def footnote_ref(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token, ctx = tokens[idx], context(env)
        if ctx.fragment:
            return ""
        number = token.meta["id"] + 1
        return ctx.slot(
            f'<sup class="footnote-ref"><a href="#{_note_id(token)}" id="{_reference_id(token)}" '
            f'aria-label="Note {number}">{number}</a></sup>'
        )

    def noted_comma(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return "" if context(env).fragment else ", "

    def footnote_block_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._open("section", ' class="footnotes" aria-label="Footnotes"', env) + "\n<ol>\n"

    def footnote_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._open("li", f' id="{_note_id(tokens[idx])}"', env)

    def footnote_source(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token, ctx = tokens[idx], context(env)
        text, before = escape(token.meta["text"]), " " if idx and tokens[idx - 1].type == "inline" else ""
        if "web" in token.meta:
            return ctx.slot(f'{before}<a class="external" href="{escape(token.meta["web"])}">{text}</a>')
        number = token.meta.get("hole", -1)
        if number < 0:
            return before + text
        if not text:
            return before + ctx.hole(Hole(number, "bare"))
        return f"{before}{ctx.hole(Hole(number, 'open'))}{text}{ctx.hole(Hole(number, 'close'))}"

    def footnote_anchor(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        if context(env).fragment:
            return ""
        target = _reference_id(tokens[idx])
        return context(env).slot(_back(target))

    def cites_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        if context(env).fragment:
            return ""
        number = tokens[idx].meta["number"]
        identity = f' id="cites:{number}"' if tokens[idx].meta["first"] else ""
        return self._open("a", f' class="cites" href="#work:{number}"{identity}', env)

    def cites_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return "" if context(env).fragment else "</a>"

    def cites_raised_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._open("sup", ' class="footnote-ref"', env)

    def cites_raised_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</sup>"

    def work_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._open("span", f' id="work:{tokens[idx].meta["number"]}"', env)

    def work_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return context(env).slot(_back(f"cites:{tokens[idx].meta['number']}")) + "</span>"


def _back(target: str) -> str:
    """A link from a note, or a work, to the place of an id in the text."""
    return f' <a class="footnote-back" href="#{target}" aria-label="Back to the text">↩︎</a>'
