"""Tasks of many files over one pool of worker processes; a worker that dies costs its task, never the run."""

from __future__ import annotations

import ctypes
import faulthandler
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

M_ARENA_MAX = -8  # of malloc.h
TASK_LIMIT_S = 600.0  # four runs of Tesseract at its own limit of 120 s, and room
TASKS_A_WORKER = 4  # submitted ahead, so that no worker waits and memory does not grow with the number of files


@dataclass(frozen=True, slots=True)
class Task:
    """A pure, picklable call, and what it belongs to."""

    key: Any
    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    limit_s: float = TASK_LIMIT_S


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task gave: its result, or the exception that is our bug or the death of its worker."""

    key: Any
    result: Any = None
    error: BaseException | None = None


class WorkerDied(Exception):
    """The process that ran a task ended: a crash in a C library, or memory that ran out."""


class TaskTimeout(Exception):
    """A task took longer than its limit."""


def run(tasks: Iterable[Task | None], workers: int) -> Iterator[Outcome]:
    """Yield the outcome of every task as it comes.

    `tasks` is read as far as workers need; it may yield None for "nothing until another outcome has been seen", so
    that outcomes can make new tasks.
    """
    pending: dict[Future[Any], Task] = {}
    source = iter(tasks)
    pool = _pool(workers)
    try:
        while True:
            suspects: list[Task] = []
            while len(pending) < TASKS_A_WORKER * workers and not suspects and (task := next(source, None)):
                try:
                    pending[pool.submit(_limited, task)] = task
                except BrokenProcessPool:  # a worker died while we were busy elsewhere
                    suspects.append(task)
            if not pending and not suspects:
                return
            done = wait(pending, return_when=FIRST_COMPLETED).done if not suspects else ()
            for future in done:
                task = pending.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    suspects.append(task)
                else:
                    yield Outcome(task.key, None if error else future.result(), error)
            if suspects:
                suspects += pending.values()
                pending.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(suspects)
                pool = _pool(workers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(tasks: list[Task]) -> Iterator[Outcome]:
    """Each task alone in a worker of its own: the one that kills it is found, the others lose nothing."""
    for task in tasks:
        with _pool(1) as alone:
            future = alone.submit(_limited, task)
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                error = WorkerDied("the process that read it ended; split the file or save it again as PDF")
            yield Outcome(task.key, None if error else future.result(), error)


def _limited(task: Task) -> Any:
    """The result of a task; raises TaskTimeout at its limit, and ends the process where a C library does not listen."""

    def stop(*_: Any) -> None:
        raise TaskTimeout(f"it took over {task.limit_s / 60:.0f} minutes; split the file or save it again as PDF")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, task.limit_s)
    faulthandler.dump_traceback_later(2 * task.limit_s, exit=True)
    try:
        return task.call(*task.arguments)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=prepare)


def prepare() -> None:
    """One thread a worker: with more, Tesseract and OpenCV fight for the cores (a page took five times as long)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the run
    for name in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    warnings.simplefilter("ignore")  # of Pillow and NumPy on odd images: flags say what the owner needs to know
    import cv2

    cv2.setNumThreads(1)
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # glibc: give the pages of an image back at once (100 MB less a worker)
        libc.mallopt(M_ARENA_MAX, 1)
