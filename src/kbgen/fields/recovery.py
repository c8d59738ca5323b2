"""Frontmatter that is no YAML, read one key at a time. Knows YAML's ways and authors' slips, no fields."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from kbgen.fields.fences import KEY_LINE
from kbgen.fields.wikilinks import BARE_LINK
from kbgen.fields.yaml_reader import Fault, Node, Repeat, Tree, read_yaml
from kbgen.text.escapes import quoted, unescaped
from kbgen.text.regex import regex


class Slip(NamedTuple):
    """One line that YAML does not take: its place, how to write it, and why.

    `bare`: nothing is wrong with it but links without quotes.
    """

    start: int
    corrected: str
    problem: str
    bare: bool


class Recovered(msgspec.Struct, gc=False):
    """What could be read: the entries, keys that stood twice, the slips, and places of lines lost."""

    entries: dict[str, Node]
    repeats: list[Repeat]
    slips: list[Slip]
    lost: list[int]
    tries: int = 0

    def read(self, lines: list[_Line]) -> Tree | Fault:
        """Some lines as YAML, but for a header so long that it would take seconds."""
        self.tries += 1
        if self.tries > _MOST_TRIES:
            return Fault(False, "a header of very many lines", lines[0].start)
        return read_yaml("\n".join(line.text for line in lines), lines[0].start)


def recover(source: str) -> Recovered:
    """Read every key of the header by itself, as YAML where that works, else as text. Never raises.

    Places are code points from 0 in `source`. Lists and maps stay lists and maps; what cannot be
    read is kept as it stands.
    """
    found = Recovered({}, [], [], [])
    _read_map(_lines(source), found, found.entries, 0)
    return found


class _Line(NamedTuple):
    start: int
    text: str

    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    def is_item(self) -> bool:
        stripped = self.text.lstrip()
        return stripped.startswith("- ") or stripped.rstrip() == "-"

    def is_comment(self, indent: int) -> bool:
        """Whether it is a comment below a line so far to the right, and no part of what stands there."""
        return self.text.lstrip().startswith("#") and self.indent() <= indent


_DEEPEST = 12
_MOST_TRIES = 5_000
_GLUED = regex(r"(?P<indent>[ \t]*)(?P<key>[^\W\d][\w-]{0,40}):(?!//)(?P<rest>\S[^\n]*)$")
_BLOCK = regex(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$")
_SEPARATOR = regex(r"[ \t]*,?[ \t]*")
_ITEM = regex(r"[ \t]*-[ \t]*")
# A piece of `[a, "b, c", [[d, e]]]`: quoted text, a link, or what stands up to the next comma.
_PIECE = regex(
    r"[ \t\n]*(?P<piece>\"(?:[^\"\\]|\\.)*\"(?=[ \t\n]*(?:,|$))|'(?:[^']|'')*'(?=[ \t\n]*(?:,|$))"
    r"|(?:\[\[[^\[\]\n]*\]\]|[^,])*)(?:,|$)"
)


# `tags: [a, b]created: …`: the line break before the second key was lost.
_JOINED = regex(r"[ \t]*[^\W\d][\w-]*:[ \t]*\[[^\[\]\n]*\](?=[^\W\d][\w-]*:(?:[ \t]|$))")


def _lines(source: str) -> list[_Line]:
    """The lines of a header; one that has two keys is two."""
    lines, start = [], 0
    for text in source.split("\n"):
        joined = _JOINED.match(text)
        if joined is not None:
            lines.append(_Line(start, joined[0]))
            lines.append(_Line(start + joined.end(), text[joined.end() :]))
        else:
            lines.append(_Line(start, text))
        start += len(text) + 1
    return lines


def _key(text: str) -> re.Match[str] | None:
    return KEY_LINE.match(text) or _GLUED.match(text)


def _read_map(lines: list[_Line], found: Recovered, entries: dict[str, Node], depth: int) -> None:
    """Read lines that are `key: value` into `entries`."""
    groups = _groups(lines, found)
    for group in groups:
        match = _key(group[0].text)
        if match is None:
            continue
        key = match["key"].strip()
        start = group[0].start + match.start("key")
        name = key[1:-1] if key[0] in "\"'" and key[-1] == key[0] else key
        tree = found.read(group)
        if isinstance(tree, Fault) or not isinstance(tree.root.value, dict):
            glued = Fault(False, "no space after the colon", start + len(key))
            fault = tree if isinstance(tree, Fault) else glued
            fresh = {name: _read_value(group, match, found, fault, depth)}
            fresh[name].key = start
        else:
            fresh = tree.root.value
            found.repeats.extend(tree.repeats)
        for written, node in fresh.items():
            if written in entries:
                found.repeats.append(Repeat(written, node.key, entries[written].key))
            else:
                entries[written] = node


def _groups(lines: list[_Line], found: Recovered) -> list[list[_Line]]:
    """Each key's line with the lines that belong to it. Lines of nobody are noted as lost."""
    base = min((line.indent() for line in lines if _key(line.text) and not line.is_item()), default=0)
    groups: list[list[_Line]] = []
    for line in lines:
        written = line.text.strip()
        indent = line.indent()
        if (indent <= base or not groups) and not line.is_item() and _key(line.text):
            groups.append([line])
        elif groups and _is_shifted(line, groups[-1]):
            found.slips.append(Slip(line.start + indent, written, "a field begins further to the right", False))
            groups.append([line])
        elif not written or written.startswith("#"):
            if groups:
                groups[-1].append(line)
        elif groups and (indent > base or line.is_item() or written[0] in "]}"):
            groups[-1].append(line)
        else:
            found.lost.append(line.start + indent)
    return groups


