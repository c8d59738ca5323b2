"""YAML in, a tree of nodes out: text as the author wrote it, with places. Knows no fields and no fences.

Built from the parser's events with a stack of its own, because PyYAML's constructors make `no` False and
`1.10` 1.1, drop doubled keys, expand merge keys without bound and recurse as deep as the text does.
"""

from __future__ import annotations

import re
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent

from kbgen.fields.wikilinks import BARE_LINK
from kbgen.text.controls import REPLACEMENT, without_controls
from kbgen.text.regex import regex

if TYPE_CHECKING:
    from yaml import SafeLoader as FastLoader
else:
    FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a PyYAML without libyaml has none

DEEPEST = 64
"""Levels of lists and maps, aliases expanded; more is refused."""
MOST = 10_000
"""Values in one header, aliases and merge keys expanded, and one more per 1,000 characters of a value."""


class Node(msgspec.Struct, gc=False):
    """One value: text, a list or a map, and where it stands in the YAML (code points from 0).

    `key` is where its key stands, if it is in a map. `plain`: text without quotes. `bare`: a `[[link]]`
    without quotes, which YAML takes for lists. `weight` counts the values in it, `height` its levels.
    """

    value: str | list[Node] | dict[str, Node]
    start: int
    end: int
    plain: bool = False
    key: int = -1
    bare: bool = False
    weight: int = 1
    height: int = 0


class Repeat(NamedTuple):
    """A key that stood in its map before, and where it did: the first value counts."""

    key: str
    start: int
    first: int


class Tree(NamedTuple):
    """A YAML document: its outermost value, and the keys that stood twice."""

    root: Node
    repeats: list[Repeat]


class Fault(NamedTuple):
    """Why there is no tree, and where. `refused`: it is YAML, but would run code or grow without bound."""

    refused: bool
    problem: str
    start: int


def read_yaml(source: str, offset: int = 0) -> Tree | Fault:
    """The tree of the one YAML document in `source`, or why there is none. Never raises.

    `offset` is added to every place, for a piece cut out of a longer text.
    """
    shown = source.lstrip("\ufeff")  # the parser would drop the mark and not count it
    offset += len(source) - len(shown)
    try:
        tree: Tree = _HANDLER.load(shown, Loader=partial(Loader, offset=offset))
    except _RefusedError as error:
        return Fault(True, error.problem, error.start + offset)
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        # ValueError and OverflowError: PyYAML's own scanner on "\UFFFFFFFF", its C loader on surrogates
        return _fault(error, shown, offset)
    return tree


