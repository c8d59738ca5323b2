"""Names that hold the sign at which links are split: `C# basics`, `Yes | No`. Answers with the whole names that a link
may stand for, and the documents of each."""

from __future__ import annotations

from collections.abc import Iterator

from kbgen.link.index import Hit, Index
from kbgen.model import Link
from kbgen.text.names import clean, fold


def with_hash(index: Index, link: Link) -> Iterator[tuple[str, Hit]]:
    """Names with the `#` of a link; what stood around it is not known any more."""
    if not (link.anchor or link.bare_hash) or fold(clean(link.target)) not in index.before_hash:
        return
    for sign in ("#", "# ", " #", " # "):
        whole = clean(f"{link.target}{sign}{link.anchor}")
        hit = index.lookup(whole)
        if hit is not None:
            yield whole, hit


def with_pipe(index: Index, link: Link) -> tuple[str, Hit] | None:
    """The title or alias with the `|` of a link; None without. Nobody writes by chance a label that makes a whole title
    of a link: where there is such a page, it is meant, though another has the name in front."""
    for written in (f"{link.target} | {link.label}", f"{link.target}|{link.label}"):
        whole = clean(written)
        for table in (index.title, index.alias):
            found = table.find(whole, fold(whole))
            if found:
                return whole, Hit(found, "loose")
    return None
