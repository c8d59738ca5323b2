"""Many things, some at a time. Knows nothing of kbgen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of `size` items, in their order, the last one of what is left. Items are taken as they are asked for."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
