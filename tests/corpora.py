"""Real knowledge bases, built once in each process of a test run however many tests look at them."""

from __future__ import annotations

import atexit
import shutil
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from kbgen.build import Report
from kbgen.graph_json import graph_json
from kit import SHARED, absent, built

NAMES = ("foam-docs", "labs-wiki", "founder-book")
# One worker has all tests of a corpus (`--dist loadgroup`), so that it is built once.
EACH = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in NAMES]


class Corpus(NamedTuple):
    """A corpus as it lies on the disk, and what kbgen made of it."""

    project: Path
    output: Path
    report: Report
    graph: dict[str, Any]


@cache
def corpus(name: str) -> Corpus:
    """Unpack and build one; without `../shared/corpora` beside the checkout the test skips."""
    archive = SHARED / "corpora" / f"{name}.tar.gz"
    if not archive.is_file():
        absent(f"the corpus {name} is not there (../shared/corpora)")
    folder = Path(tempfile.mkdtemp(prefix="kbgen-corpus-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    project, output = folder / name, folder / "site"
    report = built(project, output)
    return Corpus(project, output, report, msgspec.json.decode(graph_json(report.graph)))
