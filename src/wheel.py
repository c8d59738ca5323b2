"""Run when a wheel is made: puts the shipped templates and words into it as Python too (`kbgen.theme.compiled`)."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Templates(BuildHookInterface[Any]):
    """Compiles the theme into a folder of its own, which is taken into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is made; one that only points at a checkout reads the templates there."""
        if version != "standard":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from kbgen.theme.compiled import PACKAGE, SUFFIX, shipped_names, write

        theme = Path(self.root) / "templates"
        texts = {file.relative_to(theme).as_posix(): file.read_text("utf-8") for file in theme.rglob(f"*{SUFFIX}")}
        self.made = tempfile.TemporaryDirectory()
        write(Path(self.made.name), shipped_names(texts), (theme / "words.toml").read_text("utf-8"))
        build_data["force_include"][self.made.name] = f"kbgen/{PACKAGE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Afterwards."""
        if version == "standard":
            self.made.cleanup()
