"""Slugs, keys for matching, relative URLs: pure functions on strings. Knows no file and no graph."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

from kbgen.text.paths import DEVICE, stem
from kbgen.text.regex import regex

# Characters that tell names apart and have no place in an address: they are spelled out.
_SPELLED = {"+": "plus", "#": "sharp", "&": "and", "@": "at", "%": "percent", "$": "dollar", "*": "star"}
_DEVICE = regex(rf"{DEVICE}(?:\.|$)")
_PLAIN_SLUG = regex(r"[a-z0-9_]+(?:[.-][a-z0-9_]+)*\Z")
_SPACE = regex(r"\s+")
_LONGEST_SLUG = 180  # bytes of UTF-8; file systems end at 255 and an ending and a counter must fit


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """The last part of an address for a name: lower case, letters, marks and digits of any script,
    `_`, single `-` and inner dots; never empty, never a reserved file name, at most 180 bytes.

    >>> slug("GPT-5.2"), slug("C++"), slug("C#"), slug(".NET"), slug("Über uns")
    ('gpt-5.2', 'c-plus-plus', 'c-sharp', 'dot-net', 'über-uns')
    """
    if _PLAIN_SLUG.match(text) and len(text) <= _LONGEST_SLUG and not _DEVICE.match(text):
        return text
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()).replace("i\u0307", "i").strip()
    if text.startswith(".") and text.strip("."):
        text = "dot " + text.lstrip(".")
    out: list[str] = []
    for ch in text:
        if ch.isalnum() or ch in "._" or unicodedata.category(ch)[0] == "M":
            out.append(ch)
        elif ch in _SPELLED:
            out.append(f"-{_SPELLED[ch]}-")
        elif ch not in "'’\"“”":  # quotes do not part a word
            out.append("-")
    result = re.sub(r"-{2,}", "-", "".join(out))
    result = re.sub(r"-?\.+-?", lambda m: "." if "-" not in m[0] else "-", result)
    result = re.sub(r"-{2,}", "-", result).strip("-.")
    if not result.strip("._-"):
        result = "-".join(f"u{ord(c):x}" for c in text[:16] if not c.isspace()) or "untitled"
    if _DEVICE.match(result):
        result = f"{result}_" if "." not in result else result.replace(".", "_.", 1)
    encoded = result.encode()
    if len(encoded) > _LONGEST_SLUG:
        kept = encoded[: _LONGEST_SLUG - 9].decode(errors="ignore").rstrip("-.")
        result = f"{kept}-{hashlib.blake2b(encoded, digest_size=4).hexdigest()}"
    return result


def free(name: str, taken: set[str], mark: str = "-") -> str:
    """The name itself, or with the first number from 2 on that makes it new (`name-2`); it is among those taken then.

    >>> taken = {"a", "a-2"}
    >>> free("a", taken), free("a", taken), free("b", taken)
    ('a-3', 'a-4', 'b')
    """
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name}{mark}{count}"
    taken.add(candidate)
    return candidate


_NO_STEM = regex(r"[^a-z0-9]+")


def stem_of(page: str, title: str) -> str:
    """The name of a page's file without its ending, with a `*` for what the title makes of it (all else than Latin
    letters and digits as `-`), so that scripts which have the title can tell.

    >>> stem_of("a-title.html", "A title!"), stem_of("x9-a-title.html", "A title!"), stem_of("über.html", "Über")
    ('*', 'x9-*', 'über')
    """
    stem = page.removesuffix(".html")
    made = _NO_STEM.sub("-", title.lower()).strip("-") if title.isascii() else ""  # elsewhere cases differ by place
    return stem.replace(made, "*", 1) if made else stem


_NO_ANCHOR = regex(r"[^\w]+", re.ASCII)


def without_closing(text: str) -> str:
    """A heading's text without the signs that may close it. A pattern for them would look at spaces again and again.

    >>> without_closing("A plan for C# ##  "), without_closing("C#")
    ('A plan for C#', 'C')
    """
    return text.rstrip(" \t").rstrip("#").rstrip(" \t")


def heading_slug(text: str) -> str:
    """The anchor for a heading's text: lower case, letters, digits and `_` of any script, all else as `-`.

    >>> heading_slug("RLVR 2.0 — what next?")
    'rlvr-2-0-what-next'
    """
    text = unicodedata.normalize("NFC", text.lower())
    if text.isascii():
        return _NO_ANCHOR.sub("-", text).strip("-") or "section"
    kept = "".join(c if c.isalnum() or c == "_" or unicodedata.category(c)[0] == "M" else "-" for c in text)
    return re.sub(r"-{2,}", "-", kept).strip("-") or "section"


def github_slug(text: str) -> str:
    """The anchor that GitHub makes of a heading, which authors write in `[text](#anchor)`: lower case,
    punctuation dropped, each space a `-`.

    >>> github_slug("What's in a Foam?"), github_slug("Draw.io — basics")
    ('whats-in-a-foam', 'drawio--basics')
    """
    kept = (c for c in text.strip().lower() if c.isalnum() or c in " -_" or unicodedata.category(c)[0] == "M")
    return "".join(kept).replace(" ", "-")


def is_text(name: str) -> bool:
    """Whether a name of a file, or a word on the command line, is UTF-8; Python keeps the bytes of others as
    surrogates."""
    if name.isascii():
        return True
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def nfc(text: str) -> str:
    """A text with letters and their accents as one: disks and editors differ in that."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many code points two texts, or parts two paths, have in common at their beginning.

    >>> shared("oak tree", "oaks"), shared(["a", "b"], ["a", "c", "d"])
    (3, 1)
    """
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


def cut(text: str, most: int = 60) -> str:
    """A text of at most so many code points; of a longer one the beginning, with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cut_at_word(text: str, most: int) -> str:
    """The same, cut between two words."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def spaced(name: str) -> str:
    """A name in NFC, trimmed, white space collapsed; an ending stays: `CLAUDE.md` may be a title."""
    return _SPACE.sub(" ", nfc(name).strip())


@lru_cache(maxsize=65536)
def clean(name: str) -> str:
    """A target or name brought to the one form in which names are compared exactly: NFC, trimmed,
    white space collapsed, one `.md` ending or the like dropped where anything of the name is left.

    >>> clean(" Oak  trees.md"), clean("trees/.md")
    ('Oak trees', 'trees/.md')
    """
    name = spaced(name)
    bare = stem(name)
    return name if bare == name or bare[-1:] in ("", "/") else bare.rstrip()


def fold(name: str) -> str:
    """The key under which `clean` names are compared without regard to case. The four forms of Turkish i are one: which
    of them is the small letter of which depends on the language."""
    folded = name.casefold()
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", folded.replace("i\u0307", "i").replace("ı", "i"))


_DECORATED = regex(r"[\W\d_]+")


def undecorated(folder: str) -> str:
    """The name of a folder without the numbers and signs before it with which people put folders in order.

    >>> undecorated("10-summaries"), undecorated("📚 papers"), undecorated("2024")
    ('summaries', 'papers', '')
    """
    found = None if folder[:1].isalpha() else _DECORATED.match(folder)
    return folder[found.end() :] if found is not None else folder


_ROLE = regex(r"(?<=\S)\s*[(（][^()（）]*[)）]\s*\Z")


def without_role(name: str) -> str:
    """A name without what stands in parentheses behind it.

    >>> without_role("Ada Lovelace (mathematician)"), without_role("(unknown)")
    ('Ada Lovelace', '(unknown)')
    """
    return _ROLE.sub("", name)


_LOOSE_SIGN = "[\\s\"'“”‘’«»„`.,;:!?]"
_LOOSE_EDGE = regex(rf"^[\s\"'“”‘’«»„`]+|(?<!{_LOOSE_SIGN}){_LOOSE_SIGN}+$")  # from where a run begins: it may be long
_LOOSE_GAP = regex(r"[\s_-]+")
_TYPED = dict.fromkeys(map(ord, "‘’ʼ＇´"), "'") | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_TYPED |= dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), "")
_PLAIN_WORDS = regex(r"[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*\Z")


def loose(name: str) -> str:
    """The key under which names are compared generously: space, `-` and `_` alike, apostrophes and dashes however they
    are set, quotes around, trailing `. , ; : ! ?` and signs without width dropped; empty (matches nothing) without any
    letter or digit.

    >>> loose("O’Hara’s plan, 2024–25") == loose("o'hara's plan, 2024-25")
    True
    """
    if _PLAIN_WORDS.match(name):
        return name.lower().replace(" ", "-").replace("_", "-")
    typed = name if name.isascii() else name.translate(_TYPED)
    key = _LOOSE_GAP.sub("-", _LOOSE_EDGE.sub("", fold(typed))).strip("-")
    return key if any(c.isalnum() for c in key) else ""


def tag_key(tag: str) -> str:
    """What the spellings of one tag have in common: how its words are joined, and capitals, tell no tags apart.

    >>> tag_key("Machine learning") == tag_key("machine_learning") == tag_key("machine-learning")
    True
    """
    return _LOOSE_GAP.sub("-", fold(tag))


_DAY = regex(r"(?<!\d)(\d{4}-\d\d-\d\d|^\d{4}-\d\d$)(?!\d)")


def readable(name: str) -> str:
    """A slug or file name as a title; a name that has spaces or capitals already is kept as it is, and so is a date.

    >>> readable("text-diffusion-models"), readable("2024-01-05"), readable("2024-01-05-weekly-notes")
    ('Text diffusion models', '2024-01-05', '2024-01-05 weekly notes')
    """
    if name.split() != [name] or (not name.islower() and any(c.isupper() for c in name)):
        return name
    parts = _DAY.split(name)  # every other one is a day, or a month alone
    text = "".join(part if at % 2 else re.sub(r"[-_]+", " ", part) for at, part in enumerate(parts)).strip() or name
    return text[:1].upper() + text[1:]


def commonest(counts: Mapping[str, int]) -> str:
    """The name that was counted most often, of several the first in the order of their code points; '' of none.

    >>> commonest({"b": 2, "a": 2, "c": 1}), commonest({})
    ('a', '')
    """
    return min(counts, key=lambda name: (-counts[name], name), default="")


def split_names(text: str) -> list[str]:
    """A list written as one text, parted at `,`, `;` and `&` outside parentheses."""
    return [part for _, part in name_parts(text)]


def name_parts(text: str) -> list[tuple[int, str]]:
    """The same, each part with the place in the text where it begins.

    >>> name_parts("Ann Lee, Ann")
    [(0, 'Ann Lee'), (9, 'Ann')]
    """
    parts, depth, start = list[tuple[int, str]](), 0, 0
    for pos, char in enumerate(text):
        if char in "(（[":
            depth += 1
        elif char in ")）]":
            depth = max(0, depth - 1)
        elif char in ",;&、；，" and not depth:
            parts.append((start, text[start:pos]))
            start = pos + 1
    parts.append((start, text[start:]))
    return [(start + len(part) - len(part.lstrip()), part.strip()) for start, part in parts if part.strip()]


def relative(page: str, target: str) -> str:
    """The relative address from one page to another, both counted from the top of the site, percent-encoded.

    >>> relative("sources/a.html", "entities/b c.html"), relative("a.html", "a.html")
    ('../entities/b%20c.html', 'a.html')
    """
    here, there = page.split("/")[:-1], target.split("/")
    same = min(shared(here, there), len(there) - 1)
    return "../" * (len(here) - same) + encode("/".join(there[same:])) or "./"


@lru_cache(maxsize=65536)
def encode(path: str) -> str:
    """Percent-encode a path once; letters of all scripts are encoded as UTF-8, `/` stays."""
    return quote(path, safe="/-._~!$'()*,;=@+")


def fragment(anchor: str) -> str:
    """`#anchor`, percent-encoded; empty for an empty anchor."""
    return "#" + quote(anchor, safe="-._~!$'()*,;=@/?") if anchor else ""
