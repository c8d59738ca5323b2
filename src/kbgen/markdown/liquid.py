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
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from kbgen.markdown.context import context, push_link, read_label, remember_place
from kbgen.markdown.tokens import give_size, lines_within, text_token, without_blocks
from kbgen.text.endings import PICTURES, ending
from kbgen.text.regex import regex
from kbgen.text.wikilink import Wikilink

_OPENINGS = ("{%", "{{<", "{{%")
_LONGEST = 500  # code points of a tag
_INDENT = 20  # code points that a tag may be indented by
_TAG = regex(
    r"(?:\{%-?[ \t]*(?P<word>[A-Za-z][\w-]*)(?P<rest>[^\n]{0,500}?)-?%\}"
    r"|\{\{[<%][ \t]*(?P<code>/?[ \t]*[A-Za-z][\w/-]*)(?P<more>[^\n]{0,500}?)[>%]\}\}"
    r"|\{\{#(?P<mark>[A-Za-z]\w*)(?P<most>[^\n{}]{0,500})\}\})[ \t]*"
)
_REFERENCE = regex(r"\{\{#ref\}\}[ \t]*\n[ \t]*([^\s{}]{1,300})[ \t]*\n[ \t]*\{\{#endref\}\}[ \t]*")
_VALUE = regex(r"(?<![\w-])([\w-]++)[ \t]*+=[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|(?!=)([^\s\"'{}<>]+))")
_BARE = regex(r"[\"']?([\w-]{6,})[\"']?")
_LOGIC = frozenset(("assign", "capture", "case", "elif", "elsif", "for", "if", "set", "unless", "when"))
_WEB = regex(r"(?<![^\s\"'])https?://[^\s\"'{}<>]+")
_TITLES = ("caption", "title", "label", "text", "alt", "summary", "name")
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_ADDRESS = regex(
    r"\[(?P<label>[^\[\]\n]{0,200})\]\("
    r"(?:(?:\{\{[ \t]*site\.(?:base)?url[ \t]*\}\})?"
    r"\{%-?[ \t]*(?P<tag>link|post_url)[ \t]+(?P<path>[^\s{}%]{1,300})[ \t]*-?%\}"
    r"|\{\{[<%][ \t]*(?:rel)?ref[ \t]+(?:path[ \t]*=[ \t]*)?\"?(?P<ref>[^\s\"{}<>]{1,300})\"?[ \t]*[>%]\}\}"
    r"|\{\{[ \t]*site\.(?:base)?url[ \t]*\}\}(?P<below>[^\s{}()]{1,300})"
    r"|\{\{[ \t]*[\"'](?P<filtered>[^\s\"'{}]{1,300})[\"'][ \t]*\|[ \t]*\w+[ \t]*\}\})"
    r"(?P<anchor>\#[^\s(){}]{1,200})?[ \t]*\)"
)
_BLOCK = regex(
    r"(?:\{%-?[ \t]*(?P<word>highlight|mermaid|comment)\b[ \t]*(?P<language>[\w+#.-]*)[^\n]*?%\}"
    r"|\{\{[<%][ \t]*(?P<code>highlight|mermaid)\b[ \t]*\"?(?P<of>[\w+#.-]*)[^\n]*?[>%]\}\})[ \t]*\Z"
)
_ENDS = {
    word: regex(rf"\{{%-?[ \t]*end{word}[ \t]*-?%\}}|\{{\{{[<%][ \t]*/[ \t]*{word}[ \t]*[>%]\}}\}}")
    for word in ("highlight", "mermaid", "comment")
}
_COMMENT = regex(r"\{%-?[ \t]*comment[ \t]*-?%\}[^\n]*?\{%-?[ \t]*endcomment[ \t]*-?%\}[ \t]*")
_END_OF_RAW = regex(r"\{%-?[ \t]*endraw[ \t]*-?%\}")
# On lines of their own: a loop without another in it, and a tag.
_LOOP = regex(
    r"^[ \t]*\{%-?[ \t]*for\b((?:(?!\{%-?[ \t]*(?:end)?for\b)[\s\S]){0,3000}+)\{%-?[ \t]*endfor[ \t]*-?%\}[ \t]*$",
    re.MULTILINE,
)
_IN_HTML = regex(r"^[ \t]*(\{%-?[ \t]*[A-Za-z][\w-]*[^\n{}]{0,500}%\})[ \t]*$", re.MULTILINE)
_NO_BREAK = regex(r"[^\n]")
_CODE = regex(r"<(?:pre|code|script|style)\b", re.IGNORECASE)
_REST = regex(r"[ \t]*(?:\n|\Z)")
_RUN = regex(r"\{[{%]")
_LONGEST_RAW = 2000  # code points between a tag `raw` and its end, in a line with other words


