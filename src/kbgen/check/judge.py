"""What becomes of findings: the severity that the project gives them, the remarks that silence them, what was asked
for. Knows no rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from kbgen.config import Config, SettingError
from kbgen.diagnostics import CODES
from kbgen.model import Diagnostic, KbgenError, Severity, Silence
from kbgen.text.names import nfc

_BY_NAME = {code.name: key for key, code in CODES.items()}


class Severities(NamedTuple):
    """Severities by code: everywhere, and by folder (deepest first). None stands for `off`."""

    everywhere: dict[str, Severity | None]
    folders: tuple[tuple[str, dict[str, Severity | None]], ...]


def code_of(written: str, where: str) -> str:
    """The code that a code or name stands for. Raises KbgenError, which names `where` it was written."""
    key = written.strip()
    if key.upper() in CODES:
        return key.upper()
    if key.casefold() in _BY_NAME:
        return _BY_NAME[key.casefold()]
    from rapidfuzz import fuzz, process  # seldom needed, and slow to load

    best = process.extractOne(key, [*CODES, *_BY_NAME], scorer=fuzz.ratio, score_cutoff=45)
    raise KbgenError(f"{where}: no rule is called “{key}”", f"did you mean {best[0]}?" if best else "")


def codes_of(written: Iterable[str], where: str) -> frozenset[str]:
    """The codes that codes, names and beginnings of codes (`KB4`) stand for, parted by commas or not."""
    found: set[str] = set()
    for part in (piece for text in written for piece in text.split(",") if piece.strip()):
        family = {code for code in CODES if code.startswith(part.strip().upper())}
        found |= family or {code_of(part, where)}
    return frozenset(found)


def severities_of(config: Config) -> Severities:
    """What `kbgen.toml` says of rules. Raises KbgenError for rules that there are not."""
    try:
        return severities(config.check.severity, config.check.folders)
    except SettingError as error:
        from kbgen.config.places import placed

        raise placed(error, config.project) from None


def severities(everywhere: Mapping[str, str], folders: Mapping[str, Mapping[str, str]]) -> Severities:
    """The tables `[check.severity]` and `[check.folders]` by code. Raises SettingError for rules that there are not."""
    return Severities(
        _by_code(everywhere, "check.severity"),
        tuple(
            (nfc(folder.strip("/")), _by_code(table, f"check.folders.{folder}"))
            for folder, table in sorted(folders.items(), key=lambda item: (-item[0].count("/"), -len(item[0]), item[0]))
        ),
    )


def _by_code(table: Mapping[str, str], where: str) -> dict[str, Severity | None]:
    found: dict[str, Severity | None] = {}
    for rule, word in table.items():
        try:
            found[code_of(rule, where)] = None if word == "off" else word  # type: ignore[assignment]
        except KbgenError as error:
            raise SettingError(f"{where}.{rule}", error.message, error.hint) from None
    return found


def told_once(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings without what is told of a link better by another: that a raw file has no page is no news of one that is
    not there (KB407), and to cite it would be no help; nor are the spaces in an address that leads nowhere. Marks of a
    merge are no YAML."""
    every = list(findings)
    told = {(one.path, one.line, one.column, one.code) for one in every}
    return [
        one
        for one in every
        if not any((one.path, one.line, one.column, other) in told for other in _BETTER.get(one.code, ()))
    ]


_BETTER = {"KB106": ("KB407",), "KB201": ("KB233",), "KB122": ("KB101", "KB105", "KB119")}


def settle(findings: Iterable[Diagnostic], chosen: Severities, prefix: str = "") -> list[Diagnostic]:
    """Findings with the severities that the project has chosen, without those it has turned off. `prefix` is that
    of `Config`; folders count from the project or from the kb folder."""
    if not chosen.everywhere and not chosen.folders:
        return list(findings)
    settled = []
    for one in findings:
        severity = _severity(one, chosen, prefix)
        if severity is not None:
            settled.append(one if severity == one.severity else msgspec.structs.replace(one, severity=severity))
    return settled


def _severity(one: Diagnostic, chosen: Severities, prefix: str) -> Severity | None:
    for folder, table in chosen.folders:
        if one.code in table and (_below(nfc(one.path), folder) or _below(nfc(one.path.removeprefix(prefix)), folder)):
            return table[one.code]
    return chosen.everywhere.get(one.code, one.severity)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/") or not folder


def unsilenced(findings: Iterable[Diagnostic], silences: Mapping[str, Sequence[Silence]]) -> list[Diagnostic]:
    """Findings that no remark in their file speaks of; `silences` has the remarks of files by path.

    A remark speaks of its own line; one that has a line for itself of the next line that is no remark, and of what is
    found about the file as a whole.
    """
    if not silences:
        return list(findings)
    return [
        one
        for one in findings
        if not any(_speaks_of(silence, one, silences[one.path]) for silence in silences.get(one.path, ()))
    ]


def _speaks_of(silence: Silence, one: Diagnostic, all_of_file: Sequence[Silence]) -> bool:
    if silence.codes and one.code not in {_BY_NAME.get(c.casefold(), c.upper()) for c in silence.codes}:
        return False
    if silence.line == one.line:
        return True
    if not silence.alone:
        return False
    alone = {other.line for other in all_of_file if other.alone}
    following = silence.line + 1
    while following in alone:
        following += 1
    return one.line == following or (one.line, one.column, one.length) == (1, 1, 0)
