"""Shipped style sheets and scripts without what only those need who read them: indents, remarks, spaces at brackets."""

from __future__ import annotations

import re

_SPACED = re.compile(r"\s*([{};,>])\s*|(?<=:) ")
_REMARK = re.compile(r"  // .*")


def lean(name: str, data: bytes) -> bytes:
    """A static file as it is published. Remarks are lines of their own, or stand behind two spaces in a script; no text
    in a script goes over several lines, and none in a style sheet has such a sign in it."""
    if name.endswith(".js"):
        return _REMARK.sub("", _joined(data.decode(), "//")).encode()
    if name.endswith(".css"):
        return _SPACED.sub(lambda found: found[1] or "", _joined(data.decode(), "/*")).replace(";}", "}").encode()
    return data


def _joined(text: str, remark: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join([line for line in lines if line and not line.startswith(remark)]) + "\n"
