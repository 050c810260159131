"""A Dask cluster as a crew: `extract --scheduler tcp://...`.

Tasks are the same pure functions that a pool of processes runs. The workers see RAW and OUT under the same paths, run
the same commit, and have one thread each; what a task makes lies on the shared disk before it says that it is done.
"""

from __future__ import annotations

import faulthandler
from concurrent.futures import Future
from functools import cache
from typing import Any

from pipeline.pool import TASKS_A_WORKER, NoCrew, Task, prepare

CONNECT_S = 30


class Cluster:
    """The workers of the scheduler at `address`; raises NoCrew where there is none."""

    lost: tuple[type[BaseException], ...] = ()  # the scheduler has tried again already

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise NoCrew("Dask is not installed; pip install distributed, here and on every worker") from error
        try:
            self.client = Client(address, timeout=CONNECT_S, set_as_default=False)
            self.client.wait_for_workers(1, timeout=CONNECT_S)
        except (OSError, ValueError, TimeoutError) as error:
            raise NoCrew(f"{address} is no Dask scheduler with workers; start one, or leave --scheduler out") from error
        self.dead: tuple[type[BaseException], ...] = (KilledWorker,)
        self.executor = self.client.get_executor(pure=False)  # two calls that look alike are two

    @property
    def ahead(self) -> int:
        """A few a thread, however many workers there are now."""
        threads: Any = self.client.nthreads()
        return TASKS_A_WORKER * max(1, sum(threads.values()))

    def submit(self, task: Task) -> Future[Any]:
        """A task that several workers died of raises KilledWorker."""
        return self.executor.submit(limited, task)

    def renew(self) -> None:
        """New workers are the cluster's affair."""

    def close(self) -> None:
        """Tasks that wait are taken back; the cluster stays."""
        self.executor.shutdown(wait=False)
        self.client.close()


def limited(task: Task) -> Any:
    """The result of a task; the worker ends at its limit, for nothing else stops a C library in a thread."""
    _ready()
    faulthandler.dump_traceback_later(task.limit_s, exit=True)
    try:
        return task.call(*task.arguments)
    finally:
        faulthandler.cancel_dump_traceback_later()


@cache
def _ready() -> None:
    prepare()
