"""Findings that a project has accepted, in a file of its own: only new ones count.

A finding is known by its code, its file and its words, not by its line, so that text above it may grow; nor by how many
words or pages it counts, where these grow and it stays the same. Where one file has the same finding several times, as
many are accepted as there were.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from kbgen.check.rules import OF_A_DAY
from kbgen.diagnostics import sort_key
from kbgen.model import Diagnostic, KbgenError
from kbgen.text.regex import regex

SCHEMA = "kbgen.baseline/1"
Baseline = Counter[tuple[str, str, str]]
_AGAIN = "bring back one that was right, or delete it and write another with kbgen check --write-baseline"


def write_baseline(findings: Iterable[Diagnostic]) -> bytes:
    """The file that accepts these findings; sorted, a line each, so that its changes can be reviewed."""
    counts = Counter(_key(one) for one in findings)
    rows = [
        json.dumps({"code": code, "path": path, "message": message, "count": count}, ensure_ascii=False)
        for (path, code, message), count in sorted(((p, c, m), n) for (c, p, m), n in counts.items())
    ]
    body = ",\n".join(f"    {row}" for row in rows)
    listed = f"[\n{body}\n  ]" if rows else "[]"
    return f'{{\n  "schema": "{SCHEMA}",\n  "findings": {listed}\n}}\n'.encode()


def read_baseline(data: bytes, name: str) -> Baseline:
    """What a file of accepted findings accepts. Raises KbgenError for a file that is none; `name` is its name."""
    try:
        table = json.loads(data)
        rows = table["findings"]
        if table["schema"] != SCHEMA:
            told = f"{name}: this is a baseline of the form “{table['schema']}”; kbgen knows {SCHEMA}"
            raise KbgenError(told, _AGAIN)
        return Counter({(str(r["code"]), str(r["path"]), str(r["message"])): int(r["count"]) for r in rows})
    except (ValueError, KeyError, TypeError, RecursionError):
        raise KbgenError(f"{name}: this is not a file of accepted findings", _AGAIN) from None


def new_findings(findings: Iterable[Diagnostic], baseline: Baseline) -> list[Diagnostic]:
    """The findings that are not accepted, in the order of their places; of several alike the last are new."""
    left = Baseline()
    for accepted, count in baseline.items():
        left[_counted(accepted)] += count
    new = []
    for one in sorted(findings, key=sort_key):
        key = _counted(_key(one))
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(one)
    return new


def mended(findings: Iterable[Diagnostic], baseline: Baseline) -> int:
    """How many accepted findings are there no more, of all that there are today. Rules that need git, or say something
    else on another day, do not count."""
    counted = Counter(_counted(_key(one)) for one in findings)
    gone = Baseline()
    for accepted, count in baseline.items():
        gone[_counted(accepted)] += count if accepted[0] not in _UNSTEADY else 0
    return (gone - counted).total()


_UNSTEADY = frozenset({"KB403", *OF_A_DAY})
# Rules that count what grows: pages that want another or are not listed, sources without raw files.
_COUNTING = frozenset({"KB102", "KB303", "KB308", "KB408"})
_COUNT = regex(r"(“[^”]*”)|\d+|\b(?:is|are|words?)\b")


def _key(one: Diagnostic) -> tuple[str, str, str]:
    return (one.code, one.path, one.message)


def _counted(key: tuple[str, str, str]) -> tuple[str, str, str]:
    """A key in which counts are all the same, but for what is quoted from files."""
    code, path, message = key
    return (code, path, _COUNT.sub(lambda found: found[1] or "#", message)) if code in _COUNTING else key
