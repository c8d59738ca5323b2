"""Tokens to HTML, before sanitising: CommonMark as markdown-it writes it, our syntax as marks, slots, holes.

Knows tokens and the document's `Context`; resolves nothing.
"""

from __future__ import annotations

from html import escape

from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from kbgen.markdown import direction
from kbgen.markdown.blockids import anchor
from kbgen.markdown.context import Context, context
from kbgen.markdown.emphasis import emphasis
from kbgen.markdown.insets import code, math_block, math_inline
from kbgen.markdown.linemarks import has_marks, with_marks
from kbgen.markdown.linkmarks import link_end, link_start, shown_file
from kbgen.markdown.notewriter import NoteWriter, Tokens
from kbgen.markdown.tasks import STATES
from kbgen.markdown.wikilinks import text_of
from kbgen.model import Hole
from kbgen.text.wikilink import sized

# What scrolls must be reached by keyboard; `group`, for regions of one name are one landmark too many.
TABLE = ' class="table" tabindex="0" role="group" aria-label="Table"'
_LOOKS = {  # kinds of callouts -> the kind that they look like (help.obsidian.md/callouts, "Supported types", and ours)
    **dict.fromkeys(("hint", "success", "check", "done"), "tip"),
    **dict.fromkeys(("caution", "attention", "important", "gap"), "warning"),
    **dict.fromkeys(("help", "faq"), "question"),
    **dict.fromkeys(("error", "bug", "failure", "fail", "missing", "contradiction"), "danger"),
    "cite": "quote",
}
_WORDY = 60  # letters of a cell that is a sentence


