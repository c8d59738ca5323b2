"""The processes beside the server: those that make proofs, where one takes the place of the other once it has read the
site anew; and how the one that builds is ended, or fails."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event

import pytest

from kbgen.model import KbgenError
from kbgen.process.workers import silent
from kbgen.serve import builder, prover
from kbgen.serve.builder import Builder, Order
from kbgen.serve.proof import Proof, prove
from kbgen.serve.prover import Errand, Proved, Prover
from kit import write

ORDER = Order(Path("p"), None, Path(), 1)


class Hand:
    """A process that does as it is told; those that were started stand in `started`."""

    started: list[Hand]

    def __init__(self, order: Order) -> None:
        self.missed = set[str]()
        self.ready = self.dead = self.ended = False
        self.asked: list[set[str]] = []
        self.started.append(self)

    def is_ready(self) -> bool:
        return self.ready

    def prove(self, errand: Errand) -> Proved:
        if self.dead:
            raise EOFError
        self.ready = True
        self.asked.append({*errand.changed, *self.missed})
        self.missed = set()
        return Proved({"page": b""}, behind="title" in errand.changed)

    def end(self) -> None:
        self.ended = True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Hand]:
    monkeypatch.setattr(prover, "_Hand", Hand)
    Hand.started = []
    return Hand.started


def test_the_process_has_made_a_page_before_it_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page that is edited does not wait for libraries and templates."""
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb/one.md").write_text("# One\n")
    made: list[list[str]] = []

    def noted(*arguments: object, anew: bool) -> Proof:
        proof = prove(*arguments, anew=anew)  # type: ignore[arg-type]
        made.append(sorted(proof.pages))
        return proof

    monkeypatch.setattr(prover, "prove", noted)
    prover._Desk(Order(tmp_path, tmp_path / "site", tmp_path, 1))
    assert made == [["one.html"]]


def errand(*changed: str) -> Errand:
    return Errand(frozenset(changed), ("page",))


def test_it_begins_when_the_site_is_there(started: list[Hand]) -> None:
    """Not before: the first build has enough to do, and what it does need not be done twice."""
    one = Prover(ORDER)
    assert one.patience is None
    one.tend()
    assert one.prove(errand("words")) == {"page": b""}
    assert started[0].asked == [{"words"}]
    assert one.patience is None


def test_no_page_waits_for_the_reading(started: list[Hand]) -> None:
    one = Prover(ORDER)
    one.tend()
    one.prove(errand("title"))
    assert one.patience is not None
    one.tend()  # begins to read the site anew
    old, new = started
    assert one.prove(errand("words")) == {"page": b""}
    assert (old.asked[-1], new.asked) == ({"words"}, [])
    one.tend()  # not ready yet
    assert not old.ended
    new.ready = True
    one.tend()
    assert old.ended
    assert one.patience is None
    one.prove(errand("more"))
    assert new.asked == [{"words", "more"}]  # it may have read the site before the words came


def test_who_reads_while_nobody_knows_what_has_changed_may_have_read_anything(started: list[Hand]) -> None:
    one = Prover(ORDER)
    one.tend()
    one.prove(errand("title"))
    one.tend()
    one.prove(errand())
    assert [hand.ended for hand in started] == [False, True]


def test_one_that_dies_is_replaced(started: list[Hand]) -> None:
    one = Prover(ORDER)
    one.tend()
    one.prove(errand("words"))
    started[0].dead = True
    assert one.prove(errand("words")) == {}
    assert len(started) == 2
    assert one.prove(errand("more")) == {"page": b""}
    one.end()
    assert started[1].ended
    one.prove(errand("title"))
    one.tend()
    assert len(started) == 2


def test_a_process_that_is_just_being_started_is_ended_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C right after the start: nothing is left behind, and nobody waits for a build that will not come."""
    begun, start = Event(), BaseProcess.start

    def slow(self: BaseProcess) -> None:
        begun.set()
        time.sleep(0.3)
        start(self)

    monkeypatch.setattr(BaseProcess, "start", slow)
    builds = Builder(Order(write(tmp_path / "p", {"kb/a.md": "# A\n"}), None, tmp_path, 1))
    with ThreadPoolExecutor() as pool:
        outcome = pool.submit(builds.build, silent)
        assert begun.wait(10)
        builds.end()
        assert outcome.result(20).error == "the process that builds has died"
        assert pool.submit(builds.build, silent).result(20).error  # and none is started any more
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (KbgenError("the folder kb may not be read", "check its permissions"), "the folder kb may not be read"),
        (PermissionError(13, "Permission denied", "kb/a"), "kb/a cannot be read: Permission denied"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
    ],
)
def test_what_a_build_fails_on_is_told_and_the_next_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, told: str
) -> None:
    bench = builder._Bench(Order(write(tmp_path / "p", {"kb/a.md": "# A\n"}), None, tmp_path, 1))

    def fails(*words: object, **more: object) -> None:
        raise raised

    with monkeypatch.context() as patch:
        patch.setattr(builder, "build", fails)
        outcome = bench.build(silent)
    assert outcome.error.endswith(told)
    assert outcome.served is not None
    outcome = bench.build(silent)
    assert (outcome.error, "a.html" in outcome.written) == ("", True)
