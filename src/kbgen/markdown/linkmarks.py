"""Links and shown files as HTML, or as the holes that are filled once their pages are known."""

from __future__ import annotations

from html import escape
from typing import Any

from markdown_it.token import Token

from kbgen.markdown.context import Context
from kbgen.model import Hole

_EXTERNAL = ' class="external"'


def link_start(token: Token, ctx: Context) -> str:
    """What a link begins with."""
    meta = token.meta
    if ctx.fragment and "noted" in meta:
        return ""
    if "hole" in meta:
        return ctx.hole(Hole(meta["hole"], "bare" if meta.get("bare") else "open"))
    if "web" in meta:
        title = f' title="{escape(meta["title"])}"' if meta.get("title") else ""
        label = escape(meta["web"]) if meta.get("bare") else ""
        return f'<a{ctx.mark(_EXTERNAL)} href="{escape(meta["web"])}"{title}>{label}'
    return "<span>"


def link_end(token: Token, ctx: Context) -> str:
    """What it ends with."""
    meta = token.meta
    if ctx.fragment and "noted" in meta:
        return ""
    if "hole" in meta:
        return "" if meta.get("bare") else ctx.hole(Hole(meta["hole"], "close"))
    return "</a>" if "web" in meta else "</span>"


def shown_file(meta: dict[str, Any], alt: str, ctx: Context) -> str:
    """A picture (or other file to be shown): a hole where it lies in the kb, a link where it is elsewhere; there its
    name is all that can stand in a link."""
    if "hole" in meta:
        return ctx.hole(Hole(meta["hole"], "image", alt, meta.get("attrs", "")))
    if "picture" in meta:
        return ctx.slot(f'<img src="{escape(meta["picture"])}" alt="{alt}"{meta.get("attrs", "")}>')
    if "remote" in meta:
        source = escape(meta["remote"])
        return ctx.slot(f'<img src="{source}" alt="{alt}"{meta.get("attrs", "")} loading="lazy">')
    if "web" in meta:
        label = alt or escape(meta["web"].rpartition("/")[2] or meta["web"])
        return label if meta.get("linked") else f'<a{ctx.mark(_EXTERNAL)} href="{escape(meta["web"])}">{label}</a>'
    return alt
