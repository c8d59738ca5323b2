"""Formulas of TeX as MathML, which browsers set by themselves: no script, no font, nothing to be loaded.

One formula in, markup of ours or a reason out. What reads TeX is latex2mathml, loaded where there is a formula. It is
generous (what it does not know it writes as a name) and lets markup through, so nothing of it is taken as text: its
elements are gone through, each must be one of MathML Core, with the children that it asks for, and what is written
of them is escaped here. A formula of which anything is not understood is read again without escapes of JSON, if it has
any, and else shown as it was written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from kbgen.text.regex import regex

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST = 4_000  # code points of a formula
_DEEPEST = 60  # levels of braces
_MOST = 3_000  # elements

# Element -> how many children it has; None for any number, 0 for text alone (w3.org/TR/mathml-core).
_CHILDREN: dict[str, int | None] = {
    "mi": 0, "mn": 0, "mo": 0, "mtext": 0, "mspace": 0,
    "mrow": None, "mstyle": None, "mpadded": None, "mphantom": None, "msqrt": None,
    "mtable": None, "mtr": None, "mtd": None,
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
_SCRIPTS = frozenset(("msub", "msup", "msubsup"))
_THIN = '<mspace width="0.167em"></mspace>'  # TeX sets the names of functions apart (The TeXbook, chapter 18)
_VALUE = regex(r"true|false|prefix|infix|postfix|[+-]?[0-9]{0,3}(?:\.[0-9]{1,4})?(?:em|ex|pt|px|mu)?")
_KEPT = frozenset(
    "accent accentunder depth displaystyle fence form height linethickness lspace maxsize minsize movablelimits "
    "rspace scriptlevel separator stretchy symmetric voffset width".split()
)
_LEFT_OUT = frozenset(("columnspacing", "rowspacing", "mathcolor"))  # spacing and colours are the page's own

# Escapes of JSON that nobody undid (`\\alpha`; what breaks a line, and is doubled too, has no command behind it), and
# what was taken for one: of `\frac` the `\f` became a sign of control, or its picture, of `\rightarrow` and `\neq` the
# first letter a new line.
_DOUBLED = regex(r"(?<!\\)\\\\(?=[A-Za-z{}|,;:!%#&_])")
_BREAK = regex(r"(?<!\\)\\\\(?![A-Za-z{}|,;:!%#&_\\])")
_CONTROLS = dict(zip("\a\b\t\v\f␇␈␋␌", "abtvfabvf", strict=True))
EATEN = (
    r"(?:[\a\x08\v\f␇␈␋␌](?=[a-z])|(?<![\n\t])\t(?=(?:ext|heta|imes|ilde|frac|au|o)(?![a-z]))"
    r"|\n(?=(?:ight(?:arrow)?|ho|angle|abla|eq|otin)(?![a-z])))"
)
_EATEN = regex(EATEN)

_ESCAPED = regex(r"\\.", re.DOTALL)

# What other readers of TeX know and latex2mathml does not.
_SAME = (
    (regex(r"\\(begin|end)\{(?:aligned|align)\}"), r"\\\1{align*}"),
    (regex(r"\\(?:begin|end)\{(?:equation|math|displaymath)\*?\}"), ""),
    (regex(r"\\label\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"), ""),
    (regex(r"\\tag\*?\{([^{}]*)\}"), r"\\qquad(\\text{\1})"),
    (regex(r"\\arg(?![A-Za-z])"), r"\\operatorname{arg}"),
)
# Definitions can grow without end; the others have no place in a page that is safe to read.
_REFUSED = regex(
    r"\\(?:(?:re|provide)?newcommand|providecommand|[exg]?def|let|DeclareMathOperator|href|url|class|style|id|cssId|"
    r"require|unicode|includegraphics|input)(?![A-Za-z])"
)
_MARKUP = regex(r"<[A-Za-z/!?][^<]*>")  # whatever it is there for, it is no formula

# Letters of other forms: where the Latin capitals, the small ones and the digits begin (unicode.org/charts, U+1D400).
_FORMS: dict[str, tuple[int, int, int]] = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "bold-italic": (0x1D468, 0x1D482, 0),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "script": (0x1D49C, 0x1D4B6, 0),
    "fraktur": (0x1D504, 0x1D51E, 0),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}
_ELSEWHERE = {  # letters that Unicode had before
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
}
_GREEK = {"bold": 0x1D6C2, "bold-italic": 0x1D736}  # small alpha


class Formula(NamedTuple):
    """MathML and the TeX that it was made of, or why there is none. Where the `tex` is not what was written, that has
    escapes of JSON."""

    html: str
    problem: str = ""
    tex: str = ""


def is_display(written: str) -> bool:
    """Whether a formula, as it is written, is to have lines of its own."""
    return written.startswith(("$$", "\\[", "\\\\["))


@lru_cache(maxsize=2_048)
def formula(written: str) -> Formula:
    """The formula that is written between `$` or `$$`, or between brackets with backslashes, these among it."""
    source = restored(_between(written)).strip()
    made = _formula(source, is_display(written))
    if made.html or not _DOUBLED.search(source) or _BREAK.search(source):
        return made
    single = _formula(source.replace("\\\\", "\\"), is_display(written))
    return single if single.html else made


def _formula(source: str, display: bool) -> Formula:
    parts: list[str] = []
    try:
        for child in elements_of(source, display):
            _write(child, parts)
    except NotUnderstoodError as reason:
        return Formula("", str(reason))
    except Exception:  # whatever a reader of TeX meets in a text that is none
        return Formula("", "something is missing in it")
    attributes = f' alttext="{escape(source)}"' + (' display="block"' if display else "")
    return Formula(f"<math{attributes}>{''.join(parts)}</math>", tex=source)


def elements_of(source: str, display: bool) -> Element:
    """What latex2mathml makes of TeX: not checked, its signs as entities. NotUnderstoodError where it is too large or
    has in it what has no place in a page; any exception of the library's where something is missing."""
    if len(source) > LONGEST:
        raise NotUnderstoodError(f"it is longer than {LONGEST:,} characters")
    if refused := _REFUSED.search(source):
        raise NotUnderstoodError(f"{refused[0]} is not read")
    if not 0 <= (depth := _depth(source)) <= _DEEPEST:
        raise NotUnderstoodError("it is nested too deeply" if depth > 0 else "its braces do not come in pairs")
    if _MARKUP.search(source):
        raise NotUnderstoodError("it contains markup")
    for pattern, same in _SAME:
        source = pattern.sub(same, source)
    from latex2mathml.converter import convert_to_element

    return convert_to_element(source, display="block" if display else "inline")


