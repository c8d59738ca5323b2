"""What an author calls things: the values of fields that name pages, and the names of new files."""

from __future__ import annotations

from kbgen.author.kb import Kb
from kbgen.files.leftout import is_hidden
from kbgen.link.classify import is_listing
from kbgen.link.kinds import kind_table
from kbgen.link.titles import short_title
from kbgen.model import KbgenError, Node
from kbgen.text.names import slug, without_role
from kbgen.text.paths import stem, unportable
from kbgen.text.regex import regex

SLUG = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
"""A name written as a file's name is: small letters and digits, parted by hyphens."""


def file_name(title: str) -> str:
    """The name of the file for a page of that title, without `.md`.

    >>> file_name("Source Summary: Ada × Grace (2026) — Looms")
    'ada-grace-2026-looms'
    """
    return slug(short_title(" ".join(title.split())))


def given_name(written: str, folder: str) -> str:
    """The kb path of a new file that its author has named, with `.md` or without, in a folder ('' is the top).

    Raises KbgenError for a name under which no page is published, and for one that not every system can hold.
    """
    name = f"{stem(written.strip()).rstrip()}.md"
    path = f"{folder}/{name}" if folder else name
    *folders, file = name.split("/")
    if is_hidden(file) or any(folder.startswith(".") and folder != ".." for folder in folders):
        raise KbgenError(f"{path} would be hidden, and such pages are not published", "choose another name")
    for part in name.split("/"):
        if part != ".." and (reason := unportable(part)):
            raise KbgenError(f"the name “{part}” {reason}", "choose another name")
    return path


def refuse_listing(path: str, kb: Kb) -> None:
    """Raise KbgenError for the kb path of a new page that lies in a folder of a kind and would be a listing there, and
    so no page of that kind, because of its name."""
    table = kind_table(kb.known.settings.kinds)
    kind = table.of_folder(path.rpartition("/")[0].rpartition("/")[2])
    if kind and is_listing(path, kind, table):
        told = f"{kb.prefix}{path} would be a listing, not a page of the kind {kind}: its name says so"
        raise KbgenError(told, "give it another name: --name NAME")


def person(text: str, kb: Kb, listed: frozenset[str] = frozenset()) -> str:
    """A value of a field that names somebody, as a link where there is a page of that name, be it wanted, or where it
    is written as a slug; a role in parentheses stays behind it. `listed` are slugs that are pages as well."""
    if "[[" in text or "](" in text:
        return text
    text = text.strip()
    name = without_role(text)
    behind = text[len(name) :]
    if SLUG.fullmatch(name):
        return f"[[{name}]]{behind}"
    page = kb.find(name)
    if isinstance(page, Node):
        return wiki_link(kb.target(page), name, page.short) + behind
    if page is None:
        known = slug(name)
        if known in listed or kb.wanted_page(known):
            return wiki_link(known, name, "") + behind
    return text


def wiki_link(target: str, written: str, shown: str) -> str:
    """A link to a page whose bare link shows `shown`, that reads as it was written.

    >>> wiki_link("openai", "OpenAI", "OpenAI"), wiki_link("openai", "Open AI", "OpenAI")
    ('[[openai]]', '[[openai|Open AI]]')
    """
    return f"[[{target}]]" if written in (shown, target) else f"[[{target}|{written}]]"
