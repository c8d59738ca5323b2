"""What is wrong with content, and what kbgen cannot go on with."""

from __future__ import annotations

from typing import Literal

from kbgen.model.values import Value

Severity = Literal["error", "warning", "note"]


class Diagnostic(Value, frozen=True):
    """One finding about the content: news for its author.

    `length` is the number of code points to underline from `column` on (0: none). `path` counts from
    the project folder; it is empty while a finding is still about one file's bytes (see `parse`).
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 1
    column: int = 1
    length: int = 0
    hint: str = ""


class KbgenError(Exception):
    """What kbgen cannot go on with. Caught once, in the command line."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
