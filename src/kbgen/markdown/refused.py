"""Addresses that are not linked, and what is told of them (KB502). Knows one address, not where it would lead."""

from __future__ import annotations

import msgspec

from kbgen.diagnostics import finding
from kbgen.markdown.urls import APPS, UrlKind
from kbgen.model import Diagnostic


def refusal(href: str, kind: UrlKind, place: tuple[int, int, int]) -> Diagnostic | None:
    """Why an address of that kind is not linked: an error where it is a danger, else less. None for one of the web.
    `place` is its line, column and length."""
    if kind == "web":
        return None
    if kind == "signed":
        message = "an address with a name or password before its host is not linked"
        hint = "remove everything before the @; an email address begins with mailto:"
        return msgspec.structs.replace(finding("KB502", message, *place, hint), severity="warning")
    scheme = href.partition(":")[0].strip()
    message, hint = f"an address of the kind “{scheme}:” is not linked", _instead(href, scheme)
    if kind != "unknown":
        message += ": it could run code in the reader's browser, or read files there"
        return finding("KB502", message, *place, hint)
    # lost to the reader, but no danger; `obsidian://…` was of no use to one anyway
    severity = "note" if scheme.lower() in APPS else "warning"
    return msgspec.structs.replace(finding("KB502", message, *place, hint), severity=severity)


def _instead(href: str, scheme: str) -> str:
    """What to write for an address of a kind that is not linked."""
    if len(scheme) == 1 or scheme.lower() == "file":
        return "this is a path on one computer; write the path from this file on"
    if scheme.lower() in _SLIPS:
        return f"did you mean https:{'' if href.partition(':')[2].startswith('//') else '//'}{href.partition(':')[2]}?"
    return "links may use http, https, mailto, tel or a path"


_SLIPS = frozenset("htp htps htpp htpps ttp ttps hhtp hhtps htttp htttps hptt hptts http httpss".split())
