"""Signs that programs write as JSON escapes them (`\\u2019`), in text where that means nothing. Knows no fields."""

from __future__ import annotations

import json

from kbgen.text.regex import regex

_ESCAPE = regex(r"\\u[0-9a-fA-F]{4}")
_LEAST = "\xa0"  # signs below this need no escape, and so are none


def unescaped(text: str) -> str:
    r"""The text with the signs that it means, if all its backslashes stand for such; any other as it is.

    >>> unescaped(r"India\u2019s \ud83d\ude80"), unescaped(r"C:\users\u00e9"), unescaped(r"\u0041")
    ('India’s 🚀', 'C:\\users\\u00e9', '\\u0041')
    """
    if text.count("\\") != len(_ESCAPE.findall(text)):
        return text
    # pairs of surrogates become one sign; half a pair is none
    read = _ESCAPE.sub(lambda escape: str(json.loads(f'"{escape[0]}"')), text)
    read = read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    signs = "".join(read.split("\ufffd"))
    added = [sign for sign in signs if sign not in text]
    return read if signs == read and all(sign >= _LEAST and sign.isprintable() for sign in added) else text
