"""Formulas as plain text, for places where nothing can be set: titles, previews, results of a search.

`$\\pi_0$` is π₀ there, `$O(n \\log n)$` O(n log n). Where Unicode has no raised or lowered letter, `^` and `_` stand
before it; a fraction has a stroke. What needs more than one line (tables, accents over several letters) stays TeX.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING
from unicodedata import normalize

from kbgen.markdown.formulas import NotUnderstoodError, elements_of, formed, formula, is_display
from kbgen.markdown.math import end_of_formula
from kbgen.text.regex import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

_MOST = 2_000  # code points; a longer text is no title, and is left as it is
# Letters in bold, italics, script and the like, but none with doubled strokes (ℝ says something that R does not).
_STYLED = regex("[\U0001d400-\U0001d537\U0001d56c-\U0001d7ff]")
_MATHML = regex(r'<math alttext="([^"]*)"[^>]*>.*?</math>', re.DOTALL)
_OPENING = regex(r"[$\\]")

# Letters and signs that Unicode has above and below the line (unicode.org/charts, U+2070, U+1D2C, U+1D62).
_DIGITS = "0123456789+−-=()"
_RAISED = dict(zip(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True))
_RAISED |= dict(zip("abcdefghijklmnoprstuvwxyzT", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ", strict=True))
_RAISED |= {"′": "′", "″": "″", "∘": "°", "*": "*", "∗": "*", "†": "†"}
_LOWERED = dict(zip(_DIGITS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_LOWERED |= dict(zip("aehijklmnoprstuvxβγρφχ", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_ACCENTS = {"^": "\u0302", "~": "\u0303", "¯": "\u0304", "―": "\u0304", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7"}
_APART = frozenset("=<>≤≥≈≃≅≡≠∼∝→←↔⇒⇐⇔↦∈∉⊂⊆⊃⊇+−×÷±∪∩∧∨∣")  # signs between spaces, if something stands on both sides


def without_tex(text: str) -> str:
    """A text whose formulas, as `math` finds them, are plain text."""
    if "$" not in text and "\\" not in text:
        return text
    parts, done, at = list[str](), 0, 0
    while len(text) <= _MOST and (found := _OPENING.search(text, at)) is not None:
        start = found.start()
        end = end_of_formula(text, start, len(text))
        if end > 0:
            parts += text[done:start], plain(text[start:end])
            done = end
        at = max(start + 1, end)
    return "".join((*parts, text[done:]))


def without_mathml(html: str) -> str:
    """HTML in which formulas, as `formulas` writes them, are plain text."""
    if "<math " not in html:
        return html
    return _MATHML.sub(lambda found: escape(plain(f"${unescape(found[1])}$"), quote=False), html)


@lru_cache(maxsize=512)
def plain(written: str) -> str:
    """A formula, written with its signs of dollar or brackets, as plain text; as it is written where it cannot be."""
    made = formula(written)
    if not made.html:
        return written
    try:
        return _row(elements_of(made.tex, is_display(written))).strip()
    except NotUnderstoodError:
        return written


def _row(element: Element) -> str:
    """What stands in an element, one after the other; names of functions and signs between two things stand apart."""
    parts: list[str] = []
    for place, child in enumerate(element):
        text, before = _text(child), element[place - 1] if place else None
        if child.tag == "mo" and place + 1 < len(element):
            within = before is not None and before.tag != "mo"
            text = f" {text} " if within and text in _APART else ", " if text == "," else text
        elif before is not None and text[:1].isalnum() and _is_apart(before, child):
            text = f" {text}"
        parts.append(text)
    return "".join(parts)


def _is_apart(before: Element, after: Element) -> bool:
    """Whether there is a gap between two things that stand side by side: `n log n`, but not `2(log n)`."""
    return _is_name(before) or (_is_name(after) and before.tag not in ("mo", "mspace"))


def _is_name(element: Element) -> bool:
    """Whether an element is a name of several letters (`log`), with what stands below or above it."""
    while element.tag in _SCRIPTED and len(element):
        element = element[0]
    text = unescape(element.text or "")
    return element.tag in ("mi", "mo") and len(text) > 1 and text.isalpha()


def _text(element: Element) -> str:
    if element.tag in ("mi", "mn", "mo", "mtext"):
        variant = element.attrib.get("mathvariant", "normal")
        text = unescape(element.text or "")
        text = "".join(formed(char, variant) for char in text) if variant == "double-struck" else text
        return _STYLED.sub(lambda letter: normalize("NFKC", letter[0]), text)
    if element.tag in ("mrow", "mstyle", "mpadded", "math"):
        return _row(element)
    if element.tag == "mspace":
        return " "
    fenced = element.tag in _SCRIPTED and len(element) > 3  # what the script belongs to is a table between brackets
    if element.tag in _WRITTEN and not fenced and element.attrib.get("linethickness") != "0":
        return _WRITTEN[element.tag](*element)
    raise NotUnderstoodError("it needs more than one line")


def _scripted(signs: Mapping[str, str], mark: str) -> Callable[[Element], str]:
    def written(element: Element) -> str:
        text = _text(element).replace(" ", "")
        if all(char in signs for char in text):
            return "".join(signs[char] for char in text)
        return mark + (text if len(text) == 1 else f"({text})")

    return written


_above, _below = _scripted(_RAISED, "^"), _scripted(_LOWERED, "_")


def _accented(base: Element, accent: Element) -> str:
    letter, sign = _text(base), _text(accent)
    if len(letter) == 1 and sign in _ACCENTS:
        return letter + _ACCENTS[sign]
    raise NotUnderstoodError("an accent stands over several letters")


def _grouped(element: Element) -> str:
    text = _text(element)
    return text if text.isalnum() or text.startswith("√") else f"({text})"


def _root(*elements: Element) -> str:
    inside = "".join(map(_text, elements))
    return "√" + (inside if len(inside) == 1 or inside.isdecimal() else f"({inside})")


_SCRIPTED = frozenset(("msub", "msup", "msubsup", "munder", "munderover"))
_WRITTEN: dict[str, Callable[..., str]] = {
    "msub": lambda base, low: _text(base) + _below(low),
    "msup": lambda base, high: _text(base) + _above(high),
    "msubsup": lambda base, low, high: _text(base) + _below(low) + _above(high),
    "munder": lambda base, low: _text(base) + _below(low),
    "munderover": lambda base, low, high: _text(base) + _below(low) + _above(high),
    "mover": _accented,
    "mfrac": lambda over, under: f"{_grouped(over)}/{_grouped(under)}",
    "msqrt": _root,
    "mroot": lambda inside, degree: _above(degree) + _root(inside),
}
