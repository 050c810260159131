"""A worker that dies costs its task, never the run."""

import os
import time

from pipeline.pool import Outcome, Task, TaskTimeout, WorkerDied, run


def double(number):
    return 2 * number


def die(_):
    os._exit(9)


def fail(_):
    raise ValueError("ours")


def spin():
    while True:
        pass


def outcomes(tasks, workers=2) -> dict[int, Outcome]:
    return {outcome.key: outcome for outcome in run(tasks, workers)}


def test_every_task_has_an_outcome():
    got = outcomes(Task(n, double, (n,)) for n in range(20))
    assert {key: outcome.result for key, outcome in got.items()} == {n: 2 * n for n in range(20)}


def test_the_task_that_kills_its_worker_is_found_and_the_others_are_done():
    tasks = [Task(n, die if n == 3 else double, (n,)) for n in range(8)]
    got = outcomes(tasks)
    assert isinstance(got.pop(3).error, WorkerDied)
    assert {key: outcome.result for key, outcome in got.items()} == {n: 2 * n for n in range(8) if n != 3}


def test_a_task_over_its_limit_ends():
    got = outcomes([Task(0, spin, (), 0.3), Task(1, double, (1,))])
    assert isinstance(got[0].error, TaskTimeout)
    assert got[1].result == 2


def test_an_exception_is_an_outcome():
    got = outcomes([Task(0, fail, (0,)), Task(1, double, (1,))])
    assert isinstance(got[0].error, ValueError)
    assert got[1].result == 2


def test_outcomes_may_make_new_tasks():
    waiting = [Task(0, double, (1,))]
    seen = []

    def tasks():
        while len(seen) < 2:
            yield waiting.pop(0) if waiting else None

    for outcome in run(tasks(), 1):
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

    stream = run(tasks(), 1)
    next(stream)
    assert len(taken) < 20
    stream.close()
