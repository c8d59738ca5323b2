"""Pages by the addresses that they have elsewhere: on another site, in a vault that is the whole project, on Windows,
in Denote and Basic Memory. Each function answers with the documents that may be meant; they are asked only where no
file of the kb is, and know nothing of raw files.
"""

from __future__ import annotations

import posixpath
import re
from datetime import date
from urllib.parse import unquote

from kbgen.fields.dates import parse_date
from kbgen.link.index import Hit, Index
from kbgen.link.meaning import Dead, Missing
from kbgen.text.endings import FILES, ending
from kbgen.text.names import clean, fold
from kbgen.text.pagenames import spoken
from kbgen.text.paths import stem
from kbgen.text.regex import regex

_WIKI = regex(r"(?:(?:(?:\.\./)+|/(?:[^/]+/[^/]+/)?)?wiki|/[a-z]{2}(?:-[a-z]{2,4})?)/([^.].*)", re.IGNORECASE)
_POST = regex(r"(?:^|/)(\d{4})/(\d\d)/(\d\d)/([^/]+)\Z")  # jekyllrb.com/docs/permalinks
_ESCAPED = regex(r"%[0-9A-Fa-f]{2}")
_NOTES = ("denote:", "memory:")  # of Denote and Basic Memory


def is_note(target: str) -> bool:
    """Whether an address is one by which Denote or Basic Memory links to a note."""
    return target.startswith(_NOTES)


def note(index: Index, target: str) -> Hit | None:
    """The note that they call so: `denote:20240131T123000`, `memory://plans`."""
    name = clean(target.partition(":")[2].strip("/"))
    hit = _addressed(index, name) or (index.lookup(name) if name else None)
    return hit._replace(step="path") if hit is not None else None


def at_address(index: Index, target: str, path: str | None, here: str) -> Hit | None:
    """A page by the address it has on another site: as its `permalink` says, with `.html` for `.md`, or as a wiki on
    GitHub (`../wiki/Oak-trees`) or of Wiki.js (`/en/trees/oak`) has it. `path` is the kb path that a target leads to
    from the file at `here` (None: out of the kb)."""
    hit = None
    for address in filter(None, (path, _plain(path or ""))):
        hit = hit or _addressed(index, address) or _of_jekyll(index, address)
    if hit is None and target.startswith("/"):
        hit = from_folder_above(index, target.strip("/"), here)
    if hit is not None:
        return hit
    if target.startswith("../") or target.endswith("/"):  # as on a site that has a folder for each page
        there = posixpath.normpath(posixpath.join(stem(here), target))
        hit = index.at(there) or _addressed(index, there) or index.at_spelled(there)
        if hit is not None:
            return hit._replace(step="path")
    if path is not None and path[-5:].lower() == ".html":
        return index.at(path[:-5]) or index.at_spelled(path[:-5])
    if path and (hit := index.at_spelled(path)) is not None:
        return hit
    on_wiki = _WIKI.match(target)
    hit = index.at(on_wiki[1]) if on_wiki is not None else None
    return hit._replace(step="path") if hit is not None else None


def _of_jekyll(index: Index, path: str) -> Hit | None:
    """A page in one of the folders that Jekyll reads, by the address that it has there: `docs/oaks` is `_docs/oaks`,
    and `news/2026/01/31/oaks` the post `2026-01-31-oaks`."""
    post = _POST.search(path)
    hit = index.lookup(clean("-".join(post.groups()))) if post is not None else index.at(f"_{path}")
    return hit._replace(step="path") if hit is not None else None


def from_folder_above(index: Index, path: str, here: str) -> Hit | None:
    """A page whose path counts from a folder around the file, as in a bundle that is a part of the kb."""
    folder = posixpath.dirname(here)
    while folder:
        hit = index.at(f"{folder}/{path}")
        if hit is not None:
            return hit._replace(step="path")
        folder = posixpath.dirname(folder)
    return None


def on_wiki(index: Index, target: str) -> Hit | Missing | Dead | None:
    """What an address means on the site of a wiki, where pages have no folders, and beside the wiki there is its
    repository (`../blob/main/a.py`); None if it is none of such."""
    if target.startswith("../") and _REPOSITORY.match(target) is not None:
        return Dead(target, beside=target)
    name = target.removeprefix("./")
    if "/" in name or ending(name) in FILES or not any(map(str.isalnum, name)):
        return None
    hit = index.lookup(clean(name)) or index.lookup_loose(clean(name))
    return hit._replace(step="path") if hit is not None else Missing(spoken(name))


