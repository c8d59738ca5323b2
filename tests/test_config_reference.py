"""The reference of `kbgen.toml` is that of the code, and the file to begin with says every key rightly."""

from __future__ import annotations

import re
from pathlib import Path

from kbgen.config import SETTINGS, load_config
from kbgen.config.reference import commented, page
from kit import ROOT, write


def test_the_page_in_docs_is_that_of_the_code() -> None:
    """`python -m kbgen.config.reference docs/configuration.md` writes it."""
    assert (ROOT / "docs/configuration.md").read_text("utf-8") == page()


def test_every_setting_is_told() -> None:
    told = page()
    for setting in SETTINGS:
        assert f"| `{setting.key}` |" in told
        assert setting.about.replace("|", "\\|") in told
        assert f"## {setting.about}\n# " in commented()


def test_the_commented_file_changes_nothing(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"kb/a.md": ""})
    before = load_config(project, output=None, cwd=tmp_path)
    assert load_config(write(project, {"kbgen.toml": commented()}), output=None, cwd=tmp_path) == before


def test_every_example_is_a_possible_value(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^# (?=\[|[\w-]+ = )", "", commented())
    project = write(tmp_path / "p", {"kb/a.md": "", "kbgen.toml": text, "archive/raw/x.txt": "", "templates/x": ""})
    config = load_config(project, output=None, cwd=tmp_path)
    assert (config.relations, config.site.title, config.fields) == (
        ("employer",),
        "My notes",
        {"host": ("interviewer",)},
    )
    assert config.kinds["recipe"].plural == "Recipes"
    assert config.check.folders == {"drafts": {"missing-page": "off"}}
    assert len(re.findall(r"(?m)^[\w-]+ = ", text)) == len(SETTINGS)