_SHIFTED = regex(r"[ \t]+[a-z][a-z0-9_-]{0,40}:(?:[ \t]|$)")
_OPEN = ('"', "'", "[", "{", "|", ">", "&", "*", "!")  # what a value begins with that may go on in the next lines


def _is_shifted(line: _Line, group: list[_Line]) -> bool:
    """Whether a line with a key in small letters is a field of its own, though it begins further to the right than the
    one above it, which has a value in one line and so nothing below it."""
    match = _key(group[-1].text)
    value = match["rest"].strip() if match is not None and len(group) == 1 else ""
    return bool(value) and not value.startswith(_OPEN) and _SHIFTED.match(line.text) is not None


def _read_value(group: list[_Line], match: re.Match[str], found: Recovered, fault: Fault, depth: int) -> Node:
    """The value of one key that YAML does not take, for the reason given."""
    place, problem = fault.start, fault.problem
    first, rest = group[0], match["rest"].strip()
    below = [line for line in group[1:] if not line.is_comment(first.indent())]
    while below and not below[-1].text.strip():
        below.pop()
    written = [line for line in below if line.text.strip()]
    lead = f"{match['indent']}{match['key'].strip()}:".replace("\t", "  ")
    start = first.start + match.start("rest")
    if not rest and written and depth < _DEEPEST:
        if written[0].is_item():
            return _read_items(below, found)
        if _key(written[0].text):
            if "\t" in written[0].text[: written[0].indent()]:
                corrected = written[0].text.replace("\t", "  ").rstrip()
                found.slips.append(Slip(place, corrected, problem, False))
            inner: dict[str, Node] = {}
            _read_map(below, found, inner, depth + 1)
            return Node(inner, written[0].start, below[-1].start + len(below[-1].text))
    if _BLOCK.match(rest) and written:
        found.slips.append(Slip(place, f"{lead} {rest}", problem, False))
        text = _dedent(below)
        return Node(text, start, below[-1].start + len(below[-1].text))
    text = "\n".join([rest, *(line.text.strip() for line in below)]).strip()
    end = below[-1].start + len(below[-1].text) if below else start + len(rest)
    node = _read_inline(text, start, end)
    found.slips.append(_slip(node, lead, text, place, problem))
    return node


