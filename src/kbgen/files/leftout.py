"""Why what lies in a project is left out: the reasons as they are told, and what names alone say. Opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kbgen.text.names import fold, nfc, undecorated
from kbgen.text.paths import is_markdown, stem

# Folders that are named, not entered: they hold thousands of files that nobody wrote for the kb.
CLOSED = {
    **dict.fromkeys((".git", ".hg", ".svn", ".jj"), "version control"),
    "node_modules": "installed packages",
}
OURS = "kbgen's own output"
VENV = "virtual environment"
MARKERS = {"pyvenv.cfg": VENV, ".kbgen-manifest.json": OURS}
FINISHED = "folder of a finished site"
_FINISHED = dict.fromkeys(("site", "_site", "public", "dist"), FINISHED)  # as programs write them
# As people write them, in any case: `Templates` is usual in vaults. (`Public` may be a folder of notes.)
_LEFT_OUT = {**dict.fromkeys(("templates", "_templates"), "templates folder"), "_drafts": "drafts folder"}
# `Templates`, also numbered and decorated, and in other languages.
_TEMPLATES = frozenset(
    (
        *("templates", "template", "obsidian-templates", "obsidian templates", "vorlagen", "plantillas", "modèles"),
        *("szablony", "şablonlar", "шаблоны", "шаблони", "模板", "範本", "テンプレート", "템플릿", "قوالب", "القوالب"),
    )
)
# Where Logseq keeps older texts of pages (docs.logseq.com, "Backups").
_COPIES = dict.fromkeys((("logseq", "bak"), ("logseq", "version-files")), "older copies")
FOR_SITE = "folder of files for a site"
OUTSIDE = "outside the kb folder"
RAW = "raw"
HIDDEN_FOLDER, HIDDEN_FILE = "hidden folder", "hidden file"
EXCLUDED = "excluded in kbgen.toml"
NO_TEXT = "name that is not UTF-8"
SAME_NAME = "name of another page, but for the ending"
NO_FILE = "not an ordinary file"
LINK = "symbolic link"
LINK_OUT = "symbolic link out of the kb"


def of_public(path: str, names: Iterable[str]) -> str:
    """Why pages in a folder (its path) with these names in it are left out that was taken for a finished site. A
    `public/` without an `index.html` is where VitePress and others have the files for the top of a site."""
    *above, name, _ = path.split("/")
    is_for_site = name == "public" and not _FINISHED.keys() & set(above) and "index.html" not in names
    return FOR_SITE if is_for_site else FINISHED


def is_hidden(name: str) -> bool:
    """Whether a file of this name is left out as a hidden one.

    >>> [is_hidden(name) for name in (".env", ".md", "..md", ".NET.md", "._a.md")]
    [True, True, True, False, True]
    """
    return name.startswith(".") and (not is_markdown(name) or not stem(name).strip(".") or name.startswith(_EDITORS))


_EDITORS = ("._", ".#", ".~")  # leftovers of editors and file systems; `.NET.md` is a page of that name


def reason_of(name: str, parent: str = "") -> str:
    """Why a folder of this name, in one of another name, is left out; empty if it is not."""
    plain = fold(name)
    found = _FINISHED.get(name) or _LEFT_OUT.get(plain, "") or _COPIES.get((parent, name), "")
    return found or ("templates folder" if undecorated(plain) in _TEMPLATES else "")


def excluded(globs: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all globs of `exclude`; matches a path, counted from the project, that is
    named by one or lies below what is named.

    As in .gitignore: a glob with a `/` before its end counts from the project, any other names files and
    folders anywhere. `*` and `?` do not match `/`; `**` does. All else stands for itself.
    """
    parts = []
    for glob in globs:
        bare = nfc(glob.strip("/"))
        body = "".join(_GLOB.get(token, re.escape(token)) for token in re.findall(r"\*\*/?|\*|\?|[^*?]+", bare))
        anywhere = "" if "/" in glob.rstrip("/") else "(?:.*/)?"
        parts.append(f"{anywhere}{body}(?:/.*)?")
    return re.compile(f"(?s:{'|'.join(parts)})\\Z") if parts else None


_GLOB = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
