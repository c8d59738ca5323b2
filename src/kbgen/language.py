"""What a language tag (BCP 47) says of a page: whether it is one, its direction. Knows no text."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
# Languages and scripts that run from right to left: CLDR 45, `characterOrder`, and ISO 15924.
_RTL = frozenset("ar arc arz ckb dv fa he ks ku-arab mzn nqo pa-arab ps sd ug ur uz-arab yi".split())
_RTL_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


def language_of(written: str) -> str:
    """A tag as written where it is one, else ''. `pt_BR` is taken for `pt-BR`."""
    tag = written.strip().replace("_", "-")
    return tag if _TAG.match(tag) else ""


def direction(tag: str) -> str:
    """`rtl` or `ltr`."""
    parts = tag.casefold().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL else "ltr"


def fallbacks(tag: str) -> tuple[str, ...]:
    """The tag and its shorter forms, longest first, in lower case: `zh-hant-tw`, `zh-hant`, `zh`."""
    parts = tag.casefold().split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))
