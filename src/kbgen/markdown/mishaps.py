"""What happened to a text before it was read: a merge that nobody finished, letters read in another encoding, a key
that was pasted with the rest. Knows lines, and where the code is; no links and no fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from markdown_it.token import Token

from kbgen.diagnostics import finding
from kbgen.model import Diagnostic
from kbgen.text.regex import regex


def mishaps(text: str, tokens: Sequence[Token]) -> Iterator[Diagnostic]:
    """The findings about a whole file; `tokens` are those of its text, for the code in it."""
    if "<<<<<<<" in text or ">>>>>>>" in text:
        yield from _merges(text.split("\n"), _code(tokens))
    if not text.isascii() and _LEAD.search(text):
        yield from _garbled(text, _code(tokens))
    if any(sign in text for sign in _SIGNS):
        yield from _secrets(text)


def _code(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The lines of blocks of code, from 0: of each the first, and that behind the last."""
    return [(token.map[0], token.map[1]) for token in tokens if token.type in ("fence", "code_block") and token.map]


# ---------------------------------------------------- merges (git help merge, "How conflicts are presented")

_OURS, _MIDDLE, _THEIRS = regex(r"<{7}(?: |\Z)"), regex(r"={7}\Z"), regex(r">{7}(?: |\Z)")


def _merges(lines: Sequence[str], code: Sequence[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Each place that two people changed, by its first line; and marks that were left of one."""
    begun = -1
    for number, line in enumerate(lines):
        if line[:1] not in ("<", ">", "=") or any(first <= number < last for first, last in code):
            continue
        if _OURS.match(line):
            if begun >= 0:
                yield _mark(lines[begun], begun)
            begun = number
        elif _THEIRS.match(line):
            if begun >= 0 and any(_MIDDLE.match(between) for between in lines[begun:number]):
                message = f"a merge was not finished here: lines {begun + 1} to {number + 1} have both versions"
                hint = "keep what is right, and delete the lines <<<<<<<, ======= and >>>>>>>"
                yield finding("KB233", message, begun + 1, 1, len(lines[begun].rstrip()), hint)
            else:
                yield _mark(line, number)
            begun = -1
    if begun >= 0:
        yield _mark(lines[begun], begun)


def _mark(line: str, number: int) -> Diagnostic:
    message = f"{line[:7]} is what is left of a merge"
    return finding("KB233", message, number + 1, 1, len(line.rstrip()), "delete this line")


# ---------------------------------------------------------------- letters in another encoding

_LEAD = regex("[\u00c2\u00c3\u00e2]")
_PAGE = "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022"
_PAGE += "\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"  # what Windows-1252 has where Latin-1 has controls
_TAIL = f"[\u0080-\u00bf{_PAGE}]"
_GARBLED = regex(f"[\u00c2\u00c3]{_TAIL}|\u00e2{_TAIL}{_TAIL}")
_MARKS = {char: bytes((code,)) for code in range(0x80, 0xA0) if (char := bytes((code,)).decode("cp1252", "ignore"))}


def _garbled(text: str, code: Sequence[tuple[int, int]]) -> Iterator[Diagnostic]:
    """The first place where UTF-8 was read as Windows-1252, and how many there are."""
    found: list[tuple[re.Match[str], str]] = []
    for match in islice(_GARBLED.finditer(text), _LOOKED_AT):
        raw = b"".join(_MARKS.get(char) or char.encode("latin-1", "replace") for char in match[0])
        try:
            meant = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        line, start = text.count("\n", 0, match.start()), text.rfind("\n", 0, match.start()) + 1
        in_code = any(first <= line < last for first, last in code) or text.count("`", start, match.start()) % 2
        if not in_code:
            found.append((match, meant))
        if len(found) == _COUNTED:
            break
    if not found:
        return
    match, meant = found[0]
    many = f"{len(found)} or more" if len(found) == _COUNTED else str(len(found))
    times = f"; there are {many} such places" if len(found) > 1 else ""
    shown = f"“{meant}”" if meant.isprintable() and not meant.isspace() else "a space that does not break"
    message = f"“{match[0]}” is {shown}, read in another encoding{times}"
    hint = "take the text again from where it came, as UTF-8, or replace these letters"
    place = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
    yield finding("KB235", message, *place, len(match[0]), hint)


_COUNTED, _LOOKED_AT = 200, 1000  # such places; more are not counted


# ---------------------------------------------------------------- keys

_SIGNS = (
    *("AKIA", "sk-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "AIza", "hf_"),
    *("k_live_", "npm_", "PRIVATE KEY-----"),
)
_SECRET = regex(
    r"(?<![A-Za-z0-9_-])(?:"
    r"(?P<aws>(?<!Credential=)AKIA[A-Z0-9]{16})(?![A-Za-z0-9])"
    r"|(?P<anthropic>sk-ant-[A-Za-z0-9_-]{32,200})"
    r"|(?P<openai>sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{32,200}|sk-[A-Za-z0-9]{40,64}(?![A-Za-z0-9_-]))"
    r"|(?P<openrouter>sk-or-v1-[a-f0-9]{64})"
    r"|(?P<github>gh[pousr]_[A-Za-z0-9]{36,250}|github_pat_[A-Za-z0-9_]{50,250})"
    r"|(?P<gitlab>glpat-[A-Za-z0-9_-]{20,200})"
    r"|(?P<slack>xox[abeposr]-[0-9]{6,}-[A-Za-z0-9-]{16,200})"
    r"|(?P<google>AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])"
    r"|(?P<huggingface>hf_[A-Za-z0-9]{34})(?![A-Za-z0-9])"
    r"|(?P<stripe>[rs]k_live_[A-Za-z0-9]{20,200})"
    r"|(?P<npm>npm_[A-Za-z0-9]{36})(?![A-Za-z0-9])"
    r")|(?P<private>-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----)(?=\s{1,40}[A-Za-z0-9+/=]{40})"
)
_OWNERS = {
    "aws": "AWS", "anthropic": "Anthropic", "openai": "OpenAI", "openrouter": "OpenRouter", "github": "GitHub",
    "gitlab": "GitLab", "slack": "Slack", "google": "Google", "huggingface": "Hugging Face", "stripe": "Stripe",
    "npm": "npm",
}  # fmt: skip
_SAMPLE = regex(r"example|sample|dummy|fake|placeholder|your|x{5}|\.{3}|0{8}|1{8}|12345678|abcdefg", re.IGNORECASE)
_VARIED = 10  # different letters, at least, in a key that somebody has


def _secrets(text: str) -> Iterator[Diagnostic]:
    """Keys, by their forms; what is plainly made up as an example is none."""
    for match in islice(_SECRET.finditer(text), _COUNTED):
        owner = match.lastgroup or ""
        if owner != "private" and (_SAMPLE.search(match[0]) or len(set(match[0])) < _VARIED):
            continue
        what = "a private key" if owner == "private" else f"a key for {_OWNERS[owner]}"
        place = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
        message = f"this looks like {what}; whoever reads the page, or the file, can use it"
        hint = "make it invalid where you got it, then take it out of the text"
        yield finding("KB506", message, *place, len(match[0]), hint)
