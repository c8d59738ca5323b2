"""Shipped style sheets and scripts without what only those need who read them: indents, remarks, spaces at brackets."""

from __future__ import annotations

import re

_SPACED = re.compile(r" ?([{};,]) ?")


def lean(name: str, data: bytes) -> bytes:
    """A static file as it is published. Remarks are lines of their own; nothing but lines is known of scripts, in which
    no text goes over several, and no text of a style sheet has a bracket in it."""
    if name.endswith(".js"):
        return _joined(data.decode(), "//").encode()
    if name.endswith(".css"):
        return _SPACED.sub(r"\1", _joined(data.decode(), "/*")).replace(";}", "}").encode()
    return data


def _joined(text: str, remark: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join([line for line in lines if line and not line.startswith(remark)]) + "\n"
