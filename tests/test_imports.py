"""Imports point downwards (architecture.md, "Modules"): the order of the layers stands here and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit import ROOT

SOURCE = ROOT / "src/kbgen"

# From the top down. A module may import from lines below its own, and a package's modules from each other;
# the modules of one line know nothing of each other. `site` and `views` are what outputs and `render`
# share: the site as a whole, and what templates read.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("author",),
    ("serve", "audit"),
    ("build",),
    ("proof", "retouch"),
    ("composed", "rewording", "assembly"),
    ("evidence",),
    ("press", "project", "indexed"),
    ("pagedata",),
    ("outputs", "render", "documents", "check", "graph_json"),
    ("nodekeys", "overview"),
    ("tablepages", "nodeview", "noticed", "around"),
    ("navigation", "said", "tabledata", "heads", "cite", "xmltext", "near", "proven", "filling"),
    ("frame", "views", "labels"),
    ("sights", "runs"),
    ("site",),
    ("files", "theme", "link", "parse", "search"),
    ("fields", "markdown"),
    ("config", "diagnostics", "memory", "meanings"),
    ("words",),
    (
        "names",
        "layout",
        "paths",
        "wikilink",
        "store",
        "glance",
        "workers",
        "compiled",
        "language",
        "shards",
        "judged",
        "apart",
        "excerpt",
        "ending",
        "streams",
    ),
    ("model", "shorthand", "kept", "batches", "regex", "ordinary", "scripts"),
)
LAYER = {name: number for number, layer in enumerate(LAYERS) for name in layer}
ANY = ("kbgen",)  # the version

# Packages whose modules must not know each other: each output and each check is one file and one line.
APART = ("outputs",)


def modules() -> list[Path]:
    """Every module of kbgen, in path order."""
    return sorted(SOURCE.rglob("*.py"))


def dotted(file: Path) -> str:
    """`kbgen.fields.dates` for its file; a package for its `__init__.py`."""
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(file: Path) -> Iterator[str]:
    """The modules of kbgen that a file imports, wherever in the file the import stands."""
    here = dotted(file).split(".")
    package = here if file.name == "__init__.py" else here[:-1]
    known = {dotted(other) for other in modules()}
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*package[: len(package) + 1 - node.level], *filter(None, [node.module])])
            base = base if node.level else (node.module or "")
            names = [f"{base}.{a.name}" if f"{base}.{a.name}" in known else base for a in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == "kbgen")


def unit(module: str) -> str:
    """The word of the table that a module belongs to: its package, or its own name."""
    return module.split(".")[1] if "." in module else module


@pytest.mark.parametrize("file", modules(), ids=dotted)
def test_imports_point_downwards(file: Path) -> None:
    module = dotted(file)
    here = unit(module)
    assert here in ANY or here in LAYER, f"{module} has no place in the table of layers"
    wrong = [
        name
        for name in imported(file)
        if unit(name) not in ANY and unit(name) != here and LAYER[unit(name)] <= LAYER.get(here, len(LAYERS))
    ]
    assert wrong == [], f"{module} imports from its own layer or one above"


@pytest.mark.parametrize("package", APART)
def test_modules_that_stand_apart(package: str) -> None:
    """`outputs/x` never imports `outputs/y`; only the package itself knows them all."""
    wrong = [
        (dotted(file), name)
        for file in modules()
        if dotted(file).startswith(f"kbgen.{package}.")
        for name in imported(file)
        if unit(name) == package and name != dotted(file)
    ]
    assert wrong == []


def test_the_model_imports_nothing_of_ours() -> None:
    assert list(imported(SOURCE / "model.py")) == []


def test_this_test_sees_imports() -> None:
    """A test that cannot fail holds nothing: what `build` and `fields` import is known."""
    assert {"kbgen.config", "kbgen.press", "kbgen.model"} <= set(imported(SOURCE / "build.py"))
    assert any(name.startswith("kbgen.fields.") for name in imported(SOURCE / "fields/__init__.py"))


def test_the_manual_shows_these_layers() -> None:
    """`docs/architecture.md`, "Layers": the same lines, packages with a `/`."""
    shown = (ROOT / "docs/architecture.md").read_text("utf-8").rpartition("```\n__main__\n")[2].partition("```")[0]
    lines = [[name.rstrip("/") for name in line.split(" · ")] for line in f"__main__\n{shown}".splitlines()]
    assert [tuple(line) for line in lines] == list(LAYERS)
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    assert set(re.findall(r"(\w+)/", shown)) == packages
