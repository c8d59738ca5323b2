"""By which number a page is known in the index: one that stays when other pages come and go. Pure.

Postings are lists of numbers, and small only if the numbers are. Counting the pages would give all of them another
number with every new one; digests are too long. So each page has a place by its digest in a range a little larger than
the number of pages, and takes the next free one behind it: a page more moves a few others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_ROOM = 1.25  # numbers for each page, at least
_STEPS = 4  # in which the range doubles: all pages move only where it grows


def slots(addresses: Sequence[str]) -> list[int]:
    """The number of each address, from 0, each another one; a function of the set of addresses."""
    room = room_for(len(addresses))
    digests = [int.from_bytes(hashlib.blake2b(a.encode("utf-8", "replace"), digest_size=8).digest()) for a in addresses]
    result = [0] * len(addresses)
    last = -1
    for number in sorted(range(len(addresses)), key=lambda n: (digests[n], addresses[n])):
        last = max(last + 1, digests[number] * room >> 64)
        result[number] = last
    return result


def room_for(pages: int) -> int:
    """How many numbers there are for so many pages; a few more may be used at the end.

    >>> room_for(0), room_for(100), room_for(10_000)
    (16, 128, 13777)
    """
    step = 0
    while (room := int(16 * 2 ** (step / _STEPS))) < pages * _ROOM:
        step += 1
    return room
