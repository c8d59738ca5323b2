"""The disk: what lies in a project (`scan`, `read`), and the only writer of a site (`publish`)."""

from __future__ import annotations

from kbgen.files.disk import patiently
from kbgen.files.outfile import Changes, OutFile
from kbgen.files.paths import read_inside, safe_join, source_line
from kbgen.files.publish import publish
from kbgen.files.reading import raw_file, read
from kbgen.files.scan import Scan, scan

__all__ = [
    "Changes",
    "OutFile",
    "Scan",
    "patiently",
    "publish",
    "raw_file",
    "read",
    "read_inside",
    "safe_join",
    "scan",
    "source_line",
]