def restored(tex: str) -> str:
    """TeX in which what became of the beginnings of commands are backslashes and letters again."""
    return _EATEN.sub(_beginning, tex)


def _beginning(found: re.Match[str]) -> str:
    letter = _CONTROLS.get(found[0])
    if letter is None:
        letter = "r" if found.string.startswith(("ight", "ho", "angle"), found.end()) else "n"
    return f"\\{letter}"


def tex_of(written: str) -> str:
    """The TeX between the signs that a formula is written with, as it stands there."""
    return _between(written).strip()


def _between(written: str) -> str:
    if written.startswith("$"):
        return written.strip("$")
    signs = 3 if written.startswith("\\\\") else 2
    return written[signs:-signs]


class NotUnderstoodError(Exception):
    """Why a formula is not set."""


def _depth(source: str) -> int:
    """How deep braces are nested; -1 where they do not come in pairs."""
    deepest = level = 0
    for char in _ESCAPED.sub("", source):
        level += (char == "{") - (char == "}")
        deepest = max(deepest, level)
        if level < 0:
            return -1
    return -1 if level else max(deepest, source.count(r"\left"), source.count(r"\begin"))


def _write(element: Element, parts: list[str]) -> None:
    tag = element.tag
    if len(parts) > 3 * _MOST:
        raise NotUnderstoodError("it is too large")
    if problem := _problem(element):
        raise NotUnderstoodError(problem)
    if tag == "mtable":
        _rule(element)
    parts.append(f"<{tag}{_attributes(element, tag)}>")
    text = unescape(element.text or "")
    if text.strip(" \n") or tag == "mtext":
        variant = element.attrib.get("mathvariant", "normal")
        parts.append(_escaped("".join(formed(char, variant) for char in text) if variant != "normal" else text))
    fenced = _is_fenced(element)
    if fenced:
        parts.append("<mrow>")
    for place, child in enumerate(element):
        named = _CHILDREN[tag] is None and _names(child)
        if named and place and not _is_sign(element[place - 1]):
            parts.append(_THIN)
        _write(child, parts)
        if named and place + 1 < len(element) and not (_is_sign(element[place + 1]) or _names(element[place + 1])):
            parts.append(_THIN)
        if fenced and place == 2:
            parts.append("</mrow>")
    parts.append(f"</{tag}>")


