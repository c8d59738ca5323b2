"""Tags of Liquid (Jekyll, GitBook), shortcodes of Hugo and marks of mdBook, which only their programs run:
`{% include toc.html %}`, `{% tabs %} … {% endtabs %}`, `{{< figure src="x.png" >}}`, `{{#include a.rs}}`.

One that has a line for itself is not shown, but for what a reader would lose: the picture, the address and the title
that it names. What stands between two of them stays; `{% highlight %}` and `{{< mermaid >}}` are code, `{% comment %}`
is a comment, `{% raw %}` is not shown around what would be run. In a line with other words another tag is text, for so
one writes about them. Links whose address a tag is lead there: `[t]({% link _docs/a.md %})`,
`[t]({{ site.baseurl }}/a)`, `[t]({{< ref "a.md" >}})`. In raw HTML, a loop around values goes with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kbgen.markdown.context import context, push_link, read_label, remember_place
from kbgen.markdown.kept import push_kept, push_program
from kbgen.markdown.tokens import without_blocks
from kbgen.text.regex import as_spaces, regex
from kbgen.text.wikilink import Wikilink

_LONGEST = 500  # code points of a tag
_INDENT = 20  # code points that a tag may be indented by
_INSIDE = r"(?:(?!\{\{|\{%)[^\0]){0,500}?"
_TAG = regex(
    rf"(?:\{{%-?[ \t]*(?P<word>[A-Za-z][\w-]*)(?P<rest>{_INSIDE})-?%\}}"
    rf"|\{{\{{[<%][ \t]*(?P<code>/?[ \t]*[A-Za-z][\w/-]*)(?P<more>{_INSIDE})/?[>%]\}}\}}"
    r"|\{\{#(?P<mark>[A-Za-z]\w*)(?P<most>[^\n{}]{0,500})\}\})[ \t]*"
)
_REFERENCE = regex(r"\{\{#ref\}\}[ \t]*\n[ \t]*([^\s{}]{1,300})[ \t]*\n[ \t]*\{\{#endref\}\}[ \t]*")
_LOGIC = frozenset(("assign", "capture", "case", "elif", "elsif", "for", "if", "set", "unless", "when"))
_ADDRESS = regex(
    r"\[(?P<label>[^\[\]\n]{0,200})\]\("
    r"(?:(?:\{\{[ \t]*site\.(?:base)?url[ \t]*\}\})?"
    r"\{%-?[ \t]*(?P<tag>link|post_url)[ \t]+(?P<path>[^\s{}%]{1,300})[ \t]*-?%\}"
    r"|\{\{[<%][ \t]*(?:rel)?ref[ \t]+(?:path[ \t]*=[ \t]*)?\"?(?P<ref>[^\s\"{}<>]{1,300})\"?[ \t]*[>%]\}\}"
    r"|\{\{[ \t]*site\.(?:base)?url[ \t]*\}\}(?P<below>[^\s{}()]{1,300})"
    r"|\{\{[ \t]*[\"'](?P<filtered>[^\s\"'{}]{1,300})[\"'][ \t]*\|[ \t]*\w+[ \t]*\}\})"
    r"(?P<anchor>\#[^\s(){}]{1,200})?[ \t]*\)"
)
_COMMENT = regex(r"\{%-?[ \t]*comment[ \t]*-?%\}[^\n]*?\{%-?[ \t]*endcomment[ \t]*-?%\}[ \t]*")
_END_OF_RAW = regex(r"\{%-?[ \t]*endraw[ \t]*-?%\}")
# On lines of their own: a loop without another in it, and a tag.
_LOOP = regex(
    r"^[ \t]*\{%-?[ \t]*for\b((?:(?!\{%-?[ \t]*(?:end)?for\b)[\s\S]){0,3000}+)\{%-?[ \t]*endfor[ \t]*-?%\}[ \t]*$",
    re.MULTILINE,
)
_IN_HTML = regex(r"^[ \t]*(\{%-?[ \t]*[A-Za-z][\w-]*[^\n{}]{0,500}%\})[ \t]*$", re.MULTILINE)
HTML_CODE = regex(r"<(?:pre|code|script|style)\b", re.IGNORECASE)
_REST = regex(r"[ \t]*(?:\n|\Z)")
_RUN = regex(r"\{[{%]")
_LONGEST_RAW = 2000  # code points between a tag `raw` and its end, in a line with other words


def liquid(md: MarkdownIt) -> None:
    """Install the rules: tags, those in raw HTML, addresses, and the paragraphs that are empty without them."""
    md.inline.ruler.before("escape", "program", _tag)
    md.inline.ruler.before("link", "program_link", _link)
    md.inline.ruler.before("image", "program_image", _image)
    md.core.ruler.before("inline", "program_html", _in_html)
    md.core.ruler.after("inline", "program_paragraphs", _paragraphs)


def _tag(state: StateInline, silent: bool) -> bool:
    start, src = state.pos, state.src
    if src[start + 1 : start + 2] not in ("%", "{") or silent or state.linkLevel:
        return False
    if max(state.html_terminator_last("%}"), state.html_terminator_last("}}")) < start:
        return False
    first = _TAG.match(src, start, state.posMax)
    if first is None:
        return False
    if first["word"] == "comment" or first["mark"] == "ref":
        return _whole(state)
    found = list(_tags(src, first, state.posMax)) if begins_line(src, start) else []
    if not found or not ends_line(src, found[-1].end(), state.posMax):
        return first["word"] == "raw" and _raw(state, first.end())
    push_program(state, start)
    for number, tag in enumerate(found):
        word = (tag["word"] or tag["code"] or tag["mark"]).replace(" ", "")
        if word in ("raw", "endraw"):  # nothing is lost
            context(state.env).programs.add("")
        else:
            written = tag[0].strip()
            length = len(written.partition("\n")[0])
            context(state.env).report_program("tag", " ".join(written.split()), tag.start(), length)
        if word not in _LOGIC:  # its values are for the program alone
            if number and state.tokens[-1].type == "strong_close":
                state.push("text", "", 0).content = " "
            push_kept(state, word, tag["rest"] or tag["more"] or tag["most"] or "", tag.start(), tag.end())
        push_program(state, tag.end())
        state.tokens[-1].meta["apart"] = True
        for _ in range(tag[0].count("\n")):  # lines are counted by them
            state.push("softbreak", "br", 0)
    state.pos = found[-1].end()
    return True


def _tags(src: str, found: re.Match[str] | None, limit: int) -> Iterator[re.Match[str]]:
    """A tag and those right behind it."""
    while found is not None:
        yield found
        found = _TAG.match(src, found.end(), limit)


def _whole(state: StateInline) -> bool:
    """Read what begins with one tag and ends with another, if it has its lines for itself: a comment, which is not
    shown, and mdBook's reference to a page, which is a link."""
    start, src = state.pos, state.src
    if not begins_line(src, start):
        return False
    found = _COMMENT.match(src, start, state.posMax)
    page = _REFERENCE.match(src, start, state.posMax) if found is None else None
    end = found.end() if found is not None else page.end() if page is not None else 0
    if not end or not ends_line(src, end, state.posMax):
        return False
    if page is not None:
        token = state.push("wikilink_open", "a", 1)
        remember_place(state, token, *page.span(1))
        target, _, anchor = page[1].partition("#")
        target = target if target.startswith(("/", ".")) else f"./{target}"
        token.meta |= {"wikilink": Wikilink(page.end(1), -1, target, anchor, "", False), "embed": False}
        state.push("wikilink_close", "a", -1)
    else:
        context(state.env).programs.add("")
        push_program(state, end)
    state.pos = end
    return True


