"""Every rule is shown by a case file."""

from __future__ import annotations

import re

from kbgen.diagnostics import CODES
from kit import ROOT


def test_every_rule_is_found_in_a_case() -> None:
    cases = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "tests/cases").glob("*.md")))
    told = set(re.findall(r"^(?:error|warning|note) (KB\d+) ", cases, re.MULTILINE))
    assert CODES.keys() == told
