"""Findings for machines: JSON, SARIF 2.1.0, GitHub's annotations. Findings in, text out; sorted by place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec

from kbgen import __version__
from kbgen.check.manual import MANUAL, page
from kbgen.diagnostics import CODES, sort_key, visible
from kbgen.model import Diagnostic

SCHEMA = "kbgen.check/1"
SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"  # SARIF 2.1.0, 3.14.14
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def from_repository(findings: Iterable[Diagnostic], project: str) -> list[Diagnostic]:
    """Findings with paths that count from the top of the repository, as those who show them beside its files want them;
    `project` is the folder of the project as counted from there."""
    if project in ("", ".") or project.startswith(".."):
        return list(findings)
    return [msgspec.structs.replace(one, path=f"{project}/{one.path}") if one.path else one for one in findings]


def as_json(findings: Iterable[Diagnostic]) -> str:
    """`{"schema": "kbgen.check/1", "findings": [...]}`, a finding a line. `length` is how many code points of the line
    it is about, from `column` on (0: the whole line, or file)."""
    rows = [json.dumps(_row(one), ensure_ascii=False) for one in sorted(findings, key=sort_key)]
    body = "[\n" + ",\n".join(f"    {row}" for row in rows) + "\n  ]" if rows else "[]"
    return f'{{\n  "schema": "{SCHEMA}",\n  "findings": {body}\n}}\n'


def _row(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": CODES[one.code].name,
        "severity": one.severity,
        "message": one.message,
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "length": one.length,
        "hint": one.hint,
    }


def as_sarif(findings: Iterable[Diagnostic]) -> str:
    """A log of SARIF 2.1.0 with one run; columns count Unicode code points, paths from what `from_repository` says."""
    found = sorted(findings, key=sort_key)
    used = sorted({one.code for one in found})
    index = {code: number for number, code in enumerate(used)}
    driver = {
        "name": "kbgen",
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in used],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The top of the repository."}}},
        "results": [_result(one, index[one.code]) for one in found],
    }
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    about = CODES[code]
    manual = MANUAL[code]
    return {
        "id": code,
        "name": about.name,
        "shortDescription": {"text": about.about},
        "fullDescription": {"text": manual.why},
        "help": {"text": manual.mend, "markdown": page(code)},
        "defaultConfiguration": {"level": about.severity},  # they have its names: SARIF 2.1.0, 3.27.10
    }


def _result(one: Diagnostic, rule: int) -> dict[str, Any]:
    text = f"{one.message}\n{one.hint}" if one.hint else one.message
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity,
        "message": {"text": text},
    }
    if one.path:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(os.fsencode(one.path)), "uriBaseId": _BASE}}
        if one.line:
            region = {"startLine": one.line, "startColumn": max(1, one.column)}
            place["region"] = region | ({"endColumn": one.column + one.length} if one.length else {})
        result["locations"] = [{"physicalLocation": place}]
    return result


def as_github(findings: Iterable[Diagnostic]) -> str:
    """A workflow command for each finding, which GitHub shows at its line
    (docs.github.com, "Workflow commands for GitHub Actions")."""
    return "".join(f"{_command(one)}\n" for one in sorted(findings, key=sort_key))


def _command(one: Diagnostic) -> str:
    where = [f"file={_property(one.path)}"] if one.path else []
    if one.path and one.line:
        where += [f"line={one.line}", f"col={max(1, one.column)}"]
        where += [f"endColumn={one.column + one.length}"] if one.length else []
    where.append(f"title={_property(f'{one.code} {CODES[one.code].name}')}")
    text = f"{one.message}\n{one.hint}" if one.hint else one.message
    return f"::{_COMMANDS[one.severity]} {','.join(where)}::{_data(text)}"


def _data(text: str) -> str:
    """A message in one line; `\\n` is all of control characters that is kept."""
    lines = [visible(line) for line in text.split("\n")]
    return "\n".join(lines).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"json": as_json, "sarif": as_sarif, "github": as_github}
IN_REPOSITORY = frozenset({"sarif", "github"})  # what is shown beside the files of a repository
