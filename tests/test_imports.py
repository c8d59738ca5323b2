"""Imports point downwards (architecture.md, "Modules"): the order of the layers stands here and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit import ROOT

SOURCE = ROOT / "src/kbgen"

# From the top down. A module may import from lines below its own, and a package's modules from each other, if no
# order is given for them in `INNER`; what stands on one line knows nothing of the rest of that line.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("author",),
    ("serve", "audit"),
    ("pipeline",),
    ("outputs", "check", "render"),
    ("views",),
    ("files", "theme", "link", "parse", "search"),
    ("fields", "markdown"),
    ("config", "diagnostics"),
    ("memory",),
    ("process", "model"),
    ("text",),
)
INNER = {
    "model": (
        ("evidence",),
        ("graph",),
        ("document", "pages"),
        ("findings", "inputs"),
        ("values",),
    ),
    "pipeline": (
        ("build",),
        ("retouch",),
        ("composed", "rewording", "assembly", "desk"),
        ("evidence", "ages"),
        ("press", "project", "indexed"),
        ("pagedata", "documents"),
    ),
    "views": (
        ("nodekeys", "overview"),
        ("tablepages", "nodeview", "around", "heads"),
        ("navigation", "said", "tabledata", "cite", "near", "proven"),
        ("infobox",),
        ("views",),
        ("sights", "runs"),
        ("site",),
        ("layout", "shards", "languages", "kindgroups"),
    ),
}
LAYER = {name: number for number, layer in enumerate(LAYERS) for name in layer}
PLACE = {
    f"kbgen.{package}.{name}": number
    for package, layers in INNER.items()
    for number, layer in enumerate(layers)
    for name in layer
}
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


@pytest.mark.parametrize("package", INNER)
def test_the_modules_of_a_package_have_their_order(package: str) -> None:
    inside = [file for file in (SOURCE / package).glob("*.py") if file.name != "__init__.py"]
    assert sorted(map(dotted, inside)) == sorted(name for name in PLACE if unit(name) == package)
    wrong = [
        (dotted(file), name)
        for file in inside
        for name in imported(file)
        if unit(name) == package and PLACE[name] <= PLACE[dotted(file)]
    ]
    assert wrong == []


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
    inside = [name for file in (SOURCE / "model").glob("*.py") for name in imported(file)]
    assert [name for name in inside if unit(name) != "model"] == []


def test_this_test_sees_imports() -> None:
    """A test that cannot fail holds nothing: what `build` and `fields` import is known."""
    assert {"kbgen.config", "kbgen.pipeline.press", "kbgen.model"} <= set(imported(SOURCE / "pipeline/build.py"))
    assert any(name.startswith("kbgen.fields.") for name in imported(SOURCE / "fields/__init__.py"))


def test_the_manual_shows_these_layers() -> None:
    """`docs/architecture.md`, "Layers": the same lines, packages with a `/`; then those of single packages."""
    manual = (ROOT / "docs/architecture.md").read_text("utf-8")
    shown = manual.rpartition("```\n__main__\n")[2].partition("```")[0]
    lines = [[name.rstrip("/") for name in line.split(" · ")] for line in f"__main__\n{shown}".splitlines()]
    assert [tuple(line) for line in lines] == list(LAYERS)
    for package, layers in INNER.items():
        inner = manual.rpartition(f"Within `{package}/`:\n\n```\n")[2].partition("```")[0]
        assert [tuple(line.split(" · ")) for line in inner.splitlines()] == list(layers), package
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    assert set(re.findall(r"(\w+)/", shown)) == packages
