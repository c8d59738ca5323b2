"""What a link can mean: the values that `resolve` answers with. Knows no names."""

from __future__ import annotations

from typing import NamedTuple

from kbgen.model import Resolution

FOR_RAW = "for a raw file"
"""The note of a summary that is meant by a link to its raw file: an anchor is of that file."""


AS_WRITTEN = "as written"
"""The note of a page that a short name means: that is shown, and not the title."""


class Found(NamedTuple):
    """A document (number), the step that found it, and a note for the author ('' = none). `whole`: what looks
    like an anchor belongs to the name (`[[C#]]`, and there is a page `C#`)."""

    document: int
    step: Resolution
    note: str = ""
    whole: bool = False


class Ambiguous(NamedTuple):
    """Several documents (numbers) answer to `name` and none is nearer."""

    name: str
    candidates: tuple[int, ...]


class Missing(NamedTuple):
    """Nobody has written this page; `name` is its normalised name, path and all."""

    name: str


class Home(NamedTuple):
    """The home page that every site has, where no document is it."""


class Inside(NamedTuple):
    """What a folder holds that has no page of its own (kb path)."""

    folder: str


class File(NamedTuple):
    """A file of the kb that is no page (kb path). `whole`: what looks like an anchor belongs to its name."""

    path: str
    whole: bool = False


class Dead(NamedTuple):
    """A path to a file that is not there, or (`outside`) that leads out of the kb, and to what is `beside` it in the
    project ('' without)."""

    path: str
    outside: bool = False
    beside: str = ""


class Raw(NamedTuple):
    """A raw file (path as written): evidence, no page."""

    path: str


class Tagged(NamedTuple):
    """The page of a tag, by the key of its name."""

    tag: str


class Literal(NamedTuple):
    """No link at all: double brackets around signs that name nothing."""


Result = Found | Ambiguous | Missing | Home | Inside | File | Dead | Raw | Tagged | Literal
