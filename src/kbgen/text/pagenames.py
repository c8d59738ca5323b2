"""What the names of files say of their pages: which are indexes of folders; and in wikis of GitHub, GitLab, Gollum,
Azure DevOps and Wiki.js also which is the home page, what frames the others, and where a hyphen stands for a space.
Knows names only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import unquote

from kbgen.text.names import fold

FRAMES = ("_Sidebar", "_Footer", "_Header")
"""The pages that such wikis show beside all others, by their names."""

INDEXES = frozenset({"index", "_index"})
"""The names, folded, of the pages that folders have."""

_INDEXES = frozenset(map(fold, (
    *("indice", "índice", "indice-general", "índice-general", "sommaire", "inhaltsverzeichnis", "indeks", "dizin"),
    *("индекс", "оглавление", "указатель", "зміст", "目录", "目錄", "索引", "目次", "목차", "색인", "인덱스", "الفهرس"),
)))  # fmt: skip
CATALOGUES = _INDEXES | set(map(fold, (
    *("bitacora", "bitácora", "diário-de-bordo", "protokoll", "änderungsprotokoll", "журнал", "лог", "日志"),
    *("操作日志", "更新日志", "ログ", "作業ログ", "로그", "작업-로그", "작업로그"),
)))  # fmt: skip
"""The names, folded, of indexes and logs at the top of a knowledge base in other languages."""

_FOLDED = frozenset(map(fold, FRAMES))


def home_of(paths: Iterable[str]) -> str:
    """Which of all pages (kb paths without `.md`) is the home page because it is called so; '' where a wiki begins with
    its index, or with a README, unless a `_Sidebar` or the like says whose wiki it is.

    >>> home_of(["Home", "trees/Oak"]), home_of(["README", "home"]), home_of(["README", "Home", "_Sidebar"])
    ('Home', '', 'Home')
    >>> home_of(["Índice", "a"])
    'Índice'
    """
    top = {fold(path): path for path in sorted((path for path in paths if "/" not in path), reverse=True)}
    name = "home" if "home" in top else min(_INDEXES.intersection(top), default="")
    if not name or not INDEXES.isdisjoint(top):
        return ""
    return top[name] if "readme" not in top or not _FOLDED.isdisjoint(top) else ""


def has_hyphens(paths: Collection[str]) -> bool:
    """Whether hyphens in the names of pages (kb paths without `.md`) stand for spaces, as where there is a `_Sidebar`,
    or a `Home` and for each folder a page of its name: the programs that make these leave no space in a name.

    >>> has_hyphens({"Home", "Oak-trees", "Oak-trees/Red"}), has_hyphens({"Home", "entities/GPT-5"})
    (True, False)
    """
    is_framed = any(name in paths for name in FRAMES)
    if not is_framed and not ("Home" in paths and all(_folder(path) in paths for path in paths)):
        return False
    return not any(" " in path for path in paths)


def _folder(path: str) -> str:
    """The folder of a page; of one at the top the page itself."""
    return path.rpartition("/")[0] or path


def spoken(name: str) -> str:
    """The name of a page as such wikis show it, from that of its file. Azure DevOps writes other signs as `%2D`.

    >>> spoken("Oak-trees"), spoken("A%2DZ-of-trees"), spoken("oaks"), spoken("_Sidebar")
    ('Oak trees', 'A-Z of trees', 'oaks', 'Sidebar')
    """
    plain = " ".join((name[1:] if name in FRAMES else name).replace("-", " ").split())
    decoded = unquote(plain)
    return (decoded if decoded.isprintable() else plain) or name
