"""Which pages have a term, as text: numbers of pages with a weight each, in scripts of terms that lie near each other.

A posting is one number: four times the page's, plus the weight. A list of them is written as the distances from one
page to the next. A small number is one sign; before that of a larger one stand others, of a second sort.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, repeat
from operator import and_, sub
from typing import NamedTuple

import msgspec

from kbgen.search.ranges import Range, cut
from kbgen.search.record import LEVELS
from kbgen.text.regex import regex
from kbgen.text.scripts import script_json

MOST = 32_000  # bytes of a file, less what stands around its terms
SIGNS = "".join(chr(n) for n in range(0x21, 0x7F) if chr(n) not in '"\\<')  # need no escape in a script
_LAST, _FIRST = SIGNS[:70], SIGNS[70:]  # as `search.js` has it
_EACH = regex(f"[{re.escape(_FIRST)}]*[{re.escape(_LAST)}]")
_BLOCK = 4096 * LEVELS  # postings below it are those of the first 4,096 pages; what a term has of them is in one file
_AROUND = 6  # bytes of a term in a block beside its letters and postings
_ALIKE = "0123456789abcdefghijklmnopqrstuvwxyz"  # how many letters a term has of the one before it


class Shard(NamedTuple):
    """A range of terms, the room that they take at most, and their postings as signs."""

    range: Range
    size: int
    postings: dict[str, str]


class _Item(NamedTuple):
    """What a term has in a block of pages: a key to sort by, the room it takes at most."""

    key: bytes
    size: int
    term: str
    postings: Sequence[int]


def shards(within: Range, postings: Mapping[str, Sequence[int]]) -> list[Shard]:
    """All terms of a range, cut into as many as it takes."""
    items = sorted(item for term in postings for item in items_of(term, postings[term]))
    keys, sizes = [item.key for item in items], [item.size for item in items]
    found: list[Shard] = []
    for part, low, high in cut(within, keys, sizes, MOST):
        inside: dict[str, Sequence[int]] = {}
        for _, _, term, some in items[low:high]:
            inside[term] = [*inside[term], *some] if term in inside else some
        found.append(Shard(part, sum(sizes[low:high]), {term: encode(some) for term, some in inside.items()}))
    return found


def items_of(term: str, postings: Sequence[int]) -> list[_Item]:
    """A term's postings by blocks of pages."""
    name = term.encode("utf-8", "replace")
    found: list[_Item] = []
    low = 0
    while low < len(postings):
        block = postings[low] // _BLOCK
        high = bisect_left(postings, (block + 1) * _BLOCK, low)
        some = postings if high - low == len(postings) else postings[low:high]
        found.append(_Item(key_of(name, block), len(name) + _AROUND + _most(high - low), term, some))
        low = high
    return found


def key_of(name: bytes, block: int) -> bytes:
    """Where what a term has in a block stands among all terms."""
    return b"%b\0%b" % (name, block.to_bytes(2))


def block_of(posting: int) -> int:
    """The block of pages that a posting belongs to."""
    return posting // _BLOCK


def _most(count: int) -> int:
    """The bytes that so many postings take at most. Within 4,096 pages no more than ten steps are so wide that they
    need three signs, no more than 234 so wide that they need two; the first step may be of any width."""
    return min(3 * count + 2, 2 * count + 14, count + 250)


# ---------------------------------------------------------------- as scripts


def script(sort: str, shard: Shard) -> bytes:
    """A shard as a classic script, that hands it to `search.js` under the name of its sort and range."""
    terms = sorted(shard.postings)
    parts = map("{} {}".format, fronted(terms), map(shard.postings.__getitem__, terms))
    words = " ".join(parts).encode("utf-8", "replace").decode()
    return b"kbgenShard(%b,%b);\n" % (script_json(f"{sort}/{shard.range.name}"), script_json(words))


def read_script(data: bytes) -> dict[str, str]:
    """The terms of a shard with their postings, still encoded. Raises ValueError for what is none."""
    try:
        _, told = msgspec.json.decode(b"[%b]" % data[len(b"kbgenShard(") : -len(b");\n")], type=tuple[str, str])
    except msgspec.MsgspecError as error:
        raise ValueError("this is no shard") from error
    words = told.split(" ")
    found: dict[str, str] = {}
    term = ""
    for written, postings in zip(words[::2], words[1::2], strict=True):
        term = term[: _ALIKE.index(written[0])] + written[1:]
        found[term] = postings
    return found


def fronted(terms: Iterable[str]) -> Iterator[str]:
    """Sorted terms, each without the letters that it shares with the one before it, whose number stands there instead.

    >>> list(fronted(["kiln", "kilns", "kin"]))
    ['0kiln', '4s', '2n']
    """
    before = ""
    for term in terms:
        same = _alike(before, term)
        yield _ALIKE[same] + term[same:]
        before = term


def _alike(one: str, other: str) -> int:
    """How many letters two terms begin with alike, as far as a letter is one unit of UTF-16."""
    count, most = 0, min(len(one), len(other), len(_ALIKE) - 1)
    while count < most and one[count] == other[count] and one[count] <= "\uffff":
        count += 1
    return count


# ---------------------------------------------------------------- numbers


def encode(postings: Sequence[int]) -> str:
    """Sorted postings as signs."""
    table = _table()
    steps = list(map(sub, postings, chain((0,), map(and_, postings, repeat(-LEVELS)))))
    try:
        return "".join(map(table.__getitem__, steps))
    except IndexError:
        return "".join([table[step] if step < len(table) else _written(step) for step in steps])


def decode(signs: str) -> list[int]:
    """The postings again."""
    known = _known()
    steps = [known[one] if one in known else _number(one) for one in _EACH.findall(signs)]
    return list(accumulate(steps, lambda before, step: (before & -LEVELS) + step))


def _written(number: int) -> str:
    """A number as signs: one of the last sort, and before it as many of the first as are needed."""
    size, more = len(_LAST), 0
    while number >= size:
        number, size, more = number - size, size * len(_FIRST), more + 1
    number, last = divmod(number, len(_LAST))
    signs = _LAST[last]
    for _ in range(more):
        number, first = divmod(number, len(_FIRST))
        signs = _FIRST[first] + signs
    return signs


def _number(signs: str) -> int:
    value, size, least = 0, len(_LAST), 0
    for sign in signs[:-1]:
        value = value * len(_FIRST) + _FIRST.index(sign)
        least, size = least + size, size * len(_FIRST)
    return least + value * len(_LAST) + _LAST.index(signs[-1])


@cache
def _table() -> list[str]:
    """Numbers of one or two signs."""
    return [_written(number) for number in range(len(_LAST) * (1 + len(_FIRST)))]


@cache
def _known() -> dict[str, int]:
    return {signs: number for number, signs in enumerate(_table())}
