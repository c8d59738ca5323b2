"""The door to the command line: a build that has nothing to do says so here, everything else is `cli`'s."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit: see `cli.main`."""
    if sys.argv[1:2] == ["build"]:
        from time import monotonic

        from kbgen.memory.glance import TIME, unchanged

        started = monotonic()
        said = unchanged(sys.argv[1:])
        if said is not None and _say(said[1].replace(TIME, f"{monotonic() - started:.2f}"), said[2]):
            sys.exit(said[0])
    gc.set_threshold(100_000)  # nothing of what is loaded is garbage
    from kbgen.cli import main

    main()


def _say(out: str, err: str) -> bool:
    """Print both; False, and nothing is printed, where a terminal is to have colours or cannot have these letters."""
    streams = [(stream, text) for stream, text in ((sys.stderr, err), (sys.stdout, out)) if text]
    if sys.stdout is None or sys.stderr is None:
        return False
    if (err and sys.stderr.isatty()) or any(stream.encoding.lower() != "utf-8" for stream, _ in streams):
        return False
    for stream, text in streams:
        try:
            stream.write(text)
            stream.flush()
        except BrokenPipeError:  # whoever was to read it has gone
            import os

            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except OSError:  # a full disk: `cli` has words for it
            return False
    return True


if __name__ == "__main__":
    main()
