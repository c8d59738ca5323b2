"""`kbgen init`: a project that passes, and a folder with content that keeps all it has."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from kbgen.author.init import init
from kbgen.config import SETTINGS, load_config
from kbgen.model import KbgenError, Node
from kbgen.pipeline.project import load
from kit import PAGES, ROOT, built, command, kbgen, write

MADE = {
    "kb/index.md", "kb/sources/lovelace-1843-notes.md", "kb/entities/ada-lovelace.md", "kb/concepts/.gitkeep",
    "raw/lovelace-1843-notes.txt", "AGENTS.md", "kbgen.toml", ".gitignore", ".github/workflows/site.yml",
}  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a project, but for what builds leave there."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {path: data for path, data in found.items() if not path.startswith((".kbgen/", "site/"))}


def test_a_new_project_passes_and_builds(tmp_path: Path) -> None:
    done = kbgen("init", "x", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    project = tmp_path / "x"
    assert set(files(project)) == MADE
    assert set(re.findall(r"^made  x/(.*)$", done.stdout, re.M)) == MADE
    strict = kbgen("check", "--strict", cwd=project)
    assert (strict.returncode, strict.stdout) == (0, "3 documents: nothing to fix\n")
    assert kbgen("build", "--strict", cwd=project).returncode == 0


def test_the_commands_of_the_readme(tmp_path: Path) -> None:
    """`kbgen init notes && cd notes`, `kbgen new source …`, `kbgen check && kbgen build`, as they stand there."""
    lines = [line.partition("  #")[0] for line in (ROOT / "README.md").read_text("utf-8").splitlines()]
    start = next(n for n, line in enumerate(lines) if line.startswith("kbgen init"))
    script = "\n".join(lines[start : lines.index("```", start)])
    assert [word in script for word in ("kbgen new source", "kbgen check", "kbgen build")] == [True] * 3
    write(tmp_path, {"bin/kbgen": f'#!/bin/sh\nexec {shlex.join(command())} "$@"\n'})
    (tmp_path / "bin/kbgen").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-ec", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "kb/sources/ada-2026-a-talk.md\n" in done.stdout
    page = (tmp_path / "notes/site/sources/ada-2026-a-talk.html").read_text("utf-8")
    assert '<a class="wikilink" href="../entities/ada-lovelace.html">Ada Lovelace</a>' in page
    assert "Ada (2026) — A talk" in (tmp_path / "notes/site/entities/ada-lovelace.html").read_text("utf-8")
    assert kbgen("check", "--strict", cwd=tmp_path / "notes").returncode == 0


@pytest.mark.parametrize("name", ["init", "new", "import"])
def test_every_option_has_its_place_in_the_manual(name: str) -> None:
    page = (ROOT / f"docs/{name}.md").read_text("utf-8")
    options = importlib.import_module(f"kbgen.commands.{name}").command.params
    for option in options:
        for word in option.opts if isinstance(option, click.Option) else ():
            assert f"`{word}" in page or f" {word} " in page, f"docs/{name}.md says nothing of {word}"


def test_what_it_makes_is_read(tmp_path: Path) -> None:
    init(tmp_path / "x")
    made = files(tmp_path / "x")
    toml = made["kbgen.toml"].decode()
    for setting in SETTINGS:
        assert f"## {setting.about}\n" in toml
    jobs = yaml.safe_load(made[".github/workflows/site.yml"])["jobs"]
    assert [step["run"] for step in jobs["build"]["steps"] if "run" in step] == [
        "pip install kbgen", "kbgen check --git --format github", "kbgen build",
    ]  # fmt: skip
    assert made[".gitignore"] == b"site/\n.kbgen/\n"
    for word in ("published", "raw_hash", "## Entities Mentioned", "kbgen new source", "kb/sources/", "**Required.**"):
        assert word in made["AGENTS.md"].decode()


def test_a_summary_as_agents_md_asks_for_it_passes(tmp_path: Path) -> None:
    """Its example of a header, its sections, its forms of links."""
    init(tmp_path / "x")
    text = (tmp_path / "x/AGENTS.md").read_text("utf-8")
    header = text.partition("```yaml\n")[2].partition("```")[0]
    header = re.sub(r"raw_hash: .*\n", "", header)
    sections = re.findall(r"^\| `(## [\w ]+)` \|", text, re.M)
    assert len(sections) == 5
    body = "".join(
        f"{heading}\n\n- [[ada-lovelace]] — see [raw/lovelace-1843-notes.txt:6-8].\n\n" for heading in sections
    )
    body = body.replace("- [[ada-lovelace]] — see", "> It can follow analysis;\n\nOf [[ada-lovelace|her]]:", 3)
    write(tmp_path / "x", {"kb/sources/another.md": header + "\n" + body + "Credibility: High — sure. Bias: None.\n"})
    done = kbgen("check", "--strict", "--select", "KB1,KB2,KB4", cwd=tmp_path / "x")
    assert (done.returncode, done.stdout) == (0, "4 documents: nothing to fix\n")


def test_twice_changes_nothing(tmp_path: Path) -> None:
    init(tmp_path / "x")
    before = files(tmp_path / "x")
    again = init(tmp_path / "x")
    assert files(tmp_path / "x") == before
    assert again.new == ()
    assert {path for path, _ in again.left} == {"AGENTS.md", "kbgen.toml", ".gitignore", ".github/workflows/site.yml"}


def test_the_command_to_run_next_can_be_copied(tmp_path: Path) -> None:
    done = kbgen("init", "my notes (1)", cwd=tmp_path)
    end = 'kbgen new source "Its title", then kbgen check && kbgen build'
    assert done.stdout.endswith(f"\nnext  cd 'my notes (1)' && {end}\n")


def test_in_a_folder_of_a_repository_it_says_where_workflows_lie(tmp_path: Path) -> None:
    write(tmp_path, {"one/.git/HEAD": "ref: refs/heads/main\n", "two/.git": "gitdir: elsewhere\n"})
    said = "GitHub only runs workflows in "
    assert f"note  {said}one/.github/workflows: move" in kbgen("init", "one/notes", cwd=tmp_path).stdout
    assert said not in kbgen("init", "one/notes", cwd=tmp_path).stdout  # which makes none
    assert said not in kbgen("init", "two", cwd=tmp_path).stdout


@pytest.mark.parametrize("top", ["kb/", "wiki/", "notes/", ""])
def test_a_folder_with_content_keeps_it(tmp_path: Path, top: str) -> None:
    own = {f"{top}{path}": text.encode() for path, text in PAGES.items()}
    own |= {"README.md": b"# Mine\n", ".gitignore": b"/.kbgen\n*.tmp\n"}
    if top == "notes/":
        own["kbgen.toml"] = b'content = "notes"\n'
    project = write(tmp_path / "mine", own)
    ids = {node.id for node in _nodes(project)}
    made = init(project)
    after = files(project)
    assert {path: after[path] for path in own} == own
    assert set(after) - set(own) == set(made.new)
    assert "raw/.gitkeep" in made.new
    assert not any(path.endswith(".md") and path != "AGENTS.md" for path in made.new)
    assert dict(made.left)[".gitignore"] == "add to it: site/"
    assert {node.id for node in _nodes(project)} - ids == ({"AGENTS"} if not top else set())
    assert all(node.listing for node in _nodes(project) if node.id == "AGENTS")
    assert f"`{top}sources/`" in after["AGENTS.md"].decode()
    report = built(project, tmp_path / "out")
    assert not [one for one in report.diagnostics if one.path == "AGENTS.md"]


def test_a_kb_that_is_the_project_is_built_elsewhere(tmp_path: Path) -> None:
    """No site may lie in the kb folder: what is told, and what the workflow does, says another place."""
    project = write(tmp_path / "vault", {"a.md": "[[b]]", "b.md": "B"})
    told = kbgen("init", cwd=project).stdout
    assert "kbgen build --output ../vault-site" in told
    assert kbgen("build", "--output", "../vault-site", cwd=project).returncode == 0
    workflow = (project / ".github/workflows/site.yml").read_text()
    assert 'kbgen build --output "$RUNNER_TEMP/site"' in workflow
    assert "path: ${{ runner.temp }}/site" in workflow


def test_a_repository_with_a_readme_alone_is_new(tmp_path: Path) -> None:
    project = write(tmp_path / "repo", {"README.md": "# Mine\n", "LICENSE": "MIT", ".git/HEAD": "ref"})
    assert set(init(project).new) == MADE
    assert (project / "README.md").read_text() == "# Mine\n"
    assert kbgen("check", "--strict", cwd=project).returncode == 0


def test_what_stands_in_the_way_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"file": "", "p/.github": "no folder", "q/kbgen.toml": "x = ", "r/kb": "no folder"})
    for folder, message in (
        ("file", "is a file, not a folder"),
        ("p", r"/p/\.github is a file, not a folder"),
        ("r", "/r/kb is a file, not a folder"),
        ("q", "this is not valid TOML"),
    ):
        with pytest.raises(KbgenError, match=message):
            init(tmp_path / folder)


def test_a_link_that_leads_out_is_not_written_through(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"x.txt": ""})
    (project / "AGENTS.md").symlink_to(tmp_path / "outside.md")
    assert ("AGENTS.md", "") in init(project).left
    assert not (tmp_path / "outside.md").exists()


def _nodes(project: Path) -> list[Node]:
    config = load_config(project, output=None, cwd=project, writes=False)
    return [node for node in load(config).graph.nodes if node.document >= 0]
