"""By which number a page is known in the index: one that stays when other pages come and go. Pure.

Postings are lists of numbers, and small only if the numbers are. Counting the pages would give all of them another
number with every new one; digests are too long. So each page has a place by its digest in a range a little larger than
the number of pages (of its folder), and takes the next free one behind it: a page more moves a few others.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

_ROOM = 1.25  # numbers for each page, at least
_STEPS = 4  # in which the range doubles: all pages move only where it grows
_SPARE = 16  # numbers at the end of a range, for who finds no free place in it
_LARGE = 64  # pages of a folder that has a range of its own


def slots(addresses: Sequence[str]) -> list[int]:
    """The number of each address, from 0, each another one; a function of the set of addresses.

    Pages of one folder say similar things. So each large folder at the top has a range of its own, before that of all
    other pages, and the lists of pages that have a word are shorter.
    """
    folders: defaultdict[str, list[int]] = defaultdict(list)
    for number, address in enumerate(addresses):
        folders[address.partition("/")[0] if "/" in address else ""].append(number)
    ranges: defaultdict[str, list[int]] = defaultdict(list)
    for folder, numbers in folders.items():
        ranges[folder if len(numbers) >= _LARGE else ""] += numbers
    result = [0] * len(addresses)
    first = 0
    for _, numbers in sorted(ranges.items(), key=lambda one: (not one[0], one[0])):
        first = _place(addresses, numbers, first, result)
    return result


def _place(addresses: Sequence[str], numbers: Sequence[int], first: int, result: list[int]) -> int:
    """Give some addresses their numbers, from `first` on; the first number behind their range."""
    room = room_for(len(numbers))
    digests = {n: hashlib.blake2b(addresses[n].encode("utf-8", "replace"), digest_size=8).digest() for n in numbers}
    last = first - 1
    for number in sorted(numbers, key=lambda n: (digests[n], addresses[n])):
        last = max(last + 1, first + (int.from_bytes(digests[number]) * room >> 64))
        result[number] = last
    return max(first + room + _SPARE, last + 1)


def room_for(pages: int) -> int:
    """How many numbers there are for so many pages; a few more may be used at the end.

    >>> room_for(0), room_for(100), room_for(10_000)
    (16, 128, 13777)
    """
    step = 0
    while (room := int(16 * 2 ** (step / _STEPS))) < pages * _ROOM:
        step += 1
    return room
