"""What works go by in libraries: DOIs, as Crossref matches them, and numbers of arXiv."""

from __future__ import annotations

import re
from urllib.parse import quote

from kbgen.text.regex import regex

KEYS = {"doi": "DOI", "arxiv": "arXiv", "arxiv_id": "arXiv", "arxiv-id": "arXiv", "arxivid": "arXiv"}
"""Keys of fields that hold one, in small letters -> what readers call it."""

_DOI = regex(r"(?:doi:[ \t]*)?(10\.[0-9]{4,9}/[^\s\"<>\\]{1,200})", re.IGNORECASE)
_ARXIV = regex(
    r"(?:arxiv:[ \t]*)?([0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,3})?|[a-z-]{2,20}(?:\.[a-z]{2})?/[0-9]{7}(?:v[0-9]{1,3})?)"
    r"(?:[ \t]*\[[\w.-]{2,20}\])?",
    re.IGNORECASE,
)

_VERSION = regex(r"v[0-9]{1,3}\Z", re.IGNORECASE)


def doi_of(key: str, text: str) -> str:
    """The DOI in a field of that key, given alone or as an address; '' for none.

    >>> doi_of("DOI", "doi:10.1000/182"), doi_of("doi", "https://doi.org/10.1000/182"), doi_of("url", "10.1000/182")
    ('10.1000/182', '10.1000/182', '')
    """
    if KEYS.get(key.casefold()) != "DOI":
        return ""
    found = _DOI.fullmatch(re.sub(r"\A\s*https?://(?:dx\.)?doi\.org/", "", text).strip())
    return found[1] if found is not None else ""


def arxiv_of(key: str, text: str) -> str:
    """The number of arXiv, without its version, in a field of that key; '' for none.

    >>> arxiv_of("arxiv_id", "arXiv:2601.00001v2 [cs.CL]"), arxiv_of("doi", "10.1000/182")
    ('2601.00001', '')
    """
    found = _ARXIV.fullmatch(text.strip()) if KEYS.get(key.casefold()) == "arXiv" else None
    return _VERSION.sub("", found[1]) if found is not None else ""


def address_of(key: str, text: str) -> str:
    """The address of the work that a field of that key names; '' where it names none.

    >>> address_of("doi", "10.1000/182"), address_of("arxiv", "arXiv:2601.00001v2 [cs.CL]"), address_of("doi", "none")
    ('https://doi.org/10.1000/182', 'https://arxiv.org/abs/2601.00001v2', '')
    """
    name = KEYS.get(key.casefold())
    if name is None:
        return ""
    found = (_DOI if name == "DOI" else _ARXIV).fullmatch(text.strip())
    place = "https://doi.org/" if name == "DOI" else "https://arxiv.org/abs/"
    return place + quote(found[1], safe="/:;().,") if found is not None else ""
