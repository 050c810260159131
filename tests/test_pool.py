"""A worker that dies costs its task, never the run; every crew gives the same outcomes."""

import os
import signal
import time

import pytest

from pipeline.pool import Inline, Outcome, OutOfMemory, Processes, Task, TaskTimeout, WorkerDied, run


def double(number):
    return 2 * number


def die(_):
    os._exit(9)


def die_once(path):
    if not path.exists():
        path.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def fail(_):
    raise ValueError("ours")


def hoard(megabytes):
    return len(bytearray(megabytes * 2**20))


def process(_):
    return os.getpid()


def outcomes(tasks, workers=2, **options) -> dict[int, Outcome]:
    return {outcome.key: outcome for outcome in run(tasks, Processes(workers, **options))}


@pytest.mark.parametrize("crew", [Inline, lambda: Processes(2)], ids=["inline", "processes"])
def test_every_task_has_an_outcome(crew):
    got = {outcome.key: outcome for outcome in run((Task(n, double, (n,)) for n in range(20)), crew())}
    assert {key: outcome.result for key, outcome in got.items()} == {n: 2 * n for n in range(20)}


def test_the_task_that_kills_its_worker_is_found_and_the_others_are_done():
    tasks = [Task(n, die if n == 3 else double, (n,)) for n in range(8)]
    got = outcomes(tasks)
    assert isinstance(got.pop(3).error, WorkerDied)
    assert {key: outcome.result for key, outcome in got.items()} == {n: 2 * n for n in range(8) if n != 3}


def test_a_task_whose_worker_died_is_tried_once_more(tmp_path):
    assert outcomes([Task(0, die_once, (tmp_path / "tried",)), Task(1, double, (1,))])[0].result == "done"


def test_a_task_over_its_limit_ends_and_the_others_are_done():
    got = outcomes([Task(0, time.sleep, (60,), 0.3), *(Task(n, double, (n,)) for n in range(1, 9))])
    assert isinstance(got.pop(0).error, TaskTimeout)
    assert {key: outcome.result for key, outcome in got.items()} == {n: 2 * n for n in range(1, 9)}


def test_a_task_that_wants_too_much_memory_ends_and_its_worker_goes_on():
    got = outcomes([Task(0, hoard, (900,)), Task(1, hoard, (10,)), Task(2, process, (0,))], workers=1, memory_mb=600)
    assert isinstance(got[0].error, OutOfMemory)
    assert got[1].result == 10 * 2**20


def test_workers_are_renewed_after_some_tasks(monkeypatch):
    monkeypatch.setattr("pipeline.pool.TASKS_A_LIFE", 5)
    got = outcomes([Task(n, process, (0,)) for n in range(20)], workers=1)
    assert len({outcome.result for outcome in got.values()}) == 4


@pytest.mark.parametrize("crew", [Inline, lambda: Processes(2)], ids=["inline", "processes"])
def test_an_exception_is_an_outcome(crew):
    got = {outcome.key: outcome for outcome in run([Task(0, fail, (0,)), Task(1, double, (1,))], crew())}
    assert isinstance(got[0].error, ValueError)
    assert got[1].result == 2


def test_outcomes_may_make_new_tasks():
    waiting = [Task(0, double, (1,))]
    seen = []

    def tasks():
        while len(seen) < 2:
            yield waiting.pop(0) if waiting else None

    for outcome in run(tasks(), Processes(1)):
        seen.append(outcome.result)
        if len(seen) == 1:
            waiting.append(Task(1, double, (outcome.result,)))
    assert seen == [2, 4]


def test_tasks_are_taken_as_workers_need_them():
    taken = []

    def tasks():
        for n in range(100):
            taken.append(n)
            yield Task(n, time.sleep, (0.001,))

    stream = run(tasks(), Processes(1))
    next(stream)
    assert len(taken) < 20
    stream.close()


def test_workers_are_lost_while_nothing_runs():
    """An idle worker is ended by somebody: the next tasks find new ones."""
    crew, seen = Processes(1), []

    def tasks():
        yield Task(0, process, (0,))
        while not seen:
            yield None
        os.kill(seen[0], signal.SIGKILL)
        time.sleep(0.5)
        yield from (Task(n, double, (n,)) for n in (1, 2))

    for outcome in run(tasks(), crew):
        seen.append(outcome.result)
    assert sorted(seen[1:]) == [2, 4]


LOST = []


def lose(megabytes):
    """Memory that a task loses."""
    LOST.append(bytearray(b"x") * (megabytes * 2**20))
    return os.getpid()


def test_a_worker_that_lost_memory_makes_way_and_its_next_task_loses_nothing():
    got = outcomes([Task(n, lose, (700,)) for n in range(4)], workers=1, memory_mb=2000)
    assert all(outcome.error is None for outcome in got.values())
    assert len({outcome.result for outcome in got.values()}) > 1