def _problem(element: Element) -> str:
    """Why an element cannot be written; '' if it can. Signs come as entities: what stands there as it was written is
    a letter, or not known."""
    raw = element.text or ""
    if "linebreak" in element.attrib:
        return r"\\ is outside a table (a command begins with one backslash)"
    if element.tag not in _CHILDREN:
        return "it has parts that browsers cannot set"
    wanted = _CHILDREN[element.tag]
    if wanted is not None and len(element) != wanted and not _is_fenced(element):
        return "something is missing in it"
    if raw.startswith("\\") and len(raw) > 1:
        return f"{raw} is not known"
    return "an & is outside a table" if raw == "&" else ""


def _is_fenced(element: Element) -> bool:
    """Whether a table between its brackets, which are three elements, has a script."""
    wanted = (_CHILDREN[element.tag] or 0) + 2
    return element.tag in _SCRIPTS and len(element) == wanted and element[0].tag == element[2].tag == "mo"


def _names(element: Element) -> bool:
    """Whether an element is the name of a function (`log`), with what stands below or above it."""
    while element.tag in _SCRIPTS and len(element):
        element = element[0]
    return element.tag == "mi" and len(element.text or "") > 1 and (element.text or "").isalpha()


def _is_sign(element: Element) -> bool:
    return element.tag in ("mo", "mspace")


def _rule(table: Element) -> None:
    """Note on rows and cells that a table has a line behind them (`{c|c}`, `\\hline`); lines around it say nothing."""
    columns = _lines(table.attrib.pop("columnlines", ""), max(map(len, table), default=0))
    rows = _lines(table.attrib.pop("rowlines", ""), len(table))
    for number, row in enumerate(table):
        if number in rows:
            row.set("ruled", "ruled")
        for place in columns:
            if place < len(row):
                row[place].set("ruled", "ruled")


def _lines(written: str, count: int) -> list[int]:
    """Behind which of so many rows or columns a line is drawn; a list may begin with what stands before the first."""
    lines = written.split()
    inner = lines[1:] if len(lines) > count else lines
    return [number for number, line in enumerate(inner[: max(0, count - 1)]) if line in ("solid", "dashed")]


def _attributes(element: Element, tag: str) -> str:
    css = [element.attrib.get("columnalign", ""), element.attrib.get("ruled", "")]
    css = [one for one in css if one in ("left", "right", "ruled")]
    written = f' class="{" ".join(css)}"' if css else ""
    for name, value in element.attrib.items():
        if name in ("columnalign", "ruled"):
            continue
        if name == "mathvariant":
            if value == "normal" and tag == "mi":
                written += ' mathvariant="normal"'
        elif name in _KEPT and _VALUE.fullmatch(value):
            written += f' {name}="{value}"'
        elif name not in _LEFT_OUT:
            raise NotUnderstoodError("it has a style of its own")
    return written


def formed(char: str, variant: str) -> str:
    """A letter in a form of its own, as browsers only show them by characters of their own."""
    if variant not in _FORMS:
        raise NotUnderstoodError(f"letters in {variant} are not known")
    capitals, small, digits = _FORMS[variant]
    if char in _ELSEWHERE.get(variant, ()):
        return _ELSEWHERE[variant][char]
    if "A" <= char <= "Z":
        return chr(capitals + ord(char) - ord("A"))
    if "a" <= char <= "z":
        return chr(small + ord(char) - ord("a"))
    if "0" <= char <= "9" and digits:
        return chr(digits + ord(char) - ord("0"))
    if "α" <= char <= "ω" and variant in _GREEK:
        return chr(_GREEK[variant] + ord(char) - ord("α"))
    return char


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
