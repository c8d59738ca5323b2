"""Findings: their codes, and how they are told. Knows no file but what it is handed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kbgen.model import Diagnostic, Severity
from kbgen.text.regex import regex


class Code(NamedTuple):
    """What a code stands for: a stable name, the severity it has by default, and what it tells."""

    name: str
    severity: Severity
    about: str


CODES: dict[str, Code] = {
    # 1xx links
    "KB101": Code("missing-page", "warning", "A link names a page that nobody has written."),
    "KB102": Code("ambiguous-link", "warning", "A link could mean several pages, and none is nearer."),
    "KB103": Code("missing-anchor", "warning", "A link names a heading or block that its page does not have."),
    "KB104": Code("loose-link", "note", "A link finds its page only by a similar spelling."),
    "KB105": Code("dead-file", "warning", "A link or image names a file that is not there."),
    "KB106": Code("raw-link", "note", "A link names a raw file, which is evidence and not a page."),
    "KB107": Code("unpublished-link", "note", "A link names a page that is not published."),
    "KB108": Code("empty-link", "warning", "Double brackets with nothing to link to."),
    "KB109": Code("empty-anchor", "note", "A link ends in # with no heading after it."),
    "KB110": Code("split-link", "note", "Double brackets that begin on one line and end on another."),
    "KB111": Code("external-wikilink", "warning", "A web address in double brackets."),
    "KB112": Code("unquoted-link", "warning", "A link in frontmatter without quotes, which YAML reads as lists."),
    "KB113": Code("link-from-root", "note", "A relative path that only works from the top folder."),
    "KB114": Code("duplicate-block-id", "warning", "Two blocks of one page have the same ^id."),
    "KB115": Code("unsafe-kind-of-file", "note", "A file whose ending is not on the list of what is published."),
    "KB116": Code("embed-cycle", "warning", "Pages that embed each other without end."),
    "KB117": Code("self-link", "note", "A link that leads to the page it is on."),
    "KB118": Code("duplicate-anchor", "warning", "A link to a heading that its page has more than once."),
    "KB119": Code("wrong-folder", "warning", "A link names a folder, and the page of that name is in another."),
    "KB120": Code("hidden-end", "note", "Double brackets whose end is hidden by a backslash."),
    "KB121": Code("embed-limit", "error", "A page that embeds more than it can show."),
    "KB122": Code("spaced-address", "note", "A markdown link or picture with spaces in its address."),
    "KB123": Code("bracket-in-label", "note", "A markdown link that a bracket in its text has cut or undone."),
    "KB124": Code("unfinished-link", "warning", "Brackets of a link that are not complete, so that it is text."),
    "KB125": Code("undefined-reference", "note", "A link by reference whose label is defined nowhere."),
    # 2xx documents
    "KB201": Code("frontmatter-recovered", "warning", "Frontmatter that is not valid YAML or TOML, read line by line."),
    "KB202": Code("frontmatter-unclosed", "warning", "Frontmatter whose closing --- is missing."),
    "KB203": Code(
        "frontmatter-wrapped", "warning", "Frontmatter in a code fence, below other lines, or between odd ones."
    ),
    "KB204": Code("frontmatter-no-fields", "warning", "Frontmatter that is a list or a text, not fields."),
    "KB205": Code("duplicate-field", "warning", "A field that occurs twice in the frontmatter."),
    "KB206": Code("frontmatter-refused", "error", "Frontmatter that would run code, or grows without bound."),
    "KB207": Code("date-not-understood", "warning", "A date that does not exist, or has no known form."),
    "KB208": Code("shared-address", "warning", "A page or file whose place on the site is taken or impossible."),
    "KB209": Code(
        "encoding-replaced", "warning", "Bytes that are not UTF-8, or control characters; they are replaced."
    ),
    "KB210": Code("nesting-too-deep", "warning", "Markup nested so deeply that it is shown as text."),
    "KB211": Code("reserved-address", "warning", "A page that takes the address of a generated one."),
    "KB212": Code("highlight-skipped", "note", "A code block too long or too slow to colour or draw."),
    "KB213": Code("unreadable-file", "error", "A file that cannot be opened."),
    "KB214": Code("parse-failed", "error", "A file that kbgen failed on, shown as plain text."),
    "KB215": Code("page-too-large", "error", "A page with more markup than can be read in time, shown as text."),
    "KB216": Code("field-missing", "note", "A field that documents of this kind should have is missing."),
    "KB217": Code("field-value", "warning", "A field with a value that it cannot have."),
    "KB218": Code("empty-page", "note", "A page without any text."),
    "KB219": Code("stub-page", "note", "A page with only a few words, and no source that says more."),
    "KB220": Code("placeholder-left", "warning", "A placeholder of a template that nobody has filled in."),
    "KB221": Code("uneven-row", "warning", "A table row with more or fewer cells than the table has columns."),
    "KB222": Code("unportable-name", "warning", "A file name that another system does not allow."),
    "KB223": Code("formula-not-set", "note", "A formula that cannot be typeset as it is written."),
    "KB224": Code("program-left-out", "note", "An import, a component or a tag that another program would run."),
    "KB225": Code("idle-setting", "note", "A setting names a folder or file that is not there."),
    "KB226": Code("okf-nonconformant", "warning", "Something in an OKF bundle that its format does not allow."),
    "KB227": Code("foreign-escapes", "warning", "Escapes of JSON or HTML that are none in YAML or markdown."),
    "KB228": Code("diagram-not-drawn", "note", "A diagram that kbgen cannot draw, shown as code."),
    "KB229": Code("heading-within-line", "note", "The mark of a heading in the middle of a line, where it is text."),
    "KB230": Code("code-unclosed", "warning", "A code block that is never closed, so all that follows is code."),
    "KB231": Code("table-dashes", "warning", "A table without a row of dashes with as many cells as its first row."),
    "KB232": Code("unread-settings", "warning", "A file of settings that is not read, for its name or its place."),
    "KB233": Code("merge-conflict", "warning", "Marks of a merge that nobody has finished."),
    "KB234": Code("never-closed", "warning", "A comment, a formula or a box that is begun and never closed."),
    "KB235": Code("garbled-letters", "warning", "Letters that a program read in another encoding."),
    "KB236": Code("misspelled-field", "note", "A field with nearly the name of one that kbgen knows."),
    "KB237": Code("empty-section", "note", "A heading with nothing below it."),
    "KB238": Code("heading-skipped", "note", "A heading more than one level below the one before it."),
    "KB239": Code("note-unused", "note", "A footnote that nothing refers to, or that is there twice."),
    "KB240": Code("chat-left", "warning", "What a language model said to the one who asked it for the text."),
    # 3xx graph
    "KB301": Code("orphan-page", "note", "A page that no other page leads to."),
    "KB302": Code("dead-end", "note", "A page that leads to no other page."),
    "KB303": Code("wanted-page", "note", "A page that several pages link to, but that nobody has written."),
    "KB304": Code("unlinked-mention", "note", "A page is named in the text, but not linked."),
    "KB305": Code("likely-duplicate", "note", "Two pages that may be about the same thing."),
    "KB306": Code("alias-taken", "warning", "An alias that another page has as well."),
    "KB307": Code("one-way-relation", "note", "A page names another as related, but is not named by it."),
    "KB308": Code("index-out-of-step", "note", "An index page that lists most pages of a folder, but not all."),
    "KB309": Code("nearly-a-name", "note", "A name in a field that is nearly that of a page."),
    # 4xx provenance
    "KB401": Code("raw-file-missing", "warning", "The raw file that a source names is not there."),
    "KB402": Code("raw-file-unread", "note", "A raw file that nobody has summarised."),
    "KB403": Code("raw-file-changed", "warning", "The raw file is not the one that was summarised."),
    "KB404": Code("past-review", "note", "A page whose date for a review has passed."),
    "KB405": Code("newer-sources", "note", "Sources that are newer than the page they speak about."),
    "KB406": Code("quote-not-found", "warning", "A quote that is not in the raw file."),
    "KB407": Code("dangling-citation", "warning", "A citation of lines, or of a note, that do not exist."),
    "KB408": Code("raw-folder-missing", "note", "Sources name raw files, and there are none here at all."),
    "KB409": Code("dates-contradict", "warning", "Dates of a page that cannot both be right."),
    "KB410": Code("date-to-come", "note", "A date of what has happened that lies after today."),
    # 5xx safety
    "KB501": Code("outside-kb", "error", "A path that leads out of the knowledge base."),
    "KB502": Code("unsafe-url", "error", "An address with a scheme that could run code."),
    "KB503": Code("html-removed", "warning", "Raw HTML of a kind that pages may not contain."),
    "KB504": Code("symlink-refused", "error", "A symbolic link that leads out of the knowledge base."),
    "KB505": Code("active-file", "error", "A picture that contains scripts or loads other files."),
    "KB506": Code("secret", "error", "A key or token that gives access to something."),
}


def finding(
    code: str, message: str, line: int = 1, column: int = 1, length: int = 0, hint: str = "", path: str = ""
) -> Diagnostic:
    """A diagnostic with the severity its code has by default."""
    return Diagnostic(code, CODES[code].severity, message, path, line, column, length, hint)


# ---------------------------------------------------------------- many findings

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """The order in which findings are told: by path, place, code, words."""
    d = diagnostic
    return (d.path, d.line, d.column, d.code, d.message)


def first_of_each(diagnostics: Iterable[Diagnostic], limit: int = 20) -> tuple[tuple[Diagnostic, ...], dict[str, int]]:
    """The first `limit` findings of each code, sorted, and how many more there are of which code."""
    seen: Counter[str] = Counter()
    shown: list[Diagnostic] = []
    for diagnostic in sorted(diagnostics, key=sort_key):
        seen[diagnostic.code] += 1
        if seen[diagnostic.code] <= limit:
            shown.append(diagnostic)
    return tuple(shown), {code: seen[code] - limit for code in sorted(seen) if seen[code] > limit}


def count_codes(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many findings there are of each code, in the order of codes."""
    return dict(sorted(Counter(d.code for d in diagnostics).items()))


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """The gravest severity among findings; None if there are none."""
    return min((d.severity for d in diagnostics), key=_SEVERITIES.index, default=None)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning, 3 notes`, without what there is none of; `nothing to fix` for none."""
    counts = Counter(d.severity for d in diagnostics)
    return ", ".join(counted(counts[s], s) for s in _SEVERITIES if counts[s]) or "nothing to fix"


def counted(number: int, noun: str) -> str:
    """`1 page`, `2,000 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


