"""The documentation: a knowledge base without a finding, with a page for every command, setting and example."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import get_args

import click
import pytest
import yaml

from kbgen.cli import ABOUT, COMMANDS, cli
from kbgen.config import SETTINGS
from kbgen.diagnostics import CODES
from kbgen.link.meaning import Result
from kit import ROOT, kbgen, write

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """`docs/make.py`, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_make"] = module
    spec.loader.exec_module(module)
    return module


def test_nothing_is_found_in_it(tmp_path: Path) -> None:
    run = kbgen("check", str(DOCS), "--strict", "--all", cwd=tmp_path)  # what it remembers lies where it is called
    assert run.returncode == 0, run.stdout
    assert "nothing to fix" in run.stdout


def test_it_is_built(tmp_path: Path) -> None:
    run = kbgen("build", str(DOCS), "--strict", "--output", str(tmp_path / "out"), cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    for page in (
        "index",
        "first-steps",
        "commands/serve",
        "syntax/dossiers",
        "rules/kb101-missing-page",
        "configuration",
    ):
        assert (tmp_path / f"out/{page}.html").is_file(), page
    assert not (tmp_path / "out/make.py").exists()


def test_made_pages_are_in_step(make: ModuleType) -> None:
    """`python docs/make.py` writes them."""
    made = make.pages()
    for path, text in made.items():
        assert (DOCS / path).read_text("utf-8") == text, f"{path}: run python docs/make.py"
    there = {f"{folder}/{file.name}" for folder in ("commands", "syntax") for file in (DOCS / folder).iterdir()}
    assert there == {path for path in made if "/" in path}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_its_line(name: str) -> None:
    page = (DOCS / f"commands/{name}.md").read_text("utf-8")
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for option in command.params:
        if isinstance(option, click.Option):
            assert f"`{', '.join(sorted(option.opts, key=len))}" in page, option.name
            assert option.help, f"{name} {option.name} has no help"
    assert "## Examples" in page
    assert f"[[commands/{name}\\|kbgen {name}]]" in (DOCS / "commands.md").read_text("utf-8")


def test_the_list_of_commands_says_what_each_does() -> None:
    assert tuple(ABOUT) == COMMANDS


def test_every_example_of_the_syntax_has_its_place() -> None:
    """Its heading and its words, and no block lost."""
    for case in sorted((ROOT / "tests/cases").glob("*.md")):
        written, page = case.read_text("utf-8"), (DOCS / "syntax" / case.name).read_text("utf-8")
        fences = re.compile(r"(?m)^`{3,}\S* ?.*$")
        assert len(fences.findall(page)) == len(fences.findall(written)), case.name
        for line in written.split("\n"):
            if line and not line.startswith(("#", "`")) and " tells " not in line:
                assert line in page, (case.name, line)
        assert f"[[{case.stem}]]" in (DOCS / "syntax.md").read_text("utf-8"), case.name


def test_codes_and_settings_that_are_named_exist() -> None:
    """Guides are written by hand: what they name must be there."""
    keys = {part for setting in SETTINGS for part in (setting.key, setting.key.rpartition(".")[2])}
    for file in sorted(DOCS.glob("*.md")):
        text = file.read_text("utf-8")
        assert set(re.findall(r"\bKB\d{3}\b", text)) <= CODES.keys(), file.name
        assert set(re.findall(r"`kbgen (\w+)", text)) <= {*COMMANDS, "init", "new", "import"}, file.name
        for site in set(re.findall(r"`site\.(\w+)`", text)) - {"js", "css"}:  # files of the theme
            assert site in keys, (file.name, site)


def test_modules_that_the_architecture_names_exist() -> None:
    """And it names every meaning that a link can have."""
    text = (DOCS / "architecture.md").read_text("utf-8")
    packages = {path.parent.name for path in (ROOT / "src/kbgen").glob("*/__init__.py")}
    named = [name for name in re.findall(r"`(\w+(?:[/.]\w+)+)/?`", text) if re.split("[/.]", name)[0] in packages]
    assert "link/resolve.Resolver.resolve" in named
    for name in named:
        assert pkgutil.resolve_name(f"kbgen.{name.replace('/', '.')}"), name
    assert [one.__name__ for one in get_args(Result) if f"`{one.__name__}`" not in text] == []


def test_first_steps_come_out_as_they_say(tmp_path: Path) -> None:
    """The three files of the guide: built as they stand, with the findings and pages that it tells of."""
    guide = (DOCS / "first-steps.md").read_text("utf-8")
    files = dict(re.findall(r"`(kb/\S+\.md)`:\n\n````md\n(.*?)````", guide, re.DOTALL))
    assert len(files) == 3
    write(tmp_path, files)
    check = kbgen("check", cwd=tmp_path)
    assert (check.returncode, "3 documents: 3 warnings, 1 note\nKB101 3, KB302 1\n" in check.stdout) == (0, True)
    assert kbgen("build", cwd=tmp_path).returncode == 0
    babbage = (tmp_path / "site/entities/charles-babbage.html").read_text("utf-8")
    assert ">Charles Babbage</h1>" in babbage
    assert "kb/entities/charles-babbage.md" in babbage
    assert "Author of" in (tmp_path / "site/entities/ada-lovelace.html").read_text("utf-8")


def test_the_readme_shows_the_workflow() -> None:
    block = re.compile(r"```yaml\n(name: site\n.*?)```", re.DOTALL)
    shown, told = (block.findall((ROOT / path).read_text("utf-8")) for path in ("README.md", "docs/deploying.md"))
    assert shown == told[:1]
    assert {"build", "deploy"} == yaml.safe_load(shown[0])["jobs"].keys()


def test_the_readme_points_to_it() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\((docs/[^)#]+)", readme):
        assert (ROOT / target).exists(), target
    assert "docs/first-steps.md" in readme