def liquid(md: MarkdownIt) -> None:
    """Install the rules: blocks, tags, those in raw HTML, addresses, and the paragraphs that are empty without them."""
    md.block.ruler.before("fence", "program_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("escape", "program", _tag)
    md.inline.ruler.before("link", "program_link", _link)
    md.inline.ruler.before("image", "program_image", _image)
    md.core.ruler.before("inline", "program_html", _in_html)
    md.core.ruler.after("inline", "program_paragraphs", _paragraphs)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    src, ctx = state.src, context(state.env)
    begin = state.bMarks[start] + state.tShift[start]
    if not src.startswith(_OPENINGS, begin) or state.is_code_block(start):
        return False
    found = _BLOCK.match(src[begin : min(state.eMarks[start], begin + _LONGEST)])
    if found is None or ctx.looked_enough:
        return False
    word = found["word"] or found["code"]
    closing = _ENDS[word]
    begins = ((n, state.bMarks[n] + state.tShift[n]) for n in lines_within(state, start + 1, end))
    closed = (n for n, at in begins if src.startswith(_OPENINGS, at) and closing.match(src, at, state.eMarks[n]))
    line = next(closed, -1)
    if line < 0:
        ctx.looked += end - start
        return False
    if not silent:
        if word != "comment":
            token = state.push("fence", "code", 0)
            token.info, token.map = found["language"] or found["of"] or "", [start, line + 1]
            if word == "mermaid":
                token.info = word
            token.content = state.getLines(start + 1, line, state.sCount[start], True)
        state.line = line + 1
    return True


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
    for tag in found:
        word = (tag["word"] or tag["code"] or tag["mark"]).replace(" ", "")
        if word in ("raw", "endraw"):  # nothing is lost
            context(state.env).programs.add("")
        else:
            written = tag[0].strip()
            context(state.env).report_program("tag", written, tag.start(), len(written))
        if word not in _LOGIC:  # its values are for the program alone
            push_kept(state, word, tag["rest"] or tag["more"] or tag["most"] or "", tag.start(), tag.end())
        push_program(state, tag.end())
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


def push_program(state: StateInline, end: int) -> None:
    """Note that a tag ends at a place of the text."""
    state.push("program", "", 0).meta["behind"] = end


def push_kept(state: StateInline, word: str, rest: str, start: int, end: int) -> None:
    """What of a tag a reader should not lose: a picture, an address, a title."""
    values = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _VALUE.finditer(rest)}
    title = next((found for key in _TITLES if (found := values.get(key, "")) and "{" not in found), "")
    video = next((name for name in _VIDEOS if name in (word.lower(), *rest.lower().split()[:1])), "")
    bare = _BARE.search(values.get("id", "") or rest.removeprefix(f" {video}")) if video else None
    if bare is not None:
        _push_link(state, _VIDEOS[video] + bare[1], title, start, end)
        return
    address = next((value for value in values.values() if ending(value) in PICTURES), "")
    if address and "{" not in address:
        token = state.push("image", "img", 0)
        token.attrs, token.content, token.children = {"src": address, "alt": ""}, title, [text_token(title)]
        give_size(token, {name: values[name] for name in ("width", "height") if values.get(name, "").isdecimal()})
        token.meta["behind"] = end
        remember_place(state, token, start, end)
    elif (
        address := values.get("url") or values.get("src") or values.get("href") or values.get("to") or ""
    ) and "{" not in address:
        if word != "content-ref":  # its link stands in it
            _push_link(state, address, title, start, end)
    elif web := _WEB.search(rest):
        _push_link(state, web[0], title, start, end)
    elif title:
        state.push("strong_open", "strong", 1)
        state.push("text", "", 0).content = title
        state.push("strong_close", "strong", -1)


def _push_link(state: StateInline, address: str, title: str, start: int, end: int) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(address)}
    remember_place(state, token, start, end)
    text = state.push("text", "", 0)
    text.content = title or address
    if not title:
        text.meta["behind"] = start
    state.push("link_close", "a", -1)


def _address(state: StateInline, start: int) -> re.Match[str] | None:
    """The link with a tag for its address that begins at a place."""
    return _ADDRESS.match(state.src, start, state.posMax) if state.html_terminator_last("]({") >= start else None


def _href(found: re.Match[str]) -> str:
    path = found["path"] or found["ref"] or found["below"] or found["filtered"]
    if found["tag"] == "post_url":  # a name; of a link it is a path from the top
        path = f"{path.removesuffix('.md')}.md"
    elif found["tag"] == "link":
        path = f"/{path.lstrip('/')}"
    return f"{path}{found['anchor'] or ''}"


def _link(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = _address(state, start) if not context(state.env).in_label else None
    if found is None or state.linkLevel:
        return False
    if not silent:
        token = push_link(state, {"href": state.md.normalizeLink(_href(found))}, *found.span("label"))
        remember_place(state, token, start, found.end())
    state.pos = found.end()
    return True


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
        if first is not None and not _CODE.search(token.content):
            ctx = context(state.env)
            ctx.token = token
            ctx.report_program("tag", first[1], first.start(1), len(first[1]))
            ctx.token = None
            token.content = _IN_HTML.sub(_spaces, _LOOP.sub(_without_values, token.content))


def _without_values(loop: re.Match[str]) -> str:
    return _spaces(loop) if "{{" in loop[1] else loop[0]


def _spaces(found: re.Match[str]) -> str:
    return _NO_BREAK.sub(" ", found[0])


def _paragraphs(state: StateCore) -> None:
    """Paragraphs in which nothing is left are none."""
    if not context(state.env).programs:
        return
    dropped: set[int] = set()
    for number, token in enumerate(state.tokens):
        children = token.children if token.type == "inline" else None
        if children and state.tokens[number - 1].type == "paragraph_open":
            kinds = {child.type for child in children if child.type != "text" or child.content.strip()}
            if "program" in kinds and kinds <= {"program", "softbreak"}:
                dropped.add(number)
    if dropped:
        state.tokens = without_blocks(state.tokens, dropped)
