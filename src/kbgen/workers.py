"""Work in chunks on processes, or any `concurrent.futures.Executor`, in order. Knows executors, not what the work is.

The processes are made once, while there is little that they would come to hold as well, and do whatever they are given
until they are let go. What all chunks of a piece of work share is data, which each of them reads once.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kbgen.batches import batches

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from types import TracebackType

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

Progress = Callable[[str, int, int], None]  # is told of a stage, how much of it is done, and of how much
Work = Callable[[Shared, Sequence[Item]], Sequence[Result]]
LEAST = 64  # items; fewer are done here, before a process is made
_CHUNKS = 8  # for each worker, so that none waits long for the last one
_LARGEST = 32  # items of a chunk
_AHEAD = 3  # chunks for each worker that are begun or wait; there is room for their results
_PATIENCE = 2.0  # seconds that the thread of a pool gets to end
_KNOWN = 0.2  # seconds, after which a pool is ended whatever it knows
_TRIES = 2  # pools that may die at a chunk, before each item of it has a process of its own
_ENDING = (signal.SIGINT, signal.SIGTERM)
_numbers = count(1)
_known: tuple[int, Any] = (0, None)  # in a worker: the number of a piece of work, what is done and what is shared


def default_jobs() -> int:
    """As many workers as there are processors for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunk_size(items: int, jobs: int) -> int:
    """How many items a chunk has, if so many are to be done by so many workers."""
    return max(1, min(_LARGEST, -(-items // (jobs * _CHUNKS))))


class Workers:
    """`jobs` processes, made when there is work for them, or an executor of the caller's, which it also ends itself.
    With one job all is done here. To be used in a `with` statement, which lets go of them, and ends them where it is
    left by an exception."""

    def __init__(self, jobs: int, executor: Executor | None = None) -> None:
        self.jobs, self._executor = jobs, executor
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            pool, self._pool = self._pool, None
            if error is None:
                pool.shutdown(cancel_futures=True)
            else:
                _end(pool)

    def run(
        self,
        work: Work[Shared, Item, Result],
        shared: Shared,
        items: Iterable[Item],
        size: int = _LARGEST,
        lost: Callable[[Shared, Item], Result] | None = None,
        least: int = LEAST,
    ) -> Iterator[Result]:
        """`work(shared, chunk)` for all items, `size` at a time, results in the order of the items; here, if there are
        fewer than `least`.

        Items are taken when workers have room for them, so they may be made meanwhile. `work`, `shared`, items and
        results must be picklable, unless all is done here. When a worker dies, what is not done is done by others;
        what kills each of them is left to `lost`, or raises BrokenProcessPool.
        """
        items = iter(items)
        first = list(islice(items, least)) if self.jobs > 1 and self._executor is None else []
        if self._executor is not None:
            yield from self._ordered(_Run(work, shared, lost), batches(items, size))
        elif len(first) < least:
            for chunk in batches(chain(first, items), size):
                yield from work(shared, chunk)
        else:
            yield from self._ordered(_Run(work, shared, lost), batches(chain(first, items), size))

    def _ordered(self, run: _Run[Shared, Item, Result], chunks: Iterator[list[Item]]) -> Iterator[Result]:
        """All chunks by workers, as far ahead as there is room."""
        from concurrent.futures.process import BrokenProcessPool  # slow to load, and not needed for small changes

        waiting: deque[tuple[list[Item], Future[Sequence[Result]]]] = deque()
        deaths = 0
        try:
            for chunk in chain(chunks, (None,)):
                if chunk is not None:
                    waiting.append((chunk, self._begin(run, chunk)))
                while waiting and (chunk is None or len(waiting) >= _AHEAD * self.jobs or waiting[0][1].done()):
                    try:
                        yield from waiting[0][1].result()
                    except BrokenProcessPool:
                        self._let_go()
                        deaths += 1
                        if deaths >= _TRIES:
                            yield from [run.alone(item) for item in waiting.popleft()[0]]
                            deaths = 0
                        for number, (other, future) in enumerate(waiting):
                            if not future.done() or future.exception() is not None:
                                waiting[number] = other, self._begin(run, other)
                    else:
                        waiting.popleft()
        finally:
            for _, future in waiting:
                future.cancel()

    def _begin(self, run: _Run[Shared, Item, Result], chunk: list[Item]) -> Future[Sequence[Result]]:
        """Give a chunk to the workers, which are made now if they are not there."""
        from concurrent.futures.process import BrokenProcessPool

        if self._executor is not None:
            return self._executor.submit(run.work, run.shared, chunk)
        if self._pool is not None:
            with suppress(BrokenProcessPool):
                return self._pool.submit(_work, run.number, run.data, chunk)
            self._let_go()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # what is there is not gone over by the children, which would copy it
        try:
            with _undisturbed():  # processes begin with the first chunk
                self._pool = _pool(self.jobs)
                return self._pool.submit(_work, run.number, run.data, chunk)
        finally:
            gc.unfreeze()

    def _let_go(self) -> None:
        """Of a pool one of whose processes has died: the others end with it."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


class _Run(Generic[Shared, Item, Result]):
    """A piece of work: its number, and what is done and what is shared, as data."""

    def __init__(
        self, work: Work[Shared, Item, Result], shared: Shared, lost: Callable[[Shared, Item], Result] | None
    ) -> None:
        self.work, self.shared, self.lost = work, shared, lost
        self.number = next(_numbers)
        self._data = b""

    @property
    def data(self) -> bytes:
        """What a worker reads."""
        self._data = self._data or pickle.dumps((self.work, self.shared), pickle.HIGHEST_PROTOCOL)
        return self._data

    def alone(self, item: Item) -> Result:
        """One item in a process of its own."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            with _pool(1) as pool:
                result: Result = pool.submit(_work, self.number, self.data, [item]).result()[0]
                return result
        except BrokenProcessPool:
            if self.lost is None:
                raise
            return self.lost(self.shared, item)


def _end(pool: ProcessPoolExecutor) -> None:
    """End all workers, whatever they are doing.

    The pool's own thread must know before of all that was cancelled, for it would have it fail once more. And a worker
    that ends in the middle of a result leaves a piece of it in the pipe: the thread would wait for the rest for ever as
    long as that has an end to write to, ours."""
    processes, results = list((pool._processes or {}).values()), pool._result_queue
    thread: Any = pool._executor_manager_thread
    pool.shutdown(wait=False, cancel_futures=True)  # lets go of all three
    until = time.monotonic() + _KNOWN
    while time.monotonic() < until and any(one.future.cancelled() for one in list(pool._pending_work_items.values())):
        time.sleep(0.005)
    for process in processes:
        process.terminate()
    with suppress(AttributeError, OSError):
        results._writer.close()  # type: ignore[attr-defined]
    if thread is not None:
        thread.join(_PATIENCE)  # it must not let go of its pipes while Python ends and wakes it


def _pool(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _receive)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Whoever wants to end this process must wait: a pool that is half made cannot be ended."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _receive() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    quick_memory()


def _end_with_parent() -> None:
    """A worker whose parent was killed must not wait for work for ever."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def quick_memory() -> None:
    """Let the collector of cycles look seldom: a build makes very many values, keeps most, and hardly a cycle."""
    gc.set_threshold(1_000_000, 20, 100)


def _work(number: int, data: bytes, chunk: Sequence[Any]) -> Sequence[Any]:
    global _known
    if _known[0] != number:
        _known = number, pickle.loads(data)  # noqa: S301  (it comes from the process that made this one)
    work, shared = _known[1]
    result: Sequence[Any] = work(shared, chunk)
    return result
