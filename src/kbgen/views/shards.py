"""Which file of several holds what is known of an address. Knows no site; `site.js` counts in the same way."""

from __future__ import annotations

_PER_SHARD = 64


def shard_count(entries: int) -> int:
    """How many files hold that many entries: a power of two, so that it seldom changes."""
    return 1 << max(0, (entries - 1) // _PER_SHARD).bit_length()


def shard_of(address: str, count: int) -> int:
    """The number of the file that has an address: 31-fold sums of its UTF-16 units, modulo the count."""
    data = address.encode("utf-16-le", "surrogatepass")
    total = 0
    for low, high in zip(data[::2], data[1::2], strict=True):
        total = (total * 31 + low + 256 * high) & 0xFFFFFFFF
    return total % count
