"""Cards for links, as Obsidian's plugins Auto Card Link and Link Embed keep them: a fence with an address, a title and
a description, one to a line. A page has the link and the description.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbgen.markdown.urls import classify, shown_address
from kbgen.text.regex import regex

_FENCES = frozenset({"cardlink", "embed"})
_ENTRY = regex(
    r"[ \t]*(url|title|description|host|favicon|image|parser|date|custom_date|aspectRatio):(?:[ \t]+(.*)|[ \t]*)\Z"
)
_IN_LINES = regex(r"[|>][+-]?")  # YAML's sign for a value that stands in the lines below
_PUNCTUATION = regex(r"[!-/:-@\[-`{-~]")


def linkcards(md: MarkdownIt) -> None:
    """Install the rule, behind the blocks and before the inline text is parsed."""
    md.core.ruler.before("inline", "link_card", _rule)


def _rule(state: StateCore) -> None:
    if "cardlink" in state.src or "embed" in state.src:
        state.tokens = [made for token in state.tokens for made in _shown(token)]


def _shown(token: Token) -> Iterator[Token]:
    """A card as a paragraph; any other token as it is."""
    entries = _entries(token.content) if token.type == "fence" and token.info.strip() in _FENCES else {}
    address = entries.get("url", "")
    if classify(address) != "web":
        yield token
        return
    title, more = entries.get("title", "") or shown_address(address), entries.get("description", "")
    text = f"[{_plain(title)}](<{_within(address)}>)" + (f" — {_plain(more)}" if more and more != title else "")
    yield Token("paragraph_open", "p", 1, block=True, level=token.level, map=token.map, meta=token.meta)
    yield Token("inline", "", 0, content=text, map=token.map, level=token.level + 1, block=True, children=[])
    yield Token("paragraph_close", "p", -1, block=True, level=token.level)


def _entries(text: str) -> dict[str, str]:
    """What stands behind the keys of a card; lines without a key go on with the one before."""
    entries: defaultdict[str, list[str]] = defaultdict(list)
    key = ""
    for line in text.split("\n"):
        found = _ENTRY.match(line)
        key = found[1] if found is not None else key
        said = ((found[2] or "") if found is not None else line).strip()
        entries[key].append("" if found is not None and _IN_LINES.fullmatch(said) else said)
    return {key: _unquoted(" ".join(filter(None, said))) for key, said in entries.items()}


def _unquoted(value: str) -> str:
    """A value without the quotes around it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"').strip()
    return value


def _plain(text: str) -> str:
    """A text in which nothing is markup."""
    return _PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", text)


def _within(address: str) -> str:
    """An address that can stand between pointed brackets."""
    return address.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
