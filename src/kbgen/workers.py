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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, ProcessPoolExecutor

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

Work = Callable[[Shared, Sequence[Item]], Sequence[Result]]
_CHUNKS = 8  # for each worker, so that none waits long for the last one
_LARGEST = 64  # items of a chunk
_ENDING = (signal.SIGINT, signal.SIGTERM)
_shared: Any = None


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
) -> Iterator[Result]:
    """`work(shared, chunk)` for all items, results in the order of the items.

    With one job, or fewer than `least` items, it is done here. Otherwise in `jobs` processes, or in `executor`, to
    which `work`, `shared`, items and results must be picklable. When a worker dies, what it had is done again, each
    item by itself in a process of its own; what kills that too is left to `lost`, or raises BrokenProcessPool.
    `here` says that this process is one of the workers: for work that no content can make it die of, and whose
    results, or what is shared, are too large to be had once more.
    """
    if executor is not None:
        chunks = _chunks(items, jobs)
        futures = [executor.submit(work, shared, chunk) for chunk in chunks]
        for future in futures:
            yield from future.result()
    elif jobs < 2 or len(items) < least:
        for start in range(0, len(items), _LARGEST):
            yield from work(shared, items[start : start + _LARGEST])
    else:
        yield from _processes(work, shared, items, jobs, lost, here)


def _processes(
    work: Work[Shared, Item, Result],
    shared: Shared,
    items: Sequence[Item],
    jobs: int,
    lost: Callable[[Shared, Item], Result] | None,
    here: bool,
) -> Iterator[Result]:
    from concurrent.futures.process import BrokenProcessPool  # slow to load, and not needed for small changes

    chunks = _chunks(items, jobs)
    own: dict[int, Sequence[Result]] = {}  # by their chunks, what was done here before its turn
    ahead = 0
    sys.stdout.flush()
    sys.stderr.flush()
    gc.collect()
    gc.freeze()  # what is shared is not gone over by the children, which would copy its pages
    done = 0
    try:
        with _pool(jobs - here, shared) as pool:
            try:
                with _undisturbed():  # the first of these starts the processes
                    futures = [pool.submit(_work, work, chunk) for chunk in chunks]
                while done < len(futures):
                    ahead = max(ahead, done)
                    while here and done not in own and not futures[done].done() and ahead < len(chunks):
                        if futures[ahead].cancel():  # nobody has begun it
                            own[ahead] = work(shared, chunks[ahead])
                        ahead += 1
                    results = own.pop(done) if done in own else futures[done].result()
                    futures[done] = None  # type: ignore[call-overload]  # the results are large
                    done += 1
                    yield from results
            except BrokenProcessPool:
                pass
            except BaseException:  # interrupted, or the caller has enough
                _end(pool)
                raise
    finally:
        gc.unfreeze()
    for chunk in chunks[done:]:
        for item in chunk:
            try:
                with _pool(1, shared) as pool:
                    results = pool.submit(_work, work, [item]).result()
            except BrokenProcessPool:
                if lost is None:
                    raise
                results = [lost(shared, item)]
            yield from results


def _end(pool: ProcessPoolExecutor) -> None:
    """End all workers, whatever they are doing. One that ends in the middle of a result leaves a piece of it in the
    pipe, and the pool's own thread would wait for the rest for ever as long as that has an end to write to: ours."""
    for process in list((pool._processes or {}).values()):
        process.terminate()
    with suppress(AttributeError, OSError):
        pool._result_queue._writer.close()  # type: ignore[attr-defined]


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
