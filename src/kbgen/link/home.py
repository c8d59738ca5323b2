"""Titles of home pages that say which page of a site it is (“Home”, “Index”), and not which site. Knows no page."""

from __future__ import annotations

from kbgen.markdown.sections import GROUPS
from kbgen.text.regex import regex

_WORD = regex(r"\w+")
_TITLES = frozenset(
    title.strip()
    for line in (
        "home, homepage, home page, main page, start, welcome, readme, root, contents, table of contents",
        "index, the index, wiki index, index of the wiki, master index, knowledge base index",
        "concepts, pages",
        "inhalt, inhaltsverzeichnis, startseite, übersicht",
        "accueil, sommaire",
        "inicio, índice, início, indice, índice de la wiki, índice da wiki",
        "spis treści, strona główna",
        "dizin, ana sayfa",
        "главная, индекс, оглавление, головна, індекс, зміст",
        "الفهرس, الرئيسية",
        "目录, 索引, 首页, 主页, 目錄, 首頁, 知识库索引, wiki 索引, wiki 目录",
        "目次, ホーム, インデックス",
        "목차, 색인, 인덱스, 위키 인덱스, 홈",
    )
    for title in line.split(",")
).union(GROUPS)


def says_which_site(title: str) -> bool:
    """Whether a home page's title can be that of the whole site.

    >>> says_which_site("Index!"), says_which_site("Index of Trees"), says_which_site("")
    (False, True, False)
    """
    words = " ".join(_WORD.findall(title.casefold()))
    return bool(words) and words not in _TITLES
