"""Footnotes. Definitions and references are mdit-py-plugins'; the
rest is ours: inline notes know where they stand, notes that nobody refers to are shown, not lost. What agents put
behind a sentence to say how they know it (`^[inferred]`) is a word, and no note of its own each time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

from kbgen.diagnostics import finding
from kbgen.markdown.context import Note, context
from kbgen.markdown.urls import classify, shown_address
from kbgen.markdown.wikilinks import LINKS
from kbgen.text.regex import regex

_KNOWN_HOW = regex(
    r"\^\[(extracted|inferred|ambiguous|assumed|assumption|verified|unverified|uncertain|speculative|speculation|hypothesis"
    r"|contested|disputed|synthesis|synthesi[sz]ed|stale|quoted|observed|estimated)\]",
    re.IGNORECASE,
)

_REFERENCE = regex(r"\[\^[^\] \n]{1,999}\]")  # labels are as long as those of links may be


def footnotes(md: MarkdownIt) -> None:
    """Install `[^note]`, `[^note]: text` and `^[inline notes]`."""
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.after("image", "footnote_inline", _inline_note)
    md.inline.ruler.after("footnote_inline", "footnote_ref", _reference)
    md.core.ruler.after("inline", "footnote_tail", _tail)


def keyed(notes: Iterable[str]) -> dict[str, Any]:
    """What markdown-it's environment holds before a text in which notes may have these labels, written or not."""
    return {"footnotes": {"refs": {f":{label}": -1 for label in notes}, "list": {}}} if notes else {}


def _reference(state: StateInline, silent: bool) -> bool:
    """A reference to a note. The library would look for the end of its label to the end of the text."""
    return _REFERENCE.match(state.src, state.pos, state.posMax) is not None and footnote_ref(state, silent)


def _inline_note(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("^[", start) or state.linkLevel or state.html_terminator_last("]") < start:
        return False
    word = _KNOWN_HOW.match(state.src, start, state.posMax)
    if word is not None:
        if not silent:
            state.push("citation", "span", 0).content = word[1]
        state.pos = word.end()
        return True
    end = parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        ctx = context(state.env)
        notes = state.env.setdefault("footnotes", {"refs": {}, "list": {}})
        number = len(notes["list"])
        content = state.src[start + 2 : end]
        children: list[Token] = []
        notes["list"][number] = {"content": content, "tokens": children, "count": 1, "line": ctx.place(start)[0]}
        ctx.base += start + 2
        state.md.inline.parse(content, state.md, state.env, children)
        ctx.base -= start + 2
        state.push("footnote_ref", "", 0).meta = {"id": number, "subId": 0}
    state.pos = end + 1
    return True


def _tail(state: StateCore) -> None:
    """Move definitions to the end, in the order of first reference; unreferenced ones follow."""
    if "footnotes" not in state.env:
        return
    kept, defined = _taken_out(state.tokens)
    _report(state, {note.get("label") for note in state.env["footnotes"]["list"].values()})
    sources = context(state.env).notes
    notes = list(state.env["footnotes"]["list"].values())
    used = {note["label"] for note in notes if "label" in note}
    unused = [label for label in defined if label not in used]
    notes += [{"label": label, "count": 0} for label in unused]
    if not notes:
        state.tokens = kept
        return
    kept.append(Token("footnote_block_open", "section", 1, block=True))
    for number, note in enumerate(notes):
        kept.append(Token("footnote_open", "li", 1, block=True, meta={"id": number}))
        if "tokens" in note:
            body = [
                Token("paragraph_open", "p", 1, block=True),
                Token("inline", "", 0, {}, [note["line"] - 1, note["line"]], 0, note["tokens"], note["content"]),
                Token("paragraph_close", "p", -1, block=True),
            ]
        else:
            body = _with_source(defined.get(note["label"], []), sources.get(note["label"]))
        anchors = [Token("footnote_anchor", "", 0, meta={"id": number, "subId": i}) for i in range(note["count"])]
        tail = [body[-1]] if body and body[-1].type == "paragraph_close" else []
        kept += body[: len(body) - len(tail)] + anchors + tail
        kept.append(Token("footnote_close", "li", -1, block=True))
    kept.append(Token("footnote_block_close", "section", -1, block=True))
    state.tokens = kept


def _report(state: StateCore, used: set[str | None]) -> None:
    """Report definitions that nothing refers to, and those of a label that has one already."""
    ctx, seen = context(state.env), set[str]()
    for token in state.tokens:
        if token.type != "footnote_reference_open" or not token.map:
            continue
        label, line = token.meta["label"], token.map[0]
        message = "" if label in used else f"nothing refers to this note; write [^{label}] behind what it is about"
        if label in seen:
            message = f"the note [^{label}] is on this page twice; both texts are shown as one"
        seen.add(label)
        if message and label not in ctx.notes:
            message, _, hint = message.partition("; write ")
            column = max(0, ctx.lines[line].find("[^") if line < len(ctx.lines) else 0) + 1
            hint = f"write {hint}" if hint else "give one of them another label"
            ctx.diagnostics.append(finding("KB239", message, line + 1, column, len(label) + 3, hint))


def _with_source(body: list[Token], source: Note | None) -> list[Token]:
    """The text of a note that is keyed to a source, with a link to that: the source itself where nobody wrote a note,
    or one that only names it; its address, or the title of its page, behind any other that has no link of its own."""
    if source is None or any(child.type in LINKS for token in body for child in token.children or ()):
        return body
    if not body or _names(body, source):
        return [Token("footnote_source", "", 0, meta={"source": source, "text": source.text})]
    if not source.address:
        return body
    text = shown_address(source.address) if classify(source.address) == "web" else ""
    shown = Token("footnote_source", "", 0, meta={"source": source, "text": text})
    at = len(body) - (body[-1].type == "paragraph_close")
    return [*body[:at], shown, *body[at:]]


def _names(body: list[Token], source: Note) -> bool:
    """Whether a note says no more than what its source is called."""
    said = [token.content for token in body if token.type not in ("paragraph_open", "paragraph_close")]
    return len(said) == 1 and bool(source.text) and _bare(said[0]) == _bare(source.text)


def _bare(title: str) -> str:
    return " ".join(title.split()).rstrip(".").casefold()


def _taken_out(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """What stands outside definitions, and each definition's own; one may stand in a list of another."""
    kept: list[Token] = []
    defined: dict[str, list[Token]] = {}
    around = [kept]
    for token in tokens:
        if token.type == "footnote_reference_open":
            # a label defined twice keeps both texts, one below the other: nothing an author wrote is lost
            around.append(defined.setdefault(token.meta["label"], []))
        elif token.type == "footnote_reference_close":
            around.pop()
        else:
            around[-1].append(token)
    return kept, defined
