"""Work in chunks on any `concurrent.futures.Executor`, in order. Knows executors, not what the work is.

What all chunks share is given once: to processes made here when they begin (on systems that fork it costs nothing),
to an executor of the caller's with each chunk.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

Progress = Callable[[str, int, int], None]  # is told of a stage, how much of it is done, and of how much
Work = Callable[[Shared, Sequence[Item]], Sequence[Result]]
_CHUNKS = 8  # for each worker, so that none waits long for the last one
_LARGEST = 64  # items of a chunk
_PATIENCE = 2.0  # seconds that the thread of a pool gets to end
_KNOWN = 0.2  # seconds, after which a pool is ended whatever it knows
_TRIES = 2  # pools, before each item has a process of its own
_ENDING = (signal.SIGINT, signal.SIGTERM)
_shared: Any = None


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody is told of."""


def _nothing() -> None:
    """Wait for others."""


def default_jobs() -> int:
    """As many workers as there are processors for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    work: Work[Shared, Item, Result],
    shared: Shared,
    items: Sequence[Item],
    jobs: int,
    least: int = 64,
    executor: Executor | None = None,
    lost: Callable[[Shared, Item], Result] | None = None,
    here: bool = False,
    meanwhile: Callable[[], object] = _nothing,
) -> Iterator[Result]:
    """`work(shared, chunk)` for all items, results in the order of the items.

    With one job, or fewer than `least` items, it is done here. Otherwise in `jobs` processes, or in `executor`, to
    which `work`, `shared`, items and results must be picklable. When a worker dies, what is not done is done by others;
    when one of these dies too, each item by itself in a process of its own, and what kills that is left to `lost`, or
    raises BrokenProcessPool.
    `here` says that this process is one of the workers: for work that no content can make it die of, and whose
    results, or what is shared, are too large to be had once more. `meanwhile` is called once, here, when others have
    begun to work, or before the first result.
    """
    if executor is not None:
        chunks = _chunks(items, jobs)
        futures = [executor.submit(work, shared, chunk) for chunk in chunks]
        meanwhile()
        for future in futures:
            yield from future.result()
    elif jobs < 2 or len(items) < least:
        meanwhile()
        for start in range(0, len(items), _LARGEST):
            yield from work(shared, items[start : start + _LARGEST])
    else:
        yield from _processes(work, shared, items, jobs, lost, here, meanwhile)


def _processes(
    work: Work[Shared, Item, Result],
    shared: Shared,
    items: Sequence[Item],
    jobs: int,
    lost: Callable[[Shared, Item], Result] | None,
    here: bool,
    meanwhile: Callable[[], object],
) -> Iterator[Result]:
    from concurrent.futures.process import BrokenProcessPool  # slow to load, and not needed for small changes

    chunks: _Chunks[Item, Result] = _Chunks(_chunks(items, jobs))
    waiting = [meanwhile]

    def begun() -> None:  # pools that break before they begin, or later, change nothing: it is called once
        if waiting:
            waiting.pop()()

    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # what is shared is not gone over by the children, which would copy its pages; there is no garbage yet
    try:
        for _ in range(_TRIES):
            if chunks.left:
                with suppress(BrokenProcessPool):
                    yield from _pooled(work, shared, chunks, jobs, here, begun)
    finally:
        gc.unfreeze()
    begun()
    while chunks.left:
        if chunks.done not in chunks.known:
            chunks.known[chunks.done] = [_alone(work, shared, item, lost) for item in chunks.all[chunks.done]]
        yield from chunks.next()


class _Chunks(Generic[Item, Result]):
    """The chunks of some work, how many are done and handed out, and what is known of others, by their numbers."""

    def __init__(self, chunks: list[Sequence[Item]]) -> None:
        self.all = chunks
        self.done = 0
        self.known: dict[int, Sequence[Result]] = {}

    @property
    def left(self) -> int:
        return len(self.all) - self.done

    def next(self) -> Sequence[Result]:
        """The results of the next chunk, which must be known."""
        self.done += 1
        return self.known.pop(self.done - 1)


def _pooled(
    work: Work[Shared, Item, Result],
    shared: Shared,
    chunks: _Chunks[Item, Result],
    jobs: int,
    here: bool,
    begun: Callable[[], object],
) -> Iterator[Result]:
    """All chunks in new processes; raises BrokenProcessPool where one dies, with all kept that the others did."""
    from concurrent.futures.process import BrokenProcessPool

    futures: dict[int, Future[Sequence[Result]]] = {}
    with _pool(jobs - here, shared) as pool:
        try:
            with _undisturbed():  # the first of these starts the processes
                for number in range(chunks.done, len(chunks.all)):
                    if number not in chunks.known:
                        futures[number] = pool.submit(_work, work, chunks.all[number])
            begun()
            ahead = chunks.done
            while chunks.left:
                number = chunks.done
                ahead = max(ahead, number)
                while here and number in futures and not futures[number].done() and ahead < len(chunks.all):
                    if ahead in futures and futures[ahead].cancel():  # nobody has begun it
                        del futures[ahead]
                        chunks.known[ahead] = work(shared, chunks.all[ahead])
                    ahead += 1
                if number in futures:
                    chunks.known[number] = futures.pop(number).result()
                yield from chunks.next()
        except BrokenProcessPool:
            whole = {n: f for n, f in futures.items() if f.done() and f.exception() is None}
            chunks.known |= {number: future.result() for number, future in whole.items()}
            raise
        except BaseException:  # interrupted, or the caller has enough
            _end(pool)
            raise


def _alone(
    work: Work[Shared, Item, Result], shared: Shared, item: Item, lost: Callable[[Shared, Item], Result] | None
) -> Result:
    """One item in a process of its own."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _pool(1, shared) as pool:
            return pool.submit(_work, work, [item]).result()[0]
    except BrokenProcessPool:
        if lost is None:
            raise
        return lost(shared, item)


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


def _pool(jobs: int, shared: Any) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _receive, (shared,))


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


def _receive(shared: Any) -> None:
    global _shared
    _shared = shared
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


def _work(work: Work[Any, Item, Result], chunk: Sequence[Item]) -> Sequence[Result]:
    return work(_shared, chunk)


def _chunks(items: Sequence[Item], jobs: int) -> list[Sequence[Item]]:
    size = max(1, min(_LARGEST, -(-len(items) // (jobs * _CHUNKS))))
    return [items[start : start + size] for start in range(0, len(items), size)]
