"""The manual of all rules, and the page of each, made from what the rule itself says.

`python -m kbgen.check.manual FOLDER` writes the pages.
"""

from __future__ import annotations

from kbgen.check.manual.documents import DOCUMENTS
from kbgen.check.manual.entry import Entry
from kbgen.check.manual.graph import GRAPH
from kbgen.check.manual.links import LINKS
from kbgen.check.manual.provenance import PROVENANCE
from kbgen.check.manual.safety import SAFETY
from kbgen.diagnostics import CODES

__all__ = ["MANUAL", "Entry", "file_name", "index", "page"]

MANUAL: dict[str, Entry] = {**LINKS, **DOCUMENTS, **GRAPH, **PROVENANCE, **SAFETY}

_FAMILIES = {"1": "Links", "2": "Documents", "3": "Pages in the graph", "4": "Evidence", "5": "Safety"}


def file_name(code: str) -> str:
    """The name of a rule's page: `KB101-missing-page.md`."""
    return f"{code}-{CODES[code].name}.md"


def page(code: str) -> str:
    """The manual page of a rule as markdown: what it tells, why, an example, how to mend and how to silence it."""
    rule, entry = CODES[code], MANUAL[code]
    parts = [
        f"# {code} {rule.name}",
        f"{rule.about} Severity: {rule.severity}.",
        f"## Why\n\n{entry.why}",
    ]
    if entry.files:
        shown = (f"`{path}`\n\n````{_language(path)}\n{text.rstrip()}\n````" for path, text in entry.files.items())
        parts.append("\n\n".join(["## Example", *shown]))
    parts.append(f"## How to fix it\n\n{entry.mend}")
    if code in ("KB225", "KB232"):  # files of settings are no pages: they have no remarks, and no rules of folders
        silence = f'```toml\n[check.severity]\n{rule.name} = "off"\n```'
        return "\n\n".join([*parts, f"## How to silence it\n\nEverywhere, in `kbgen.toml`:\n\n{silence}"]) + "\n"
    parts.append(
        "## How to silence it\n\n"
        f"In the same line, or in a separate line above it: `%% kbgen: ignore {code} %%` or "
        f"`<!-- kbgen: ignore {code} -->`. A finding about a whole file is silenced by such a line anywhere in the "
        "file. For a folder, or everywhere, in `kbgen.toml`:\n\n"
        f'```toml\n[check.severity]\n{rule.name} = "off"\n\n[check.folders."drafts"]\n{rule.name} = "off"\n```'
    )
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """The list of all rules as markdown."""
    lines = ["# What check finds", ""]
    family = ""
    for code in sorted(CODES):
        if code[2] != family:
            family = code[2]
            lines += ["", f"## {_FAMILIES[family]}", "", "| rule | severity | |", "|---|---|---|"]
        rule = CODES[code]
        lines.append(f"| [{code} {rule.name}]({file_name(code)}) | {rule.severity} | {rule.about} |")
    text = "\n".join(lines) + "\n"
    return text.replace("\n\n\n", "\n\n")


def _language(path: str) -> str:
    ending = path.rpartition(".")[2]
    return ending if ending in ("md", "toml", "json", "html") else ""
