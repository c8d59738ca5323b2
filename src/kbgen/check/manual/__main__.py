"""Writes the manual: the page of each rule, and the list of all, into the folder named."""

from __future__ import annotations

import sys
from pathlib import Path

from kbgen.check.manual import file_name, index, page
from kbgen.diagnostics import CODES


def main(folder: Path) -> None:
    """Write every page into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in CODES:
        (folder / file_name(code)).write_text(page(code), encoding="utf-8")
    (folder / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
