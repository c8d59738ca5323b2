"""YAML as the author wrote it: values, places, refusals; with libyaml and without."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from kbgen.fields import yaml_reader
from kbgen.fields.yaml_reader import Fault, Loader, Node, Reader, Tree, read_yaml


class PlainLoader(Reader, yaml.SafeLoader):
    """The loader that is used where there is no libyaml."""

    def __init__(self, stream: str, offset: int = 0) -> None:
        yaml.SafeLoader.__init__(self, stream)
        self.begin(stream, offset)


@pytest.fixture(params=[Loader, PlainLoader])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What `read_yaml` reads with."""
    monkeypatch.setattr(yaml_reader, "Loader", request.param)
    return request.param


def plain(node: Node) -> Any:
    """A node as strings, lists and dicts."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return {key: plain(item) for key, item in node.value.items()}


AS_WRITTEN = {
    "title: no": {"title": "no"},
    "v: 1.10": {"v": "1.10"},
    "y: 2024\nd: 2024-01-01": {"y": "2024", "d": "2024-01-01"},
    "o: 0o17\nx: 0x1F\nt: 12:30:45\ni: .inf\nb: yes": {
        "o": "0o17",
        "x": "0x1F",
        "t": "12:30:45",
        "i": ".inf",
        "b": "yes",
    },
    "a: ~\nb: null\nc:\nd: NULL\ne: ''\nf: 'null'\ng: '~'": {
        **dict.fromkeys("abcde", ""),
        "f": "null",
        "g": "~",
    },
    "2024: x\nno: y\n~: z": {"2024": "x", "no": "y", "~": "z"},
    "a: [b, 'c', \"d\"]\ne:\n- f\n- g: h": {"a": ["b", "c", "d"], "e": ["f", {"g": "h"}]},
    "a: |\n  one\n  two\nb: >\n  one\n  two\n": {"a": "one\ntwo\n", "b": "one two\n"},
    "a: !!str 1\nb: !!int 2\nc: ! d": {"a": "1", "b": "2", "c": "d"},
    '"a\\tb": "\\u00e9\\n"': {"a\tb": "é\n"},
    "a: &x [1]\nb: *x": {"a": ["1"], "b": ["1"]},
    "base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3": {
        "base": {"x": "1", "y": "2"},
        "d": {"y": "3", "x": "1"},
    },
    "d:\n  <<: [{x: 1}, {x: 2, y: 3}]": {"d": {"x": "1", "y": "3"}},
    "<<: text": {"<<": "text"},
    "? [a, b]\n: c": {"[a, b]": "c"},
    "title: {{title}}": {"title": "{{title}}"},
    "up: [[X]]": {"up": "[[X]]"},
    "up: [[X|label]]\nl:\n- [[Y]]": {"up": "[[X|label]]", "l": ["[[Y]]"]},
    "up: [[a, b]]": {"up": "[[a, b]]"},
    "m: [[1, 2], [3]]": {"m": [["1", "2"], ["3"]]},
    "m: [[]]\nn: [[[a]]]": {"m": [[]], "n": ["[[a]]"]},
    "": "",
    "# only a comment": "",
    "- a\n- b": ["a", "b"],
    "text": "text",
}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("source", AS_WRITTEN)
def test_as_written(source: str) -> None:
    tree = read_yaml(source)
    assert isinstance(tree, Tree)
    assert plain(tree.root) == AS_WRITTEN[source]


@pytest.mark.usefixtures("loader")
def test_places_count_characters() -> None:
    source = "é𝒳: 'ä [[a]]'\nlist:\n- \u00a0x\n- y # z\n"
    tree = read_yaml(source)
    assert isinstance(tree, Tree)
    assert isinstance(tree.root.value, dict)
    first = tree.root.value["é𝒳"]
    assert (first.key, source[first.start : first.end]) == (0, "'ä [[a]]'")
    last = tree.root.value["list"]
    assert source[last.key :].startswith("list:")
    assert isinstance(last.value, list)
    assert source[last.value[1].start : last.value[1].end] == "y"


@pytest.mark.usefixtures("loader")
def test_the_first_of_two_values_counts() -> None:
    tree = read_yaml("a: 1\nb: 2\na: 3")
    assert isinstance(tree, Tree)
    assert plain(tree.root) == {"a": "1", "b": "2"}
    assert tree.repeats == [("a", 10, 0)]


def alias_bomb() -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines)


def merge_bomb() -> str:
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n  k{n}: 1" for n in range(1, 23)]
    return "\n".join(lines)


REFUSED = {
    "code": '!!python/object/apply:os.system ["x"]',
    "name": "a: !!python/name:os.system",
    "own tag": "a: !foreign b",
    "tag on a map": "a: !!python/object:x {b: c}",
    "itself": "a: &a [*a]",
    "alias bomb": alias_bomb(),
    "merge bomb": merge_bomb(),
    "deep list": "a: " + "[" * 100_000,
    "deep block": "\n".join("  " * n + "a:" for n in range(100)),
    "deep by aliases": "\n".join(f"a{n}: &a{n} {'{k: ' * 40}{f'*a{n - 1} ' if n else 'x'}{'}' * 40}" for n in range(4)),
    "many values": "a: [" + "x," * 10_001 + "]",
    "long text many times": "a: &a " + "x" * 100_000 + "\nb: [" + "*a," * 200 + "]",
}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED.keys())
def test_refused_at_once(source: str) -> None:
    before = time.process_time()
    fault = read_yaml(source)
    assert time.process_time() - before < 2.0  # a bomb that goes off takes minutes
    assert isinstance(fault, Fault)
    assert fault.refused
    assert 0 <= fault.start <= len(source)


FAULTY = {
    "title: Foo: bar": 10,
    "a: b\nc: @x": 8,
    "a: %x": 3,
    "a:\n\tb: c": 3,
    "a: 'open": 3,
    'a: "open\nb: c': 3,
    "a: [b": 3,
    "a: b\x07": 4,
    "a: b\n--- \nc: d": 5,
    "a: *nothing": 3,
    "a: \ud800": 3,
    'a: "\\UFFFFFFFF"': 6,
}


@pytest.mark.parametrize("source", FAULTY)
def test_no_yaml(source: str, loader: Any) -> None:
    fault = read_yaml(source)
    assert isinstance(fault, Fault)
    assert not fault.refused
    assert fault.problem
    if loader is Loader:
        assert abs(fault.start - FAULTY[source]) <= 2


@pytest.mark.usefixtures("loader")
def test_escapes_cannot_bring_in_what_is_no_text() -> None:
    tree = read_yaml('a: "x\\0y"')
    assert isinstance(tree, Tree)
    assert plain(tree.root) == {"a": "x\ufffdy"}


def test_an_offset_is_added_to_every_place() -> None:
    here, there = read_yaml("a: [b, c]\na: d"), read_yaml("a: [b, c]\na: d", 100)
    assert isinstance(here, Tree)
    assert isinstance(there, Tree)
    assert [n + 100 for n in places(here.root)] == list(places(there.root))
    assert there.repeats == [("a", 110, 100)]
    fault = read_yaml("a: b: c", 100)
    assert isinstance(fault, Fault)
    assert fault.start == 104


def places(node: Node) -> Iterator[int]:
    yield from (node.start, node.end)
    if isinstance(node.value, list):
        for item in node.value:
            yield from places(item)
    elif isinstance(node.value, dict):
        for item in node.value.values():
            yield item.key
            yield from places(item)