# ---------------------------------------------------------------- one finding as text

_WIDEST = 100  # columns of source that are shown
_BEFORE = 60  # columns that are kept before the caret when a line is cut
_TAB = "    "
# What could move the cursor, ring, or reorder the text of a terminal: C0, C1, line separators, overrides
# of direction (trojansource.codes), and halves of surrogate pairs, which cannot be printed at all.
_UNSAFE = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m"}
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def format_text(diagnostic: Diagnostic, source_line: str | None, colour: bool = False) -> str:
    """One finding as its author reads it: message, place, the line with what is meant underlined, hint.

    `source_line` is the line of the file that the finding is about, None when it cannot be shown. No
    final newline. Everything from files is made harmless for a terminal; `colour` adds ANSI colours.
    """
    d = diagnostic
    paint, bold, dim, plain = (_COLOURS[d.severity], _BOLD, _DIM, _PLAIN) if colour else ("", "", "", "")
    number = str(d.line)
    width = max(2, len(number))
    indent = " " * width
    name = f" {CODES[d.code].name}" if d.code in CODES else ""
    lines = [f"{paint}{d.severity}[{d.code}{name}]{plain}{bold}: {visible(d.message)}{plain}"]
    if d.path:
        place = f":{d.line}:{d.column}" if d.line else ""
        lines.append(f"{dim}{indent}┌─{plain} {visible(d.path)}{place}")
    if source_line is not None and d.line and (d.length or (d.line, d.column) != (1, 1)):
        text, caret = _excerpt(source_line, d)
        lines.append(f"{dim}{number:>{width}} │{plain} {text}".rstrip())
        if caret:
            lines.append(f"{dim}{indent} │{plain} {paint}{caret}{plain}")
    for i, hint in enumerate(d.hint.splitlines()):
        lines.append(f"{indent}{'hint:' if i == 0 else '     '} {visible(hint)}")
    return "\n".join(lines)


