"""Marks for citations that chat programs leave in what is copied from them: `:contentReference[oaicite:0]{index=0}`,
`【4:1†source】`, `[cite: 1, 2]`. Where a list on the page has works of their numbers, they lead there (`bibliography`).
Elsewhere they lead nowhere: they are told, and not shown, nor is the space before one that ends a sentence.

`【F:src/mill.py†L5-L60】` names lines of a file: it is shown as `src/mill.py:5-60`.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context
from kbgen.markdown.kept import push_program
from kbgen.text.regex import regex

_MARK = regex(
    r"(?::contentReference)?\[oaicite:[0-9]{1,4}\](?:\{index=[0-9]{1,4}\})?"
    r"|【F:(?P<file>[^【】†\n]{1,200})†L(?P<first>[0-9]{1,9})(?:-L(?P<last>[0-9]{1,9}))?】"
    r"|【(?P<one>[0-9]{1,20})(?::[0-9]{1,4})?†[^【】\n]{1,60}】"
    r"|\[cite(?:_start|:[ \t]*(?P<some>[0-9]{1,4}(?:,[ \t]*[0-9]{1,4}){0,20}))\](?![\[(:])"
)
_CLOSES = " \n.,;:!?)…。，、；：！？"  # stands behind a word without a space, or is one; so is the end of a text


def chatmarks(md: MarkdownIt) -> None:
    """Install the rules: one reads the marks, the other tells of those that lead nowhere."""
    md.inline.ruler.before("link", "chat_mark", _rule)
    md.core.ruler.push("chat_marks", _told)


def _rule(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent and found["file"]:
        state.pending += " " * (state.pending[-1:] not in ("", " "))
        lines = f"{found['first']}-{found['last']}" if found["last"] else found["first"]
        state.push("citation", "span", 0).content = f"{found['file']}:{lines}"
    elif not silent:
        length, before = len(state.pending), state.pending
        if state.src[found.end() : found.end() + 1] in _CLOSES:
            state.pending = before.rstrip(" ")
        dropped = " " * (length - len(state.pending))
        push_program(state, found.end())
        numbers = found["one"] or found["some"]
        if numbers:
            place = *context(state.env).place(state.pos), len(found[0])
            state.tokens[-1].meta |= {"cites": f"[{numbers}]", "before": dropped, "place": place, "written": found[0]}
            state.env["chat_marks"] = True
        else:
            context(state.env).report_program("citation", found[0], state.pos, len(found[0]))
    state.pos = found.end()
    return True


def _told(state: StateCore) -> None:
    """Tell of the first mark that no work has the number of."""
    if not state.env.pop("chat_marks", False):
        return
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "program" and "cites" in child.meta:
                context(state.env).report_program_at("citation", child.meta["written"], child.meta["place"])
                return
