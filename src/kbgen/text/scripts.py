"""Data in scripts: the one way in which content comes into JavaScript."""

from __future__ import annotations

import msgspec


def script_json(value: object) -> bytes:
    """A value as JSON that can stand in a script, and in a page that holds one: without `<`, and without the two
    characters that ended a line of JavaScript before 2019.

    >>> script_json(["</script>", "a\\u2028b"])
    b'["\\\\u003c/script>","a\\\\u2028b"]'
    """
    data = msgspec.json.encode(value).replace(b"<", b"\\u003c")
    return data.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
