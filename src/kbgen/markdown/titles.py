"""Which heading of a text is its title. Knows one tree."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import unescape

from markdown_it.token import Token

from kbgen.markdown.sections import ENDINGS, GROUPS, OPENINGS, heading_key
from kbgen.markdown.tree import Tree
from kbgen.text.controls import without_controls
from kbgen.text.names import clean, loose, slug
from kbgen.text.regex import regex

# Signs and spaces at the ends of a title that are no marks of a language: pictures, arrows, stars.
_SIGN = "[\\s\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]"
_DECORATION = regex(rf"\A{_SIGN}+|(?<!{_SIGN}){_SIGN}+\Z")  # from where a run of signs begins: there may be many
_QUERY = regex(r"\$?=[ \t]*(?:this|dv)\.[\w.()]+\Z")  # blacksmithgu.github.io/obsidian-dataview, "Inline DQL"
# A line of tags, or of a day and maybe an hour, with or without what it is called: `Status: #seed`.
_MARKS = regex(
    r"(?:[*_]{0,2}[^\W\d_][\w -]{0,30}:{1,2}[*_]{0,2})?[ \t]*"
    r"(?:(?:#[^\s#,]+(?:[ \t,]+|\Z))+|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ,]+\d{1,2}:\d\d(?::\d\d)?)?[ \t]*)?"
)
_FURTHER = regex(r"[(（]|[:：](?=\s)|(?<=\s)[—–|-](?=\s)")  # what a title says more than its heading comes behind it
_LABEL = regex(r"\A(?:\[[^\[\]]*\]|【[^【】]*】)\s*(?=\S)")
_DAY = regex(r"\A(?:19|20)\d\d([-./])\d\d\1\d\d[ :–—-]+(?=\S)")
_IN_HTML = regex(r"<h1(?:\s[^<>]*)?>")
_END_IN_HTML = "</h1>"
_IN_TITLE = regex(r"<[^<>]*>")
_PARTED = regex(r"(?<=\w)[-_](?=\w)")
_INSETS = ("list_item", "blockquote", "footnote")  # what begins like this has a text of its own
_ABOVE = 3  # blocks that may stand above a title: a picture, a line of links that says where one is, a rule


def title_at(tree: Tree, title: str, own: Sequence[str]) -> int:
    """The token at which the text's title begins: its first heading, of level 1, which says the title of the
    frontmatter, maybe behind a day, or the beginning of it (`Oaks` of `Oaks (trees)`), or all but a label
    (`[Note] Oaks`), or is the title where there is none; -1 without. `own` has what each heading says."""
    at, above, text_above, words_above = -1, 0, False, False
    for number, token in enumerate(tree.tokens):
        if token.type == "heading_open":
            at = number
            break
        if token.level == 0 and token.nesting >= 0:
            above += 1
            text_above = text_above or token.type != "hr"
            words_above = words_above or not (token.type in ("hr", "html_block") or _points(tree.tokens, number))
        if above > _ABOVE:
            return -1
    if at < 0 or tree.tokens[at].level or tree.tokens[at].tag != "h1" or "block_id" in tree.tokens[at].meta:
        return -1
    first = tree.headings[0]
    if title.strip():
        said = (title, _FURTHER.split(title, 1)[0], _LABEL.sub("", title))
        headings = (first.written, _DAY.sub("", first.written))
        return at if any(says_title(heading, one) for heading in headings for one in said) else -1
    if words_above or (text_above and heading_key(first.written) in ENDINGS):
        return -1
    tops = [one for one in tree.headings if one.level == 1 and heading_key(one.written) not in ENDINGS]
    if len(tops) > 1:  # the others are sections, and it may be one as well
        return -1 if text_above or own[0] or heading_key(first.written) in OPENINGS else at
    return at


def title_for_slug(tree: Tree, title: str, own: Sequence[str]) -> str:
    """What the heading that a text begins with says, if the header's title is a slug, as for a file
    (`title: source-oak-trees`), and that heading no more than more words of it (`scikit-learn: a library`); '' else."""
    if title != slug(title) or not _PARTED.search(title) or not any(map(str.isalpha, title)):
        return ""
    if title_at(tree, "", own) < 0 or own[0]:
        return ""
    heading = tree.headings[0].written
    if heading_key(heading) in OPENINGS or (heading.casefold().startswith(title) and len(heading) > len(title)):
        return ""
    return heading


def title_in_html(tree: Tree) -> tuple[int, str]:
    """The block of raw HTML that has the text's title (`<h1 align="center">Oaks</h1>`, as in many a README), among the
    first blocks and above all words and headings, and what it says; -1 and '' without."""
    above = 0
    for number, token in enumerate(tree.tokens):
        if token.level or token.nesting < 0 or token.type == "inline":
            continue
        html = token.meta.get("html", "") if token.type == "html_block" else ""
        start, end = _place_in_html(html)
        said = " ".join(without_controls(unescape(_IN_TITLE.sub(" ", html[start:end]))).split())
        if said and "{" not in said:  # `{{ site.title }}` and `{title}` are for other programs to fill in
            return number, said
        above += 1
        if above > _ABOVE or not (token.type in ("hr", "html_block") or _points(tree.tokens, number)):
            break
    return -1, ""


def _place_in_html(html: str) -> tuple[int, int]:
    """Where the first heading of level 1 begins and ends in raw HTML as it is shown; 0 and 0 without, or in code."""
    found = _IN_HTML.search(html)
    end = html.find(_END_IN_HTML, found.end()) if found is not None else -1
    if found is None or end < 0 or html.rfind("<pre", 0, found.start()) > html.rfind("</pre>", 0, found.start()):
        return 0, 0
    return found.start(), end + len(_END_IN_HTML)


def without_html_title(token: Token) -> None:
    """Take the title out of a block of raw HTML, if it is words alone."""
    html: str = token.meta["html"]
    start, end = _place_in_html(html)
    if "<kbgen-" not in html[start:end]:
        token.meta["html"] = html[:start] + html[end:].lstrip()


def says_title(heading: str, title: str) -> bool:
    """Whether a heading says a title, but for the signs that people decorate titles with."""
    return _in_words(heading) == _in_words(title)


def top_heading(tree: Tree, titled: bool) -> str:
    """What the first heading of level 1 says, '' without. If it is not the title that the text begins with (`titled`),
    one that stands below other headings, or is called like the end of a text, is a section and says nothing. A heading
    by a line below it may be a header that is none, and tells nothing. One that is only a query of Dataview says what
    the page is called elsewhere. One in a list is a line of an outline, one in a quote or box is that text's, and the
    file has the title."""
    headings = iter(tree.headings)
    below, inside = False, 0
    for token in tree.tokens:
        inside += token.nesting if token.type.startswith(_INSETS) else 0
        heading = next(headings) if token.type == "heading_open" else None
        if heading is None or inside:
            continue
        if heading.level == 1:
            is_section = not titled and (below or heading_key(heading.written) in ENDINGS)
            return "" if is_section or _QUERY.match(heading.written) else heading.written
        below = below or token.markup.startswith("#")
    return ""


def is_catalogue(tree: Tree) -> bool:
    """Whether a text is several level-1 headings, each above a list, and nothing else: an index as OKF has them
    (section 8 of its specification), whose headings are groups, and none of them the title. One alone is a group if it
    only says so."""
    blocks = [token for token in tree.tokens if token.level == 0 and token.nesting >= 0 and token.type != "inline"]
    kinds = [token.tag if token.type == "heading_open" else token.type for token in blocks]
    lists = ("bullet_list_open", "ordered_list_open")
    pairs = list(zip(kinds[::2], kinds[1::2], strict=False))
    groups = len(pairs) > 1 or any(heading_key(heading.written) in GROUPS for heading in tree.headings)
    return groups and len(kinds) % 2 == 0 and all(one == "h1" and other in lists for one, other in pairs)


def _in_words(title: str) -> str:
    """A title without the signs that people decorate it with: `🧭 Guide` is `Guide`."""
    return loose(clean(_DECORATION.sub("", title) or title))


def _points(tokens: list[Token], at: int) -> bool:
    """Whether a paragraph that begins at a token, or each of a quote, has a link or a picture, or is tags and days."""
    if tokens[at].type == "blockquote_open":
        inside = itertools.takewhile(lambda token: token.level > 0, tokens[at + 1 :])
        blocks = [at + 1 + number for number, token in enumerate(inside) if token.level == 1 and token.nesting >= 0]
        return all(tokens[block].type == "paragraph_open" and _points(tokens, block) for block in blocks)
    if tokens[at].type != "paragraph_open":
        return False
    text = tokens[at + 1]
    points = any(child.type.endswith("link_open") or child.type == "image" for child in text.children or ())
    return points or all(_MARKS.fullmatch(line) for line in text.content.split("\n"))


def without_title(tokens: list[Token], at: int) -> list[Token]:
    """A page's tokens without the title at `at`, and without the rules above it where nothing else is."""
    above = tokens[:at]
    return [*(above if any(token.type != "hr" for token in above) else ()), *tokens[at + 3 :]]