def visible(text: str) -> str:
    """Text from a file or command line made harmless for a terminal: control characters become U+FFFD."""
    return _UNSAFE.sub("\ufffd", text) if not text.isprintable() else text


def _excerpt(source_line: str, diagnostic: Diagnostic) -> tuple[str, str]:
    """The source line, cut around its column to a readable width, and the carets that stand below it."""
    line = source_line.rstrip("\r\n")
    start = max(0, diagnostic.column - 1)
    if diagnostic.line == 1 and line.startswith("\ufeff"):
        line = line[1:]  # a byte order mark is no column
    first = max(0, start - 2 * _WIDEST)  # more than this is never shown
    cells = [_cell(ch) for ch in line[first : start + 2 * _WIDEST]]
    start -= first
    end = min(start + diagnostic.length, len(cells))
    before, after = first > 0, len(line) > first + len(cells)
    begin, room = 0, _WIDEST
    if before or after or _columns(cells) > _WIDEST:
        begin = _back(cells, start, _BEFORE) if before or _columns(cells[:end]) > _WIDEST - 1 else 0
        before = before or begin > 0
        room -= before
    stop = _forward(cells, begin, room)
    if stop < len(cells) or after:
        stop, after = _forward(cells, begin, room - 1), True
    text = "…" * before + "".join(text for text, _ in cells[begin:stop]) + "…" * after
    if not diagnostic.length:
        return text, ""
    indent = _columns(cells[begin:start]) + before
    return text, " " * indent + "^" * max(1, _columns(cells[start : min(end, stop)]))


def _cell(ch: str) -> tuple[str, int]:
    """What is printed for one character, and how many columns it takes."""
    if ch.isascii() and ch.isprintable():
        return ch, 1
    if ch == "\t":
        return _TAB, len(_TAB)
    if _UNSAFE.match(ch):
        return "\ufffd", 1
    if unicodedata.category(ch) in ("Mn", "Me", "Cf"):
        return ch, 0
    return ch, 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def _columns(cells: list[tuple[str, int]]) -> int:
    return sum(width for _, width in cells)


def _back(cells: list[tuple[str, int]], start: int, columns: int) -> int:
    """The first cell of those that fit into so many columns before `start`."""
    start = min(start, len(cells))
    while start > 0 and (columns := columns - cells[start - 1][1]) >= 0:
        start -= 1
    return start


def _forward(cells: list[tuple[str, int]], begin: int, columns: int) -> int:
    """The cell behind those that fit into so many columns from `begin` on."""
    while begin < len(cells) and (columns := columns - cells[begin][1]) >= 0:
        begin += 1
    return begin
