"""Lines of a text that are more than text: works that numbers cite, and what is quoted. Their ends become tokens when
the text is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from kbgen.markdown.tokens import BREAKS

_MARKED_LINES = frozenset(("works", "quoted"))  # notes on texts some lines of which are works, or quoted


def has_marks(token: Token) -> bool:
    """Whether some lines of a text are works, or quoted."""
    return not _MARKED_LINES.isdisjoint(token.meta)


def with_marks(token: Token, fragment: bool) -> Iterable[Token]:
    """The children of a text with more of them where its lines are works or quoted; in a fragment no line is a work."""
    children: Iterable[Token] = token.children or ()
    if "works" in token.meta and not fragment:
        children = _with_works(children, token.meta["works"])
    return _with_ends(children, token.meta["quoted"]) if "quoted" in token.meta else children


def _with_works(children: Iterable[Token], works: dict[int, int]) -> Iterator[Token]:
    """Inline tokens with more of them around each line that is a work; `works` has the number of the work by that of
    the line."""
    line = 0
    yield from _work_ends("work_open", works.get(line))
    for child in children:
        ends = child.type in BREAKS and not child.level
        if ends:
            yield from _work_ends("work_close", works.get(line))
            line += 1
        yield child
        if ends:
            yield from _work_ends("work_open", works.get(line))
    yield from _work_ends("work_close", works.get(line))


def _work_ends(kind: str, number: int | None) -> Iterator[Token]:
    if number is not None:
        yield Token(kind, "", 0, meta={"number": number})


def _with_ends(children: Iterable[Token], numbers: list[int]) -> Iterator[Token]:
    """Inline tokens with one more where each quoted line ends; `numbers` has those of the lines (-1: none)."""
    waiting = iter(numbers)
    for child in children:
        if child.type in BREAKS:
            yield from _end(next(waiting, -1))
        yield child
    yield from _end(next(waiting, -1))


def _end(number: int) -> Iterator[Token]:
    if number >= 0:
        yield Token("quote_end", "", 0, meta={"number": number})
