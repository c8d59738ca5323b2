"""The manual of the rules: complete, in step with the rules, and its examples are found by the rule they explain."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbgen.audit import audit
from kbgen.check.manual import MANUAL, file_name, index, page
from kbgen.config import load_config
from kbgen.diagnostics import CODES
from kbgen.markdown.mermaid import can_draw
from kit import ROOT, absent, write

RULES = ROOT / "docs/rules"
# What no file can show: a name or bytes that are no text, a file that cannot be opened, a bug, a page of megabytes; or
# should not: what looks like a key sets off the watchers of repositories.
NO_EXAMPLE = {"KB209", "KB210", "KB212", "KB213", "KB214", "KB215", "KB504", "KB506"}


def test_every_rule_has_its_page() -> None:
    assert MANUAL.keys() == CODES.keys()
    assert {code for code, entry in MANUAL.items() if not entry.files} == NO_EXAMPLE
    for entry in MANUAL.values():
        assert entry.why.endswith((".", "?"))
        assert entry.mend.endswith((".", "`"))


def test_the_pages_in_docs_are_those_of_the_rules() -> None:
    """`python -m kbgen.check.manual docs/rules` writes them."""
    assert {file.name for file in RULES.iterdir()} == {*(file_name(code) for code in CODES), "README.md"}
    for code in CODES:
        assert (RULES / file_name(code)).read_text("utf-8") == page(code), code
    assert (RULES / "README.md").read_text("utf-8") == index()


@pytest.mark.parametrize("code", sorted(CODES.keys() - NO_EXAMPLE))
def test_the_example_of_a_rule_shows_it(code: str, tmp_path: Path) -> None:
    if code == "KB228" and not can_draw():
        absent("merman is not installed (there is none for this system)")
    project = write(tmp_path / "project", MANUAL[code].files)
    config = load_config(project, output=tmp_path / "site", cwd=project)
    found = audit(config, lambda stage, done, total: None, today="2026-06-15").findings
    assert code in {one.code for one in found}