_HANDLER = YAMLHandler()
_UNACCEPTED = regex("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = regex("[\ud800-\udfff]")
_PLACEHOLDER = regex(r"\{\{[^{}\n]*\}\}")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_STANDARD = "tag:yaml.org,2002:"
_STANDARD_TAGS = frozenset(
    _STANDARD + name
    for name in (
        *("str", "int", "float", "bool", "null", "timestamp", "binary"),
        *("seq", "map", "set", "omap", "pairs", "merge", "value"),
    )
)


class _RefusedError(yaml.YAMLError):
    def __init__(self, problem: str, start: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.start = start


def _fault(error: Exception, source: str, offset: int) -> Fault:
    if control := _UNACCEPTED.search(source):
        return Fault(False, "a control character", offset + control.start())
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    if mark is not None and context is not None and mark.index >= len(source.rstrip()):
        mark = context  # something opened and never closed: the opening is the place to look at
    index = min(mark.index, len(source)) if mark is not None else 0
    too_deep = "nesting depth" in str(problem)  # libyaml of 2026 counts too, and may be first
    return Fault(too_deep, f"it is nested deeper than {DEEPEST} levels" if too_deep else str(problem), offset + index)


class _Frame:
    """A list or map being read."""

    __slots__ = ("anchor", "bare", "height", "key", "merged", "start", "value", "weight")

    def __init__(self, value: list[Node] | dict[str, Node], start: int, anchor: str | None) -> None:
        self.value = value
        self.start = start
        self.anchor = anchor
        self.bare = 0  # where a link or placeholder that begins here ends
        self.height = 0
        self.weight = 1
        self.key: Node | None = None
        self.merged: list[Node] = []


class Reader:
    """Builds nodes from events. Mixed into one of PyYAML's loaders: tests try either."""

    get_event: Any

    def begin(self, source: str, offset: int) -> None:
        self.source = source
        self.offset = offset
        self.total = 0
        self.stack: list[_Frame] = []
        self.named: dict[str, Node | None] = {}  # anchors; None while their value is being read
        self.repeats: list[Repeat] = []

    def get_single_data(self) -> Tree:
        """The tree of the stream's one document; what PyYAML's `load` calls."""
        next_event = self.get_event
        next_event()  # the stream begins
        if type(next_event()) is StreamEndEvent:
            return Tree(Node("", self.offset, self.offset, True), [])
        root = None
        while root is None:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                root = self._attach(self._scalar(event))
            elif kind is MappingStartEvent:
                self._open(event, {}, _PLACEHOLDER)
            elif kind is SequenceStartEvent:
                self._open(event, [], BARE_LINK)
            elif kind is AliasEvent:
                root = self._attach(self._alias(event))
            else:
                root = self._attach(self._close(event.end_mark.index))
        next_event()  # the document ends
        if type(event := next_event()) is not StreamEndEvent:
            raise yaml.MarkedYAMLError(None, None, "a second document", event.start_mark)
        return Tree(root, self.repeats)

    def _scalar(self, event: Any) -> Node:
        start, value, plain = event.start_mark.index, event.value, event.implicit[0]
        self.total += 1
        offset = self.offset
        node = Node(value, start + offset, event.end_mark.index + offset, plain)
        if plain and value in _NULLS and event.tag is None:
            node.value = ""
        escaped = not plain and not (value.isascii() and value.isprintable())
        if escaped or event.tag is not None or event.anchor is not None or len(value) > 999:
            self._rare(event, node)
        if self.total > MOST:
            raise _too_many(start)
        return node

    def _rare(self, event: Any, node: Node) -> None:
        """What few texts have: a tag, an anchor, great length, escapes for what is no text."""
        if event.tag is not None:
            self._check_tag(event)
        node.weight += len(event.value) // 1000
        self.total += node.weight - 1
        if not node.plain:
            node.value = without_controls(_SURROGATE.sub(REPLACEMENT, event.value))
        if event.anchor is not None:
            self.named[event.anchor] = node

    def _open(self, event: Any, value: list[Node] | dict[str, Node], shorthand: re.Pattern[str]) -> None:
        """Begin a list or map. What `shorthand` matches is text to its author if it ends where this does."""
        start = event.start_mark.index
        if event.tag is not None:
            self._check_tag(event)
        self.total += 1
        if self.total > MOST:
            raise _too_many(start)
        if len(self.stack) >= DEEPEST:
            raise _RefusedError(f"it is nested deeper than {DEEPEST} levels", start)
        frame = _Frame(value, start, event.anchor)
        if event.anchor is not None:
            self.named[event.anchor] = None
        if event.flow_style and (match := shorthand.match(self.source, start)):
            frame.bare = match.end()
        self.stack.append(frame)

    def _alias(self, event: Any) -> Node:
        start, name = event.start_mark.index, event.anchor
        if name not in self.named:
            raise yaml.MarkedYAMLError(
                None,
                None,
                f"“*{name}” is a reference, and stands for nothing; a value that begins with “*” needs quotes",
                event.start_mark,
            )
        node = self.named[name]
        if node is None:
            raise _RefusedError(f"“*{name}” contains itself", start)
        self.total += node.weight
        if self.total > MOST:
            raise _too_many(start)
        return copy(node)

    def _close(self, end: int) -> Node:
        frame = self.stack.pop()
        offset = self.offset
        start = frame.start + offset
        if frame.bare and frame.bare == end:
            text = self.source[frame.start : end]
            node = Node(text, start, end + offset, bare=type(frame.value) is list)
        else:
            if frame.merged and isinstance(frame.value, dict):
                _merge(frame.value, frame.merged)
            height = frame.height + 1
            node = Node(frame.value, start, end + offset, weight=frame.weight, height=height)
        if node.height > DEEPEST:
            raise _RefusedError(f"its aliases are nested deeper than {DEEPEST} levels", frame.start)
        if frame.anchor is not None:
            self.named[frame.anchor] = node
        return node

    def _attach(self, node: Node) -> Node | None:
        """Put a node where it belongs; the node itself comes back when it is the outermost."""
        if not self.stack:
            return node
        frame = self.stack[-1]
        frame.weight += node.weight
        if node.height > frame.height:
            frame.height = node.height
        value, key = frame.value, frame.key
        if isinstance(value, list):
            value.append(node)
        elif key is None:
            frame.key = node
        else:
            frame.key = None
            name = key.value
            if not name or not isinstance(name, str):  # a list, a map; `null` is a key as written
                name = self.source[key.start - self.offset : key.end - self.offset].strip()
            if name == "<<" and key.plain and not isinstance(node.value, str):
                frame.merged.append(node)
            elif name in value:
                self.repeats.append(Repeat(name, key.start, value[name].key))
            else:
                node.key = key.start
                value[name] = node
        return None

    def _check_tag(self, event: Any) -> None:
        tag = event.tag
        if tag != "!" and tag not in _STANDARD_TAGS:
            shown = "!!" + tag[len(_STANDARD) :] if tag.startswith(_STANDARD) else tag
            raise _RefusedError(f"the tag {shown} is not plain data", event.start_mark.index)


def _too_many(start: int) -> _RefusedError:
    return _RefusedError(f"it grows to more than {MOST:,} values", start)


def _merge(own: dict[str, Node], merged: list[Node]) -> None:
    """Add what `<<` brings: own keys stand, of the others the first."""
    for node in merged:
        for part in node.value if isinstance(node.value, list) else (node,):
            if isinstance(part.value, dict):
                for key, value in part.value.items():
                    own.setdefault(key, value)


class Loader(Reader, FastLoader):
    """PyYAML's safe loader, libyaml's where there is one, with text for all scalars."""

    def __init__(self, stream: str, offset: int = 0) -> None:
        FastLoader.__init__(self, stream)
        self.begin(stream, offset)
