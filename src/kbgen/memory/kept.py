"""What was made before, at hand. Knows nothing of kbgen."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Kept(dict[Key, Made]):
    """What a function makes of a key, made when it is first asked for. When there is too much, all is made anew."""

    def __init__(self, make: Callable[[Key], Made], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process it begins with nothing."""
        return Kept, (self._make, self._most)

    def __missing__(self, key: Key) -> Made:
        made = self._make(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = made
        return made
