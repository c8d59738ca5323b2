"""An ordered list cut into files: each holds a range of keys, and none more than it may. Pure.

Where the cuts are is a function of what is in the list, and of nothing else: a range that is too large is halved at the
next bit of its keys (bytes, shorter ones as if zeros followed), over and over. So a change moves only the cuts near it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


class Range(NamedTuple):
    """A range of keys: those that begin with the first `bits` bits of `start`, which has no zeros at its end."""

    start: bytes
    bits: int

    @property
    def name(self) -> str:
        """What its file is called; that of the first range is `0`."""
        return self.start.hex() or "0"

    @property
    def end(self) -> bytes:
        """The first key behind it; empty for none."""
        if not self.bits:
            return b""
        size = -(-self.bits // 8)
        value = int.from_bytes(self.start.ljust(size, b"\0")) + (1 << (8 * size - self.bits))
        return value.to_bytes(size).rstrip(b"\0") if value < 1 << (8 * size) else b""

    def halves(self) -> tuple[Range, Range]:
        """Both halves of it."""
        place, bit = divmod(self.bits, 8)
        upper = bytearray(self.start.ljust(place + 1, b"\0"))
        upper[place] |= 0x80 >> bit
        return Range(self.start, self.bits + 1), Range(bytes(upper), self.bits + 1)

    def half_of(self) -> Range:
        """The range that it is a half of."""
        place, bit = divmod(self.bits - 1, 8)
        start = bytearray(self.start.ljust(place + 1, b"\0"))
        start[place] &= ~(0x80 >> bit)
        return Range(bytes(start).rstrip(b"\0"), self.bits - 1)


WHOLE = Range(b"", 0)


def cut(within: Range, keys: Sequence[bytes], sizes: Sequence[int], most: int) -> list[tuple[Range, int, int]]:
    """The parts of a range, in order, each with the place of its first key and of the one behind its last.

    `keys` are sorted, each once, and all in the range; a key by itself may be larger than `most`.
    """
    sums = [0]
    for size in sizes:
        sums.append(sums[-1] + size)
    found: list[tuple[Range, int, int]] = []
    waiting = [(within, 0, len(keys))]
    while waiting:
        part, low, high = waiting.pop()
        if high - low < 2 or sums[high] - sums[low] <= most:
            if low < high:
                found.append((part, low, high))
            continue
        lower, upper = part.halves()
        middle = bisect_left(keys, upper.start, low, high)
        waiting += [(upper, middle, high), (lower, low, middle)]
    return found