def _raw(state: StateInline, start: int) -> bool:
    """Read what stands between `{% raw %}`, which ends at `start`, and its end, if that would be run without."""
    src, limit = state.src, state.posMax
    end = _END_OF_RAW.search(src, start, min(limit, start + _LONGEST_RAW))
    if end is None or not _RUN.search(src, start, end.start()):
        return False
    context(state.env).programs.add("")
    push_program(state, start)
    state.pos, state.posMax = start, end.start()
    state.md.inline.tokenize(state)
    state.pos, state.posMax = end.end(), limit
    return True


def begins_line(src: str, start: int) -> bool:
    """Whether a line begins at a place, or is indented to there."""
    before = src[max(0, start - _INDENT) : start].rpartition("\n")
    return not start or bool((before[1] or start < _INDENT) and not before[2].strip())


def ends_line(src: str, pos: int, limit: int) -> bool:
    """Whether there are only spaces from a place to the end of its line."""
    return _REST.match(src, pos, limit) is not None


def _address(state: StateInline, start: int) -> re.Match[str] | None:
    """The link with a tag for its address that begins at a place."""
    return _ADDRESS.match(state.src, start, state.posMax) if state.html_terminator_last("]({") >= start else None


def _href(found: re.Match[str]) -> str:
    path = found["path"] or found["ref"] or found["below"] or found["filtered"]
    if found["tag"] == "link":
        path = f"/{path.lstrip('/')}"
    return f"{path}{found['anchor'] or ''}"


