"""What is read in one step is what markdown-it reads line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.token import Token

from kbgen.fields.spellings import ParseSettings
from kbgen.markdown import make_parser
from kbgen.markdown.lists import lists
from kbgen.markdown.tokens import Blocks
from kbgen.parse import parse

LINES = (
    *("- a", "- [[b]] c", "- **d** e", "- 12 f", "- `g` h", "- [i](j) k", "-  l", "-\tm", "- ", "-", "- - n", "- 1. o", "* p"),
    *("+ q", "1. r", "- [x] s", "- # t", "- > u", "- ***", "---", "***", "", "", " ", "  v", "w", "    x", "# y", "> - z", "```"),
    *("- [a]: b", "- [^a]: b", "-   ", "  - c", " - d", "- ```", "- <div>", "- $$", "| a |", "|---|", "- | a |", "===", "- 1)"),
)  # fmt: skip

PLAIN = ("- a", "- [[b]] c", "- **d** e", "- 12 f")
BEHIND = ("", " ", "  v", " w", "    x", "- y", "* z", "  - b", "- - -", "---", "1. c", "| d |", "|---|", "-\te")

anything = st.lists(st.sampled_from(LINES), max_size=8)
list_and_more = st.builds(
    lambda items, behind: [*items, *behind],
    st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3),
    st.lists(st.sampled_from(BEHIND), max_size=3),
)


def seen(tokens: list[Token]) -> list[dict[str, Any]]:
    """Tokens without what the rules note for each other."""
    return [dict(token.as_dict()) for token in tokens]


FAST, SLOW = make_parser(), make_parser()
for _table in (SLOW.block.table, SLOW.block.ends, SLOW.block.interrupts):  # type: ignore[attr-defined]
    for _char, _rules in _table.items():
        _table[_char] = [list_block if rule is lists else rule for rule in _rules]
SLOW.block.every = [list_block if rule is lists else rule for rule in SLOW.block.every]  # type: ignore[attr-defined]


@given(st.one_of(anything, list_and_more).map("\n".join))
@settings(max_examples=1000, deadline=None, derandomize=True)
def test_lists_are_those_of_markdown_it(text: str) -> None:
    assert seen(FAST.parse(text)) == seen(SLOW.parse(text))


@pytest.mark.parametrize("text", ["- a\n- b\n", "* [[x]]\n* **y**\n\ntext", "+ a\n\n# h"])
def test_plain_lists_are_read_in_one_step(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbgen.markdown.lists.list_block", None)
    assert "<ul>" in FAST.render(text)


@given(st.text(alphabet="ab \t\n\x0c\u3000", max_size=40))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_lines_are_those_of_markdown_it(text: str) -> None:
    ours, theirs = (state(text, FAST, {}, []) for state in (Blocks, StateBlock))
    for name in ("src", "bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax"):
        assert getattr(ours, name) == getattr(theirs, name), name


@pytest.mark.parametrize(
    "shape",
    [
        lambda n: "".join(f"{number}. Item\n" for number in range(1, n)),
        lambda n: "[^1]\n\n" + "".join(f"[^{number}]: x\n" for number in range(1, n)),
        lambda n: "```column-settings\n~~~\n" * n,
        lambda n: "```ad-note\n~~~\n" * n,
        lambda n: "::note\n" * n,
        lambda n: "".join(f"> a\n^i{number}\n\n" for number in range(n)),
    ],
    ids=["numbered list", "notes", "settings without end", "boxes without end", "pairs without end", "ids of quotes"],
)
def test_work_grows_with_the_text(shape: Callable[[int], str]) -> None:
    """Calls of functions, not seconds: twice the text is twice the work, and a little."""
    settings = ParseSettings()
    parse(shape(10).encode(), settings)  # what is made once is made now
    small, large = (calls(partial(parse, shape(n).encode(), settings)) for n in (300, 600))
    assert large < 2.5 * small


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those written in C among them."""
    count = 0

    def note(frame: object, event: str, value: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_elements_within_elements_are_bounded() -> None:
    """The text stays, the tags beyond are told."""
    made = parse(("<div>a\n" * 1000).encode(), ParseSettings())
    html = "".join(made.body.html.pieces)
    assert (html.count("<div>"), html.count("a")) == (300, 1000)
    assert [one.code for one in made.diagnostics] == ["KB210"]
