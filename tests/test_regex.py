"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from kbgen.text.regex import _Pattern, regex
from test_imports import dotted, modules


def patterns(value: Any) -> Iterator[_Pattern]:
    """The patterns in a value of a module."""
    if isinstance(value, _Pattern):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from patterns(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from patterns(inner)


def test_every_pattern_of_every_module_can_be_compiled() -> None:
    found = 0
    for file in modules():
        if "compiled_templates" in file.parts or file.stem == "__main__":
            continue
        for value in vars(importlib.import_module(dotted(file))).values():
            for pattern in patterns(value):
                found += 1
                assert re.compile(pattern.pattern, pattern._flags)
    assert found > 300


def test_nothing_is_compiled_before_it_is_used() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.match("")
    assert wrong.pattern == "("


def test_a_pattern_is_used_as_any_other() -> None:
    pattern = regex(r"(?P<a>x)(y)?", re.IGNORECASE)
    assert pattern.sub("z", "XYx") == "zz"
    assert [match["a"] for match in pattern.finditer("xyX")] == ["x", "X"]
    assert pattern.groups == 2
    assert pattern.match is pattern.match