_REPOSITORY = regex(
    r"(?:\.\./)+(?:-/)?(?:blob|tree|raw|blame|commits?|compare|issues|pulls?|releases|tags|actions|discussions|projects"
    r"|milestones?|labels|security|graphs|merge_requests|jobs|pipelines)(?:/|\Z)"
)


def of_day(index: Index, target: str) -> Hit | None:
    """The note of a day by the day's name in words or figures (`Thursday, Mar 5th, 2026`, `2026年3月5日`), as each may
    choose it in Logseq. Of figures alone it must be clear which of them is the month."""
    if not _YEAR.search(target):
        return None
    known = parse_date(target) or parse_date(_without_weekday(target))
    iso = known.iso if known is not None else _in_figures(target)
    hit = index.lookup(iso) if len(iso) == len("2026-03-05") and iso != target else None
    return hit._replace(step="alias") if hit is not None else None


_YEAR = regex(r"(?<!\d)(?:19|20)\d\d")
_WEEKDAY = regex(r"\A[^\W\d_]{2,12}\.?[,，]?[ ]+(?=\d)|(?<=\d)[,，]?[ ]+[(]?[^\W\d_]{2,12}[)]?\Z")
_FIGURES = regex(r"(\d\d?)([-/_.])(\d\d?)\2(\d{4})")


def _without_weekday(target: str) -> str:
    """A day in figures without the weekday before or behind it, with hyphens for underscores."""
    return _WEEKDAY.sub("", target).replace("_", "-")


def _in_figures(target: str) -> str:
    """A day that ends with its year, as ISO 8601; '' for any other text, and where day and month may be meant either
    way: unless they are one number, or the weekday is that of one of them only."""
    found = _FIGURES.fullmatch(_WEEKDAY.sub("", target))
    if found is None:
        return ""
    one, other = found[1].zfill(2), found[3].zfill(2)
    days = {f"{found[4]}-{month}-{day}" for day, month in ((one, other), (other, one))}
    known = [day for day in sorted(days) if (read := parse_date(day)) is not None and read.iso]
    if len(known) > 1:
        known = [day for day in known if _weekday(day) in target.casefold()]
    return known[0] if len(known) == 1 else ""


def _weekday(day: str) -> str:
    return _WEEKDAYS[date.fromisoformat(day).weekday()]


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def in_vault(index: Index, target: str, prefix: str) -> Hit | None:
    """A page by its path in a vault that is the whole project; `prefix` is the kb folder there, with `/` ('' = the
    same)."""
    path = target.replace("\\", "/")
    if not prefix or not path.casefold().startswith(prefix.casefold()):
        return None
    hit = index.at(clean(path[len(prefix) :]))
    return hit._replace(step="path") if hit is not None else None


def in_larger_vault(index: Index, target: str) -> Hit | None:
    """A page by its path in a vault of which the kb is a part: below folders that are not here (`Work/wiki/people/ada`
    for `people/ada`)."""
    path = clean(target.replace("\\", "/"))
    while path.count("/") > 1:
        above, _, path = path.partition("/")
        if not above or fold(above) in index.known_folders:
            return None
        hit = index.path.find(path, fold(path))
        if hit:
            return Hit(hit, "path")
    return None


def on_windows(index: Index, target: str) -> Hit | None:
    """A page by its path with backslashes."""
    hit = index.lookup(target.replace("\\", "/")) if "\\" in target else None
    return hit._replace(step="loose") if hit is not None else None


def in_address(index: Index, target: str) -> Hit | None:
    """A page by its name as addresses write it (`Oak%20trees`)."""
    hit = index.lookup(clean(unquote(target))) if _ESCAPED.search(target) else None
    return hit._replace(step="loose") if hit is not None else None


def _plain(target: str) -> str:
    """An address without `.html`, or `index.html`, at its end ('' where it has none): hosts answer to both."""
    for end in ("/index.html", "/index.htm", ".html", ".htm"):
        if target.lower().endswith(end):
            return target[: -len(end)].strip("/")
    return ""


def at_old_address(index: Index, path: str) -> Hit | None:
    """A page by the address that it had, or has elsewhere, with or without its ending, as a name or path in double
    brackets says it."""
    address = path.strip("/")
    return _addressed(index, address) or _addressed(index, f"{address}.html") if address else None


def _addressed(index: Index, address: str) -> Hit | None:
    numbers = index.addresses.get(fold(address))
    return Hit(numbers, "path") if numbers else None
