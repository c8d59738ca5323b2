"""How a process ends when it is told to. Knows nothing of kbgen."""

from __future__ import annotations

import atexit
import signal
from typing import NoReturn

_AGAIN = 0.5  # seconds


def end_when_told() -> None:
    """Have SIGTERM raise SystemExit with 143, and raise it again every half second until the process has ended.

    Python ignores what is raised while it runs a finaliser or the callback of a weak reference, so once may be lost.
    """
    signal.signal(signal.SIGTERM, _told)


def _told(number: int, frame: object) -> NoReturn:
    if hasattr(signal, "setitimer"):
        if number == signal.SIGTERM:
            signal.signal(signal.SIGALRM, _told)
            atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)  # then Python no longer hears it
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    raise SystemExit(128 + signal.SIGTERM)