def escaped(text: str) -> str:
    """Text as the sanitiser writes it: what is written so comes through unchanged."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;") if "\xa0" in text else text


# What these tokens are written as, whatever stands beside them.
_SIMPLE = {
    "strong_open": "<strong>", "strong_close": "</strong>", "em_close": "</em>",
    "s_open": "<s>", "s_close": "</s>", "mark_open": "<mark>", "mark_close": "</mark>",
    "hardbreak": "<br>\n",
    "td_close": "</td>\n", "th_close": "</th>\n", "tr_close": "</tr>\n", "thead_close": "</thead>\n",
    "tbody_close": "</tbody>\n", "list_item_close": "</li>\n", "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n", "footnote_close": "</li>\n", "table_close": "</table></div>\n",
    "footnote_block_close": "</ol>\n</section>\n",
    "comment": "", "program": "",
}  # fmt: skip


class Writer(NoteWriter):
    """One method for each kind of token that is not written as markdown-it does."""

    def render(self, tokens: Tokens, options: OptionsDict, env: EnvType) -> str:
        """Blocks as HTML."""
        out: list[str] = []
        rules = self.rules
        for number, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                out.append(self.render_text(token, options, env))
            elif (simple := _SIMPLE.get(kind)) is not None:
                out.append(simple)
            elif kind == "paragraph_close":
                follows = tokens[number + 1 : number + 2]
                apart = "\n" if follows and follows[0].type == "paragraph_open" else ""  # a comment stood between them
                out.append(apart if token.hidden else "</p>\n")
            elif (rule := rules.get(kind)) is not None:
                out.append(rule(tokens, number, options, env))
            else:
                out.append(self.renderToken(tokens, number, options, env))
        return "".join(out)

    def render_text(self, token: Token, options: OptionsDict, env: EnvType) -> str:
        """An inline token as HTML. A page and its mentions show the same text: it is written once."""
        html: str | None = token.meta.get("written")
        if html is None:
            if has_marks(token):
                html = self.renderInline(list(with_marks(token, context(env).fragment)), options, env)
            else:
                html = "".join(self.parts(token, options, env))
            if _is_same(token):
                token.meta["written"] = html
        return html

    def parts(self, token: Token, options: OptionsDict, env: EnvType) -> list[str]:
        """The children of an inline token as HTML, each by itself, so that a mention may show some of them."""
        parts: list[str] | None = token.meta.get("parts")
        if parts is None:
            parts = self._each(token.children or (), options, env)
            if _is_same(token):
                token.meta["parts"] = parts
        return parts

    def renderInline(self, tokens: Tokens, options: OptionsDict, env: EnvType) -> str:
        """Inline tokens as HTML."""
        return "".join(self._each(tokens, options, env))

    def _each(self, tokens: Tokens, options: OptionsDict, env: EnvType) -> list[str]:
        out: list[str] = []
        rules = self.rules
        for number, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(escaped(token.content))
            elif kind == "softbreak":
                out.append("" if token.hidden else "\n")
            elif (simple := _SIMPLE.get(kind)) is not None:
                out.append(simple)
            elif kind == "wikilink_open":
                out.append(link_start(token, context(env)))
            elif kind == "wikilink_close":
                out.append(link_end(token, context(env)))
            elif (rule := rules.get(kind)) is not None:
                out.append(rule(tokens, number, options, env))
            else:
                out.append(self.renderToken(tokens, number, options, env))
        return out

    def em_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        found = emphasis(tokens, idx)
        return self._open("em", f' class="{found}"' if found else "", env)

    def link_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return link_start(tokens[idx], context(env))

    def link_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return link_end(tokens[idx], context(env))

    def image(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        alt, size = sized(text_of(tokens[idx].children or []))
        meta = tokens[idx].meta
        size = meta.get("size", size)
        return shown_file(meta | {"attrs": meta.get("attrs", "") + size} if size else meta, escape(alt), context(env))

    def tag(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        ctx = context(env)
        number = tokens[idx].meta["hole"]
        return f"{ctx.hole(Hole(number, 'open'))}#{escape(tokens[idx].content)}{ctx.hole(Hole(number, 'close'))}"

    def quote_end(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return context(env).hole(Hole(tokens[idx].meta["number"], "quote"))

    def citation(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return context(env).slot(f'<span class="citation">{escape(tokens[idx].content)}</span>')

    def math(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return context(env).slot(math_inline(tokens[idx], context(env)))

    def math_block(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token, ctx = tokens[idx], context(env)
        return ctx.slot(math_block(token, ctx, _block_id(token, ctx)))

    def html_inline(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        meta = tokens[idx].meta
        named = meta.get("named", "") if not context(env).fragment else ""
        return f"{named}{meta.get('html', '')}"

    def html_block(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        identity = _block_id(tokens[idx], context(env))
        target = context(env).slot(f"<span{identity}></span>") if identity else ""
        return target + self.html_inline(tokens, idx, options, env)

    def hr(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._open("hr", _block_id(tokens[idx], context(env)), env) + "\n"

    def dd_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        identity, html = _block_id(tokens[idx], context(env)), self.renderToken(tokens, idx, options, env)
        tag = f"<{tokens[idx].tag}"
        return html.replace(tag, f"{tag}{context(env).mark(identity)}") if identity else html

    dt_open = dd_open

    def plain_block(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return context(env).slot(f'<pre class="plain">{escape(tokens[idx].content)}</pre>\n')

    def fence(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token, ctx = tokens[idx], context(env)
        return ctx.slot(code(token, ctx, _block_id(token, ctx)))

    code_block = fence

    def heading_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token, ctx = tokens[idx], context(env)
        identity = token.meta.get("id", "")
        if ctx.fragment or not identity:
            return f"<{token.tag}>"
        target = f"<span{_block_id(token, ctx)}></span>" if "block_id" in token.meta else ""
        return self._open(token.tag, f' id="{escape(identity)}"', env) + (ctx.slot(target) if target else "")

    def th_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        names = [str(token.attrs["style"]).rpartition(":")[2]] if "style" in token.attrs else []
        if "of_many" in token.meta and len(text_of(tokens[idx + 1].children or [])) > _WORDY:
            names.append("wordy")  # its column keeps some words to a line where the table is wider than the page
        css = f' class="{" ".join(names)}"' if names else ""
        ctx = context(env)
        return self._open(token.tag, css + _block_id(token, ctx) + direction.of_cell(tokens, idx, ctx), env)

    td_open = th_open

    def table_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        wrapper = self._open("div", TABLE + _block_id(tokens[idx], context(env)), env)
        runs = direction.of_list(tokens, idx, context(env))
        return f"{wrapper}{self._open('table', runs, env)}\n"

    def blockquote_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        identity = _block_id(token, context(env)) + direction.of_block(tokens, idx, context(env))
        if "callout" not in token.meta:
            return self._open("blockquote", identity, env) + "\n"
        opened = " open" if token.meta["open"] else ""
        kind: str = token.meta["callout"]
        look = f" callout-{_LOOKS[kind]}" if kind in _LOOKS else ""
        css = f' class="callout callout-{escape(kind)}{look}"'
        return self._open(token.tag, css + identity + opened, env) + "\n"

    def callout_title_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        identity = _block_id(tokens[idx], context(env))
        return self._open(tokens[idx].tag, f' class="callout-title"{identity}', env)

    def list_item_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token, ctx = tokens[idx], context(env)
        checked = token.meta.get("checked") if token.meta else None
        sign = token.meta.get("state", "") if token.meta else ""
        css = ' class="task"' if sign or checked is not None else ""
        result = self._open("li", css + _block_id(token, ctx) + direction.of_item(tokens, idx, ctx), env)
        if checked is not None:
            state, label = (" checked", "done") if checked else ("", "to do")
            result += ctx.slot(f'<input type="checkbox" disabled{state} aria-label="{label}"> ')
        elif sign:
            label = STATES[sign]
            box = f'<span class="box" role="img" aria-label="{label}" title="{label}">{escape(sign)}</span> '
            result += ctx.slot(box)
        following = tokens[idx + 1] if idx + 1 < len(tokens) else None
        loose = following is not None and not following.hidden and following.type not in ("inline", "list_item_close")
        return result + ("\n" if loose else "")

    def bullet_list_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        before = "\n" if idx and tokens[idx - 1].hidden else ""
        start = token.attrs.get("start")
        number = f' start="{escape(str(start))}"' if start is not None else ""
        direction.of_list(tokens, idx, context(env))
        return f"{before}{self._open(token.tag, _block_id(token, context(env)), env)[:-1]}{number}>\n"

    ordered_list_open = bullet_list_open

    def paragraph_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        if tokens[idx].hidden:
            return ""
        before = "\n" if idx and tokens[idx - 1].hidden else ""
        ctx = context(env)
        return before + self._open("p", _block_id(tokens[idx], ctx) + direction.of_paragraph(tokens, idx, ctx), env)


def _is_same(token: Token) -> bool:
    """Whether a text is the same in mentions, where the marks of footnotes and ids are left out."""
    return "^" not in token.content and not token.meta.get("named")


def _block_id(token: Token, ctx: Context) -> str:
    block_id = token.meta.get("block_id") if token.meta else None
    return f' id="{anchor(block_id)}"' if block_id and not ctx.fragment else ""
