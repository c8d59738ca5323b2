"""Findings: their codes, and how they are told. Knows no file but what it is handed."""

from __future__ import annotations

from typing import NamedTuple

from kbgen.model import Diagnostic, Severity


class Code(NamedTuple):
    """What a code stands for: a stable name, the severity it has by default, and what it tells."""

    name: str
    severity: Severity
    about: str


CODES: dict[str, Code] = {
    # 1xx links
    "KB101": Code("missing-page", "warning", "A link names a page that nobody has written."),
    "KB102": Code("ambiguous-link", "warning", "A link names several pages and none is nearer."),
    "KB103": Code("missing-anchor", "warning", "A link names a heading or block that its page has not."),
    "KB104": Code("loose-link", "note", "A link finds its page only when spelling is read generously."),
    "KB105": Code("dead-file", "warning", "A link or image names a file that is not there."),
    "KB106": Code("raw-link", "note", "A link names a raw file, which is evidence and not a page."),
    "KB107": Code("unpublished-link", "note", "A link names a page that is not published."),
    "KB108": Code("empty-link", "warning", "Double brackets with nothing to link to."),
    "KB109": Code("empty-anchor", "note", "A link ends in # with no heading behind it."),
    "KB110": Code("split-link", "note", "Double brackets that begin on one line and end on another."),
    "KB111": Code("external-wikilink", "warning", "An address of the web in double brackets."),
    "KB112": Code("unquoted-link", "warning", "A link in frontmatter without quotes, which YAML reads as lists."),
    "KB113": Code("link-from-root", "note", "A relative path that only works from the top folder."),
    "KB114": Code("duplicate-block-id", "warning", "Two blocks of one page have the same ^id."),
    "KB115": Code("unsafe-kind-of-file", "note", "A file whose ending is not on the list of what is published."),
    # 2xx documents
    "KB201": Code("frontmatter-recovered", "warning", "Frontmatter that is no YAML, read line by line."),
    "KB202": Code("frontmatter-unclosed", "warning", "Frontmatter whose closing --- is missing."),
    "KB203": Code("frontmatter-wrapped", "warning", "Frontmatter inside a code fence."),
    "KB204": Code("frontmatter-no-fields", "warning", "Frontmatter that is a list or a text, not fields."),
    "KB205": Code("duplicate-field", "warning", "A field that stands twice in one frontmatter."),
    "KB206": Code("frontmatter-refused", "error", "Frontmatter that would run code, or grows without bound."),
    "KB207": Code("date-not-understood", "warning", "A date that no calendar has, or in no known form."),
    "KB208": Code("shared-address", "warning", "Two documents that would be written to one file."),
    "KB209": Code("encoding-replaced", "warning", "Bytes that are not UTF-8, or NUL, replaced."),
    "KB210": Code("nesting-too-deep", "warning", "Markup nested so deeply that it is shown as text."),
    "KB211": Code("reserved-address", "warning", "A page that takes the name of a generated one."),
    "KB212": Code("highlight-skipped", "note", "A code block too long or too slow to colour."),
    "KB213": Code("unreadable-file", "error", "A file that cannot be opened."),
    "KB214": Code("parse-failed", "error", "A file that kbgen failed on, shown as plain text."),
    # 5xx safety
    "KB501": Code("outside-kb", "error", "A path that leads out of the knowledge base."),
    "KB502": Code("unsafe-url", "error", "An address of a scheme that could run code."),
    "KB503": Code("html-removed", "warning", "Raw HTML of a kind that pages may not hold."),
    "KB504": Code("symlink-refused", "error", "A symbolic link that leads out of the knowledge base."),
    "KB505": Code("active-file", "error", "A picture that holds scripts or loads other files."),
}


def finding(
    code: str, message: str, line: int = 1, column: int = 1, length: int = 0, hint: str = "", path: str = ""
) -> Diagnostic:
    """A diagnostic with the severity its code has by default."""
    return Diagnostic(code, CODES[code].severity, message, path, line, column, length, hint)
