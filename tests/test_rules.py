"""Every rule is shown by a case file."""

from __future__ import annotations

import re

from kbgen.diagnostics import CODES
from kbgen.fields.spellings import ParseSettings
from kbgen.parse import parse
from kit import ROOT


def test_every_rule_is_found_in_a_case() -> None:
    cases = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "tests/cases").glob("*.md")))
    told = set(re.findall(r"^(?:error|warning|note) (KB\d+) ", cases, re.MULTILINE))
    assert CODES.keys() - {"KB506"} == told  # what looks like a key sets off the watchers of repositories


def test_keys_are_found_and_examples_are_not() -> None:
    token = "glpat" + "-" + "Rk3vQ9zTn7Lw2XbHs5Yd"
    key = "-----BEGIN " + "PRIVATE KEY-----"
    text = f"Use {token} here, `{token}` there.\n\n```\nAKIA{'IOSFODNN7EXAMPLE'}\n{token[:9]}\n{key}\n...\n```\n"
    found = parse(f"{text}{key}\n{'Mx7k' * 12}\n".encode(), ParseSettings()).diagnostics
    assert [(one.code, one.line, one.column) for one in found] == [("KB506", 1, 5), ("KB506", 1, 39), ("KB506", 9, 1)]
    assert token not in "".join(one.message for one in found)
