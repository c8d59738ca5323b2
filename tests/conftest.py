"""Options of the test run. Knows no test."""

from __future__ import annotations

import pytest

LONG = frozenset({"test_corpora.py", "test_fuzz.py", "test_hostile.py", "test_hostile_pages.py", "test_wheel.py"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`."""
    parser.addoption("--update", action="store_true", help="write what comes out into the case files")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse `--update` with several workers, which would write one file at a time."""
    if config.getoption("--update") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--update and -n do not go together: case files are rewritten in place")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: the worker that came to it last would go on alone while the others are done."""
    items.sort(key=lambda item: item.path.name not in LONG)
