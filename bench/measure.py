"""One run of a program as a whole process: wall time, CPU time, and the peak memory of all its processes together."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096

# Seconds between two samples. Sampling may take this share of one core, no more: on a process of gigabytes the kernel
# needs milliseconds for one sample, and that would slow down what is measured.
_PERIOD, _SHARE = 0.02, 0.05


@dataclass(frozen=True)
class Run:
    """One run: seconds of wall time, seconds of CPU (user and system, of all processes), peak memory in bytes."""

    wall: float
    cpu: float
    memory: int


class Failed(Exception):
    """A program ended with something other than 0; says what it said."""


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end in a fresh process in the folder `cwd`, and measure it.

    CPU time is that of the process and of all that it waited for. Memory is sampled (`sampled`); where there is no
    /proc it is the peak of the largest process alone. Raises Failed with what it said of it if it fails.
    """
    with tempfile.TemporaryFile() as said:
        os.sync()  # what an earlier run wrote is not to be written to disk during this one
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env={**os.environ, **(env or {})}
        )
        peak = Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        memory = peak.stop() or usage.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
        if process.returncode:
            said.seek(0)
            raise Failed(f"exit code {process.returncode}: {_reason(said.read().decode('utf-8', 'replace'))}")
    return Run(wall, usage.ru_utime + usage.ru_stime, memory)


def _reason(said: str) -> str:
    """The last line that speaks of an error, else the last line; Hugo shows the lines of the file after it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["it said nothing"])[-1][:400]


class Peak:
    """Samples the memory of a process and its descendants in a thread until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The largest sum seen, in bytes; 0 where nothing could be read."""
        self._end.set()
        self._thread.join()
        return self._peak

    def _sample(self) -> None:
        pause = 0.0
        while not self._end.wait(pause):
            started = time.perf_counter()
            self._peak = max(self._peak, sampled(self._pid))
            pause = max(_PERIOD, (time.perf_counter() - started) / _SHARE)


def sampled(pid: int) -> int:
    """The memory of a process and its descendants now, in bytes; 0 where nothing can be read.

    Of one process alone this is its RSS. Of several it is the sum of their PSS, in which a page that n processes share
    counts a n-th in each of them.
    """
    pids = [pid]
    for parent in pids:  # grows while it is read
        pids += _children(parent)
    return _rss(pid) if len(pids) == 1 else sum(map(_pss, pids))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in (PROC / str(pid) / "task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text("ascii").split())
    return found


def _rss(pid: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        return int((PROC / str(pid) / "statm").read_text("ascii").split()[1]) * _PAGE
    return 0


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return _rss(pid)  # a kernel that does not count shared pages