def _read_items(lines: list[_Line], found: Recovered) -> Node:
    """A list with `- ` before its items, each read by itself."""
    items: list[Node] = []
    base = next(line.indent() for line in lines if line.is_item())
    groups: list[list[_Line]] = []
    for line in lines:
        if line.is_item() and line.indent() <= base:
            groups.append([line])
        elif line.text.strip() and groups and not line.is_comment(base):
            groups[-1].append(line)
    for group in groups:
        first = group[0]
        tree = found.read(group)
        if not isinstance(tree, Fault) and isinstance(tree.root.value, list):
            items.extend(tree.root.value)
            continue
        mark = _ITEM.match(first.text)
        skipped = mark.end() if mark else 0
        text = " ".join(line.text.strip() for line in group)[skipped - first.indent() :].strip()
        end = group[-1].start + len(group[-1].text)
        node = _read_inline(text, first.start + skipped, end)
        problem, place = (tree.problem, tree.start) if isinstance(tree, Fault) else ("", first.start)
        found.slips.append(_slip(node, first.text[: first.indent()].replace("\t", "  ") + "-", text, place, problem))
        items.extend(node.value if isinstance(node.value, list) else [node])
    last = lines[-1]
    return Node(items, lines[0].start, last.start + len(last.text))


def _read_inline(text: str, start: int, end: int) -> Node:
    """Text behind a colon or a dash: links, a list in brackets, or the text itself without its quotes."""
    links = _bare_links(text, start)
    if len(links) == 1:
        return links[0]
    if links:
        return Node(list(links), start, end)
    if text.startswith("[") and not text.startswith("[[") and (text.endswith("]") or "]" not in text):
        return Node(_pieces(text, start), start, end)
    return Node(_unquoted(" ".join(text.split("\n")) if "\n" in text else text), start, end)


def _bare_links(text: str, start: int) -> list[Node]:
    """The links of a text that is nothing but links, with or without commas between; else none."""
    links: list[Node] = []
    position = 0
    while position < len(text):
        match = BARE_LINK.match(text, position)
        if match is None:
            return []
        links.append(Node(match[0], start + position, start + match.end(), bare=True))
        gap = _SEPARATOR.match(text, match.end())
        position = gap.end() if gap else match.end()
    return links


def _pieces(text: str, start: int) -> list[Node]:
    """The items of `[a, b]`."""
    items = []
    position, end = 1, len(text) - text.endswith("]")
    while position < end:
        match = _PIECE.match(text, position, end)
        if match is None:
            break
        piece = match["piece"].strip()
        begin = start + match.start("piece")
        if piece:
            bare = BARE_LINK.fullmatch(piece) is not None
            items.append(Node(_unquoted(piece), begin, begin + len(piece), bare=bare))
        position = max(match.end(), position + 1)
    return items


def _unquoted(text: str) -> str:
    """A text without the one pair of quotes around it."""
    quote = text[:1]
    if quote == '"' and text.count('"') == 1:  # one that is never closed; `'Tis` has an apostrophe
        return unescaped(text[1:])
    if len(text) > 1 and quote in ("'", '"') and text[-1] == quote:
        inner = text[1:-1]
        if quote == "'":
            return inner.replace("''", "'")
        said = unescaped(inner)  # two escapes that are one character, which YAML does not know
        return said if said != inner else inner.replace('\\"', '"').replace("\\\\", "\\")
    return unescaped(text)


def _dedent(lines: list[_Line]) -> str:
    margin = min(line.indent() for line in lines if line.text.strip())
    return "\n".join(line.text[margin:].rstrip() for line in lines) + "\n"


def _slip(node: Node, lead: str, text: str, place: int, problem: str) -> Slip:
    """The finding for one value, with the line as YAML would take it."""
    if isinstance(node.value, list):
        bare = all(item.bare for item in node.value)
        items = ", ".join(quoted(item.value) for item in node.value if isinstance(item.value, str))
        corrected = f"{lead} [{items}]"
    else:
        bare = node.bare
        corrected = f"{lead} {quoted(node.value if isinstance(node.value, str) else text)}"
    return Slip(place, corrected, problem, bare)
