"""Real knowledge bases, built once in a test run, whichever of its workers comes first."""

from __future__ import annotations

import os
import pickle
import tarfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from kbgen.link.graph_json import graph_json
from kbgen.pipeline.build import Report
from kit import SHARED, absent, built

fcntl = pytest.importorskip("fcntl", reason="workers share what they built by a lock of POSIX")

NAMES = ("foam-docs", "labs-wiki", "founder-book")
each_corpus = pytest.mark.parametrize("name", NAMES)


class Corpus(NamedTuple):
    """A corpus as it lies on the disk, and what kbgen made of it."""

    project: Path
    output: Path
    report: Report
    graph: dict[str, Any]


def corpus(name: str, factory: pytest.TempPathFactory) -> Corpus:
    """A corpus, unpacked and built; without `../shared/corpora` beside the checkout the test skips."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return _corpus(name, shared)


@cache
def _corpus(name: str, shared: Path) -> Corpus:
    archive = SHARED / "corpora" / f"{name}.tar.gz"
    if not archive.is_file():
        absent(f"the corpus {name} is not there (../shared/corpora)")
    folder = shared / f"corpus-{name}"
    folder.mkdir(exist_ok=True)
    project, output, kept = folder / name, folder / "site", folder / "report.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            report = pickle.loads(kept.read_bytes())
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            report = built(project, output)
            kept.write_bytes(pickle.dumps(report, pickle.HIGHEST_PROTOCOL))
    return Corpus(project, output, report, msgspec.json.decode(graph_json(report.graph)))
