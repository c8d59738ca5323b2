"""A process beside the server, and the pipe to it. Knows not what it does."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

_PATIENCE = 1.0  # seconds that the process gets to tidy up when it is told to end


class Child:
    """A process that runs `main(pipe, order)`, seen from the server, which has the other end of the `pipe`."""

    def __init__(self, main: Callable[[Connection[Any, Any], Any], None], order: object, name: str) -> None:
        context = get_context("spawn")  # a fork would take the server's connections with it
        self.pipe, there = context.Pipe()
        self._process = context.Process(target=main, args=(there, order), name=name)
        self._process.start()
        there.close()

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
