"""`kbgen check`: the knowledge base read as a build reads it, and everything that is wrong with it.

The edge of the rules: reads raw files, asks git and the clock, and hands what they say to `check`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import msgspec

from kbgen.check.baseline import Baseline, mended, new_findings, read_baseline
from kbgen.check.noticing import notice
from kbgen.check.rules import check_all
from kbgen.config import Config, SettingError
from kbgen.files.scan import Scan, scan
from kbgen.memory.glance import YOUNG
from kbgen.memory.state import KnownInput, decode_head, decode_state, encode
from kbgen.memory.store import Store, digest
from kbgen.model import Diagnostic, KbgenError, LeftOut, Value
from kbgen.pipeline.documents import parse_settings, prose_of
from kbgen.pipeline.evidence import known_of, remembered_evidence
from kbgen.pipeline.project import findings, judged, read_project
from kbgen.process.ordinary import read_ordinary
from kbgen.process.workers import Progress, default_jobs, quick_memory


class Audit(Value, frozen=True):
    """What check found: new findings and all of them (accepted ones too), in the order of their places. `mended` counts
    the accepted ones that are there no more; 0 where not all rules were asked. `left_out` are the files that are no
    documents."""

    findings: tuple[Diagnostic, ...]
    every: tuple[Diagnostic, ...]
    documents: int
    mended: int = 0
    left_out: tuple[LeftOut, ...] = ()

    @property
    def accepted(self) -> int:
        """How many findings the baseline accepts."""
        return len(self.every) - len(self.findings)

    def of_files(self, paths: frozenset[str]) -> Audit:
        """What was found in those files (paths as in findings), as if there were no others."""
        found, every = ([one for one in group if one.path in paths] for group in (self.findings, self.every))
        left_out = tuple(one for one in self.left_out if one.path in paths)
        return Audit(tuple(found), tuple(every), len(paths) - len(left_out), 0, left_out)


def audit(
    config: Config,
    progress: Progress,
    *,
    today: str = "",
    git: bool = False,
    jobs: int = 0,
    remember: bool = False,
    select: frozenset[str] = frozenset(),
    ignore: frozenset[str] = frozenset(),
) -> Audit:
    """Read the knowledge base and apply every rule. `select` and `ignore` are codes (none selected: all);
    `jobs` processes read at most (0: as many as there are processors); with `remember` what is read is kept in
    `.kbgen/`, and used.

    Raises KbgenError as `load` does, for rules in `kbgen.toml` that there are not, and for a bad baseline.
    """
    accepted = _baseline(config)
    quick_memory()
    scanned, dates = scan(config), commits(config.project) if git else None
    with contextlib.closing(Store(config.store if remember else None)) as store:
        key = _key(config, scanned, today, dates) if remember else b""
        found = _remembered(store, key)
        if found is None:
            found = _found(config, scanned, store, progress, jobs or default_jobs(), today, dates)
            if key:
                store.put("found", [(key, encode(found))])
                store.prune("found", [key])
    every = tuple(one for one in found if (not select or one.code in select) and one.code not in ignore)
    gone = 0 if select or ignore else mended(every, accepted)
    return Audit(tuple(new_findings(every, accepted)), every, len(scanned.inputs), gone, scanned.left_out)


def _found(
    config: Config, scanned: Scan, store: Store, progress: Progress, jobs: int, today: str, dates: dict[str, str] | None
) -> tuple[Diagnostic, ...]:
    """All findings, in the order of their places."""
    got = read_project(config, scanned, store, known_inputs(store), jobs, progress)
    prose = prose_of(scanned.inputs, got.documents, parse_settings(config), store)
    known = known_of(config, got, prose, today, dates)
    known.remembered, _ = remembered_evidence(got, known, store)
    known.noticed = notice(known)
    return judged({*findings(got), *check_all(known)}, config, scanned.inputs, got.documents)


# ---------------------------------------------------------------- what the last check found


def _key(config: Config, scanned: Scan, today: str, dates: dict[str, str] | None) -> bytes:
    """A digest of all that findings are made of, by names, sizes and times; empty where a file is too young for its
    time to be trusted."""
    documents = [(one.path, one.size, one.mtime, one.ctime) for one in scanned.inputs]
    times = (*(one[2:] for one in documents), *scanned.times.values())
    if max(chain.from_iterable(times), default=0) > time.time_ns() - YOUNG:
        return b""
    others = (scanned.inventory, scanned.times, scanned.left_out, scanned.diagnostics)
    return digest(encode((documents, others, today, sorted((dates or {}).items()))), repr(config).encode())


def _remembered(store: Store, key: bytes) -> tuple[Diagnostic, ...] | None:
    """What was found when everything was as it is."""
    stored = store.one("found", key) if key else None
    try:
        return msgspec.msgpack.decode(stored, type=tuple[Diagnostic, ...]) if stored is not None else None
    except msgspec.DecodeError:
        return None


def known_inputs(store: Store) -> dict[str, KnownInput]:
    """The files that the last build read, with their times."""
    encoded = store.state()
    if encoded is None:
        return {}
    try:
        return {one.path: one for one in decode_state(decode_head(encoded)[1]).inputs}
    except (msgspec.DecodeError, ValueError):
        return {}


# ---------------------------------------------------------------- baseline, clock, git


def baseline_file(config: Config) -> Path:
    """The file of accepted findings. Raises KbgenError for one outside the project."""
    file = Path(os.path.realpath(config.project / config.check.baseline))
    if config.project not in file.parents:
        from kbgen.config.places import placed

        told = f"check.baseline is “{config.check.baseline}”; allowed: a file inside the project"
        raise placed(SettingError("check.baseline", told), config.project)
    return file


def _baseline(config: Config) -> Baseline:
    file = baseline_file(config)
    try:
        return read_baseline(read_ordinary(file), config.check.baseline)
    except FileNotFoundError:
        return Baseline()
    except OSError as error:
        raise KbgenError(f"{config.check.baseline} cannot be read: {error.strerror}") from None


def date_today() -> str:
    """Today as an ISO date; that of SOURCE_DATE_EPOCH where it is set (reproducible-builds.org). Raises KbgenError for
    one that is not a time."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise KbgenError(f"SOURCE_DATE_EPOCH is “{epoch}”; allowed: seconds since 1970-01-01") from None
    return moment.date().isoformat()


def commits(project: Path) -> dict[str, str]:
    """When each file of the project was last committed, in UTC. Raises KbgenError where git does not answer."""
    command = ["git", "-C", str(project), "log", "--format=%x01%ct", "--name-only", "--no-renames", "--relative", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        raise KbgenError("git is not installed", "leave out --git") from None
    if done.returncode:
        raise KbgenError("git has no history of this project", "leave out --git")
    return _dates(done.stdout.decode("utf-8", "surrogateescape").split("\0"))


def _dates(pieces: Iterable[str]) -> dict[str, str]:
    """The pieces of `git log -z`: a time behind \\x01, then the files of that commit; the newest commit comes first."""
    dates: dict[str, str] = {}
    moment = ""
    for piece in pieces:
        head, _, path = piece.partition("\n") if piece.startswith("\x01") else ("", "", piece)
        if head:
            moment = datetime.fromtimestamp(int(head[1:]), UTC).isoformat()
        path = path.strip("\n")
        if path and not path.startswith("\x01"):
            dates.setdefault(path, moment)
    return dates