def _link(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = _address(state, start) if not context(state.env).in_label else None
    if found is None or state.linkLevel:
        return False
    if not silent:
        name = _name(found)
        if name:
            _push_named(state, found, name)
        else:
            token = push_link(state, {"href": state.md.normalizeLink(_href(found))}, *found.span("label"))
            remember_place(state, token, start, found.end())
    state.pos = found.end()
    return True


def _name(found: re.Match[str]) -> str:
    """The name by which a tag refers to a page, wherever that lies: `{{< ref "oaks" >}}`, `{% post_url … %}`; ''."""
    path = found["ref"] or (found["path"] if found["tag"] == "post_url" else "")
    return path.removesuffix(".md") if path and "/" not in path and not path.startswith(("#", ".")) else ""


def _push_named(state: StateInline, found: re.Match[str], name: str) -> None:
    target, _, anchor = name.partition("#")
    token = state.push("wikilink_open", "a", 1)
    remember_place(state, token, *found.span())
    anchor = anchor or (found["anchor"] or "")[1:]
    written = Wikilink(found.end(), found.start("label") - 1, target, anchor, found["label"] or target, False)
    token.meta |= {"wikilink": written, "embed": False}
    limit, state.pos, state.posMax = state.posMax, *found.span("label")
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = limit
    state.push("wikilink_close", "a", -1)


def _image(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = _address(state, start + 1) if state.src.startswith("![", start) else None
    if found is None:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": state.md.normalizeLink(_href(found)), "alt": ""}
        read_label(state, token, found["label"], found.start("label"))
        remember_place(state, token, start, found.end())
    state.pos = found.end()
    return True


def _in_html(state: StateCore) -> None:
    """Put spaces where tags stand in blocks of raw HTML, and loops around values: all else keeps its place."""
    for token in state.tokens if "{%" in state.src else ():
        first = _IN_HTML.search(token.content) if token.type == "html_block" else None
        if first is not None and not HTML_CODE.search(token.content):
            ctx = context(state.env)
            ctx.token = token
            ctx.report_program("tag", first[1], first.start(1), len(first[1]))
            ctx.token = None
            token.content = _IN_HTML.sub(as_spaces, _LOOP.sub(_without_values, token.content))


def _without_values(loop: re.Match[str]) -> str:
    return as_spaces(loop) if "{{" in loop[1] else loop[0]


def _paragraphs(state: StateCore) -> None:
    """Paragraphs in which nothing is left are none. In one that begins with a tag, what a tag with a line for itself
    stands between is on lines of its own."""
    if not context(state.env).programs:
        return
    dropped: set[int] = set()
    for number, token in enumerate(state.tokens):
        children = token.children if token.type == "inline" else None
        if children and state.tokens[number - 1].type == "paragraph_open":
            kinds = {child.type for child in children if child.type != "text" or child.content.strip()}
            if "program" in kinds and kinds <= {"program", "softbreak"}:
                dropped.add(number)
            elif children[0].type == "program":
                _break(children)
    if dropped:
        state.tokens = without_blocks(state.tokens, dropped)


def _break(children: list[Token]) -> None:
    shown, waiting, apart = False, None, False
    for child in children:
        if child.type == "softbreak":
            waiting = waiting or (child if shown else None)
        elif child.type == "program":
            apart = apart or bool(child.meta.get("apart"))
        elif child.type != "text" or child.content.strip():
            if waiting is not None and apart:
                waiting.type = "hardbreak"
            shown, waiting, apart = True, None, False
