"""The base of all values."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Base of the small values that make up a document; compared and encoded by content, fields in their order."""
