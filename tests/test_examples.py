"""The examples in docstrings say what comes out."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from test_imports import dotted, modules

WITH_EXAMPLES = [file for file in modules() if re.search(r"^[ ]*>>> ", file.read_text("utf-8"), re.MULTILINE)]


@pytest.mark.parametrize("file", WITH_EXAMPLES, ids=dotted)
def test_examples_of_docstrings(file: Path) -> None:
    result = doctest.testmod(importlib.import_module(dotted(file)))
    assert result.attempted
    assert not result.failed
