"""How emphasis is shown in scripts that have no italics: letters that a browser only slants are hard to read.

Chinese and Japanese have dots beside their letters for it (W3C: Requirements for Chinese Text Layout, "Emphasis Dots";
Requirements for Japanese Text Layout, 3.3.9). The others are set in bold, as are words that mix scripts: dots would
stand beside Latin letters too.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from kbgen.text.regex import regex

# Unicode 16.0, Blocks
_DOTTED = regex("[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_UPRIGHT = regex("[\u0530-\u1c7f\uac00-\ud7a3]")  # Armenian to Ol Chiki, Hangul
_OTHER = regex("[A-Za-z\u00c0-\u052f\u1e00-\u1fff]")  # Latin, Greek, Cyrillic
_FEW = 50  # tokens that are asked: emphasis may be nested thousands of times


def emphasis(tokens: Sequence[Token], number: int) -> str:
    """The class of the emphasis that opens at a token: `dotted`, `upright`, or '' where italics will do."""
    level = tokens[number].level
    words: list[str] = []
    for place in range(number + 1, min(number + _FEW, len(tokens))):
        token = tokens[place]
        if token.type == "em_close" and token.level == level:
            break
        if token.type == "text":
            words.append(token.content)
    text = "".join(words)
    if text.isascii():
        return ""
    if _DOTTED.search(text):
        return "upright" if _OTHER.search(text) or _UPRIGHT.search(text) else "dotted"
    return "upright" if _UPRIGHT.search(text) else ""
