"""What stands below a name that stands alone (a heading, a point, a bold line, the title of a box) and says something
of it. Knows tokens; resolves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markdown_it.token import Token

from kbgen.markdown.above import leads_in
from kbgen.markdown.described import Described
from kbgen.markdown.inlinewriter import InlineWriter
from kbgen.markdown.sentences import LONG, LONGEST
from kbgen.markdown.tokens import joined
from kbgen.markdown.wikilinks import has_words, links_in
from kbgen.model import Link
from kbgen.text.names import fold


class Below(NamedTuple):
    """HTML for the paragraph that the name is, HTML behind that paragraph, whether there are words in it, its tokens,
    and all of it as HTML in one line (empty: too long)."""

    beside: str
    under: str
    words: bool
    tokens: list[Token]
    said: str

    def of(self, name: Described | None) -> Described | None:
        """The same as what is said of the name, if it is that of one page."""
        return name._replace(behind=self.tokens) if name is not None and self.words and self.said else None

    def repeated(self, names: Iterable[int], links: list[Link]) -> list[int]:
        """The links below the names that lead where one of them leads: they are not to be told by themselves again."""
        targets = {fold(links[link].target) for link in names} if self.tokens else ()
        return [link for link in links_in(self.tokens) if fold(links[link].target) in targets]


NOTHING = Below("", "", False, [], "")


def below(tokens: list[Token], number: int, write: InlineWriter) -> Below:
    """What stands right under the inline token of this number: a paragraph (with the list that it leads in), or the
    points of a list, also below headings of parts of the section that a name is the heading of."""
    number = _behind_subheadings(tokens, number)
    if number + 3 >= len(tokens) or tokens[number + 2].type != "paragraph_open":
        return points(tokens, number, write)
    text = tokens[number + 3]
    told = text.children or []
    if len(text.content) > LONGEST:
        return NOTHING._replace(words=has_words(told))
    html = "".join(write.parts(text)) if len(text.content) > LONG else write.text(text)
    said = html if len(text.content) <= LONG else ""
    if not leads_in(tokens, number + 3):
        return Below(f"<br>\n{html}", "", has_words(told), told, said)
    led = points(tokens, number + 3, write)
    said = f"{said} {led.said}" if said and led.said else said
    return Below(f"<br>\n{html}", led.under, led.words or has_words(told), joined([told, led.tokens]), said)


def points(tokens: list[Token], number: int, write: InlineWriter) -> Below:
    """The list right under the inline token of this number, or in the line below the quotation that it ends, in which
    one point stands below the other, cut where it gets long."""
    number += _ends_above_list(tokens, number)
    opening = tokens[number + 2] if number + 2 < len(tokens) else None
    if opening is None or opening.type not in ("bullet_list_open", "ordered_list_open"):
        return NOTHING
    shown: list[Token] = []
    room, more = LONG, ""
    for place in range(number + 3, len(tokens)):
        token = tokens[place]
        if token.level <= opening.level or token.type == "table_open":
            break
        if token.type == "inline":
            room -= len(token.content)
            if room < 0:
                more = "<li>…</li>\n"
                break
            shown.append(token)
    written = [f"{write.item(text)}{html}</li>\n" for text in shown if (html := write.text(text).strip())]
    if not written:  # a mark of a footnote is not shown
        return NOTHING
    items = "".join(written)
    told = joined([text.children or [] for text in shown])
    said = " · ".join(["".join(write.parts(text)) for text in shown])
    return Below("", f"\n<ul>\n{items}{more}</ul>", has_words(told), told, said)


def _ends_above_list(tokens: list[Token], number: int) -> bool:
    """Whether a quotation ends with the inline token of this number, and something else begins in the next line."""
    if number + 3 >= len(tokens) or tokens[number + 2].type != "blockquote_close":
        return False
    end, begin = tokens[number].map, tokens[number + 3].map
    return end is not None and begin is not None and end[1] == begin[0]


def _behind_subheadings(tokens: list[Token], number: int) -> int:
    """The last of the headings that stand right below a heading (its number), are of a lower level and name no
    page themselves; of any other text, its own."""
    opening = tokens[number - 1]
    while opening.type == "heading_open" and number + 3 < len(tokens):
        following = tokens[number + 2]
        if following.type != "heading_open" or following.tag <= opening.tag or "links" in tokens[number + 3].meta:
            break
        number += 3
    return number
