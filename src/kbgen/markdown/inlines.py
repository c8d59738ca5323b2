"""The core rule that parses inline text, and CommonMark's own link rules taught to tell where they stand.

Knows of the other rules only that they need `Context.token`.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from markdown_it.token import Token

from kbgen.diagnostics import finding
from kbgen.markdown.context import Context, context, remember_place
from kbgen.markdown.spaced import report_label, sized_image, spaced_image, spaced_link

# quality.md: a page takes at most 10 s. A sign costs about 30 µs on a slow machine; a page of a megabyte has
# about 40,000 of them, and the largest of the corpora 25,000.
MOST_SIGNS = 300_000
_SIGNS = "*_`[]<&!\\$^~:#"


def inlines(md: MarkdownIt) -> None:
    """Install the rule in place of the core's, and links that remember their place."""
    md.core.ruler.at("inline", _inline)
    md.core.ruler.at("text_join", _join)
    md.inline.ruler.at("link", _link)
    md.inline.ruler.at("image", _image)
    md.inline.ruler.at("autolink", _autolink)
    md.inline.ruler.at("html_inline", _html)


def _inline(state: StateCore) -> None:
    ctx = context(state.env)
    counted = len(state.src) > MOST_SIGNS  # else there cannot be too many
    before = None
    for token in state.tokens:
        if token.type == "inline":
            ctx.token = token
            ctx.no_tags = False
            if before is not None and before.type == "heading_open":
                ctx.no_tags = before.tag == "h1"
                if before.markup[:1] == "#":
                    token.meta["closed_heading"] = True
            token.children = []
            if counted:
                ctx.budget -= sum(map(token.content.count, _SIGNS))
            if ctx.budget < 0:
                _as_text(token, ctx)
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)
        before = token
    ctx.token = None


def _join(state: StateCore) -> None:
    """markdown-it's rule that joins texts, for those that have an escape or entity: only these leave pieces."""
    pieces = [t for t in state.tokens if t.type == "inline" and ("\\" in t.content or "&" in t.content)]
    if pieces:
        every, state.tokens = state.tokens, pieces
        text_join(state)
        state.tokens = every


def _as_text(token: Token, ctx: Context) -> None:
    """Show what would take too long to read as it is written."""
    token.children = [Token("text", "", 0, content=token.content)]
    report_spent(token, ctx)


def report_spent(token: Token, ctx: Context) -> None:
    """Say once from where on a page is shown as plain text."""
    if not ctx.spent:
        ctx.spent = True
        message = f"this page has more than {MOST_SIGNS:,} markup characters; from here on it is shown as plain text"
        line = (token.map or [0])[0] + 1
        ctx.diagnostics.append(finding("KB215", message, line, hint="split it into several pages"))


def _link(state: StateInline, silent: bool) -> bool:
    if context(state.env).in_label:
        return False
    start = state.pos
    if _placed(link, state, silent, "link_open"):
        if not silent and not state.linkLevel and "[" in state.src[:start]:
            report_label(state, start, state.pos)
        return True
    return _placed(spaced_link, state, silent, "link_open")


def _image(state: StateInline, silent: bool) -> bool:
    return any(_placed(rule, state, silent, "image") for rule in (_labelled, sized_image, spaced_image))


def _labelled(state: StateInline, silent: bool) -> bool:
    """markdown-it's picture, whose label is read by itself: what is found in it stands behind `![`."""
    ctx, label = context(state.env), state.pos + 2
    ctx.base += label
    found = image(state, silent)
    ctx.base -= label
    return found


def _autolink(state: StateInline, silent: bool) -> bool:
    if context(state.env).in_label:
        return False
    return _placed(autolink, state, silent, "link_open")


def _html(state: StateInline, silent: bool) -> bool:
    if not _placed(html_inline, state, silent, "html_inline"):
        return False
    context(state.env).raw_html = True
    return True


def _placed(rule: object, state: StateInline, silent: bool, kind: str) -> bool:
    start, count = state.pos, len(state.tokens)
    if not rule(state, silent):  # type: ignore[operator]
        return False
    if not silent:
        for token in state.tokens[count : count + 2]:  # text that waited may come first
            if token.type == kind:
                remember_place(state, token, start, state.pos)
                break
    return True
