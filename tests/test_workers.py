"""Work on processes: nothing is lost, whatever becomes of them, and the order stays."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from kbgen.workers import LEAST, Workers


def _doubled(shared: int, items: list[int]) -> list[tuple[int, int]]:
    """Work that says who did it."""
    return [(item * shared, os.getpid()) for item in items]


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_results_are_in_order_and_one_pool_does_all_work(jobs: int) -> None:
    seen = set[int]()
    with Workers(jobs) as workers:
        for shared in (2, 3):
            found = list(workers.run(_doubled, shared, range(500), 7))
            assert [item for item, _ in found] == [item * shared for item in range(500)]
            seen |= {worker for _, worker in found}
    assert (os.getpid() in seen) == (jobs == 1)
    assert len(seen) <= jobs


def test_little_work_is_done_here() -> None:
    with Workers(2) as workers:
        found = list(workers.run(_doubled, 1, range(LEAST - 1)))
    assert {worker for _, worker in found} == {os.getpid()}


def test_items_are_made_when_there_is_room_for_them() -> None:
    """Never much further ahead than what has been done."""
    made = 0

    def items() -> Iterator[int]:
        nonlocal made
        for item in range(2_000):
            made += 1
            yield item

    with Workers(2) as workers:
        for done, _ in enumerate(workers.run(_doubled, 1, items(), 5)):
            assert made <= done + LEAST + 2 * 2 * 3 * 5


def test_an_executor_of_the_caller() -> None:
    threads = set[int]()

    def work(shared: int, items: list[int]) -> list[int]:
        threads.add(threading.get_ident())
        return [item + shared for item in items]

    with ThreadPoolExecutor(2) as executor, Workers(2, executor) as workers:
        assert list(workers.run(work, 1, range(300), 3)) == list(range(1, 301))
        assert threading.get_ident() not in threads
        assert executor.submit(int, "1").result() == 1  # it is still there
    assert threads


def _fragile(shared: int, items: list[int]) -> list[int]:
    """Work that kills its process at two items."""
    for item in items:
        if item in (70, 130) and os.getpid() != shared:
            os.kill(os.getpid(), signal.SIGKILL)
    return [item * 2 for item in items]


def test_a_worker_that_dies() -> None:
    """What it had is done again; the items that kill it every time are left to the caller; other work goes on."""
    items = range(400)
    with Workers(2) as workers:
        found = list(workers.run(_fragile, os.getpid(), items, 8, lost=lambda shared, item: -item))
        assert found == [-item if item in (70, 130) else item * 2 for item in items]
        assert [item for item, _ in workers.run(_doubled, 1, items)] == list(items)


def test_a_worker_that_dies_and_nobody_to_tell() -> None:
    with pytest.raises(BrokenProcessPool), Workers(2) as workers:
        list(workers.run(_fragile, os.getpid(), range(400), 8))


def _once(shared: tuple[str, int], items: list[int]) -> list[tuple[int, int]]:
    """Work that kills its process at one item, the first time."""
    mark, own = Path(shared[0]), shared[1]
    if 70 in items and os.getpid() != own and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return [(item, os.getpid()) for item in items]


def test_a_worker_that_was_killed_once(tmp_path: Path) -> None:
    """As when memory is short: others do what is left, in chunks, and nothing has a process of its own."""
    with Workers(3) as workers:
        found = list(workers.run(_once, (str(tmp_path / "mark"), os.getpid()), range(400), 9))
    assert [item for item, _ in found] == list(range(400))
    assert len({worker for _, worker in found}) <= 6


def _wrong(shared: int, items: list[int]) -> list[int]:
    if 100 in items:
        raise ValueError(shared)
    return list(items)


def test_an_error_of_the_work_is_the_caller_s() -> None:
    with pytest.raises(ValueError, match="7"), Workers(2) as workers:
        list(workers.run(_wrong, 7, range(400), 9))
