"""What names of files end in, and what that says of them: endings in small letters, without dot. Knows names only."""

from __future__ import annotations

PICTURES = frozenset("png jpg jpeg gif webp avif svg bmp ico".split())
FILMS = frozenset("mp4 webm ogv mov mkv".split())
SOUNDS = frozenset("mp3 ogg oga opus wav m4a flac aac 3gp".split())
PUBLISHABLE = PICTURES | FILMS | SOUNDS | {"pdf", "csv"}
"""Files that are copied beside pages: product.md, "Folders"."""

FILES = PUBLISHABLE | frozenset("zip docx xlsx pptx txt json yaml yml html htm epub canvas base excalidraw".split())
"""What a name ends in that is no page's but a file's."""

ATTACHED = FILES - frozenset("csv txt json yaml yml html htm".split())
"""Files that no page is called by: what is written about a `llms.txt` may be one."""

CAPTIONS = ("vtt", "srt")
TEXTS = ("md", "txt", *CAPTIONS)
"""Raw files that are text as they lie there."""

HTML = ("html", "htm")
READABLE = (*TEXTS, *HTML)
"""Raw files in which a quote can be looked up; a path without its ending means the first of these that is there."""

EVIDENCE = frozenset((*READABLE, "pdf", "epub", "docx"))
"""Raw files that somebody may sum up."""


def ending(name: str) -> str:
    """What stands behind the last dot of a name, path or address, case-folded ('' = no dot).

    >>> ending("img/a.PNG"), ending("png")
    ('png', '')
    """
    return name.rpartition(".")[2].casefold() if "." in name else ""


def is_bare_file(written: str) -> bool:
    """Whether a text is the name of a file that may be raw, without any folder: `talk.txt`, `A talk.md`."""
    text = written.strip()
    return "/" not in text and (ending(text) in EVIDENCE or ending(text) == "json")
