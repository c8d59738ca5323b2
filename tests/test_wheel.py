"""The wheel, installed elsewhere, builds a site with the theme that it brought. Slow: needs pip and the network."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from kbgen.theme.compiled import PACKAGE, SUFFIX
from kit import ROOT, absent, built, output_of, write


def _run(*words: str | Path, cwd: Path) -> str:
    """Run a program, with no trace of the checkout in its environment; its output."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    run = subprocess.run([str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip builds it from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode and "No module named pip" in run.stderr:
        absent("pip is not installed", must_run_in_ci=True)
    assert run.returncode == 0, run.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_the_package_and_the_theme(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    theme = {f"kbgen/templates/{f.relative_to(ROOT / 'templates').as_posix()}" for f in _files(ROOT / "templates")}
    package = {f"kbgen/{f.relative_to(ROOT / 'src/kbgen').as_posix()}" for f in _files(ROOT / "src/kbgen")}
    ours = {name for name in names if name.startswith("kbgen/")}
    assert {name for name in ours if not name.startswith(f"kbgen/{PACKAGE}/")} == theme | package
    templates = [name for name in theme if name.endswith(SUFFIX)]
    assert len(ours - theme - package) == 2 * len(templates) + 2  # by two names each, the words, and `__init__.py`
    assert not [name for name in names if not name.startswith(("kbgen/", "kbgen-"))]


def _files(folder: Path) -> list[Path]:
    return [f for f in folder.rglob("*") if f.is_file() and "__pycache__" not in f.parts]


def test_the_wheel_installed_elsewhere_builds_a_site(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    _run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    project = write(
        tmp_path / "far/project", {"kb/index.md": "# Home\n\nSee [[a]].\n", "kb/a.md": "# A\n\n```python\nx = 1\n```\n"}
    )
    told = _run(programs / "kbgen", "build", project, cwd=tmp_path)
    assert "pages" in told
    assert (project / "site/a.html").is_file()
    where = "import kbgen.theme.theme as t; print(t.__file__); print(len(t.load_theme().templates))"
    file, count = _run(programs / "python", "-c", where, cwd=tmp_path).split()
    assert Path(file).is_relative_to(tmp_path.resolve() / "venv")
    assert int(count) > 5
    assert b":root{" in (project / "site/-/static/site.css").read_bytes()
    # what was compiled with the wheel gives the pages that the templates give here, and nothing is compiled
    built(project, tmp_path / "here")
    assert output_of(project / "site") == output_of(tmp_path / "here")
    none = "import jinja2; jinja2.Environment.compile = None; from kbgen.__main__ import main; main()"
    _run(programs / "python", "-c", none, "build", project, "--clean", "-o", tmp_path / "again", cwd=tmp_path)
    assert output_of(project / "site") == output_of(tmp_path / "again")
    assert "kbgen, version" in _run(programs / "kbgen", "--version", cwd=tmp_path)
