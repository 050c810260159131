"""Tasks of many files over a crew of workers; a worker that dies costs its task, never the run.

A crew is this process (`Inline`), a pool of processes (`Processes`) or a Dask cluster (`pipeline/cluster.py`): whatever
takes a task and gives a `concurrent.futures.Future`. All give the same outcomes, in whatever order they come.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures import TimeoutError as Expired
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessPool

M_ARENA_MAX = -8  # of malloc.h
TASK_LIMIT_S = 300.0  # four runs of Tesseract at its own limit of 60 s, and room; a common page takes 3 s
TASKS_A_WORKER = 4  # submitted ahead, so that no worker waits and memory does not grow with the number of files
TASKS_A_LIFE = 5000  # of a worker, then a new one takes its place: C libraries lose memory
MEMORY_MB = 2000  # that a worker may take; on the samples it takes 600, the largest images it reads need twice that
RENEWED, LEAST_MB = 0.6, 1000  # share of it, and megabytes, above which a worker makes way for a new one
FULL = 77  # exit code of a worker whose memory is used up
SPLIT = "split the file or save it again as PDF"


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


class OutOfMemory(Exception):
    """A task wanted more memory than its worker may have."""


class NoCrew(Exception):
    """There is nobody to do the work; the message says what to do."""


Errors = tuple[type[BaseException], ...]


class Crew(Protocol):
    """Workers that take tasks."""

    lost: Errors  # what says that a worker died, and that a second try alone is worth it
    dead: Errors  # what says that a worker died of its task

    @property
    def ahead(self) -> int:
        """How many tasks to hand over before the first is done."""
        ...

    def submit(self, task: Task) -> Future[Any]:
        """Hand over a task; its future may raise `lost`, `dead` or TimeoutError."""
        ...

    def renew(self) -> None:
        """Take on new workers in place of those that are lost."""
        ...

    def close(self) -> None:
        """Send the workers home, whatever they do."""
        ...


class Inline:
    """This process: for tests, and to follow a fault."""

    ahead = 1
    lost: Errors = ()
    dead: Errors = ()

    def submit(self, task: Task) -> Future[Any]:
        """The task is done when this returns."""
        future: Future[Any] = Future()
        try:
            future.set_result(task.call(*task.arguments))
        except Exception as error:  # as a worker hands it on
            future.set_exception(error)
        return future

    def renew(self) -> None:
        """Nothing is lost."""

    def close(self) -> None:
        """Nobody is to go."""


class Processes:
    """Worker processes of this machine, each with its own limit of memory.

    A pool of pebble's, for the standard library's ends all its workers where one dies, ends none that is over time, and
    stands still where workers are renewed after some tasks (CPython issue 115634, Python 3.11 to 3.14).
    """

    lost: Errors = (ProcessExpired, BrokenProcessPool)
    dead: Errors = lost

    def __init__(self, workers: int, memory_mb: int = MEMORY_MB) -> None:
        self.workers, self.memory_mb = workers, memory_mb
        self.pool = self._new()

    @property
    def ahead(self) -> int:
        """A few a worker."""
        return TASKS_A_WORKER * self.workers

    def submit(self, task: Task) -> Future[Any]:
        """Ended at its limit, with its worker."""
        return self.pool.schedule(guarded, args=(self.memory_mb, task.call, *task.arguments), timeout=task.limit_s)

    def renew(self) -> None:
        """A new pool."""
        self.close()
        self.pool = self._new()

    def close(self) -> None:
        """The workers are ended."""
        self.pool.stop()
        self.pool.join()

    def _new(self) -> ProcessPool:
        context = multiprocessing.get_context("spawn")
        return ProcessPool(self.workers, TASKS_A_LIFE, enlist, (self.memory_mb,), context)


def guarded(most_mb: int, call: Callable[..., Any], *arguments: Any) -> Any:
    """What `call` returns; the process ends where memory runs out, and before it begins where others left too little.

    C libraries lose memory over damaged files: the next document must not pay for the last one.
    """
    if resident_mb() > max(RENEWED * most_mb, LEAST_MB):
        os._exit(FULL)
    try:
        return call(*arguments)
    except MemoryError:
        os._exit(FULL)


def run(tasks: Iterable[Task | None], crew: Crew) -> Iterator[Outcome]:
    """Yield the outcome of every task as it comes; raises NoCrew where a cluster goes away.

    `tasks` is read as far as workers need; it may yield None for "nothing until another outcome has been seen", so
    that outcomes can make new tasks. A task whose worker died is tried once more, with no other beside it.
    """
    pending: dict[Future[Any], Task] = {}
    suspects: list[Task] = []
    source = iter(tasks)
    try:
        while True:
            while len(pending) < crew.ahead and not suspects and (task := next(source, None)):
                pending[_submit(crew, task)] = task
            if not pending and suspects:
                yield _alone(crew, suspects.pop())
            elif not pending:
                return
            done = wait(pending, return_when=FIRST_COMPLETED).done if pending else ()
            for future in done:
                task = pending.pop(future)
                if isinstance(_error(future), crew.lost):
                    suspects.append(task)
                else:
                    yield _outcome(crew, task, future)
    finally:
        crew.close()


def _submit(crew: Crew, task: Task) -> Future[Any]:
    """Hand a task over, to new workers where the others are lost."""
    try:
        return crew.submit(task)
    except RuntimeError:  # the pool is no longer open: its workers are gone
        crew.renew()
        return crew.submit(task)


def _alone(crew: Crew, task: Task) -> Outcome:
    """The outcome of a task that nothing runs beside."""
    future = _submit(crew, task)
    if isinstance(_error(future), BrokenProcessPool):  # an idle worker was ended: no fault of the task
        future = _submit(crew, task)
    return _outcome(crew, task, future)


def _error(future: Future[Any]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        raise NoCrew("the cluster went away; run this again: what is finished is kept") from error


def _outcome(crew: Crew, task: Task, future: Future[Any]) -> Outcome:
    error = _error(future)
    if error is None:
        return Outcome(task.key, future.result())
    if isinstance(error, ProcessExpired) and error.exitcode == FULL:
        error = OutOfMemory(f"it needs more memory than a worker may have; {SPLIT}, or give --memory a larger number")
    elif isinstance(error, crew.dead):
        error = WorkerDied(f"the process that read it ended twice; {SPLIT}")
    elif isinstance(error, Expired):
        error = TaskTimeout(f"it took over {task.limit_s / 60:.0f} minutes; {SPLIT}")
    return Outcome(task.key, None, error)


def enlist(memory_mb: int) -> None:
    """Make this process a worker, which ends with its parent.

    Where it asks for more than `memory_mb` it gets a MemoryError, or is ended by a C library that cannot go on.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the run
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # its own would set a gigabyte aside
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    prepare()
    if sys.platform == "linux":  # elsewhere the kernel does not hold to it
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mb * 2**20, memory_mb * 2**20))


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def prepare() -> None:
    """One thread a process: with more, Tesseract and OpenCV fight for the cores (a page took five times as long)."""
    for name in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    warnings.simplefilter("ignore")  # of Pillow and NumPy on odd images: flags say what the owner needs to know
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells pieces of damaged documents
    import cv2

    cv2.setNumThreads(1)
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # glibc: give the pages of an image back at once (100 MB less a worker)
        libc.mallopt(M_ARENA_MAX, 1)


def cores() -> int:
    """Cores that this process may use: of the machine, its affinity and its container."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _first_line(Path("/sys/fs/cgroup/cpu.max")).partition(" ")
    return max(1, min(usable, -(-int(quota) // int(period)))) if quota.isdigit() and period.isdigit() else usable


def memory_mb() -> int:
    """Memory that this process may use: of the machine and its container."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    limit = _first_line(Path("/sys/fs/cgroup/memory.max"))
    return min(machine, int(limit) // 2**20) if limit.isdigit() else machine


def usual_workers() -> int:
    """One a core, fewer where that leaves less than half of MEMORY_MB to each."""
    return max(1, min(cores(), 2 * memory_mb() // MEMORY_MB))


def resident_mb() -> int:
    """Memory that this process holds; 0 where the system does not tell."""
    pages = _first_line(Path("/proc/self/statm")).split()[1:2]
    return int(pages[0]) * os.sysconf("SC_PAGE_SIZE") // 2**20 if pages else 0


def _first_line(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return ""
